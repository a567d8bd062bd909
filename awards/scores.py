"""The final score of units in a year, as awards need it: the latest appraised sheet and the rank inside the group."""

from dataclasses import dataclass

from criteria.enums import Column
from criteria.models import ScoreSheet
from criteria.scoring.ranking import Contender, rank


@dataclass(frozen=True)
class UnitScore:
    """A sheet, its place in the group (None when nothing applies), the group's name and how many are in it."""

    sheet: ScoreSheet
    place: int | None
    league: str
    members: int


def unit_scores(period) -> dict[int, UnitScore]:
    """Unit id → score, for every unit with an appraised sheet; two queries whatever the number of units."""
    sheets = _latest(period)
    leagues = {kind: league["name"] for league in period.plan_version.data["leagues"] for kind in league["kinds"]}
    places = rank(
        Contender(
            key=str(unit_id), group=leagues.get(sheet.unit.kind, ""), total=sheet.total, max_total=sheet.max_total
        )
        for unit_id, sheet in sheets.items()
    )
    sizes: dict[str, int] = {}
    for place in places:
        sizes[place.group] = sizes.get(place.group, 0) + 1
    return {
        int(place.key): UnitScore(sheets[int(place.key)], place.place, place.group, sizes[place.group])
        for place in places
    }


def _latest(period) -> dict[int, ScoreSheet]:
    rows = ScoreSheet.objects.filter(period=period, column=Column.APPRAISED).select_related("unit").order_by("number")
    return {sheet.unit_id: sheet for sheet in rows}

"""The final score of units in a year, as awards need it: the sheet that counts and the rank inside the group."""

from collections import Counter
from dataclasses import dataclass

from criteria.models import ScoreSheet
from criteria.selectors import ranking


@dataclass(frozen=True)
class UnitScore:
    """A sheet, its place in the group (None when nothing applies), the group's name and how many are in it."""

    sheet: ScoreSheet
    place: int | None
    league: str
    members: int


def unit_scores(period) -> dict[int, UnitScore]:
    """Unit id → score, for every unit with an appraised sheet; a fixed number of queries. The lines load when read."""
    ranked = ranking(period)
    sizes = Counter(one.league for one in ranked)
    return {one.unit.pk: UnitScore(one.sheet, one.place, one.league, sizes[one.league]) for one in ranked}

"""The final score of units in a year, as awards need it: the sheet that counts and the rank inside the group."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from campaign.selectors import expected_units
from criteria.models import ScoreSheet
from criteria.selectors import plan_of, ranking


@dataclass(frozen=True)
class UnitScore:
    """A sheet, its place in the group (None when nothing applies), the group's name and how many are in it."""

    sheet: ScoreSheet
    place: int | None
    league: str
    members: int
    waiting: Container[str] = frozenset()

    @property
    def provisional(self) -> bool:
        """The place may still change: some unit of the group that has to report is not appraised yet."""
        return self.league in self.waiting


def unit_scores(period) -> dict[int, UnitScore]:
    """Unit id → score, for every unit with an appraised sheet; a fixed number of queries. The lines load when read."""
    ranked = ranking(period)
    sizes = Counter(one.league for one in ranked)
    # asked once, and only by pages that show a place
    waiting = SimpleLazyObject(lambda: _waiting(period, {one.unit.pk for one in ranked}))
    return {one.unit.pk: UnitScore(one.sheet, one.place, one.league, sizes[one.league], waiting) for one in ranked}


def _waiting(period, scored: set[int]) -> set[str]:
    """Names of the groups in which a unit that has to report is not scored yet."""
    names = {kind: league.name for league in plan_of(period.plan_version).leagues for kind in league.kinds}
    kinds = expected_units(period).exclude(pk__in=scored).values_list("kind", flat=True)
    return {names[kind] for kind in kinds if kind in names}

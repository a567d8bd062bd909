"""The deadlines of several units at once, with the time that some were given: two queries, however many units."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from campaign.models import Extension, Period


@dataclass(frozen=True)
class Deadlines:
    """What `selectors.due_at` and `closes_at` say of one unit, for many units and years."""

    periods: list[Period]
    extended: dict[tuple[int, int], datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[int], periods: Iterable[Period] | None = None) -> "Deadlines":
        years = list(Period.objects.select_related("campaign").order_by("year") if periods is None else periods)
        given = Extension.objects.filter(unit__in=set(units), period__in=years).order_by("at", "id")
        return cls(
            years, {(period, unit): until for period, unit, until in given.values_list("period", "unit", "until")}
        )

    def due_at(self, period: Period, unit: int) -> datetime:
        return max(self.extended.get((period.pk, unit), period.report_due), period.report_due)

    def closes_at(self, period: Period, unit: int) -> datetime:
        return max(period.closes_at, self.due_at(period, unit))

    def was_extended(self, period: Period, unit: int) -> bool:
        return self.due_at(period, unit) > period.report_due

    def open_for(self, unit: int, now: datetime) -> list[Period]:
        """The years that still take this unit's report, the earliest first."""
        return [period for period in self.periods if now < self.closes_at(period, unit)]

"""What other weights would do to a year: places, points and eligibility before and after, from the stored sheets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from campaign.models import Period
from criteria.enums import Column
from criteria.models import ScoreSheet
from criteria.plans.schema import Plan
from criteria.rescoring import Rescorer
from criteria.scoring.ranking import Contender, Place, rank
from criteria.scoring.types import Adjustment, Sheet
from criteria.selectors import latest_sheets
from reports.enums import ReportState
from reports.models import SelfReport
from reports.services.scoring import LATE
from units.models import Unit


@dataclass(frozen=True)
class UnitEffect:
    """One unit: what counts now and what would count."""

    unit: Unit
    before: ScoreSheet
    after: ScoreSheet | Sheet
    place_before: int | None
    place_after: int | None

    @property
    def eligibility_changed(self) -> bool:
        return self.before.eligible != self.after.eligible

    @property
    def moved(self) -> bool:
        return self.place_before != self.place_after

    @property
    def rescored(self) -> bool:
        return (self.before.total, self.before.max_total) != (self.after.total, self.after.max_total)

    @property
    def changed(self) -> bool:
        return self.eligibility_changed or self.moved or self.rescored

    @property
    def steps(self) -> int:
        """Places won (above 0) or lost."""
        return (self.place_before or 0) - (self.place_after or 0) if self.place_before and self.place_after else 0

    @property
    def steps_down(self) -> int:
        return -self.steps

    @property
    def new_reasons(self) -> list[str]:
        """Why it would no longer be eligible: what is said after and not before."""
        return [one for one in self.after.reasons if one not in self.before.reasons]


@dataclass(frozen=True)
class GroupEffect:
    """One khối with every scored unit; what matters most stands first."""

    name: str
    rows: list[UnitEffect]

    @property
    def changed(self) -> list[UnitEffect]:
        return [row for row in self.rows if row.changed]

    @property
    def moved(self) -> int:
        return sum(row.moved for row in self.rows)

    @property
    def turned(self) -> int:
        return sum(row.eligibility_changed for row in self.rows)

    @property
    def same(self) -> int:
        return len(self.rows) - len(self.changed)


@dataclass(frozen=True)
class Effect:
    """The effect on one year, group by group, in one column of the score."""

    period: Period
    column: Column
    groups: list[GroupEffect]

    @property
    def units(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def moved(self) -> int:
        return sum(group.moved for group in self.groups)

    @property
    def turned(self) -> int:
        return sum(group.turned for group in self.groups)

    @property
    def rescored(self) -> int:
        return sum(row.rescored for group in self.groups for row in group.rows)


def effect_of(plan: Plan, period: Period, column: Column | None = None) -> Effect:
    """Three queries, however many units. Without a column: the appraised one, or the units' own while there is none."""
    if column is None:
        sheets = _sheets(period, Column.APPRAISED)
        column = Column.APPRAISED if sheets else Column.SELF
        sheets = sheets or _sheets(period, column)
    else:
        sheets = _sheets(period, column)
    sent = SelfReport.objects.filter(period=period).exclude(state=ReportState.DRAFT)
    late = dict(sent.values_list("unit_id", "late"))
    rescorer = Rescorer(plan)
    after = {
        sheet.unit_id: _again(rescorer, sheet, late=late[sheet.unit_id]) if sheet.unit_id in late else sheet
        for sheet in sheets
    }
    return Effect(period, column, _groups(plan, sheets, after))


def _sheets(period: Period, column: Column) -> list[ScoreSheet]:
    return list(latest_sheets(period, column).select_related("unit").defer("lines"))


def _again(rescorer: Rescorer, sheet: ScoreSheet, *, late: bool) -> Sheet:
    """With the draft's own points for a late report in the place of those that were taken."""

    def adjust(stored: list[Adjustment]) -> list[Adjustment]:
        others = [one for one in stored if not one.reason.startswith(LATE)]
        taken = Adjustment(points=-rescorer.plan.scoring.late_points, reason=LATE)
        return [taken, *others] if late else others

    return rescorer.score(sheet, adjust)


def _groups(plan: Plan, sheets: list[ScoreSheet], after: dict[int, ScoreSheet | Sheet]) -> list[GroupEffect]:
    leagues = {kind: league for league in plan.leagues for kind in league.kinds}
    by_key = {f"{one.unit.sort:05d} {one.unit.sort_key} {one.unit.code}": one for one in sheets}
    league_of = {key: leagues[one.unit.kind].code for key, one in by_key.items() if one.unit.kind in leagues}
    before = _places((key, league_of[key], by_key[key]) for key in league_of)
    then = _places((key, league_of[key], after[by_key[key].unit_id]) for key in league_of)
    rows: dict[str, list[UnitEffect]] = defaultdict(list)
    for key, place in then.items():
        sheet = by_key[key]
        rows[place.group].append(
            UnitEffect(sheet.unit, sheet, after[sheet.unit_id], before[key].place, place.place),
        )
    for found in rows.values():
        found.sort(key=lambda row: (not row.eligibility_changed, not row.moved, not row.rescored))  # stable: by place
    return [GroupEffect(league.name, rows[league.code]) for league in plan.leagues if league.code in rows]


def _places(scored: Iterable[tuple[str, str, ScoreSheet | Sheet]]) -> dict[str, Place]:
    contenders = (
        Contender(key=key, group=group, total=Decimal(one.total), max_total=Decimal(one.max_total))
        for key, group, one in scored
    )
    return {place.key: place for place in rank(contenders)}


def years_with_sheets(periods: Iterable[Period]) -> list[Period]:
    """Years for which there is something to compare, the one to show first: appraised sheets, then the latest year."""
    columns = defaultdict(set)
    for period, column in ScoreSheet.objects.values_list("period_id", "column").order_by().distinct():
        columns[period].add(column)
    found = [period for period in periods if columns[period.pk]]
    return sorted(found, key=lambda one: (Column.APPRAISED not in columns[one.pk], -one.year))

"""What other weights would do to a year: places, points and eligibility before and after, from the stored sheets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Self

from campaign.models import Period
from criteria.enums import Column
from criteria.models import ScoreSheet
from criteria.plans.schema import Plan
from criteria.rescoring import Rescorer
from criteria.scoring.ranking import Contender, Place, rank
from criteria.scoring.types import Adjustment, Sheet
from criteria.selectors import latest_sheets
from reports.enums import SENT
from reports.models import SelfReport
from reports.services.scoring import LATE
from units.models import Unit

SHOWN = 100  # rows of a group on the page; the rest is counted


@dataclass(frozen=True)
class UnitEffect:
    """One unit, in plain values: what counts now and what would count."""

    code: str
    name: str
    place_before: int | None
    place_after: int | None
    total_before: str
    total_after: str
    percent_before: str
    percent_after: str
    eligible_before: bool
    eligible_after: bool
    new_reasons: tuple[str, ...]  # what is said against it after, and not before

    @property
    def turned(self) -> bool:
        return self.eligible_before != self.eligible_after

    @property
    def moved(self) -> bool:
        return self.place_before != self.place_after

    @property
    def rescored(self) -> bool:
        return (self.total_before, self.percent_before) != (self.total_after, self.percent_after)

    @property
    def up(self) -> int:
        """Places won, below 0 when lost."""
        return (self.place_before or 0) - (self.place_after or 0) if self.place_before and self.place_after else 0

    @property
    def down(self) -> int:
        return -self.up


@dataclass(frozen=True)
class GroupEffect:
    """One khối: how many changed in which way, and the changed units, what matters most first."""

    name: str
    units: int
    moved: int
    turned: int
    rescored: int
    changed: int
    rows: tuple[UnitEffect, ...]

    @property
    def left_out(self) -> int:
        return self.changed - len(self.rows)

    @classmethod
    def of(cls, name: str, rows: list[UnitEffect], limit: int | None) -> Self:
        changed = [row for row in rows if row.turned or row.moved or row.rescored]
        changed.sort(key=lambda row: (not row.turned, not row.moved))  # stable: then by place
        sums = (sum(row.moved for row in rows), sum(row.turned for row in rows), sum(row.rescored for row in rows))
        return cls(name, len(rows), *sums, len(changed), tuple(changed[:limit]))


@dataclass(frozen=True)
class Effect:
    """The effect on one year, group by group, in one column of the score."""

    year: int
    column: str
    groups: tuple[GroupEffect, ...]

    @property
    def units(self) -> int:
        return sum(group.units for group in self.groups)

    @property
    def moved(self) -> int:
        return sum(group.moved for group in self.groups)

    @property
    def turned(self) -> int:
        return sum(group.turned for group in self.groups)

    @property
    def rescored(self) -> int:
        return sum(group.rescored for group in self.groups)

    @property
    def column_label(self) -> str:
        return str(Column(self.column).label)

    def plain(self) -> dict:
        return asdict(self)

    @classmethod
    def from_plain(cls, data: dict) -> Self:
        groups = (GroupEffect(**{**group, "rows": tuple(map(_row_again, group["rows"]))}) for group in data["groups"])
        return cls(data["year"], data["column"], tuple(groups))


def _row_again(row: dict) -> UnitEffect:
    return UnitEffect(**{**row, "new_reasons": tuple(row["new_reasons"])})


def column_of(period: Period) -> Column:
    """The appraised scores, or the units' own while nothing is appraised."""
    appraised = ScoreSheet.objects.filter(period=period, column=Column.APPRAISED)
    return Column.APPRAISED if appraised.exists() else Column.SELF


def size_of(period: Period) -> int:
    """How many units would be scored again."""
    return latest_sheets(period, column_of(period)).count()


def effect_of(plan: Plan, period: Period, *, limit: int | None = SHOWN) -> Effect:
    """Three queries, however many units; nothing is stored."""
    column = column_of(period)
    sheets = list(latest_sheets(period, column).select_related("unit").defer("lines"))
    sent = SelfReport.objects.filter(period=period, state__in=SENT)
    late = dict(sent.values_list("unit_id", "late"))
    rescorer = Rescorer(plan)
    after = {
        sheet.unit_id: _again(rescorer, sheet, late=late[sheet.unit_id]) if sheet.unit_id in late else sheet
        for sheet in sheets
    }
    return Effect(period.year, column.value, _groups(plan, sheets, after, limit))


def _again(rescorer: Rescorer, sheet: ScoreSheet, *, late: bool) -> ScoreSheet | Sheet:
    """With the draft's own points for a late report in the place of those that were taken."""
    if not late and rescorer.book(sheet.unit).digest == sheet.inputs["rules"]:
        return sheet

    def adjust(stored: list[Adjustment]) -> list[Adjustment]:
        others = [one for one in stored if not one.reason.startswith(LATE)]
        taken = Adjustment(points=-rescorer.plan.scoring.late_points, reason=LATE)
        return [taken, *others] if late else others

    return rescorer.score(sheet, adjust)


def _groups(
    plan: Plan, sheets: list[ScoreSheet], after: dict[int, ScoreSheet | Sheet], limit: int | None
) -> tuple[GroupEffect, ...]:
    leagues = {kind: league for league in plan.leagues for kind in league.kinds}
    by_key = {f"{one.unit.sort:05d} {one.unit.sort_key} {one.unit.code}": one for one in sheets}
    league_of = {key: leagues[one.unit.kind].code for key, one in by_key.items() if one.unit.kind in leagues}
    before = _places((key, league_of[key], by_key[key]) for key in league_of)
    then = _places((key, league_of[key], after[by_key[key].unit_id]) for key in league_of)
    rows: dict[str, list[UnitEffect]] = defaultdict(list)
    for key, place in then.items():
        sheet = by_key[key]
        rows[place.group].append(_row(sheet.unit, sheet, after[sheet.unit_id], before[key].place, place.place))
    return tuple(
        GroupEffect.of(league.name, rows[league.code], limit) for league in plan.leagues if league.code in rows
    )


def _row(unit: Unit, now: ScoreSheet, then: ScoreSheet | Sheet, place_now: int | None, place_then: int | None, /):
    return UnitEffect(
        code=unit.code,
        name=unit.short_name,
        place_before=place_now,
        place_after=place_then,
        total_before=str(now.total),
        total_after=str(then.total),
        percent_before=str(now.percent),
        percent_after=str(then.percent),
        eligible_before=now.eligible,
        eligible_after=then.eligible,
        new_reasons=tuple(one for one in then.reasons if one not in now.reasons),
    )


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

"""Score sheets as people read them: three columns side by side, and places inside each group (khối)."""

from dataclasses import dataclass, field
from decimal import Decimal

from campaign.models import Period
from campaign.selectors import expected_units
from core.text import format_decimal
from criteria import selectors as criteria
from criteria.enums import Column
from criteria.models import ScoreSheet
from reports.enums import ReportState
from reports.models import SelfReport
from units.models import Unit

ADJUSTMENTS = "Điểm thưởng, điểm trừ"
COLUMNS = {Column.SELF: "own", Column.APPRAISED: "appraised", Column.COUNCIL: "council"}


# --- one sheet -----------------------------------------------------------------------------------


@dataclass
class SheetLine:
    """One rule with its points in each column; `reasons` are the sentences, the later column first."""

    code: str
    name: str
    clause: str
    threshold: str
    maximum: Decimal
    value: str = ""
    met: bool | None = None
    points: dict[str, Decimal] = field(default_factory=dict)
    reason: str = ""

    @property
    def own(self):
        return self.points.get("own")

    @property
    def appraised(self):
        return self.points.get("appraised")

    @property
    def council(self):
        return self.points.get("council")

    @property
    def last_points(self) -> Decimal:
        return next(self.points[column] for column in ("council", "appraised", "own") if column in self.points)


@dataclass
class SheetPage:
    """The sheets of a unit in one year, merged line by line."""

    sheets: dict[str, ScoreSheet]
    groups: list[tuple[str, list[SheetLine]]]

    @property
    def last(self) -> ScoreSheet | None:
        return self.sheets.get("council") or self.sheets.get("appraised") or self.sheets.get("own")

    @property
    def own(self) -> ScoreSheet | None:
        return self.sheets.get("own")

    @property
    def appraised(self) -> ScoreSheet | None:
        return self.sheets.get("appraised")

    @property
    def council(self) -> ScoreSheet | None:
        return self.sheets.get("council")

    @property
    def tiles(self) -> list[dict]:
        """One figure per column: points out of the points that apply, and on a scale of 100."""
        labels = {COLUMNS[column]: column.label for column in COLUMNS}
        return [
            {
                "label": labels[name],
                "value": f"{format_decimal(sheet.total, 2)} điểm",
                "hint": f"trên {format_decimal(sheet.max_total)} điểm áp dụng; quy về 100: "
                f"{format_decimal(sheet.percent, 2)}",
            }
            for name, sheet in self.sheets.items()
        ]


def sheet_of(report: SelfReport, *, with_appraised: bool = True) -> SheetPage:
    """The sheet page of a report; the unit itself sees the appraised column once the report is decided."""
    found = criteria.sheets_of(report.unit, report.period)
    wanted = COLUMNS if with_appraised else {Column.SELF: "own"}
    sheets = {name: found[column] for column, name in wanted.items() if column in found}
    names = {group.code: group.name for group in criteria.plan_of(report.period.plan_version).point_groups}
    lines: dict[str, SheetLine] = {}
    group_of: dict[str, str] = {}
    for column in ("own", "appraised", "council"):  # the later column has the last word on value and reason
        for plain in sheets[column].lines if column in sheets else []:
            line = lines.setdefault(plain["code"], _line(plain))
            line.points[column] = Decimal(plain["points"])
            line.maximum = Decimal(plain["max_points"])
            line.value, line.met, line.reason = plain["value"], plain["met"], plain["reason"]
            group_of[plain["code"]] = names.get(plain["group"], ADJUSTMENTS)
    titles = [*names.values(), ADJUSTMENTS]
    groups = [(title, [line for code, line in lines.items() if group_of[code] == title]) for title in titles]
    return SheetPage(sheets, [(title, members) for title, members in groups if members])


def _line(plain: dict) -> SheetLine:
    return SheetLine(plain["code"], plain["name"], plain["clause"], plain["threshold"], Decimal(plain["max_points"]))


# --- ranking -------------------------------------------------------------------------------------


@dataclass
class RankRow:
    """A unit in its group. `place` follows the appraised score and is None until there is one."""

    unit: Unit
    own: ScoreSheet | None
    ranked: criteria.Ranked | None
    final: bool

    @property
    def appraised(self) -> ScoreSheet | None:
        return self.ranked.sheet if self.ranked else None

    @property
    def place(self) -> int | None:
        return self.ranked.place if self.ranked else None

    @property
    def percent(self) -> Decimal | None:
        return self.ranked.percent if self.ranked else None

    @property
    def eligible(self) -> bool:
        return bool(self.ranked and self.ranked.sheet.eligible)

    @property
    def reasons(self) -> list[str]:
        return self.ranked.sheet.reasons if self.ranked else []


@dataclass
class Group:
    """A khối with its units: the ranked ones first, then those that have no score yet."""

    name: str
    rows: list[RankRow]


def ranking(period: Period) -> list[Group]:
    """Groups (khối) with their units, best first, those without a score last: four queries, however many units."""
    own = {one.unit.pk: one.sheet for one in criteria.ranking(period, Column.SELF)}
    appraised = {one.unit.pk: one for one in criteria.ranking(period, Column.APPRAISED)}
    accepted = SelfReport.objects.filter(period=period, state=ReportState.ACCEPTED)
    final = set(accepted.values_list("unit_id", flat=True))
    leagues = criteria.plan_of(period.plan_version).leagues
    found: dict[str, list[RankRow]] = {league.name: [] for league in leagues}
    name_of = {kind: league.name for league in leagues for kind in league.kinds}
    for unit in expected_units(period):
        if unit.kind in name_of:
            found[name_of[unit.kind]].append(
                RankRow(unit, own.get(unit.pk), appraised.get(unit.pk), final=unit.pk in final)
            )
    for rows in found.values():
        rows.sort(key=lambda row: (row.place is None, row.place or 0))  # stable: equals keep the order of units
    return [Group(name, rows) for name, rows in found.items() if rows]

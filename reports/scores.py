"""Score sheets as people read them: three columns side by side, and places inside each group (khối)."""

from dataclasses import dataclass, field
from decimal import Decimal

from campaign.models import Period
from campaign.selectors import expected_units
from core.text import format_decimal
from criteria import selectors as criteria
from criteria.enums import Column
from criteria.models import ScoreSheet
from criteria.scoring.eligibility import why_not
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
    indicator: str = ""

    @property
    def own(self):
        return self.points.get("own")

    @property
    def appraised(self):
        return self.points.get("appraised")

    @property
    def council(self):
        return self.points.get("council")


@dataclass
class SheetPage:
    """The sheets of a unit in one year, merged line by line."""

    sheets: dict[str, ScoreSheet]
    groups: list[tuple[str, list[SheetLine]]]
    why: str = ""  # one sentence: why the unit may not be praised; "" when it may

    @property
    def lines(self) -> list[SheetLine]:
        return [line for _, lines in self.groups for line in lines]

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
    lines: dict[tuple, SheetLine] = {}
    group_of: dict[tuple, str] = {}
    for column in ("own", "appraised", "council"):  # the later column has the last word on value and reason
        for plain in sheets[column].lines if column in sheets else []:
            key = _key(plain)
            line = lines.setdefault(key, _line(plain))
            line.points[column] = Decimal(plain["points"])
            line.maximum = Decimal(plain["max_points"])
            line.value, line.met, line.reason = plain["value"], plain["met"], plain["reason"]
            group_of[key] = names.get(plain["group"], ADJUSTMENTS)
    titles = [*names.values(), ADJUSTMENTS]
    groups = [(title, [line for key, line in lines.items() if group_of[key] == title]) for title in titles]
    page = SheetPage(sheets, [(title, members) for title, members in groups if members])
    if page.last and not page.last.eligible:
        page.why = why_not(report.unit.short_name, report.period.year, map(str, page.last.reasons))
    return page


def _key(plain: dict) -> tuple:
    """Points by hand are numbered inside their sheet, so columns are matched by what they are for."""
    return (plain["code"],) if plain["indicator"] else (plain["name"], plain["reason"])


def _line(plain: dict) -> SheetLine:
    return SheetLine(
        plain["code"],
        plain["name"],
        plain["clause"],
        plain["threshold"],
        Decimal(plain["max_points"]),
        indicator=plain["indicator"],
    )


# --- ranking -------------------------------------------------------------------------------------


@dataclass
class RankRow:
    """A unit in its group. `place` follows the sheet that counts (the council's, else the appraised one)."""

    unit: Unit
    own: ScoreSheet | None
    appraised: ScoreSheet | None
    ranked: criteria.Ranked | None
    final: bool

    @property
    def counted(self) -> ScoreSheet | None:
        return self.ranked.sheet if self.ranked else None

    @property
    def council(self) -> ScoreSheet | None:
        return self.counted if self.counted and self.counted.column == Column.COUNCIL else None

    @property
    def place(self) -> int | None:
        return self.ranked.place if self.ranked else None

    @property
    def percent(self) -> Decimal | None:
        return self.ranked.percent if self.ranked else None

    @property
    def eligible(self) -> bool:
        return bool(self.counted and self.counted.eligible)

    @property
    def why(self) -> str:
        if not self.counted or self.counted.eligible:
            return ""
        return why_not(self.unit.short_name, self.counted.period.year, map(str, self.counted.reasons))


@dataclass
class Group:
    """A khối with its units: the ranked ones first, then those that have no score yet."""

    name: str
    rows: list[RankRow]

    @property
    def council(self) -> bool:
        return any(row.council for row in self.rows)


def ranking(period: Period) -> list[Group]:
    """Groups (khối) with their units, best first, those without a score last: five queries, however many units."""
    own, appraised, council = (_sheets(period, column) for column in Column)
    ranked = {one.unit.pk: one for one in criteria.rank_sheets(period, (appraised | council).values())}
    accepted = SelfReport.objects.filter(period=period, state=ReportState.ACCEPTED)
    final = set(accepted.values_list("unit_id", flat=True))
    leagues = criteria.plan_of(period.plan_version).leagues
    found: dict[str, list[RankRow]] = {league.name: [] for league in leagues}
    name_of = {kind: league.name for league in leagues for kind in league.kinds}
    for unit in expected_units(period):
        if unit.kind in name_of:
            sheets = own.get(unit.pk), appraised.get(unit.pk), ranked.get(unit.pk)
            found[name_of[unit.kind]].append(RankRow(unit, *sheets, final=unit.pk in final))
    for rows in found.values():
        rows.sort(key=lambda row: (row.place is None, row.place or 0))  # stable: equals keep the order of units
    return [Group(name, rows) for name, rows in found.items() if rows]


def _sheets(period: Period, column: str) -> dict[int, ScoreSheet]:
    found = criteria.latest_sheets(period, column).select_related("unit").defer("lines", "inputs")
    sheets = {sheet.unit_id: sheet for sheet in found}
    for sheet in sheets.values():
        sheet.period = period  # known: no query a row
    return sheets

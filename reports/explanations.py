"""Where every figure of a score sheet comes from: clause, formula, input, evidence, who and when; no query a line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.text import NBSP, format_decimal
from criteria.models import ScoreSheet
from criteria.rescoring import answer_of
from criteria.scoring.formula import formula
from criteria.selectors import rules_for
from reports.enums import Outcome, RequestKind, Verdict
from reports.models import CellEdit, CouncilPoints, Reconsideration, SelfReport
from reports.presenters import Row, asked_figures, granted_figures, value_text
from reports.rules import cell_label
from reports.scores import SheetLine, SheetPage
from reports.selectors.rows import report_rows
from units.selectors import names_of

SHOWN = ("a", "b", "value", "yes", "text", "na", "note")
LABELS = {"own": "tự chấm", "appraised": "thẩm định", "council": "Hội đồng"}


@dataclass(frozen=True)
class Signed:
    """Something with who said it and when; `who` is a name, not an account."""

    label: str
    text: str
    who: str = ""
    at: datetime | None = None
    times: int = 0
    detail: str = ""


@dataclass
class Explanation:
    """What stands behind one line; parts that the reader may not see yet are empty."""

    row: Row
    formulas: list[tuple[str, str]]
    cells: list[Signed]
    verdict: Signed | None = None
    asks: list["AskView"] = field(default_factory=list)
    council: list[Signed] = field(default_factory=list)
    estimate: str = ""
    actions: list[tuple[str, str]] = field(default_factory=list)  # label, address


@dataclass(frozen=True)
class AskView:
    """One request about a line, with names and the figures in words."""

    ask: Reconsideration
    row: Row
    sent_by: str
    decided_by: str

    @property
    def asked(self) -> str:
        return self._words(asked_figures(self.ask))

    @property
    def granted(self) -> str:
        return self._words(granted_figures(self.ask)) if self.ask.outcome == Outcome.GRANTED else ""

    def _words(self, figures) -> str:
        return figures_text(self.row, figures)


def figures_text(row: Row, figures) -> str:
    """ "79,74% (1.204 / 1.510 hồ sơ)"; "" while there is none."""
    words = value_text(row.indicator, figures, row.rule)
    if figures.a is None or figures.b is None:
        return words
    parts = f"{format_decimal(figures.a)} / {format_decimal(figures.b)}{NBSP}{row.indicator.unit_label}".strip()
    return f"{words} ({parts})" if words else parts


def explanations(report: SelfReport, page: SheetPage, *, whole: bool) -> dict[str, Explanation]:
    """Code of the line -> what stands behind it; `whole`: with the review, as for the offices."""
    rows = {row.indicator.code: row for section in report_rows(report) for row in section.rows}
    edits = _edits(report)
    council = list(report.council_points.all()) if whole else []
    names = names_of(_accounts(rows.values(), edits, council))
    found = {}
    for line in page.lines:
        if row := rows.get(line.indicator):
            one = Explanation(row, formulas(report, page, line), _cells(row, edits, names))
            one.estimate = estimate_text(row)
            if whole:
                _add_review(one, names)
                one.council = [_said(said, names) for said in council if said.standard_code == line.code]
            found[line.code] = one
    return found


def _accounts(rows: Iterable[Row], edits, council: Iterable[CouncilPoints]) -> set[str]:
    found = {by for _, by, _ in edits.values()} | {said.by for said in council}
    for row in rows:
        if row.entry:
            found.add(row.entry.reviewed_by)
            found |= {name for ask in asks_of(row) for name in (ask.sent_by, ask.decided_by)}
    return found


def asks_of(row: Row) -> list[Reconsideration]:
    """Read with the entries of an accepted report; before, there are none and nothing is asked."""
    if row.entry is None or "reconsiderations" not in getattr(row.entry, "_prefetched_objects_cache", {}):
        return []
    return list(row.entry.reconsiderations.all())


# --- formula ----------------------------------------------------------------------------------------


def formulas(report: SelfReport, page: SheetPage, line: SheetLine) -> list[tuple[str, str]]:
    """Column -> the formula with the numbers of that very sheet; equal ones are told once."""
    told: dict[str, str] = {}
    for name, sheet in page.sheets.items():
        if name in line.points:
            words = _formula(report, sheet, line)
            same = next((label for label, before in told.items() if before == words), None)
            if words and same:
                told = {f"{label}, {LABELS[name]}" if label == same else label: w for label, w in told.items()}
            elif words:
                told[LABELS[name]] = words
    return list(told.items())


def _formula(report: SelfReport, sheet: ScoreSheet, line: SheetLine) -> str:
    if line.code in sheet.inputs.get("overrides", {}):
        points = Decimal(sheet.inputs["overrides"][line.code][0])
        return f"Hội đồng cho {format_decimal(points)} điểm, tối đa {format_decimal(line.maximum)}"
    if sheet.plan_version_id != report.period.plan_version_id:
        return ""  # scored by other rules: the sheet's own sentence stands
    rule = next((one for one in rules_for(report.period.plan_version, report.unit) if one.code == line.code), None)
    plain = sheet.inputs["answers"].get(line.indicator)
    return formula(rule, None if plain is None else answer_of(plain)) if rule else ""


# --- who and when ---------------------------------------------------------------------------------


def _edits(report: SelfReport) -> dict[tuple[int, str], tuple[int, str, datetime]]:
    """(entry, cell) -> how often it was written, by whom and when last."""
    edits = CellEdit.objects.filter(entry__report=report).order_by("number")
    return {
        (entry, cell): (n, by, at)
        for entry, cell, n, by, at in edits.values_list("entry_id", "field", "number", "by", "at")
    }


def _cells(row: Row, edits, names: dict[str, str]) -> list[Signed]:
    if row.entry is None:
        return []
    found = []
    line = row.indicator
    words = {"a": line.a_label, "b": line.b_label, "unit": line.unit_label, "graded": bool(line.choices)}
    for cell in SHOWN:
        value = getattr(row.entry, cell)
        if (value in (None, "", False) and cell != "yes") or (cell == "yes" and value is None):
            continue
        times, by, at = edits.get((row.entry.pk, cell), (0, "", None))
        label = cell_label(cell, **words)
        found.append(Signed(label, _cell_text(row, cell, value), names.get(by, by), at, times))
    return found


def _cell_text(row: Row, cell: str, value) -> str:
    if cell == "na":
        return "đã chọn"
    if cell == "yes":
        return "Có" if value else "Chưa"
    if cell == "value" and row.indicator.choices:
        return value_text(row.indicator, row.own, row.rule)
    return format_decimal(value) if isinstance(value, Decimal) else value


def _add_review(one: Explanation, names: dict[str, str]) -> None:
    entry = one.row.entry
    if entry and entry.verdict != Verdict.PENDING:
        text = figures_text(one.row, one.row.reviewed) if entry.verdict == Verdict.ADJUSTED else ""
        who = names.get(entry.reviewed_by, entry.reviewed_by)
        one.verdict = Signed(one.row.verdict_label, text, who, entry.reviewed_at, detail=entry.reason)
    one.asks = [
        AskView(ask, one.row, names.get(ask.sent_by, ask.sent_by), names.get(ask.decided_by, ask.decided_by))
        for ask in asks_of(one.row)
    ]


def _said(said: CouncilPoints, names: dict[str, str]) -> Signed:
    text = (
        "Bỏ điểm của Hội đồng, trở lại điểm thẩm định" if said.points is None else f"{format_decimal(said.points)} điểm"
    )
    return Signed("Hội đồng", text, names.get(said.by, said.by), said.at, detail=said.reason)


def estimate_text(row: Row) -> str:
    """ "ước 79,74% → chính thức 81,2%", or only the first half while no official figure was granted."""
    if row.entry is None or not row.entry.estimate:
        return ""
    official = [one for one in asks_of(row) if one.kind == RequestKind.OFFICIAL and one.outcome == Outcome.GRANTED]
    words = f"ước {row.shown}"
    if not official:
        return words
    last = max(official, key=lambda one: (one.decided_at, one.pk))
    return f"{words} → chính thức {value_text(row.indicator, granted_figures(last), row.rule)}"

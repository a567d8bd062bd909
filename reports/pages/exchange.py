"""What an uploaded form would change, as its page shows it; and what became of it once it was taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.text import NBSP
from reports import rules
from reports.enums import FormKind
from reports.exchange import diff
from reports.exchange.diff import Change, Fit
from reports.exchange.lines import FormLine, words_of
from reports.models import CellEdit, FilledForm
from reports.services import exchange as services
from reports.services.cells import Fate
from reports.services.drafting import LINE_CLOSED
from units.selectors import names_of

WORDS = {
    FormKind.EXCEL: {
        "title": "Điền bằng Excel",
        "download": "Tải biểu Excel",
        "what": "biểu Excel",
        "changed": "Ô thay đổi",
        "unit": "ô",
        "about": "Biểu có sẵn số liệu đang lưu trên cổng, đơn vị tính, mức phải đạt và gợi ý minh chứng. "
        "Các ô nền vàng là ô được điền.",
    },
    FormKind.WORD: {
        "title": "Phần lời bằng Word",
        "download": "Tải tệp Word",
        "what": "tệp Word",
        "changed": "Phần thay đổi",
        "unit": "phần",
        "about": "Tệp có sẵn nội dung đang lưu trên cổng. Anh/chị viết vào các khung, giữ nguyên tiêu đề và mã trong "
        "ngoặc vuông.",
    },
}
FATES = {
    Fate.SAVED: ("done", "Đã nhận", "success"),
    Fate.SAME: ("done", "Đã giống trên cổng", "neutral"),
    Fate.CONFLICT: ("late", "Chưa nhận", "warning"),
    Fate.REFUSED: ("failed", "Không nhận", "danger"),
    services.KEPT: ("closed", "Giữ số trên cổng", "neutral"),
}


@dataclass
class CellRow:
    """One changed cell: what stands on the portal, what the file says, and what can be done."""

    change: Change
    line: FormLine | None
    standing: str
    stands: str = ""
    wanted: str = ""
    number: int = 0
    pieces: list[tuple[str, str]] = field(default_factory=list)
    sentence: str = ""
    warning: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def name(self) -> str:
        return self.line.name if self.line else self.change.code

    @property
    def label(self) -> str:
        return rules.cell_label(self.change.field)  # as the columns of the form are called

    @property
    def address(self) -> str:
        """ "Ô F12" in Excel; a Word part is named by its line."""
        return "" if self.change.place.startswith("Phần") else f"ô{NBSP}{self.change.place}"

    @property
    def key(self) -> str:
        return f"{self.change.code}.{self.change.field}"

    @property
    def look(self) -> tuple[str, str, str]:
        return FATES[self.standing]


@dataclass
class Preview:
    """Everything on the page of one uploaded form."""

    form: FilledForm
    fresh: list[CellRow] = field(default_factory=list)
    conflicts: list[CellRow] = field(default_factory=list)
    refused: list[CellRow] = field(default_factory=list)
    same: int = 0
    faults: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def untouched(self) -> bool:
        return not (self.fresh or self.conflicts or self.refused or self.same or self.faults)

    @property
    def ready(self) -> bool:
        return bool(self.fresh or self.conflicts)

    @property
    def words(self) -> dict[str, str]:
        return WORDS[FormKind(self.form.kind)]


def preview(form: FilledForm, *, now: datetime) -> Preview:
    """What the file would change as things stand now: a constant number of queries."""
    lines = {line.code: line for line in services.form_sheet_of(form.report, now=now).lines}
    page = Preview(form, notes=[item["sentence"] for item in form.changes if item["kind"] == "note"])
    page.faults = [_fault(item, lines) for item in form.changes if item["kind"] == "fault"]
    changes = services.changes_of(form)
    merged = _merged(changes, lines)
    for change in changes:
        row = _row(change, lines.get(change.code), merged)
        if row.standing == Fit.SAME:
            page.same += 1
        elif row.standing == Fit.NEW:
            page.fresh.append(row)
        elif row.standing == Fit.CONFLICT:
            page.conflicts.append(row)
        else:
            page.refused.append(row)
    _tell_who(page)
    return page


def _fault(item: dict, lines: Mapping[str, FormLine]) -> dict:
    line = lines.get(item["code"])
    place = item["place"] if item["place"].startswith("Phần") else f"Ô {item['place']}"
    return {"place": place, "sentence": item["sentence"], "name": line.name if line else item["code"]}


def _merged(changes: list[Change], lines: Mapping[str, FormLine]) -> dict[str, rules.Figures]:
    """Each changed line as it would stand with all of the file's cells."""
    merged: dict[str, rules.Figures] = {}
    for change in changes:
        if line := lines.get(change.code):
            figures = merged.get(change.code, line.figures)
            merged[change.code] = replace(figures, **{change.field: change.value})
    return merged


def _row(change: Change, line: FormLine | None, merged: Mapping[str, rules.Figures]) -> CellRow:
    if line is None or change.field not in line.cells:
        return CellRow(change, line, "gone", sentence="Dòng này không còn trong báo cáo của đơn vị.")
    stands = getattr(line.figures, change.field)
    row = CellRow(
        change,
        line,
        services.standing_of(change, line),
        words_of(line, change.field, stands),
        words_of(line, change.field, change.value),
        line.numbers.get(change.field, 0),
    )
    if row.standing == Fit.CLOSED:
        row.sentence = LINE_CLOSED
    elif sentence := _wrong(change, line):
        row.standing, row.sentence = "wrong", sentence
    else:
        if change.field in ("text", "note"):  # comparing takes its time: only what can be kept
            row.pieces = diff.words(row.stands, row.wanted)
        row.warning = rules.line_problems(line.kind, merged[change.code]).get(change.field, "")
    return row


def _wrong(change: Change, line: FormLine) -> str:
    figures = replace(line.figures, **{change.field: change.value})
    found = rules.cell_problems(line.kind, figures, grades=len(line.choices), unit=line.unit_label)
    return found.get(change.field, "")


def _tell_who(page: Preview) -> None:
    """Who changed the cells on the portal meanwhile."""
    if not page.conflicts:
        return
    edits = CellEdit.objects.filter(
        entry__report=page.form.report, entry__indicator__code__in={row.change.code for row in page.conflicts}
    ).select_related("entry__indicator")
    latest = {(edit.entry.indicator.code, edit.field): edit for edit in edits.order_by("number")}
    names = names_of(edit.by for edit in latest.values())
    for row in page.conflicts:
        if edit := latest.get((row.change.code, row.change.field)):
            row.by, row.at = names[edit.by], edit.at


def choices_of(posted: Mapping[str, str], page: Preview) -> dict[tuple[str, str], int]:
    """The conflicts in which the person chose the file, each with the number of the cell that the page had shown."""
    taken = {}
    for row in page.conflicts:
        seen = posted.get(f"so-{row.key}", "")
        if posted.get(f"chon-{row.key}") == "tep" and seen.isascii() and seen.isdigit() and len(seen) < 10:
            taken[row.change.code, row.change.field] = int(seen)
    return taken


def outcome(form: FilledForm, *, now: datetime) -> dict:
    """The page of a form that was taken over: every cell with what became of it."""
    lines = {line.code: line for line in services.form_sheet_of(form.report, now=now).lines}
    rows = []
    for item in form.changes:
        if item["kind"] != "change":
            continue
        line = lines.get(item["code"])
        value, before = (services.typed(item["field"], item[name]) for name in ("value", "before"))
        change = Change(item["code"], item["field"], value, item["base"], item["place"])
        row = CellRow(change, line, item["fate"], sentence=item["sentence"])
        if line:
            row.stands, row.wanted = words_of(line, change.field, before), words_of(line, change.field, value)
        rows.append(row)
    order = [Fate.REFUSED, Fate.CONFLICT, services.KEPT, Fate.SAVED, Fate.SAME]
    rows.sort(key=lambda row: order.index(row.standing))
    return {
        "rows": rows,
        "saved": sum(row.standing == Fate.SAVED for row in rows),
        "left": sum(row.standing in (Fate.REFUSED, Fate.CONFLICT) for row in rows),
        "faults": [_fault(item, lines) for item in form.changes if item["kind"] == "fault"],
        "notes": [item["sentence"] for item in form.changes if item["kind"] == "note"],
        "words": WORDS[FormKind(form.kind)],
    }

"""One section of a report on the officer's desk: its lines with their forms, and what saving them answers.

The page saves cell by cell while it is typed in; this is what it opens with, and what it does without script.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from core.workflow import TransitionDenied
from reports import edits
from reports.enums import Cell, ReportState
from reports.forms.cells import kept_cell, shown_cell
from reports.forms.entries import EntryForm
from reports.models import SelfReport
from reports.presenters import Row, Section, value_text
from reports.rules import AMOUNTS, in_whole_numbers
from reports.selectors import rows as selectors
from reports.services import reports as services
from reports.services.cells import CellAnswer, CellChange, Fate, save_cells
from reports.services.drafting import line_open
from reports.standing import Part, Progress, Standing, progress_of


@dataclass
class Line:
    """A row of a section page: its form, or only its words when the line is closed."""

    row: Row
    form: EntryForm | None
    standing: Standing
    bases: dict[str, int]  # field -> the number of the version that the page shows
    last_year: str = ""

    @property
    def code(self) -> str:
        return self.row.indicator.code

    @property
    def counted(self) -> bool:
        return in_whole_numbers(self.row.indicator.unit_label)

    @property
    def changes(self) -> list[CellChange]:
        return [CellChange(self.code, Cell(name), value, self.bases[name]) for name, value in self.form.cells().items()]


@dataclass
class SectionDesk:
    """One section of a report on the officer's desk."""

    report: SelfReport
    sections: list[Section]
    section: Section
    versions: edits.Versions
    error: str = ""
    lines: list[Line] = field(default_factory=list)
    year_before: int | None = None

    @classmethod
    def of(cls, report: SelfReport, code: str) -> "SectionDesk | None":
        versions = edits.versions_of(report)  # before the lines are read
        sections = selectors.report_rows(report)
        section = next((one for one in sections if one.code == code), None)
        if section is None:
            return None
        desk = cls(report, sections, section, versions)
        desk.year_before, before = selectors.last_year(report)
        desk.lines = [desk._line(row, before.get(row.indicator.code)) for row in section.rows]
        return desk

    def _line(self, row: Row, before) -> Line:
        writable = self.report.state in (ReportState.DRAFT, ReportState.RETURNED)
        form = EntryForm(row) if writable and line_open(self.report, row.entry) else None
        names = [name for name in form.figure_names if name in form.fields] if form else []
        bases = {name: self.versions.of(row.indicator.code, name) for name in names}
        earlier = Row(row.indicator, before, rule=row.rule)
        said = value_text(row.indicator, earlier.appraised, row.rule) if before else ""
        return Line(row, form, Standing.of(row), bases, said)

    @property
    def forms(self) -> list[EntryForm]:
        return [line.form for line in self.lines if line.form]

    @property
    def has_numbers(self) -> bool:
        """Whether there are cells that Enter goes between."""
        return any(form.indicator.kind in AMOUNTS for form in self.forms)

    @property
    def wrong_forms(self) -> list[EntryForm]:
        return [form for form in self.forms if form.is_bound and form.errors]

    @property
    def problems(self) -> int:
        return sum(bool(line.form and line.standing.problem) for line in self.lines)

    @property
    def parts(self) -> list[Part]:
        return [Part.of(section) for section in self.sections]

    @property
    def progress(self) -> Progress:
        return progress_of(self.report, (row for section in self.sections for row in section.rows))

    @property
    def following(self) -> Section | None:
        """The next section to fill; after a return only one that still has returned lines."""
        later = self.sections[self.sections.index(self.section) + 1 :]
        if self.report.state == ReportState.RETURNED:
            later = [section for section in later if section.returned]
        return later[0] if later else None

    # --- saving without script ----------------------------------------------------------------------------------------

    def save(self, data, uploaded, *, by) -> int:
        """Keeps every cell and file that can be kept: 200, or 422 and 409 (somebody was faster, the report is closed).

        What could not be kept stays in its control, with the sentence beside it.
        """
        for line in self.lines:
            if line.form:
                line.form = EntryForm(line.row, data, uploaded)
                line.bases = {name: _whole(data.get(f"{line.code}-{name}-base")) for name in line.bases}
                line.form.is_valid()
        try:
            conflict = self._save_cells(by=by)
            self._save_proofs(by=by)
        except TransitionDenied as refused:
            self.error = str(refused)
            for form in self.forms:
                form.tell_lost_file()
            self.report.refresh_from_db(fields=["state", "presented_at"])
            return 409
        self._read_again()
        return 409 if conflict else 422 if self.wrong_forms else 200

    def _save_cells(self, *, by) -> bool:
        by_code = {line.code: line for line in self.lines if line.form}
        changes = [change for line in by_code.values() for change in line.changes]
        answers = save_cells(self.report, self._touched(changes), by=by)
        for answer in answers:
            line = by_code[answer.code]
            line.bases[answer.field] = answer.number
            if answer.fate == Fate.REFUSED:
                line.form.refuse({answer.field: answer.sentence})
            elif answer.fate == Fate.CONFLICT:
                line.form.refuse({answer.field: _conflict(line, answer)})
        return any(answer.fate == Fate.CONFLICT for answer in answers)

    def _touched(self, changes: list[CellChange]) -> list[CellChange]:
        """Without the cells that still say what the page showed: whoever changed those meanwhile is not contradicted."""
        older = {
            (one.code, one.field): one.base for one in changes if one.base != self.versions.of(one.code, one.field)
        }
        said = edits.values_at(self.report, {cell: base for cell, base in older.items() if base})
        empty = {(one.code, one.field): _empty(one.field) for one in changes if not one.base}
        shown = {cell: kept_cell(cell[1], value) for cell, value in said.items()}
        shown |= {cell: value for cell, value in empty.items() if cell in older}
        return [one for one in changes if (one.code, one.field) not in shown or shown[one.code, one.field] != one.value]

    def _save_proofs(self, *, by) -> None:
        uploads = {form.indicator.code: form.upload for form in self.forms if form.upload}
        removals = frozenset(pk for form in self.forms for pk in form.cleaned_data.get("remove", ()))
        if not uploads and not removals:
            return
        wrong = services.save_proofs(self.report, uploads, removals, by=by)
        for form in self.forms:
            form.refuse(wrong.get(form.indicator.code, {}))

    def _read_again(self) -> None:
        """The lines as they stand now, under the forms as they were sent."""
        now = SectionDesk.of(self.report, self.section.code)
        self.sections, self.section, self.versions = now.sections, now.section, now.versions
        for line, fresh in zip(self.lines, now.lines, strict=True):
            line.row, line.standing = fresh.row, fresh.standing
            if line.form:
                line.form.row = fresh.row


def _conflict(line: Line, answer: CellAnswer) -> str:
    who = answer.by or "người khác"
    when = f" lúc {timezone.localtime(answer.at):%H:%M}" if answer.at else ""
    stands = shown_cell(line.row.indicator, answer.field, answer.value)
    return (
        f"Ô này vừa được {who} sửa{when}; đang lưu: {stands}. Nội dung anh/chị nhập vẫn ở trong ô, chưa ghi: "
        "bấm “Lưu” lần nữa để ghi, hoặc sửa lại như đang lưu."
    )


def _empty(name: str):
    return {"text": "", "note": "", "na": False, "estimate": False}.get(name)


def _whole(text: str | None) -> int:
    """Without a number the person has read nothing: whoever wrote there is not overwritten."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0

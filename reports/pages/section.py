"""One section of a report on the officer's desk: its lines with their forms, and what saving them answers."""

from dataclasses import dataclass, field

from core.workflow import TransitionDenied
from reports import selectors
from reports.enums import ReportState, Verdict
from reports.forms.entries import EntryForm
from reports.models import SelfReport
from reports.presenters import Row, Section
from reports.services import reports as services
from reports.services.drafting import StaleReportError, WrongLinesError


@dataclass
class Line:
    """A row of a section page: its form, or only its words when the line is closed."""

    row: Row
    form: EntryForm | None


@dataclass
class SectionDesk:
    """One section of a report on the officer's desk."""

    report: SelfReport
    sections: list[Section]
    section: Section
    error: str = ""
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def of(cls, report: SelfReport, code: str) -> "SectionDesk | None":
        sections = selectors.report_rows(report)
        section = next((one for one in sections if one.code == code), None)
        if section is None:
            return None
        desk = cls(report, sections, section)
        desk.lines = [Line(row, EntryForm(row) if desk._open(row) else None) for row in section.rows]
        return desk

    def _open(self, row: Row) -> bool:
        return self.report.state == ReportState.DRAFT or (
            self.report.state == ReportState.RETURNED and row.verdict == Verdict.RETURNED
        )

    @property
    def forms(self) -> list[EntryForm]:
        return [line.form for line in self.lines if line.form]

    @property
    def wrong_forms(self) -> list[EntryForm]:
        return [form for form in self.forms if form.is_bound and form.errors]

    @property
    def following(self) -> Section | None:
        """The next section to fill; after a return only one that still has returned lines."""
        later = self.sections[self.sections.index(self.section) + 1 :]
        if self.report.state == ReportState.RETURNED:
            later = [section for section in later if section.returned]
        return later[0] if later else None

    def save(self, data, uploaded, *, by) -> int:
        """Keeps the whole section and answers 200, or nothing of it: 422 with sentences, 409 when somebody was faster.

        What was typed stays in the forms either way.
        """
        for line in self.lines:
            if line.form:
                line.form = EntryForm(line.row, data, uploaded)
        if not all([form.is_valid() for form in self.forms]):  # a list: every form must say what is wrong with it
            return self._refused(422)
        try:
            self.report = services.save_entries(
                self.report,
                {form.indicator.code: form.figures() for form in self.forms},
                version=_whole(data.get("version")),
                by=by,
                uploads={form.indicator.code: form.upload for form in self.forms if form.upload},
                removals=frozenset(pk for form in self.forms for pk in form.cleaned_data["remove"]),
            )
        except WrongLinesError as wrong:
            for form in self.forms:
                form.refuse(wrong.lines.get(form.indicator.code, {}))
            return self._refused(422)
        except (StaleReportError, TransitionDenied) as refused:
            self.error = str(refused)
            self.report.refresh_from_db(fields=["version", "state"])
            return self._refused(409)
        return 200

    def _refused(self, status: int) -> int:
        for form in self.forms:
            form.tell_lost_file()
        return status


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1

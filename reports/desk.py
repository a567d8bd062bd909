"""What the pages of a report show and take in: sections with their forms, the next button, the reviewer's lines."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from campaign.selectors import due_at
from core.workflow import TransitionDenied
from criteria.enums import Column
from reports import selectors
from reports.enums import ReportState, Verdict
from reports.forms import DecideForm, EntryForm, PointsForm
from reports.models import SelfReport
from reports.presenters import Row, Section
from reports.services import reports as services
from reports.services.scoring import KIND as SCORE_JOB
from reports.workflow import SELF_REPORT, registered
from units.enums import Role
from units.models import User
from units.selectors import heads_of


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
        except services.WrongLinesError as wrong:
            for form in self.forms:
                form.refuse(wrong.lines.get(form.indicator.code, {}))
            return self._refused(422)
        except (services.StaleReportError, TransitionDenied) as refused:
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


def roles_towards(report: SelfReport, user) -> frozenset[str]:
    """An officer or head of another unit is none here."""
    roles = user.roles if report.unit_id in user.units else user.roles - {Role.OFFICER}
    return roles if report.unit_id in user.headed else roles - {Role.HEAD}


def report_page(report: SelfReport, user, *, now: datetime) -> dict:
    """Everything on the page of one report, whoever reads it."""
    sections = selectors.report_rows(report)
    own = report.unit_id in user.own_units
    missing = [(section, row) for section in sections for row in section.rows if not row.answered]
    returned = [(section, row) for section in sections for row in section.rows if row.verdict == Verdict.RETURNED]
    steps = dict((step.name, refusal) for step, refusal in SELF_REPORT.allowed(report, roles_towards(report, user)))
    closed = services.closed_sentence(report.period, report.unit, now=now) if report.state == ReportState.DRAFT else ""
    for name in ("present", "submit"):
        if name in steps:
            steps[name] = closed or steps[name]
    return {
        "report": report,
        "sections": sections,
        "own": own,
        "show_review": not own or report.state != ReportState.SUBMITTED,  # half a review is no message to the unit
        "missing": missing,
        "returned": returned,
        "lines": sum(len(section.rows) for section in sections),
        "done": sum(section.done for section in sections),
        "steps": steps,
        "closed": closed,
        "present_label": present_label(report),
        "submit_label": submit_label(report),
        "presented_by": _name_of(report.presented_by) if report.presented else "",
        "heads": heads_of(report.unit) if own and report.presented else [],
        "signs": "submit" in steps,
        "late_now": now >= due_at(report.period, report.unit_id) and not closed,
        "registration": registered(report) if own and report.editable else None,
        "next": _next_step(report, sections, missing, returned, steps) if own else None,
        "submissions": report.submissions.select_related("paper__file").order_by("-number"),
        "job": selectors.latest_job(SCORE_JOB, report=report.pk, column=Column.SELF.value),
    }


def present_label(report: SelfReport) -> str:
    return "Trình ký nộp lại" if report.state == ReportState.RETURNED else "Trình ký nộp"


def submit_label(report: SelfReport) -> str:
    return "Ký nộp lại báo cáo" if report.state == ReportState.RETURNED else "Ký nộp báo cáo"


def _name_of(username: str) -> str:
    return User.objects.filter(username=username).values_list("full_name", flat=True).first() or username


def _next_step(report, sections, missing, returned, steps) -> dict | None:
    """The one primary button of the unit's people."""
    where = [report.period.year, report.unit.code]
    if "submit" in steps and report.presented:
        return {"label": submit_label(report), "url": reverse("reports:self-report-submit", args=where)}
    if report.editable and "present" not in steps:  # the head, while the officer is still at it
        return None
    if report.state == ReportState.RETURNED and returned:
        section, row = returned[0]
        url = reverse("reports:section-edit", args=[*where, section.code])
        return {"label": "Sửa các dòng bị trả lại", "url": f"{url}#dong-{row.indicator.code}"}
    if report.state == ReportState.DRAFT and missing:
        url = reverse("reports:section-edit", args=[*where, missing[0][0].code])
        started = any(section.done for section in sections)
        return {"label": "Tiếp tục báo cáo" if started else "Bắt đầu báo cáo", "url": url}
    if report.editable:
        return {"label": present_label(report), "url": reverse("reports:self-report-present", args=where)}
    if report.state == ReportState.ACCEPTED:
        return {"label": "Xem phiếu điểm", "url": reverse("reports:score-sheet", args=where)}
    return None


# --- the reviewer --------------------------------------------------------------------------------


def decide_form(row: Row, data) -> DecideForm:
    """The form that was sent: each line has one to adjust and one to return, with ids of their own."""
    returned = data.get(f"{row.indicator.code}-verdict") == Verdict.RETURNED
    return DecideForm(row, data, auto_id=RETURN_IDS if returned else "id_%s")


RETURN_IDS = "tra_%s"


@dataclass
class ReviewLine:
    """A row on the reviewer's desk, with its two forms while it may be decided."""

    row: Row
    adjust: DecideForm | None = None
    back: DecideForm | None = None

    @classmethod
    def open(cls, row: Row, wrong: DecideForm | None) -> "ReviewLine":
        line = cls(row, DecideForm(row), DecideForm(row, auto_id=RETURN_IDS))
        if wrong and wrong.indicator.pk == row.indicator.pk:
            line.adjust, line.back = (line.adjust, wrong) if wrong.auto_id == RETURN_IDS else (wrong, line.back)
        return line


def review_page(report: SelfReport, user, *, wrong: DecideForm | None = None, points: PointsForm | None = None) -> dict:
    """All lines with the reviewer's forms; `wrong` and `points` are forms to show again with their errors."""
    sections = selectors.report_rows(report)
    may = Role.REVIEWER in user.roles and report.state == ReportState.SUBMITTED
    steps = dict((step.name, refusal) for step, refusal in SELF_REPORT.allowed(report, user.roles))
    rows = [row for section in sections for row in section.rows]
    verdicts = {verdict.value: sum(row.verdict == verdict for row in rows) for verdict in Verdict}
    groups = [
        (section, [ReviewLine.open(row, wrong) if may and row.entry else ReviewLine(row) for row in section.rows])
        for section in sections
    ]
    initial = {name: getattr(report, name) for name in ("bonus", "bonus_reason", "minus", "minus_reason")}
    return {
        "report": report,
        "groups": groups,
        "may": may,
        "steps": steps,
        "verdicts": verdicts,
        "total": len(rows),
        "decided": len(rows) - verdicts[Verdict.PENDING],
        "points": points or PointsForm(initial=initial),
        "wrong": wrong,
        "submissions": report.submissions.order_by("-number"),
        "job": selectors.latest_job(SCORE_JOB, report=report.pk, column=Column.APPRAISED.value),
    }

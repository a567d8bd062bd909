"""The reviewer's desk: all lines of a report with the forms to decide them."""

from dataclasses import dataclass

from criteria.enums import Column
from reports import selectors
from reports.enums import ReportState, Verdict
from reports.forms.review import DecideForm, PointsForm
from reports.models import SelfReport
from reports.presenters import Row
from reports.services.scoring import KIND as SCORE_JOB
from reports.workflow import SELF_REPORT
from units.enums import Role


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

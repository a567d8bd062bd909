"""The reviewer's desk: all lines of a report, what stands beside each, and the forms to decide them."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from criteria.enums import Column
from reports.changes import Change, by_line, changes
from reports.comparison import Comparison, comparisons
from reports.enums import ReportState, Verdict
from reports.forms.comments import CommentForm
from reports.forms.review import DecideForm, PointsForm
from reports.models import Anomaly, SelfReport
from reports.pages.evidence import prepare_evidence
from reports.presenters import Row
from reports.selectors import rows as selectors
from reports.selectors.queue import held_back, next_report
from reports.services.scoring import KIND as SCORE_JOB
from reports.threads import Thread, name_all, threads_of, writers
from reports.workflow import SELF_REPORT
from units.enums import Role
from units.selectors import names_of

RETURN_IDS = "tra_%s"


def decide_form(row: Row, data) -> DecideForm:
    """The form that was sent: each line has one to adjust and one to return, with ids of their own."""
    returned = data.get(f"{row.indicator.code}-verdict") == Verdict.RETURNED
    return DecideForm(row, data, auto_id=RETURN_IDS if returned else "id_%s")


def line_after(rows: list[Row], code: str) -> Row | None:
    """The next undecided line below this one, else the first undecided above it."""
    place = next((place for place, row in enumerate(rows) if row.indicator.code == code), -1)
    circle = [*rows[place + 1 :], *rows[: max(place, 0)]]
    return next((row for row in circle if row.entry and row.verdict == Verdict.PENDING), None)


@dataclass
class ReviewLine:
    """A row on the reviewer's desk with what stands beside it, and its forms while it may be decided."""

    row: Row
    beside: Comparison
    thread: Thread = field(default_factory=Thread)
    odd: list[Anomaly] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    adjust: DecideForm | None = None
    back: DecideForm | None = None
    ask: CommentForm | None = None

    @property
    def pending(self) -> bool:
        return self.row.verdict == Verdict.PENDING

    def open(self, wrong: DecideForm | CommentForm | None) -> None:
        """Gives the line its forms; the one that was refused comes back with its errors."""
        code = self.row.indicator.code
        self.adjust, self.back = DecideForm(self.row), DecideForm(self.row, auto_id=RETURN_IDS)
        self.ask = CommentForm(code)
        if isinstance(wrong, CommentForm) and wrong.code == code:
            self.ask = wrong
        elif isinstance(wrong, DecideForm) and wrong.indicator.code == code:
            self.adjust, self.back = (self.adjust, wrong) if wrong.auto_id == RETURN_IDS else (wrong, self.back)


def review_page(
    report: SelfReport, user, *, wrong: DecideForm | CommentForm | None = None, points: PointsForm | None = None
) -> dict:
    """All lines with the reviewer's forms; `wrong` and `points` are forms to show again with their errors."""
    sections = selectors.report_rows(report)
    rows = [row for section in sections for row in section.rows]
    reviews = Role.REVIEWER in user.roles and report.state == ReportState.SUBMITTED
    may = reviews and report.claimed_by in ("", user.get_username())
    submissions = list(report.submissions.order_by("-number"))
    changed = changes(submissions[1].snapshot, submissions[0].snapshot) if len(submissions) > 1 else []
    anomalies = list(anomalies_for(report, user))
    prepare_evidence(report, sections, user)
    threads = threads_of(report, [row.entry for row in rows if row.entry])
    names = names_of({*writers(threads), report.claimed_by})
    name_all(threads, names)
    lines = _lines(report, rows, threads, anomalies, changed)
    for line in lines.values():
        if may and line.row.entry:
            line.open(wrong)
    return {
        "report": report,
        "groups": [(section, [lines[row.indicator.code] for row in section.rows]) for section in sections],
        "reviews": reviews,
        "may": may,
        "holder": names.get(report.claimed_by, ""),
        "held": held_back(report) if may else None,
        "odd": [anomaly for anomaly in anomalies if anomaly.indicator_id is None],
        "changed": by_line(changed),
        "points": points or _points_form(report),
        "wrong": wrong,
        "wrong_row": _wrong_row(rows, wrong),
        "submissions": submissions,
        "next": next_report(report.period, user, after=report) if Role.REVIEWER in user.roles else None,
        "job": selectors.latest_job(SCORE_JOB, report=report.pk, column=Column.APPRAISED.value),
        **_standing(report, user, rows),
    }


def anomalies_for(report: SelfReport, user) -> QuerySet[Anomaly]:
    """What is odd is for Phòng VH-TT alone."""
    found = report.anomalies if Role.REVIEWER in user.roles else report.anomalies.none()
    return found.select_related("indicator").order_by("-weight", "id")


def _lines(report, rows: list[Row], threads, anomalies, changed) -> dict[str, ReviewLine]:
    beside, by_code = comparisons(report, [row.indicator for row in rows]), by_line(changed)
    lines = {}
    for row in rows:
        code = row.indicator.code
        odd = [anomaly for anomaly in anomalies if anomaly.indicator and anomaly.indicator.code == code]
        lines[code] = ReviewLine(
            row, beside[code], threads.get(row.entry and row.entry.indicator_id, Thread()), odd, by_code.get(code, [])
        )
    return lines


def _standing(report, user, rows: list[Row]) -> dict:
    """How far the review is, and which steps may be taken."""
    verdicts = {verdict.value: sum(row.verdict == verdict for row in rows) for verdict in Verdict}
    return {
        "steps": {step.name: refusal for step, refusal in SELF_REPORT.allowed(report, user.roles)},
        "verdicts": verdicts,
        "total": len(rows),
        "decided": len(rows) - verdicts[Verdict.PENDING],
    }


def _points_form(report: SelfReport) -> PointsForm:
    return PointsForm(
        initial={name: getattr(report, name) for name in ("bonus", "bonus_reason", "minus", "minus_reason")}
    )


def _wrong_row(rows: list[Row], wrong) -> Row | None:
    code = wrong.code if isinstance(wrong, CommentForm) else wrong.indicator.code if wrong else ""
    return next((row for row in rows if row.indicator.code == code), None)

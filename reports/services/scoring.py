"""From a report to its score sheet: asks for the job, and does it under the lock of the report."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import jobs
from core.jobs import Job
from core.models import JobState
from core.text import date_short
from criteria.enums import Column
from criteria.models import ScoreSheet
from criteria.scoring.types import Adjustment, Override, Sheet
from criteria.selectors import plan_of
from criteria.services.scoring import compute_sheet, score_unit
from reports.council import latest_points
from reports.models import SelfReport
from reports.presenters import Row

KIND = "reports.score"
LATE = "Nộp báo cáo muộn, sau hạn"


def queue_score(report: SelfReport, column: Column, *, by) -> Job:
    """Asks for a new sheet. The caller holds the lock of the report.

    A job that still waits will read what this transaction writes, so it serves; one that runs may have read before.
    """
    args = {"report": report.pk, "column": str(column)}
    waiting = Job.objects.filter(kind=KIND, state=JobState.QUEUED, args=args).first()
    if waiting:
        return waiting
    number = Job.objects.filter(kind=KIND, args=args).count() + 1
    label = f"Chấm điểm ({Column(column).label.lower()}): {report}"
    return jobs.enqueue(KIND, args=args, label=label, by=by, dedupe=f"{report.pk}:{column}:{number}")


@transaction.atomic
def score_report(report: SelfReport, column: Column) -> ScoreSheet:
    """The sheet of a report in one column, from what is stored now; the same figures give the sheet there is."""
    from reports.selectors.rows import report_rows

    report = SelfReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    rows = [row for section in report_rows(report) for row in section.rows]
    answers = {row.indicator.code: _answer(row, column) for row in rows if row.answered}
    overrides = _overrides(report) if column == Column.COUNCIL else None
    adjustments = _adjustments(report, column)
    return score_unit(report.unit, report.period, answers, column, adjustments, overrides=overrides)


def _overrides(report: SelfReport) -> dict[str, Override]:
    """The council's latest word on each line; a line that was given back is not there."""
    return {
        code: Override(points=row.points, reason=row.reason)
        for code, row in latest_points(report).items()
        if row.points is not None
    }


def expected_sheet(report: SelfReport, rows: list[Row], *, late: bool) -> Sheet:
    """The unit's own sheet as it would be if the report were sent now; nothing is stored."""
    answers = {row.indicator.code: row.own.answer() for row in rows if row.answered}
    return compute_sheet(report.unit, report.period, answers, late=late)


def _answer(row: Row, column: Column):
    return (row.own if column == Column.SELF else row.appraised).answer()


def _adjustments(report: SelfReport, column: Column) -> tuple[Adjustment, ...]:
    """VI.9, GD-28: late costs points in every column. Bonus and minus are the reviewer's word, not the unit's own."""
    found = [_late(report)] if report.late else []
    if column == Column.SELF:
        return tuple(found)
    if report.bonus:
        found.append(Adjustment(points=report.bonus, reason=report.bonus_reason))
    if report.minus:
        found.append(Adjustment(points=-report.minus, reason=report.minus_reason))
    return tuple(found)


def _late(report: SelfReport) -> Adjustment:
    first_late_day = date_short(timezone.localdate(_due_then(report)))
    reason = f"{LATE} “trước ngày {first_late_day}” (mục VI.9; mức trừ là đề xuất)"
    return Adjustment(points=-plan_of(report.period.plan_version).scoring.late_points, reason=reason)


def _due_then(report: SelfReport) -> datetime:
    """The deadline that was missed: more time given afterwards changes nothing."""
    sent = report.submissions.filter(late=True).order_by("number").values_list("submitted_at", flat=True).first()
    given = report.period.extensions.filter(unit=report.unit_id, until__lte=sent, at__lte=sent) if sent else None
    last = given.order_by("-at", "-id").values_list("until", flat=True).first() if given is not None else None
    return max(last, report.period.report_due) if last else report.period.report_due

"""A report on its way: the officer presents it, the head signs it off or hands it back, the unit takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaign.selectors import closes_at, due_at
from core import transitions
from core.days import last_day
from core.digest import digest
from core.text import date_short
from core.workflow import TransitionDenied
from criteria.enums import Column
from reports import snapshot
from reports.enums import ReportState, Verdict
from reports.models import SelfReport, Submission
from reports.services import telling
from reports.services.anomalies import queue_anomalies
from reports.services.claims import UNCLAIMED
from reports.services.drafting import closed_sentence, locked_report, require_own
from reports.services.scoring import queue_score
from reports.workflow import SELF_REPORT
from units.enums import Role

UNPRESENTED = {"presented_at": None, "presented_by": ""}


def require_head(unit_id: int, by) -> None:
    if Role.HEAD not in by.roles or unit_id not in by.headed:
        raise TransitionDenied("Chỉ lãnh đạo của đơn vị mới ký nộp hoặc chuyển lại báo cáo.")


def _refuse_closed(report: SelfReport, now: datetime) -> None:
    """A report that came back may still be sent after the year has closed: the office asked for it."""
    if report.state == ReportState.DRAFT and (closed := closed_sentence(report.period, report.unit, now=now)):
        raise TransitionDenied(closed)


@transaction.atomic
def present_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """The officer lays the report before the unit's head; nobody changes it meanwhile."""
    require_own(report.unit_id, by)
    report = locked_report(report)
    _refuse_closed(report, now)
    fields = {"presented_at": now, "presented_by": by.get_username(), "hand_back_reason": ""}
    report = transitions.apply(SELF_REPORT, report, "present", by=by, **fields)
    telling.tell_presented(report, at=now)
    return report


@transaction.atomic
def recall_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """The officer takes it off the head's desk to change something."""
    require_own(report.unit_id, by)
    presented_at = locked_report(report).presented_at
    report = transitions.apply(SELF_REPORT, report, "recall", by=by, **UNPRESENTED)
    telling.settle_presented(report, presented_at=presented_at, now=now)
    return report


@transaction.atomic
def hand_back_report(report: SelfReport, *, by, now: datetime, reason: str) -> SelfReport:
    """The head does not sign yet and says what to do."""
    require_head(report.unit_id, by)
    presented_at = locked_report(report).presented_at
    fields = {**UNPRESENTED, "hand_back_reason": reason.strip()}
    report = transitions.apply(SELF_REPORT, report, "hand_back", by=by, reason=reason, **fields)
    telling.settle_presented(report, presented_at=presented_at, now=now)
    telling.tell_handed_back(report, presented_at=presented_at, reason=reason)
    return report


@transaction.atomic
def submit_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """VI.9: the head signs off: sends the report, freezes a copy, marks it late, queues its own score.

    A report that comes back after a return was in time or late at its first sending.
    """
    require_head(report.unit_id, by)
    report = locked_report(report)
    again = report.state == ReportState.RETURNED
    if report.state == ReportState.SUBMITTED:
        sent = timezone.localtime(report.submitted_at)
        raise TransitionDenied(
            f"Báo cáo đã nộp lúc {sent:%H:%M} ngày {date_short(sent.date())}; anh/chị không cần nộp lại."
        )
    _refuse_closed(report, now)
    prepared_by, presented_at = report.presented_by, report.presented_at
    late = report.late if again else now >= due_at(report.period, report.unit_id)
    fields = {"submitted_at": now, "late": late, "return_reason": "", "hand_back_reason": "", **UNPRESENTED}
    report = transitions.apply(SELF_REPORT, report, "submit", by=by, **fields)
    report.entries.filter(verdict=Verdict.RETURNED).update(verdict=Verdict.PENDING)
    freeze(report, prepared_by=prepared_by, by=by, now=now)
    queue_score(report, Column.SELF, by=by)
    queue_anomalies(report.period)
    telling.settle_presented(report, presented_at=presented_at, now=now)
    telling.tell_submitted(report, again=again, at=now)
    return report


def freeze(report: SelfReport, *, prepared_by: str, by, now: datetime) -> Submission:
    """The append-only copy of what was just sent, with the hash of its canonical JSON."""
    from reports.services.papers import queue_paper

    number = report.submissions.count() + 1
    content = snapshot.of_report(report, number=number, prepared_by=prepared_by, by=by, now=now)
    submission = Submission.objects.create(
        report=report,
        number=number,
        submitted_at=now,
        by=by.get_username(),
        prepared_by=prepared_by,
        late=report.late,
        snapshot=content,
        sha256=digest(content),
    )
    queue_paper(submission, by=by)
    return submission


def withdraw_refusal(report: SelfReport, *, now: datetime) -> str:
    """A report that is taken back after the year has closed could never be sent again; "" while it can."""
    closing = closes_at(report.period, report.unit_id)
    if now < closing:
        return ""
    return (
        f"Kỳ báo cáo năm {report.period.year} đã đóng (hết ngày {date_short(last_day(closing))}): rút lại bây giờ thì "
        "không nộp lại được. Cần sửa, anh/chị đề nghị Phòng VH-TT trả lại."
    )


@transaction.atomic
def withdraw_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """Takes the report back before anyone has decided a line; it counts as not sent until it is sent again.

    A reviewer's claim alone does not hold it: the claim ends and the reviewer is told.
    """
    require_own(report.unit_id, by)
    report = locked_report(report)
    if report.state == ReportState.SUBMITTED and (refused := withdraw_refusal(report, now=now)):
        raise TransitionDenied(refused)
    claimed_by, submitted_at = report.claimed_by, report.submitted_at
    fields = {"submitted_at": None, "late": False, **UNCLAIMED}
    report = transitions.apply(SELF_REPORT, report, "withdraw", by=by, **fields)
    if claimed_by:
        telling.tell_withdrawn(report, claimed_by=claimed_by, submitted_at=submitted_at)
    return report

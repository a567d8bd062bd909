"""Who reviews a report: one person at a time, so that two do not decide the same lines against each other.

The claim stays with an accepted report (who reviewed it) and ends when the report leaves the desk otherwise.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit
from core.text import date_short
from core.workflow import TransitionDenied
from reports.enums import ReportState
from reports.models import SelfReport
from reports.services import telling
from reports.services.drafting import locked_report
from units.enums import Role
from units.selectors import names_of

UNCLAIMED = {"claimed_at": None, "claimed_by": ""}


def require_reviewer(report: SelfReport, by) -> None:
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng VH-TT mới thẩm định báo cáo.")
    if report.state != ReportState.SUBMITTED:
        raise TransitionDenied(
            f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không thẩm định được. "
            "Chỉ thẩm định báo cáo đã nộp."
        )


def hold(report: SelfReport, *, by, now: datetime) -> None:
    """Before any word of the review, under the lock of the report: nobody has it – it is this person's from now on."""
    require_reviewer(report, by)
    refuse_others(report, by)
    if not report.claimed_by:
        _give(report, by, now, "self_report.claim")


def refuse_others(report: SelfReport, by) -> None:
    """Raises TransitionDenied while somebody else reviews this report."""
    if report.state == ReportState.SUBMITTED and report.claimed_by not in ("", by.get_username()):
        since = timezone.localtime(report.claimed_at)
        raise TransitionDenied(
            f"{_holder(report)} đang thẩm định báo cáo này từ {since:%H:%M} ngày {date_short(since.date())}. "
            "Anh/chị xem được; muốn ghi kết quả thì bấm “Nhận thay” trước."
        )


@transaction.atomic
def claim_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """Takes up the review; taking it up twice changes nothing."""
    report = locked_report(report)
    hold(report, by=by, now=now)
    return report


@transaction.atomic
def take_over_report(report: SelfReport, *, holder: str, by, now: datetime) -> SelfReport:
    """Takes the review out of the hands of `holder`, who is told; refused when somebody else has it meanwhile."""
    report = locked_report(report)
    require_reviewer(report, by)
    if report.claimed_by == by.get_username():
        return report
    if report.claimed_by and report.claimed_by != holder:
        raise TransitionDenied(
            f"{_holder(report)} vừa nhận báo cáo này. Anh/chị xem lại rồi bấm “Nhận thay” nếu vẫn cần."
        )
    first = report.claimed_by
    _give(report, by, now, "self_report.take_over", **{"from": first} if first else {})
    telling.tell_taken_over(report, first=first, by=by, at=now)
    return report


@transaction.atomic
def release_report(report: SelfReport, *, by) -> SelfReport:
    """Lays the report back for anybody; what was decided stays."""
    report = locked_report(report)
    require_reviewer(report, by)
    refuse_others(report, by)
    if report.claimed_by:
        _set_claim(report, **UNCLAIMED)
        audit.append("self_report.release", report, by=by)
    return report


def _give(report: SelfReport, by, now: datetime, action: str, **data: str) -> None:
    _set_claim(report, claimed_at=now, claimed_by=by.get_username())
    audit.append(action, report, by=by, data=data)


def _set_claim(report: SelfReport, *, claimed_at: datetime | None, claimed_by: str) -> None:
    report.claimed_at, report.claimed_by = claimed_at, claimed_by
    report.save(update_fields=["claimed_at", "claimed_by"])


def _holder(report: SelfReport) -> str:
    return names_of([report.claimed_by])[report.claimed_by]

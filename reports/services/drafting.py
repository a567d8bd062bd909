"""Who may write in a report now, and the sentences that refuse; shared by everything that fills one in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from campaign.models import Period
from campaign.selectors import closes_at
from core.text import date_short
from core.workflow import TransitionDenied
from reports.enums import ReportState, Verdict
from reports.models import Entry, SelfReport
from units.enums import Role
from units.models import Unit

LINE_CLOSED = "Dòng này không bị trả lại nên không sửa được. Anh/chị chỉ sửa các dòng được trả lại."


class WrongLinesError(ValidationError):
    """Lines that cannot be kept; `lines` maps the code of the indicator to {field: sentence}."""

    def __init__(self, lines: dict[str, dict[str, str]]):
        self.lines = lines
        super().__init__([sentence for found in lines.values() for sentence in found.values()])


def require_own(unit_id: int, by) -> None:
    if Role.OFFICER not in by.roles or unit_id not in by.units:
        raise TransitionDenied("Chỉ cán bộ được phân công của đơn vị mới làm được việc này.")


def closed_sentence(period: Period, unit: Unit, *, now: datetime) -> str:
    """VI.9 and V: after the closing of the year nothing new is taken; "" while it is open."""
    if now < (closing := closes_at(period, unit.pk)):
        return ""
    day = date_short(timezone.localtime(closing).date())
    return (
        f"Kỳ báo cáo năm {period.year} đã đóng ngày {day}, không nhận báo cáo mới. "
        f"Anh/chị liên hệ {period.campaign.lead_office} nếu cần hướng dẫn."
    )


def locked_report(report: SelfReport) -> SelfReport:
    return SelfReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def require_open(report: SelfReport) -> None:
    """Raises TransitionDenied unless the officer may write in this report now."""
    if report.presented:
        raise TransitionDenied(
            "Báo cáo đang chờ lãnh đạo đơn vị ký nộp nên không sửa được. "
            "Muốn sửa, anh/chị lấy lại báo cáo từ lãnh đạo trước."
        )
    if not report.editable:
        raise TransitionDenied(
            f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không sửa được. "
            "Muốn sửa, anh/chị rút báo cáo lại hoặc chờ Phòng VH-TT trả lại."
        )


def line_open(report: SelfReport, entry: Entry | None) -> bool:
    """In a report that came back only the returned lines open again; `require_open` asks about the report as a whole."""
    return report.state != ReportState.RETURNED or (entry is not None and entry.verdict == Verdict.RETURNED)

"""Who is told what as a report goes from hand to hand: notices, in the words of the office."""

from datetime import UTC, datetime

from django.urls import reverse

from campaign.models import Extension
from core.days import last_day
from core.text import date_short
from reports.models import SelfReport
from units.enums import Role
from units.models import User
from units.selectors import heads_of, holders, officers_of
from units.services.notices import settle, tell


def _name(report: SelfReport, word: str = "Báo cáo") -> str:
    return f"{word} năm {report.period.year} của {report.unit.short_name}"


def _where(report: SelfReport, page: str = "self-report-detail") -> str:
    return reverse(f"reports:{page}", args=[report.period.year, report.unit.code])


def _key(report: SelfReport, event: str, at: datetime) -> str:
    return f"report.{event}:{report.pk}:{at.astimezone(UTC).isoformat()}"


def tell_presented(report: SelfReport, *, at: datetime) -> None:
    text = f"{_name(report)} chờ anh/chị ký nộp."
    tell(heads_of(report.unit), text, _where(report, "self-report-submit"), _key(report, "presented", at))


def settle_presented(report: SelfReport, *, presented_at: datetime, now: datetime) -> None:
    """Signed, handed back or taken back: the head's notice asks for nothing more."""
    settle(_key(report, "presented", presented_at), now=now)


def tell_handed_back(report: SelfReport, *, presented_at: datetime, reason: str) -> None:
    text = f"Lãnh đạo chuyển lại {_name(report, 'báo cáo')} để sửa: {reason.strip()}"
    tell(officers_of(report.unit), text, _where(report), _key(report, "handed_back", presented_at))


def tell_submitted(report: SelfReport, *, again: bool, at: datetime) -> None:
    late = ", ghi “nộp muộn”" if report.late else ""
    text = f"{_name(report)} đã được lãnh đạo ký nộp{late}."
    tell(officers_of(report.unit), text, _where(report), _key(report, "submitted", at))
    if again:
        text = f"{_name(report)} đã được bổ sung và nộp lại."
        tell(holders(Role.REVIEWER), text, _where(report, "report-review"), _key(report, "again", at))


def tell_withdrawn(report: SelfReport, *, claimed_by: str, submitted_at: datetime) -> None:
    """Only the reviewer who had begun: to the others nothing has happened yet."""
    people = [one for one in holders(Role.REVIEWER) if one.get_username() == claimed_by]
    text = f"{_name(report)} đã được đơn vị rút lại để sửa; anh/chị không cần thẩm định nữa."
    url = reverse("reports:review-queue", args=[report.period.year])
    tell(people, text, url, _key(report, "withdrawn", submitted_at))


def tell_taken_over(report: SelfReport, *, first: str, by, at: datetime) -> None:
    """The reviewer who had begun; nobody when the report was free."""
    text = f"{by.get_full_name()} đã nhận thay anh/chị thẩm định {report}. Các kết quả anh/chị đã ghi vẫn được giữ."
    people = User.objects.filter(username=first)
    tell(people, text, _where(report, "report-review"), _key(report, "taken_over", at))


def tell_returned(report: SelfReport, *, reason: str) -> None:
    text = f"Phòng VH-TT trả lại {_name(report, 'báo cáo')} để bổ sung: {reason.strip()}"
    people = [*officers_of(report.unit), *heads_of(report.unit)]
    tell(people, text, _where(report), _key(report, "returned", report.submitted_at))


def tell_accepted(report: SelfReport) -> None:
    text = f"{_name(report)} đã được chấp nhận. Anh/chị xem phiếu điểm."
    people = [*officers_of(report.unit), *heads_of(report.unit)]
    tell(people, text, _where(report, "score-sheet"), _key(report, "accepted", report.accepted_at))


def tell_extended(given: list[Extension]) -> None:
    for one in given:
        until = date_short(last_day(one.until))
        text = (
            f"{one.unit.short_name} được gia hạn nộp báo cáo năm {one.period.year} đến hết ngày {until}. "
            f"Lý do: {one.reason}"
        )
        url = reverse("reports:self-report-detail", args=[one.period.year, one.unit.code])
        tell([*officers_of(one.unit), *heads_of(one.unit)], text, url, f"extension:{one.pk}")

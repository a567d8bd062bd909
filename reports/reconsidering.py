"""Requests to look at a line again: which a person sees, which lines may still be asked about, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from awards.enums import CONCLUDED
from awards.models import AwardRound
from campaign.models import Period
from campaign.selectors import appeal_closes_at, holidays, official_closes_at
from core.days import last_day
from core.text import date_short
from criteria.enums import IndicatorKind
from reports.enums import Outcome, ReportState, RequestKind
from reports.models import Entry, Reconsideration, SelfReport


@dataclass(frozen=True)
class Windows:
    """Until when a unit may ask about the lines of an accepted report; both are the first instants too late."""

    appeal: datetime
    official: datetime

    def closes(self, kind: str) -> datetime:
        return self.appeal if kind == RequestKind.APPEAL else self.official

    def open(self, kind: str, now: datetime) -> bool:
        return now < self.closes(kind)


def windows_of(report: SelfReport, closed_days: Collection[date] | None = None) -> Windows | None:
    """None before the acceptance. `closed_days`: the holidays, for callers that look at many reports."""
    if report.accepted_at is None:
        return None
    days = holidays() if closed_days is None else frozenset(closed_days)
    return Windows(appeal_closes_at(report.period, report.accepted_at, days), official_closes_at(report.period))


def refusal(entry: Entry, kind: str, windows: Windows | None, *, now: datetime) -> str:
    """Why nothing of this kind can be asked about a line now; "" while it can. Reads `entry.reconsiderations`."""
    if entry.report.state != ReportState.ACCEPTED or windows is None:
        return "Chỉ đề nghị xem lại khi báo cáo đã được Phòng VH-TT chấp nhận."
    if entry.indicator.kind == IndicatorKind.NARRATIVE:
        return "Phần tường thuật đã được chấp nhận nguyên văn, không có số liệu để xem lại."
    if kind == RequestKind.OFFICIAL and not entry.estimate:
        return "Dòng này không phải số ước thực hiện nên không có số chính thức để thay."
    if not windows.open(kind, now):
        return _closed(entry.report.period, kind, windows)
    if any(one.kind == kind and one.outcome == Outcome.OPEN for one in entry.reconsiderations.all()):
        return "Dòng này đang có một đề nghị chờ Phòng VH-TT trả lời."
    return ""


def _closed(period: Period, kind: str, windows: Windows) -> str:
    day = date_short(last_day(windows.closes(kind)))
    if kind == RequestKind.OFFICIAL:
        return f"Đã hết hạn gửi số chính thức thay số ước (hết ngày {day}, hạn tổng hợp năm)."
    return f"Đã hết hạn đề nghị phúc tra (hết ngày {day}, {period.appeal_days} ngày làm việc kể từ khi báo cáo được chấp nhận)."


def awards_note(period: Period) -> str:
    """What has to be said once the awards of a year are decided; "" before."""
    if not AwardRound.objects.filter(period=period, state__in=CONCLUDED).exists():
        return ""
    return f"Khen thưởng năm {period.year} đã có quyết định hoặc đã chuyển cấp trên; trả lời lúc này không làm thay đổi việc đó."


def with_everything(asks: QuerySet[Reconsideration]) -> QuerySet[Reconsideration]:
    return asks.select_related(
        "entry__indicator",
        "entry__report__unit",
        "entry__report__period__campaign",
        "entry__report__period__plan_version",
    )


STATES = {"": "Tất cả", "cho": "Chờ trả lời"}


def ask_list(asks: QuerySet[Reconsideration], *, state: str = "", year: int | None = None) -> QuerySet[Reconsideration]:
    """What still waits stands first, the longest waiting on top; answered ones behind it, the latest first."""
    if state == "cho":
        asks = asks.filter(outcome=Outcome.OPEN)
    if year:
        asks = asks.filter(entry__report__period__year=year)
    return with_everything(asks).order_by(F("decided_at").desc(nulls_first=True), "sent_at", "id")

"""What is asked about lines after the acceptance: what waits for Phòng VH-TT, what a unit may still ask or waits for."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from campaign.selectors import holidays
from core.days import last_day
from core.text import date_short
from reports.enums import Outcome, ReportState, RequestKind
from reports.home.task import Task
from reports.models import Reconsideration, SelfReport
from reports.reconsidering import windows_of

OPEN_URL = "?trang_thai=cho"


def reviewer(user, now: datetime) -> Iterable[Task]:
    waiting = Counter(
        Reconsideration.objects.filter(outcome=Outcome.OPEN).values_list("entry__report__period__year", flat=True)
    )
    for year, count in sorted(waiting.items()):
        yield Task(
            f"Trả lời đề nghị xem lại năm {year}",
            f"{count} đề nghị phúc tra hoặc số chính thức đang chờ.",
            f"{reverse('reports:reconsideration-list')}{OPEN_URL}&nam={year}",
            "Xem đề nghị",
            "warning",
        )


def officer(user, now: datetime) -> Iterable[Task]:
    """Two or three queries, however many reports; only years whose windows are open, or where something waits."""
    official = Q(entries__reconsiderations__kind=RequestKind.OFFICIAL) & ~Q(entries__reconsiderations__outcome="kept")
    accepted = (
        SelfReport.objects.filter(unit__in=user.units, state=ReportState.ACCEPTED)
        .select_related("period", "unit")
        .annotate(
            waiting=Count(
                "entries__reconsiderations", Q(entries__reconsiderations__outcome=Outcome.OPEN), distinct=True
            ),
            estimates=Count("entries", Q(entries__estimate=True), distinct=True),
            settled=Count("entries", Q(entries__estimate=True) & official, distinct=True),
        )
    )
    reports = list(accepted)
    days = holidays() if reports else frozenset()
    for report in reports:
        yield from _tasks(report, windows_of(report, days), now)


def _tasks(report: SelfReport, windows, now: datetime) -> Iterable[Task]:
    sheet = reverse("reports:score-sheet", args=[report.period.year, report.unit.code])
    left = report.estimates - report.settled
    if left and windows.open(RequestKind.OFFICIAL, now):
        yield Task(
            f"Gửi số chính thức năm {report.period.year}",
            f"{report.unit.short_name}: {left} dòng còn là số ước; nhận đến hết ngày "
            f"{date_short(last_day(windows.official))}.",
            sheet,
            "Mở phiếu điểm",
            "info",
            windows.official,
        )
    if report.waiting:
        yield Task(
            f"Đề nghị xem lại năm {report.period.year} đang chờ trả lời",
            f"{report.unit.short_name}: {report.waiting} đề nghị đã gửi Phòng VH-TT.",
            f"{reverse('reports:reconsideration-list')}{OPEN_URL}&nam={report.period.year}",
            "Xem đề nghị",
            "success",
        )
    if windows.open(RequestKind.APPEAL, now):
        yield Task(
            f"Xem kết quả thẩm định năm {report.period.year}",
            f"{report.unit.short_name}: nếu cần, đề nghị phúc tra từng dòng đến hết ngày "
            f"{date_short(last_day(windows.appeal))}.",
            sheet,
            "Xem phiếu điểm",
            "success",
        )

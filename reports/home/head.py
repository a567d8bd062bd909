"""What waits for the head of a unit: reports to sign off."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from campaign.deadlines import Deadlines
from core.days import last_day
from core.text import date_short
from reports.home.task import Task
from reports.models import SelfReport


def head(user, now: datetime) -> Iterable[Task]:
    waiting = SelfReport.objects.filter(unit__in=user.headed, presented_at__isnull=False)
    deadlines = Deadlines.of(user.headed)
    for report in waiting.select_related("period", "unit"):
        url = reverse("reports:self-report-submit", args=[report.period.year, report.unit.code])
        due = deadlines.due_at(report.period, report.unit_id)
        until = f"hạn nộp đến hết {date_short(last_day(due))}" if now < due else "đã quá hạn nộp"
        detail = f"{report.unit.short_name}: cán bộ đã trình, chỉ được tính là đã nộp khi anh/chị ký nộp; {until}."
        tone = "warning" if now < due else "danger"
        yield Task(f"Ký nộp báo cáo năm {report.period.year}", detail, url, "Xem và ký nộp", tone, due)

"""What waits for the head of a unit: reports to sign off."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from reports.home.task import Task
from reports.models import SelfReport


def head(user, now: datetime) -> Iterable[Task]:
    waiting = SelfReport.objects.filter(unit__in=user.headed, presented_at__isnull=False)
    for report in waiting.select_related("period", "unit"):
        url = reverse("reports:self-report-submit", args=[report.period.year, report.unit.code])
        detail = f"{report.unit.short_name}: cán bộ đã trình, chỉ được tính là đã nộp khi anh/chị ký nộp."
        yield Task(
            f"Ký nộp báo cáo năm {report.period.year}",
            detail,
            url,
            "Xem và ký nộp",
            "warning",
            report.period.report_due,
        )

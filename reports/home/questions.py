"""Talks that wait: questions that a unit has not answered, and answers that a reviewer has not read."""

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse

from reports.home.task import Task
from reports.models import Entry, SelfReport
from reports.threads import answered_entries, asked_entries


def to_answer(user) -> Iterable[Task]:
    """For the officer: one task a report that is being asked about."""
    asked = asked_entries(Entry.objects.filter(report__unit__in=user.units), unit=True)
    for report, count in _by_report(asked):
        year = report.period.year
        url = reverse("reports:self-report-detail", args=[year, report.unit.code]) + "#trao-doi"
        detail = f"{report.unit.short_name}: Phòng VH-TT hỏi và đang chờ."
        yield Task(f"Trả lời {count} câu hỏi về báo cáo năm {year}", detail, url, "Trả lời", "warning")


def answered(user) -> Iterable[Task]:
    """For the reviewer: reports in this person's hands where the unit has had the last word."""
    lines = answered_entries(Entry.objects.filter(report__claimed_by=user.get_username()))
    for report, count in _by_report(lines):
        url = reverse("reports:report-review", args=[report.period.year, report.unit.code])
        detail = f"Báo cáo năm {report.period.year}: {count} dòng có trả lời mới."
        yield Task(f"Đơn vị đã trả lời: {report.unit.short_name}", detail, url, "Xem trả lời", "warning")


def _by_report(entries) -> list[tuple[SelfReport, int]]:
    """Two queries, however many reports."""
    counts = dict(entries.order_by().values_list("report").annotate(count=Count("pk")))
    reports = SelfReport.objects.filter(pk__in=counts).select_related("period", "unit")
    return [(report, counts[report.pk]) for report in reports.order_by("submitted_at")]

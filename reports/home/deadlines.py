"""The last day of a report, and the line under the top bar while one of a person's units still owes it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from campaign.models import Period
from campaign.selectors import reporting_day
from core.days import last_day
from core.text import date_short
from reports.enums import ReportState
from reports.models import SelfReport
from units.enums import Role
from units.models import Unit


@dataclass(frozen=True)
class Ribbon:
    """The line under the top bar while something is due."""

    text: str
    tone: str
    url: str


def ribbon_for(user, *, now: datetime) -> Ribbon | None:
    """The nearest deadline of the officer's own units that is still to be met."""
    if Role.OFFICER not in user.roles:
        return None
    period = Period.objects.filter(closes_at__gt=now).order_by("year").first()
    if period is None:
        return None
    units = {unit.pk for unit in Unit.objects.filter(pk__in=user.units) if reports_in(unit, period)}
    sent = SelfReport.objects.filter(period=period, unit__in=units, submitted_at__isnull=False)
    if sent.exclude(state=ReportState.RETURNED).count() >= len(units):
        return None
    url = reverse("reports:self-report-list")
    until = last_day(period.report_due)  # that instant itself is already late (VI.9: "trước ngày 20/12")
    days = (until - timezone.localdate(now)).days
    if days < 0:
        return Ribbon(
            f"Đã quá hạn nộp báo cáo năm {period.year} (hết {date_short(until)}). Nộp bây giờ được ghi “nộp muộn”.",
            "danger",
            url,
        )
    if days == 0:
        return Ribbon(f"Hôm nay là ngày cuối nộp báo cáo năm {period.year}.", "danger", url)
    tone = "warning" if days <= 7 else "info"
    return Ribbon(f"Còn {days} ngày để nộp báo cáo năm {period.year} (đến hết {date_short(until)}).", tone, url)


def reports_in(unit: Unit, period: Period) -> bool:
    """Whether this unit is one of those that report for the year."""
    day = reporting_day(period)
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)

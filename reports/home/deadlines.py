"""The last day of a report, and the line under the top bar while one of a person's units still owes it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from campaign.deadlines import Deadlines
from campaign.models import Period
from campaign.reminding import days_left, headline
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
    """The nearest deadline of the officer's own units that is still to be met: three queries, however many units."""
    units = {post.unit_id: post.unit for post in user.appointments_now if post.role == Role.OFFICER}
    if not units:
        return None
    deadlines = Deadlines.of(units)
    if not any(deadlines.open_for(unit, now) for unit in units):
        return None
    sent = set(
        SelfReport.objects.filter(unit__in=units, submitted_at__isnull=False)
        .exclude(state=ReportState.RETURNED)
        .values_list("period_id", "unit_id")
    )
    owed = [
        (deadlines.due_at(period, unit.pk), period, unit)
        for unit in units.values()
        for period in deadlines.open_for(unit.pk, now)[:1]  # one year at a time
        if reports_in(unit, period) and (period.pk, unit.pk) not in sent
    ]
    if not owed:
        return None
    due, period, unit = min(owed, key=lambda one: one[0])
    left = days_left(timezone.localdate(now), last_day(due))
    tone = "danger" if left <= 0 else "warning" if left <= 7 else "info"
    text = headline(left, period.year, date_short(last_day(due)))
    if deadlines.was_extended(period, unit.pk):
        text += " Đơn vị đã được gia hạn."
    return Ribbon(text, tone, reverse("reports:self-report-list"))


def reports_in(unit: Unit, period: Period) -> bool:
    """Whether this unit is one of those that report for the year."""
    day = reporting_day(period)
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)

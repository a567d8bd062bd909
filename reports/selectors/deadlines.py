"""What the pages of extensions and reminders list; the number of queries does not grow with the units."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from campaign.models import Extension, Period, Reminder
from campaign.reminding import words_of_step
from campaign.selectors import expected_units, extensions_of
from core.days import last_day
from core.text import date_short
from reports.enums import ReportState
from reports.models import SelfReport
from units.enums import Role
from units.models import Appointment, Unit, current


@dataclass(frozen=True)
class ExtendableUnit:
    """A unit that may still be given more time, and how far it is; a draft is nobody else's business."""

    unit: Unit
    report: SelfReport | None
    until: date | None

    @property
    def label(self) -> str:
        parts = [self.unit.short_name, self._state()]
        if self.until:
            parts.append(f"đang được gia hạn đến hết {date_short(self.until)}")
        return " – ".join(parts)

    def _state(self) -> str:
        if self.report is None or self.report.state == ReportState.DRAFT:
            return "chưa nộp"
        word = "được trả lại" if self.report.state == ReportState.RETURNED else "đã nộp"
        return f"{word}, ghi “nộp muộn”" if self.report.late else word


def extendable_units(period: Period) -> list[ExtendableUnit]:
    """Units of the year whose report is not closed: three queries."""
    reports = {report.unit_id: report for report in SelfReport.objects.filter(period=period)}
    until = {unit: last_day(due) for unit, due in extensions_of(period).items()}
    rows = [ExtendableUnit(unit, reports.get(unit.pk), until.get(unit.pk)) for unit in expected_units(period)]
    rows = [row for row in rows if row.report is None or row.report.state != ReportState.ACCEPTED]
    return sorted(rows, key=lambda row: row.report is not None and row.report.state != ReportState.DRAFT)


def given_extensions(period: Period) -> QuerySet[Extension]:
    return period.extensions.select_related("unit").order_by("-at", "-id")


def reminders_of(period: Period) -> QuerySet[Reminder]:
    return period.reminders.select_related("unit").order_by("-created_at", "-id")


def step_words(reminder: Reminder) -> str:
    return words_of_step(reminder.days_left)


def units_without_mail(period: Period) -> list[Unit]:
    """Units that only the page can remind: neither the unit nor its people have an address."""
    today = timezone.localdate()
    reachable = Appointment.objects.filter(
        current(today), unit=OuterRef("pk"), role__in=[Role.OFFICER, Role.HEAD], user__is_active=True
    ).exclude(user__email="")
    return list(expected_units(period).filter(email="").exclude(Exists(reachable)))

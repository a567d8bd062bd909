"""The words of a reminder: the line on the page and the letter."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from campaign.models import Reminder
from campaign.reminding import days_left, headline
from core.text import date_short
from reports.enums import ReportState
from reports.models import SelfReport


def _sentence(reminder: Reminder, report: SelfReport | None, today: date) -> str:
    year = reminder.period.year
    if report and report.state == ReportState.RETURNED:
        return f"Báo cáo năm {year} được trả lại để bổ sung và chưa nộp lại."
    return headline(days_left(today, reminder.due_day), year, date_short(reminder.due_day))


def _address(reminder: Reminder) -> str:
    return reverse("reports:self-report-detail", args=[reminder.period.year, reminder.unit.code])


def notice_text(reminder: Reminder, report: SelfReport | None, *, today: date) -> tuple[str, str]:
    """The line on the page, and where it leads."""
    return f"{reminder.unit.short_name}: {_sentence(reminder, report, today)}", _address(reminder)


def reminder_letter(reminder: Reminder, report: SelfReport | None, *, today: date) -> EmailMessage:
    """A sober letter in plain text: what, until when, how far it is, where to go on."""
    from reports.selectors.rows import report_rows

    rows = [row for section in report_rows(report) for row in section.rows] if report else []
    context = {
        "sentence": _sentence(reminder, report, today),
        "unit": reminder.unit,
        "period": reminder.period,
        "report": report,
        "done": sum(row.answered for row in rows),
        "lines": len(rows),
        "url": settings.SITE_URL + _address(reminder),
        "office": reminder.period.campaign.lead_office,
    }
    subject = f"Nhắc nộp báo cáo năm {reminder.period.year} – {reminder.unit.short_name}"
    body = render_to_string("mail/reminder.txt", context)
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, reminder.addresses)

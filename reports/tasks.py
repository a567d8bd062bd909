"""Celery's side of reports: what the timetable calls, safe to repeat."""

from celery import shared_task


@shared_task(name="reports.tasks.remind")
def remind() -> None:
    from django.utils import timezone

    from reports.services.reminders import remind

    remind(now=timezone.now())

"""The Celery application and its timetable; tasks live in the apps."""

import os

from celery import Celery
from celery.schedules import crontab

from core import heartbeat  # noqa: F401  (listens to the worker's start and stop)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-jobs": {"task": "core.tasks.sweep_jobs", "schedule": 30.0},
    "remind": {"task": "reports.tasks.remind", "schedule": crontab(minute="7", hour="8-16")},
}

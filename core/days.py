"""Days as people say them, and the instants that rows keep: a deadline is the first instant that is late."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def end_of(day: date) -> datetime:
    """The first instant after a day, where the portal is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), timezone.get_default_timezone())


def last_day(instant: datetime) -> date:
    """The last whole day before an exclusive instant: 20/12 00:00 gives 19/12."""
    return timezone.localdate(instant - timedelta(microseconds=1))

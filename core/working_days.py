"""Working days: Monday to Friday, without the days on which offices are closed. Pure; reads no clock."""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Container[date] = frozenset()) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, n: int, holidays: Container[date] = frozenset()) -> date:
    """The n-th working day after `day`, which itself does not count: a Thursday plus 2 is the Monday."""
    if n < 0:
        raise ValueError("Số ngày làm việc không được âm.")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day, holidays)
    return day

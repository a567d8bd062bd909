"""Which reminder of a deadline is due; pure: days in, a step out. No Django, no clock, no database."""

from collections.abc import Iterable
from datetime import date, time

STEPS = (30, 7, 1, 0, -1)  # days before the last day in time; -1 once the deadline has passed
OFFICE_HOURS = (time(8), time(17))  # nobody is reminded at night


def days_left(today: date, due_day: date) -> int:
    return (due_day - today).days


def step_due(today: date, due_day: date, sent: Iterable[int] = ()) -> int | None:
    """The most urgent step that has been reached, unless it or a more urgent one was sent.

    After days of silence only that one is sent, not all that were missed.
    """
    left = days_left(today, due_day)
    reached = [step for step in STEPS if left <= step]
    if not reached or any(step <= reached[-1] for step in sent):
        return None
    return reached[-1]


def in_office_hours(moment: time) -> bool:
    opening, closing = OFFICE_HOURS
    return opening <= moment < closing


def words_of_step(step: int) -> str:
    """The step as the list of reminders names it."""
    return {0: "Ngày cuối", -1: "Sau hạn"}.get(step, f"Trước {step} ngày")


def headline(left: int, year: int, due_words: str) -> str:
    """The one sentence of a reminder; `due_words` is the last day in time."""
    if left < 0:
        return f"Đã quá hạn nộp báo cáo năm {year} (hết ngày {due_words}). Nộp bây giờ được ghi “nộp muộn”."
    if left == 0:
        return f"Hôm nay là ngày cuối nộp báo cáo năm {year}."
    return f"Còn {left} ngày để nộp báo cáo năm {year} (đến hết ngày {due_words})."

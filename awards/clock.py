"""The time that Phòng Nội vụ has for a dossier, in working days; pure: no Django, no clock, no database.

The time is made of stretches: each begins when the unit hands the dossier in and ends when it is returned or the
appraisal is finished. A stretch counts the working days after its first day up to and with its last: the day of the
submission does not count, as in core.working_days.add_working_days, and the day of the return or of the end does. So
two stretches never count one day twice, even when a dossier comes back on the day it was returned. While the unit has
the dossier nothing is counted; the days used before are kept.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.text import date_short
from core.working_days import add_working_days, is_working_day


class Phase(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True)
class Stretch:
    """From the day of a submission to the day of the return or the end of the appraisal; None while it runs."""

    start: date
    end: date | None = None


@dataclass(frozen=True)
class Clock:
    """How a dossier stands: working days `allowed` and `used`; `due` is the day that uses up the last (None while stopped)."""

    phase: Phase
    allowed: int
    used: int
    due: date | None
    since: date  # the day on which this phase began

    @property
    def left(self) -> int:
        """Working days that remain; below zero: so many too late."""
        return self.allowed - self.used

    @property
    def overdue(self) -> bool:
        return self.left < 0

    @property
    def tone(self) -> str:
        """done, overdue, near (the last two days), running or stopped, for the colour on the page."""
        if self.phase is Phase.RUNNING:
            return "overdue" if self.overdue else "near" if self.left <= 2 else "running"
        return self.phase.value

    @property
    def urgency(self) -> tuple[int, int]:
        """Sorts what needs a hand first: running ones by what is left, then what waits for the unit, then what is done."""
        return [Phase.RUNNING, Phase.STOPPED, Phase.DONE].index(self.phase), self.left

    def __str__(self) -> str:
        if self.phase is Phase.DONE:
            late = f", quá hạn {-self.left} ngày" if self.overdue else ""
            return f"xong sau {self.used} ngày làm việc{late}"
        if self.phase is Phase.STOPPED:
            return f"dừng từ {date_short(self.since)} – đơn vị đang bổ sung"
        if self.overdue:
            return f"quá hạn {-self.left} ngày làm việc"
        return f"còn {self.left} ngày làm việc" if self.left else "hết hạn hôm nay"


def working_days_between(start: date, end: date, holidays: Container[date] = frozenset()) -> int:
    """Working days after `start`, up to and with `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def days_used(stretches: Sequence[Stretch], today: date, holidays: Container[date] = frozenset()) -> int:
    return sum(working_days_between(one.start, one.end or today, holidays) for one in stretches)


def due_day(stretches: Sequence[Stretch], allowed: int, holidays: Container[date] = frozenset()) -> date | None:
    """The day that uses up the last allowed day, past or to come if the last stretch runs on; None while stopped."""
    left = allowed
    for one in stretches:
        counted = left if one.end is None else working_days_between(one.start, one.end, holidays)
        if counted >= left:
            return add_working_days(one.start, left, holidays)
        left -= counted
    return None


def read(
    stretches: Sequence[Stretch], allowed: int, today: date, *, finished: bool, holidays: Container[date] = frozenset()
) -> Clock | None:
    """The clock of a dossier from its stretches in the order of time; None when it was never handed in."""
    if not stretches:
        return None
    last = stretches[-1]
    used, due = days_used(stretches, today, holidays), due_day(stretches, allowed, holidays)
    if last.end is None:
        return Clock(Phase.RUNNING, allowed, used, due, last.start)
    return Clock(Phase.DONE if finished else Phase.STOPPED, allowed, used, due, last.end)

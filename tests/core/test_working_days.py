"""Working days over weekends and holidays."""

from datetime import date

import pytest

from core.working_days import add_working_days, is_working_day

NEW_YEAR = frozenset([date(2024, 1, 1)])


@pytest.mark.parametrize(
    ("day", "n", "holidays", "last"),
    [
        (date(2023, 12, 18), 5, (), date(2023, 12, 25)),  # Monday to Monday
        (date(2023, 12, 22), 1, (), date(2023, 12, 25)),  # Friday
        (date(2023, 12, 23), 1, (), date(2023, 12, 25)),  # Saturday
        (date(2023, 12, 24), 5, (), date(2023, 12, 29)),  # Sunday
        (date(2023, 12, 28), 2, (), date(2024, 1, 1)),
        (date(2023, 12, 28), 2, NEW_YEAR, date(2024, 1, 2)),
        (date(2023, 12, 28), 2, {date(2023, 12, 30)}, date(2024, 1, 1)),  # a holiday on a Saturday takes no day more
        (date(2023, 12, 28), 0, NEW_YEAR, date(2023, 12, 28)),
    ],
)
def test_the_nth_working_day_after(day, n, holidays, last):
    assert add_working_days(day, n, holidays) == last


def test_which_days_are_worked():
    assert is_working_day(date(2023, 12, 29))
    assert not is_working_day(date(2023, 12, 30))
    assert not is_working_day(date(2024, 1, 1), NEW_YEAR)


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="âm"):
        add_working_days(date(2023, 12, 1), -1)

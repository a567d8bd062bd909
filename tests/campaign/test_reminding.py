"""Which reminder is due: a table of days, and that no walk through the days tells anything twice."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.reminding import STEPS, headline, in_office_hours, step_due

DUE = date(2023, 12, 19)


@pytest.mark.parametrize(
    ("left", "sent", "step"),
    [
        (31, (), None),
        (30, (), 30),
        (29, (30,), None),
        (12, (), 30),
        (7, (30,), 7),
        (3, (), 7),
        (3, (30,), 7),
        (1, (30, 7), 1),
        (0, (30,), 0),
        (0, (0,), None),
        (-1, (30, 7, 1, 0), -1),
        (-5, (), -1),
        (-5, (-1,), None),
        (7, (1,), None),
    ],
)
def test_the_most_urgent_step_that_was_not_sent(left, sent, step):
    assert step_due(DUE - timedelta(days=left), DUE, sent) == step


@given(st.sets(st.integers(-10, 40)))
def test_whenever_the_portal_is_up_each_step_comes_at_most_once_and_never_backwards(days):
    sent: list[int] = []
    for left in sorted(days, reverse=True):
        step = step_due(DUE - timedelta(days=left), DUE, sent)
        if step is not None:
            assert left <= step
            sent.append(step)
    assert sent == sorted(set(sent), reverse=True) and set(sent) <= set(STEPS)
    if days and min(days) <= 30:
        assert sent and sent[-1] == min(step for step in STEPS if min(days) <= step)


def test_only_in_office_hours():
    at = [time(7, 59), time(8), time(16, 59), time(17)]
    assert [in_office_hours(moment) for moment in at] == [False, True, True, False]


def test_the_sentence_says_what_is_left():
    assert headline(7, 2023, "19/12/2023") == "Còn 7 ngày để nộp báo cáo năm 2023 (đến hết ngày 19/12/2023)."
    assert headline(0, 2023, "19/12/2023") == "Hôm nay là ngày cuối nộp báo cáo năm 2023."
    assert "nộp muộn" in headline(-1, 2023, "19/12/2023")

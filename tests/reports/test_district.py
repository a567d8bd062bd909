"""reports.district: the district's figure out of the units' figures, by the rule of each indicator."""

from decimal import Decimal

import pytest

from criteria.scoring.types import Answer, Kind
from reports.district import district_rows, form
from reports.rules import Figures


def pair(a: int, b: int) -> Figures:
    return Figures(a=Decimal(a), b=Decimal(b))


NOTHING = Figures(na=True, note="không có")


def test_sum_of_a_over_sum_of_b():
    """Not the mean of the percentages: 1/2 and 90/90 are 91/92, not 75 %."""
    assert form("sum", Kind.PERCENT, [pair(1, 2), pair(90, 90)]) == Answer(a=Decimal(91), b=Decimal(92))


def test_not_applicable_counts_nowhere():
    assert form("sum", Kind.PERCENT, [pair(1, 2), NOTHING]) == Answer(a=Decimal(1), b=Decimal(2))
    assert form("sum", Kind.PERCENT, [NOTHING]).na is True
    assert form("sum", Kind.PERCENT, []) is None


def test_share_of_units_counts_units_that_answered():
    said = [Figures(yes=True), Figures(yes=False), Figures(yes=True), NOTHING]
    assert form("share", Kind.PERCENT, said) == Answer(a=Decimal(2), b=Decimal(3))


def test_numbers_add_up():
    assert form("total", Kind.COUNT, [Figures(value=Decimal(2)), Figures(value=Decimal(5))]) == Answer(value=Decimal(7))


@pytest.mark.django_db
def test_a_year_without_accepted_reports_has_nothing_to_judge(period, django_assert_num_queries):
    with django_assert_num_queries(2):
        rows = district_rows(period)
    assert len(rows) == 30
    assert {(row.met, row.units) for row in rows} == {(None, 0)}

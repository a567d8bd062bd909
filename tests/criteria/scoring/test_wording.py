"""One way to write a share, on the report and on the score sheet: 99,21%, 20%, never rounded up to a bar."""

from decimal import Decimal

import pytest

from criteria.models import Indicator
from criteria.scoring.scales import judge
from criteria.scoring.types import Answer, Comparator, Kind, Rule
from criteria.scoring.wording import show_percent, show_value
from reports.presenters import value_text
from reports.rules import Figures


def rule(threshold, comparator=Comparator.GE) -> Rule:
    return Rule(
        code="R", clause="IV.1", indicator="R", name="Tiêu chuẩn thử", kind=Kind.PERCENT, comparator=comparator,
        threshold=Decimal(threshold), weight=Decimal(5), group="B",
    )  # fmt: skip


CASES = [
    (1250, 1260, rule(100), "99,21%"),
    (1250, 1260, rule(90), "99,21%"),
    (20, 100, rule(70), "20%"),
    (100, 100, rule(100, Comparator.EQ), "100%"),
    (992, 1000, rule(70), "99,2%"),
    (79_999, 100_000, rule(80), "79,99%"),
    (79_996, 100_000, rule(80), "79,99%"),
    (99_999, 100_000, rule(70), "99,99%"),
    (500_001, 1_000_000, rule(50, Comparator.GT), "50,01%"),
]


@pytest.mark.parametrize(("a", "b", "one", "written"), CASES)
def test_report_and_score_sheet_write_the_same_share(a, b, one, written):
    a, b = Decimal(a), Decimal(b)
    answer = Answer(a=a, b=b)
    assert show_value(one, answer, judge(one, answer)).partition(" (")[0] == written
    assert value_text(Indicator(kind="percent"), Figures(a=a, b=b), one) == written


@pytest.mark.parametrize(("a", "written"), [(99_999, "99,99%"), (1250, "1,25%"), (100_000, "100%")])
def test_without_a_bar_only_the_whole_is_the_whole(a, written):
    assert show_percent(Decimal(a), Decimal(100_000)) == written

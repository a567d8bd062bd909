"""How far a line is from its threshold, in words; no database."""

from decimal import Decimal

import pytest

from criteria.scoring.types import Answer, Comparator, Kind, Rule
from reports.distance import distance


def rule(kind=Kind.PERCENT, comparator=Comparator.GE, threshold="70", unit="hồ sơ", **more) -> Rule:
    bar = Decimal(threshold) if threshold else None
    return Rule(code="X", clause="IV", indicator="X", name="x", kind=kind, comparator=comparator, weight=Decimal(7),
                threshold=bar, unit_label=unit, **more)  # fmt: skip


def share(a, b) -> Answer:
    return Answer(a=Decimal(a), b=Decimal(b))


ROOMS = ("Chưa", "Một phần", "Khá", "Tốt")
CASES = {
    "below": (rule(), share(1004, 1510), "còn thiếu 3,51 điểm phần trăm (thêm 53 hồ sơ)"),
    "above": (rule(), share(1204, 1510), "vượt 9,74 điểm phần trăm"),
    "as shown, rounded up": (rule(threshold="100"), share(11, 12), "còn thiếu 8,33 điểm phần trăm (thêm 1 hồ sơ)"),
    "as shown, rounded down": (rule(threshold="100"), share(12, 13), "còn thiếu 7,69 điểm phần trăm (thêm 1 hồ sơ)"),
    "a hair above is no distance": (rule(), share(70_001, 100_000), "đúng mức"),
    "a hair above what must be passed": (
        rule(comparator=Comparator.GT), share(70_001, 100_000), "vượt 0,01 điểm phần trăm"),
    "exactly": (rule(), share(7, 10), "đúng mức"),
    "a hair below is not rounded away": (rule(), share(69_999, 100_000), "còn thiếu 0,01 điểm phần trăm (thêm 1 hồ sơ)"),
    "more than": (rule(comparator=Comparator.GT), share(7, 10), "bằng mức, phải cao hơn (thêm 1 hồ sơ)"),
    "measured things have no count": (rule(unit="km"), share(6, 10), "còn thiếu 10 điểm phần trăm"),
    "all of them": (rule(comparator=Comparator.EQ, threshold="100"), share(9, 10), "còn thiếu 10 điểm phần trăm (thêm 1 hồ sơ)"),
    "a range counts from its lower end": (
        rule(comparator=Comparator.RANGE, threshold="65", upper=Decimal(70)), share(66, 100), "vượt 1 điểm phần trăm"),
    "no bar": (rule(comparator=Comparator.QUALITATIVE, threshold=""), share(1, 10), ""),
    "a above b": (rule(), share(11, 10), ""),
    "half a line": (rule(), Answer(b=Decimal(10)), ""),
    "n/a": (rule(), Answer(na=True, note="x"), ""),
    "count": (rule(Kind.COUNT, Comparator.COUNT_GE, "3", "sáng kiến"), Answer(value=Decimal(1)), "còn thiếu 2 sáng kiến"),
    "grade": (rule(Kind.GRADED, Comparator.QUALITATIVE, "2", "", grades=ROOMS), Answer(value=Decimal(3)), "vượt 1 mức"),
    "yes": (rule(Kind.YES_NO, Comparator.YES, ""), Answer(yes=True), ""),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "answer", "words"), CASES.values(), ids=CASES)
def test_distance(asked, answer, words):
    assert distance(asked, answer) == words

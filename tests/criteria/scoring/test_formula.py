"""The formula in words: the numbers are those that the engine counted with."""

from decimal import Decimal

import pytest
from hypothesis import given

from core.text import format_decimal
from criteria.scoring.engine import score
from criteria.scoring.formula import formula
from criteria.scoring.types import Answer, Comparator, Kind, Scale
from tests.criteria.scoring.test_eligibility import GRADED, MODELS
from tests.criteria.scoring.test_engine import percent, ratio, yes
from tests.criteria.scoring.test_properties import reports

STEPS = ((1, 60), (2, 80), (3, 100))
STORY = {"kind": Kind.NARRATIVE, "comparator": Comparator.QUALITATIVE, "threshold": None, "scale": Scale.FULL}


@pytest.mark.parametrize(
    ("rule", "answer", "said"),
    [
        (
            percent("R", weight=20, threshold=70),
            ratio(1204, 1510),
            "1.204 / 1.510 = 79,74% ≥ 70% → đạt; điểm = 20 × min(79,74 / 70; 1) = 20",
        ),
        (
            percent("R", weight=20, threshold=70),
            ratio(1, 2),
            "1 / 2 = 50% < 70% → chưa đạt; điểm = 20 × min(50 / 70; 1) = 14,28",
        ),
        (
            percent("R", weight=7, threshold=70),
            ratio(699999, 1000000),
            "699.999 / 1.000.000 = 69,99% < 70% → chưa đạt; điểm = 7 × min(69,99 / 70; 1) = 6,99"
            " (chưa đạt thì không trọn điểm)",
        ),
        (
            percent("R", weight=40, threshold=90),
            ratio(2, 3),
            "2 / 3 = 66,67% < 90% → chưa đạt; điểm = 40 × min(66,67 / 90; 1) = 29,62 (tính từ số chưa làm tròn)",
        ),
        (
            percent("R", comparator=Comparator.EQ, threshold=100),
            ratio(5, 5),
            "5 / 5 = 100% = 100% → đạt; điểm = 10 × min(100 / 100; 1) = 10",
        ),
        (
            percent("R", comparator=Comparator.RANGE, threshold=65, upper=Decimal(70), scale=Scale.FULL),
            ratio(3, 4),
            "3 / 4 = 75% ≥ 65% → vượt; điểm = 10",
        ),
        (percent("R", scale=Scale.FULL), ratio(1, 4), "1 / 4 = 25% < 80% → chưa đạt; điểm = 0"),
        (
            percent("R", comparator=Comparator.QUALITATIVE, threshold=None),
            ratio(1, 4),
            "1 / 4 = 25% > 0% → đạt; điểm = 10 × min(25 / 100; 1) = 2,5",
        ),
        (
            percent("R", **MODELS, scale=Scale.STEPS, steps=STEPS),
            Answer(value=Decimal(2)),
            "2 mô hình ≥ 2 → đạt; điểm = 10 × 80% (bậc số lượng) = 8",
        ),
        (
            percent("R", weight=10, **GRADED, scale=Scale.GRADE),
            Answer(value=Decimal(2)),
            "Mức “thực hiện khá”, chuẩn từ mức “thực hiện khá” → đạt; điểm = 10 × 2/3 (bậc của mức) = 6,67",
        ),
        (yes("R", weight=5), Answer(yes=True), "Có → đạt; điểm = 5"),
        (yes("R", weight=5), Answer(yes=False), "Chưa có → chưa đạt; điểm = 0"),
        (percent("R", **STORY), Answer(text="x" * 64), "Đã báo cáo → đạt; điểm = 10"),
        (percent("R"), None, "Chưa có số liệu → 0 điểm"),
        (percent("R"), ratio(3, 2), "Số liệu không hợp lệ: tử số lớn hơn mẫu số → 0 điểm"),
        (percent("R"), Answer(na=True, note="Không có."), "Không phát sinh → không tính vào điểm và điểm tối đa"),
    ],
)
def test_the_numbers_are_put_in(rule, answer, said):
    assert formula(rule, answer) == said


@given(reports())
def test_the_formula_ends_with_the_points_of_the_line(report):
    book, filled = report
    for rule, line in zip(book, score(book, filled, year=2023).lines, strict=True):
        said = formula(rule, filled.get(rule.indicator))
        if not line.applicable:
            assert said.startswith("Không phát sinh")
        elif "điểm = " in said:
            end = said.partition("điểm = ")[2].rpartition("= ")[2].partition(" (")[0]
            assert end == format_decimal(line.points)
        else:
            assert line.points == 0

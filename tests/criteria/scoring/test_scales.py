"""Met or not, and for how many points: comparators, thresholds, n/a and unusable figures."""

from decimal import Decimal

import pytest

from criteria.scoring.engine import score
from criteria.scoring.scales import judge
from criteria.scoring.types import Answer, Comparator, Kind, Requirement, Rule, Scale


def rule(code="R", **changes) -> Rule:
    values = {
        "clause": "IV.1",
        "indicator": code,
        "name": "Tiêu chuẩn thử",
        "kind": Kind.PERCENT,
        "comparator": Comparator.GE,
        "threshold": Decimal(80),
        "weight": Decimal(5),
        "group": "B",
    }
    return Rule(code=code, **(values | changes))


def ratio(a, b, **more) -> Answer:
    return Answer(a=Decimal(str(a)), b=Decimal(str(b)), **more)


def outcome(one: Rule, answer: Answer | None) -> tuple[bool, Decimal]:
    verdict = judge(one, answer)
    return verdict.met, verdict.points


@pytest.mark.parametrize(
    ("comparator", "threshold", "a", "b", "met", "points"),
    [
        (Comparator.GE, 80, 80, 100, True, "5"),
        (Comparator.GE, 80, 799999, 1000000, False, "4.99"),  # 79,9999% is not 80%, and not worth all points
        (Comparator.GE, 80, 40, 100, False, "2.50"),
        (Comparator.GE, 80, 0, 7, False, "0"),
        (Comparator.GE, 80, 100, 100, True, "5"),
        (Comparator.GT, 50, 50, 100, False, "4.99"),  # "trên 50%": 50% is not met
        (Comparator.GT, 50, 500001, 1000000, True, "5"),
        (Comparator.EQ, 100, 1999, 2000, False, "4.99"),
        (Comparator.EQ, 100, 2000, 2000, True, "5"),
        (Comparator.EQ, 100, 1, 3, False, "1.66"),
    ],
)
def test_percentages_are_compared_exactly(comparator, threshold, a, b, met, points):
    one = rule(comparator=comparator, threshold=Decimal(threshold))
    assert outcome(one, ratio(a, b)) == (met, Decimal(points))


@pytest.mark.parametrize(
    ("a", "met", "exceeded"), [(6499, False, False), (6500, True, False), (6999, True, False), (7000, True, True)]
)
def test_range_is_met_from_65_and_exceeded_from_70(a, met, exceeded):
    """III.3.8, GD-05."""
    verdict = judge(rule(comparator=Comparator.RANGE, threshold=Decimal(65), upper=Decimal(70)), ratio(a, 10000))
    assert (verdict.met, verdict.exceeded) == (met, exceeded)


@pytest.mark.parametrize(("yes", "met", "points"), [(True, True, 5), (False, False, 0)])
def test_yes_or_no(yes, met, points):
    one = rule(kind=Kind.YES_NO, comparator=Comparator.YES, threshold=None, scale=Scale.FULL)
    assert outcome(one, Answer(yes=yes)) == (met, points)


@pytest.mark.parametrize(
    ("count", "met", "points"), [(0, False, "0"), (1, True, "3.00"), (2, True, "4.00"), (3, True, "5"), (9, True, "5")]
)
def test_steps(count, met, points):
    one = rule(
        kind=Kind.COUNT,
        comparator=Comparator.COUNT_GE,
        threshold=Decimal(1),
        scale=Scale.STEPS,
        steps=((1, 60), (2, 80), (3, 100)),
    )
    assert outcome(one, Answer(value=Decimal(count))) == (met, Decimal(points))


@pytest.mark.parametrize(
    ("grade", "met", "points"), [(0, False, "0"), (1, False, "1.66"), (2, True, "3.33"), (3, True, "5")]
)
def test_grades(grade, met, points):
    one = rule(
        kind=Kind.GRADED,
        comparator=Comparator.QUALITATIVE,
        threshold=Decimal(2),
        scale=Scale.GRADE,
        grades=("Chưa", "Một phần", "Khá", "Tốt"),
    )
    assert outcome(one, Answer(value=Decimal(grade))) == (met, Decimal(points))


def test_grade_outside_the_list_is_unusable():
    one = rule(kind=Kind.GRADED, comparator=Comparator.QUALITATIVE, scale=Scale.GRADE, grades=("Chưa", "Tốt"))
    assert judge(one, Answer(value=Decimal(2))).problem == "Số liệu không hợp lệ: mức không có trong danh sách"
    assert judge(one, Answer(value=Decimal(1))).problem == ""


@pytest.mark.parametrize(
    ("kind", "answer", "met"),
    [
        (Kind.NARRATIVE, Answer(text="Đã làm nhiều việc."), True),
        (Kind.COUNT, Answer(value=Decimal(0)), False),
        (Kind.COUNT, Answer(value=Decimal(1)), True),
        (Kind.YES_NO, Answer(yes=True), True),
        (Kind.YES_NO, Answer(yes=False), False),
        (Kind.PERCENT, ratio(0, 4), False),
        (Kind.PERCENT, ratio(1, 4), True),
        (Kind.MONEY, Answer(value=Decimal("1500000")), True),
    ],
)
def test_quality(kind, answer, met):
    one = rule(kind=kind, comparator=Comparator.QUALITATIVE, threshold=None, scale=Scale.FULL)
    assert outcome(one, answer) == (met, Decimal(5 if met else 0))


def test_quality_of_a_percentage_is_worth_its_share_of_the_whole():
    one = rule(comparator=Comparator.QUALITATIVE, threshold=None)
    assert outcome(one, ratio(1, 4)) == (True, Decimal("1.25"))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (None, "Chưa có số liệu"),
        (Answer(), "Chưa có số liệu"),
        (Answer(a=Decimal(1)), "Chưa có số liệu"),
        (Answer(b=Decimal(1)), "Chưa có số liệu"),
        (ratio(-1, 5), "Số liệu không hợp lệ: số âm"),
        (ratio(6, 5), "Số liệu không hợp lệ: tử số lớn hơn mẫu số"),
        (ratio(1, 0), "Số liệu không hợp lệ: tử số lớn hơn mẫu số"),
        (Answer(na=True), "Chọn “không phát sinh” nhưng chưa ghi lý do"),
        (Answer(na=True, note="  "), "Chọn “không phát sinh” nhưng chưa ghi lý do"),
    ],
)
def test_unusable_answers_are_worth_nothing_and_still_count(answer, problem):
    verdict = judge(rule(), answer)
    assert (verdict.problem, verdict.met, verdict.points, verdict.applicable) == (problem, False, 0, True)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Kind.YES_NO, Answer()),
        (Kind.NARRATIVE, Answer(text=" \n")),
        (Kind.COUNT, Answer()),
        (Kind.MONEY, Answer()),
        (Kind.GRADED, Answer()),
    ],
)
def test_empty_answers_of_every_kind_are_missing(kind, answer):
    one = rule(kind=kind, comparator=Comparator.QUALITATIVE, threshold=None, grades=("a", "b"))
    assert judge(one, answer).problem == "Chưa có số liệu"


@pytest.mark.parametrize(
    "answer", [Answer(na=True, note="Không có tuyến biên giới"), ratio(0, 0), ratio(0, 0, note="Không có")]
)
def test_not_applicable(answer):
    """domain: b = 0 is "không phát sinh", never 100%."""
    verdict = judge(rule(), answer)
    assert (verdict.applicable, verdict.met, verdict.points) == (False, False, 0)


def test_threshold_zero_does_not_divide_by_zero():
    assert outcome(rule(threshold=Decimal(0)), ratio(0, 9)) == (True, Decimal(5))


def test_smallest_weight_not_met_is_worth_nothing():
    assert outcome(rule(weight=Decimal("0.01")), ratio(79, 100)) == (False, Decimal(0))


@pytest.mark.parametrize(
    ("one", "answer", "value", "threshold", "reason"),
    [
        (
            rule(),
            ratio(35, 40),
            "87,5% (35/40)",
            "từ 80% trở lên",
            "87,5% (35/40), đạt yêu cầu từ 80% trở lên: 5 điểm.",
        ),
        (
            rule(target_year=2025),
            ratio(799999, 1000000),
            "79,99% (799.999/1.000.000)",
            "từ 80% trở lên",
            "79,99% (799.999/1.000.000), chưa đạt yêu cầu từ 80% trở lên: 4,99 trên 5 điểm, "
            "theo tỷ lệ so với chỉ tiêu đến năm 2025.",
        ),
        (
            rule(comparator=Comparator.GT, threshold=Decimal(50)),
            ratio(5000001, 10000000),
            "50,01% (5.000.001/10.000.000)",
            "trên 50%",
            "50,01% (5.000.001/10.000.000), đạt yêu cầu trên 50%: 5 điểm.",
        ),
        (
            rule(comparator=Comparator.RANGE, threshold=Decimal(65), upper=Decimal(70)),
            ratio(7, 10),
            "70% (7/10)",
            "từ 65% (vượt từ 70%)",
            "70% (7/10), vượt yêu cầu từ 65% (vượt từ 70%): 5 điểm.",
        ),
        (
            rule(),
            Answer(na=True, note="Xã không có biên giới."),
            "không phát sinh",
            "từ 80% trở lên",
            "Không phát sinh (Xã không có biên giới): không tính vào điểm và điểm tối đa.",
        ),
        (
            rule(),
            ratio(0, 0),
            "không phát sinh",
            "từ 80% trở lên",
            "Không phát sinh: không tính vào điểm và điểm tối đa.",
        ),
        (rule(), None, "–", "từ 80% trở lên", "Chưa có số liệu: 0 điểm."),
        (
            rule(comparator=Comparator.EQ, threshold=Decimal(100)),
            ratio(1, 2),
            "50% (1/2)",
            "đủ 100%",
            "50% (1/2), chưa đạt yêu cầu đủ 100%: 2,5 trên 5 điểm, theo tỷ lệ so với tiêu chuẩn.",
        ),
        (
            rule(
                kind=Kind.COUNT,
                comparator=Comparator.COUNT_GE,
                threshold=Decimal(1),
                scale=Scale.STEPS,
                steps=((1, 60),),
                unit_label="sáng kiến",
            ),
            Answer(value=Decimal(1)),
            "1 sáng kiến",
            "ít nhất 1 sáng kiến",
            "1 sáng kiến, đạt yêu cầu ít nhất 1 sáng kiến: 3 trên 5 điểm, theo bậc số lượng.",
        ),
        (
            rule(
                kind=Kind.GRADED,
                comparator=Comparator.QUALITATIVE,
                threshold=Decimal(1),
                scale=Scale.GRADE,
                grades=("Chưa thực hiện", "Khá", "Tốt"),
            ),
            Answer(value=Decimal(1)),
            "khá",
            "từ mức “khá”",
            "Khá, đạt yêu cầu từ mức “khá”: 2,5 trên 5 điểm, theo mức độ.",
        ),
        (
            rule(kind=Kind.YES_NO, comparator=Comparator.YES, threshold=None, scale=Scale.FULL),
            Answer(yes=False),
            "chưa có",
            "có",
            "Chưa có, chưa đạt: 0 trên 5 điểm.",
        ),
        (
            rule(kind=Kind.NARRATIVE, comparator=Comparator.QUALITATIVE, threshold=None, scale=Scale.FULL),
            Answer(text="Kết quả tốt"),
            "đã báo cáo",
            "có báo cáo",
            "Đã báo cáo, đạt: 5 điểm.",
        ),
        (
            rule(
                kind=Kind.MONEY, comparator=Comparator.QUALITATIVE, threshold=None, scale=Scale.FULL, unit_label="đồng"
            ),
            Answer(value=Decimal(1234567)),
            "1.234.567 đồng",
            "có phát sinh",
            "1.234.567 đồng, đạt yêu cầu có phát sinh: 5 điểm.",
        ),
    ],
)
def test_words(one, answer, value, threshold, reason):
    line = score([one], {} if answer is None else {"R": answer}, year=2023).lines[0]
    assert (line.value, line.threshold, line.reason) == (value, threshold, reason)


def test_line_carries_what_the_page_needs():
    line = score([rule(requirement=Requirement.REQUIRED, assumption="GD-04")], {"R": ratio(1, 2)}, year=2023).lines[0]
    assert (line.code, line.clause, line.indicator, line.group, line.assumption, line.proposed) == (
        "R",
        "IV.1",
        "R",
        "B",
        "GD-04",
        True,
    )

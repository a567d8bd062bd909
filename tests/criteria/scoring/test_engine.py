"""The sheet: sums, eligibility, adjustments, digest."""

import json
from decimal import Decimal

import pytest

from criteria.scoring.engine import RuleBook, score
from criteria.scoring.types import Adjustment, Answer, Comparator, Kind, Requirement, Rule, Scale


def percent(code, weight=10, threshold=80, **changes) -> Rule:
    values = {
        "clause": f"IV.{code}",
        "indicator": code,
        "name": f"Tiêu chuẩn {code}",
        "kind": Kind.PERCENT,
        "comparator": Comparator.GE,
        "threshold": None if threshold is None else Decimal(threshold),
        "weight": Decimal(weight),
    }
    return Rule(code=code, **(values | changes))


def yes(code, **changes) -> Rule:
    more = {"kind": Kind.YES_NO, "comparator": Comparator.YES, "threshold": None, "scale": Scale.FULL}
    return percent(code, **(more | changes))


def ratio(a, b) -> Answer:
    return Answer(a=Decimal(a), b=Decimal(b))


RULES = [percent("P1", sort=1), percent("P2", weight=20, threshold=90, sort=2), yes("Y1", sort=3)]
ANSWERS = {"P1": ratio(80, 100), "P2": ratio(45, 100), "Y1": Answer(yes=True)}


def test_totals():
    sheet = score(RULES, ANSWERS, year=2025)
    assert [line.points for line in sheet.lines] == [10, 10, 10]
    assert (sheet.total, sheet.max_total, sheet.percent) == (30, 40, 75)


def test_not_applicable_leaves_sum_and_maximum():
    sheet = score(RULES, ANSWERS | {"P2": Answer(na=True, note="Không phát sinh hồ sơ")}, year=2025)
    assert (sheet.total, sheet.max_total, sheet.percent) == (20, 20, 100)
    assert [line.applicable for line in sheet.lines] == [True, False, True]
    assert sheet.eligible is True


def test_missing_answer_is_worth_nothing_but_counts():
    sheet = score(RULES, {"P1": ANSWERS["P1"]}, year=2025)
    assert (sheet.total, sheet.max_total) == (10, 40)


def test_nothing_applies():
    sheet = score([percent("P1")], {"P1": ratio(0, 0)}, year=2025)
    assert (sheet.total, sheet.max_total, sheet.percent, sheet.eligible) == (0, 0, 0, False)
    assert sheet.reasons == ("không có tiêu chuẩn nào áp dụng cho đơn vị",)


def test_required_standard_not_met_makes_not_eligible_with_its_clause():
    sheet = score(RULES, ANSWERS, year=2025)
    assert sheet.eligible is False
    assert sheet.reasons == ("tiêu chuẩn P2 mới đạt 45%, chuẩn là từ 90% trở lên (mục IV.P2)",)


def test_optional_standard_never_decides():
    rules = [percent("P1"), percent("P2", requirement=Requirement.OPTIONAL)]
    assert score(rules, {"P1": ratio(1, 1), "P2": ratio(0, 1)}, year=2025).eligible is True
    assert score(rules, {"P1": ratio(0, 1), "P2": ratio(1, 1)}, year=2025).eligible is False


CHOICE = {"requirement": Requirement.CHOICE, "choice": "TC", "at_least": 1}
PERSON = [yes("CN-01", weight=0, sort=1), yes("CN-02", sort=2, **CHOICE), yes("CN-03", sort=3, **CHOICE)]


MISSING_CHOICE = "mới đạt 0 trong các tiêu chuẩn “Tiêu chuẩn CN-02” và “Tiêu chuẩn CN-03”, cần ít nhất 1 (mục IV.CN-02)"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ((True, True, False), []),
        ((True, False, True), []),
        ((True, False, False), [MISSING_CHOICE]),
    ],
)
def test_at_least_one_of_a_group(said, missing):
    answers = {rule.code: Answer(yes=one) for rule, one in zip(PERSON, said, strict=True)}
    assert [reason for reason in score(PERSON, answers, year=2023).reasons if "ít nhất" in reason] == missing


def test_bonus_and_minus_are_lines_and_the_sum_stays_the_score():
    adjustments = [
        Adjustment(points=Decimal(-2), reason="Nộp báo cáo sau hạn"),
        Adjustment(points=Decimal(7), reason="Mô hình được nhân rộng."),
        Adjustment(points=Decimal(5), reason="Được tỉnh biểu dương"),
    ]
    sheet = score(RULES, ANSWERS, year=2025, adjustments=adjustments)
    extra = sheet.lines[3:]
    assert [(line.code, line.points, line.max_points) for line in extra] == [
        ("THUONG-1", 7, 0),
        ("THUONG-2", 3, 0),  # together at most 10
        ("TRU-3", -2, 0),
    ]
    assert extra[1].reason == "Điểm thưởng 3 (đề nghị 5; điểm thưởng không quá mức tối đa): Được tỉnh biểu dương."
    assert extra[2].reason == "Điểm trừ 2: Nộp báo cáo sau hạn."
    assert (sheet.total, sheet.max_total) == (38, 40)
    assert sheet.total == sum(line.points for line in sheet.lines)


def test_minus_points_do_not_go_below_zero():
    sheet = score([percent("P1")], {}, year=2025, adjustments=[Adjustment(points=Decimal(-2), reason="Muộn")])
    assert (sheet.total, sheet.lines[1].points) == (0, 0)


@pytest.mark.parametrize("points", [1, -1])
def test_adjustment_without_reason_is_refused(points):
    with pytest.raises(ValueError, match="phải kèm lý do"):
        score(RULES, ANSWERS, year=2025, adjustments=[Adjustment(points=Decimal(points), reason=" ")])


def test_same_code_twice_is_refused():
    with pytest.raises(ValueError, match="hai lần"):
        RuleBook.of([percent("P1"), percent("P1")])


def test_digest_is_the_same_on_every_machine():
    """A literal: whoever changes the canonical form changes the digests of sheets that people have printed."""
    sheet = score(RULES, ANSWERS, year=2025)
    assert sheet.digest == "52b0d08d832d3aac3fd774c77dd630bbec02a51efffffa652adb93e80fb3efe0"


def test_digest_depends_on_values_not_on_their_spelling():
    spelled = ANSWERS | {"P1": Answer(a=Decimal("80.0"), b=Decimal("1E+2"))}
    assert score(RULES, spelled, year=2025).digest == score(RULES, ANSWERS, year=2025).digest


def test_answers_that_no_rule_reads_do_not_matter():
    assert score(RULES, ANSWERS | {"KHAC": ratio(1, 2)}, year=2025) == score(RULES, ANSWERS, year=2025)


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": ANSWERS | {"P1": ratio(81, 100)}},
        {"answers": ANSWERS | {"P1": Answer(a=Decimal(80), b=Decimal(100), note="Số ước thực hiện")}},
        {"answers": ANSWERS | {"Y1": Answer(yes=False)}},
        {"answers": {key: value for key, value in ANSWERS.items() if key != "Y1"}},
        {"year": 2024},
        {"rules": [*RULES[:2], yes("Y1", weight=11, sort=3)]},
        {"adjustments": [Adjustment(points=Decimal(1), reason="Mô hình mới")]},
    ],
)
def test_digest_changes_with_rules_values_year_and_adjustments(changed):
    usual = {"rules": RULES, "answers": ANSWERS, "year": 2025, "adjustments": ()}
    values = usual | changed
    rules, answers = values.pop("rules"), values.pop("answers")
    assert score(rules, answers, **values).digest != score(RULES, ANSWERS, year=2025).digest


def test_zero_and_missing_are_told_apart():
    zero, missing = {"P1": Answer(a=Decimal(0), b=Decimal(5))}, {"P1": Answer(b=Decimal(5))}
    assert score(RULES, zero, year=2025).digest != score(RULES, missing, year=2025).digest


def test_inputs_are_plain_json_and_long_texts_stay_out():
    rule = percent("T", kind=Kind.NARRATIVE, comparator=Comparator.QUALITATIVE, threshold=None, scale=Scale.FULL)
    sheet = score([rule], {"T": Answer(text="Kết quả " * 500)}, year=2025)
    assert json.loads(json.dumps(sheet.inputs)) == sheet.inputs
    assert len(sheet.inputs["answers"]["T"]["text"]) == 64

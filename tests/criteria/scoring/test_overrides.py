"""The council's points on a line: they count, they are explained, and they decide nothing but points."""

from decimal import Decimal

import pytest

from criteria.scoring.engine import score
from criteria.scoring.types import Answer, Override
from tests.criteria.scoring.test_engine import ANSWERS, RULES


def council(points, reason="Kiểm tra tại đơn vị chưa đúng như báo cáo.") -> Override:
    return Override(points=Decimal(str(points)), reason=reason)


def test_the_line_takes_the_councils_points_and_reason_and_keeps_value_and_result():
    plain = score(RULES, ANSWERS, year=2025)
    sheet = score(RULES, ANSWERS, year=2025, overrides={"P1": council("7.5")})
    was, line = plain.lines[0], sheet.lines[0]
    assert (line.points, line.value, line.met, line.max_points) == (Decimal("7.50"), was.value, was.met, was.max_points)
    assert line.reason == "Hội đồng cho 7,5 trên 10 điểm: Kiểm tra tại đơn vị chưa đúng như báo cáo."
    assert (sheet.total, sheet.max_total) == (plain.total - Decimal("2.5"), plain.max_total)
    assert sheet.lines[1:] == plain.lines[1:]


def test_all_points_from_the_council_do_not_make_a_unit_eligible():
    sheet = score(RULES, ANSWERS, year=2025, overrides={"P2": council(20)})
    assert sheet.lines[1].points == 20
    assert sheet.eligible is False
    assert sheet.reasons == score(RULES, ANSWERS, year=2025).reasons


@pytest.mark.parametrize(
    ("override", "told"),
    [
        (council("10.01"), "từ 0 đến điểm tối đa"),
        (council("-0.01"), "từ 0 đến điểm tối đa"),
        (council("1.005"), "hai chữ số"),
        (council(5, " "), "kèm lý do"),
    ],
)
def test_points_that_no_line_can_have_are_refused(override, told):
    with pytest.raises(ValueError, match=told):
        score(RULES, ANSWERS, year=2025, overrides={"P1": override})
    for allowed in (0, 10, "0.01"):
        assert score(RULES, ANSWERS, year=2025, overrides={"P1": council(allowed)}).lines[0].points == Decimal(
            str(allowed)
        )


def test_a_line_that_does_not_apply_stays_out_whatever_the_council_says():
    answers = ANSWERS | {"P2": Answer(na=True, note="Không phát sinh hồ sơ")}
    sheet = score(RULES, answers, year=2025, overrides={"P2": council(20)})
    assert (sheet.total, sheet.max_total, sheet.lines[1].points) == (20, 20, 0)


def test_only_what_was_said_of_a_line_of_the_sheet_enters_inputs_and_digest():
    plain = score(RULES, ANSWERS, year=2025)
    for nothing in ({}, None, {"KHAC": council(1)}):
        assert score(RULES, ANSWERS, year=2025, overrides=nothing) == plain
    sheet = score(RULES, ANSWERS, year=2025, overrides={"P1": council("7.50")})
    assert sheet.inputs == plain.inputs | {"overrides": {"P1": ["7.5", "Kiểm tra tại đơn vị chưa đúng như báo cáo."]}}
    same = score(RULES, ANSWERS, year=2025, overrides={"P1": council("7.5")})
    other = score(RULES, ANSWERS, year=2025, overrides={"P1": council("7.5", "Lý do khác")})
    assert len({plain.digest, sheet.digest, other.digest}) == 3
    assert same.digest == sheet.digest

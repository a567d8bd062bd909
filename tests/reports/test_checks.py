"""What a report is asked before it is sent: a table of lines and what is said of them; no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Check, Line, Severity, check_report
from reports.rules import Figures, problems


def percent(a=None, b=None, code="X-02", **more) -> Line:
    names = {name: more.pop(name) for name in ("na", "note", "estimate") if name in more}
    figures = Figures(a=_number(a), b=_number(b), **names)
    return Line(
        code, "percent", figures, **{"name": f"Dòng {code}", "b_label": f"Tổng {code}", "unit": "hồ sơ", **more}
    )


def number(value=None, **more) -> Line:
    names = {name: more.pop(name) for name in ("na", "note", "estimate") if name in more}
    return Line("TT-03", "count", Figures(value=_number(value), **names), **more)


def _number(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def said(*lines: Line) -> list[tuple[str, str, str, str]]:
    return [(row.code, row.check.value, row.severity.value, row.field) for row in check_report(lines).rows]


MUST = {
    "nothing filled": (percent(), "missing", ""),
    "a > b": (percent(120, 100), "wrong", "a"),
    "only a": (percent(5), "wrong", "b"),
    "only b": (percent(None, 5), "wrong", "a"),
    "b is nought": (percent(0, 0), "wrong", "b"),
    "n/a without a reason": (percent(na=True), "wrong", "note"),
    "n/a with figures": (percent(1, 2, na=True, note="Không có."), "wrong", "na"),
    "an empty story": (Line("BC-01", "narrative", Figures()), "missing", ""),
    "half a person": (percent("1.5", 2), "wrong", "a"),
}


@pytest.mark.parametrize(("line", "check", "name"), MUST.values(), ids=MUST)
def test_what_must_be_mended(line, check, name):
    assert said(line) == [(line.code, check, "must", name)]


def test_a_sound_line_is_left_alone():
    assert said(percent(80, 100), number(3), percent(na=True, note="Không có kiểm tra.", code="CQS-09")) == []


PAST = {
    "ten points less": (percent(70, 100, before=Figures(a=Decimal(80), b=Decimal(100))), True),
    "a little less": (percent(71, 100, before=Figures(a=Decimal(80), b=Decimal(100))), False),
    "less, and why": (percent(10, 100, note="Sáp nhập xã.", before=Figures(a=Decimal(80), b=Decimal(100))), False),
    "more": (percent(95, 100, before=Figures(a=Decimal(80), b=Decimal(100))), False),
    "nothing to compare": (percent(1, 100, before=Figures(na=True, note="Chưa có.")), False),
    "less than half": (number(4, before=Figures(value=Decimal(9))), True),
    "half": (number(4, before=Figures(value=Decimal(8))), False),
    "none last year": (number(0, before=Figures(value=Decimal(0))), False),
    "a lower grade": (
        Line("X-01", "graded", Figures(value=Decimal(1)), grades=4, before=Figures(value=Decimal(3))),
        True,
    ),
    "the same grade": (
        Line("X-01", "graded", Figures(value=Decimal(3)), grades=4, before=Figures(value=Decimal(3))),
        False,
    ),
    "no longer": (Line("TT-01", "yes_no", Figures(yes=False), before=Figures(yes=True)), True),
    "now at last": (Line("TT-01", "yes_no", Figures(yes=True), before=Figures(yes=False)), False),
    "a story": (Line("BC-01", "narrative", Figures(text="Ít."), before=Figures(text="Nhiều.")), False),
}


@pytest.mark.parametrize(("line", "asked"), PAST.values(), ids=PAST)
def test_a_drop_against_last_year_is_asked_about(line, asked):
    assert [row[1:3] for row in said(line)] == [("drop", "should")] * asked


def test_the_words_of_a_drop():
    before = Figures(a=Decimal(4), b=Decimal(5))
    told = check_report([percent(611, 1000, before=before)]).rows[0].sentence
    assert (
        told
        == "Năm trước 80%, năm nay 61,1%: giảm 18,9 điểm phần trăm. Nếu đúng như vậy, anh/chị ghi lý do ở ô ghi chú."
    )


def test_one_total_under_one_name_is_one_number():
    households = {"b_label": "Tổng số hộ", "unit": "hộ"}
    same = [percent(1, 1510, "XHS-04a", **households), percent(2, 1510, "XHS-05a", b_label="tổng số  hộ", unit="hộ")]
    other = percent(3, 1501, "XHS-06b", **households)
    people = percent(3, 4000, "XHS-07", b_label="Tổng dân số", unit="người")
    assert said(*same, people) == []
    assert said(*same, people, other) == [("XHS-06b", "totals", "should", "b")]
    told = check_report([*same, other]).rows[0].sentence
    assert told == "“Tổng số hộ” ở đây là 1.501, ở dòng “Dòng XHS-04a” là 1.510. Cùng một tổng số thì nên giống nhau."


def test_a_hundred_per_cent_everywhere_is_asked_about_once():
    full = [percent(10 + n, 10 + n, f"X-0{n}") for n in range(4)]
    assert said(*full) == [("X-00", "full", "should", "a")]
    assert said(*full[:3]) == []
    assert said(*full, percent(9, 10, "X-05")) == []
    assert said(*full[:3], percent(na=True, note="Không có.", code="X-05")) == []


PROOF = {
    "a percentage": (percent(80, 100, proof_hint="Báo cáo"), True),
    "with a file": (percent(80, 100, proof_hint="Báo cáo", files=1), False),
    "nothing asked for": (percent(80, 100), False),
    "nothing done": (percent(0, 100, proof_hint="Báo cáo"), False),
    "not yet": (Line("TT-01", "yes_no", Figures(yes=False), proof_hint="Kế hoạch"), False),
    "yes": (Line("TT-01", "yes_no", Figures(yes=True), proof_hint="Kế hoạch"), True),
    "n/a": (percent(na=True, note="Không có.", proof_hint="Báo cáo"), False),
    "a story": (Line("BC-01", "narrative", Figures(text="Đã làm."), proof_hint="Báo cáo của đơn vị"), True),
}


@pytest.mark.parametrize(("line", "asked"), PROOF.values(), ids=PROOF)
def test_proof_is_asked_for_where_something_is_claimed(line, asked):
    assert [row[1:] for row in said(line)] == [("proof", "should", "file")] * asked


def test_an_estimate_says_how_it_was_made():
    assert said(percent(80, 100, estimate=True)) == [("X-02", "estimate", "should", "note")]
    assert said(percent(80, 100, estimate=True, note="Số 11 tháng.")) == []


def test_what_must_be_mended_is_asked_about_once_and_first():
    wrong = percent(120, 100, "X-03a", proof_hint="Văn thư", estimate=True)
    bare = percent(80, 100, "X-02", proof_hint="Văn thư")
    assert said(bare, wrong, number()) == [
        ("TT-03", "missing", "must", ""),
        ("X-03a", "wrong", "must", "a"),
        ("X-02", "proof", "should", "file"),
    ]


numbers = st.none() | st.decimals(0, 200, places=0)
figures = st.builds(
    Figures,
    a=numbers,
    b=numbers,
    value=numbers,
    yes=st.none() | st.booleans(),
    text=st.sampled_from(["", "Đã làm."]),
    na=st.booleans(),
    note=st.sampled_from(["", "Vì sao."]),
    estimate=st.booleans(),
)


@given(figures=figures, kind=st.sampled_from(["percent", "count", "money", "graded", "yes_no", "narrative"]))
def test_must_is_exactly_what_the_workflow_refuses(figures, kind):
    """`nothing_missing` looks at `answered`, `nothing_wrong` at `problems`."""
    found = check_report([Line("X", kind, figures, grades=4)])
    refused = not figures.answered or bool(problems(kind, figures, grades=4))
    assert bool(found.of(Severity.MUST)) == refused
    assert {row.check for row in found.of(Severity.MUST)} <= {Check.MISSING, Check.WRONG}

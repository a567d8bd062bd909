"""The anomaly desk's rules on seeded districts: what they must find, what they must leave alone, each by itself."""

import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.anomalies import LIMITS, RULES, District, FileUse, Finding, Kind, Line, Proof, Sheet, find
from reports.anomalies.copies import runs_of
from reports.anomalies.explained import explain
from reports.anomalies.jumps import unlikely
from reports.anomalies.steps import tail
from reports.enums import AnomalyKind
from tests.reports.seeded import clean, plant_all

CLEAN, ODD = range(6), range(100, 106)
SEEDED = plant_all(clean(7, units=56, percents=12))
PLANTED = {"identical": 8, "copied": 3, "same_file": 3, "jump": 2, "rounding": 1, "outlier": 1}  # in each odd district


def places(findings: list[Finding]) -> set[tuple[int, str, Kind]]:
    return {(one.key, one.code, one.kind) for one in findings}


def sheet(key: int, *lines: Line, group: str = "K4", year: int = 2024, name: str = "") -> Sheet:
    return Sheet(key, key % 1000, name or f"Xã {key}", group, year, lines)


def share(a: int, b: int, code: str = "X-02", **more) -> Line:
    return Line(code, "percent", "hồ sơ", a=Decimal(a), b=Decimal(b), **more)


def money(value: int) -> Line:
    return Line("NS-03", "money", "đồng", value=Decimal(value))


def only(kind: Kind, *sheets: Sheet, **more) -> list[Finding]:
    return sorted(RULES[kind](District(tuple(sheets), **more), LIMITS))


# --- seeded districts ------------------------------------------------------------------------------------------------


def test_clean_districts_are_left_alone():
    """Six of 60 units with 30 lines in two years, 10,800 lines to judge; nothing to look at first, hardly anything at all."""
    counts = [Counter(one.weight for one in find(clean(seed).district)) for seed in CLEAN]
    every = sum(counts, Counter())
    assert every[3] == 0
    assert every[2] <= 2
    assert max(sum(count.values()) for count in counts) <= 6
    assert sum(every.values()) <= 24


def test_everything_planted_in_odd_districts_is_found():
    planted, missed, beside = Counter(), Counter(), Counter()
    for seed in ODD:
        seeded = plant_all(clean(seed))
        found = find(seeded.district)
        planted.update(str(kind) for _, _, kind in seeded.planted)
        missed.update(str(kind) for _, _, kind in seeded.planted - places(found))
        beside.update(one.weight for one in found if (one.key, one.code) not in seeded.touched)
    assert planted == {kind: count * len(ODD) for kind, count in PLANTED.items()}
    assert missed == {}
    assert beside[3] == 0
    assert sum(beside.values()) <= 24


@pytest.mark.parametrize("kind", list(Kind))
def test_without_its_rule_what_was_planted_is_not_found(kind):
    """The negative control: nothing else finds it by accident."""
    wanted = {place for place in SEEDED.planted if place[2] == kind}
    rest = {name: rule for name, rule in RULES.items() if name != kind}
    assert wanted
    assert wanted <= places(find(SEEDED.district))
    assert not wanted & places(find(SEEDED.district, rules=rest))


def test_every_kind_has_a_rule_words_and_an_explanation():
    assert set(RULES) == set(Kind) == set(explain())
    assert {kind.value for kind in Kind} == set(AnomalyKind.values)


def test_a_line_is_told_once_by_each_rule_and_every_reason_names_figures():
    found = find(plant_all(clean(ODD[0])).district)
    assert len(places(found)) == len(found)
    assert all(one.reason.endswith(".") and any(char.isdigit() for char in one.reason) for one in found)
    assert {one.weight for one in found} <= {1, 2, 3}


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_the_input_does_not_matter(seed):
    rng, district = random.Random(seed), SEEDED.district

    def shuffled(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
        mixed = [replace(one, lines=tuple(rng.sample(one.lines, len(one.lines)))) for one in sheets]
        rng.shuffle(mixed)
        return tuple(mixed)

    mixed = replace(district, sheets=shuffled(district.sheets), before=shuffled(district.before))
    assert [(one, one.weight, one.reason) for one in find(mixed)] == [
        (one, one.weight, one.reason) for one in find(district)
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 5000)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 5000)), min_size=6, max_size=6),
)
def test_one_unit_more_hides_no_twin(shared, other):
    """Two units with the same lines, and a third that says whatever it likes."""
    same = [share(min(a, b), max(a, b), f"L{n}") for n, (a, b) in enumerate(shared)]
    third = [share(min(a, b), max(a, b), f"L{n}") for n, (a, b) in enumerate(other)]
    before = only(Kind.IDENTICAL, sheet(1, *same), sheet(2, *same))
    after = only(Kind.IDENTICAL, sheet(1, *same), sheet(2, *same), sheet(3, *third))
    assert places(before) <= places(after)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called meanwhile: the same on every machine, however busy."""
    count, before = 0, sys.getprofile()

    def note(_frame, event: str, _arg) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_five_times_as_many_units_are_some_five_times_as_much_work():
    """Every unit beside every other one would be 25 times as much; how long it takes is told by benchmarks/anomalies.py."""
    few, many = (clean(1, units=units, percents=32).district for units in (57, 285))
    assert calls(lambda: find(many)) < 6 * calls(lambda: find(few))


# --- each rule by itself ---------------------------------------------------------------------------------------------


def jump(old: Line, new: Line) -> tuple[int, str] | None:
    found = only(Kind.JUMP, sheet(1, new), before=(sheet(1001, old, year=2023),))
    return (found[0].weight, found[0].reason) if found else None


def test_a_jump_names_both_years():
    assert jump(share(388, 1000), share(800, 1000)) == (
        2,
        "Cao hơn năm trước 41,2 điểm phần trăm (38,80% → 80,00%).",
    )
    assert jump(share(800, 1000), share(388, 1000))[1].startswith("Thấp hơn năm trước 41,2 điểm phần trăm")


def test_a_good_year_or_a_small_total_is_no_jump():
    assert jump(share(600, 1000), share(840, 1000)) is None  # 24 points
    assert jump(share(1, 4), share(3, 4)) is None  # 50 points of four
    assert jump(share(0, 1000), share(0, 1000)) is None
    assert jump(share(100, 400), share(300, 400)) is not None


def test_chance_is_reckoned_exactly():
    assert not unlikely(1, 4, 3, 4, LIMITS.jump_chance)
    assert unlikely(100, 400, 300, 400, LIMITS.jump_chance)
    assert tail(8, 8, of=5) == (1, 5**8)
    assert tail(0, 7, of=10) == (10**7, 10**7)


def test_money_in_another_measure_is_looked_at_first():
    weight, reason = jump(money(152_000_000), money(152_000_000_000))
    assert weight == 3
    assert "1.000 lần" in reason
    assert "đơn vị tính" in reason
    assert jump(money(152_000_000), money(400_000_000)) is None
    assert jump(money(1_000_000), money(90_000_000)) is None  # small sums swing


def test_another_total_is_told():
    assert jump(share(1400, 1510), share(140, 151)) == (
        1,
        "Tổng số (b) giảm 10 lần so với năm trước (1.510 → 151\u00a0hồ sơ).",
    )


def twins(*lines: Line) -> list[int]:
    return [one.weight for one in only(Kind.IDENTICAL, sheet(1, *lines), sheet(2, *lines))]


def test_what_is_equal_by_nature_is_no_twin():
    assert twins(share(1510, 1510), share(0, 1510, "X-03"), share(11, 12, "X-04")) == []
    assert twins(Line("CQS-06", "yes_no"), Line("X-01", "graded", value=Decimal(3))) == []
    assert twins(*(Line(f"C{n}", "count", value=Decimal(n + 1)) for n in range(20))) == []
    assert twins(money(150_000_000)) == []  # a round sum
    assert twins(*(share(1204, 1510, f"L{n}") for n in range(1)), share(800, 1000, "M")) != []


def test_one_total_in_several_lines_counts_once():
    """The same 148 of 391 in four lines of both reports is one coincidence, not four."""
    assert twins(*(share(148, 391, f"L{n}") for n in range(4))) == []
    assert twins(share(148, 391, "L0"), share(217, 263, "L1"), share(92, 118, "L2")) != []


def test_a_twin_names_the_other_units_and_the_lines_in_common():
    lines = [share(217, 263, "X-02"), share(148, 391, "X-04"), share(92, 118, "X-05")]
    found = only(Kind.IDENTICAL, sheet(1, *lines, name="Xã Nam Bình"), sheet(2, *lines, name="Xã Đắk Hòa"))
    assert found[0].reason == (
        "Trùng số liệu với Xã Đắk Hòa: 217/263\u00a0hồ sơ. Báo cáo này và của Xã Đắk Hòa trùng 3 dòng: X-02, X-04, X-05."
    )


def test_round_figures_are_told_for_the_report_as_a_whole():
    odd = [share(50 + 5 * n, 1000 + 10 * n, f"L{n}") for n in range(6)]
    even = [share(53 + 7 * n, 1001 + 13 * n, f"L{n}") for n in range(6)]
    (found,) = only(Kind.ROUNDING, sheet(1, *odd), sheet(2, *even))
    assert (found.key, found.code, found.weight) == (1, "", 3)
    assert found.reason.startswith("12 trên 12 số từ 50 trở lên tận cùng là 0 hoặc 5")
    assert only(Kind.ROUNDING, sheet(1, *odd[:3])) == []  # six figures prove nothing
    assert only(Kind.ROUNDING, sheet(1, *(replace(line, counted=False) for line in odd))) == []


STORY = (
    "Xã Nam Bình lập bốn tổ công nghệ số cộng đồng, mỗi tối thứ Ba đến từng thôn giúp bà con cài ứng dụng, nộp hồ sơ qua mạng "
    "và nhận kết quả tại nhà; đến tháng Mười đã có 412 hộ tự làm được mà không cần cán bộ đi cùng."
)


def story(text: str) -> Line:
    return Line("BC-01", "narrative", text=text)


def test_a_copied_story_is_found_under_another_name_and_without_marks():
    mine, theirs = sheet(1, story(STORY), name="Xã Nam Bình"), STORY.replace("Xã Nam Bình", "Xã Đắk Hòa").upper()
    found = only(Kind.COPIED, mine, sheet(2, story(theirs), name="Xã Đắk Hòa"))
    assert [(one.key, one.weight) for one in found] == [(1, 3), (2, 3)]
    assert found[0].reason.startswith("100% phần lời riêng giống báo cáo của Xã Đắk Hòa (dòng BC-01)")


def test_the_words_of_the_plan_and_of_everybody_are_nobodys():
    two = [sheet(1, story(STORY)), sheet(2, story(STORY))]
    assert only(Kind.COPIED, *two, known=(STORY,)) == []
    assert only(Kind.COPIED, *(sheet(key, story(STORY)) for key in range(1, 8))) == []
    assert only(Kind.COPIED, sheet(1, story(STORY[:80])), sheet(2, story(STORY[:80]))) == []  # too short to say


def test_a_story_of_last_year_is_found_in_ones_own_report_and_in_anothers():
    own = only(Kind.COPIED, sheet(1, story(STORY)), before=(sheet(1001, story(STORY), year=2023),))
    assert [(one.weight, "của chính đơn vị" in one.reason) for one in own] == [(1, True)]
    (foreign,) = only(Kind.COPIED, sheet(1, story(STORY)), before=(sheet(1002, story(STORY), year=2023),))
    assert "giống báo cáo năm 2023 của Xã 1002" in foreign.reason


def test_runs_are_folded():
    assert runs_of("Đắk N’Drung làm rất tốt", 5) == runs_of("đắk ndrung LÀM rất  tốt.", 5) != set()


def khoi(odd: Line, *others: Line) -> list[Finding]:
    return only(Kind.OUTLIER, sheet(1, odd), *(sheet(key, line) for key, line in enumerate(others, 2)))


def test_an_outlier_is_rare_far_and_no_chance():
    others = [share(a, 1000) for a in (410, 420, 430, 440, 450, 460, 470, 480)]
    (found,) = khoi(share(970, 1000), *others)
    assert found.reason == "Cao hơn hẳn các đơn vị cùng khối: 97,00%; mức giữa của khối khoảng 45%."
    assert khoi(share(600, 1000), *others) == []
    assert khoi(share(970, 1000), *others[:6]) == []  # seven units are no khối to measure by
    assert khoi(share(10, 10), *others) == []  # ten papers swing
    assert khoi(share(970, 1000), share(980, 1000), *others) == []  # two of ten are not rare


def test_a_low_figure_is_worth_a_look_at_most():
    (found,) = khoi(share(50, 1000), *(share(a, 1000) for a in range(900, 990, 10)))
    assert (found.weight, found.reason[:8]) == (1, "Thấp hơn")


def test_a_large_sum_is_told_by_its_multiple():
    (found,) = khoi(money(40_000_000_000), *(money(n * 10_000_000) for n in range(10, 19)))
    assert "lần mức giữa của khối" in found.reason
    assert khoi(money(1_000_000), *(money(n * 10_000_000) for n in range(10, 19))) == []


def proof(sha256: str, name: str = "bao-cao.pdf") -> Line:
    return share(1, 1, proofs=(Proof(sha256, name),))


def test_the_same_file_in_another_unit_or_year():
    found = only(
        Kind.SAME_FILE,
        sheet(1, proof("f"), share(1, 1, "X-03", proofs=(Proof("f", "bao-cao.pdf"),))),
        sheet(2, proof("g")),
        sheet(3, proof("h")),
        files=(FileUse("g", 7, "Xã Thuận Hà", 2023), FileUse("h", 3, "Xã 3", 2022)),
    )
    assert [(one.key, one.weight, one.reason) for one in found] == [
        (2, 2, "Tệp “bao-cao.pdf” cũng là minh chứng của Xã Thuận Hà năm 2023."),
        (3, 1, "Tệp “bao-cao.pdf” đã là minh chứng của chính đơn vị năm 2022."),
    ]


def test_a_paper_of_the_district_is_everybodys():
    assert only(Kind.SAME_FILE, *(sheet(key, proof("chung")) for key in range(1, 8))) == []
    assert len(only(Kind.SAME_FILE, *(sheet(key, proof("chung")) for key in range(1, 4)))) == 3

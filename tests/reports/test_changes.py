"""What changed between two sent copies, and where a figure stands in its group: pure, no database."""

from copy import deepcopy
from decimal import Decimal

from reports.changes import ADDED, CELL, REMOVED, by_line, changes
from reports.spread import spread_of

FILE = {"name": "a.pdf", "size": 3, "sha256": "1" * 64, "reference": "trang 1"}
RATIO = {"code": "X-02", "name": "Hồ sơ trên mạng", "kind": "percent", "a_label": "Hồ sơ đã xử lý", "b_label": "Tổng hồ sơ",
         "unit_label": "hồ sơ", "choices": [], "a": "1204.00", "b": "1510.00", "value": None, "yes": None, "text": "",
         "na": False, "note": "", "evidence": [FILE]}  # fmt: skip
GRADE = RATIO | {"code": "X-09", "name": "Mức độ", "kind": "graded", "choices": ["Thấp", "Cao"], "a": None, "b": None,
                 "value": "0.00", "evidence": []}  # fmt: skip
FIRST = {"number": 1, "sections": [{"code": "i", "title": "Phần I", "rows": [RATIO, GRADE]}]}


def second(**lines: dict) -> dict:
    copy = deepcopy(FIRST) | {"number": 2}
    for row in copy["sections"][0]["rows"]:
        row.update(lines.get(row["code"].replace("-", "_"), {}))
    return copy


def told(after: dict) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.label, one.before, one.after) for one in changes(FIRST, after)]


def test_the_same_twice_is_no_change():
    assert changes(FIRST, deepcopy(FIRST)) == []


def test_a_number_written_otherwise_is_no_change():
    assert told(second(X_02={"a": "1204", "b": "1510.0", "estimate": False})) == []


def test_each_cell_says_what_it_was_and_is():
    after = second(X_02={"a": "1300.50", "note": "Đã đối chiếu."}, X_09={"value": "1.00"})
    assert told(after) == [
        ("X-02", "Hồ sơ đã xử lý", "1.204", "1.300,5"),
        ("X-02", "Ghi chú", "để trống", "Đã đối chiếu."),
        ("X-09", "Mức độ", "Thấp", "Cao"),
    ]
    assert {one.kind for one in changes(FIRST, after)} == {CELL}


def test_nothing_arisen_and_yes_are_told_in_words():
    assert told(second(X_02={"a": None, "b": None, "na": True, "yes": False, "estimate": True})) == [
        ("X-02", "Hồ sơ đã xử lý", "1.204", "để trống"),
        ("X-02", "Tổng hồ sơ", "1.510", "để trống"),
        ("X-02", "Kết quả", "để trống", "Chưa"),
        ("X-02", "Không phát sinh", "để trống", "có chọn"),
        ("X-02", "Ước thực hiện", "để trống", "có chọn"),
    ]


def test_files_that_came_and_went():
    other = FILE | {"name": "b.pdf", "sha256": "2" * 64, "reference": ""}
    found = changes(FIRST, second(X_02={"evidence": [other]}))
    assert [(one.kind, one.before, one.after) for one in found] == [
        (REMOVED, "a.pdf (trang 1)", ""),
        (ADDED, "", "b.pdf"),
    ]
    assert told(second(X_02={"evidence": [FILE, other]})) == [("X-02", "Thêm minh chứng", "", "b.pdf")]
    moved = second(X_02={"evidence": [FILE | {"reference": "trang 9"}]})
    assert [one.kind for one in changes(FIRST, moved)] == [REMOVED, ADDED]


def test_a_line_that_only_one_copy_has():
    shorter = deepcopy(FIRST)
    shorter["sections"][0]["rows"].pop()
    assert [(one.code, one.before, one.after) for one in changes(FIRST, shorter)] == [("X-09", "Thấp", "để trống")]
    assert [(one.code, one.section) for one in changes(shorter, FIRST)] == [("X-09", "Phần I")]


def test_changes_by_line_keep_their_order():
    found = changes(FIRST, second(X_02={"a": "1", "b": "2"}, X_09={"value": "1"}))
    assert {code: len(some) for code, some in by_line(found).items()} == {"X-02": 2, "X-09": 1}


def test_the_spread_of_a_group():
    figures = {1: Decimal(50), 2: Decimal(80), 3: Decimal(100), 4: Decimal(80)}
    spread = spread_of(figures, 2)
    assert (spread.count, spread.lowest, spread.middle, spread.highest, spread.rank) == (4, 50, 80, 100, 2)
    assert [spread.at(figure) for figure in (Decimal(50), Decimal(80), Decimal(100))] == [0, 600, 1000]
    assert spread_of(figures, 9).rank == 0
    assert [(spread_of(figures, unit).tied, spread_of(figures, unit).level) for unit in (1, 2, 9)] == [
        (False, False), (True, False), (False, False),
    ]  # fmt: skip


def test_two_units_are_no_group_and_equal_figures_stand_in_the_middle():
    assert spread_of({1: Decimal(1), 2: Decimal(2)}, 1) is None
    equal = spread_of({1: Decimal(7), 2: Decimal(7), 3: Decimal(7)}, 1)
    assert equal.at(Decimal(7)) == 500 and equal.level

"""What may stand in a line, by kind of figure; no database."""

from decimal import Decimal

import pytest

from reports.rules import FIELDS, Figures, cell_label, problems

D = Decimal

GOOD = [
    ("percent", Figures()),
    ("percent", Figures(a=D(0), b=D(5))),
    ("percent", Figures(a=D(5), b=D(5))),
    ("percent", Figures(a=D("1.25"), b=D("9999999999999.99"))),
    ("percent", Figures(na=True, note="Không có cuộc kiểm tra nào.")),
    ("count", Figures(value=D(0))),
    ("count", Figures(value=D("3.00"))),
    ("money", Figures(value=D("150.5"))),
    ("yes_no", Figures(yes=False)),
    ("graded", Figures(value=D(3))),
    ("narrative", Figures(text="x" * 4000)),
]
BAD = [
    ("percent", Figures(a=D(6), b=D(5)), ["a"]),
    ("percent", Figures(a=D(0), b=D(0)), ["b"]),
    ("percent", Figures(a=D(1)), ["b"]),
    ("percent", Figures(b=D(1)), ["a"]),
    ("percent", Figures(a=D(-1), b=D(-2)), ["a", "b"]),
    ("percent", Figures(a=D("0.001"), b=D(1)), ["a"]),
    ("percent", Figures(a=D(1), b=D("10000000000000")), ["b"]),
    ("percent", Figures(na=True, a=D(1), b=D(1), note="Có."), ["na"]),
    ("percent", Figures(na=True), ["note"]),
    ("count", Figures(value=D("2.5")), ["value"]),
    ("count", Figures(value=D(-1)), ["value"]),
    ("graded", Figures(value=D(4)), ["value"]),
    ("graded", Figures(value=D("1.5")), ["value"]),
    ("yes_no", Figures(yes=False, na=True, note="x"), ["na"]),
    ("narrative", Figures(text="x" * 4001), ["text"]),
    ("narrative", Figures(note="x" * 1001), ["note"]),
]


@pytest.mark.parametrize(("kind", "figures"), GOOD)
def test_a_line_that_can_stay(kind, figures):
    assert problems(kind, figures, grades=4) == {}


@pytest.mark.parametrize(("kind", "figures", "fields"), BAD)
def test_a_line_that_cannot(kind, figures, fields):
    found = problems(kind, figures, grades=4)
    assert sorted(found) == fields
    assert all(sentence.endswith((".", "”.")) for sentence in found.values())


@pytest.mark.parametrize(
    ("unit", "fields"),
    [("báo cáo", ["a", "b"]), ("Người", ["a", "b"]), ("tỷ đồng", []), ("triệu đồng", []), ("km", []), ("", [])],
)
def test_what_is_counted_comes_in_whole_numbers(unit, fields):
    found = problems("percent", Figures(a=D("2.5"), b=D("1234.5")), unit=unit)
    assert sorted(found) == fields
    assert set(found.values()) <= {"Số lượng phải là số nguyên, ví dụ 12."}
    assert problems("percent", Figures(a=D("2.00"), b=D(12)), unit=unit) == {}


@pytest.mark.parametrize(
    ("name", "known", "label"),
    [
        ("a", {"a": "Hồ sơ đã xử lý", "b": "Tổng hồ sơ"}, "Hồ sơ đã xử lý"),
        ("b", {}, "Tổng số (b)"),
        ("value", {"unit": "triệu đồng"}, "Số triệu đồng"),
        ("value", {"unit": "mức", "graded": True}, "Mức độ"),
        ("value", {}, "Kết quả"),
        ("text", {"a": "Hồ sơ đã xử lý"}, "Nội dung"),
    ],
)
def test_a_cell_is_called_by_the_words_of_the_plan_where_there_are_some(name, known, label):
    assert cell_label(name, **known) == label


def test_every_cell_has_a_label():
    assert all(cell_label(name) for name in FIELDS)


@pytest.mark.parametrize(
    ("figures", "answered"),
    [
        (Figures(), False),
        (Figures(note="Sẽ bổ sung."), False),
        (Figures(yes=False), True),
        (Figures(value=D(0)), True),
        (Figures(a=D(0), b=D(1)), True),
        (Figures(text="Có."), True),
        (Figures(na=True, note="x"), True),
    ],
)
def test_what_counts_as_an_answer(figures, answered):
    assert figures.answered is answered

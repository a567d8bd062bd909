"""The signs that names may hold: Vietnamese, Ê Đê and M'Nông names pass, look-alikes are named."""

import pytest

from core.names import name_fault
from core.text import clean, name_key


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Ẩn", "H’Wễ Niê-Kđăm", "Y Bƀăm M'Nông", "Ðặng Đức", "E\u0302\u0306ban", "K’Č Ñ ŏ ŭ ĭ"]
)
def test_names_of_people_pass(name):
    assert name_fault(clean(name)) == ""


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Trần Văn \u0410n", "ký tự “\u0410”"),  # Cyrillic
        ("Trần Văn \u0391n", "ký tự “\u0391”"),  # Greek
        ("Trần Văn \uff21n", "ký tự “\uff21”"),  # full width
        ("Trần V\u0131n", "ký tự “\u0131”"),  # dotless
        ("Trần Văn An.", "dấu “.”"),
        ("Trần Văn An 2", "ký tự “2”"),
        ("Trần Văn An\u0335", "dấu “\u0335”"),
        ("Trần Văn An\u3002", "dấu “\u3002”"),
    ],
)
def test_the_sign_that_is_not_allowed_is_named(name, sign):
    assert f"Tên không được có {sign}" in name_fault(clean(name))


def test_collectives_may_be_numbered():
    name = "Tổ công nghệ số 1/2 (Thôn 3, xã Đắk N’Drung) – VH&TT."
    assert name_fault(name, collective=True) == ""
    assert "ký tự “1”" in name_fault(name)
    assert "ký tự “\u0410”" in name_fault("Tổ \u0410", collective=True)


@pytest.mark.parametrize(
    "hidden",
    ["\u3164", "\u2800", "\u034f", "\ufe0f", "\u115f", "\u1160", "\uffa0", "\u180e", "\u2064", "\U000e0100", "."],
)
def test_no_hidden_sign_makes_a_second_identity(hidden):
    assert name_key(f"Trần Văn An{hidden}") == name_key(f"{hidden if hidden != '.' else ''}Trần Văn An")
    assert name_key("Trần\u200bVăn An") == name_key("Trần Văn An") != name_key("Trần Văn Anh")

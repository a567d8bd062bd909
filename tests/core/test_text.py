"""Vietnamese text: properties by Hypothesis, and the words of the office by example."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import text

anything = st.text()
vietnamese = st.text(alphabet="aàáảãạăâbcdđeêghiklmnoòóôơpqrstuùúưvxyýỳỷ'’ -AĐÐƯ\u0301\u0323", max_size=40)


@settings(deadline=None)
@given(st.one_of(anything, vietnamese))
def test_cleaning_and_keys_are_idempotent(raw):
    for function in (text.clean, text.clean_lines, text.fold, text.name_key):
        assert function(function(raw)) == function(raw)


@settings(deadline=None)
@given(anything)
def test_clean_text_is_nfc_and_visible(raw):
    cleaned = text.clean(raw)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Cs"}
    assert cleaned == cleaned.strip() and "  " not in cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Nguyễn\u00a0Thị\tẨn \n", "Nguyễn Thị Ẩn"),
        (unicodedata.normalize("NFD", "Đắk Nông"), "Đắk Nông"),
        ("An\u202e\ufeffh\x00\ud800", "Anh"),
        ("Trần\u202e\u200b\ufeffVăn", "Trần Văn"),  # told apart by what nobody sees
        ("Tra\u0302\u0300n\u200bVăn 1\u200b2,\u200b", "Trần Văn 12,"),
        ("\u3164Tr\u034fần\ufe0f\u2800\u2800V\u115f\u1160\u17b4\u180b\u206a\uffa0\U000e0100ăn", "Trần Văn"),
        ("", ""),
    ],
)
def test_clean(raw, cleaned):
    assert text.clean(raw) == cleaned


def test_clean_lines_keeps_paragraphs():
    assert text.clean_lines("\n một  \r\nhai\u2028ba\n\n\n\nbốn\n") == "một\nhai\nba\n\nbốn"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắk N’Drung", "dak ndrung"),
        ("ĐẮK SONG", "Đak Song"),
        ("hoà bình", "hòa  bình"),
        ("2023 - 2025", "2023–2025"),
        ("Ðức", "duc"),
    ],
)
def test_fold_finds_the_same(one, other):
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA", True),
        ("Thuỷ", "Thủy", True),
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hóa", False),
        ("Trần Thị Quý", "Trần Thị Qúy", False),
        ("hoàn toán", "hoàn toán", True),
        ("Ðặng Ðức", "Đặng Đức", True),
        ("N'Jang", "N’Jang", True),
        ("An", "Ân", False),
    ],
)
def test_name_key_of_duplicates(one, other, same):
    assert (text.name_key(one) == text.name_key(other)) is same


def test_vietnamese_order():
    words = ["An", "anh", "Ăn", "Ân", "Dung", "Dũng", "Đăng", "Đức", "E", "Ê", "ma", "mà", "mả", "mã", "má", "mạ", "Ơ"]
    assert sorted(reversed(words), key=text.sort_key) == words
    assert sorted(["Thôn 10", "Thôn 2", "Thôn"], key=text.sort_key) == ["Thôn", "Thôn 2", "Thôn 10"]
    assert text.sort_key("Hoà") == text.sort_key("hòa") != text.sort_key("hóa")


@settings(deadline=None)
@given(st.one_of(anything, vietnamese))
def test_sort_keys_hold_digits_only(raw):
    assert set(text.sort_key(raw)) | set(text.person_sort_key(raw)) <= set("0123456789")


def test_people_sort_by_given_name_then_family_then_middle():
    people = ["Lê Văn An", "Nguyễn An", "Nguyễn Văn An", "Trần Thị Ái", "Lê Anh", "Bùi Dũng", "Đặng Đức", "Zơ"]
    expected = ["Trần Thị Ái", "Lê Văn An", "Nguyễn An", "Nguyễn Văn An", "Lê Anh", "Bùi Dũng", "Đặng Đức", "Zơ"]
    assert sorted(people, key=text.person_sort_key) == expected


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("87,5", "87.5"),
        ("87.5", "87.5"),
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        (" 1 510 ", "1510"),
        ("0", "0"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("66.6667", "66.6667"),
        ("1234,567", "1234.567"),
        ("1.234,567", "1234.567"),
        ("５", "5"),
    ],
)
def test_parse_decimal(raw, value):
    assert text.parse_decimal(raw) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("1,234.5", "dấu phẩy cho phần lẻ"),
        ("1,234,567", "dấu phẩy cho phần lẻ"),
        ("1.23.4", "dấu phẩy cho phần lẻ"),
        ("1,234", "viết 1.234; nếu là số lẻ, viết 1,2340"),
        ("", "cần một số"),
        ("năm", "không phải là số"),
        ("87,5%", "không phải là số"),
        ("1e5", "không phải là số"),
        ("1 5", "không phải là số"),
        (",", "Không đọc được"),
        (".5", "Không đọc được"),
        ("-3", "không được âm"),
        ("1" * 19, "quá dài"),
        ("١٢", "không phải là số"),
        ("NaN", "không phải là số"),
        ("Infinity", "không phải là số"),
    ],
)
def test_parse_decimal_refuses_with_a_sentence(raw, hint):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        text.parse_decimal(raw)
    assert hint in str(refusal.value)


@settings(deadline=None)
@given(anything)
def test_parse_decimal_answers_or_refuses(raw):
    try:
        assert text.parse_decimal(raw) >= 0
    except ValueError as refusal:
        assert len(str(refusal)) < 200


@settings(deadline=None)
@given(st.decimals(-(10**12), 10**12, places=4))
def test_what_a_field_shows_is_read_back(value):
    assert text.parse_decimal(text.input_decimal(value), allow_negative=True) == value


def test_numbers_are_written_the_vietnamese_way():
    assert text.format_decimal(Decimal("1234567.80")) == "1.234.567,8"
    assert text.format_decimal(Decimal("0.005"), 2) == "0,01"
    assert text.format_decimal(Decimal("-0.001"), 2) == "0,00"
    assert text.format_decimal(Decimal("1E+3")) == "1.000"
    assert text.format_int(-1510) == "-1.510"
    assert text.format_money(1080000) == "1.080.000\u00a0đồng"
    assert text.format_percent(Decimal("87.5")) == "87,5%"
    assert text.format_percent(Decimal("99.2063")) == "99,21%"
    assert text.format_percent(Decimal("20.00")) == "20%"
    assert text.format_percent(100, 0) == "100%"
    assert text.two_digits(5) == "05"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (1080000, "một triệu không trăm tám mươi nghìn"),
        (447000, "bốn trăm bốn mươi bảy nghìn"),
        (10**9, "một tỷ"),
        (2_000_000_001, "hai tỷ không trăm linh một"),
        (5_000 * 10**9, "năm nghìn tỷ"),
        (-3, "âm ba"),
    ],
)
def test_numbers_in_words(number, words):
    assert text.number_in_words(number) == words
    assert text.number_in_words(number, "đồng") == f"{words} đồng"


def test_dates():
    assert text.date_long(date(2024, 1, 5)) == "ngày 05 tháng 01 năm 2024"
    assert text.date_long(date(2023, 6, 15)) == "ngày 15 tháng 6 năm 2023"
    assert text.date_short(date(2023, 6, 5)) == "05/06/2023"
    assert text.bind("ngày 05 tháng 6 năm 2023, 2023 - 2025, số 12") == (
        "ngày\u00a005 tháng\u00a06 năm\u00a02023, 2023\u00a0-\u00a02025, số\u00a012"
    )
    assert text.no_break("05 tháng 6") == "05\u00a0tháng\u00a06"

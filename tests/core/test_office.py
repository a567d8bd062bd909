"""Excel out: nothing becomes a formula, numbers stay numbers. Excel in: hostile files get a sentence, not a crash."""

import time
import tracemalloc
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.office import Column, Sheet, UnreadableWorkbook, read_xlsx, stream_xlsx, write_xlsx

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "  =1",
    "\r=1",
    "|x",
]


def book(*values, **sheet) -> bytes:
    columns = tuple(Column(f"Cột {number}") for number in range(1, len(values[0]) + 1))
    return write_xlsx([Sheet("Số liệu", columns, values, **sheet)])


def cells(data: bytes, *, first: int = 2) -> list[list]:
    page = openpyxl.load_workbook(BytesIO(data)).active
    return [[cell for cell in row] for row in page.iter_rows(min_row=first)]


# --- out -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_is_never_a_formula(formula):
    ((cell,),) = cells(book((formula,)))
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == formula.strip()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from(FORMULAS)), min_size=1, max_size=12))
def test_any_text_survives_and_stays_text(values):
    found = [row[0] for row in cells(book(*[(value,) for value in values]))]
    assert len(found) == len(values)
    for cell, value in zip(found, values, strict=True):
        if cell.value is None:
            assert not kept(value)
        else:
            assert (cell.data_type, kept(cell.value)) == ("s", kept(value))


def kept(text: str) -> str:
    """What Excel can carry: no control characters but the line break, a tab is a blank."""
    plain = (char for char in text.replace("\t", " ") if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(char for char in plain if ord(char) & 0xFFFE != 0xFFFE)


def test_numbers_dates_and_words_keep_their_kind():
    columns = (
        Column("Đơn vị", 40),
        Column("Tỷ lệ", kind="percent"),
        Column("Số hồ sơ"),
        Column("Điểm", kind="number", places=2),
        Column("Ngày nộp"),
        Column("Giờ nộp"),
        Column("Đạt"),
        Column("Mã số"),
    )
    row = (
        "Xã Đắk N’Drung",
        Decimal("87.55"),
        1321,
        Decimal("92.5"),
        date(2023, 12, 15),
        datetime(2023, 12, 15, 2, 30, tzinfo=UTC),
        True,
        "067123456789",
    )
    data = write_xlsx([Sheet("Tổng hợp", columns, [row], titles=("Tổng hợp năm 2023", "Huyện Đắk Song"))])
    page = openpyxl.load_workbook(BytesIO(data))["Tổng hợp"]
    assert [cell.value for cell in page[4]] == [column.title for column in columns]
    assert [cell.value for cell in page[5]] == [
        "Xã Đắk N’Drung",
        87.55,
        1321,
        92.5,
        datetime(2023, 12, 15),
        datetime(2023, 12, 15, 9, 30),
        "Có",
        "067123456789",
    ]
    assert [page.cell(5, place).number_format for place in (2, 3, 4, 5)] == [
        '#,##0.00"%"',
        "#,##0",
        "#,##0.00",
        "dd/mm/yyyy",
    ]
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:H5"
    assert page.print_title_rows == "$4:$4"


def test_what_excel_would_falsify_is_written_as_text():
    values = (10**18, Decimal("NaN"), float("inf"), date(1890, 5, 19))
    assert [cell.value for cell in cells(book(values))[0]] == [str(value) for value in values]


def test_several_sheets_with_any_names():
    names = ["Xã/Thị trấn", "xã Thị trấn", "", "'" + "Rất dài " * 9]
    data = write_xlsx([Sheet(name, (Column("A"),), [(name,)]) for name in names])
    found = openpyxl.load_workbook(BytesIO(data)).sheetnames
    assert found[:3] == ["Xã Thị trấn", "xã Thị trấn (2)", "Trang"]
    assert len(found[3]) <= 31


def test_same_values_same_bytes_and_no_growth_with_rows():
    first = book(("a", 1), ("b", 2))
    time.sleep(1.1)
    assert book(("a", 1), ("b", 2)) == first
    columns = tuple(Column(str(number)) for number in range(10))
    tracemalloc.start()
    with stream_xlsx([Sheet("Lớn", columns, ((row, *["chữ"] * 9) for row in range(4000)))]) as file:
        assert file.read(2) == b"PK"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 1024 * 1024


def test_a_row_of_the_wrong_length_is_an_error_of_ours():
    with pytest.raises(ValueError, match="zip"):
        write_xlsx([Sheet("A", (Column("1"), Column("2")), [("chỉ một",)])])


# --- in --------------------------------------------------------------------------------------------------------------


def test_what_was_written_is_read_back():
    data = book(("Đắk Nông", 1321, Decimal("87.5"), None), ("  hai\u00a0 ", 0, "", date(2023, 12, 15)))
    assert read_xlsx(data)[1:] == [
        ["Đắk Nông", 1321, Decimal("87.5"), None],
        ["hai", 0, None, date(2023, 12, 15)],
    ]


def test_decomposed_vietnamese_is_read_as_nfc():
    data = book(("Đa\u0306\u0301k",))
    assert read_xlsx(data)[1] == ["Đắk"]


def test_a_named_sheet_or_a_sentence():
    data = write_xlsx([Sheet("Một", (Column("A"),), [(1,)]), Sheet("Hai", (Column("B"),), [(2,)])])
    assert read_xlsx(data, sheet="Hai") == [["B"], [2]]
    with pytest.raises(UnreadableWorkbook, match="không có trang tính “Ba”"):
        read_xlsx(data, sheet="Ba")


def test_the_largest_allowed_sheet_is_read():
    columns = tuple(Column(str(number)) for number in range(60))
    data = write_xlsx([Sheet("Lớn", columns, [["chữ"] * 60 for _ in range(4999)])])
    rows = read_xlsx(data)
    assert (len(rows), len(rows[0])) == (5000, 60)


def repack(data: bytes, changes: dict[str, bytes | None], *, method=zipfile.ZIP_DEFLATED) -> bytes:
    """The same archive with members replaced, added, or (None) left out."""
    source, output = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name in source.namelist():
            if name not in changes:
                archive.writestr(name, source.read(name))
        for name, content in changes.items():
            if content is not None:
                archive.writestr(name, content)
    return output.getvalue()


PLAIN = book(("dữ liệu", 1))
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def part(name: str) -> bytes:
    return zipfile.ZipFile(BytesIO(PLAIN)).read(name)


def with_cell(reference: str) -> bytes:
    cell = f'<row r="2"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
    return repack(PLAIN, {SHEET: part(SHEET).replace(b"</sheetData>", cell)})


def shared(strings: bytes, rows: bytes) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return repack(
        PLAIN,
        {
            STRINGS: head + b"<sst " + space + b">" + strings + b"</sst>",
            SHEET: head + b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData></worksheet>",
            "xl/_rels/workbook.xml.rels": part("xl/_rels/workbook.xml.rels").replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
                b'officeDocument/2006/relationships/sharedStrings"/></Relationships>',
            ),
        },
    )


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
PARTS = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml", SHEET, "docProps/core.xml"]


def doctyped(name: str, encoding: str) -> bytes:
    text = part(name).decode()
    declaration, _, body = text.partition("?>")
    changed = declaration + "?>" + DOCTYPE.decode() + body
    if encoding == "utf-16":
        changed = changed.replace("UTF-8", "UTF-16")
    return repack(PLAIN, {name: changed.encode(encoding)})


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_in_any_part_is_refused(name, encoding):
    with pytest.raises(UnreadableWorkbook):
        read_xlsx(doctyped(name, encoding))


HOSTILE = {
    "empty": (b"", "Không mở được tệp"),
    "text": (b"STT,Ten\n1,An", "Không mở được tệp"),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Không mở được tệp"),
    "cut short": (PLAIN[: len(PLAIN) // 2], "Không mở được tệp"),
    "zip only": (repack(PLAIN, {"[Content_Types].xml": None}), "không phải bảng tính"),
    "macro type": (
        repack(
            PLAIN,
            {
                "[Content_Types].xml": part("[Content_Types].xml").replace(
                    b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"vnd.ms-excel.sheet.macroEnabled.main",
                )
            },
        ),
        "Tệp có macro",
    ),
    "macro part": (repack(PLAIN, {"xl/vbaProject.bin": b"x"}), "macro"),
    "ole object": (repack(PLAIN, {"xl/embeddings/oleObject1.bin": b"x"}), "macro"),
    "active x": (repack(PLAIN, {"xl/activeX/activeX1.xml": b"<x/>"}), "macro"),
    "external link": (repack(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "liên kết"),
    "connection": (repack(PLAIN, {"xl/connections.xml": b"<x/>"}), "liên kết"),
    "path traversal": (repack(PLAIN, {"../../x.xml": b"<x/>"}), "cấu trúc bất thường"),
    "many members": (repack(PLAIN, {f"xl/media/{n}.png": b"x" for n in range(250)}), "cấu trúc bất thường"),
    "names differ in case only": (repack(PLAIN, {"XL/worksheets/SHEET1.xml": b"<x/>"}), "cấu trúc bất thường"),
    "unusual encoding": (
        repack(PLAIN, {SHEET: part(SHEET).replace(b'encoding="UTF-8"', b'encoding="UTF-7"')}),
        "khai báo XML",
    ),
    "broken xml": (repack(PLAIN, {SHEET: part(SHEET)[:-20]}), "hỏng"),
    "far row": (with_cell("A1048576"), "hơn 5.000 dòng"),
    "far column": (with_cell("XFD2"), "hơn 60 cột"),
    "column beyond Excel": (with_cell("ZZZZZZ2"), "hơn 60 cột"),
    "row without cell names": (
        repack(
            PLAIN, {SHEET: part(SHEET).replace(b"</sheetData>", b'<row r="999999"><c><v>1</v></c></row></sheetData>')}
        ),
        "hơn 5.000 dòng",
    ),
    "one long string in every cell": (
        shared(
            b"<si><t>" + bytes(range(97, 107)) * 3000 + b"</t></si>",
            b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 2000)),
        ),
        "quá nhiều chữ",
    ),
    "too large": (b"PK" + b"\0" * (10 * 1024 * 1024), "lớn hơn 10 MB"),
    "lzma": (repack(PLAIN, {"x.txt": b"x"}, method=zipfile.ZIP_LZMA), "kiểu nén lạ"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_workbooks_are_refused_with_a_sentence(case):
    data, words = HOSTILE[case]
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_xlsx(data)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_the_row_that_would_be_allowed_is_read():
    """The refusals above are about the change, not about repacking."""
    assert read_xlsx(repack(PLAIN, {}))[1] == ["dữ liệu", 1]
    assert read_xlsx(with_cell("BH5000"))[-1][-1] == 1
    assert read_xlsx(repack(PLAIN, {"xl/printerSettings/printerSettings1.bin": b"x"}))[1] == ["dữ liệu", 1]
    assert read_xlsx(shared(b"<si><t>chung</t></si>", b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>')) == [["chung"]]


def bomb(size: int) -> bytes:
    output = BytesIO()
    with (
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(SHEET, "w", force_zip64=False) as member,
    ):
        for _ in range(size // 1_000_000):
            member.write(b" " * 1_000_000)
    return output.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """Headers that promise little: the declared size is overwritten in both places."""
    old, new = size.to_bytes(4, "little"), (50_000).to_bytes(4, "little")
    assert old in data
    return data.replace(old, new)


def test_bombs_cost_neither_time_nor_memory():
    honest = bomb(120_000_000)
    for data in (honest, lying(bomb(60_000_000), 60_000_000)):
        tracemalloc.start()
        started = time.perf_counter()
        with pytest.raises(UnreadableWorkbook):
            read_xlsx(data)
        elapsed = time.perf_counter() - started
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert elapsed < 0.5
        assert peak < 20 * 1024 * 1024


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255), st.binary(max_size=300))
def test_damage_anywhere_never_crashes(place, byte, noise):
    for data in (PLAIN[:place] + bytes([byte]) + PLAIN[place + 1 :], PLAIN[:place] + noise + PLAIN[place:], noise):
        try:
            assert isinstance(read_xlsx(data), list)
        except UnreadableWorkbook as refusal:
            assert str(refusal).endswith(".")


def test_a_row_is_as_tall_as_its_fullest_cell():
    """Otherwise wrapped lines are printed over the row below."""
    columns = (Column("Ngắn", 16), Column("Dài", 20))
    book = openpyxl.load_workbook(
        BytesIO(write_xlsx([Sheet("A", columns, [("a", "b"), ("a", "chữ " * 40), ("a", "một\nhai\nba")])]))
    )
    heights = [book["A"].row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] is None or heights[0] <= 16
    assert heights[1] >= 8 * 15 and heights[2] >= 3 * 15

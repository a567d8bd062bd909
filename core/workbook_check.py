"""A list in an uploaded workbook, within limits of rows, columns and characters; repacked, then read by calamine."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from core import package
from core.text import clean_lines, format_int

MAX_BYTES = 10 * 1024 * 1024
LIMITS = package.Limits(members=200, unpacked=50 * 1024 * 1024, ratio=100)
MAX_CHARACTERS = 20_000_000  # of all cells together: one long shared string may stand in every cell

_MAIN_PART = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Cell = str | int | Decimal | bool | date | datetime | time | None


class UnreadableWorkbook(ValueError):  # noqa: N818 - the name says what was met
    """The sentence for the person who uploaded it."""


def checked_workbook(data: bytes, *, max_rows: int, max_cols: int) -> bytes:
    """The workbook repacked from the parts that were checked, so no two readers can see different files."""
    if len(data) > MAX_BYTES:
        raise UnreadableWorkbook("Tệp lớn hơn 10 MB. Chia thành nhiều tệp nhỏ hơn rồi tải lại.")
    parts = _unpacked(data)
    if _MAIN_PART not in parts.get("[Content_Types].xml", b""):
        raise UnreadableWorkbook("Tệp không phải bảng tính Excel .xlsx. Mở bằng Excel và lưu lại với định dạng .xlsx.")
    lengths: list[int] = []
    if strings := next((content for name, content in parts.items() if name.lower() == "xl/sharedstrings.xml"), None):
        lengths = _string_lengths(strings)
    scan = _Scan(max_rows, max_cols, lengths)
    for name, content in parts.items():
        if name.lower().endswith(".xml"):
            scan.read(content)
    return _repacked(parts)


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        return dict(package.parts(data, LIMITS))
    except package.UnsafePackage as fault:
        raise UnreadableWorkbook(str(fault)) from fault
    except package.NotAPackage as fault:
        raise UnreadableWorkbook("Không mở được tệp. Tệp bị hỏng hoặc không phải bảng tính Excel .xlsx.") from fault


def _repacked(parts: dict[str, bytes]) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def _string_lengths(content: bytes) -> list[int]:
    lengths: list[int] = []

    def start(name: str, _attributes: dict) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _parse(content, start=start, characters=characters)
    return lengths


class _Scan:
    """Walks every worksheet once and stops at the first cell beyond the limits."""

    def __init__(self, max_rows: int, max_cols: int, lengths: list[int]) -> None:
        self.max_rows, self.max_cols, self.lengths = max_rows, max_cols, lengths
        self.characters = 0

    def read(self, content: bytes) -> None:
        self.row = self.column = 0
        self.kind, self.text, self.in_value = "", "", False
        _parse(content, start=self._start, end=self._end, characters=self._characters)

    def _start(self, name: str, attributes: dict) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif name == "c":
            letters, digits = _reference(attributes.get("r", ""))
            self.column = letters or self.column + 1
            self.row = digits or self.row
            self.kind = attributes.get("t", "n")
        elif name in {"v", "is"}:
            self._check_place()
            self.in_value, self.text = True, ""

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in {"v", "is"} and self.in_value:
            self.in_value = False
            shared = _number(self.text, -1) if self.kind == "s" else -1
            self.characters += self.lengths[shared] if 0 <= shared < len(self.lengths) else len(self.text)
            if self.characters > MAX_CHARACTERS:
                raise UnreadableWorkbook("Bảng tính chứa quá nhiều chữ. Chia thành nhiều tệp nhỏ hơn rồi tải lại.")

    def _characters(self, text: str) -> None:
        if self.in_value:
            self.text += text

    def _check_place(self) -> None:
        if self.row > self.max_rows:
            raise UnreadableWorkbook(
                f"Bảng tính có hơn {format_int(self.max_rows)} dòng. Chia thành nhiều tệp rồi tải lại."
            )
        if self.column > self.max_cols:
            raise UnreadableWorkbook(f"Bảng tính có hơn {self.max_cols} cột. Chỉ giữ các cột theo mẫu rồi tải lại.")


def _parse(content: bytes, **handlers) -> None:
    """Expat without namespaces; a DOCTYPE never gets here."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handlers.get("start")
    parser.EndElementHandler = handlers.get("end")
    parser.CharacterDataHandler = handlers.get("characters")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableWorkbook("Tệp bị hỏng ở bên trong. Mở bằng Excel, lưu lại dạng .xlsx rồi tải lại.") from error


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _reference(reference: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Za-z]{1,7})([0-9]{1,9})", reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def read_cells(data: bytes, sheet: str | None) -> list[list[Cell]]:
    """Rows from the first line of the sheet on, without empty rows at the end; blank cells are None."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            raise UnreadableWorkbook(f"Tệp không có trang tính “{sheet}”. Tải lại biểu mẫu và điền vào đúng trang đó.")
        if not names:
            raise UnreadableWorkbook("Tệp không có trang tính nào. Kiểm tra lại tệp đã chọn.")
        rows = workbook.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except UnreadableWorkbook:
        raise
    except BaseException as error:  # the Rust side reports a panic as a BaseException of its own
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise UnreadableWorkbook("Không đọc được bảng tính. Mở bằng Excel, lưu lại dạng .xlsx rồi tải lại.") from error
    cells = [[_cell(value) for value in row] for row in rows]
    while cells and all(value is None for value in cells[-1]):
        cells.pop()
    return cells


def _cell(value: object) -> Cell:
    if isinstance(value, bool | datetime | date | time):
        return value
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return int(number) if number.is_finite() and number == number.to_integral_value() else number
    return clean_lines(str(value)) or None

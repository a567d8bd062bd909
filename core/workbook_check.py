"""An uploaded workbook before any parser sees it: bombs, macros, links, entities; repacked, then read by calamine."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from core.text import clean_lines, format_int

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_MEMBERS = 200
MAX_RATIO = 100
MAX_CHARACTERS = 20_000_000  # of all cells together: one long shared string may stand in every cell
_SMALL = 100 * 1024  # a small member may be very repetitive

_MAIN_PART = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_MACROS = re.compile(
    r"vbaproject|/activex/|/macrosheets/|/dialogsheets/|/embeddings/|/ctrlprops/|\.bin$", re.IGNORECASE
)
_PRINTER = re.compile(r"/xl/printersettings/printersettings[0-9]+\.bin$", re.IGNORECASE)
_LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/|/customdata/", re.IGNORECASE)

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
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_entities(content)
    if strings := next((content for name, content in parts.items() if name.lower() == "xl/sharedstrings.xml"), None):
        lengths = _string_lengths(strings)
    scan = _Scan(max_rows, max_cols, lengths)
    for name, content in parts.items():
        if name.lower().endswith(".xml"):
            scan.read(content)
    return _repacked(parts)


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members, len(data))
            _refuse_active_parts([member.filename for member in members])
            return {member.filename: _content(archive, member) for member in members if not member.is_dir()}
    except UnreadableWorkbook:
        raise
    except Exception as error:  # a damaged archive raises half a dozen kinds, none of them ours
        raise UnreadableWorkbook("Không mở được tệp. Tệp bị hỏng hoặc không phải bảng tính Excel .xlsx.") from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Never inflates more than the header promised; a longer member fails its check sum."""
    with archive.open(member) as file:
        return file.read(member.file_size + 1)


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int) -> None:
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise UnreadableWorkbook("Tệp có cấu trúc bất thường. Chép dữ liệu sang một bảng tính mới rồi tải lại.")
    ratio = any(m.file_size > _SMALL and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members)
    if unpacked > MAX_UNPACKED or ratio or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        raise UnreadableWorkbook(
            "Dữ liệu trong tệp nén quá lớn. Chép phần cần nhập sang một bảng tính mới rồi tải lại."
        )
    if any(m.flag_bits & 1 or m.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for m in members):
        raise UnreadableWorkbook("Tệp có mật khẩu hoặc kiểu nén lạ. Bỏ mật khẩu, lưu lại dạng .xlsx rồi tải lại.")


def _refuse_active_parts(names: list[str]) -> None:
    paths = ["/" + name.replace("\\", "/") for name in names]
    if any(_MACROS.search(path) and not _PRINTER.search(path) for path in paths):
        raise UnreadableWorkbook("Tệp có macro hoặc đối tượng nhúng. Lưu lại dạng .xlsx không macro rồi tải lại.")
    if any(_LINKS.search(path) for path in paths):
        raise UnreadableWorkbook(
            "Tệp có liên kết tới tệp khác. Dán dữ liệu dạng giá trị sang bảng tính mới rồi tải lại."
        )
    if any(".." in path.split("/") or path.startswith("//") for path in paths):
        raise UnreadableWorkbook("Tệp có cấu trúc bất thường. Chép dữ liệu sang một bảng tính mới rồi tải lại.")


def _refuse_entities(content: bytes) -> None:
    """No XML of a workbook needs a DOCTYPE; UTF-16 is seen through by dropping the zero bytes."""
    plain = (
        content.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    declared = _ENCODING.match(plain[:200])
    unusual = declared and declared[1].lower() not in {b"utf-8", b"utf-16", b"utf8", b"us-ascii"}
    lowered = plain.lower()
    if unusual or b"<!doctype" in lowered or b"<!entity" in lowered:
        raise UnreadableWorkbook(
            "Tệp chứa khai báo XML không được phép. Chép dữ liệu sang một bảng tính mới rồi tải lại."
        )


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

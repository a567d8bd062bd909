"""An Excel form that came back: every cell found by the code of its line and the title of its column, never by place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal

from core.rich_workbook import column_letter
from core.text import clean_lines, fold, format_decimal, parse_decimal
from core.workbook_check import Cell, UnreadableWorkbook, checked_workbook, read_cells
from reports.exchange.diff import Fault, Found
from reports.exchange.excel import CODE, ESTIMATE, FIGURES, HIDDEN, NA, NOTE, RESULT, STORIES, STORY, A, B
from reports.exchange.lines import FormLine, Value, grade_of
from reports.rules import LARGEST

MAX_ROWS, MAX_COLUMNS, HEAD_WITHIN = 3000, 60, 30
SHOWN_EXTRAS = 5
_AS_EXCEL_SHOWS = Context(prec=15, rounding=ROUND_HALF_EVEN)  # 0.1 + 0.2 is 0.3 there
_TICKED, _BLANK = {"x", "co", "v", "true", "1", "dung"}, {"", "khong", "chua", "false", "0", "sai"}
_YES, _NO = {"co", "x", "true", "1", "roi", "da co"}, {"chua", "khong", "false", "0", "chua co"}


@dataclass
class Filled:
    """What stands in a form: its cells, those that cannot be read, and what the person should be told."""

    cells: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Workbook:
    """An uploaded form, checked. Raises UnreadableWorkbook with a sentence."""

    def __init__(self, data: bytes) -> None:
        self._data = checked_workbook(data, max_rows=MAX_ROWS, max_cols=MAX_COLUMNS)

    def ticket(self) -> str:
        """The sealed ticket, "" when the page or what stands on it is gone."""
        try:
            rows = read_cells(self._data, HIDDEN)
        except UnreadableWorkbook:
            return ""
        texts = [str(row[0] or "") for row in rows[1:] if row]
        return "".join(text[1:-1] for text in texts if text.startswith("[") and text.endswith("]"))

    def filled(self, lines: Sequence[FormLine]) -> Filled:
        """The cells of these lines."""
        filled = Filled()
        figures = {line.code: line for line in lines if not line.narrative}
        _Page(FIGURES, read_cells(self._data, FIGURES), figures, _FIGURE_CELLS).read_into(filled)
        if stories := {line.code: line for line in lines if line.narrative}:
            try:
                _Page(STORIES, read_cells(self._data, STORIES), stories, _STORY_CELLS).read_into(filled)
            except UnreadableWorkbook as gone:  # many write their story in Word and throw this page away
                filled.notes.append(f"{gone} Phần lời giữ nguyên như trên cổng.")
        return filled


_FIGURE_CELLS = {"a": A, "b": B, "value": RESULT, "yes": RESULT, "na": NA, "estimate": ESTIMATE, "note": NOTE}
_STORY_CELLS = {"text": STORY, "note": NOTE}


class _Page:
    """One page of a form with its row of titles found."""

    def __init__(self, name: str, rows: list[list[Cell]], lines: dict[str, FormLine], titles: dict[str, str]) -> None:
        self.name, self.rows, self.lines, self.titles = name, rows, lines, titles
        self.head, self.places = self._find_head()

    def _find_head(self) -> tuple[int, dict[str, int]]:
        wanted = {fold(title): title for title in (CODE, *self.titles.values())}
        for number, row in enumerate(self.rows[:HEAD_WITHIN]):
            places: dict[str, int] = {}
            for place, cell in enumerate(row):
                if isinstance(cell, str) and fold(cell) in wanted:
                    places.setdefault(wanted[fold(cell)], place)
            if CODE in places and len(places) > 2:
                if missing := [title for title in wanted.values() if title not in places]:
                    raise UnreadableWorkbook(
                        f"Trang “{self.name}” thiếu cột “{missing[0]}”. Anh/chị tải lại biểu và giữ nguyên dòng tiêu đề."
                    )
                return number, places
        raise UnreadableWorkbook(
            f"Trang “{self.name}” không còn dòng tiêu đề (Mã, Kết quả…). Anh/chị tải lại biểu và giữ nguyên dòng này."
        )

    def read_into(self, filled: Filled) -> None:
        seen: dict[str, int] = {}
        extras: list[str] = []
        sections = {fold(line.section) for line in self.lines.values()}
        for number, row in enumerate(self.rows[self.head + 1 :], start=self.head + 1):
            code = _code(self._cell(row, CODE))
            line = self.lines.get(code)
            if line is None:
                if fold(code) not in sections and any(cell is not None for cell in row):
                    extras.append(f"{number + 1}")
            elif code in seen:
                place = f"A{number + 1}"
                sentence = (
                    f"Mã {code} đã có ở dòng {seen[code] + 1}; dòng thứ hai này không được nhận. Hãy xóa bớt một dòng."
                )
                filled.faults.append(Fault(code, "", place, sentence))
            else:
                seen[code] = number
                self._read_line(row, number, line, filled)
        self._tell(seen, extras, filled)

    def _tell(self, seen: dict[str, int], extras: list[str], filled: Filled) -> None:
        if extras:
            more = "…" if len(extras) > SHOWN_EXTRAS else ""
            filled.notes.append(
                f"Trang “{self.name}” có {len(extras)} dòng không thuộc biểu (dòng {', '.join(extras[:SHOWN_EXTRAS])}{more}); "
                "các dòng này không được nhận."
            )
        if missing := [code for code in self.lines if code not in seen]:
            more = "…" if len(missing) > SHOWN_EXTRAS else ""
            filled.notes.append(
                f"Trang “{self.name}” thiếu {len(missing)} dòng của biểu (mã {', '.join(missing[:SHOWN_EXTRAS])}{more}); "
                "các dòng này giữ nguyên như trên cổng."
            )

    def _cell(self, row: list[Cell], title: str) -> Cell:
        place = self.places[title]
        return row[place] if place < len(row) else None

    def _read_line(self, row: list[Cell], number: int, line: FormLine, filled: Filled) -> None:
        for name in line.cells:
            if (title := self.titles.get(name)) is None:
                continue
            place = f"{column_letter(self.places[title])}{number + 1}"
            try:
                value = _READERS[name](self._cell(row, title), line)
            except ValueError as fault:
                filled.faults.append(Fault(line.code, name, place, str(fault)))
            else:
                filled.cells.append(Found(line.code, name, value, place))


def _code(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _number(cell: Cell, line: FormLine) -> Decimal | None:
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal | str):
        raise ValueError("Ô này cần một số, trong tệp là ngày, giờ hoặc kiểu khác. Nhập lại số, ví dụ 1.510.")
    if isinstance(cell, str):
        if cell.startswith("#"):
            raise ValueError(f"Công thức trong ô cho kết quả lỗi ({cell[:12]}). Thay bằng một số, hoặc xóa trắng ô.")
        number = parse_decimal(cell)
    else:
        number = _AS_EXCEL_SHOWS.plus(Decimal(cell))
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError("Số quá lớn. Nhập số không quá 13 chữ số; kiểm tra lại đơn vị tính.")
    return number


def _value(cell: Cell, line: FormLine) -> Decimal | None:
    if line.kind != "graded":
        return _number(cell, line)
    if cell is None:
        return None
    if (grade := grade_of(line, str(cell))) is None:
        raise ValueError("Chọn một mức trong danh sách của ô.")
    return grade


def _yes(cell: Cell, line: FormLine) -> bool | None:
    if cell is None:
        return None
    said = fold(str(cell))
    if said not in _YES | _NO:
        raise ValueError("Chọn “Có” hoặc “Chưa” trong danh sách của ô.")
    return said in _YES


def _tick(cell: Cell, line: FormLine) -> bool:
    said = fold(str(cell)) if cell is not None else ""
    if said not in _TICKED | _BLANK:
        raise ValueError("Chọn x, hoặc để trống ô này.")
    return said in _TICKED


def _words(cell: Cell, line: FormLine) -> str:
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, int | Decimal):
        return format_decimal(_AS_EXCEL_SHOWS.plus(Decimal(cell)))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}" if cell.time() != time() else f"{cell:%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return clean_lines(str(cell)) if cell is not None else ""


_READERS: dict[str, Callable[[Cell, FormLine], Value]] = {
    "a": _number,
    "b": _number,
    "value": _value,
    "yes": _yes,
    "na": _tick,
    "estimate": _tick,
    "note": _words,
    "text": _words,
}

"""Excel in and out: one writer that keeps text as text and numbers as numbers, one reader that trusts nothing."""

import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from typing import BinaryIO

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.workbook_check import Cell, UnreadableWorkbook, checked_workbook, read_cells

__all__ = ["Cell", "Column", "Sheet", "UnreadableWorkbook", "read_xlsx", "stream_xlsx", "write_xlsx"]

LINE_HEIGHT, TALLEST_ROW = 15.75, 409.0  # points; the second is Excel's own limit
LETTER_WIDTH = 1.15  # of a Times 12 letter, words wrapped, in units of the column's width
MAX_TEXT = 32_767  # Excel's own limit for one cell
EXACT_DIGITS = 15  # beyond it Excel rounds silently, so a longer number stays text
FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r|")
_NUMBER_FORMATS = {"percent": '#,##0{places}"%"', "number": "#,##0{places}"}


@dataclass(frozen=True)
class Column:
    """`kind` number or percent (87.5 shows 87,50%) sets decimals for the figures below it; text stays text anyway."""

    title: str
    width: float = 16
    kind: str = "text"
    places: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One page of a workbook; `rows` may be a generator, `titles` are lines above the table."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence]
    titles: tuple[str, ...] = ()


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """For small workbooks; the same values give the same bytes."""
    with stream_xlsx(sheets) as file:
        return file.read()


def stream_xlsx(sheets: Iterable[Sheet]) -> BinaryIO:
    """A temporary file at its start, gone when closed; memory does not grow with the rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it, a response does so by itself
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(file, options)
    workbook.set_properties({"created": datetime(2023, 1, 1)})  # a fixed stamp, no clock in the bytes
    try:
        styles, names = _Styles(workbook), set[str]()
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(sheet.name, names)), sheet, styles)
    except BaseException:
        workbook.close()  # removes its own temporary files
        file.close()
        raise
    workbook.close()
    file.seek(0)
    return file


class _Styles:
    """The few looks of our workbooks, made once per workbook."""

    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**base, "border": 1, "border_color": "#9aa5b1"}
        self._workbook, self._cell = workbook, cell
        self.title = workbook.add_format({**base, "bold": True, "font_size": 13})
        self.header = workbook.add_format(
            {**cell, "bold": True, "bg_color": "#e8edf3", "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.text = workbook.add_format({**cell, "text_wrap": True})
        self.guarded = workbook.add_format({**cell, "text_wrap": True, "quote_prefix": True})
        self.day = workbook.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "center"})
        self.moment = workbook.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "center"})
        self._figures: dict[str, Format] = {}

    def figure(self, column: Column, value: Decimal | int | float) -> Format:
        places = column.places
        if places is None:
            places = 2 if column.kind == "percent" or value != int(value) else 0
        pattern = _NUMBER_FORMATS["percent" if column.kind == "percent" else "number"]
        pattern = pattern.format(places="." + "0" * places if places else "")
        if pattern not in self._figures:
            self._figures[pattern] = self._workbook.add_format({**self._cell, "num_format": pattern})
        return self._figures[pattern]


def _write_sheet(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    head = len(sheet.titles) + (1 if sheet.titles else 0)
    page.freeze_panes(head + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    for row, title in enumerate(sheet.titles):
        page.write_string(row, 0, plain_text(title), styles.title)
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, plain_text(column.title), styles.header)
    last = head
    for last, row in enumerate(sheet.rows, start=head + 1):
        if (lines := _lines_of(row, sheet.columns)) > 1:
            page.set_row(last, min(LINE_HEIGHT * lines, TALLEST_ROW))
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, last, place, value, column=column, styles=styles)
    if sheet.columns:
        page.autofilter(head, 0, max(last, head + 1), len(sheet.columns) - 1)


def _lines_of(row: Sequence, columns: tuple[Column, ...]) -> int:
    """How many lines the fullest cell takes; not every program fits the height of a wrapped row by itself."""
    return max(
        (
            sum(ceil(max(len(line), 1) * LETTER_WIDTH / column.width) for line in value.splitlines())
            for column, value in zip(columns, row, strict=True)
            if isinstance(value, str) and value
        ),
        default=1,
    )


def _write_cell(page: Worksheet, row: int, place: int, value: object, *, column: Column, styles: _Styles) -> None:
    if value is None or value == "":
        page.write_blank(row, place, None, styles.text)
    elif isinstance(value, bool):
        page.write_string(row, place, "Có" if value else "Không", styles.text)
    elif isinstance(value, int | float | Decimal) and is_exact(value):
        page.write_number(row, place, float(value), styles.figure(column, value))
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        page.write_datetime(row, place, local.replace(microsecond=0), styles.moment)
    elif isinstance(value, date) and value.year >= 1900:
        page.write_datetime(row, place, datetime.combine(value, time()), styles.day)
    else:
        text = plain_text(str(value))
        look = styles.guarded if text.lstrip().startswith(FORMULA_SIGNS) else styles.text
        page.write_string(row, place, text, look)


def is_exact(value: int | float | Decimal) -> bool:
    number = Decimal(str(value))
    return number.is_finite() and len(number.as_tuple().digits) <= EXACT_DIGITS and abs(number.adjusted()) < 300


def plain_text(text: str) -> str:
    """What XML and Excel can hold: no control characters but the line break, no lone surrogate."""
    kept = "".join(char for char in text if char in "\n\t" or _is_printable(char))
    return kept.replace("\t", " ")[:MAX_TEXT]


def _is_printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs"} and ord(char) & 0xFFFE != 0xFFFE


def _sheet_name(name: str, taken: set[str]) -> str:
    """Excel: at most 31 characters, none of []:*?/\\, no quote at an end, no name twice."""
    base = "".join(" " if char in "[]:*?/\\" else char for char in plain_text(name)).strip(" '")[:31] or "Trang"
    chosen, number = base, 2
    while chosen.casefold() in taken:
        chosen = f"{base[:27]} ({number})"
        number += 1
    taken.add(chosen.casefold())
    return chosen


def read_xlsx(data: bytes, max_rows: int = 5000, max_cols: int = 60, sheet: str | None = None) -> list[list[Cell]]:
    """Cells of the first (or named) sheet; raises UnreadableWorkbook with a sentence for whatever is not plain data."""
    return read_cells(checked_workbook(data, max_rows=max_rows, max_cols=max_cols), sheet)

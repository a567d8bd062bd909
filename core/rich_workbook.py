"""A workbook drawn cell by cell (looks, locks, merged lines), through the same guards as core/office.py."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.office import FORMULA_SIGNS, TALLEST_ROW, is_exact, plain_text

__all__ = ["LOOKING", "RichBook", "Worksheet", "column_letter", "row_height"]

BASE = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
LINE = {"border": 1, "border_color": "#9aa5b1"}
# What a reader of a protected page may still do.
LOOKING = {"format_columns": True, "format_rows": True}
_A4 = 9
_POINTS_PER_LINE = 1.28  # height of a line, in sizes of its letters
_LETTER_WIDTH = 0.97  # of a Times 12 letter, words wrapped, in widths of a Times 12 digit: the unit of our columns


class RichBook:
    """The same calls give the same bytes; text is never a formula, a number that Excel cannot hold stays text."""

    def __init__(self, *, title: str, author: str = "") -> None:
        self._file = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        # columns are measured in digits of the default face: ours, so that every program draws the same widths
        options["default_format_properties"] = {"font_name": BASE["font_name"], "font_size": BASE["font_size"]}
        self.workbook = Workbook(self._file, options)
        # a fixed stamp, no clock in the bytes
        self.workbook.set_properties({"title": title, "author": author, "created": datetime(2023, 1, 1)})
        self._looks: dict[tuple, Format] = {}

    def page(self, name: str, widths: Sequence[float], *, landscape: bool = True) -> Worksheet:
        """An A4 page, fitted to its width."""
        page = self.workbook.add_worksheet(name)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        if landscape:
            page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        page.hide_gridlines(2)
        return page

    def look(self, **looks) -> Format:
        """A format over the base of office papers, made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._looks:
            self._looks[key] = self.workbook.add_format({**BASE, **looks})
        return self._looks[key]

    def put(self, page: Worksheet, row: int, place: int, value: object, **looks) -> None:
        if value is None or value == "":
            page.write_blank(row, place, None, self.look(**looks))
        elif isinstance(value, int | Decimal) and not isinstance(value, bool) and is_exact(value):
            page.write_number(row, place, float(value), self.look(**looks))
        else:
            text = plain_text(str(value))
            page.write_string(row, place, text, self.look(**looks, **_guard(text)))

    def across(self, page: Worksheet, row: int, places: tuple[int, int], text: str, **looks) -> None:
        """One line of text over several columns."""
        text = plain_text(text)
        page.merge_range(row, places[0], row, places[1], "", self.look(**looks, **_guard(text)))
        page.write_string(row, places[0], text, self.look(**looks, **_guard(text)))

    def bytes(self) -> bytes:
        self.workbook.close()
        return self._file.getvalue()


def _guard(text: str) -> dict[str, bool]:
    return {"quote_prefix": True} if text.lstrip().startswith(FORMULA_SIGNS) else {}


def row_height(texts: Sequence[tuple[str, float]], *, size: float = 12, least: int = 1) -> float:
    """Points that the fullest of (text, width of its column) takes; not every program fits wrapped rows by itself."""
    scale = _LETTER_WIDTH * size / 12
    lines = max(
        (sum(ceil(max(len(line), 1) * scale / width) for line in text.splitlines()) for text, width in texts if text),
        default=1,
    )
    return min(max(lines, least) * size * _POINTS_PER_LINE + 3, TALLEST_ROW)


def column_letter(place: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

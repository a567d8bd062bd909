"""A single cell: from what was typed to its value, and back to what its control and a sentence show."""

from decimal import Decimal

from core.text import format_decimal, input_decimal
from criteria.enums import IndicatorKind
from criteria.models import Indicator
from reports.enums import Cell
from reports.forms.fields import LongText, figure_fields
from reports.rules import NOTE_LIMIT, cells_of

TICKED = "1"
BOXES = (Cell.NA, Cell.ESTIMATE)


def read_cell(indicator: Indicator, field: str, typed: str):
    """The value of what was typed. Raises ValidationError with the sentence for this cell."""
    if field in BOXES:
        return typed == TICKED
    if field == Cell.NOTE:
        return LongText(NOTE_LIMIT).clean(typed)
    return figure_fields(indicator)[field].clean(typed)


def has_cell(indicator: Indicator, field: str) -> bool:
    return field in cells_of(indicator.kind)


def typed_cell(indicator: Indicator, field: str, value) -> str:
    """What the control of the cell holds for this value; `read_cell` reads the same value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TICKED if value else ("0" if field == Cell.YES else "")
    if isinstance(value, str):
        return value
    return str(int(value)) if indicator.kind == IndicatorKind.GRADED else input_decimal(value)


def shown_cell(indicator: Indicator, field: str, value) -> str:
    """The value in a sentence."""
    if value is None or value == "":
        return "để trống"
    if isinstance(value, bool):
        yes, no = ("Có", "Chưa") if field == Cell.YES else ("có đánh dấu", "không đánh dấu")
        return yes if value else no
    if isinstance(value, str):
        return value
    if indicator.kind == IndicatorKind.GRADED:
        place = int(value)
        return indicator.choices[place] if place < len(indicator.choices) else str(place)
    return format_decimal(value)


def kept_cell(field: str, value):
    """A value as the history keeps it (numbers as text), as the cell holds it."""
    return Decimal(value) if field in (Cell.A, Cell.B, Cell.VALUE) and value is not None else value

"""Tables and lines that several papers have in Word."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core import text
from core.word_official import Grid, OfficialPaper

Columns = Sequence[tuple[float | None, str, str]]


def numbered(
    paper: OfficialPaper, columns: Columns, rows: Sequence[Sequence[str]], *, offset: int = 0, **looks_of_grid: Any
) -> None:
    counted = [[text.two_digits(number), *row] for number, row in enumerate(rows, start=offset + 1)]
    paper.grid(grid_of(columns, counted, **looks_of_grid))


def grid_of(columns: Columns, rows: Sequence[Sequence[str]], **looks_of_grid: Any) -> Grid:
    widths, heads, kinds = zip(*columns, strict=True)
    return Grid(widths, heads, kinds, rows, **looks_of_grid)


def paragraphs(block: str) -> list[str]:
    """Lines of a typed text, empty ones left out."""
    return [line for line in block.splitlines() if line.strip()]


def ended(block: str) -> str:
    """A paper's text ends in "./.", attached to the last word."""
    return block.rstrip().rstrip("./") + "./."


def with_end(lines: list[str]) -> list[str]:
    return [*lines[:-1], ended(lines[-1])] if lines else []


def percent(value: Decimal | None) -> str:
    return "" if value is None else text.format_percent(value)

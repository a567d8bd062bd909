"""What travels in a form: the lines of a report, and the ticket that says what each cell held when it left; pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.text import clean_lines, fold, format_decimal
from reports.rules import Figures, cells_of

FORMAT = 1
Value = Decimal | bool | str | None
YES, NO, TICK = "Có", "Chưa", "x"


@dataclass(frozen=True)
class FormLine:
    """One indicator in a form: its words, what stands in its cells, and whether the unit may change them now."""

    code: str
    section: str
    name: str
    kind: str
    figures: Figures = field(default_factory=Figures)
    numbers: Mapping[str, int] = field(default_factory=dict)  # the version of each cell
    open: bool = True
    unit_label: str = ""
    choices: tuple[str, ...] = ()
    a_label: str = ""
    b_label: str = ""
    threshold: str = ""
    clause: str = ""
    evidence_hint: str = ""
    asked: str = ""  # why the line came back

    @property
    def cells(self) -> tuple[str, ...]:
        return cells_of(self.kind)

    @property
    def narrative(self) -> bool:
        return self.kind == "narrative"


@dataclass(frozen=True)
class FormSheet:
    """A report on its way out of the portal."""

    report: int
    year: int
    unit_code: str
    unit_name: str
    campaign: str
    due: str
    made: str
    lines: tuple[FormLine, ...]
    returned: bool = False


def ticket_of(sheet: FormSheet, kind: str, *, user: str) -> dict[str, Any]:
    """Who took which form of which report, and each cell as it left: its number and a mark of its value."""
    lines = [line for line in sheet.lines if kind == "excel" or line.narrative]
    cells = {
        line.code: {
            name: [line.numbers.get(name, 0), mark_of(shown_value(line, name, getattr(line.figures, name)))]
            for name in (line.cells if kind == "excel" else ("text",))
        }
        for line in lines
    }
    return {
        "format": FORMAT,
        "kind": kind,
        "report": sheet.report,
        "unit": sheet.unit_code,
        "year": sheet.year,
        "user": user,
        "made": sheet.made,
        "cells": cells,
    }


def mark_of(value: Value) -> str:
    """Two values with one mark are the same to a form; words are compared clean and kept as a digest."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if not value or not (text := clean_lines(value)):
        return ""
    return "#" + hashlib.sha256(text.encode()).hexdigest()[:24]


def shown_value(line: FormLine, name: str, value: Value) -> Value:
    """The value as a form can show it: a level that is not in the list of the plan stays an empty cell."""
    if line.kind == "graded" and name == "value" and isinstance(value, Decimal):
        return value if value in range(len(line.choices)) else None
    return value


def words_of(line: FormLine, name: str, value: Value) -> str:
    """A value as a person reads it; "" for an empty cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return (YES if value else NO) if name == "yes" else ("Có chọn" if value else "Không chọn")
    if isinstance(value, str):
        return value
    if line.kind == "graded" and name == "value":
        return line.choices[int(value)] if value in range(len(line.choices)) else ""
    return format_decimal(value)


def grade_of(line: FormLine, text: str) -> Decimal | None:
    """The place of a level from its name, however it is written."""
    names = [fold(choice) for choice in line.choices]
    return Decimal(names.index(fold(text))) if fold(text) in names else None

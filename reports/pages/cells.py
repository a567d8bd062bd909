"""What the page of a section and the portal say to each other while somebody types: cells in, what became of them out."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from criteria.models import Indicator
from reports import edits
from reports.enums import Cell
from reports.forms.cells import has_cell, kept_cell, read_cell, shown_cell, typed_cell
from reports.models import Entry, SelfReport
from reports.selectors.rows import bare_sections, indicators_of
from reports.services.cells import CellAnswer, CellChange, Fate, write_cells
from reports.standing import Part, Standing, progress_of
from units.selectors import names_of

MOST_CELLS = 400
LARGEST_NUMBER = 2**31
SECONDS, MINUTES = "%H:%M:%S", "%H:%M ngày %d/%m"


@dataclass(frozen=True)
class Typed:
    """A cell as the page sends it: its text, and the number of the version that the person had read."""

    code: str
    field: str
    text: str
    base: int


def read_body(body: bytes) -> tuple[str, list[Typed]]:
    """(username of the page, cells). Raises ValueError for what no page of ours would send."""
    told = json.loads(body)
    if not isinstance(told, dict) or not isinstance(told.get("cells"), list) or len(told["cells"]) > MOST_CELLS:
        raise ValueError("cells")
    return str(told.get("user", "")), [_typed(cell) for cell in told["cells"]]


def _typed(cell: object) -> Typed:
    if not isinstance(cell, dict):
        raise ValueError("cell")
    code, field, text, base = (cell.get(name) for name in ("code", "field", "value", "base"))
    if not all(isinstance(one, str) for one in (code, field, text)) or field not in Cell.values:
        raise ValueError("cell")
    if type(base) is not int or not 0 <= base < LARGEST_NUMBER:
        raise ValueError("base")
    return Typed(code, field, text, base)


def save_typed(report: SelfReport, cells: list[Typed], *, by) -> dict:
    """Keeps what can be kept and says what became of every cell, in order; TransitionDenied when nothing can be."""
    indicators = {one.code: one for one in indicators_of(report)}
    changes, refused = {}, {}
    for place, cell in enumerate(cells):
        try:
            changes[place] = _change(indicators.get(cell.code), cell)
        except ValidationError as wrong:
            sentence = " ".join(wrong.messages)
            refused[place] = CellAnswer(cell.code, cell.field, Fate.REFUSED, number=cell.base, sentence=sentence)
    saved = write_cells(report, changes.values(), by=by)
    answers = dict(zip(changes, saved.answers, strict=True)) | refused
    told = [_answer(indicators.get(answers[place].code), answers[place], by=by) for place in range(len(cells))]
    return {"cells": told, **state_of(report, saved.entries, {cell.code for cell in cells})}


def _change(indicator: Indicator | None, cell: Typed) -> CellChange:
    if indicator is None or not has_cell(indicator, cell.field):
        return CellChange(cell.code, Cell(cell.field), None, cell.base)  # the service says why not
    return CellChange(cell.code, Cell(cell.field), read_cell(indicator, cell.field, cell.text), cell.base)


def _answer(indicator: Indicator | None, answer: CellAnswer, *, by) -> dict:
    told = {
        "code": answer.code,
        "field": answer.field,
        "fate": answer.fate,
        "number": answer.number,
        "sentence": answer.sentence,
        "who": answer.by,
        "when": _when(answer.at),
        "mine": answer.author == by.get_username(),
    }
    if indicator is None or answer.fate == Fate.REFUSED:
        return told
    return told | _values(indicator, answer.field, answer.value)


def _values(indicator: Indicator, field: str, value) -> dict:
    return {"value": typed_cell(indicator, field, value), "shown": shown_cell(indicator, field, value)}


def _when(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return local.strftime(SECONDS if local.date() == timezone.localdate() else MINUTES)


def state_of(report: SelfReport, entries: dict[str, Entry], codes: set[str]) -> dict:
    """Where these lines, every section and the whole report stand now."""
    sections = bare_sections(report, entries)
    rows = [(section.code, row) for section in sections for row in section.rows]
    asked = [(part, row) for part, row in rows if row.indicator.code in codes]
    return {
        "lines": [{**Standing.of(row).plain(), "part": part} for part, row in asked],
        "parts": [Part.of(section).plain() for section in sections],
        "progress": progress_of(report, [row for _, row in rows]).plain(),
        "now": timezone.localtime().strftime(SECONDS),
    }


def changes_since(report: SelfReport, last: int, *, by) -> dict:
    """What others (and this person elsewhere) saved since edit `last`; two words long when nothing happened."""
    found = edits.edits_since(report, last) if report.editable else []  # half a review is no message to the unit
    if not found:
        return {"last": last, "editable": report.editable}
    names = names_of({edit.by for edit in found})
    newest = {(edit.entry.indicator.code, edit.field): edit for edit in found}
    codes = {one.pk: one.code for one in indicators_of(report)}
    entries = {codes[one.indicator_id]: one for one in report.entries.order_by() if one.indicator_id in codes}
    return {
        "last": found[-1].pk,
        "editable": report.editable,
        "cells": [
            {
                "code": code,
                "field": field,
                "number": edit.number,
                "who": names[edit.by],
                "when": _when(edit.at),
                "mine": edit.by == by.get_username(),
                **_values(edit.entry.indicator, field, kept_cell(field, edit.value)),
            }
            for (code, field), edit in newest.items()
        ],
        **state_of(report, entries, {code for code, _ in newest}),
    }

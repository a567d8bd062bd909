"""One cell at a time: kept when nobody was faster, else shown with what stands there now; nothing is lost silently."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.db.models import Max

from criteria.models import Indicator
from reports import rules
from reports.enums import Cell
from reports.models import CellEdit, Entry, SelfReport
from reports.selectors.rows import indicators_of
from reports.services.drafting import LINE_CLOSED, line_open, require_open, require_own
from units.selectors import names_of

Value = Decimal | bool | str | None
NEEDED = ("report_id", "indicator_id", "verdict", *rules.FIELDS)


class Fate(StrEnum):
    SAVED = "saved"
    SAME = "same"  # the cell already says so
    CONFLICT = "conflict"  # somebody changed the cell since it was read
    REFUSED = "refused"  # the cell cannot hold this, or the line is closed


@dataclass(frozen=True)
class CellChange:
    """What a person wants to stand in a cell, and `base`: the number of the cell's version that the person had read."""

    code: str
    field: Cell
    value: Value
    base: int


@dataclass(frozen=True)
class CellAnswer:
    """What became of one change; `value` and `number` are what stands in the cell now, `by` and `at` whose it is."""

    code: str
    field: Cell
    fate: Fate
    value: Value = None
    number: int = 0
    sentence: str = ""
    by: str = ""  # the full name
    at: datetime | None = None
    author: str = ""  # the username


@dataclass(frozen=True)
class Saved:
    """The answers in order, and the lines of the report as they stand now, by the code of their indicator."""

    answers: list[CellAnswer]
    entries: dict[str, Entry]


def save_cells(report: SelfReport, changes: Iterable[CellChange], *, by) -> list[CellAnswer]:
    """Keeps each change that can be kept and answers for every one, in order.

    Raises TransitionDenied when the report as a whole cannot be written by this person now; then nothing is kept.
    """
    return write_cells(report, changes, by=by).answers


@transaction.atomic
def write_cells(report: SelfReport, changes: Iterable[CellChange], *, by) -> Saved:
    """The same, with the lines that it has read anyhow: a page that shows the points needs no second look."""
    changes = list(changes)
    require_own(report.unit_id, by)
    indicators = indicators_of(report)
    report = SelfReport.objects.select_for_update().only("state", "presented_at").get(pk=report.pk)
    require_open(report)
    desk = _Desk.of(report, indicators, {change.code for change in changes})
    answers = [desk.save(change, by=by) for change in changes]
    return Saved(answers, desk.entries)


@dataclass
class _Desk:
    """The lines of a report, read once under its lock; `numbers` for the lines that a saving touches."""

    report: SelfReport
    indicators: dict[str, Indicator]
    entries: dict[str, Entry]
    numbers: dict[tuple[int, str], int]

    @classmethod
    def of(cls, report: SelfReport, indicators: list[Indicator], codes: set[str]) -> "_Desk":
        by_key = {one.pk: one for one in indicators}
        entries = {}
        for entry in Entry.objects.filter(report=report.pk).only(*NEEDED).order_by():
            if indicator := by_key.get(entry.indicator_id):
                entry.indicator = indicator
                entries[indicator.code] = entry
        touched = [entry.pk for code, entry in entries.items() if code in codes]
        numbers = CellEdit.objects.filter(entry__in=touched).order_by().values_list("entry", "field")
        latest = {(entry, field): number for entry, field, number in numbers.annotate(Max("number"))}
        return cls(report, {one.code: one for one in indicators}, entries, latest)

    def save(self, change: CellChange, *, by) -> CellAnswer:
        indicator = self.indicators.get(change.code)
        if indicator is None:
            return _refused(change, "Chỉ tiêu này không thuộc báo cáo của đơn vị.")
        if change.field not in rules.cells_of(indicator.kind):
            return _refused(change, "Dòng này không có ô như vậy.")
        entry = self.entries.get(change.code)
        number = self.numbers.get((entry.pk, change.field), 0) if entry else 0
        stands = getattr(entry or Entry(), change.field)
        if stands == change.value:
            return CellAnswer(change.code, change.field, Fate.SAME, stands, number)
        if not line_open(self.report, entry):
            return _refused(change, LINE_CLOSED, stands, number)
        if change.base != number:
            return self._conflict(change, entry, stands, number)
        return self._keep(change, entry or Entry(report=self.report, indicator=indicator), number, by=by)

    def _keep(self, change: CellChange, entry: Entry, number: int, *, by) -> CellAnswer:
        before = _figures(entry)
        setattr(entry, change.field, change.value)
        indicator = entry.indicator
        found = rules.cell_problems(
            indicator.kind, _figures(entry), grades=len(indicator.choices), unit=indicator.unit_label
        )
        if sentence := found.get(change.field):
            setattr(entry, change.field, getattr(before, change.field))
            return _refused(change, sentence, getattr(before, change.field), number)
        if entry.pk:
            entry.save(update_fields=[change.field])
        else:
            entry.save(force_insert=True)
        self.entries[change.code] = entry
        edit = CellEdit.objects.create(
            entry=entry, field=change.field, number=number + 1, value=plain(change.value), by=by.get_username()
        )
        self.numbers[entry.pk, change.field] = edit.number
        return CellAnswer(
            change.code,
            change.field,
            Fate.SAVED,
            change.value,
            edit.number,
            by=by.get_full_name(),
            at=edit.at,
            author=edit.by,
        )

    def _conflict(self, change: CellChange, entry: Entry | None, stands: Value, number: int) -> CellAnswer:
        last = CellEdit.objects.filter(entry=entry, field=change.field).order_by("-number").first() if entry else None
        sentence = "Ô này vừa được sửa ở nơi khác. Chọn giữ số đang lưu, hoặc ghi số của anh/chị."
        answer = CellAnswer(change.code, change.field, Fate.CONFLICT, stands, number, sentence)
        return replace(answer, by=names_of([last.by])[last.by], at=last.at, author=last.by) if last else answer


def _refused(change: CellChange, sentence: str, stands: Value = None, number: int = 0) -> CellAnswer:
    return CellAnswer(change.code, change.field, Fate.REFUSED, stands, number, sentence)


def _figures(entry: Entry) -> rules.Figures:
    return rules.Figures(**{name: getattr(entry, name) for name in rules.FIELDS})


def plain(value: Value) -> str | bool | None:
    """A cell's value as JSON keeps it, exact."""
    return str(value) if isinstance(value, Decimal) else value


def record_edits(lines: list[tuple[Entry, rules.Figures]], *, by) -> None:
    """Writes the history of lines that were saved as a whole; each comes with what it said before."""
    changed = [
        (entry, name)
        for entry, before in lines
        for name in rules.FIELDS
        if getattr(entry, name) != getattr(before, name)
    ]
    edits = CellEdit.objects.filter(entry__in={entry.pk for entry, _ in changed})
    latest = {(entry, name): n for entry, name, n in edits.values_list("entry", "field").annotate(Max("number"))}
    CellEdit.objects.bulk_create(
        CellEdit(
            entry=entry,
            field=name,
            number=latest.get((entry.pk, name), 0) + 1,
            value=plain(getattr(entry, name)),
            by=by.get_username(),
        )
        for entry, name in changed
    )

"""One cell at a time: kept when nobody was faster, else shown with what stands there now; nothing is lost silently."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.db.models import Max

from criteria.models import Indicator
from reports import rules
from reports.enums import Cell, ReportState, Verdict
from reports.models import CellEdit, Entry, SelfReport
from reports.services.drafting import locked_report, require_open, require_own

Value = Decimal | bool | str | None


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
    by: str = ""
    at: datetime | None = None


@transaction.atomic
def save_cells(report: SelfReport, changes: Iterable[CellChange], *, by) -> list[CellAnswer]:
    """Keeps each change that can be kept and answers for every one, in order.

    Raises TransitionDenied when the report as a whole cannot be written by this person now; then nothing is kept.
    """
    changes = list(changes)
    require_own(report.unit_id, by)
    report = locked_report(report)
    require_open(report)
    desk = _Desk.of(report, {change.code for change in changes})
    return [desk.save(change, by=by) for change in changes]


@dataclass
class _Desk:
    """The lines that a saving touches, read once under the lock of the report."""

    report: SelfReport
    indicators: dict[str, Indicator]
    entries: dict[str, Entry]
    numbers: dict[tuple[int, str], int]

    @classmethod
    def of(cls, report: SelfReport, codes: set[str]) -> "_Desk":
        from reports.selectors import indicators_of

        indicators = {one.code: one for one in indicators_of(report) if one.code in codes}
        entries = {
            entry.indicator.code: entry
            for entry in report.entries.filter(indicator__code__in=codes).select_related("indicator")
        }
        numbers = CellEdit.objects.filter(entry__in=entries.values()).values_list("entry", "field")
        latest = {(entry, field): number for entry, field, number in numbers.annotate(Max("number"))}
        return cls(report, indicators, entries, latest)

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
        if closed := self._closed(entry):
            return _refused(change, closed, stands, number)
        if change.base != number:
            return self._conflict(change, entry, stands, number)
        return self._keep(change, entry or Entry(report=self.report, indicator=indicator), number, by=by)

    def _closed(self, entry: Entry | None) -> str:
        if self.report.state != ReportState.RETURNED or (entry and entry.verdict == Verdict.RETURNED):
            return ""
        return "Dòng này không bị trả lại nên không sửa được. Anh/chị chỉ sửa các dòng được trả lại."

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
            change.code, change.field, Fate.SAVED, change.value, edit.number, by=by.get_full_name(), at=edit.at
        )

    def _conflict(self, change: CellChange, entry: Entry | None, stands: Value, number: int) -> CellAnswer:
        last = CellEdit.objects.filter(entry=entry, field=change.field).order_by("-number").first() if entry else None
        sentence = "Ô này vừa được sửa ở nơi khác. Chọn giữ số đang lưu, hoặc ghi số của anh/chị."
        by, at = (last.by, last.at) if last else ("", None)
        return CellAnswer(change.code, change.field, Fate.CONFLICT, stands, number, sentence, by, at)


def _refused(change: CellChange, sentence: str, stands: Value = None, number: int = 0) -> CellAnswer:
    return CellAnswer(change.code, change.field, Fate.REFUSED, stands, number, sentence)


def _figures(entry: Entry) -> rules.Figures:
    return rules.Figures(**{name: getattr(entry, name) for name in rules.FIELDS})


def plain(value: Value) -> str | bool | None:
    """A cell's value as JSON keeps it, exact."""
    return str(value) if isinstance(value, Decimal) else value


def record_edits(entry: Entry, before: rules.Figures, *, by) -> None:
    """Writes the history of a line that was saved as a whole."""
    changed = [name for name in rules.FIELDS if getattr(entry, name) != getattr(before, name)]
    latest = dict(entry.edits.filter(field__in=changed).values_list("field").annotate(Max("number")))
    CellEdit.objects.bulk_create(
        CellEdit(
            entry=entry,
            field=name,
            number=latest.get(name, 0) + 1,
            value=plain(getattr(entry, name)),
            by=by.get_username(),
        )
        for name in changed
    )

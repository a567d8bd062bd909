"""What both Resources share: rows that tell what changes, and what the file may not hold."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field

from core import text

ROW = "#"  # the number of the row in the workbook, put beside the cells by units.workbook


@dataclass
class RowNotes:
    """What the preview tells about one row beyond its kind."""

    changes: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class TellingResource(resources.ModelResource):
    """A resource that says row by row what changes and what to look at; never a field that is not declared."""

    def before_import(self, dataset, *, trial=False, **kwargs):
        self.trial = trial
        self.notes: dict[int, RowNotes] = {}
        self.passwords: list = []  # temporary ones handed out by this very run
        self.number = 0

    def before_import_row(self, row, **kwargs):
        self.number = row[ROW]
        self.notes[self.number] = RowNotes()

    def do_instance_save(self, instance, is_create):
        """A trial writes nothing, so that looking at a long list keeps nobody else from saving."""
        if not self.trial:
            instance.save(force_insert=is_create)

    @property
    def note(self) -> RowNotes:
        return self.notes[self.number]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Same as stored = nothing to do; what differs is kept for the preview."""
        if import_validation_errors:
            return False
        self.note.changes = [
            (column.column_name, shown(column, before), shown(column, after))
            for column in self.get_import_fields()
            if (before := column.get_value(original)) != (after := column.get_value(instance))
        ]
        return bool(original.pk) and not self.note.changes


def shown(column: Field, value) -> str:
    """A value as the workbook writes it, for the preview."""
    value = "" if value is None else column.widget.render(value)
    return text.date_short(value) if isinstance(value, date) else value


def complain(faults: dict, name: str, value: str, validator) -> None:
    """Runs a validator and notes its sentence, unless the cell was refused already."""
    if value and name not in faults:
        try:
            validator(value)
        except ValidationError as fault:
            faults[name] = fault.messages

"""Import of units and accounts: keep the file, look at it without writing, write it all or not at all."""

import hashlib
import json
import logging
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from import_export.results import RowResult

from core import audit, files
from units.models import ImportBatch, ImportKind, User
from units.resources import AccountResource, UnitResource
from units.resources.base import ROW, TellingResource
from units.workbook import read_dataset

log = logging.getLogger(__name__)

RESOURCES: dict[str, type[TellingResource]] = {ImportKind.UNITS: UnitResource, ImportKind.PEOPLE: AccountResource}
KINDS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "same",
}


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file and what would become of it; errors are pairs of column and sentence."""

    number: int
    kind: str
    label: str
    changes: list[tuple[str, str, str]]
    errors: list[tuple[str, str]]
    warnings: list[str]


@dataclass(frozen=True)
class Preview:
    """The whole file; `digest` tells at confirmation that the person saw what is still true."""

    rows: list[PreviewRow]
    passwords: list[tuple[User, str]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def new(self) -> int:
        return self.count("new")

    @property
    def changed(self) -> int:
        return self.count("changed")

    @property
    def same(self) -> int:
        return self.count("same")

    @property
    def errors(self) -> int:
        return self.count("error")

    @property
    def ready(self) -> bool:
        return not self.errors and bool(self.new or self.changed)

    @property
    def digest(self) -> str:
        said = [[row.number, row.kind, row.changes] for row in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def keep_upload(kind: str, upload, *, by) -> ImportBatch:
    """Checks and keeps the file; raises ValidationError when it cannot even be read."""
    with transaction.atomic():
        stored = files.save_upload(upload, by=by, kinds=("xlsx",))
        read_dataset(RESOURCES[kind](), files.read(stored))
        return ImportBatch.objects.create(kind=kind, file=stored, created_by=by)


def preview(batch: ImportBatch) -> Preview:
    """What the file would do; nothing is written."""
    return _run(batch, trial=True)


@transaction.atomic
def apply_batch(batch: ImportBatch, *, by, seen: str) -> Preview:
    """Writes the file, once, if it still does what `seen` (the digest of the preview) says.

    Raises ValidationError otherwise, with nothing written. The passwords of new accounts are in the answer only.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.applied_at:
        raise ValidationError("Tệp này đã được ghi rồi. Muốn nhập tiếp, hãy tải lên một tệp khác.")
    done = _run(batch, trial=False)
    if done.errors:
        raise ValidationError("Tệp còn dòng sai nên chưa ghi dòng nào. Hãy sửa tệp và tải lên lại.")
    if done.digest != seen:
        raise ValidationError("Dữ liệu trên cổng đã đổi từ lúc xem trước. Hãy xem lại rồi xác nhận.")
    batch.applied_at = timezone.now()
    batch.outcome = {"new": done.new, "changed": done.changed, "same": done.same}
    batch.save(update_fields=["applied_at", "outcome"])
    changed = [[row.label, row.changes] for row in done.rows if row.kind != "same"]
    audit.append(f"import.{batch.kind}", batch, by=by, data=batch.outcome | {"rows": changed})
    return done


def _run(batch: ImportBatch, *, trial: bool) -> Preview:
    resource = RESOURCES[batch.kind]()
    dataset = read_dataset(resource, files.read(batch.file))
    result = resource.import_data(
        dataset,
        dry_run=trial,
        use_transactions=True,
        rollback_on_validation_errors=True,
        by=batch.created_by,
        trial=trial,
    )
    if result.base_errors:
        raise result.base_errors[0].error
    rows = [_told(resource, values, row) for values, row in zip(dataset.dict, result.rows, strict=True)]
    return Preview(rows, resource.passwords)


def _told(resource: TellingResource, values: dict, row: RowResult) -> PreviewRow:
    note, errors = resource.notes[values[ROW]], _errors(resource, row)
    return PreviewRow(
        number=values[ROW],
        kind="error" if errors else KINDS[row.import_type],
        label=str(values.get(resource.REQUIRED[1]) or values.get(resource.REQUIRED[0]) or "")[:120],
        changes=[] if errors else note.changes,
        errors=errors,
        warnings=note.warnings,
    )


def _errors(resource: TellingResource, row: RowResult) -> list[tuple[str, str]]:
    columns = {column.attribute: column.column_name for column in resource.get_import_fields()}
    errors = []
    if fault := row.validation_error:
        named = fault.error_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.error_list}
        errors += [(columns.get(name, ""), " ".join(map(_sentence, told))) for name, told in named.items()]
    for broken in row.errors:  # not foreseen: told to the person in general words, to the log in full
        log.error("import row failed", exc_info=broken.error)
        errors.append(("", "Dòng này không ghi được vì trái với quy tắc của cổng. Kiểm tra mã, tên và các ngày."))
    return errors


PLAIN = {"blank": "Ô này không được để trống.", "null": "Ô này không được để trống."}


def _sentence(fault: ValidationError) -> str:
    return PLAIN.get(fault.code) or " ".join(fault.messages)

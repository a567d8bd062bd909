"""Files beside a line: checked and kept, used again, taken off; the stored bytes stay, because a sent copy may name them."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, files
from core.models import AuditEvent, StoredFile
from core.text import clean, format_decimal
from reports.models import Entry, Evidence, SelfReport
from reports.selectors.rows import indicators_of
from reports.services.drafting import (
    LINE_CLOSED,
    WrongLinesError,
    line_open,
    locked_report,
    require_open,
    require_own,
)

MAX_FILES_PER_LINE = 10
REFERENCE_LIMIT = 200
REMOVED = "self_report.evidence_removed"


def add_evidence(entry: Entry, upload, *, reference: str = "", by) -> Evidence:
    """Checks and keeps a file beside a line. Raises ValidationError with a sentence about the file."""
    return add_file(entry.report, entry.indicator.code, upload, reference=reference, by=by)


def add_file(report: SelfReport, code: str, upload, *, reference: str = "", by) -> Evidence:
    """The same for a line named by its code; a line that nobody touched yet is begun."""
    require_own(report.unit_id, by)
    now = SelfReport.objects.get(pk=report.pk)
    require_open(now)
    _require_room(_found(now, code))  # asked again below: reading a file that cannot be kept is work for nothing
    checked = _checked(code, upload)  # seconds for a large picture: before anything is locked
    with transaction.atomic():
        return attach(line_of(_opened(report, by), code), checked, reference, by=by)


@transaction.atomic
def reuse_file(report: SelfReport, code: str, file_id: UUID | None, *, reference: str = "", by) -> Evidence:
    """Lays a file that this report has, or had until it was taken off, beside another line (or back)."""
    report = _opened(report, by)
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not _belongs(report, stored):
        raise ValidationError("Tệp này không có trong báo cáo của đơn vị. Anh/chị gửi tệp lên trước.")
    entry = line_of(report, code)
    _require_room(entry)
    _require_new(entry, stored.name, stored.sha256)
    return _lay(entry, stored, reference, by=by)


@transaction.atomic
def correct_reference(evidence: Evidence, reference: str, *, by) -> Evidence:
    """Another page or item for a file. Evidence is never changed, so the row is laid anew."""
    entry = evidence.entry
    entry.report = _opened(entry.report, by)
    _require_line_open(entry)
    before, stored = evidence.reference, evidence.file
    evidence.delete()
    data = {"line": entry.indicator.code, "name": stored.name, "before": before, "after": _short(reference)}
    audit.append("self_report.evidence_reference", entry.report, by=by, data=data)
    return _lay(entry, stored, reference, by=by)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by) -> None:
    """Takes a file off its line; the stored bytes stay, because a sent copy may name them."""
    evidence.entry.report = _opened(evidence.entry.report, by)
    _drop(evidence, by)


def check_files(
    uploads: dict[str, tuple],
) -> tuple[dict[str, tuple[files.CheckedFile, str]], dict[str, dict[str, str]]]:
    """code -> (file, reference): what may be kept, and the sentences about what may not; call it before anything is locked."""
    checked, wrong = {}, {}
    for code, (upload, reference) in uploads.items():
        try:
            checked[code] = (_checked(code, upload), reference)
        except WrongLinesError as refused:
            wrong |= refused.lines
    return checked, wrong


def attach(entry: Entry, checked: files.CheckedFile, reference: str, *, by) -> Evidence:
    """Lays a checked file beside a line; nothing is written to the disk before all is allowed."""
    _require_room(entry)
    _require_new(entry, checked.name, checked.sha256)
    _require_quota(entry, checked)
    return _lay(entry, checked.keep(by=by), reference, by=by)


def detach(report: SelfReport, removals: frozenset[int], by) -> None:
    for evidence in Evidence.objects.filter(pk__in=removals, entry__report=report).select_related("entry__indicator"):
        _drop(evidence, by)


def used_bytes(report: SelfReport) -> int:
    """What the evidence of a report weighs; a file that proves several lines counts once."""
    found = StoredFile.objects.filter(pk__in=Evidence.objects.filter(entry__report=report).values("file"))
    return sum(size for _, size in found.values_list("sha256", "size").distinct())


def megabytes(size: int) -> str:
    return f"{format_decimal(round(Decimal(size) / 1024 / 1024, 1))} MB"


def _opened(report: SelfReport, by) -> SelfReport:
    """The report, locked, if this officer may write in it now."""
    require_own(report.unit_id, by)
    report = locked_report(report)
    require_open(report)
    return report


def line_of(report: SelfReport, code: str) -> Entry:
    """The line of an indicator, begun when a file is the first thing that comes to it. Raises WrongLinesError."""
    entry = _found(report, code)
    if entry.pk is None:
        _require_line_open(entry)
        entry.save(force_insert=True)
    return entry


def _found(report: SelfReport, code: str) -> Entry:
    """The line as it stands; one that nobody touched yet is not written. Raises WrongLinesError."""
    if entry := report.entries.select_related("indicator").filter(indicator__code=code).first():
        entry.report = report
        return entry
    indicator = next((one for one in indicators_of(report) if one.code == code), None)
    if indicator is None:
        raise WrongLinesError({code: {"file": "Chỉ tiêu này không thuộc báo cáo của đơn vị."}})
    return Entry(report=report, indicator=indicator)


def _checked(code: str, upload) -> files.CheckedFile:
    try:
        return files.check_upload(upload)
    except ValidationError as refused:
        raise WrongLinesError({code: {"file": " ".join(refused.messages)}}) from refused


def _lay(entry: Entry, stored: StoredFile, reference: str, *, by) -> Evidence:
    return Evidence.objects.create(entry=entry, file=stored, reference=_short(reference), added_by=by.get_username())


def _short(reference: str) -> str:
    return clean(reference)[:REFERENCE_LIMIT]


def _belongs(report: SelfReport, stored: StoredFile) -> bool:
    if Evidence.objects.filter(entry__report=report, file=stored).exists():
        return True
    taken_off = AuditEvent.objects.filter(subject_type=report._meta.label_lower, subject_id=str(report.pk))
    return taken_off.filter(action=REMOVED, data__file=str(stored.pk)).exists()


def _drop(evidence: Evidence, by) -> None:
    _require_line_open(evidence.entry)
    stored = evidence.file
    data = {"line": evidence.entry.indicator.code, "name": stored.name, "sha256": stored.sha256, "file": str(stored.pk)}
    audit.append(REMOVED, evidence.entry.report, by=by, data=data)
    evidence.delete()


def _require_room(entry: Entry) -> None:
    _require_line_open(entry)
    if entry.pk and entry.evidence.count() >= MAX_FILES_PER_LINE:
        raise _refusal(entry, f"Mỗi dòng có tối đa {MAX_FILES_PER_LINE} tệp. Hãy gỡ bớt một tệp trước.")


def _require_new(entry: Entry, name: str, digest: str) -> None:
    if twin := entry.evidence.filter(file__sha256=digest).select_related("file").first():
        raise _refusal(entry, f"Tệp “{name}” đã có ở dòng này (“{twin.file.name}”). Anh/chị không cần gửi lại.")


def _require_quota(entry: Entry, checked: files.CheckedFile) -> None:
    used, limit = used_bytes(entry.report), settings.MAX_REPORT_BYTES
    if Evidence.objects.filter(entry__report=entry.report, file__sha256=checked.sha256).exists():
        return  # the same bytes are kept once
    if used + len(checked.data) > limit:
        raise _refusal(
            entry,
            f"Minh chứng của báo cáo đã dùng {megabytes(used)}, tối đa {megabytes(limit)}. "
            "Hãy nén tệp, gỡ tệp không cần, hoặc dùng lại tệp đã gửi.",
        )


def _require_line_open(entry: Entry) -> None:
    if not line_open(entry.report, entry):
        raise _refusal(entry, LINE_CLOSED)


def _refusal(entry: Entry, sentence: str) -> WrongLinesError:
    return WrongLinesError({entry.indicator.code: {"file": sentence}})

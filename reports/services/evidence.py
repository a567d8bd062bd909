"""Files beside a line: checked and kept, taken off again; the stored bytes stay, because a sent copy may name them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, files
from reports.enums import ReportState, Verdict
from reports.models import Entry, Evidence, SelfReport
from reports.services.drafting import WrongLinesError, locked_report, require_open, require_own

MAX_FILES_PER_LINE = 10


@transaction.atomic
def add_evidence(entry: Entry, upload, *, reference: str = "", by) -> Evidence:
    """Checks and keeps a file beside a line. Raises ValidationError with a sentence about the file."""
    require_own(entry.report.unit_id, by)
    require_open(locked_report(entry.report))
    return attach(entry, upload, reference, by=by)


def attach(entry: Entry, upload, reference: str, *, by) -> Evidence:
    _require_line_open(entry)
    if entry.evidence.count() >= MAX_FILES_PER_LINE:
        raise WrongLinesError(
            {entry.indicator.code: {"file": f"Mỗi dòng có tối đa {MAX_FILES_PER_LINE} tệp. Hãy gỡ bớt một tệp trước."}}
        )
    try:
        stored = files.save_upload(upload, by=by)
    except ValidationError as refused:
        raise WrongLinesError({entry.indicator.code: {"file": " ".join(refused.messages)}}) from refused
    return Evidence.objects.create(entry=entry, file=stored, reference=reference[:200], added_by=by.get_username())


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by) -> None:
    """Takes a file off its line; the stored bytes stay, because a sent copy may name them."""
    report = evidence.entry.report
    require_own(report.unit_id, by)
    require_open(locked_report(report))
    _drop(evidence, by)


def _drop(evidence: Evidence, by) -> None:
    _require_line_open(evidence.entry)
    data = {"line": evidence.entry.indicator.code, "name": evidence.file.name, "sha256": evidence.file.sha256}
    audit.append("self_report.evidence_removed", evidence.entry.report, by=by, data=data)
    evidence.delete()


def detach(report: SelfReport, removals: frozenset[int], by) -> None:
    for evidence in Evidence.objects.filter(pk__in=removals, entry__report=report).select_related("entry__indicator"):
        _drop(evidence, by)


def _require_line_open(entry: Entry) -> None:
    if entry.report.state == ReportState.RETURNED and entry.verdict != Verdict.RETURNED:
        raise WrongLinesError(
            {entry.indicator.code: {"file": "Dòng này không bị trả lại nên không đổi được minh chứng."}}
        )

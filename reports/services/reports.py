"""A report in the hands of its unit: open it, fill it by sections, lay evidence beside a line."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaign.models import Period
from campaign.selectors import closes_at
from core import audit, files
from core.text import date_short
from core.workflow import TransitionDenied
from reports import rules
from reports.enums import ReportState, Verdict
from reports.models import Entry, Evidence, SelfReport
from reports.services.cells import record_edits
from units.enums import Role
from units.models import Unit

MAX_FILES_PER_LINE = 10


class StaleReportError(Exception):
    """Somebody saved the report after this page was opened; its text is the sentence shown to the person."""


class WrongLinesError(ValidationError):
    """Lines that cannot be kept; `lines` maps the code of the indicator to {field: sentence}."""

    def __init__(self, lines: dict[str, dict[str, str]]):
        self.lines = lines
        super().__init__([sentence for found in lines.values() for sentence in found.values()])


def require_own(unit_id: int, by) -> None:
    if Role.OFFICER not in by.roles or unit_id not in by.units:
        raise TransitionDenied("Chỉ cán bộ được phân công của đơn vị mới làm được việc này.")


def closed_sentence(period: Period, unit: Unit, *, now: datetime) -> str:
    """VI.9 and V: after the closing of the year nothing new is taken; "" while it is open."""
    if now < (closing := closes_at(period, unit.pk)):
        return ""
    day = date_short(timezone.localtime(closing).date())
    return (
        f"Kỳ báo cáo năm {period.year} đã đóng ngày {day}, không nhận báo cáo mới. "
        f"Anh/chị liên hệ {period.campaign.lead_office} nếu cần hướng dẫn."
    )


@transaction.atomic
def open_report(period: Period, unit: Unit, *, by, now: datetime) -> SelfReport:
    """The report of a unit for a year; opened once, found again afterwards."""
    require_own(unit.pk, by)
    if report := SelfReport.objects.filter(period=period, unit=unit).first():
        return report
    if closed := closed_sentence(period, unit, now=now):
        raise TransitionDenied(closed)
    report, made = SelfReport.objects.get_or_create(period=period, unit=unit)  # a second click finds the first's
    if made:
        audit.append("self_report.open", report, by=by)
    return report


def locked_report(report: SelfReport) -> SelfReport:
    return SelfReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


@transaction.atomic
def save_entries(
    report: SelfReport,
    rows: dict[str, rules.Figures],
    *,
    version: int,
    by,
    uploads: dict[str, tuple] | None = None,
    removals: frozenset[int] = frozenset(),
) -> SelfReport:
    """Keeps the lines of a section, all or none; `uploads`: code -> (file, reference), `removals`: evidence ids.

    Raises StaleReportError when the report was saved since `version` was read, WrongLinesError with the sentences.
    """
    require_own(report.unit_id, by)
    report = locked_report(report)
    require_open(report)
    if report.version != version:
        raise StaleReportError(
            "Báo cáo vừa được lưu từ một cửa sổ khác. Những gì anh/chị nhập vẫn còn trên trang này "
            "nhưng chưa được lưu; hãy so với giá trị đang lưu ở từng dòng rồi bấm “Lưu” lần nữa."
        )
    kept = _keep_lines(report, rows, uploads or {}, by)
    _remove_evidence(report, removals, by)
    for code, (upload, reference) in (uploads or {}).items():
        _add_evidence(kept[code], upload, reference, by=by)
    report.version += 1
    report.save(update_fields=["version"])
    audit.append("self_report.save", report, by=by, data={"lines": sorted(rows), "version": report.version})
    return report


def require_open(report: SelfReport) -> None:
    """Raises TransitionDenied unless the officer may write in this report now."""
    if report.presented:
        raise TransitionDenied(
            "Báo cáo đang chờ lãnh đạo đơn vị ký nộp nên không sửa được. "
            "Muốn sửa, anh/chị lấy lại báo cáo từ lãnh đạo trước."
        )
    if not report.editable:
        raise TransitionDenied(
            f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không sửa được. "
            "Muốn sửa, anh/chị rút báo cáo lại hoặc chờ Phòng VH-TT trả lại."
        )


def _keep_lines(report: SelfReport, rows: dict[str, rules.Figures], uploads: dict, by) -> dict[str, Entry]:
    from reports.selectors import indicators_of

    indicators = {indicator.code: indicator for indicator in indicators_of(report)}
    present = {entry.indicator_id: entry for entry in report.entries.all()}
    wrong, kept = {}, {}
    for code, figures in rows.items():
        indicator = indicators.get(code)
        entry = present.get(indicator.pk) if indicator else None
        if not indicator:
            wrong[code] = {"": "Chỉ tiêu này không thuộc báo cáo của đơn vị."}
        elif found := rules.problems(indicator.kind, figures, grades=len(indicator.choices), unit=indicator.unit_label):
            wrong[code] = found
        elif refused := _line_refusal(report, entry, figures):
            wrong[code] = {"": refused}
        elif entry or not figures.empty or code in uploads:
            kept[code] = entry or Entry(report=report, indicator=indicator)
    if wrong:
        raise WrongLinesError(wrong)
    for code, entry in kept.items():
        _write(entry, rows[code], by=by)
    return kept


def _line_refusal(report: SelfReport, entry: Entry | None, figures: rules.Figures) -> str:
    if report.state != ReportState.RETURNED:
        return ""
    if entry and (entry.verdict == Verdict.RETURNED or figures_of(entry) == figures):
        return ""
    return "Dòng này không bị trả lại nên không sửa được. Anh/chị chỉ sửa các dòng được trả lại."


def figures_of(entry: Entry) -> rules.Figures:
    return rules.Figures(**{name: getattr(entry, name) for name in rules.FIELDS})


def _write(entry: Entry, figures: rules.Figures, *, by) -> None:
    before = figures_of(entry)
    if entry.pk and before == figures:
        return
    for name in rules.FIELDS:
        setattr(entry, name, getattr(figures, name))
    entry.save()
    record_edits(entry, before, by=by)


# --- evidence ------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_evidence(entry: Entry, upload, *, reference: str = "", by) -> Evidence:
    """Checks and keeps a file beside a line. Raises ValidationError with a sentence about the file."""
    require_own(entry.report.unit_id, by)
    require_open(locked_report(entry.report))
    return _add_evidence(entry, upload, reference, by=by)


def _add_evidence(entry: Entry, upload, reference: str, *, by) -> Evidence:
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


def _remove_evidence(report: SelfReport, removals: frozenset[int], by) -> None:
    for evidence in Evidence.objects.filter(pk__in=removals, entry__report=report).select_related("entry__indicator"):
        _drop(evidence, by)


def _require_line_open(entry: Entry) -> None:
    if entry.report.state == ReportState.RETURNED and entry.verdict != Verdict.RETURNED:
        raise WrongLinesError(
            {entry.indicator.code: {"file": "Dòng này không bị trả lại nên không đổi được minh chứng."}}
        )

"""A report in the hands of its unit: open it, fill it by sections, lay evidence beside a line."""

from datetime import datetime

from django.db import transaction

from campaign.models import Period
from core import audit
from core.workflow import TransitionDenied
from reports import rules
from reports.enums import ReportState, Verdict
from reports.models import Entry, SelfReport
from reports.services.cells import record_edits
from reports.services.drafting import (
    StaleReportError,
    WrongLinesError,
    closed_sentence,
    locked_report,
    require_open,
    require_own,
)
from reports.services.evidence import attach, detach
from units.models import Unit


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
    detach(report, removals, by)
    for code, (upload, reference) in (uploads or {}).items():
        attach(kept[code], upload, reference, by=by)
    report.version += 1
    report.save(update_fields=["version"])
    audit.append("self_report.save", report, by=by, data={"lines": sorted(rows), "version": report.version})
    return report


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

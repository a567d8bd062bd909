"""A report in the hands of its unit: open it, fill it by sections, lay evidence beside a line."""

from datetime import datetime

from django.db import transaction

from campaign.models import Period
from core import audit
from core.workflow import TransitionDenied
from reports import rules
from reports.models import Entry, SelfReport
from reports.selectors.rows import indicators_of
from reports.services.cells import record_edits
from reports.services.drafting import (
    LINE_CLOSED,
    WrongLinesError,
    closed_sentence,
    line_open,
    locked_report,
    require_open,
    require_own,
)
from reports.services.evidence import attach, check_files, detach, line_of
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


def save_entries(
    report: SelfReport,
    rows: dict[str, rules.Figures],
    *,
    by,
    uploads: dict[str, tuple] | None = None,
    removals: frozenset[int] = frozenset(),
) -> SelfReport:
    """Keeps whole lines, all or none, whatever stood there; `uploads`: code -> (file, reference), `removals`: evidence ids.

    For what fills a report in bulk; a page saves cell by cell (`services.cells`). Raises WrongLinesError.
    """
    require_own(report.unit_id, by)
    checked, wrong = check_files(uploads or {})  # seconds for large pictures: before anything is locked
    if wrong:
        raise WrongLinesError(wrong)
    with transaction.atomic():
        report = locked_report(report)
        require_open(report)
        kept = _keep_lines(report, rows, checked, by)
        detach(report, removals, by)
        for code, (file, reference) in checked.items():
            attach(kept[code], file, reference, by=by)
        audit.append("self_report.save", report, by=by, data={"lines": sorted(rows)})
    return report


def save_proofs(
    report: SelfReport, uploads: dict[str, tuple], removals: frozenset[int], *, by
) -> dict[str, dict[str, str]]:
    """The files of a section: each is kept or refused by itself; gives the sentences by line and field."""
    require_own(report.unit_id, by)
    checked, wrong = check_files(uploads)  # seconds for large pictures: before anything is locked
    with transaction.atomic():
        report = locked_report(report)
        require_open(report)
        detach(report, removals, by)
        for code, (file, reference) in checked.items():
            try:
                with transaction.atomic():
                    attach(line_of(report, code), file, reference, by=by)
            except WrongLinesError as refused:
                wrong |= refused.lines
    return wrong


def _keep_lines(report: SelfReport, rows: dict[str, rules.Figures], uploads: dict, by) -> dict[str, Entry]:
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
        elif not line_open(report, entry) and not (entry and figures_of(entry) == figures):
            wrong[code] = {"": LINE_CLOSED}
        elif entry or not figures.empty or code in uploads:
            kept[code] = entry or Entry(report=report, indicator=indicator)
    if wrong:
        raise WrongLinesError(wrong)
    _write([(entry, rows[code]) for code, entry in kept.items()], by=by)
    return kept


def figures_of(entry: Entry) -> rules.Figures:
    return rules.Figures(**{name: getattr(entry, name) for name in rules.FIELDS})


def _write(lines: list[tuple[Entry, rules.Figures]], *, by) -> None:
    """All lines in three statements, and their history."""
    changed = [
        (entry, figures_of(entry), figures) for entry, figures in lines if not entry.pk or figures_of(entry) != figures
    ]
    new = [entry for entry, _, _ in changed if not entry.pk]
    known = [entry for entry, _, _ in changed if entry.pk]
    for entry, _, figures in changed:
        for name in rules.FIELDS:
            setattr(entry, name, getattr(figures, name))
    Entry.objects.bulk_create(new)
    Entry.objects.bulk_update(known, rules.FIELDS)
    record_edits([(entry, before) for entry, before, _ in changed], by=by)

"""Questions about reports: rows by section, what is missing, who has reported, who stands where in the ranking."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from campaign.models import Clause, Period, PlanVersion
from campaign.selectors import expected_units, extensions_of
from core.days import last_day
from core.models import Job
from core.text import fold
from criteria.models import Indicator
from criteria.selectors import indicators_for, rules_for
from reports.enums import ReportState, Verdict
from reports.models import Entry, SelfReport, Submission
from reports.presenters import Row, Section
from units.enums import UnitKind
from units.models import Unit

PAPER_JOB = "reports.submission_pdf"


def indicators_of(report: SelfReport) -> list[Indicator]:
    """Every indicator that this unit reports, in the order of the plan; read once per report object."""
    if not hasattr(report, "_indicators"):
        report._indicators = list(indicators_for(report.period.plan_version, report.unit))
    return report._indicators


def entries_of(report: SelfReport) -> QuerySet[Entry]:
    return report.entries.prefetch_related("evidence__file")


def report_rows(report: SelfReport) -> list[Section]:
    """The whole report by the sections of the plan: 5 queries, however many lines."""
    entries = {entry.indicator_id: entry for entry in entries_of(report)}
    rules = {rule.indicator: rule for rule in rules_for(report.period.plan_version, report.unit).rules}
    clauses = clause_texts(report.period.plan_version)
    sections: dict[str, list[Row]] = {}
    for indicator in indicators_of(report):
        entry = entries.get(indicator.pk)
        evidence = list(entry.evidence.all()) if entry else []
        row = Row(indicator, entry, evidence, rules.get(indicator.code), clauses.get(indicator.clause_code, ""))
        sections.setdefault(indicator.section, []).append(row)
    return [Section(fold(title).replace(",", "").replace(" ", "-"), title, rows) for title, rows in sections.items()]


def clause_texts(version: PlanVersion) -> dict[str, str]:
    return dict(Clause.objects.filter(plan_version=version).values_list("code", "text"))


def missing_rows(report: SelfReport) -> list[Row]:
    """VI.9: a report says something about every indicator of its unit, be it "không phát sinh"."""
    return [row for section in report_rows(report) for row in section.rows if not row.answered]


def wrong_rows(report: SelfReport) -> list[tuple[Row, str]]:
    """Lines that may not be sent as they are, each with the first sentence that says why."""
    found = []
    for section in report_rows(report):
        for row in section.rows:
            if wrong := row.problems:
                found.append((row, next(iter(wrong.values()))))
    return found


def row_of(report: SelfReport, code: str) -> Row | None:
    rows = (row for section in report_rows(report) for row in section.rows)
    return next((row for row in rows if row.indicator.code == code), None)


def latest_job(kind: str, **args) -> Job | None:
    return Job.objects.filter(kind=kind, args=args).order_by("-created_at").first()


# --- who has reported ------------------------------------------------------------------------------------------------

NOT_SENT = "chua_nop"
QUEUE_STATES = {
    "": "Tất cả",
    NOT_SENT: "Chưa nộp",
    ReportState.SUBMITTED.value: "Chờ thẩm định",
    ReportState.RETURNED.value: "Đã trả lại",
    ReportState.ACCEPTED.value: "Đã chấp nhận",
}


NEED = (ReportState.SUBMITTED, ReportState.RETURNED, NOT_SENT, ReportState.ACCEPTED)  # who is read first


@dataclass
class QueueRow:
    """A unit in the list of who has reported; `report` is None until it is sent."""

    unit: Unit
    report: SelfReport | None
    until: date | None = None  # the last day in time, when the unit was given more time

    @property
    def state(self) -> str:
        return self.report.state if self.report else NOT_SENT

    @property
    def label(self) -> str:
        return QUEUE_STATES[self.state]


def review_queue(period: Period, *, state: str = "", kind: str = "", query: str = "") -> list[QueueRow]:
    """Units of the year with their sent report: three queries, however many units. Drafts are nobody else's business.

    What waits for the reviewer stands first.
    """
    units = expected_units(period)
    if kind in UnitKind.values:
        units = units.filter(kind=kind)
    for word in fold(query[:100]).split():
        units = units.filter(search__contains=word)
    reports = {
        report.unit_id: report
        for report in SelfReport.objects.filter(period=period)
        .exclude(state=ReportState.DRAFT)
        .annotate(
            lines=Count("entries"),
            decided=Count("entries", filter=~Q(entries__verdict=Verdict.PENDING)),
        )
    }
    until = {unit: last_day(due) for unit, due in extensions_of(period).items()}
    rows = [QueueRow(unit, reports.get(unit.pk), until.get(unit.pk)) for unit in units]
    rows.sort(key=lambda row: NEED.index(row.state))  # stable: inside a state the order of units
    return [row for row in rows if not state or row.state == state]


def queue_counts(rows: list[QueueRow]) -> dict[str, int]:
    """How many in each state, and how many late."""
    counts = {state: sum(row.state == state for row in rows) for state in QUEUE_STATES if state}
    return {**counts, "": len(rows), "late": sum(bool(row.report and row.report.late) for row in rows)}


def own_reports(user) -> list[tuple[Period, Unit, SelfReport | None]]:
    """Every year of each of the officer's units, newest first, with its report if one is open."""
    units = list(Unit.objects.filter(pk__in=user.own_units))
    reports = {(report.period_id, report.unit_id): report for report in SelfReport.objects.filter(unit__in=units)}
    periods = Period.objects.select_related("campaign").order_by("-year")
    return [(period, unit, reports.get((period.pk, unit.pk))) for period in periods for unit in units]


def years() -> list[int]:
    return list(Period.objects.order_by("year").values_list("year", flat=True))


def paper_state(submission: Submission) -> Job | None:
    """The job that prints a copy, while there is no paper yet."""
    return None if hasattr(submission, "paper") else latest_job(PAPER_JOB, submission=submission.pk)

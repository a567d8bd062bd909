"""Questions about reports: rows by section, what is missing, whose reports there are."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from campaign.models import Clause, Period, PlanVersion
from core.models import Job
from core.text import fold
from criteria.models import Indicator
from criteria.selectors import indicators_for, rules_for
from reports.enums import Outcome, ReportState
from reports.models import Entry, Reconsideration, SelfReport, Submission
from reports.presenters import Row, Section
from units.models import Unit

PAPER_JOB = "reports.submission_pdf"


def indicators_of(report: SelfReport) -> list[Indicator]:
    """Every indicator that this unit reports, in the order of the plan; read once per report object."""
    if not hasattr(report, "_indicators"):
        report._indicators = list(indicators_for(report.period.plan_version, report.unit))
    return report._indicators


def entries_of(report: SelfReport) -> QuerySet[Entry]:
    """With evidence, and for an accepted report what was asked about its lines since."""
    asked = ["reconsiderations"] if report.state == ReportState.ACCEPTED else []
    return report.entries.prefetch_related("evidence__file", *asked)


def last_year(report: SelfReport) -> tuple[int | None, dict[str, Entry]]:
    """The year before and the unit's lines in it by code, ready for Row.appraised: two queries.

    None and nothing without such a report; a draft of last year is shown to nobody.
    """
    year = report.period.year - 1
    entries = Entry.objects.filter(
        report__unit=report.unit_id, report__period__campaign=report.period.campaign_id, report__period__year=year
    ).exclude(report__state=ReportState.DRAFT)
    found = entries.select_related("indicator", "report").prefetch_related("reconsiderations")
    lines = {entry.indicator.code: entry for entry in found}
    return (year if lines else None), lines


def granted_of(entries: QuerySet[Entry]) -> dict[int, Reconsideration]:
    """Entry -> the latest answer that gave it other figures after the review, as Row.granted finds it; one query."""
    asks = Reconsideration.objects.filter(entry__in=entries, outcome=Outcome.GRANTED)
    return {ask.entry_id: ask for ask in asks.order_by("decided_at", "pk")}


def report_rows(report: SelfReport) -> list[Section]:
    """The whole report by the sections of the plan: 5 queries (6 once accepted), however many lines."""
    entries = {entry.indicator_id: entry for entry in entries_of(report)}
    rules = {rule.indicator: rule for rule in rules_for(report.period.plan_version, report.unit).rules}
    clauses = clause_texts(report.period.plan_version)
    rows = []
    for indicator in indicators_of(report):
        entry = entries.get(indicator.pk)
        evidence = list(entry.evidence.all()) if entry else []
        rows.append(Row(indicator, entry, evidence, rules.get(indicator.code), clauses.get(indicator.clause_code, "")))
    return by_section(rows)


def by_section(rows: Iterable[Row]) -> list[Section]:
    sections: dict[str, list[Row]] = {}
    for row in rows:
        sections.setdefault(row.indicator.section, []).append(row)
    return [Section(fold(title).replace(",", "").replace(" ", "-"), title, rows) for title, rows in sections.items()]


def bare_sections(report: SelfReport, entries: Mapping[str, Entry]) -> list[Section]:
    """The same from lines that are at hand, by code; without evidence and the words of the plan, so without a query."""
    rules = {rule.indicator: rule for rule in rules_for(report.period.plan_version, report.unit).rules}
    return by_section(
        Row(indicator, entries.get(indicator.code), rule=rules.get(indicator.code))
        for indicator in indicators_of(report)
    )


def clause_texts(version: PlanVersion) -> dict[str, str]:
    return dict(Clause.objects.filter(plan_version=version).values_list("code", "text"))


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

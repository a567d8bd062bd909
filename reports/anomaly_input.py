"""The reports of a year as the anomaly desk's rules read them: a handful of queries, however many units."""

from collections import defaultdict
from dataclasses import dataclass

from campaign.models import Clause, Period
from criteria.selectors import league_for
from reports.anomalies import District, FileUse, Line, Proof, Sheet
from reports.enums import ReportState, Verdict
from reports.models import Entry, Evidence, Reconsideration, SelfReport
from reports.rules import in_whole_numbers
from reports.selectors.rows import granted_of

FIGURES = ("a", "b", "value")
FIELDS = (
    *("report_id", "pk", "indicator_id", "indicator__code", "indicator__kind", "indicator__unit_label"),
    *("text", "na", "verdict", *FIGURES, *(f"adjusted_{name}" for name in FIGURES)),
)
Granted = dict[int, Reconsideration]  # entry -> the answer that gave it other figures


@dataclass(frozen=True)
class Reading:
    """What the rules read, and where their findings belong: (report, code) -> the indicator's row."""

    district: District
    indicators: dict[tuple[int, str], int]


def read_district(period: Period) -> Reading:
    """Sent reports only: a draft is nobody else's business."""
    now = _sent(period=period)
    before = _sent(period__campaign=period.campaign_id, period__year=period.year - 1)
    granted = granted_of(Entry.objects.filter(report__period__in={report.period_id for report in before}))
    proofs = _proofs(period)
    rows = _entries([*now, *before])
    indicators = {
        (report.pk, row["indicator__code"]): row["indicator_id"] for report in now for row in rows.get(report.pk, ())
    }
    district = District(
        sheets=tuple(_sheet(report, rows, proofs) for report in now),
        before=tuple(_sheet(report, rows, {}, granted) for report in before),
        files=_earlier_files(period),
        known=_plan_words(period),
    )
    return Reading(district, indicators)


def _sent(**wanted) -> list[SelfReport]:
    reports = SelfReport.objects.filter(**wanted).exclude(state=ReportState.DRAFT)
    return list(reports.select_related("unit", "period__plan_version").order_by("pk"))


def _entries(reports: list[SelfReport]) -> dict[int, list[dict]]:
    rows: dict[int, list[dict]] = defaultdict(list)
    wanted = Entry.objects.filter(report__period__in={report.period_id for report in reports})
    for row in wanted.exclude(report__state=ReportState.DRAFT).order_by("report", "indicator").values(*FIELDS):
        rows[row["report_id"]].append(row)
    return rows


def _sheet(report: SelfReport, rows: dict, proofs: dict, granted: Granted | None = None) -> Sheet:
    """This year as the unit says it; last year, with what was granted since, as it counts after the review."""
    league = league_for(report.period.plan_version, report.unit)
    lines = tuple(_line(row, proofs, _figures(row, granted)) for row in rows.get(report.pk, ()))
    group = league.code if league else report.unit.kind
    return Sheet(report.pk, report.unit_id, report.unit.short_name, group, report.period.year, lines)


def _figures(row: dict, granted: Granted | None) -> dict:
    if granted and (ask := granted.get(row["pk"])):
        return {name: getattr(ask, f"granted_{name}") for name in FIGURES}
    prefix = "adjusted_" if granted is not None and row["verdict"] == Verdict.ADJUSTED else ""
    return {name: None if row["na"] else row[prefix + name] for name in FIGURES}


def _line(row: dict, proofs: dict, figures: dict) -> Line:
    unit = row["indicator__unit_label"]
    return Line(
        row["indicator__code"],
        row["indicator__kind"],
        unit,
        text=row["text"],
        proofs=tuple(proofs.get(row["pk"], ())),
        counted=in_whole_numbers(unit),
        **figures,
    )


def _proofs(period: Period) -> dict[int, list[Proof]]:
    found: dict[int, list[Proof]] = defaultdict(list)
    rows = _evidence(entry__report__period=period).values_list("entry", "file__sha256", "file__name")
    for entry, sha256, name in rows:
        found[entry].append(Proof(sha256, name))
    return found


def _earlier_files(period: Period) -> tuple[FileUse, ...]:
    """Earlier uses of the bytes that this year's reports hold."""
    held = _evidence(entry__report__period=period).values("file__sha256")
    rows = _evidence(entry__report__period__year__lt=period.year, file__sha256__in=held)
    fields = ("file__sha256", "entry__report__unit", "entry__report__unit__short_name", "entry__report__period__year")
    return tuple(FileUse(*row) for row in rows.values_list(*fields).distinct())


def _evidence(**wanted):
    return Evidence.objects.filter(**wanted).exclude(entry__report__state=ReportState.DRAFT).order_by()


def _plan_words(period: Period) -> tuple[str, ...]:
    """Whoever repeats the plan copies from nobody."""
    return tuple(Clause.objects.filter(plan_version=period.plan_version_id).values_list("text", flat=True))

"""Questions about what is odd in sent reports: how much nobody has looked at, and which lines."""

from django.db.models import Aggregate, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from campaign.models import Period
from core.models import Job
from reports.enums import SENT, ReportState
from reports.models import Anomaly, SelfReport
from units.models import Unit

JOB = "reports.anomalies"


def with_unseen(reports: QuerySet[SelfReport]) -> QuerySet[SelfReport]:
    """Each report with `odd_weight` and `odd_count` of what no reviewer has looked at; 0 where there is nothing.

    Subqueries, so that other annotations over other tables count right beside them.
    """
    return reports.annotate(odd_weight=unseen_weight("pk"), odd_count=_of_unseen("pk", Count("pk")))


def unseen_weight(report: str) -> Coalesce:
    """The summed weight of what nobody has looked at in the report that the outer query calls `report`; else 0."""
    return _of_unseen(report, Sum("weight"))


def _of_unseen(report: str, figure: Aggregate) -> Coalesce:
    unseen = Anomaly.objects.filter(report=OuterRef(report), seen_at__isnull=True).order_by().values("report")
    return Coalesce(Subquery(unseen.annotate(found=figure).values("found"), output_field=IntegerField()), 0)


def anomalies_of(period: Period, *, kind: str = "", unseen: bool = False) -> QuerySet[Anomaly]:
    """What stands in the sent reports of a year; a report that was taken back is its unit's own business again."""
    found = Anomaly.objects.filter(report__period=period, report__state__in=SENT)
    found = found.filter(kind=kind) if kind else found
    return found.filter(seen_at__isnull=True) if unseen else found


def odd_reports(period: Period, *, kind: str = "", unit: str = "", unseen: bool = False) -> QuerySet[SelfReport]:
    """Reports with something odd: those that wait for review first, then the heaviest unseen.

    Each has `odd`: its findings, the unseen before the seen.
    """
    wanted = anomalies_of(period, kind=kind, unseen=unseen)
    reports = with_unseen(SelfReport.objects.filter(Exists(wanted.filter(report=OuterRef("pk")))))
    reports = reports.filter(unit__code=unit) if unit else reports
    lines = wanted.select_related("indicator").order_by(F("seen_at").asc(nulls_first=True), "-weight", "id")
    return (
        reports.select_related("unit", "period")
        .prefetch_related(Prefetch("anomalies", queryset=lines, to_attr="odd"))
        .annotate(waits=Q(state=ReportState.SUBMITTED))
        .order_by("-waits", "-odd_weight", "unit__sort", "unit__sort_key", "pk")
    )


def counts_by_kind(period: Period) -> dict[str, tuple[int, int]]:
    """Kind -> (how many, how many of them unseen)."""
    counts = (
        anomalies_of(period)
        .order_by()
        .values("kind")
        .annotate(every=Count("pk"), unseen=Count("pk", filter=Q(seen_at__isnull=True)))
    )
    return {row["kind"]: (row["every"], row["unseen"]) for row in counts}


def odd_units(period: Period) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=anomalies_of(period).values("report__unit"))


def find_anomaly(period: Period, pk: int) -> Anomaly | None:
    """A row may be gone: the desk is reckoned anew whenever a report comes in."""
    return anomalies_of(period).filter(pk=pk).select_related("report__unit", "report__period", "indicator").first()


def latest_reckoning(period: Period) -> Job | None:
    return Job.objects.filter(kind=JOB, args__period=period.pk).order_by("-created_at").first()

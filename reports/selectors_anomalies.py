"""Questions about what is odd in sent reports: how much nobody has looked at, and which lines."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from reports.models import Anomaly, SelfReport


def with_unseen(reports: QuerySet[SelfReport]) -> QuerySet[SelfReport]:
    """Each report with `odd_weight` and `odd_count` of what no reviewer has looked at; 0 where there is nothing.

    Subqueries, so that other annotations over other tables count right beside them.
    """
    unseen = Anomaly.objects.filter(report=OuterRef("pk"), seen_at__isnull=True).order_by().values("report")
    return reports.annotate(
        odd_weight=_number(unseen.annotate(found=Sum("weight"))),
        odd_count=_number(unseen.annotate(found=Count("pk"))),
    )


def _number(unseen: QuerySet) -> Coalesce:
    return Coalesce(Subquery(unseen.values("found"), output_field=IntegerField()), 0)


def by_line(report: SelfReport) -> dict[int | None, list[Anomaly]]:
    """Indicator id -> what was found on that line, heaviest first; None: what concerns the whole report. One query."""
    found: dict[int | None, list[Anomaly]] = {}
    for anomaly in Anomaly.objects.filter(report=report).order_by("-weight", "id"):
        found.setdefault(anomaly.indicator_id, []).append(anomaly)
    return found

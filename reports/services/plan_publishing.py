"""Publishing edited weights: which years may follow, and the scoring again of what was sent in them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from awards.enums import CONCLUDED
from awards.models import AwardRound
from campaign.models import Period, PlanVersion
from core import jobs
from core.jobs import Job, Progress
from criteria.enums import Column
from criteria.models import PlanDraft, ScoreSheet
from criteria.services.plan_drafts import follow_refusal, publish_draft
from reports.enums import SENT
from reports.models import CouncilPoints, SelfReport
from reports.services.scoring import score_report

KIND = "reports.rescore_year"


@dataclass(frozen=True)
class YearOffer:
    """A year with what has happened in it; `refusal` says why it keeps its version."""

    period: Period
    reports: int
    sent: int
    refusal: str

    @property
    def by_default(self) -> bool:
        """Only years in which nothing has been reported follow without being asked."""
        return not self.refusal and not self.reports


def year_offers(draft: PlanDraft, *, now: datetime) -> list[YearOffer]:
    """Every year of the campaign: one query, and one more for each year of another file that has reports."""
    return [_offer(period, draft.base, now=now) for period in _years(draft)]


def _years(draft: PlanDraft):
    decided = AwardRound.objects.filter(period=OuterRef("pk"), state__in=CONCLUDED)
    council = CouncilPoints.objects.filter(report__period=OuterRef("pk"))
    sent = Count("reports", filter=Q(reports__state__in=SENT))
    periods = draft.base.campaign.periods.select_related("plan_version").order_by("year")
    return periods.annotate(opened=Count("reports"), sent=sent, decided=Exists(decided), judged=Exists(council))


def _offer(period, base: PlanVersion, *, now: datetime) -> YearOffer:
    if period.decided:
        refusal = (
            f"Năm {period.year} đã có quyết định khen thưởng hoặc đã chuyển cấp trên nên giữ phiên bản đã dùng để xét."
        )
    elif period.judged:
        refusal = f"Hội đồng đã cho điểm năm {period.year} nên giữ phiên bản đang dùng."
    else:
        refusal = follow_refusal(period, base, now=now)
    return YearOffer(period, period.opened, period.sent, refusal)


@transaction.atomic
def publish_plan(draft: PlanDraft, years: Collection[int], *, reason: str, read: str, by, now: datetime) -> PlanVersion:
    """Publishes the draft; the named years follow it, and what was sent in them is scored again by a worker.

    Raises ValidationError by field (`years`, `reason`), TransitionDenied when this person or this draft may not.
    """
    offers = {offer.period.year: offer for offer in year_offers(draft, now=now)}
    if unknown := [year for year in years if year not in offers]:
        raise ValidationError({"years": f"Phong trào không có năm {unknown[0]}."})
    if refused := [offers[year].refusal for year in sorted(years) if offers[year].refusal]:
        raise ValidationError({"years": refused})
    periods = [offers[year].period for year in sorted(years)]
    version = publish_draft(draft, periods, reason=reason, read=read, by=by, now=now)
    for year in sorted(years):
        if offers[year].sent:
            queue_rescoring(offers[year].period, version, by=by)
    return version


def queue_rescoring(period: Period, version: PlanVersion, *, by) -> Job:
    return jobs.enqueue(
        KIND,
        args={"period": period.pk, "version": version.pk},
        label=f"Chấm lại điểm năm {period.year} theo phiên bản {version.number} của kế hoạch",
        by=by,
        dedupe=f"{period.pk}:{version.pk}",
        total=SelfReport.objects.filter(period=period, state__in=SENT).count(),
    )


def rescore_year(period: Period, progress: Progress) -> int:
    """Scores every sent report of a year again, each under its own lock; stored sheets stay, the same score adds none.

    The worker's part: killed anywhere, it starts again and finds what is done.
    """
    reports = list(SelfReport.objects.filter(period=period, state__in=SENT).order_by("pk"))
    scored = set(ScoreSheet.objects.filter(period=period).values_list("unit_id", "column").order_by().distinct())
    before = ScoreSheet.objects.filter(period=period).count()
    progress(0, len(reports))
    for number, report in enumerate(reports, 1):
        for column in _columns(report, scored):
            score_report(report, column)
        progress(number, len(reports))
    return ScoreSheet.objects.filter(period=period).count() - before


def _columns(report: SelfReport, scored: set[tuple[int, str]]) -> Iterable[Column]:
    """The unit's own column, and the appraised one as soon as somebody has appraised."""
    return [Column.SELF, *([Column.APPRAISED] if (report.unit_id, Column.APPRAISED) in scored else [])]

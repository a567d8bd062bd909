"""Handlers of long work of reports (see core.jobs)."""

from core.jobs import Job, Progress, register


@register("reports.score")
def score(job: Job, progress: Progress) -> dict:
    from criteria.enums import Column
    from reports.models import SelfReport
    from reports.services.scoring import score_report

    sheet = score_report(SelfReport.objects.get(pk=job.args["report"]), Column(job.args["column"]))
    return {"sheet": str(sheet.pk)}


@register("reports.submission_pdf")
def submission_pdf(job: Job, progress: Progress) -> dict:
    from reports.models import Submission
    from reports.services.papers import make_paper

    return {"paper": make_paper(Submission.objects.get(pk=job.args["submission"])).pk}


@register("reports.summary")
def summary(job: Job, progress: Progress) -> dict:
    from campaign.models import Period
    from reports.services.summary import make_summary

    period = Period.objects.select_related("campaign").get(pk=job.args["period"])
    paper = make_summary(period, by=job.args["by"])
    progress(1, 1)
    return {"paper": paper.pk}


@register("reports.remind")
def remind(job: Job, progress: Progress) -> dict:
    from django.utils import timezone

    from reports.services.reminders import send_reminders

    return send_reminders(now=timezone.now(), progress=progress)


@register("reports.export")
def export(job: Job, progress: Progress) -> dict:
    from reports.services.exports import make_export

    return make_export(job, progress)


@register("reports.rescore_year")
def rescore_year(job: Job, progress: Progress) -> dict:
    from campaign.models import Period
    from reports.services.plan_publishing import rescore_year

    return {"sheets": rescore_year(Period.objects.get(pk=job.args["period"]), progress)}


@register("reports.anomalies")
def anomalies(job: Job, progress: Progress) -> dict:
    from django.utils import timezone

    from campaign.models import Period
    from reports.services.anomalies import find_anomalies

    period = Period.objects.get(pk=job.args["period"])
    read = find_anomalies(period, now=timezone.now())
    progress(read, read)
    return {"reports": read}


@register("reports.plan_effect")
def plan_effect(job: Job, progress: Progress) -> dict:
    from campaign.models import Period
    from criteria.models import PlanDraft
    from reports.services.plan_trial import make_trial

    draft = PlanDraft.objects.select_related("base").get(pk=job.args["draft"])
    return make_trial(draft, Period.objects.get(pk=job.args["period"]))

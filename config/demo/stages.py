"""Stages of a year, each on top of the one before."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from campaign.models import Campaign, Period
from config.demo import awards, people, year
from config.demo.figures import STAR
from core import audit, jobs
from core.models import Job, JobState
from criteria.services.plans import load_plan
from units.services.units import load_units

STAGES = ("empty", "registered", "submitted", "reviewed", "nominated", "decided", "closed")
PLAN = settings.BASE_DIR / "criteria" / "plans" / "dak_song_2023_2025.toml"
UNITS = settings.BASE_DIR / "units" / "data" / "dak_song.toml"
SIGNER = "Phạm Văn Giả Định"


def base(plan: Path = PLAN) -> Campaign:
    """The real plan, the units, the invented people, an invented signer."""
    campaign = load_plan(plan).campaign
    load_units(UNITS)
    people.make_people()
    if not campaign.signer_name:
        campaign.signer_name = SIGNER
        campaign.save(update_fields=["signer_name"])
    return campaign


def walk(period: Period, stage: str, *, leave: int = 0) -> None:
    """Brings one year to a stage; `leave` reports stay unreviewed at "reviewed"."""
    users = {user.username: user for user in people.User.objects.all()}
    upto = STAGES.index(stage)
    units = year.expected(period)
    if upto >= 1:
        year.register(period, units, year.officers(), users["vhtt"])
    if upto >= 2:
        year.report(period, units, year.officers())
    if upto >= 3:
        year.appraise(period, users["vhtt"], leave=leave)
        finish_jobs("reports.score")
    if upto >= 4:
        awards.nominate(period, users, year.officers())
    if upto >= 5:
        awards.decide(period, users)
    if upto >= 6:
        finish_jobs("awards.certificates")


def demo() -> None:
    """What a first `make run` shows: 2023 finished; 2024 open, reported by everybody but the commune one tries first."""
    campaign = base()
    first, second = campaign.periods.filter(year__in=(2023, 2024)).order_by("year")
    walk(first, "closed")
    users = {user.username: user for user in people.User.objects.all()}
    units, officers = year.expected(second), year.officers()
    year.register(second, units, officers, users["vhtt"])
    year.report(second, [unit for unit in units if unit.code != STAR], officers)
    year.appraise(second, users["vhtt"], leave=12)
    finish_jobs("reports.score")
    finish_jobs("reports.anomalies")
    _open(second)


def _open(period: Period) -> None:
    """A trial years later must still find a year to report: the deadline is moved, and the log says that it is a trial."""
    now = timezone.now()
    if period.report_due > now:
        return
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    period.report_due = midnight + timedelta(days=28)
    period.closes_at = midnight + timedelta(days=40)
    period.summary_due = timezone.localdate(midnight + timedelta(days=39))
    period.save(update_fields=["report_due", "closes_at", "summary_due"])
    audit.append("period.demo_deadline", period, data={"reason": "dời hạn để dùng thử"})


def finish_jobs(kind: str = "") -> int:
    """Does the waiting jobs here and now, as a worker would; returns how many."""
    waiting = Job.objects.filter(state=JobState.QUEUED)
    if kind:
        waiting = waiting.filter(kind=kind)
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True))
    for pk in ids:
        jobs.run(str(pk))
    return len(ids)

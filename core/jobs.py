"""Long work: a Job row is the promise, the Celery message only a hint, and a sweeper re-sends what was lost."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.models import Job, JobState

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
LOST_AFTER = timedelta(seconds=60)  # a queued row nobody took: the message was lost
STALE_AFTER = timedelta(seconds=300)  # a running row nobody touched: its worker died

Progress = Callable[[int, int], None]
_handlers: dict[str, Callable[[Job, Progress], dict | None]] = {}


def register(kind: str):
    """Marks the function that does jobs of `kind`.

    It takes (job, progress), where progress(done, total) is shown on the page, and may return a JSON result.
    It must be safe to repeat: it can be killed anywhere and run again.
    """

    def keep(function):
        _handlers[kind] = function
        return function

    return keep


def enqueue(kind: str, *, args: dict, label: str, by=None, dedupe: str = "", total: int = 0) -> Job:
    """Stores the job and hints the worker after commit. With `dedupe`, an open job of the same kind is returned instead."""
    if dedupe and (job := _open_twin(kind, dedupe)):
        return job
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                args=args,
                label=label,
                created_by=by.get_username() if by else "",
                dedupe=dedupe,
                total=total,
            )
    except IntegrityError:  # two people asked at once
        if job := _open_twin(kind, dedupe):
            return job
        raise
    hint(job)
    return job


def _open_twin(kind: str, dedupe: str) -> Job | None:
    return Job.objects.filter(kind=kind, dedupe=dedupe, state__in=[JobState.QUEUED, JobState.RUNNING]).first()


def hint(job: Job) -> None:
    """Tells the workers after commit; a broker that is down costs time, never the job."""
    from core.tasks import run_job

    def send():
        try:
            run_job.delay(str(job.pk))
        except Exception:
            log.exception("broker unreachable, the sweeper will send job %s", job.pk)

    transaction.on_commit(send, robust=True)


def run(job_id: str) -> None:
    """Does one job if nobody else has it; a failure is tried again up to five times, then shown as failed."""
    job = _claim(job_id)
    if job is None:
        return
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)

    def progress(done: int, total: int) -> None:
        mine.update(done=done, total=total, touched_at=timezone.now())

    try:
        result = _handlers[job.kind](job, progress) or {}
        mine.update(state=JobState.DONE, result=result, error="", touched_at=timezone.now())
    except Exception as fault:
        log.exception("job %s (%s) failed in attempt %s", job.pk, job.kind, job.attempt)
        _give_back(job, mine, f"{type(fault).__name__}: {fault}"[:2000])


def _claim(job_id: str) -> Job | None:
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, touched_at=now
    )
    return Job.objects.get(pk=job_id) if taken else None


def _give_back(job: Job, mine, error: str) -> None:
    last = job.attempt >= MAX_ATTEMPTS
    state = JobState.FAILED if last else JobState.QUEUED
    if mine.update(state=state, error=error, touched_at=timezone.now()) and not last:
        hint(job)


def retry(job: Job) -> None:
    """Puts a failed job back in the queue, with five fresh tries."""
    if Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, attempt=0, touched_at=timezone.now()
    ):
        hint(job)


def sweep() -> int:
    """Re-sends lost jobs and takes back those of dead workers; returns how many. Runs every 30 seconds."""
    now = timezone.now()
    stale = Job.objects.filter(state=JobState.RUNNING, touched_at__lt=now - STALE_AFTER)
    stale.filter(attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, error="Tiến trình nền dừng giữa chừng nhiều lần.", touched_at=now
    )
    for job in stale.filter(attempt__lt=MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt).update(
            state=JobState.QUEUED, touched_at=now - LOST_AFTER * 2
        )
    lost = list(Job.objects.filter(state=JobState.QUEUED, touched_at__lt=now - LOST_AFTER))
    for job in lost:
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(touched_at=now)
        hint(job)
    return len(lost)

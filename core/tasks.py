"""Celery's side of core.jobs: an id in, one service call, safe to repeat."""

from celery import shared_task


@shared_task(name="core.tasks.run_job")
def run_job(job_id: str) -> None:
    from core.jobs import run

    run(job_id)


@shared_task(name="core.tasks.sweep_jobs")
def sweep_jobs() -> None:
    from core.jobs import sweep

    sweep()

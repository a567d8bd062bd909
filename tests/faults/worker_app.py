"""The portal's Celery application with one more kind of job: slow, and leaving a line in a file for every step."""

import time
from pathlib import Path

import django

from config.celery import app  # noqa: F401  (what `celery -A` looks for)

django.setup()

from core.jobs import register  # noqa: E402


@register("test.slow")
def slow(job, progress):
    with Path(job.args["log"]).open("a", encoding="utf-8") as log:
        for step in range(1, job.args["steps"] + 1):
            log.write(f"{job.label} {step}\n")
            log.flush()
            progress(step, job.args["steps"])
            time.sleep(job.args["pause"])
    return {"steps": job.args["steps"]}

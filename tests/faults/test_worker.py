"""Jobs with a real worker, real broker and real database: done once, found again after a kill, never lost."""

import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.models import Job, JobState, WorkerBeat
from tests import live

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
APP = "tests.faults.worker_app"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    path.touch()
    return path


def enqueue(log, label="việc", *, steps=1, pause=0.0) -> Job:
    return jobs.enqueue("test.slow", args={"log": str(log), "steps": steps, "pause": pause}, label=label)


def lines(log) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines()


def states() -> Counter:
    return Counter(Job.objects.values_list("state", flat=True))


def test_a_real_worker_does_the_job_and_tells_how_far_it_is(log):
    with live.worker(APP):
        job = enqueue(log, steps=3)
        live.eventually(lambda: states() == {JobState.DONE: 1})
    job.refresh_from_db()
    assert (job.done, job.total, job.result, job.attempt) == (3, 3, {"steps": 3}, 1)
    assert lines(log) == ["việc 1", "việc 2", "việc 3"]


def test_two_workers_do_every_job_exactly_once(log):
    for number in range(30):
        enqueue(log, f"việc-{number}", pause=0.02)
    with live.worker(APP, name="mot"), live.worker(APP, name="hai"):
        live.eventually(lambda: states() == {JobState.DONE: 30})
    assert Counter(lines(log)) == {f"việc-{number} 1": 1 for number in range(30)}


def test_a_job_sent_while_no_worker_runs_waits_for_one(log):
    job = enqueue(log)
    assert states() == {JobState.QUEUED: 1}
    with live.worker(APP):
        live.eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)


def test_a_killed_worker_costs_time_but_not_the_job(log):
    job = enqueue(log, steps=100, pause=0.2)
    with live.worker(APP) as process:
        live.eventually(lambda: len(lines(log)) >= 2)
        live.kill(process)
    assert states() == {JobState.RUNNING: 1}
    Job.objects.filter(pk=job.pk).update(
        touched_at=timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1), args=job.args | {"steps": 1}
    )
    with live.worker(APP, name="thay"):
        assert jobs.sweep() == 1
        live.eventually(lambda: states() == {JobState.DONE: 1})
    job.refresh_from_db()
    assert job.attempt == 2


def test_a_lost_message_is_sent_again(log, settings, tmp_path):
    job = Job.objects.create(kind="test.slow", args={"log": str(log), "steps": 1, "pause": 0}, label="việc")
    Job.objects.filter(pk=job.pk).update(touched_at=timezone.now() - jobs.LOST_AFTER - timedelta(seconds=1))
    with live.worker(APP):
        assert jobs.sweep() == 1
        live.eventually(lambda: states() == {JobState.DONE: 1})


def test_healthz_follows_the_worker(client):
    with live.worker() as process:
        assert client.get("/healthz").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert not WorkerBeat.objects.exists()
    assert client.get("/healthz").json()["worker"] == "Tiến trình nền chưa chạy hoặc đã dừng."

"""core.jobs: each job is done once, tried again when it fails, and found again when its message is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.models import Job, JobState
from core.tasks import run_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """A registered kind `test.count` that counts its runs and fails as often as told."""

    class Handler:
        runs, fail_first = 0, 0

        def __call__(self, job, progress):
            self.runs += 1
            progress(1, 2)
            if self.runs <= self.fail_first:
                raise RuntimeError("máy in kẹt giấy")
            progress(2, 2)
            return {"runs": self.runs}

    made = Handler()
    monkeypatch.setitem(jobs._handlers, "test.count", made)
    return made


@pytest.fixture
def sent(monkeypatch):
    """What was hinted to the broker; the broker itself is met in tests/faults."""
    ids = []
    monkeypatch.setattr(run_job, "delay", ids.append)
    return ids


def make_job(**fields) -> Job:
    return jobs.enqueue("test.count", args={}, label="Đếm", **fields)


def test_job_is_hinted_after_commit_only(handler, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = make_job()
        assert sent == []
    assert sent == [str(job.pk)]


def test_broker_down_does_not_lose_the_job(handler, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*_):
        raise ConnectionError("no broker")

    monkeypatch.setattr(run_job, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = make_job()
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_run_records_progress_and_result(handler, sent):
    job = make_job()
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result, job.attempt) == (JobState.DONE, 2, 2, {"runs": 1}, 1)


def test_message_delivered_twice_runs_once(handler, sent):
    job = make_job()
    jobs.run(str(job.pk))
    jobs.run(str(job.pk))
    assert handler.runs == 1


def test_failure_is_tried_again_then_done(handler, sent, django_capture_on_commit_callbacks):
    handler.fail_first = 1
    job = make_job()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error, sent) == (JobState.QUEUED, "RuntimeError: máy in kẹt giấy", [str(job.pk)])
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")


def test_five_failures_end_visibly_and_retry_starts_afresh(handler, sent):
    handler.fail_first = 5
    job = make_job()
    for _ in range(7):
        jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempt, handler.runs) == (JobState.FAILED, 5, 5)
    jobs.retry(job)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 1)


def test_dedupe_returns_the_open_job_and_a_new_one_after_it(handler, sent):
    first = make_job(dedupe="báo cáo 1")
    assert make_job(dedupe="báo cáo 1") == first
    jobs.run(str(first.pk))
    assert make_job(dedupe="báo cáo 1") != first


def test_sweeper_resends_lost_and_takes_back_dead(handler, sent, django_capture_on_commit_callbacks):
    lost, dead, fresh = (make_job() for _ in range(3))
    long_ago = timezone.now() - timedelta(minutes=10)
    Job.objects.filter(pk=lost.pk).update(touched_at=long_ago)
    Job.objects.filter(pk=dead.pk).update(touched_at=long_ago, state=JobState.RUNNING, attempt=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep() == 2
    assert set(sent) == {str(lost.pk), str(dead.pk)}
    jobs.run(str(dead.pk))
    assert Job.objects.get(pk=dead.pk).state == JobState.DONE
    assert Job.objects.get(pk=fresh.pk).state == JobState.QUEUED


def test_a_worker_thought_dead_cannot_finish_over_its_successor(handler, sent):
    job = make_job()
    claimed = jobs._claim(str(job.pk))
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=2)  # taken back and given to another
    jobs._give_back(claimed, Job.objects.filter(pk=job.pk, attempt=claimed.attempt), "muộn")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.RUNNING, "")

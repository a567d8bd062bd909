"""Printing Giấy khen by a real worker that is killed again and again: nothing lost, nothing twice, numbers untouched."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.enums import CertificateState
from awards.models import Award, Certificate
from core import files, jobs
from core.models import AuditEvent, Job, JobState
from tests import live
from tests.awards import making
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KILLS = 3


@pytest.fixture
def decision():
    period = load_real_plan().campaign.periods.get(year=2023)
    office = make_unit()
    making.make_members(3)
    return making.make_decision(
        period,
        make_user(Role.APPRAISER, office),
        make_user(Role.CHAIRMAN, office),
        collectives=5,
        direct=7,
        leaders=3,
    )


def valid() -> int:
    return Certificate.objects.filter(state=CertificateState.VALID).count()


def pretend_stale(job: Job) -> None:
    """As if the minutes had passed after which a silent worker counts as dead."""
    Job.objects.filter(pk=job.pk).update(touched_at=timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1))


def test_every_certificate_once_though_the_worker_dies(decision):
    job = Job.objects.get()
    numbers = list(Award.objects.order_by("pk").values_list("register_number", flat=True))
    first_files: dict[int, str] = {}
    for number in range(KILLS):
        with live.worker(name=f"chet-{number}") as process:
            jobs.sweep()
            wanted = min(valid() + 1, 15)
            live.eventually(lambda wanted=wanted: valid() >= wanted)
            live.kill(process)
        now = dict(Certificate.objects.exclude(file=None).values_list("pk", "file__sha256"))
        assert first_files.items() <= now.items()
        first_files = now
        pretend_stale(job)
        if Job.objects.get().state == JobState.DONE:
            break
    with live.worker(name="cuoi"):
        jobs.sweep()
        live.eventually(lambda: Job.objects.get().state == JobState.DONE)
    certificates = list(Certificate.objects.select_related("file"))
    assert {c.state for c in certificates} == {CertificateState.VALID}
    assert len({c.file_id for c in certificates}) == len({c.file.sha256 for c in certificates}) == 15
    assert all(hashlib.sha256(files.read(c.file)).hexdigest() == c.file.sha256 for c in certificates)
    assert {c.pk: c.file.sha256 for c in certificates}.items() >= first_files.items()
    assert list(Award.objects.order_by("pk").values_list("register_number", flat=True)) == numbers
    assert AuditEvent.objects.filter(action="certificate.issue").count() == 15
    job.refresh_from_db()
    assert (job.done, job.total) == (15, 15)

"""Sixty Giấy khen by a printer killed twenty-five times: none lost, torn or doubled; the naive printer fails the same test."""

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal

import pytest

from awards.enums import CertificateState
from awards.models import Award, Certificate
from core import files, jobs
from core.models import AuditEvent, Counter, Job, JobState, StoredFile
from tests import live
from tests.awards import making
from tests.factories import load_real_plan, make_unit, make_user
from tests.faults.test_certificates_kill import pretend_stale, valid
from units.enums import Role

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KILLS, PAPERS = 25, 60


@pytest.fixture
def decision():
    """In 2025 the plan names no number, so that a list may have sixty."""
    period = load_real_plan().campaign.periods.get(year=2025)
    office = make_unit()
    making.make_members(3)
    appraiser, chairman = make_user(Role.APPRAISER, office), make_user(Role.CHAIRMAN, office)
    factors = {"reward_coefficient_collective": Decimal("0.6"), "reward_coefficient_individual": Decimal("0.3")}
    return making.make_decision(period, appraiser, chairman, collectives=10, direct=40, leaders=10, **factors)


class Printer:
    """The process of _printing.py; `start` begins a job in a child, `kill` ends that child at once."""

    def __init__(self, process: subprocess.Popen):
        self.process, self.child = process, 0

    def start(self, what: str, argument) -> None:
        self.process.stdin.write(f"{what} {argument}\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())

    def wait(self) -> None:
        assert self.process.stdout.readline() == "xong\n"

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it was ready just before
            os.kill(self.child, 9)
        self.wait()


@contextmanager
def printer() -> Iterator[Printer]:
    command = [sys.executable, "-m", "tests.faults._printing"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=live.ROOT, env=live.environment(), process_group=0, **pipes)
    try:
        yield Printer(process)
    finally:
        live.kill(process)
        process.stdin.close()
        process.stdout.close()


def moment(number: int, dice: random.Random) -> None:
    """When to strike: between two papers at one time, soon after the start at the next."""
    if number % 2:
        time.sleep(dice.uniform(0, 0.06))
    else:
        before = valid()
        live.eventually(lambda: valid() > before)


def queue_again(job: Job) -> None:
    """Minutes later the sweeper takes the job back; after five tries the office presses “In tiếp”."""
    pretend_stale(job)
    jobs.sweep()
    job.refresh_from_db()
    if job.state == JobState.FAILED:
        jobs.retry(job)


def torn() -> int:
    """Files under a hash that is not theirs."""
    rows = StoredFile.objects.values_list("sha256", flat=True)
    return sum(hashlib.sha256(files.path_of(digest).read_bytes()).hexdigest() != digest for digest in rows)


def test_sixty_papers_once_though_the_printer_dies_twenty_five_times(decision):
    job, dice = Job.objects.get(), random.Random(25)
    numbers = list(Award.objects.order_by("pk").values_list("register_number", flat=True))
    tokens = set(Certificate.objects.values_list("token", flat=True))
    first: dict[int, str] = {}
    with printer() as machine:
        for number in range(KILLS):
            machine.start("job", job.pk)
            moment(number, dice)
            machine.kill()
            assert valid() < PAPERS, "the printer was too quick to be killed"
            now = dict(Certificate.objects.exclude(file=None).values_list("pk", "file__sha256"))
            assert first.items() <= now.items()  # what was printed is never printed again
            first = now
            queue_again(job)
        machine.start("job", job.pk)
        machine.wait()
    job.refresh_from_db()
    papers = list(Certificate.objects.select_related("file"))
    assert (job.state, job.done, job.total) == (JobState.DONE, PAPERS, PAPERS)
    assert {paper.state for paper in papers} == {CertificateState.VALID}
    assert len({paper.file_id for paper in papers}) == len({paper.file.sha256 for paper in papers}) == PAPERS
    assert (StoredFile.objects.count(), torn()) == (PAPERS, 0)
    assert {paper.token for paper in papers} == tokens
    assert list(Award.objects.order_by("pk").values_list("register_number", flat=True)) == numbers
    assert len(set(numbers)) == PAPERS
    assert AuditEvent.objects.filter(action="certificate.issue").count() == PAPERS


def test_the_naive_printer_fails_the_same_test(decision):
    """Numbers drawn while printing and files without a transaction: some are lost, doubled or torn."""
    dice = random.Random(7)
    with printer() as machine:
        for number in range(KILLS):
            if valid() == PAPERS:
                break
            machine.start("naive", decision.pk)
            moment(number, dice)
            machine.kill()
        machine.start("naive", decision.pk)
        machine.wait()
    drawn = Counter.objects.get(series="ngay-tho").last
    assert valid() == PAPERS
    assert (drawn, StoredFile.objects.count(), torn()) != (PAPERS, PAPERS, 0)
    assert drawn > PAPERS

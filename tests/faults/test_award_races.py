"""Many hands at once on one round, one vote, one closing: what only a database with real concurrency can show."""

import threading
from collections import Counter as Tally
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from awards.models import Award, Certificate, CouncilSession, Decision, Vote, VoteResult
from awards.services import council, decisions
from core.models import Counter
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS, THREADS = 10, 20
CHOICES = ("yes", "no", "abstain")


def at_once(work: Callable[[int], object], threads: int = THREADS) -> Tally:
    """Runs `work(number)` in so many threads that start together; counts "done" and the kinds of refusal."""
    gate, seen, lock = threading.Barrier(threads), Tally(), threading.Lock()

    def run(number: int) -> None:
        try:
            gate.wait(timeout=30)
            work(number)
            outcome = "done"
        except TransitionDenied:
            outcome = "refused"
        except Exception as fault:
            outcome = f"{type(fault).__name__}: {fault}"
        finally:
            connections.close_all()
        with lock:
            seen[outcome] += 1

    crowd = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=60)
    return seen


@pytest.fixture
def world():
    assert connection.vendor == "postgresql", "these tests say nothing on a database with one writer"
    office = make_unit()
    appraiser, chairman = make_user(Role.APPRAISER, office), make_user(Role.CHAIRMAN, office)
    members = making.make_members(3)
    return load_real_plan().campaign.periods.get(year=2023), appraiser, chairman, members


def test_one_round_is_decided_once(world):
    period, appraiser, chairman, _ = world
    for number in range(ROUNDS):
        award_round = making.make_round(period, appraiser, name=f"Đợt {number}")
        making.make_nominee(award_round, make_unit(UnitKind.CAP_XA))
        session = making.make_open_session(award_round, appraiser)
        making.vote_all(session)
        council.close_session(session, by=appraiser)
        making.lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
        making.rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)

        def decide(_, award_round=award_round):
            decisions.decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)

        assert at_once(decide) == {"done": 1, "refused": THREADS - 1}
    assert Decision.objects.count() == Award.objects.count() == Certificate.objects.count() == ROUNDS
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, ROUNDS + 1))
    assert sorted(Award.objects.values_list("register_number", flat=True)) == list(range(1, ROUNDS + 1))


def test_twenty_tabs_are_one_vote(world):
    period, appraiser, _, members = world
    award_round = making.make_round(period, appraiser)
    nominees = [making.make_nominee(award_round, make_unit(UnitKind.CAP_XA)) for _ in range(ROUNDS)]
    session = making.make_open_session(award_round, appraiser)
    for nominee in nominees:

        def vote(number, nominee=nominee):
            council.cast_vote(session, nominee, by=members[0], choice=CHOICES[number % 3])

        assert at_once(vote) == {"done": THREADS}
        assert Vote.objects.filter(nominee=nominee).count() == 1


def test_no_vote_slips_in_behind_the_count(world):
    period, appraiser, _, members = world
    for number in range(ROUNDS):
        award_round = making.make_round(period, appraiser, name=f"Đợt {number}")
        nominees = [making.make_nominee(award_round, make_unit(UnitKind.CAP_XA)) for _ in range(6)]
        session = making.make_open_session(award_round, appraiser)

        def vote_or_close(number, session=session, nominees=nominees):
            if number == 10:
                council.close_session(session, by=appraiser)
            else:
                council.cast_vote(session, nominees[number % 6], by=members[number % 3], choice="yes")

        seen = at_once(vote_or_close)
        assert set(seen) <= {"done", "refused"}
        assert CouncilSession.objects.get(pk=session.pk).state == "closed"
        counted = dict(VoteResult.objects.filter(session=session).values_list("nominee", "yes"))
        stored = Tally(Vote.objects.filter(session=session).values_list("nominee", flat=True))
        assert counted == {nominee.pk: stored[nominee.pk] for nominee in nominees}


def test_the_harness_really_races(world):
    """The control: a number read and written without the lock is given twice, so the tests above mean something."""

    def careless(_):
        with transaction.atomic():
            counter = Counter.objects.get(series="thu", year=2023)
            drawn.append(counter.last + 1)
            Counter.objects.filter(pk=counter.pk).update(last=counter.last + 1)

    doubles = 0
    for _ in range(ROUNDS):
        Counter.objects.filter(series="thu").delete()
        Counter.objects.create(series="thu", year=2023)
        drawn: list[int] = []
        at_once(careless)
        doubles += THREADS - len(set(drawn))
    assert doubles > 0

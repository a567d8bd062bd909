"""IV.2.1, IV.2 Lưu ý under load: thirty approvals at once for ten places, two hundred times; the slots have to hold.

The control runs the same code with the UNIQUE on the slot taken off: it must overrun, or the race is none.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from awards.models import Award, AwardRound, AwardSlot
from awards.selectors.lists import board
from awards.services import decisions, lists
from core.workflow import TransitionDenied
from tests.factories import load_real_plan, make_user
from tests.faults._quota_rounds import (
    DIRECT_ONLY,
    LEADERS_MOST,
    PEOPLE,
    PLACES,
    Crowd,
    awarded,
    make_decisions,
    make_rounds,
    on_lists,
    tries_of,
)
from units.enums import Role

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS, LIST_ROUNDS = 200, 10
CLEAN = {"overruns": 0, "leaders above": 0, "shortfalls": 0}


@pytest.fixture
def period():
    assert connection.vendor == "postgresql", "these tests say nothing on a database with one writer"
    return load_real_plan().campaign.periods.get(year=2023)


def award_one(one: tuple) -> str:
    """A free slot by the rule of the service, then the award; who comes second to a slot looks for another."""
    decision, nominee = one
    while True:
        free = list(AwardSlot.objects.filter(round=decision.round_id, award__isnull=True))
        random.shuffle(free)  # not everyone runs for the same place
        try:
            slot = decisions.assign_slots([nominee], free, decision.round.quotas)[nominee.pk]
            with transaction.atomic():
                decisions.enter_award(decision, nominee, slot, register=nominee.pk)
        except IntegrityError:
            continue
        except TransitionDenied:
            return "refused"
        return "awarded"


def test_thirty_at_once_for_ten_places_two_hundred_times(period):
    made = make_decisions(period, ROUNDS, name="Đợt")
    seen = Crowd(tries_of(made), award_one).run()
    assert awarded(made) == CLEAN
    assert seen == {"awarded": ROUNDS * PLACES, "refused": ROUNDS * (PEOPLE - PLACES)}


@contextmanager
def without_the_guard() -> Iterator[None]:
    """The UNIQUE on awards_award.slot_id taken off, and put back once what it let in is gone."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Award._meta.db_table)
        (name,) = (name for name, one in found.items() if one["unique"] and one["columns"] == ["slot_id"])
        cursor.execute(f'ALTER TABLE awards_award DROP CONSTRAINT "{name}"')
        try:
            yield
        finally:
            cursor.execute("TRUNCATE awards_award CASCADE")
            cursor.execute(f'ALTER TABLE awards_award ADD CONSTRAINT "{name}" UNIQUE (slot_id)')


def test_without_the_unique_slot_the_same_race_overruns(period):
    made = make_decisions(period, ROUNDS, name="Đợt")
    with without_the_guard():
        seen = Crowd(tries_of(made), award_one).run()
        found = awarded(made)
    assert set(seen) <= {"awarded", "refused"}
    assert found["overruns"] >= 0.9 * ROUNDS, found
    made = make_decisions(period, 1, name="Sau đó")  # the guard is back
    Crowd(tries_of(made), award_one).run()
    assert awarded(made) == CLEAN


# --- the list itself: thirty appraisers send thirty whole lists ------------------------------------


def lists_of(award_round: AwardRound) -> list[tuple[AwardRound, set[int]]]:
    """Thirty full lists, each of 7 direct people and 3 leaders, the same in every run."""
    choose, people = random.Random(award_round.pk).sample, list(award_round.nominees.order_by("pk"))
    direct = [nominee.pk for nominee in people if nominee.is_direct]
    leaders = [nominee.pk for nominee in people if not nominee.is_direct]
    return [(award_round, {*choose(direct, DIRECT_ONLY), *choose(leaders, LEADERS_MOST)}) for _ in range(PEOPLE)]


def test_thirty_lists_at_once_leave_one_of_them_whole(period):
    made, appraiser = make_rounds(period, LIST_ROUNDS, name="Đợt"), make_user(Role.APPRAISER)
    sent = [lists_of(one) for one in made]

    def send(one: tuple) -> str:
        lists.set_list(*one, by=appraiser)
        return "saved"

    assert Crowd(sent, send).run() == {"saved": LIST_ROUNDS * PEOPLE}
    assert on_lists(made) == CLEAN
    for award_round, tries in zip(made, sent, strict=True):
        assert set(award_round.nominees.filter(listed=True).values_list("pk", flat=True)) in [one for _, one in tries]


def test_without_the_lock_and_the_triggers_the_lists_run_into_each_other(period):
    made, appraiser = make_rounds(period, LIST_ROUNDS, name="Đợt"), make_user(Role.APPRAISER)

    def send(one: tuple) -> str:
        award_round, chosen = one
        there = board(award_round)
        lists._write(there, [row for row in there.rows if row.nominee.pk in chosen], appraiser, "")
        return "saved"

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_nominee DISABLE TRIGGER USER")
        try:
            seen = Crowd([lists_of(one) for one in made], send).run()
            found = on_lists(made)
        finally:
            cursor.execute("ALTER TABLE awards_nominee ENABLE TRIGGER USER")
    assert seen.get("saved"), seen
    assert found["overruns"] >= 0.9 * LIST_ROUNDS, found

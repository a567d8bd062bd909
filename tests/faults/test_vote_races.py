"""Fifty votes of one member at once: one counts, openly and secretly; and nothing is cast behind the count."""

import pytest
from django.db import connection

from awards.models import BallotReceipt, SecretBallot, Vote, VoteResult
from awards.services import council
from tests.awards import making, room
from tests.factories import load_real_plan, make_unit, make_user
from tests.faults.test_award_races import at_once
from units.enums import Role

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ITEMS, THREADS = 5, 50
CHOICES = ("yes", "no", "abstain")


@pytest.fixture
def world():
    assert connection.vendor == "postgresql", "these tests say nothing on a database with one writer"
    appraiser, members = make_user(Role.APPRAISER, make_unit()), making.make_members(3)
    award_round = making.make_round(load_real_plan().campaign.periods.get(year=2023), appraiser)
    return award_round, room.make_nominees(award_round, ITEMS), appraiser, members


def counted(session) -> list[int]:
    rows = VoteResult.objects.filter(session=session)
    return [row.yes + row.no + row.abstain for row in rows]


def test_fifty_open_votes_of_one_member_are_one(world):
    award_round, nominees, appraiser, members = world
    session = room.open_room(award_round, appraiser, "open")
    for nominee in nominees:

        def vote(number, nominee=nominee):
            council.cast_vote(session, nominee, by=members[0], choice=CHOICES[number % 3])

        assert at_once(vote, THREADS) == {"done": THREADS}
        assert Vote.objects.filter(nominee=nominee).count() == 1
    assert counted(council.close_session(session, by=appraiser)) == [1] * ITEMS


def test_fifty_secret_ballots_of_one_member_are_one(world):
    award_round, nominees, appraiser, members = world
    session = room.open_room(award_round, appraiser, "secret")
    for nominee in nominees:

        def cast(number, nominee=nominee):
            council.cast_secret_ballot(session, nominee, by=members[0], choice=CHOICES[number % 3])

        assert at_once(cast, THREADS) == {"done": 1, "refused": THREADS - 1}
        assert BallotReceipt.objects.filter(nominee=nominee).count() == 1
        assert SecretBallot.objects.filter(nominee=nominee).count() == 1
    assert counted(council.close_session(session, by=appraiser)) == [1] * ITEMS


def test_all_members_at_once_lose_no_ballot(world):
    award_round, nominees, appraiser, _ = world
    for _ in range(7):
        make_user(Role.COUNCIL, make_unit())
    session = room.open_room(award_round, appraiser, "secret")
    people = [seat.user for seat in session.seats.select_related("user")]
    turns = [(person, nominee) for nominee in nominees for person in people]

    def cast(number):
        person, nominee = turns[number]
        council.cast_secret_ballot(session, nominee, by=person, choice=CHOICES[number % 3])

    assert at_once(cast, len(turns)) == {"done": 50}
    assert counted(council.close_session(session, by=appraiser)) == [10] * ITEMS
    assert council.recount(session) == []

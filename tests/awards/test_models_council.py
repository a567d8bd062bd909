"""The database's own truths of the council, decisions and certificates that no service test meets."""

import pytest
from django.utils import timezone

from awards.models import Award, Certificate, CouncilSeat, CouncilSession, Decision, Vote, VoteResult
from tests.awards import making
from tests.factories import make_unit
from tests.refusing import refuses
from units.enums import Role

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def update(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def appraiser(people):
    people[Role.COUNCIL].appointments.all().delete()
    making.make_members(3)
    return people[Role.APPRAISER]


@pytest.fixture
def award_round(period, appraiser):
    return making.make_round(period, appraiser)


@pytest.fixture
def session(award_round, appraiser) -> CouncilSession:
    making.make_nominee(award_round, make_unit())
    return making.make_session(award_round, appraiser)


@pytest.fixture
def opened(session, appraiser) -> CouncilSession:
    making.mark_present(session, appraiser)
    return making.council.open_session(session, by=appraiser)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "gone"},
        {"state": "open"},  # without the time
        {"state": "closed", "opened_at": NOW},
        {"quorum_num": 4},
        {"quorum_num": 0},
        {"threshold_num": 3},
        {"threshold_num": 0},
    ],
)
def test_session_checks(session, fields):
    assert refuses(update(session, **fields))
    assert not refuses(update(session, quorum_num=1, threshold_num=2))


def test_open_session_keeps_its_fractions_and_its_row(opened):
    for fields in ({"quorum_num": 1}, {"threshold_den": 3}, {"opened_at": NOW}):
        assert refuses(update(opened, **fields))
    assert refuses(lambda: CouncilSession.objects.filter(pk=opened.pk).delete())
    assert not refuses(update(opened, notes="Đã trao đổi"))


def test_closed_session_never_changes(opened, appraiser):
    closed = making.council.close_session(opened, by=appraiser)
    assert refuses(update(closed, notes="Viết lại"))
    assert refuses(update(closed, state="open"))
    assert refuses(update(closed.seats.first(), present=False))


@pytest.mark.parametrize("fields", [{"position": "khách"}, {"name": ""}, {"position": "secretary"}])
def test_seat_checks(session, fields):
    member = session.seats.get(position="member")
    assert refuses(update(member, **fields))
    assert not refuses(update(member, position="vice"))


def test_one_person_sits_once(session):
    seat = session.seats.first()
    assert refuses(lambda: CouncilSeat.objects.create(session=session, user=seat.user, name="Trùng", unit=seat.unit))
    assert not refuses(lambda: CouncilSeat.objects.create(session=session, name="Khách mời", unit=seat.unit))


def test_vote_and_result_checks(opened, award_round):
    nominee, seat = award_round.nominees.get(), opened.seats.first()
    vote = {"session": opened, "nominee": nominee, "seat": seat, "cast_at": NOW}
    assert refuses(lambda: Vote.objects.create(**vote, choice="maybe"))
    assert not refuses(lambda: Vote.objects.create(**vote, choice="yes"))
    result = {"session": opened, "nominee": nominee, "passed": True}
    assert refuses(lambda: VoteResult.objects.create(**result, yes=3, no=1, abstain=0, base=3))
    assert refuses(lambda: VoteResult.objects.create(**result, yes=0, no=0, abstain=0, base=0))
    assert not refuses(lambda: VoteResult.objects.create(**result, yes=2, no=1, abstain=0, base=3))
    assert refuses(lambda: VoteResult.objects.create(**result, yes=2, no=1, abstain=0, base=3))


def test_result_belongs_to_the_round_of_the_session(opened, period, appraiser):
    other = making.make_round(period, appraiser, name="Đợt khác")
    stranger = making.make_nominee(other, make_unit())
    counts = {"yes": 2, "no": 0, "abstain": 0, "base": 3, "passed": True}
    assert refuses(lambda: VoteResult.objects.create(session=opened, nominee=stranger, **counts))


def test_vote_does_not_move(opened, award_round):
    nominee, (first, second, *_) = award_round.nominees.get(), opened.seats.all()
    vote = Vote.objects.create(session=opened, nominee=nominee, seat=first, choice="yes", cast_at=NOW)
    assert refuses(update(vote, seat=second))
    assert not refuses(update(vote, choice="no"))


@pytest.fixture
def decision(period, appraiser, people) -> Decision:
    return making.make_decision(period, appraiser, people[Role.CHAIRMAN])


def test_decision_and_awards_are_append_only(decision):
    award = decision.awards.first()
    assert refuses(update(decision, signer_name="Ai đó"))
    assert refuses(update(award, reward_amount=1))
    assert refuses(lambda: Award.objects.filter(pk=award.pk)._raw_delete("default"))
    assert refuses(lambda: Decision.objects.filter(pk=decision.pk)._raw_delete("default"))


def certificate(award) -> Certificate:
    found, _ = Certificate.objects.get_or_create(award=award, defaults={"token": "0" * 26})
    return found


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "gone"},
        {"state": "valid"},  # without file and time
        {"state": "revoked", "revoked_at": NOW, "revoke_reason": "Sai"},  # never issued
        {"issued_at": NOW},
        {"revoke_reason": "Sai"},
        {"token": "1" * 26},
    ],
)
def test_waiting_certificate_is_only_issued_with_its_file(decision, fields):
    one = certificate(decision.awards.first())
    assert refuses(update(one, **fields))
    assert refuses(lambda: Certificate.objects.filter(pk=one.pk)._raw_delete("default"))

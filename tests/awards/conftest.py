"""A round of 2023 with the person who runs it, its council, and a list that lies before the Chairman."""

import pytest

from awards.enums import AwardKind
from awards.services import rounds
from tests.awards import making
from tests.awards.dossiers import Office
from tests.awards.outside import LETTER
from tests.factories import make_unit
from units.enums import Role, UnitKind


@pytest.fixture
def office_desk(period, people) -> Office:
    appraiser = people[Role.APPRAISER]
    return Office(rounds.create_round(period, by=appraiser), appraiser)


@pytest.fixture
def appraiser(people):
    return people[Role.APPRAISER]


@pytest.fixture
def chairman(people):
    return people[Role.CHAIRMAN]


@pytest.fixture
def members(people):
    """A council of exactly three: the member among `people` leaves it."""
    people[Role.COUNCIL].appointments.all().delete()
    people[Role.COUNCIL].__dict__.pop("appointments_now", None)
    return making.make_members(3)


@pytest.fixture
def award_round(period, appraiser, members):
    return making.make_round(period, appraiser)


@pytest.fixture
def nominee(award_round, commune):
    return making.make_nominee(award_round, commune, name="Nguyễn Thị Ẩn")


@pytest.fixture
def proposed(period, appraiser, members):
    return making.make_proposed_round(period, appraiser, collectives=2, direct=3, leaders=1)


@pytest.fixture
def awarded(period, appraiser, members, chairman):
    """A person with a decision and a Giấy khen that waits to be printed."""
    return making.make_decision(period, appraiser, chairman, collectives=0, direct=1, name="Đợt một").awards.get()


@pytest.fixture
def commune_round(period, appraiser):
    return rounds.create_round(period, by=appraiser, kind=AwardKind.GIAY_KHEN_XA, name="Đợt xã")


@pytest.fixture
def province(period, appraiser, members):
    """A list for the province that lies before the Chairman."""
    kind = AwardKind.BANG_KHEN_TINH
    return making.make_proposed_round(period, appraiser, kind=kind, name="Đề nghị tỉnh", direct=2, collectives=1)


@pytest.fixture
def forwarded(province, chairman):
    return rounds.forward_round(province, by=chairman, **LETTER)


@pytest.fixture
def commune_nominee(commune_round):
    return making.make_nominee(commune_round, make_unit(UnitKind.CAP_XA))

"""A round of 2023 with the person who runs it."""

import pytest

from awards.services import rounds
from tests.awards.dossiers import Office
from units.enums import Role


@pytest.fixture
def office_desk(period, people) -> Office:
    appraiser = people[Role.APPRAISER]
    return Office(rounds.create_round(period, by=appraiser), appraiser)

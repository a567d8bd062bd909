"""The administrator and a browser of theirs."""

import pytest

from units.enums import Role


@pytest.fixture
def admin(people):
    return people[Role.ADMIN]


@pytest.fixture
def client(admin, client_as):
    return client_as(admin)

"""Addresses that no unit can have are simply not there, on either database."""

import pytest

from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/bao-cao/2023/{}/", "/bao-cao/2023/{}/phieu-diem/", "/tham-dinh/2023/{}/"])
@pytest.mark.parametrize("code", ["%00", "a%00b", "%EF%BF%BF", "a%0d%0aX:1", "../etc", "a" * 3000])
def test_a_code_that_cannot_be_is_not_found(client_as, people, period, path, code):
    """PostgreSQL refuses a NUL byte with an error of its own: it must never get that far."""
    assert client_as(people[Role.REVIEWER]).get(path.format(code)).status_code == 404

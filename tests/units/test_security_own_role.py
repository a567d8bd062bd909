"""Nobody gives a role to oneself: an administrator who wants one asks another administrator, and the log names both."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.units.workbooks import PERSON_HEAD, errors, look, xlsx
from units.enums import Role
from units.services import people as service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.CHAIRMAN, Role.COUNCIL, Role.APPRAISER, Role.REVIEWER])
def test_an_administrator_does_not_make_oneself_anything_else(admin, client, office, role):
    with pytest.raises(ValidationError, match="không tự phân công"):
        service.appoint(admin, unit=office, role=role, title="", valid_from=date(2023, 1, 1), valid_to=None, by=admin)
    data = {"unit": office.pk, "role": role, "title": "", "valid_from": "01/01/2023"}
    assert client.post(reverse("units:appointment-add", args=[admin.pk]), data).status_code == 422
    assert not admin.appointments.filter(role=role).exists()


def test_nor_by_a_list_from_excel(admin, client, office):
    row = [admin.username, admin.full_name, None, None, office.code, "Chủ tịch", "", "01/01/2023", None]
    page = look(client, "people", xlsx(PERSON_HEAD, row))
    assert page.context["preview"].errors == 1
    assert "không tự phân công" in str(errors(page))

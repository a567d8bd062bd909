"""Holidays: kept by Quản trị, each change in the log; weekends need no row."""

from datetime import date

import pytest
from django.urls import reverse

from campaign.models import Holiday
from campaign.selectors import appeal_closes_at, holidays
from core.models import AuditEvent
from tests.campaign.conftest import at
from units.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def client(people, client_as, period):
    return client_as(people[Role.ADMIN])


def add(client, day="01/01/2024", name="Tết Dương lịch"):
    return client.post(reverse("campaign:holiday-list"), {"day": day, "name": name})


def test_a_holiday_is_added_counted_and_removed_and_the_log_knows(client, period):
    accepted = at(2023, 12, 28, 8)
    before = appeal_closes_at(period, accepted, holidays())
    assert add(client).status_code == 302
    assert holidays() == {date(2024, 1, 1)}
    assert (before, appeal_closes_at(period, accepted, holidays())) == (at(2024, 1, 5), at(2024, 1, 6))
    [holiday] = Holiday.objects.all()
    assert "Tết Dương lịch" in client.get(reverse("campaign:holiday-list")).content.decode()
    assert client.post(reverse("campaign:holiday-remove", args=[holiday.pk])).status_code == 302
    assert holidays() == frozenset()
    assert client.post(reverse("campaign:holiday-remove", args=[holiday.pk])).status_code == 404
    assert list(AuditEvent.objects.values_list("action", flat=True).order_by("id")) == [
        "holiday.added",
        "holiday.removed",
    ]


@pytest.mark.parametrize(
    ("day", "name", "field", "told"),
    [
        ("30/12/2023", "Nghỉ bù", "day", "thứ bảy hoặc chủ nhật"),
        ("02/09/2024", "Quốc khánh", "day", "đã có trong danh sách"),
        ("2/30/2024", "Tên", "day", "dd/mm/yyyy"),
        ("", "Tên", "day", "Ghi ngày nghỉ"),
        ("03/09/2024", " ", "name", "Ghi tên ngày nghỉ"),
        ("03/09/2024", "x" * 121, "name", "không quá 120"),
    ],
)
def test_what_is_no_holiday_is_told_at_its_field(client, day, name, field, told):
    add(client, "02/09/2024", "Quốc khánh")
    answer = add(client, day, name)
    assert answer.status_code == 422
    assert told in " ".join(answer.context["form"].errors[field])
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize(("days", "told"), [("0", True), ("31", True), ("1", False), ("30", False)])
def test_the_days_of_appeal_have_limits(client, period, days, told):
    url = f"/phong-trao/cau-hinh/{period.year}/"
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {key: value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value for key, value in data.items()}
    answer = client.post(url, data | {"appeal_days": days})
    assert answer.status_code == (422 if told else 302)
    period.refresh_from_db()
    assert period.appeal_days == (5 if told else int(days))

"""Settings: last days as people say them, instants as the law counts them, each change in the log."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaign.forms import DeadlinesForm
from campaign.models import Campaign, Period
from core.models import AuditEvent
from tests.campaign.conftest import at
from units.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
GOOD = {
    "launch_plan_due": "30/06/2023", "report_last_day": "19/12/2023", "closes_last_day": "31/12/2023",
    "summary_due": "30/12/2023", "appeal_days": "5",
}  # fmt: skip
URL = "/phong-trao/cau-hinh/2023/"


@pytest.fixture
def client(people, client_as, period):
    return client_as(people[Role.ADMIN])


def stored() -> tuple:
    return Period.objects.filter(year=2023).values_list(
        "launch_plan_due", "report_due", "closes_at", "summary_due"
    ).get()  # fmt: skip


def test_the_form_shows_the_last_day_in_time(client):
    form = client.get(URL).context["form"]
    assert {name: str(form[name].value()) for name in form.fields} == GOOD


def test_saving_the_same_changes_and_logs_nothing(client):
    before = stored()
    client.post(URL, GOOD)
    assert (stored(), AuditEvent.objects.count()) == (before, 0)


def test_a_later_day_is_the_next_midnight_and_is_logged(client):
    answer = client.post(URL, GOOD | {"report_last_day": "25/12/2023", "launch_plan_due": ""})
    assert answer.status_code == 302
    assert stored() == (None, at(2023, 12, 26), at(2024, 1, 1), date(2023, 12, 30))
    event = AuditEvent.objects.get()
    assert (event.action, set(event.data["changes"])) == (
        "period.deadlines_changed", {"report_due", "launch_plan_due"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"report_last_day": ""}, "report_last_day", "bắt buộc"),
        ({"report_last_day": "12/25/2023"}, "report_last_day", "dd/mm/yyyy"),
        ({"report_last_day": "19/12/2022"}, "report_last_day", "phải nằm trong năm 2023 hoặc năm 2024"),
        ({"closes_last_day": "18/12/2023"}, "closes_last_day", "không được trước hạn nộp"),
        ({"summary_due": "18/12/2023"}, "summary_due", "không được trước hạn nộp"),
        ({"launch_plan_due": "30/06/2024"}, "launch_plan_due", "phải nằm trong năm 2023"),
        ({"closes_last_day": "31/12/9999"}, "closes_last_day", "không hợp lý"),
    ],
)
def test_days_nobody_could_live_by_are_refused(client, changes, field, sentence):
    before = stored()
    answer = client.post(URL, GOOD | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field] and sentence in str(answer.context["form"].errors)
    assert stored() == before


def test_the_database_refuses_closing_before_the_deadline(period):
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=period.pk).update(closes_at=at(2023, 12, 19))
    assert Period.objects.filter(pk=period.pk).update(closes_at=at(2023, 12, 20)) == 1


def test_names_are_cleaned_logged_and_required(client, campaign):
    url = reverse("campaign:settings")
    form = client.get(url).context["form"]
    posted = {name: form[name].value() for name in form.fields}
    answer = client.post(url, posted | {"place": ""})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["place"]
    client.post(
        url, posted | {"signer_name": "  Nguye\u0302\u0303n Va\u0306n Thu\u031b\u0309 ", "starts_on": "2020-01-01"}
    )
    after = Campaign.objects.get()
    assert (after.signer_name, after.place, after.starts_on) == ("Nguyễn Văn Thử", "Đắk Song", date(2023, 1, 1))
    event = AuditEvent.objects.get()
    assert event.data == {"changes": {"signer_name": ["", "Nguyễn Văn Thử"]}}


def test_an_hour_set_by_hand_stays_when_its_day_is_not_touched(period, people, client_as):
    Period.objects.filter(pk=period.pk).update(report_due=at(2023, 12, 19, 17))
    form = DeadlinesForm(GOOD, instance=Period.objects.get(pk=period.pk))
    assert form.is_valid(), form.errors
    assert form.instance.report_due == at(2023, 12, 19, 17)

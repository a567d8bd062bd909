"""Pages of registration for the offices: accept, return, who has sent; and the tasks of part VI."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign.enums import RegistrationState as State
from campaign.services import registrations as service
from core.workflow import TransitionDenied
from tests.campaign.conftest import POSTED, at, sent, url
from tests.factories import appoint, make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_accept_and_return(period, commune, people, officer, client_as):
    client = client_as(people[Role.REVIEWER])
    row = sent(period, commune, officer)
    answer = client.post(url("return"), {"reason": " "}, follow=True)
    assert "Cần ghi lý do" in answer.content.decode()
    client.post(url("return"), {"reason": "Thiếu chữ ký."})
    row.refresh_from_db()
    assert (row.state, row.return_reason) == (State.RETURNED, "Thiếu chữ ký.")
    own = client_as(officer)
    assert "Thiếu chữ ký." in own.get(url("edit")).content.decode()
    own.post(url("edit"), POSTED | {"submit": "1"})  # the file is already there
    client.post(url("accept"))
    row.refresh_from_db()
    assert (row.state, row.accepted_by) == (State.ACCEPTED, people[Role.REVIEWER])
    again = client.post(url("accept"), follow=True)
    assert "Không thể “Tiếp nhận đăng ký”" in again.content.decode()


def test_list_filters(period, commune, people, officer, client_as, neighbour):
    sent(period, commune, officer)
    client = client_as(people[Role.REVIEWER])

    def found(**query):
        page = client.get(reverse("campaign:registration-list"), query).context["page_obj"]
        return {unit.code for unit in page.object_list}

    assert found() == {"24721", "24718", "phong-noi-vu"}
    assert found(trang_thai="submitted") == {"24721"}
    assert found(trang_thai="missing") == {"24718", "phong-noi-vu"}
    assert found(trang_thai="accepted") == set()
    assert found(q="nam binh") == found(q="NAM BÌNH") == {"24721"}
    assert found(kind=UnitKind.PHONG_BAN) == {"phong-noi-vu"}
    assert found(kind="x", trang_thai="draft", page="-1") == found()
    assert found(nam="2024", trang_thai="submitted") == set()
    tally = client.get(reverse("campaign:registration-list")).context["tally"]
    assert (tally.units, tally.submitted, tally.missing) == (3, 1, 2)


def test_units_of_the_year_only(period, people, client_as):
    make_unit(UnitKind.CAP_XA, code="24717-2025", valid_from=at(2025, 7, 1).date())
    page = client_as(people[Role.REVIEWER]).get(reverse("campaign:registration-list")).context["page_obj"]
    assert {unit.code for unit in page.object_list} == {"24721", "phong-noi-vu"}


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(period, people, client_as):
    client, asked = client_as(people[Role.REVIEWER]), []
    for n in (1, 2):
        for _ in range(n):
            unit = make_unit(UnitKind.CAP_XA)
            sent(period, unit, make_user(Role.OFFICER, unit))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("campaign:registration-list"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_a_unit_registers_only_in_the_years_of_its_life(period, client_as):
    unit = make_unit(UnitKind.CAP_XA, code="24717-2025", valid_from=at(2025, 7, 1).date())
    officer = make_user(Role.OFFICER, unit)
    assert client_as(officer).get(url("edit", unit.code)).status_code == 404
    assert client_as(officer).get(reverse("campaign:registration-list")).context["own"] == []
    with pytest.raises(TransitionDenied, match="không hoạt động trong năm 2023"):
        service.open_registration(period, unit, by=officer)
    unit.valid_from = at(2023, 12, 31).date()
    unit.save()
    assert client_as(officer).get(url("edit", unit.code)).status_code == 200
    assert service.open_registration(period, unit, by=officer).pk


def test_one_person_with_two_roles_sees_both(period, commune, people, client_as):
    reviewer = people[Role.REVIEWER]
    appoint(reviewer, Role.OFFICER, commune)
    context = client_as(reviewer).get(reverse("campaign:registration-list")).context
    assert [unit.code for unit, *_ in context["own"]] == ["24721"] and context["page_obj"].paginator.count == 2


def test_tasks_of_the_plan(period, people, client_as):
    officer_page = client_as(people[Role.OFFICER]).get(reverse("campaign:task-list"))
    assert [(task.clause, task.mine, task.due) for task in officer_page.context["tasks"]] == [
        ("VI.5", True, "trong Quý 2/2023"), ("VI.2", False, ""),
    ]  # fmt: skip
    later = client_as(people[Role.OFFICER]).get(reverse("campaign:task-list"), {"nam": "2024"})
    assert {task.due for task in later.context["tasks"]} == {""}
    office = client_as(people[Role.APPRAISER]).get(reverse("campaign:task-list"))
    assert [(task.lead, task.mine) for task in office.context["tasks"]] == [
        ("Xã, thị trấn", False), ("Phòng Nội vụ", True),
    ]  # fmt: skip


def test_without_any_campaign_the_pages_say_so(people, client_as):
    page = client_as(people[Role.REVIEWER]).get(reverse("campaign:registration-list"))
    assert "Chưa có phong trào nào." in page.content.decode()
    assert "Chưa có phong trào nào." in client_as(people[Role.ADMIN]).get(reverse("campaign:settings")).content.decode()
    assert "chưa được nạp" in client_as(people[Role.OFFICER]).get(reverse("campaign:task-list")).content.decode()

"""Accounts and appointments: what the services refuse, what the pages show, and what a temporary password opens."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.settings import base
from core.models import AuditEvent
from tests.factories import appoint, make_unit, make_user
from units.enums import Role, UnitKind
from units.models import Appointment, User
from units.selectors import names_of
from units.services import people as service

pytestmark = pytest.mark.django_db


def new_person(where, **changes):
    return {
        "username": "nambinh.lan", "full_name": "Lê Thị Lan", "email": "", "phone": "0905 123 456", "unit": where.pk,
        "role": Role.OFFICER, "title": "Công chức Văn hóa - Xã hội", "valid_from": "01/03/2023", "valid_to": "",
    } | changes  # fmt: skip


# --- pages ---------------------------------------------------------------------


def test_a_new_person_gets_a_temporary_password_once_and_changes_it(client, commune):
    answer = client.post(reverse("units:person-add"), new_person(commune))
    assert answer.status_code == 200
    password = answer.context["password"]
    assert answer.content.decode().count(password) == 1
    person = User.objects.get(username="nambinh.lan")
    assert person.password_is_temporary and password not in person.password
    assert password not in str(list(AuditEvent.objects.values()))
    assert password not in client.get(reverse("units:person-edit", args=[person.pk])).content.decode()

    own = Client()
    assert own.login(username="nambinh.lan", password=password)
    assert own.get(reverse("units:profile")).headers["Location"] == reverse("password_change")
    mine = "một câu dễ nhớ của tôi"
    own.post(reverse("password_change"), {"old_password": password, "new_password1": mine, "new_password2": mine})
    assert own.get(reverse("units:profile")).status_code == 200
    assert not User.objects.get(pk=person.pk).password_is_temporary


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"username": "Nam Bình"}, "form", "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu"),
        ({"username": ""}, "form", "bắt buộc"),
        ({"full_name": "\u200b  "}, "form", "bắt buộc"),
        ({"full_name": "A" * 121}, "form", "120"),
        ({"phone": "không có"}, "form", "Số điện thoại gồm 8 đến 15 chữ số"),
        ({"email": "a@"}, "form", "email"),
        ({"unit": "999999"}, "post", "hợp lệ"),
        ({"unit": "x' OR 1=1"}, "post", "hợp lệ"),
        ({"role": "superuser"}, "post", "superuser"),
        ({"valid_from": "31/02/2023"}, "post", "Cần một ngày viết theo mẫu dd/mm/yyyy"),
        ({"valid_from": "01/01/0001"}, "post", "không hợp lý"),
        ({"valid_to": "28/02/2023"}, "form", "Ngày thôi giữ vai trò phải sau ngày bắt đầu."),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_stored(client, commune, changes, field, sentence):
    before = User.objects.count()
    answer = client.post(reverse("units:person-add"), new_person(commune, **changes))
    assert answer.status_code == 422
    assert sentence in str(answer.context[field].errors)
    assert (User.objects.count(), Appointment.objects.filter(user__username="nambinh.lan").count()) == (before, 0)
    good = client.post(reverse("units:person-add"), new_person(commune))
    assert good.status_code == 200 and User.objects.count() == before + 1


def test_nfd_is_stored_as_nfc_and_found_without_marks(client, commune):
    client.post(reverse("units:person-add"), new_person(commune, full_name="Le\u0302 Thi\u0323 Lan"))
    assert User.objects.get(username="nambinh.lan").full_name == "Lê Thị Lan"
    for words in ("le thi lan", "LÊ THỊ", "nam binh lan", "nambinh.lan"):
        found = client.get(reverse("units:person-list"), {"q": words}).context["page_obj"].object_list
        assert [person.username for person in found] == ["nambinh.lan"], words


@pytest.mark.parametrize("name", ["is_superuser", "is_staff", "password", "password_is_temporary", "is_active"])
def test_posting_more_fields_changes_nothing_else(client, commune, name):
    person = make_user(Role.OFFICER, commune)
    before = User.objects.filter(pk=person.pk).values().get()
    client.post(
        reverse("units:person-edit", args=[person.pk]),
        {"username": before["username"], "full_name": "Tên Mới", "email": "", "phone": "", name: "1"},
    )
    after = User.objects.filter(pk=person.pk).values().get()
    assert {key for key in after if after[key] != before[key]} == {"full_name", "search", "sort_key"}


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(client, commune):
    asked = []
    for n in (1, 2):
        for _ in range(n):
            make_user(Role.OFFICER, commune)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("units:person-list"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9


def test_list_by_role_and_unit_hides_the_others(client, commune, people):
    other = make_user(Role.OFFICER, make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Đắk Môl"))
    past = make_user(Role.REVIEWER, commune, username="cu")
    past.appointments.update(valid_to=timezone.localdate() - timedelta(days=1))

    def names(**query):
        page = client.get(reverse("units:person-list"), query).context["page_obj"]
        return {person.username for person in page.object_list}

    assert names(role=Role.REVIEWER) == {Role.REVIEWER}
    assert names(q="dak mol") == {other.username}
    assert names(role="khong-co") == {person.username for person in User.objects.all()}
    assert names(page="99") == names(page="x") == names()


def test_the_pages_are_for_the_administrator_alone(people, client_as, commune):
    person = make_user(Role.OFFICER, commune)
    gets = [reverse("units:person-list"), reverse("units:person-add"), reverse("units:person-edit", args=[person.pk])]
    posts = [reverse(f"units:{name}", args=[person.pk]) for name in ("person-password", "person-active",
                                                                     "appointment-add")]  # fmt: skip
    root = User.objects.create_superuser("root", password="x", full_name="Kỹ thuật")
    for role, user in [*people.items(), ("superuser", root)]:
        wanted = {200} if role == Role.ADMIN else {403}
        assert {client_as(user).get(url).status_code for url in gets} == wanted, role
        if role != Role.ADMIN:
            assert {client_as(user).post(url).status_code for url in posts} == wanted, role


# --- services -------------------------------------------------------------------


def test_reset_ends_the_open_session(admin, people, client_as):
    officer = people[Role.OFFICER]
    open_session = client_as(officer)
    assert open_session.get(reverse("units:profile")).status_code == 200
    password = service.reset_password(officer, by=admin)
    assert open_session.get(reverse("units:profile")).status_code == 302
    assert Client().login(username=officer.username, password=password)


def test_a_closed_account_is_out_at_once_and_gets_no_password(admin, people, client_as):
    officer = people[Role.OFFICER]
    open_session = client_as(officer)
    service.set_active(officer, False, by=admin)
    assert open_session.get(reverse("units:profile")).status_code == 302
    with pytest.raises(ValidationError, match="Hãy mở lại tài khoản"):
        service.reset_password(User.objects.get(pk=officer.pk), by=admin)
    service.set_active(officer, True, by=admin)
    assert service.reset_password(User.objects.get(pk=officer.pk), by=admin)


def test_nobody_locks_oneself_out_and_technical_accounts_stay_untouched(admin, people):
    with pytest.raises(ValidationError, match="không tự ngừng"):
        service.set_active(admin, False, by=admin)
    post = admin.appointments.get()
    with pytest.raises(ValidationError, match="không tự thôi"):
        service.end_appointment(post, on=timezone.localdate(), by=admin)
    root = User.objects.create_superuser("root", password="x", full_name="Kỹ thuật")
    for act in (
        lambda: service.reset_password(root, by=admin),
        lambda: service.set_active(root, False, by=admin),
        lambda: service.change_person(root, by=admin),
    ):
        with pytest.raises(ValidationError, match="Tài khoản kỹ thuật"):
            act()
    other = make_user(Role.ADMIN)
    assert service.end_appointment(other.appointments.get(), on=date(2023, 5, 1), by=admin).valid_to == date(2023, 5, 1)


def test_an_ended_appointment_takes_the_right_away_at_the_next_click(admin, people, client_as):
    reviewer = people[Role.REVIEWER]
    session = client_as(reviewer)
    service.end_appointment(reviewer.appointments.get(), on=timezone.localdate() - timedelta(days=1), by=admin)
    assert User.objects.get(pk=reviewer.pk).roles == frozenset()
    assert "chưa có phân công nào còn hiệu lực" in session.get(reverse("units:profile")).content.decode()


@pytest.mark.parametrize(
    ("start", "end", "ok"),
    [
        (date(2023, 1, 1), None, False),
        (date(2023, 6, 30), date(2023, 8, 1), False),
        (date(2022, 1, 1), date(2023, 1, 1), False),
        (date(2022, 1, 1), date(2022, 12, 31), True),
        (date(2023, 7, 1), None, True),
    ],
)
def test_one_role_in_one_unit_is_held_once_at_a_time(admin, commune, start, end, ok):
    person = make_user()
    appoint(person, Role.OFFICER, commune, valid_from=date(2023, 1, 1), valid_to=date(2023, 6, 30))

    def give():
        return service.appoint(
            person, unit=commune, role=Role.OFFICER, title="", valid_from=start, valid_to=end, by=admin
        )

    if ok:
        assert give().pk
    else:
        with pytest.raises(ValidationError, match="Hãy kết thúc phân công ấy trước"):
            give()
    assert service.appoint(
        person, unit=commune, role=Role.COUNCIL, title="", valid_from=start, valid_to=end, by=admin
    ).pk


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"role": "vua"}, "appointment_role_known"),
        ({"valid_to": date(2022, 1, 1)}, "appointment_dates_in_order"),
        ({"valid_from": date(2023, 1, 1), "valid_to": date(2023, 2, 1)}, "appointment_once"),
        ({"valid_from": date(2023, 3, 1)}, "appointment_one_open"),
    ],
)
def test_the_database_refuses_too(commune, fields, name):
    person = make_user()
    appoint(person, Role.OFFICER, commune)
    row = {"user": person, "unit": commune, "role": Role.OFFICER, "valid_from": date(2024, 1, 1)} | fields
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        Appointment.objects.create(**row)
    assert Appointment.objects.create(**{**row, "role": Role.COUNCIL, "valid_from": date(2024, 1, 1), "valid_to": None})


def test_everything_is_in_the_log(client, admin, commune):
    answer = client.post(reverse("units:person-add"), new_person(commune))
    pk = answer.context["person"].pk
    post = Appointment.objects.get(user=pk)
    client.post(reverse("units:person-edit", args=[pk]), new_person(commune, full_name="Lê Thị Lan Anh"))
    client.post(reverse("units:appointment-end", args=[pk, post.pk]), {"on": "31/12/2023"})
    client.post(reverse("units:person-password", args=[pk]))
    client.post(reverse("units:person-active", args=[pk]), {"active": "0"})
    lines = AuditEvent.objects.order_by("id").values_list("action", "actor")
    assert list(lines) == [
        (action, admin.username)
        for action in ("user.added", "appointment.given", "user.changed", "appointment.ended", "user.password_reset",
                       "user.closed")
    ]  # fmt: skip


@pytest.mark.parametrize("on", ["", "hôm nay", "31/12/2022", "32/01/2024"])
def test_a_wrong_last_day_is_refused(client, people, on):
    post = people[Role.OFFICER].appointments.get()
    url = reverse("units:appointment-end", args=[post.user_id, post.pk])
    assert client.post(url, {"on": on}).status_code == 302
    assert Appointment.objects.get(pk=post.pk).valid_to is None
    client.post(url, {"on": "31/12/2023"})
    assert Appointment.objects.get(pk=post.pk).valid_to == date(2023, 12, 31)


def test_an_appointment_of_somebody_else_is_a_404(client, people):
    post = people[Role.OFFICER].appointments.get()
    url = reverse("units:appointment-end", args=[people[Role.REVIEWER].pk, post.pk])
    assert client.post(url, {"on": "31/12/2023"}).status_code == 404
    assert Appointment.objects.get(pk=post.pk).valid_to is None


def test_many_temporary_passwords_are_hashed_quickly_and_the_first_sign_in_makes_the_hash_slow(commune, settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    person = make_user(Role.OFFICER, commune)
    service.hand_out(person, "abcd-efgh-jkmn-pqrs")
    person.save()
    assert person.password.startswith("pbkdf2_sha256$1000$") and person.password_is_temporary
    assert Client().login(username=person.username, password="abcd-efgh-jkmn-pqrs")
    person.refresh_from_db()
    assert person.password.startswith("argon2$") and person.password_is_temporary


def test_names_of_people_cost_one_query_and_none_for_nobody(django_assert_num_queries):
    lan = make_user(full_name="Lê Thị Lan")
    with django_assert_num_queries(1):
        found = names_of([lan.username, lan.username, "da.nghi", ""])
    assert found == {lan.username: "Lê Thị Lan", "da.nghi": "da.nghi", "": ""}
    with django_assert_num_queries(0):
        assert (names_of([]), names_of([""])) == ({}, {"": ""})

"""Pages of registration: who opens what, what bad input gets, and that another unit's row never leaks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaign.enums import RegistrationState as State
from campaign.models import Registration
from core.models import StoredFile
from tests.campaign.conftest import CONTENT, PDF, POSTED, at, pdf, sent, url
from units.enums import Role
from units.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def code_of(client, address: str, method: str = "get") -> int:
    """The status alone; a file is read to its end, which closes it."""
    answer = getattr(client, method)(address)
    b"".join(answer)
    return answer.status_code


# --- the officer ----------------------------------------------------------------


def test_save_then_send(period, officer, client_as):
    client = client_as(officer)
    assert "Chưa đăng ký" in client.get(reverse("campaign:registration-list")).content.decode()
    answer = client.post(url("edit"), {"plan_number": "12/KH-UBND", "save": "1"}, follow=True)
    assert "Đăng ký chưa được gửi." in answer.content.decode()
    row = Registration.objects.get()
    assert (row.state, row.plan_number, row.plan_file, row.submitted_at) == (State.DRAFT, "12/KH-UBND", None, None)

    answer = client.post(url("edit"), POSTED | {"upload": pdf(), "submit": "1"}, follow=True)
    assert answer.redirect_chain == [(url("detail"), 302)]
    row.refresh_from_db()
    assert (row.state, row.submitted_by, row.submitted_at) == (State.SUBMITTED, officer, at(2023, 6, 15, 9))
    assert b"".join(client.get(url("file"))) == PDF
    assert client.get(url("edit")).headers["Location"] == url("detail")


def test_looking_writes_nothing(period, officer, client_as):
    client_as(officer).get(url("edit"))
    assert not Registration.objects.exists()


BAD = [
    ({"plan_date": ""}, "plan_date", "Cần ngày ban hành"),
    ({"plan_date": "05/20/2023"}, "plan_date", "dd/mm/yyyy"),
    ({"plan_date": "16/06/2023"}, "plan_date", "sau hôm nay"),
    ({"commitment": " \u200b "}, "commitment", "Cần ghi nội dung đăng ký"),
    ({"commitment": "x" * 4001}, "commitment", "4000"),
    ({"plan_number": "x" * 61}, "plan_number", "60"),
    ({"contact_phone": "gọi sau"}, "contact_phone", "Số điện thoại"),
    ({"upload": SimpleUploadedFile("a.pdf", b"")}, "upload", "trống"),
    ({"upload": SimpleUploadedFile("a.exe", b"MZ")}, "upload", "không thuộc loại được nhận"),
    ({"upload": SimpleUploadedFile("a.pdf", b"<script>")}, "upload", "không đúng với đuôi"),
    ({"upload": ""}, "upload", "Cần đính kèm kế hoạch"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), BAD, ids=[str(case[2]) for case in BAD])
def test_bad_input_is_told_at_its_field_and_nothing_is_stored(period, officer, client_as, changes, field, sentence):
    client = client_as(officer)
    if changes.get("upload"):
        changes["upload"].seek(0)
    answer = client.post(url("edit"), POSTED | {"upload": pdf(), "submit": "1"} | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert sentence in str(answer.context["form"].errors[field])
    assert not Registration.objects.exists() and not StoredFile.objects.exists()
    client.post(url("edit"), POSTED | {"upload": pdf(), "submit": "1"})
    assert Registration.objects.get().state == State.SUBMITTED


def test_ten_megabytes_pasted_are_refused(period, officer, client_as):
    answer = client_as(officer).post(url("edit"), POSTED | {"commitment": "x" * 10_000_000, "save": "1"})
    assert answer.status_code == 400
    assert not Registration.objects.exists()


def test_nfd_is_stored_as_nfc(period, officer, client_as):
    client_as(officer).post(
        url("edit"), {"commitment": "Chuye\u0302\u0309n \u0111o\u0302\u0309i so\u0302\u0301", "save": "1"}
    )
    assert Registration.objects.get().commitment == "Chuyển đổi số"


def test_a_second_tab_cannot_undo_what_the_first_sent(period, officer, commune, client_as):
    row = sent(period, commune, officer)
    for button in ("save", "submit"):
        answer = client_as(officer).post(url("edit"), POSTED | {"commitment": "Tab hai", button: "1"}, follow=True)
        assert answer.status_code == 409
        assert "nên không sửa được" in answer.content.decode() and "Tab hai" in answer.content.decode()
    row.refresh_from_db()
    assert row.commitment == CONTENT["commitment"]


@pytest.mark.parametrize("field", ["state", "unit", "period", "submitted_at", "accepted_at", "return_reason"])
def test_posting_more_fields_changes_nothing_else(period, officer, commune, client_as, neighbour, field):
    value = {"state": "accepted", "unit": neighbour.unit_id, "period": 1}.get(field, "2023-01-01")
    client_as(officer).post(url("edit"), {"plan_number": "1", "save": "1", field: value})
    row = Registration.objects.get(unit=commune)
    assert (row.state, row.period, row.submitted_at, row.accepted_at, row.return_reason) == (
        State.DRAFT, period, None, None, "",
    )  # fmt: skip


def test_a_closed_year_takes_nothing(officer, client_as, period):
    period.report_due, period.closes_at = at(2023, 5, 1), at(2023, 6, 1)
    period.save()
    client = client_as(officer)
    answer = client.post(url("edit"), {"plan_number": "15/KH-UBND", "save": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Năm 2023 đã đóng từ hết ngày 31/05/2023." in page and 'value="15/KH-UBND"' in page
    assert not Registration.objects.exists()


def test_a_closed_year_offers_no_form(officer, client_as, period):
    edit = f'href="{url("edit")}"'
    client, address = client_as(officer), reverse("campaign:registration-list") + "?nam=2023"
    assert edit in client.get(address).content.decode()
    period.report_due, period.closes_at = at(2023, 5, 1), at(2023, 6, 1)
    period.save()
    listed, page = client.get(address).content.decode(), client.get(url("edit")).content.decode()
    assert "Năm 2023 đã đóng." in listed and edit not in listed
    assert "Năm 2023 đã đóng từ hết ngày 31/05/2023." in page and "Gửi đăng ký" not in page


# --- rows -----------------------------------------------------------------------


def test_another_units_registration_is_a_404_and_does_not_leak(officer, client_as, neighbour, commune, period):
    sent(period, commune, officer)
    client = client_as(officer)
    for name in ("edit", "detail", "file"):
        assert client.get(url(name, "24718")).status_code == 404, name
    assert client.post(url("edit", "24718"), POSTED | {"save": "1"}).status_code == 404
    for page in (reverse("campaign:registration-list"), url("detail")):
        shown = client.get(page).content.decode()
        assert "Môl" not in shown and "Bí mật" not in shown and "24721" in shown
    for name in ("detail", "file"):
        assert code_of(client, url(name)) == 200, name


def test_the_offices_see_what_was_sent_and_no_draft(people, client_as, neighbour, commune, period, officer):
    sent(period, commune, officer)
    for role in (Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR):
        client = client_as(people[role])
        assert code_of(client, url("detail")) == code_of(client, url("file")) == 200
        assert code_of(client, url("detail", "24718")) == code_of(client, url("file", "24718")) == 404
        page = client.get(reverse("campaign:registration-list")).content.decode()
        assert "Bí mật" not in page and "Trần Văn Kín" not in page


MATRIX = {
    "registration-list": ("get", {Role.OFFICER, Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR}),
    "registration-edit": ("get", {Role.OFFICER}),
    "registration-detail": ("get", {Role.OFFICER, Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR}),
    "registration-file": ("get", {Role.OFFICER, Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR}),
    "registration-accept": ("post", {Role.REVIEWER}),
    "registration-return": ("post", {Role.REVIEWER}),
    "task-list": ("get", set(Role)),
    "settings": ("get", {Role.ADMIN}),
    "deadlines-edit": ("get", {Role.ADMIN}),
}


@pytest.mark.parametrize("name", MATRIX)
def test_roles(period, commune, people, client_as, name):
    sent(period, commune, people[Role.OFFICER])
    method, allowed = MATRIX[name]
    args = [2023] if name.startswith("deadlines") else [2023, "24721"] if name in {
        "registration-edit", "registration-detail", "registration-file", "registration-accept", "registration-return",
    } else []  # fmt: skip
    address = reverse(f"campaign:{name}", args=args)
    root = User.objects.create_superuser("root", password="x", full_name="Kỹ thuật")
    codes = {role: code_of(client_as(user), address, method) for role, user in people.items()}
    assert {role for role, code in codes.items() if code in (200, 302)} == allowed
    assert {code for role, code in codes.items() if role not in allowed} <= {403}
    assert getattr(client_as(root), method)(address).status_code == (200 if name == "task-list" else 403)
    assert getattr(Client(), method)(address).headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("year", [1999, 2026])
def test_a_year_that_is_not_there(officer, people, client_as, period, year):
    assert client_as(officer).get(url("edit", year=year)).status_code == 404
    for query in (year, "abcd", "2023'", "٢٠٢٣", "99999"):
        address = reverse("campaign:registration-list")
        assert client_as(people[Role.REVIEWER]).get(address, {"nam": query}).status_code == 404, query

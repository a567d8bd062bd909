"""Accounts from Excel: passwords told once, what a row may not be, and whose batch it is."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from tests.factories import make_user
from tests.units.workbooks import LAN, PERSON_HEAD, UNIT_HEAD, confirm, errors, look, xlsx
from units.enums import Role
from units.models import Appointment, ImportBatch, ImportKind, Unit, User

pytestmark = pytest.mark.django_db


def test_accounts_get_passwords_once(client, commune, office):
    second = [*LAN[:4], "phong-noi-vu", "Thành viên Hội đồng", "Ủy viên", "01/04/2023", "31/12/2025"]
    page = look(client, "people", xlsx(PERSON_HEAD, LAN, second))
    assert [row.kind for row in page.context["preview"].rows] == ["new", "changed"]
    assert ("Vai trò", "", "Thành viên Hội đồng") in page.context["preview"].rows[1].changes
    assert not User.objects.filter(username="nambinh.lan").exists()
    answer = confirm(client, page)
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[:2] for row in rows] == [("Tên đăng nhập", "Họ và tên"), ("nambinh.lan", "Lê Thị Lan")]
    password = rows[1][2]
    person = User.objects.get(username="nambinh.lan")
    assert person.password_is_temporary and password not in person.password
    assert password not in str(list(AuditEvent.objects.values())) + str(list(ImportBatch.objects.values()))
    assert Client().login(username="nambinh.lan", password=password)
    assert {(a.unit.code, a.role, a.title, a.valid_from, a.valid_to) for a in person.appointments.all()} == {
        ("24721", Role.OFFICER, "Công chức", date(2023, 3, 1), None),
        ("phong-noi-vu", Role.COUNCIL, "Ủy viên", date(2023, 4, 1), date(2025, 12, 31)),
    }
    shown = client.get(reverse("units:import-preview", args=[page.context["batch"].pk])).content.decode()
    assert "Đã ghi" in shown and password not in shown


def test_accounts_change_and_an_appointment_ends(client, commune, people):
    officer = people[Role.OFFICER]
    row = ["officer", "Tên Mới", "", "", "24721", "officer", "", "01/01/2023", "30/06/2023"]
    page = look(client, "people", xlsx(PERSON_HEAD, row))
    assert set(page.context["preview"].rows[0].changes) == {
        ("Họ và tên", officer.full_name, "Tên Mới"), ("Đến ngày", "", "30/06/2023"),
    }  # fmt: skip
    answer = confirm(client, page)
    assert answer.headers["Location"] == reverse("units:person-list")
    officer.refresh_from_db()
    assert (officer.full_name, officer.password_is_temporary) == ("Tên Mới", False)
    assert officer.appointments.get().valid_to == date(2023, 6, 30)
    assert officer.check_password("mat-khau-thu-nghiem")


BAD_PEOPLE = [
    ({0: "Nam Bình"}, "Tên đăng nhập", "Tên đăng nhập gồm 3 đến 40"),
    ({0: None}, "Tên đăng nhập", "không được để trống"),
    ({1: "\u200b"}, "Họ và tên", "không được để trống"),
    ({2: "lan@"}, "Thư điện tử", "email"),
    ({3: "không"}, "Điện thoại", "Số điện thoại gồm"),
    ({4: "khong-co"}, "Mã đơn vị", "Không có đơn vị nào mang mã"),
    ({4: None}, "Mã đơn vị", "Phân công cần cả mã đơn vị và vai trò"),
    ({5: None}, "Vai trò", "Phân công cần cả mã đơn vị và vai trò"),
    ({5: "Vua"}, "Vai trò", "Cần một trong các giá trị: Cán bộ đơn vị;"),
    ({6: "X" * 121}, "Chức vụ", "120"),
    ({7: "13/13/2023"}, "Từ ngày", "dd/mm/yyyy"),
    ({8: "01/01/2023"}, "Đến ngày", "Ngày thôi giữ vai trò phải sau"),
    ({0: "root", 1: "Kỹ thuật"}, "Tên đăng nhập", "Tài khoản kỹ thuật"),
    ({0: "officer", 7: "01/05/2023"}, "Từ ngày", "đã giữ vai trò ấy ở đơn vị này từ 01/01/2023"),
]


@pytest.mark.parametrize(("cells", "column", "sentence"), BAD_PEOPLE, ids=[f"{c[1]}-{c[2]}" for c in BAD_PEOPLE])
def test_a_wrong_account_is_told_by_row_and_column(client, commune, cells, column, sentence):
    User.objects.create_superuser("root", password="x", full_name="Kỹ thuật")
    before = User.objects.count(), Appointment.objects.count()
    other = ["khac.user", "Người Khác", "", "", "24721", "officer", "", None, None]
    page = look(client, "people", xlsx(PERSON_HEAD, other, [cells.get(i, cell) for i, cell in enumerate(LAN)]))
    assert [(number, told) for number, told, _ in errors(page)] == [(3, column)]
    assert sentence in next(iter(errors(page)))[2]
    assert (User.objects.count(), Appointment.objects.count()) == before
    page = look(client, "people", xlsx(PERSON_HEAD, other, LAN))
    assert errors(page) == set() and page.context["preview"].new == 2


def test_an_administrator_does_not_end_oneself(client, admin, office):
    row = ["admin", admin.full_name, "", "", "phong-noi-vu", "Quản trị", "", "01/01/2023", "31/12/2023"]
    assert [(n, c) for n, c, _ in errors(look(client, "people", xlsx(PERSON_HEAD, row)))] == [(2, "Đến ngày")]


def test_two_rows_of_one_account_must_agree(client, commune, office):
    again = [LAN[0], "Lê Thị Lành", *LAN[2:4], "phong-noi-vu", *LAN[5:]]
    page = look(client, "people", xlsx(PERSON_HEAD, LAN, again, LAN))
    assert errors(page) == {
        (3, "", "Tài khoản này ở dòng 2 ghi họ tên, thư hoặc điện thoại khác."), (4, "", "Dòng này lặp lại dòng 2."),
    }  # fmt: skip


def test_a_namesake_in_the_same_unit_is_only_remarked(client, commune):
    make_user(Role.OFFICER, commune, full_name="LÊ THỊ LAN", username="lan.cu")
    page = look(client, "people", xlsx(PERSON_HEAD, LAN))
    assert page.context["preview"].rows[0].warnings == [
        "Đơn vị đã có tài khoản lan.cu cùng họ tên. Kiểm tra có phải một người."
    ]
    assert page.context["preview"].ready


def test_only_the_administrator_and_only_ones_own_batch(client, people, client_as, commune):
    page = look(client, "units", xlsx(UNIT_HEAD, ["moi-01", "Đơn vị mới", "Mới", "Doanh nghiệp", None, None, None]))
    pk, seen = page.context["batch"].pk, page.context["preview"].digest
    gets = [reverse("units:import-preview", args=[pk])]
    gets += [reverse(f"units:{name}", args=[kind]) for name in ("import-upload", "import-template")
             for kind in ImportKind.values]  # fmt: skip
    for role in set(Role) - {Role.ADMIN}:
        other = client_as(people[role])
        assert {other.get(url).status_code for url in gets} == {403}, role
        assert other.post(reverse("units:import-confirm", args=[pk]), {"seen": seen}).status_code == 403
        assert other.post(reverse("units:export", args=["people"])).status_code == 403
    second = client_as(make_user(Role.ADMIN))
    assert second.get(gets[0]).status_code == 404
    assert second.post(reverse("units:import-confirm", args=[pk]), {"seen": seen}).status_code == 404
    assert not Unit.objects.filter(code="moi-01").exists()
    assert client.post(reverse("units:import-confirm", args=[pk]), {"seen": seen}).status_code == 302
    assert Unit.objects.filter(code="moi-01").exists()

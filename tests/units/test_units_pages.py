"""Pages of units: search without marks, what is refused, who may open them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent
from tests.factories import make_unit
from tests.units.workbooks import UNIT_HEAD, confirm, look, xlsx
from units.enums import Role, UnitKind
from units.models import ImportBatch, Unit, User
from units.selectors import units_in_year
from units.services.units import save_unit

pytestmark = pytest.mark.django_db


def posted(**changes):
    return {
        "code": "24727", "name": "Ủy ban nhân dân xã Đắk N\u2019Drung", "short_name": "Xã Đắk N'Drung", "kind": "CAP_XA",
        "aliases": "Xã Đắk N'Dung", "state_code": "24727", "email": "", "valid_from": "01/01/2023", "valid_to": "",
        "successor": "",
    } | changes  # fmt: skip


def test_add_find_and_change(client, people):
    assert client.post(reverse("units:unit-add"), posted()).status_code == 302
    for words in ("dak ndrung", "ĐẮK N’DRUNG", "n'dung", "24727", "uy ban xa dak"):
        found = client.get(reverse("units:unit-list"), {"q": words}).context["page_obj"].object_list
        assert [unit.code for unit in found] == ["24727"], words
    client.post(reverse("units:unit-edit", args=["24727"]), posted(code="doi-ma", valid_to="30/06/2025"))
    unit = Unit.objects.get(name__contains="Drung")
    assert (unit.code, unit.valid_to) == ("24727", date(2025, 6, 30))
    events = AuditEvent.objects.order_by("id").values_list("action", "actor", "data")
    assert list(events) == [
        ("unit.added", "admin", {"code": "24727"}),
        ("unit.changed", "admin", {"changes": {"valid_to": ["None", "2025-06-30"]}}),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"code": "Mã Có Dấu"}, "code", "Mã gồm 2 đến 40"),
        ({"code": "24721"}, "code", "đã"),
        ({"name": ""}, "name", "bắt buộc"),
        ({"name": "ủy ban nhân dân xã nam bình"}, "name", "Đã có đơn vị “Ủy ban nhân dân xã Nam Bình” (mã 24721)"),
        ({"kind": "TINH"}, "kind", "TINH"),
        ({"state_code": "2472"}, "state_code", "năm chữ số"),
        ({"email": "khong phai"}, "email", "email"),
        ({"valid_from": "1/13/2023"}, "valid_from", "dd/mm/yyyy"),
        ({"valid_to": "01/01/2022"}, "__all__", "Ngày kết thúc hoạt động phải sau ngày bắt đầu."),
        ({"successor": "999999"}, "successor", "hợp lệ"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_stored(client, commune, changes, field, sentence):
    before = list(Unit.objects.values())
    answer = client.post(reverse("units:unit-add"), posted(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field] and sentence in str(answer.context["form"].errors)
    assert list(Unit.objects.values()) == before
    assert client.post(reverse("units:unit-add"), posted()).status_code == 302


def test_one_name_twice_only_one_after_the_other(people, commune):
    admin = people[Role.ADMIN]
    twin = Unit(code="24721-2025", name=commune.name, short_name="Xã Nam Bình mới", kind=UnitKind.CAP_XA,
                valid_from=date(2025, 7, 1))  # fmt: skip
    with pytest.raises(ValidationError, match="đang hoạt động cùng thời gian"):
        save_unit(twin, by=admin)
    commune.valid_to = date(2025, 6, 30)
    save_unit(commune, by=admin)
    assert save_unit(twin, by=admin).pk


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "TINH"}, "unit_kind_known"),
        ({"name": ""}, "unit_named"),
        ({"valid_to": date(2022, 1, 1)}, "unit_dates_in_order"),
        ({"code": "24721"}, "UNIQUE"),
    ],
)
def test_the_database_refuses_too(commune, fields, name):
    good = {"code": "x1", "name": "Tên", "short_name": "T", "kind": UnitKind.CAP_XA}
    with pytest.raises(IntegrityError, match=rf"{name}|unique"), transaction.atomic():
        Unit.objects.create(**good | fields)
    unit = Unit.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(successor=unit.pk)


def test_units_in_year():
    old = make_unit(valid_to=date(2025, 6, 30))
    new = make_unit(valid_from=date(2025, 7, 1))
    for year, wanted in ((2024, {old}), (2025, {old, new}), (2026, {new})):
        assert set(units_in_year(year)) == {unit for unit in (old, new) if unit.in_year(year)} == wanted


def test_pages_keep_their_filters_and_survive_odd_parameters(client):
    for _ in range(30):
        make_unit(UnitKind.DOANH_NGHIEP)
    page = client.get(reverse("units:unit-list"), {"kind": "DOANH_NGHIEP", "page": 2})
    assert len(page.context["page_obj"].object_list) == 5
    assert "kind=DOANH_NGHIEP" in page.content.decode()
    for odd in ({"page": "zzz"}, {"page": "-1"}, {"kind": "x"}, {"q": "%_'\""}, {"q": "x" * 5000}, {"kind__in": "x"}):
        assert client.get(reverse("units:unit-list"), odd).status_code == 200


def test_roles(people, client_as, commune):
    urls = [reverse("units:unit-list"), reverse("units:unit-add"), reverse("units:unit-edit", args=["24721"])]
    root = User.objects.create_superuser("root", password="x", full_name="Kỹ thuật")
    for role, user in [*people.items(), ("superuser", root)]:
        codes = {client_as(user).get(url).status_code for url in urls}
        assert codes == ({200} if role == Role.ADMIN else {403}), role
        assert client_as(user).get(reverse("units:profile")).status_code == 200
    assert client_as(people[Role.ADMIN]).get(reverse("units:unit-edit", args=["khong-co"])).status_code == 404


def test_a_written_import_is_never_changed(people, client):
    page = look(client, "units", xlsx(UNIT_HEAD, ["moi-01", "Đơn vị mới", "Mới", "Doanh nghiệp", None, None, None]))
    confirm(client, page)
    with pytest.raises(IntegrityError, match="da ghi"), transaction.atomic():
        ImportBatch.objects.update(applied_at=None)

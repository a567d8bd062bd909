"""Units from Excel: preview, errors with row and column, all or nothing, the same file twice, inert formulas."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent, StoredFile
from tests.factories import make_unit, make_user
from tests.units.workbooks import LAN, PERSON_HEAD, UNIT_HEAD, confirm, errors, look, xlsx
from units.enums import UnitKind
from units.models import Appointment, ImportBatch, Unit

pytestmark = pytest.mark.django_db


def test_units_new_changed_and_same(client, commune):
    make_unit(UnitKind.PHONG_BAN, code="phong-y-te", name="Phòng Y tế", short_name="Phòng Y tế")
    file = xlsx(
        UNIT_HEAD,
        ["24721", "Ủy ban nhân dân xã Nam Bình", "Xã Nam Bình", "Xã, thị trấn", date(2023, 1, 1), "30/06/2025",
         "24717-2025"],
        ["phong-y-te", "Phòng Y tế", "Phòng Y tế", "PHONG_BAN", "01/01/2023", None, None],
        ["24717-2025", "U\u0309y ban nha\u0302n da\u0302n xa\u0303 \u0110u\u031b\u0301c An", None, "xa, thi tran",
         "01/07/2025", None, None],
    )  # fmt: skip
    page = look(client, "units", file)
    assert [(row.number, row.kind) for row in page.context["preview"].rows] == [(2, "changed"), (3, "same"), (4, "new")]
    assert page.context["preview"].rows[0].changes == [
        ("Hoạt động đến", "", "30/06/2025"), ("Mã đơn vị kế thừa", "", "24717-2025"),
    ]  # fmt: skip
    assert not Unit.objects.filter(code="24717-2025").exists()
    assert confirm(client, page).headers["Location"] == reverse("units:unit-list")
    commune.refresh_from_db()
    new = Unit.objects.get(code="24717-2025")
    assert (new.name, new.short_name, new.kind) == ("Ủy ban nhân dân xã Đức An",) * 2 + (UnitKind.CAP_XA,)
    assert (commune.valid_to, commune.successor, new.search[:10]) == (date(2025, 6, 30), new, "24717 2025")
    event = AuditEvent.objects.filter(action="import.units").get()
    assert {key: event.data[key] for key in ("new", "changed", "same")} == {"new": 1, "changed": 1, "same": 1}


def test_the_same_file_twice_changes_nothing(client, commune):
    file = xlsx(UNIT_HEAD, ["moi-01", "Đơn vị mới", "Mới", "Doanh nghiệp", None, None, None])
    content = file.read()
    confirm(client, look(client, "units", SimpleUploadedFile("a.xlsx", content)))
    before = list(Unit.objects.values())
    page = look(client, "units", SimpleUploadedFile("a.xlsx", content))
    assert (page.context["preview"].same, page.context["preview"].ready) == (1, False)
    assert "không có gì để ghi" in page.content.decode()
    confirm(client, page)
    assert list(Unit.objects.values()) == before


def test_a_batch_is_written_once(client, commune):
    page = look(client, "units", xlsx(UNIT_HEAD, ["moi-01", "Đơn vị mới", "Mới", "Doanh nghiệp", None, None, None]))
    confirm(client, page)
    Unit.objects.filter(code="moi-01").delete()
    again = client.post(
        reverse("units:import-confirm", args=[page.context["batch"].pk]), {"seen": page.context["preview"].digest},
        follow=True,
    )  # fmt: skip
    assert "đã được ghi rồi" in again.content.decode()
    assert not Unit.objects.filter(code="moi-01").exists()


BAD_UNITS = [
    (["", "Không mã", "K", "Doanh nghiệp"], "Mã đơn vị", "không được để trống"),
    (["Có Dấu", "Tên", "T", "Doanh nghiệp"], "Mã đơn vị", "Mã gồm 2 đến 40 chữ thường"),
    (["tot", "Đơn vị Tốt", "T", "Doanh nghiệp"], "Mã đơn vị", "đã có ở dòng 2"),
    (["ma-2", "", "T", "Doanh nghiệp"], "Tên đơn vị", "không được để trống"),
    (["ma-2", "X" * 201, "T", "Doanh nghiệp"], "Tên đơn vị", "200"),
    (["ma-2", "Tên", "X" * 81, "Doanh nghiệp"], "Tên gọi ngắn", "80"),
    (["ma-2", "Tên", "T", "Tổ dân phố"], "Loại đơn vị", "Cần một trong các giá trị"),
    (["ma-2", "Tên", "T", None], "Loại đơn vị", "Cần một trong các giá trị"),
    (["ma-2", "ĐƠN VỊ  TỐT", "T", "Doanh nghiệp"], "Tên đơn vị", "đã có với mã tot"),
    (["ma-2", "ủy ban nhân dân xã NAM BÌNH", "T", "Doanh nghiệp"], "Tên đơn vị", "đã có với mã 24721"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", "31/02/2023"], "Hoạt động từ", "dd/mm/yyyy"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", 45000], "Hoạt động từ", "dd/mm/yyyy"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", date(1900, 1, 1)], "Hoạt động từ", "không hợp lý"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", "01/02/2023", "01/01/2023"], "Hoạt động đến", "phải sau ngày bắt đầu"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", None, None, "khong-co"], "Mã đơn vị kế thừa", "Không có đơn vị nào khác"),
    (["ma-2", "Tên", "T", "Doanh nghiệp", None, None, "ma-2"], "Mã đơn vị kế thừa", "Không có đơn vị nào khác"),
    ([date(2023, 1, 1), "Tên", "T", "Doanh nghiệp"], "Mã đơn vị", "không phải ngày"),
]


@pytest.mark.parametrize(("row", "column", "sentence"), BAD_UNITS, ids=[f"{case[1]}-{case[2]}" for case in BAD_UNITS])
def test_a_wrong_row_is_told_by_row_and_column_and_nothing_is_written(client, commune, row, column, sentence):
    good = ["tot", "Đơn vị tốt", "Tốt", "Doanh nghiệp", None, None, None]
    before = list(Unit.objects.values())
    page = look(client, "units", xlsx(UNIT_HEAD, good, row + [None] * (7 - len(row))))
    assert [(number, told) for number, told, _ in errors(page)] == [(3, column)]
    assert sentence in next(iter(errors(page)))[2]
    assert "cổng ghi tất cả các dòng hoặc không ghi dòng nào" in page.content.decode()
    answer = client.post(
        reverse("units:import-confirm", args=[page.context["batch"].pk]), {"seen": page.context["preview"].digest},
        follow=True,
    )  # fmt: skip
    assert "chưa ghi dòng nào" in answer.content.decode()
    assert list(Unit.objects.values()) == before
    confirm(client, look(client, "units", xlsx(UNIT_HEAD, good)))
    assert Unit.objects.filter(code="tot").exists()


@pytest.mark.parametrize("kind", ["units", "people"])
def test_looking_writes_nothing(client, commune, kind):
    head, row = {
        "units": (UNIT_HEAD, ["m-1", "Mới", "M", "Doanh nghiệp", None, None, None]),
        "people": (PERSON_HEAD, LAN),
    }[kind]
    page = look(client, kind, xlsx(head, row))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("units:import-preview", args=[page.context["batch"].pk]))
    words = {query["sql"].split()[0] for query in queries}
    assert words <= {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"}


def test_what_changed_meanwhile_is_shown_again(client, commune):
    page = look(client, "units", xlsx(UNIT_HEAD, ["24721", "Tên khác", "Khác", "Xã, thị trấn", None, None, None]))
    Unit.objects.filter(pk=commune.pk).update(short_name="Vừa đổi")
    answer = client.post(
        reverse("units:import-confirm", args=[page.context["batch"].pk]), {"seen": page.context["preview"].digest},
        follow=True,
    )  # fmt: skip
    assert "đã đổi từ lúc xem trước" in answer.content.decode()
    commune.refresh_from_db()
    assert (commune.short_name, commune.name) == ("Vừa đổi", "Ủy ban nhân dân xã Nam Bình")


BAD_FILES = [
    (SimpleUploadedFile("a.csv", b"ma,ten"), "không thuộc loại được nhận"),
    (SimpleUploadedFile("a.xlsx", b"ma,ten"), "không đúng với đuôi .xlsx"),
    (SimpleUploadedFile("a.xlsx", b""), "trống"),
    (xlsx(["Một", "Hai"], ["1", "2"]), "Không tìm thấy dòng tên cột"),
    (xlsx([*UNIT_HEAD, "Lương"], ["a"]), "Cột “Lương” không có trong mẫu"),
    (xlsx([*UNIT_HEAD, "ma don vi"], ["a"]), "Cột “Mã đơn vị” xuất hiện hai lần"),
    (xlsx(UNIT_HEAD), "chưa có dòng nào"),
]


@pytest.mark.parametrize(("file", "sentence"), BAD_FILES, ids=[case[1] for case in BAD_FILES])
def test_a_wrong_file_is_told_at_its_field_and_not_kept(client, file, sentence):
    file.seek(0)
    answer = client.post(reverse("units:import-upload", args=["units"]), {"file": file})
    assert answer.status_code == 422 and sentence in str(answer.context["form"].errors["file"])
    assert not ImportBatch.objects.exists() and not StoredFile.objects.exists()


def test_no_file_no_unknown_list(client):
    assert client.post(reverse("units:import-upload", args=["units"])).status_code == 422
    for name in ("import-upload", "import-template"):
        assert client.get(reverse(f"units:{name}", args=["votes"])).status_code == 404
    assert client.post(reverse("units:export", args=["votes"])).status_code == 404


def test_five_thousand_rows_and_no_more(client):
    def rows(n):
        return [[f"dv-{i}", f"Đơn vị số {i}", f"ĐV {i}", "Doanh nghiệp", None, None, None] for i in range(n)]

    answer = client.post(reverse("units:import-upload", args=["units"]), {"file": xlsx(UNIT_HEAD, *rows(5001))})
    assert answer.status_code == 422 and "5.000 dòng" in str(answer.context["form"].errors)
    assert client.post(
        reverse("units:import-upload", args=["units"]), {"file": xlsx(UNIT_HEAD, *rows(5000))}
    ).status_code == 302  # fmt: skip


def test_lines_above_the_head_and_empty_rows_keep_the_numbers(client, commune):
    page = look(client, "units", xlsx(["DANH SÁCH ĐƠN VỊ"], UNIT_HEAD, [None] * 7, ["x", "Tên", "T", "sai"]))
    assert {(number, column) for number, column, _ in errors(page)} == {(4, "Mã đơn vị"), (4, "Loại đơn vị")}


def test_text_that_looks_like_a_formula_stays_text(client, commune):
    name = '=HYPERLINK("http://x","Đơn vị")'
    book = openpyxl.Workbook()
    book.active.append(UNIT_HEAD)
    book.active.append(["ma-2", name, "+1", "Doanh nghiệp", None, None, None])
    for cell in book.active[2]:
        cell.data_type = "s" if cell.value else cell.data_type
    out = BytesIO()
    book.save(out)
    confirm(client, look(client, "units", SimpleUploadedFile("a.xlsx", out.getvalue())))
    assert Unit.objects.get(code="ma-2").name == name
    exported = openpyxl.load_workbook(BytesIO(client.post(reverse("units:export", args=["units"])).content)).active
    cells = [cell for line in exported.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"} and name in [cell.value for cell in cells]


def test_posting_more_columns_or_fields_changes_nothing_else(client, commune):
    for column in ("is_superuser", "password", "id", "search"):
        answer = client.post(
            reverse("units:import-upload", args=["people"]), {"file": xlsx([*PERSON_HEAD, column], [*LAN, "1"])}
        )
        assert answer.status_code == 422 and f"Cột “{column}” không có trong mẫu" in str(answer.context["form"].errors)


@pytest.mark.parametrize("kind", ["units", "people"])
def test_template_is_filled_and_the_export_reads_back_as_the_same(client, commune, people, kind):
    template = client.get(reverse("units:import-template", args=[kind]))
    head = [cell.value for cell in openpyxl.load_workbook(BytesIO(template.content)).active[1]]
    assert head[0] == {"units": "Mã đơn vị", "people": "Tên đăng nhập"}[kind]
    make_user(full_name="Người Chưa Phân Công")
    commune.valid_to, commune.successor = date(2025, 6, 30), make_unit(UnitKind.CAP_XA)
    commune.save()
    exported = client.post(reverse("units:export", args=[kind]))
    page = look(client, kind, SimpleUploadedFile("lai.xlsx", exported.content))
    assert errors(page) == set()
    preview = page.context["preview"]
    wanted = {"units": Unit.objects.count(), "people": Appointment.objects.count() + 1}[kind]
    assert (preview.new, preview.changed, preview.same) == (0, 0, wanted)
    assert AuditEvent.objects.filter(action=f"export.{kind}").count() == 1

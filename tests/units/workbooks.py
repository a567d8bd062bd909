"""Makers of workbooks for the import's tests, and the two steps a person takes with them."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

UNIT_HEAD = ["Mã đơn vị", "Tên đơn vị", "Tên gọi ngắn", "Loại đơn vị", "Hoạt động từ", "Hoạt động đến",
             "Mã đơn vị kế thừa"]  # fmt: skip
PERSON_HEAD = ["Tên đăng nhập", "Họ và tên", "Thư điện tử", "Điện thoại", "Mã đơn vị", "Vai trò", "Chức vụ",
               "Từ ngày", "Đến ngày"]  # fmt: skip
LAN = ["nambinh.lan", "Lê Thị Lan", "lan@example.vn", "0905 123 456", "24721", "Cán bộ đơn vị", "Công chức",
       "01/03/2023", None]  # fmt: skip


def xlsx(head: list, *rows: list, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for line in (head, *rows):
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def look(client, kind: str, file):
    """Uploads and opens the preview."""
    answer = client.post(reverse("units:import-upload", args=[kind]), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.headers["Location"])


def confirm(client, page):
    batch = page.context["batch"]
    return client.post(reverse("units:import-confirm", args=[batch.pk]), {"seen": page.context["preview"].digest})


def errors(page) -> set:
    return {(row.number, column, sentence) for row in page.context["preview"].rows for column, sentence in row.errors}

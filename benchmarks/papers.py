"""F1: painted Giấy khen beside one WeasyPrint call each; F3: a streamed workbook beside bare xlsxwriter."""

import tempfile
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook

from awards.certificates import CertificateContent, draw_certificates
from benchmarks.measure import compare
from core import pdf
from core.letterhead import Signer
from core.office import Column, Sheet, stream_xlsx

CERTIFICATES, PAPERS, ROWS, COLUMNS = 100, 5, 10_000, 20


def content(number: int) -> CertificateContent:
    return CertificateContent(
        name=f"Nguyễn Thị Ẩn Thứ {number}",
        achievement="Đã có thành tích xuất sắc trong phong trào thi đua “Chuyển đổi số giai đoạn 2023 - 2025”",
        authority="Chủ tịch Ủy ban nhân dân huyện Đắk Song",
        decision_number="15/QĐ-UBND",
        decided_on=date(2023, 12, 30),
        register_number=f"{number:04d}/2023",
        place="Đắk Song",
        signed_on=date(2023, 12, 30),
        signer=Signer("CHỦ TỊCH", "Phạm Văn Giả Định"),
        verify_url=f"https://example.vn/kiem-tra/{number:026d}/",
        verify_words="example.vn/kiem-tra",
        salutation="Bà",
        position="Công chức, UBND xã Nam Bình",
    )


def certificates() -> None:
    items = [content(number) for number in range(CERTIFICATES)]
    page = "<html lang=vi><p>GIẤY KHEN</p><p>{}</p><p>Đã có thành tích xuất sắc trong phong trào</p></html>"
    compare(
        "F1",
        f"{CERTIFICATES} Giấy khen with QR and border; {PAPERS} bare WeasyPrint pages, text only",
        lambda: draw_certificates(items),
        lambda: [pdf.render_html(page.format(item.name)) for item in items[:PAPERS]],
        scale=CERTIFICATES / PAPERS,
        goal="< 0.5 a piece",
    )


def workbook() -> None:
    row = ["Xã Nam Bình", Decimal("87.5"), 1234, date(2023, 12, 19), *["chữ có dấu"] * (COLUMNS - 4)]
    columns = tuple(Column(f"Cột {n}") for n in range(COLUMNS))

    def ours():
        stream_xlsx([Sheet("Dữ liệu", columns, (row for _ in range(ROWS)))]).close()

    def bare():
        with tempfile.TemporaryFile() as file:
            book = Workbook(file, {"constant_memory": True})
            sheet = book.add_worksheet()
            for place in range(ROWS):
                for number, value in enumerate(row):
                    sheet.write(place, number, str(value) if isinstance(value, date) else value)
            book.close()

    compare("F3", f"workbook of {ROWS} x {COLUMNS}, safe cells; bare xlsxwriter", ours, bare, goal="<= 1.5")

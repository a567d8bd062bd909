"""F1: painted Giấy khen beside one WeasyPrint call each; F3: a streamed workbook beside bare xlsxwriter."""

import tempfile
from datetime import date
from decimal import Decimal

import segno
from weasyprint import HTML
from xlsxwriter import Workbook

from awards.certificates import CertificateContent, draw_certificates
from benchmarks.measure import compare
from core.letterhead import Signer
from core.office import Column, Sheet, stream_xlsx

CERTIFICATES, PAPERS, ROWS, COLUMNS = 200, 10, 10_000, 20


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


def naive_page(item: CertificateContent) -> bytes:
    """The usual way: an HTML page for one person, without our ornament, so it does less than ours."""
    qr = segno.make(item.verify_url).svg_inline(scale=2)
    lines = (item.nation, item.motto, item.authority, item.award_form, item.name, item.position, item.achievement)
    text = "".join(f"<p>{line}</p>" for line in (*lines, item.signer.name, item.register_number))
    style = "@page{size:A4 landscape;margin:15mm} body{border:3pt double #a00;text-align:center}"
    return HTML(string=f"<style>{style}</style><body>{text}{qr}").write_pdf()


def certificates() -> None:
    items = [content(number) for number in range(CERTIFICATES)]
    draw_certificates(items[:1])
    naive_page(items[0])
    compare(
        "F1",
        f"{CERTIFICATES} Giấy khen, a file each; {PAPERS} WeasyPrint calls, one a person, without the ornament",
        lambda: draw_certificates(items),
        lambda: [naive_page(item) for item in items[:PAPERS]],
        scale=CERTIFICATES / PAPERS,
        goal="<= 1/40",
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

"""Award papers: from values to PDF, read back as a clerk would read them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from awards import documents
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer

PLACE = PlaceDate("Đắk Song", date(2024, 1, 5))
DISTRICT = Issuer("Ủy ban nhân dân\nhuyện Đắk Song")
OFFICE = Issuer("Phòng Nội vụ", "Ủy ban nhân dân\nhuyện Đắk Song")
LONG_NAME = "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Đắk Song phối hợp Trạm Khuyến nông khu vực"
MOVEMENT = "phong trào thi đua “Chuyển đổi số giai đoạn 2023 - 2025, định hướng đến năm 2030”"
BASES = (
    "Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003 và các Luật sửa đổi, bổ sung",
    "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành một số điều "
    "của Luật Thi đua, Khen thưởng",
    "Căn cứ kết quả biên bản họp Hội đồng Thi đua - Khen thưởng huyện ngày 28 tháng 12 năm 2023",
)
COLLECTIVES = tuple(
    documents.NomineeLine(
        name, "100% văn bản gửi nhận bằng văn bản điện tử", "Giấy khen của Chủ tịch UBND huyện", vote_share=share
    )
    for name, share in [("Xã Nam Bình", Decimal(100)), (LONG_NAME, Decimal("88.89")), ("Xã Đắk N’Drung", Decimal(75))]
)
PEOPLE = tuple(
    documents.NomineeLine(
        name,
        "Xây dựng mô hình Tổ công nghệ số cộng đồng",
        "Giấy khen của Chủ tịch UBND huyện",
        salutation=salutation,
        position="Công chức Văn hóa - Xã hội, Ủy ban nhân dân xã Thuận Hạnh",
        role="Trực tiếp",
        vote_share=Decimal("88.89"),
    )
    for salutation, name in [("Bà", "Nguyễn Thị Ẩn"), ("Ông", "Điểu K’Lượng"), ("Bà", "H’Wễ Ktưỡng")] * 4
)


def make_to_trinh(**changes) -> documents.ToTrinh:
    values = {
        "head": Letterhead(OFFICE, DocumentNumber("TTr-PNV", 5), PLACE),
        "about": f"Về việc đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện trong {MOVEMENT}",
        "addressee": "Chủ tịch Ủy ban nhân dân huyện Đắk Song",
        "bases": BASES,
        "opening": "Phòng Nội vụ kính đề nghị Chủ tịch Ủy ban nhân dân huyện quyết định tặng Giấy khen cho "
        f"03 tập thể, 12 cá nhân đã có thành tích xuất sắc trong {MOVEMENT}, gồm:",
        "collectives": COLLECTIVES,
        "individuals": PEOPLE,
        "closing": "(Có hồ sơ, báo cáo thành tích kèm theo)\nKính trình Chủ tịch Ủy ban nhân dân huyện "
        "xem xét, quyết định",
        "recipients": ("Như trên", "Hội đồng TĐKT huyện", "Lưu: VT"),
        "signers": (Signer("TRƯỞNG PHÒNG", "Trần Văn Mẫu"),),
    }
    return documents.ToTrinh(**values | changes)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_to_trinh():
    read = text_of(documents.render_to_trinh(make_to_trinh()))
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 05/TTr-PNV",
        "Đắk Song, ngày 05 tháng 01 năm 2024",
        "TỜ TRÌNH",
        "Bà Nguyễn Thị Ẩn",
        "H’Wễ Ktưỡng",
        "88,89%",
        "xem xét, quyết định./.",
        "- Lưu: VT.",
        "Trần Văn Mẫu",
    ):
        assert expected in read

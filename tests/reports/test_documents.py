"""Papers of reporting: from values to PDF, read back as a clerk would read them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer, signer_for_body
from reports import documents

MOVEMENT = "phong trào thi đua “Chuyển đổi số giai đoạn 2023 - 2025, định hướng đến năm 2030”"
COMMUNE = Letterhead(
    Issuer("Ủy ban nhân dân\nxã Đắk N’Drung", "Ủy ban nhân dân\nhuyện Đắk Song"),
    DocumentNumber("BC-UBND", 112),
    PlaceDate("Đắk N’Drung", date(2023, 12, 15)),
)
CULTURE = Letterhead(
    Issuer("Phòng Văn hóa\nvà Thông tin", "Ủy ban nhân dân\nhuyện Đắk Song"),
    DocumentNumber("BC-VHTT"),
    PlaceDate("Đắk Song", year=2023),
)
ROWS = tuple(
    documents.ReportRow(
        f"Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng, nội dung thứ {number}",
        "hồ sơ",
        Decimal(1321 + number),
        Decimal(1510),
        "87,55%",
        "70%",
        "Vượt",
        note="Không kể hồ sơ mật" if number % 5 == 0 else "",
        evidence="Báo cáo 98/BC-UBND" if number % 7 == 0 else "",
        group="1. Chính quyền số" if number < 9 else "2. Xã hội số",
    )
    for number in range(1, 16)
)
NARRATIVES = (
    documents.Narrative("Sáng kiến, mô hình", "Tổ công nghệ số cộng đồng tại 12 thôn.\nMã QR tra cứu thủ tục."),
    documents.Narrative("Khó khăn, kiến nghị", "Sóng di động ở hai bon còn yếu."),
)


def make_self_report(**changes) -> documents.SelfReportPaper:
    values = {
        "head": COMMUNE,
        "about": f"Kết quả thực hiện {MOVEMENT} năm 2023",
        "addressees": ("Phòng Văn hóa và Thông tin huyện", "Phòng Nội vụ huyện"),
        "opening": "Thực hiện Kế hoạch của Ủy ban nhân dân huyện, Ủy ban nhân dân xã báo cáo kết quả như sau:",
        "rows": ROWS,
        "narratives": NARRATIVES,
        "closing": "Trên đây là báo cáo kết quả phong trào thi đua năm 2023 của Ủy ban nhân dân xã Đắk N’Drung",
        "recipients": ("Như trên", "Lưu: VT"),
        "signers": (signer_for_body("Ủy ban nhân dân", "Chủ tịch", "Điểu K’Lượng"),),
    }
    return documents.SelfReportPaper(**values | changes)


def make_score_sheet(**changes) -> documents.ScoreSheetPaper:
    line = documents.ScoreLine(
        "70% hồ sơ công việc tại cấp xã được xử lý trên môi trường mạng",
        "IV.1.1.2",
        "87,55%",
        "70%",
        Decimal(15),
        Decimal(15),
        Decimal("14.5"),
        None,
        "Thẩm định giảm 0,5 điểm vì thiếu minh chứng quý IV.",
        "B. Chỉ tiêu định lượng",
    )
    values = {
        "head": CULTURE,
        "about": "Năm 2023",
        "unit_name": "Ủy ban nhân dân xã Đắk N’Drung",
        "ranking_group": "Các xã, thị trấn",
        "lines": (line,) * 6,
        "by_hand": (
            documents.HandLine("Điểm thưởng", "Điểm thưởng 2: mô hình được nhân rộng.", None, Decimal(2), None),
        ),
        "maximum": Decimal(100),
        "own_total": Decimal("92.5"),
        "appraised_total": Decimal("89"),
        "council_total": None,
        "weights_note": "Trọng số là đề xuất của Phòng Văn hóa và Thông tin, không có trong Kế hoạch.",
        "digest": "3f1c" * 16,
        "signers": (Signer("NGƯỜI THẨM ĐỊNH", "Trần Thị Thử"), Signer("TRƯỞNG PHÒNG", "Trần Văn Mẫu")),
    }
    return documents.ScoreSheetPaper(**values | changes)


def make_summary(**changes) -> documents.SummaryPaper:
    communes = tuple(
        documents.RankRow(place, f"Xã số {place} (tên thử)", Decimal(95) - place, "Nộp muộn" if place == 8 else "")
        for place in range(1, 10)
    )
    values = {
        "head": CULTURE,
        "about": f"Tổng hợp kết quả thực hiện {MOVEMENT} năm 2023",
        "addressees": ("Ủy ban nhân dân huyện Đắk Song",),
        "opening": "Phòng Văn hóa và Thông tin tổng hợp báo cáo của các cơ quan, đơn vị như sau:",
        "participation": (
            documents.ParticipationRow("Phòng, ban, ngành, đoàn thể", 24, 24, 20, 3, 1),
            documents.ParticipationRow("Xã, thị trấn", 9, 9, 8, 1, 0),
            documents.ParticipationRow("Doanh nghiệp", 1180, 15, 12, 0, 3),
        ),
        "targets": tuple(
            documents.TargetRow(
                f"Chỉ tiêu số {number}: tỷ lệ hồ sơ thủ tục hành chính được xử lý hoàn toàn trực tuyến",
                "Tối thiểu 80%",
                "83,10%",
                "Đạt",
                "33/33 đơn vị",
                "1. Chính quyền số" if number < 10 else "2. Kinh tế số",
            )
            for number in range(1, 25)
        ),
        "ranking": (documents.RankingGroup("Các xã, thị trấn", communes),),
        "awarded": (
            documents.AwardedRow(
                "Bà Nguyễn Thị Ẩn", "Công chức xã Thuận Hạnh", "Giấy khen", "08/QĐ-UBND ngày 05/01/2024"
            ),
        ),
        "narratives": NARRATIVES,
        "closing": "Phòng Văn hóa và Thông tin kính báo cáo Ủy ban nhân dân huyện xem xét, chỉ đạo",
        "recipients": ("Như trên", "Phòng Nội vụ", "Lưu: VT"),
        "signers": (Signer("TRƯỞNG PHÒNG", "Trần Văn Mẫu"),),
    }
    return documents.SummaryPaper(**values | changes)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_self_report():
    read = text_of(documents.render_submission_copy(make_self_report(stamp="Bản đã nộp")))
    for expected in (
        "Số: 112/BC-UBND",
        "Kính gửi:",
        "- Phòng Nội vụ huyện.",
        "1. Chính quyền số",
        "2. Xã hội số",
        "1.322 1.510 87,55% 70% Vượt",
        "Ghi chú: Không kể hồ sơ mật",
        "II. SÁNG KIẾN, MÔ HÌNH",
        "III. KHÓ KHĂN, KIẾN NGHỊ",
        "xã Đắk N’Drung./.",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
    ):
        assert expected in read


def test_submission_copy_carries_its_stamp():
    stamp = "Bản đã nộp lúc 09 giờ 30, ngày 15/12/2023\nMã kiểm tra: 3f1c9a"
    read = text_of(documents.render_submission_copy(make_self_report(stamp=stamp)))
    assert "Mã kiểm tra: 3f1c9a" in read
    with pytest.raises(ValueError, match="thời điểm nộp"):
        documents.render_submission_copy(make_self_report())


def test_score_sheet():
    read = text_of(documents.render_score_sheet(make_score_sheet()))
    for expected in ("PHIẾU CHẤM ĐIỂM THI ĐUA", "(mục IV.1.1.2)", "14,50", "92,50", "89,00", "3f1c3f1c", "là đề xuất"):
        assert expected in read


def test_summary_adds_up_and_repeats_the_table_head():
    pdf = documents.render_summary(make_summary())
    read = text_of(pdf)
    assert "Tổng cộng 1.213 48 40 4 4" in read
    assert read.count("Chỉ tiêu đến năm 2025 Mục tiêu") == 3  # the table of 24 targets runs over three pages
    assert "IV. KẾT QUẢ KHEN THƯỞNG" in read and "VI. KHÓ KHĂN, KIẾN NGHỊ" in read
    assert "TRƯỞNG PHÒNG" in PdfReader(BytesIO(pdf)).pages[-1].extract_text()


def test_an_empty_year_still_makes_a_paper():
    empty = make_summary(
        participation=(), targets=(), ranking=(), awarded=(), narratives=(documents.Narrative("Kết quả", ""),)
    )
    read = text_of(documents.render_summary(empty))
    assert "Chưa có kết quả chấm điểm." in read and "chưa có quyết định khen thưởng" in read
    assert "Không có nội dung." in read

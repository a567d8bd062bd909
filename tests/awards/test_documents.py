"""Award papers: from values to PDF, read back as a clerk would read them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from awards import documents
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer, signer_for_head

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


ROLES = ["Chủ tịch Hội đồng", "Phó Chủ tịch", "Ủy viên Thường trực", *["Ủy viên"] * 5]
MEMBERS = (
    *(documents.Attendee(f"Nguyễn Văn Mẫu {n}", "Trưởng phòng chuyên môn huyện", ROLES[n - 1]) for n in range(1, 9)),
    documents.Attendee("Trần Thị Thử", "Trưởng phòng", "Ủy viên", present=False, absence_reason="đi công tác"),
)


def make_vote(name: str, position: str = "", *, agree: int = 8, passed: bool = True) -> documents.VoteLine:
    share = Decimal(agree * 100) / 9
    return documents.VoteLine(name, position, "Giấy khen", agree, 8 - agree, 0, 0, share, passed)


def make_bien_ban(**changes) -> documents.BienBan:
    values = {
        "head": Letterhead(
            Issuer("Hội đồng Thi đua -\nKhen thưởng", "Ủy ban nhân dân\nhuyện Đắk Song"), DocumentNumber("BB-HĐTĐKT", 3)
        ),
        "about": f"Họp xét, đề nghị khen thưởng {MOVEMENT}",
        "opened": "08 giờ 00, ngày 28 tháng 12 năm 2023",
        "place": "Phòng họp số 1, Ủy ban nhân dân huyện Đắk Song",
        "attendees": MEMBERS,
        "chair": "Ông Nguyễn Văn Mẫu 1, Chủ tịch Hội đồng",
        "secretary": "Bà Nguyễn Văn Mẫu 3, Ủy viên Thường trực",
        "proceedings": (
            "Chủ tịch Hội đồng quán triệt tiêu chuẩn thi đua, hình thức khen thưởng theo mục IV của Kế hoạch.",
            "Phòng Nội vụ báo cáo kết quả thẩm định hồ sơ và tóm tắt thành tích của từng tập thể, cá nhân.",
        ),
        "ballot": "Hội đồng biểu quyết công khai; được đề nghị khi đạt trên 1/2 tổng số thành viên. Kết quả:",
        "collectives": (make_vote("Xã Nam Bình"), make_vote(LONG_NAME, agree=4, passed=False)),
        "individuals": tuple(make_vote(line.name, line.position) for line in PEOPLE[:10]),
        "conclusion": "Hội đồng thống nhất đề nghị Chủ tịch Ủy ban nhân dân huyện tặng Giấy khen cho 11 trường hợp.",
        "closed": "Cuộc họp kết thúc vào 10 giờ 30, ngày 28 tháng 12 năm 2023",
        "recipients": ("Thành viên Hội đồng", "Lưu: VT, Hồ sơ"),
        "signers": (Signer("THƯ KÝ", "Nguyễn Văn Mẫu 3"), Signer("CHỦ TỌA", "Nguyễn Văn Mẫu 1")),
    }
    return documents.BienBan(**values | changes)


def make_achievement(**changes) -> documents.AchievementReport:
    values = {
        "head": Letterhead(
            Issuer("Ủy ban nhân dân\nxã Thuận Hạnh", "Ủy ban nhân dân\nhuyện Đắk Song"),
            None,
            PlaceDate("Thuận Hạnh", PLACE.day),
        ),
        "award_form": "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
        "subject": "Nguyễn Thị Ẩn",
        "subject_detail": "Công chức Văn hóa - Xã hội, Ủy ban nhân dân xã Thuận Hạnh",
        "facts": (
            documents.Fact("Ngày, tháng, năm sinh", "02/9/1990"),
            documents.Fact("Quê quán", "Xã Thuận Hạnh, huyện Đắk Song, tỉnh Đắk Nông"),
            documents.Fact("Nơi thường trú", "Thôn Thuận Bình, xã Thuận Hạnh"),
        ),
        "parts": (
            documents.Part("Kết quả đã đạt được", "Trực tiếp hướng dẫn 412 hộ gia đình nộp hồ sơ trực tuyến. " * 8),
            documents.Part(
                "Biện pháp, giải pháp",
                "Mỗi thôn một Tổ công nghệ số cộng đồng.\nMỗi tuần một buổi tại nhà văn hóa thôn.",
            ),
        ),
        "results": (
            documents.ResultLine("Hồ sơ công việc được xử lý trên môi trường mạng", "70%", "87,50%", "Vượt"),
            documents.ResultLine("Văn bản hành chính gửi nhận bằng văn bản điện tử", "100%", "100,00%", "Đạt"),
        ),
        "initiatives": ("Mã QR tra cứu thủ tục tại nhà văn hóa thôn, được công nhận theo Quyết định số 12/QĐ-UBND",),
        "prior_awards": (
            documents.PriorAward(
                2022, "Giấy khen", "Số 45/QĐ-UBND ngày 06 tháng 01 năm 2023", "Ủy ban nhân dân xã Thuận Hạnh"
            ),
        ),
        "signers": (
            Signer("XÁC NHẬN CỦA\nCẤP TRÌNH KHEN", note="(Ký, đóng dấu)"),
            Signer("THỦ TRƯỞNG ĐƠN VỊ", "Điểu K’Lượng", note="(Ký, đóng dấu)"),
            Signer("NGƯỜI BÁO CÁO", "Nguyễn Thị Ẩn", note="(Ký, ghi rõ họ tên)"),
        ),
    }
    return documents.AchievementReport(**values | changes)


def make_quyet_dinh(**changes) -> documents.QuyetDinh:
    values = {
        "head": Letterhead(DISTRICT, DocumentNumber("QĐ-UBND", 8), PLACE),
        "about": f"Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc trong {MOVEMENT}",
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐẮK SONG",
        "bases": BASES,
        "proposal": "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 05/TTr-PNV ngày 05 tháng 01 năm 2024",
        "articles": (
            f"Tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện cho 03 tập thể và 12 cá nhân "
            f"đã có thành tích xuất sắc trong {MOVEMENT} (có danh sách kèm theo).",
            "Mỗi tập thể được thưởng 1.080.000 đồng, mỗi cá nhân được thưởng 540.000 đồng, "
            "trích từ quỹ thi đua, khen thưởng của huyện.",
            "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện, Trưởng phòng Nội vụ "
            "và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
        ),
        "recipients": ("Như Điều 3", "Thường trực Huyện ủy (b/c)", "Lưu: VT, NV"),
        "signers": (signer_for_head("Chủ tịch", "Phó Chủ tịch", "H’Wễ Ktưỡng"),),
        "list_heading": "Tập thể, cá nhân được tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
        "list_reference": "Kèm theo Quyết định số 08/QĐ-UBND ngày 05 tháng 01 năm 2024 của Chủ tịch "
        "Ủy ban nhân dân huyện",
        "collectives": tuple(documents.AwardLine(line.name, reward=Decimal(1080000)) for line in COLLECTIVES),
        "individuals": tuple(
            documents.AwardLine(line.name, line.salutation, line.position, Decimal(540000)) for line in PEOPLE
        ),
    }
    return documents.QuyetDinh(**values | changes)


def test_bien_ban_has_no_place_line_and_both_signatures():
    read = text_of(documents.render_bien_ban(make_bien_ban()))
    assert "Đắk Song, ngày" not in read
    for expected in (
        "Số: 03/BB-HĐTĐKT",
        "có mặt 08/09 thành viên",
        "Vắng 01: đồng chí Trần Thị Thử (đi công tác).",
        "Không thông qua",
        "ngày 28 tháng 12 năm 2023./.",
        "- Lưu: VT, Hồ sơ.",
    ):
        assert expected in read
    assert read.index("THƯ KÝ") < read.index("CHỦ TỌA")


def test_bien_ban_kiem_phieu_counts_the_sheets():
    count = documents.BienBanKiemPhieu(
        head=make_bien_ban().head,
        about="Bỏ phiếu kín xét, đề nghị khen thưởng sơ kết năm 2023",
        opened="09 giờ 30, ngày 28 tháng 12 năm 2023",
        place="Phòng họp số 1",
        committee=("Ông Nguyễn Văn Mẫu 4, Tổ trưởng", "Bà Trần Thị Thử", "Ông Nguyễn Văn Mẫu 5"),
        members=9,
        issued=8,
        returned=8,
        valid=7,
        invalid=1,
        collectives=(),
        individuals=make_bien_ban().individuals[:2],
        closed="Biên bản lập xong lúc 10 giờ 00 cùng ngày, được Tổ kiểm phiếu thông qua",
        signers=(Signer("THÀNH VIÊN", "Trần Thị Thử"), Signer("TỔ TRƯỞNG", "Nguyễn Văn Mẫu 4")),
    )
    read = text_of(documents.render_bien_ban_kiem_phieu(count))
    for expected in (
        "BIÊN BẢN KIỂM PHIẾU",
        "số phiếu hợp lệ: 07; số phiếu không hợp lệ: 01",
        "I. CÁ NHÂN",
        "thông qua./.",
    ):
        assert expected in read


def test_achievement_reports_follow_form_07():
    for render, label in (
        (documents.render_individual_report, "Họ và tên: Nguyễn Thị Ẩn"),
        (documents.render_collective_report, "Tên đơn vị: Nguyễn Thị Ẩn"),
    ):
        read = text_of(render(make_achievement()))
        parts = ("I. THÔNG TIN CHUNG", "II. THÀNH TÍCH ĐẠT ĐƯỢC", "III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG")
        positions = [read.index(part) for part in parts]
        assert positions == sorted(positions)
        assert label in read and "XÁC NHẬN CỦA CẤP TRÌNH KHEN" in read
        assert "Mẫu số" not in read


def test_a_form_number_is_printed_only_when_given():
    reference = "Mẫu số 07, Nghị định số 91/2017/NĐ-CP"
    assert reference in text_of(documents.render_individual_report(make_achievement(form_reference=reference)))


def test_quyet_dinh_and_its_list():
    pdf = documents.render_quyet_dinh(make_quyet_dinh())
    read = text_of(pdf)
    for expected in (
        "Số: 08/QĐ-UBND",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐẮK SONG",
        "Điều 1. Tặng Giấy khen",
        "thi hành Quyết định này./.",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "1.080.000 đồng",
    ):
        assert expected in read
    assert "ngày 28 tháng 12 năm 2023;" in read  # more follows: the proposal ends the list
    last = PdfReader(BytesIO(pdf)).pages[-1].extract_text()
    assert "DANH SÁCH" in last and "12" in last
    through = text_of(documents.render_quyet_dinh(make_quyet_dinh(numbered_through=True)))
    assert "15 Bà H’Wễ Ktưỡng" in through and "15 Bà H’Wễ Ktưỡng" not in read


def test_a_draft_says_so():
    assert "BẢN XEM TRƯỚC" in text_of(documents.render_quyet_dinh(make_quyet_dinh(draft=True)))

"""One commune's year in a browser: from the registration to the officer's name read back from the Giấy khen."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from awards.enums import CertificateState
from awards.models import Certificate
from campaign.models import Period
from config.demo.year import evidence
from core.models import Job
from criteria.enums import Column
from criteria.models import ScoreSheet
from reports.models import SelfReport
from tests.live import eventually

pytestmark = [pytest.mark.browser]

OFFICER_NAME = "Nguyễn Thị Ẩn"
COMMUNE = "24721"


@pytest.fixture
def open_year(portal):
    """2023 as if it were now: its deadlines lie ahead."""
    ahead = timezone.localtime(timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=20)
    Period.objects.filter(year=2023).update(report_due=ahead, closes_at=ahead + timedelta(days=10))
    return Period.objects.get(year=2023)


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "minh chứng.pdf"
    path.write_bytes(evidence("Biểu tổng hợp").read())
    return path


def confirm(page, label: str, *, reason: str = "") -> None:
    """Presses a button that asks, and answers yes."""
    box = page.locator("details.ui-confirm", has=page.locator("summary", has_text=label)).first
    box.locator("summary").click()
    if reason:
        box.get_by_label("Lý do").fill(reason)
    box.locator("button[type=submit]").click()
    page.wait_for_load_state()


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()
    refusals = page.locator(".ui-form-errors, .ui-message.is-error").all_inner_texts()
    assert refusals == [], f"{name}: {refusals}"


def register(page, proof) -> None:
    page.goto("/")
    page.get_by_role("link", name="Đăng ký thi đua", exact=True).last.click()
    page.goto(f"/phong-trao/dang-ky/2023/{COMMUNE}/")
    page.get_by_label("Số kế hoạch phát động").fill("12/KH-UBND")
    page.get_by_label("Ngày ban hành kế hoạch").fill("05/04/2023")
    page.get_by_label("Tệp kế hoạch phát động").set_input_files(proof)
    page.get_by_label("Nội dung đăng ký thi đua").fill("Hoàn thành các chỉ tiêu của mục IV.1.1.2.")
    page.get_by_label("Người phụ trách").fill("Nguyễn Thị Thử Nghiệm")
    page.get_by_label("Điện thoại liên hệ").fill("02603123456")
    press(page, "Gửi đăng ký")
    assert "Đã gửi" in page.content()


def accept_registration(page) -> None:
    page.goto(f"/phong-trao/dang-ky/2023/{COMMUNE}/xem/")
    confirm(page, "Tiếp nhận")
    assert "Đã tiếp nhận" in page.content()


def fill_line(line, proof=None) -> None:
    """One line of the report as an officer of a good commune would fill it."""
    for name, value in (("a", "1.250"), ("b", "1.250"), ("value", "3")):
        field = line.locator(f"input[name$='-{name}']")
        if field.count():
            field.fill(value)
    level = line.locator("select[name$='-value']")
    if level.count():
        level.select_option(index=level.locator("option").count() - 1)
    if line.locator("input[name$='-yes'][value='1']").count():
        line.locator("input[name$='-yes'][value='1']").check()
    story = line.locator("textarea[name$='-text']")
    if story.count():
        story.fill("Tổ công nghệ số cộng đồng hướng dẫn người dân nộp hồ sơ tại nhà văn hóa thôn.")
    if proof:
        line.locator("details.report-proof > summary").click()
        line.locator("[data-proof-input]").set_input_files(proof)
        line.locator(".proof-file").first.wait_for()


def report(page, proof) -> None:
    page.goto("/")
    page.get_by_role("link", name="Lập báo cáo").click()
    press(page, "Lập báo cáo năm 2023")
    page.get_by_role("link", name="Tổ chức phong trào").first.click()
    wrong_input_is_told_at_its_field(page)
    first = True
    while page.locator("section.report-line").count():
        lines = page.locator("section.report-line")
        for place in range(lines.count()):
            fill_line(lines.nth(place), proof if first and place == 0 else None)
        first = False
        with page.expect_navigation():
            page.locator("button[name=next]").click()
        assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").first.inner_text()
    page.goto(f"/bao-cao/2023/{COMMUNE}/trinh-ky/")
    press(page, "Trình ký nộp báo cáo năm 2023")
    assert "Chờ lãnh đạo đơn vị ký nộp" in page.content()


def sign_report(page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xem và ký nộp").first.click()
    press(page, "Ký nộp báo cáo năm 2023")
    assert "Đã nộp" in page.content()


def wrong_input_is_told_at_its_field(page) -> None:
    """Text where a number belongs: a sentence at the field, and what was typed is still there."""
    page.goto(f"/bao-cao/2023/{COMMUNE}/")
    page.get_by_role("link", name=re.compile("Tiêu chuẩn thi đua|Chỉ tiêu thi đua")).first.click()
    line = page.locator("section.report-line", has=page.locator("input[name$='-a']")).first
    line.locator("input[name$='-a']").fill("một nghìn")
    line.locator("input[name$='-b']").fill("1.510")
    line.locator("input[name$='-b']").press("Tab")
    line.get_by_text("một nghìn” không phải là số").first.wait_for()
    assert line.locator("input[name$='-a']").input_value() == "một nghìn"
    line.locator("input[name$='-a']").fill("1.510")
    line.locator("input[name$='-a']").press("Tab")
    line.get_by_text("= 100%").first.wait_for()
    page.goto(f"/bao-cao/2023/{COMMUNE}/")
    page.get_by_role("link", name="Tổ chức phong trào").first.click()


def review(page) -> None:
    page.goto("/tham-dinh/2023/")
    page.get_by_role("link", name="Xã Nam Bình").first.click()
    adjust_one_line(page)
    confirm(page, "Chấp nhận tất cả các dòng còn lại")
    confirm(page, "Chấp nhận báo cáo")
    assert "Đã chấp nhận" in page.content()


def adjust_one_line(page) -> None:
    line = page.locator("#dong-XHS-04a")
    line.locator("summary", has_text="Điều chỉnh số liệu").click()
    line.locator("input[name$='-a']").fill("1.240")
    line.locator("input[name$='-b']").fill("1.250")
    line.locator("details", has_text="Điều chỉnh số liệu").locator("textarea").first.fill(
        "Đối chiếu danh sách hộ: 1.240."
    )
    line.get_by_role("button", name="Ghi số điều chỉnh").click()
    page.wait_for_load_state()


def score(column: str) -> ScoreSheet:
    return eventually(
        lambda: (
            ScoreSheet.objects.filter(unit__code=COMMUNE, period__year=2023, column=column).order_by("number").last()
        )
    )


def open_round(page) -> None:
    page.goto("/khen-thuong/")
    page.locator("#lap-dot select[name=nam]").select_option("2023")
    page.locator("#lap-dot select[name=hinh_thuc]").select_option("giay-khen-huyen")
    press(page, "Lập đợt")
    press(page, "Lập đợt")


def nominate(page) -> None:
    page.goto("/khen-thuong/")
    page.get_by_role("link", name=re.compile("sơ kết")).first.click()
    press(page, "Lập hồ sơ của Xã Nam Bình")
    add_collective(page)
    add_person(page)
    meeting(page)
    press(page, "Soạn giấy tờ từ dữ liệu")
    confirm_papers(page)
    confirm(page, "Nộp hồ sơ")
    assert "Đã nộp" in page.content()


def add_collective(page) -> None:
    page.get_by_role("link", name="Thêm tập thể").click()
    page.get_by_label("Thành tích đạt được").fill("Hoàn thành các chỉ tiêu đã đăng ký năm 2023.")
    page.get_by_label("Số phiếu đồng ý của Hội đồng đơn vị").fill("7")
    page.get_by_label("Tổng số phiếu").fill("7")
    press(page, "Thêm vào hồ sơ")


def add_person(page) -> None:
    page.get_by_role("link", name="Thêm cá nhân").click()
    page.get_by_label("Bà", exact=True).check()
    page.get_by_label("Họ và tên").fill(OFFICER_NAME)
    page.get_by_label("Năm sinh").fill("1988")
    page.get_by_label("Chức vụ, nơi công tác").fill("Công chức Văn hóa - Xã hội, UBND xã Nam Bình")
    involvement = page.get_by_label("Mức độ tham gia")
    if involvement.count() == 1 and involvement.evaluate("node => node.tagName") == "SELECT":
        involvement.select_option(label="Trực tiếp thực hiện")
    else:
        page.get_by_label("Trực tiếp thực hiện").check()
    page.get_by_label("Thành tích đạt được").fill("Trực tiếp hướng dẫn người dân nộp hồ sơ trực tuyến.")
    page.get_by_role("checkbox", name=re.compile("CN-01")).check()
    page.get_by_role("checkbox", name=re.compile("CN-03")).check()
    page.locator("input[name=not_under_discipline]").check()
    page.get_by_label("Số phiếu đồng ý của Hội đồng đơn vị").fill("6")
    page.get_by_label("Tổng số phiếu").fill("7")
    press(page, "Thêm vào hồ sơ")


def meeting(page) -> None:
    page.get_by_role("link", name="Nhập thông tin").click()
    for label, value in (
        ("Ngày họp Hội đồng của đơn vị", "21/12/2023"),
        ("Nơi họp", "Hội trường UBND xã Nam Bình"),
        ("Số thành viên Hội đồng", "7"),
        ("Người chủ trì", "Đặng Văn Chủ Trì"),
        ("Thư ký cuộc họp", "Bùi Thị Thư Ký"),
        ("Số tờ trình", "15/TTr-UBND"),
        ("Ngày tờ trình", "2023-12-22"),
        ("Chức vụ người ký", "Chủ tịch"),
        ("Họ tên người ký", "Đặng Văn Chủ Trì"),
    ):
        page.get_by_label(label).fill(value)
    press(page, "Lưu thông tin")


ATTENDEES = "\n".join(
    [
        "Đặng Văn Chủ Trì; Chủ tịch UBND xã; Chủ tịch Hội đồng",
        "Bùi Thị Thư Ký; Công chức Văn phòng - Thống kê; Thư ký",
        *(f"Hoàng Văn {name}; Công chức xã; Ủy viên" for name in ("Ất", "Bính", "Đinh", "Kỷ", "Canh")),
    ]
)


def confirm_papers(page) -> None:
    """Every “…” of a draft is filled in, every paper confirmed."""
    papers = page.locator("#giay-to a[href*='/giay-to/']:not([href*='/ban-'])")
    addresses = papers.evaluate_all("all => all.map(a => a.href)")
    home = page.url
    assert len(set(addresses)) == 4, "tờ trình, biên bản, two báo cáo thành tích"
    for address in dict.fromkeys(addresses):
        page.goto(address)
        for box in page.locator("form.form-column textarea, form.form-column input[type=text]").all():
            attendees = box.get_attribute("name") == "attendees"
            box.fill(ATTENDEES if attendees else box.input_value().replace("…", "08"))
        press(page, "Lưu và xác nhận")
        assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").first.inner_text()
    page.goto(home)


def appraise(page) -> None:
    page.goto("/khen-thuong/")
    page.get_by_role("link", name=re.compile("sơ kết")).first.click()
    page.get_by_role("link", name="Hồ sơ các đơn vị", exact=True).click()
    page.get_by_role("link", name="Xã Nam Bình").first.click()
    home = page.url
    for address in page.locator("a[href*='/tham-dinh/']").evaluate_all("all => all.map(a => a.href)"):
        page.goto(address)
        if page.get_by_role("button", name="Ghi kết luận").count():
            page.get_by_label("Đủ điều kiện", exact=True).check()
            press(page, "Ghi kết luận")
    page.goto(home)
    confirm(page, "Hoàn tất thẩm định")
    assert "Đã thẩm định" in page.content()


def prepare_session(page) -> None:
    page.goto("/khen-thuong/hoi-dong/")
    page.get_by_role("link", name="Lập phiên họp").first.click()
    page.get_by_label("Thời gian họp").fill("28/12/2023 08:00")
    page.get_by_label("Địa điểm").fill("Phòng họp số 1, UBND huyện")
    press(page, "Lập phiên họp")
    for box in page.locator("input[name$='-present']").all():
        box.check()
    press(page, "Lưu thành phần dự họp")
    confirm(page, "Khai mạc")
    assert "Đang họp" in page.content()


def vote(page) -> None:
    """One member votes yes on everything it may vote on."""
    page.goto("/khen-thuong/hoi-dong/")
    page.locator("table a[href*='/hoi-dong/']").first.click()
    page.locator("a[href*='/bieu-quyet/']").first.click()
    for address in page.locator("a[href*='/bieu-quyet/']").evaluate_all("all => all.map(a => a.href)") or [page.url]:
        page.goto(address)
        vote_here_and_after(page)
        return


def vote_here_and_after(page) -> None:
    for _ in range(6):
        if page.locator("button.choice.is-yes[aria-pressed=false]").count():
            page.locator("button.choice.is-yes").click()
            page.wait_for_load_state()
        elif page.get_by_role("link", name="Mục sau").count():
            page.get_by_role("link", name="Mục sau").click()
        else:
            return


def close_session(page) -> None:
    page.goto("/khen-thuong/hoi-dong/")
    page.locator("table a[href*='/hoi-dong/']").first.click()
    confirm(page, "Kết thúc và kiểm phiếu")
    assert page.get_by_text("Thông qua", exact=True).count() >= 2


def propose(page) -> None:
    page.goto("/khen-thuong/")
    page.get_by_role("link", name=re.compile("sơ kết")).first.click()
    page.get_by_role("link", name=re.compile("Lập danh sách trình|Danh sách trình")).first.click()
    press(page, "Đề xuất danh sách")
    press(page, "Áp dụng đề xuất")
    assert page.locator("input[name=nominee]:checked").count() == 2
    press(page, "Lưu danh sách")
    page.get_by_text("Đã lưu danh sách", exact=True).wait_for()
    page.get_by_role("link", name=re.compile("Trình Chủ tịch")).first.click()
    page.get_by_label("Số tờ trình của Phòng Nội vụ").fill("31/TTr-PNV")
    page.get_by_label("Ngày tờ trình").fill("29/12/2023")
    press(page, "Trình Chủ tịch")


def decide(page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xem và quyết định").click()
    assert OFFICER_NAME in page.content()
    page.locator("summary", has_text="Quyết định khen thưởng").click()
    page.get_by_label("Ngày ký").fill("30/12/2023")
    press(page, "Ký và ban hành")
    assert "Quyết định số" in page.content()


def read_certificate(certificate) -> tuple[str, str]:
    """(text of the page, address in its QR) of the printed paper."""
    from core import files

    data = files.read(certificate.file)
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    picture = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil()
    return text, zxingcpp.read_barcodes(picture)[0].text


def test_a_commune_walks_the_year_from_the_registration_to_the_giay_khen(portal, sign_in, open_year, proof):
    officer, reviewer, office = sign_in("nambinh"), sign_in("vhtt"), sign_in("noivu")

    register(officer, proof)
    accept_registration(reviewer)
    report(officer, proof)
    sign_report(sign_in("lanhdao"))
    own = score(Column.SELF)
    assert own.total == own.max_total == Decimal(100)
    assert sum(Decimal(str(line["points"])) for line in own.lines) == own.total

    review(reviewer)
    eventually(lambda: SelfReport.objects.get(unit__code=COMMUNE, period__year=2023).state == "accepted")
    appraised = eventually(lambda: (sheet := score(Column.APPRAISED)).eligible and sheet)
    officer.goto(f"/bao-cao/2023/{COMMUNE}/phieu-diem/")
    assert "Thẩm định" in officer.content()
    reviewer.goto("/xep-hang/2023/")
    assert "Xã Nam Bình" in reviewer.content()
    assert appraised.percent <= Decimal(100)

    open_round(office)
    nominate(officer)
    appraise(office)
    prepare_session(office)
    for member in ("chutich", "hoidong1", "hoidong2", "hoidong3", "hoidong4", "hoidong5"):
        vote(sign_in(member))
    close_session(office)
    propose(office)
    decide(sign_in("chutich"))

    eventually(lambda: Certificate.objects.filter(state=CertificateState.VALID).count() == 2, seconds=120)
    certificate = Certificate.objects.get(award__nominee__name=OFFICER_NAME)
    text, address = read_certificate(certificate)
    assert OFFICER_NAME in text and "GIẤY KHEN" in text
    assert address == f"{portal}/kiem-tra/{certificate.token}/"

    visitor = sign_in(width=360)
    visitor.goto(address)
    assert "Còn hiệu lực" in visitor.content()
    assert OFFICER_NAME in visitor.content()
    visitor.goto("/ket-qua/")
    assert OFFICER_NAME in visitor.content()

    summary(reviewer)
    export_everything(sign_in("quantri"))


def summary(page) -> None:
    """VI.1: the yearly summary as a PDF, made by the worker."""
    from reports.models import SummaryPaper

    page.goto("/tong-hop/2023/")
    page.get_by_label("Kết quả nổi bật").fill("Xã Nam Bình dẫn đầu khối xã, thị trấn.")
    page.get_by_label("Họ tên người ký").fill("Đỗ Văn Thử Ba")
    press(page, "Lưu phần lời")
    press(page, "Lập báo cáo PDF")
    made = eventually(lambda: SummaryPaper.objects.select_related("file").first())
    page.goto("/tong-hop/2023/")
    answer = page.request.get(f"/tong-hop/2023/tep/{made.pk}/")
    text = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert "Xã Nam Bình dẫn đầu" in text and OFFICER_NAME in text


def export_everything(page) -> None:
    """Every Excel of the export page opens; the big ones are made by the worker."""
    page.goto("/xuat-du-lieu/?nam=2023")
    count = page.locator("table form button").count()
    assert count >= 6
    texts = []
    for place in range(count):
        button = page.locator("table form button").nth(place)
        if "Tải Excel" in button.inner_text():
            with page.expect_download() as download:
                button.click()
            texts.append(workbook_text(download.value.path()))
        else:
            button.click()
            page.wait_for_load_state()
    for place in range(wait_for_files(page)):
        with page.expect_download() as download:
            page.get_by_role("link", name="Tải tệp về").nth(place).click()
        texts.append(workbook_text(download.value.path()))
    assert len(texts) == count
    assert OFFICER_NAME in " ".join(texts)


def wait_for_files(page) -> int:
    """The progress on the page turns into links by itself; how many there are in the end."""
    eventually(lambda: Job.objects.filter(kind="reports.export").exclude(state="done").count() == 0)
    page.goto("/xuat-du-lieu/?nam=2023")
    return page.get_by_role("link", name="Tải tệp về").count()


def workbook_text(path) -> str:
    book = openpyxl.load_workbook(path.rename(path.with_suffix(".xlsx")))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)

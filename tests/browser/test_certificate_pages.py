"""Giấy khen in a real browser: the check page on a telephone, a file compared without being sent, places on a blank."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from awards.enums import PaperMode, PaperSize
from awards.models import Certificate
from awards.services import certificates, styles
from awards.services.replacement import replace_certificate
from core import files, jobs
from core.models import Job
from tests.awards import making
from tests.browsing import DESK, PHONE
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    unit = make_unit()
    return {role: make_user(role, unit) for role in (Role.APPRAISER, Role.CHAIRMAN)}


@pytest.fixture
def papers(office):
    cache.clear()
    period = load_real_plan().campaign.periods.get(year=2023)
    making.make_members(3)
    making.make_decision(period, office[Role.APPRAISER], office[Role.CHAIRMAN], collectives=1, direct=1)
    print_all()
    return list(Certificate.objects.order_by("pk"))


def print_all() -> None:
    for job in Job.objects.exclude(state="done"):
        jobs.run(str(job.pk))


def payload(data: bytes, name: str = "giay-khen.pdf") -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


def test_the_check_page_on_a_phone_in_each_state_and_the_file_compared_in_place(papers, office, visit):
    old, other = papers
    genuine = files.read(old.file)
    one = visit(viewport=PHONE)
    page = one.open(f"/kiem-tra/{old.token}/")
    assert one.overflow() <= 0
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    choose, answer = page.locator("input[type=file]"), page.locator("[data-answer]")
    choose.set_input_files(payload(genuine))
    expect(answer).to_contain_text("đúng từng byte với tệp đã phát hành")
    changed = bytearray(genuine)
    changed[len(changed) // 2] ^= 1
    for wrong in (bytes(changed), genuine[:-1], files.read(other.file)):
        choose.set_input_files(payload(wrong, "khac.pdf"))
        expect(answer).to_contain_text("“khac.pdf” khác với tệp đã phát hành")
    drop(page, genuine)
    expect(answer).to_contain_text("“tha-vao.pdf” đúng từng byte")
    assert "POST" not in sent  # nothing left the browser
    new = replace_certificate(old, by=office[Role.CHAIRMAN], reason="Sai tên", corrections={"name": "Trần Thị Đúng"})
    expect(one.open(f"/kiem-tra/{old.token}/").locator(".verdict-status")).to_contain_text("Giấy khen mới đang được in")
    print_all()
    page.reload()
    expect(page.locator(".verdict-status strong")).to_have_text("Đã thay thế")
    assert one.overflow() <= 0
    page.get_by_role("link", name="Xem Giấy khen mới").click()
    expect(page.locator(".verdict-status strong")).to_have_text("Còn hiệu lực")
    expect(page.locator(".verdict-name")).to_have_text("Trần Thị Đúng")
    certificates.revoke(Certificate.objects.get(pk=new.pk), by=office[Role.CHAIRMAN], reason="Khai sai")
    page.reload()
    expect(page.locator(".verdict-status strong")).to_have_text("Đã thu hồi")


def drop(page, data: bytes) -> None:
    transfer = page.evaluate_handle(
        """bytes => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "tha-vao.pdf", { type: "application/pdf" }));
          return transfer;
        }""",
        list(data),
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})


def test_without_script_the_file_is_sent_and_answered(papers, visit):
    page = visit(viewport=PHONE, script=False).open(f"/kiem-tra/{papers[0].token}/")
    page.locator("input[type=file]").set_input_files(payload(files.read(papers[0].file)))
    page.get_by_role("button", name="So sánh tệp").click()
    expect(page.get_by_role("status").first).to_contain_text("đúng từng byte với tệp đã phát hành")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_places_on_a_blank_are_changed_and_a_wrong_one_is_told(office, visit, viewport):
    style = styles.create_style("Phôi A3", by=office[Role.APPRAISER], mode=PaperMode.OVERLAY, size=PaperSize.A3)
    one = visit(office[Role.APPRAISER], viewport=viewport)
    page = one.open(f"/khen-thuong/mau-in/{style.pk}/")
    assert one.overflow() <= 0
    page.get_by_label("Họ tên, tên tập thể: cách mép trái").fill("410")
    page.get_by_role("button", name="Lưu mẫu in").click()
    expect(page.locator("tr.has-error")).to_contain_text("Ô nằm ra ngoài tờ giấy 420 × 297 mm")
    assert one.overflow() <= 0
    page.get_by_label("Họ tên, tên tập thể: cách mép trái").fill("60,5")
    page.get_by_role("button", name="Lưu mẫu in").click()
    expect(page.get_by_text("Đã lưu mẫu in")).to_be_visible()
    style.refresh_from_db()
    assert style.fields["name"]["x"] == 60.5


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_chairman_replaces_a_paper(papers, office, visit, viewport):
    one = visit(office[Role.CHAIRMAN], viewport=viewport)
    page = one.open(f"/khen-thuong/quyet-dinh/{papers[0].award.decision_id}/")
    assert one.overflow() <= 0
    page.get_by_role("link", name="Thay thế").first.click()
    assert one.overflow() <= 0
    page.get_by_label("Họ tên, tên tập thể").fill("Tổ công nghệ số Đúng Tên")
    page.get_by_label("Lý do thay thế").fill("In sai tên")
    page.get_by_label("Tôi đã đối chiếu từng chữ").check()
    page.get_by_role("button", name="Thay thế Giấy khen").click()
    expect(page.get_by_text("Đã thay thế Giấy khen. Giấy khen mới đang được in")).to_be_visible()
    assert one.overflow() <= 0

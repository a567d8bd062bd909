"""Signing outside at a real browser: take the file away, bring it back, on a desk and on a phone."""

import os

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from awards.models import Certificate
from core import jobs
from core.models import Job
from tests.awards import making, pki
from tests.browsing import DESK, PHONE
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def decision(settings, tmp_path):
    (tmp_path / "goc.pem").write_bytes(pki.root().pem)
    settings.SIGNING_ROOTS = str(tmp_path)
    period, office = load_real_plan().campaign.periods.get(year=2023), make_unit(name="Phòng Nội vụ")
    chairman = make_user(Role.CHAIRMAN, office, full_name="Trần Văn Mẫu")
    made = making.make_decision(period, make_members_of(office), chairman, collectives=1, direct=2)
    jobs.run(str(Job.objects.get().pk))
    return made


def make_members_of(office):
    making.make_members(3)
    return make_user(Role.APPRAISER, office)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_certificate_is_taken_away_and_comes_back_signed(viewport, decision, visit):
    size = viewport["width"]
    certificate = Certificate.objects.first()
    one = visit(make_user(Role.APPRAISER), viewport=viewport)
    page = one.open(reverse("awards:decision-detail", args=[decision.pk]))
    row = page.locator(".signing tr").filter(has_text=certificate.award.nominee.name)
    with page.expect_download() as coming:
        row.get_by_role("link", name="Tải bản để ký").click()
    original = coming.value.path().read_bytes()
    row.get_by_role("link", name="Tải lên bản đã ký").click()
    assert one.overflow() <= 0
    shot(page, f"page-{size}")

    def send(data: bytes) -> None:
        file = {"name": "giay-khen-da-ky.pdf", "mimeType": "application/pdf", "buffer": data}
        page.get_by_label("Tệp PDF đã ký số").set_input_files(file)
        page.get_by_role("button", name="Tải lên và kiểm tra").click()

    send(original)
    expect(page.get_by_role("alert")).to_contain_text("chưa có chữ ký số")
    assert one.overflow() <= 0
    shot(page, f"refused-{size}")
    send(pki.sign(original, pki.chairman(), at=timezone.now(), visible=True))
    expect(page.get_by_text("Đã nhận bản ký số")).to_be_visible()
    expect(row).to_contain_text("Trần Văn Mẫu")
    assert one.overflow() <= 0
    shot(page, f"decision-{size}")
    page = one.open(reverse("awards:certificate-signing", args=[certificate.pk]))
    assert one.overflow() <= 0
    shot(page, f"signed-{size}")
    page = visit(viewport=viewport).open(reverse("public:certificate", args=[certificate.token]))
    expect(page.get_by_text("Bản đã ký số bởi")).to_be_visible()
    shot(page, f"check-{size}")


def test_without_roots_the_page_is_calm(decision, visit, settings):
    settings.SIGNING_ROOTS = ""
    one = visit(make_user(Role.APPRAISER), viewport=PHONE)
    page = one.open(reverse("awards:decision-signing", args=[decision.pk]))
    expect(page.get_by_role("alert")).to_contain_text("chứng thư gốc")
    assert one.overflow() <= 0
    shot(page, "noroots-360")

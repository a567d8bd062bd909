"""Weights edited in a real browser: sums while one types, the reason for the plan's own figure, nothing lost, publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaign.models import Period
from criteria.models import PlanDraft
from tests.browsing import DESK, PHONE
from units.enums import Role

pytestmark = pytest.mark.browser


@pytest.fixture
def open_year(plan):
    """2025 has not closed by the clock of the browser."""
    later = timezone.now() + timedelta(days=90)
    Period.objects.filter(year=2025).update(report_due=later, closes_at=later)


def test_sums_follow_the_typing_and_a_draft_is_published(people, open_year, visit):
    one = visit(people[Role.REVIEWER])
    page = one.open("/ke-hoach/phien-ban/")
    page.get_by_role("button", name="Soạn thay đổi").click()
    group = page.locator('[data-sum="X:B"]')
    expect(group).to_have_text("50 / 50, đủ")
    page.fill("#id_points-X-X-02", "8,5")
    expect(group).to_have_text("51,5 / 50, thừa 1,5")
    expect(page.locator('[data-sum="X"]')).to_have_text("101,5 / 100, thừa 1,5")
    page.fill("#id_bar-X-02-t", "75")
    expect(page.locator("#id_bar-X-02-r")).to_be_visible()
    expect(page.locator("[data-plan-changed]")).to_have_text("2 ô khác với phiên bản đang có")
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_role("link", name="thừa 1,5 điểm").first).to_be_visible()
    expect(page.locator("#id_points-X-X-02")).to_have_value("8,5")
    page.fill("#id_points-X-CQS-02", "1.5")
    page.fill("#id_bar-X-02-r", "Tỉnh giao 75%.")
    expect(group).to_have_text("50 / 50, đủ")
    page.get_by_role("button", name="Lưu và xem ảnh hưởng").click()
    expect(page.get_by_text("Khác với kế hoạch")).to_be_visible()
    expect(page.get_by_label("Năm 2025")).to_be_checked()
    page.get_by_label("Lý do ban hành").fill("Theo kết luận cuộc họp.")
    page.get_by_label("Tôi đã xem").check()
    page.get_by_role("button", name="Ban hành phiên bản mới").click()
    expect(page.get_by_text("Đã ban hành phiên bản 2. Áp dụng cho năm 2025.")).to_be_visible()
    assert PlanDraft.objects.get().published.periods.get().year == 2025


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_fit_the_window(people, plan, visit, viewport):
    one = visit(people[Role.REVIEWER], viewport=viewport)
    draft = PlanDraft.objects.create(base=plan, created_by="x")
    for path in ("/ke-hoach/phien-ban/", f"/ke-hoach/du-thao/{draft.pk}/", f"/ke-hoach/du-thao/{draft.pk}/ban-hanh/"):
        one.open(path)
        assert one.overflow() <= 0

"""The deadline has passed: with more time given on the page the report is in time; without it, it is late."""

import os

import pytest
import time_machine
from playwright.sync_api import expect

from tests.factories import load_real_plan
from tests.reports.factories import LATE, make_report_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")


def photograph(page, name: str) -> None:
    if SHOTS:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 800})


def present_and_sign(visit, desk, name: str):
    page = visit(desk.officer).open(f"/bao-cao/2023/{desk.unit.code}/trinh-ky/")
    photograph(page, f"{name}-present")
    page.get_by_role("button", name="Trình ký nộp báo cáo năm 2023").click()
    expect(page.get_by_text("Đã trình lãnh đạo đơn vị")).to_be_visible()
    photograph(page, f"{name}-waiting")
    page = visit(desk.head).open("/")
    page.get_by_role("link", name="Xem và ký nộp").first.click()
    expect(page.get_by_text("Kính gửi:")).to_be_visible()
    photograph(page, f"{name}-letter")
    page.get_by_role("button", name="Ký nộp báo cáo năm 2023").click()
    expect(page.get_by_text("Đã nộp báo cáo năm 2023.")).to_be_visible()
    photograph(page, f"{name}-signed")
    return page


def test_more_time_makes_it_in_time(visit):
    period = load_real_plan().campaign.periods.get(year=2023)
    given, other = make_report_at("draft", period), make_report_at("draft", period)
    with time_machine.travel(LATE, tick=True):
        page = visit(given.reviewer).open("/tham-dinh/2023/")
        row = page.get_by_role("row").filter(has_text=given.unit.short_name)
        row.get_by_role("link", name="Gia hạn").click()
        expect(page.get_by_role("checkbox", name=given.unit.short_name)).to_be_checked()
        page.get_by_label("Gia hạn đến hết ngày").fill("29/12/2023")
        page.get_by_label("Lý do").fill("Mất điện diện rộng từ 17/12, xã có công văn đề nghị.")
        photograph(page, "extension")
        page.get_by_role("button", name="Gia hạn").click()
        expect(page.get_by_text("Đã gia hạn cho")).to_be_visible()
        photograph(page, "extended")
        page = present_and_sign(visit, given, "in-time")
        expect(page.get_by_text("nộp muộn", exact=False)).to_have_count(0)
        page = present_and_sign(visit, other, "late")
        expect(page.get_by_text("Nộp muộn").first).to_be_visible()
        page.goto(page.url.split("/bao-cao")[0] + "/thong-bao/")
        photograph(page, "notices")
    assert (given.fresh().late, other.fresh().late) == (False, True)
    assert [one.late for one in given.report.submissions.all()] == [False]

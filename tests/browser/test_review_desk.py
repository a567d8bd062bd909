"""The reviewer's desk at a real browser: a return of three rows there and back, and the keys of the desk."""

import pytest
import time_machine
from playwright.sync_api import expect

from reports.enums import Verdict
from reports.services import review
from tests.browsing import DESK, PHONE
from tests.factories import load_real_plan, make_unit
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import detail_url, review_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def period():
    return load_real_plan().campaign.periods.get(year=2023)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=True):
        yield


def ask_and_send(page, summary: str, button: str, reason: str = "") -> None:
    box = page.locator(".ui-confirm").filter(has_text=summary).first
    box.locator("summary").click()
    if reason:
        box.get_by_label("Lý do").fill(reason)
    box.get_by_role("button", name=button, exact=True).click()


def percent_codes(desk) -> list[str]:
    entries = desk.report.entries.filter(indicator__kind="percent").order_by("indicator__sort")
    return list(entries.values_list("indicator__code", flat=True))[:3]


def test_three_rows_go_back_are_changed_and_come_with_their_changes(period, visit):
    desk = make_report_at("submitted", period, make_unit(name="Xã Nam Bình"))
    codes = percent_codes(desk)
    office = visit(desk.reviewer).open(review_url(desk))
    for code in codes:
        line = office.locator(f"[id='dong-{code}']")
        line.get_by_text("Trả lại dòng này", exact=True).click()
        line.locator(f"[id='tra_{code}-reason']").fill(f"Xem lại số liệu dòng {code}.")
        line.get_by_role("button", name="Trả lại dòng này và sang dòng tiếp").click()
        expect(office.get_by_text(f"Đã ghi kết quả thẩm định dòng {code}.")).to_be_visible()
    ask_and_send(office, "Chấp nhận tất cả các dòng còn lại", "Chấp nhận tất cả")
    expect(office.get_by_text("Đã chấp nhận 26 dòng còn lại.")).to_be_visible()
    ask_and_send(office, "Trả lại báo cáo", "Trả lại và sang báo cáo tiếp", "Sửa ba dòng.")
    expect(office.get_by_text("Đã trả lại báo cáo của Xã Nam Bình.")).to_be_visible()

    section = desk.entry(codes[0]).indicator.section
    unit = visit(desk.officer).open(detail_url(desk))
    for code in codes:
        expect(unit.get_by_text(f"Xem lại số liệu dòng {code}.").first).to_be_visible()
    assert {desk.entry(code).indicator.section for code in codes} == {section}
    unit.get_by_role("link", name="Sửa các dòng bị trả lại").first.click()
    boxes = unit.locator("input[name$='-a']")
    expect(boxes).to_have_count(3)  # those three are open, the others are only read
    for box in boxes.all():
        box.fill("90")
    unit.get_by_role("button", name="Lưu và về báo cáo").click()
    unit.get_by_role("link", name="Trình ký nộp lại").first.click()
    unit.get_by_role("button", name="Trình ký nộp lại").first.click()
    expect(unit.get_by_text("Chờ lãnh đạo đơn vị ký nộp")).to_be_visible()

    head = visit(desk.head).open(detail_url(desk) + "nop/")
    head.get_by_role("button", name="Ký nộp lại báo cáo").first.click()
    expect(head.get_by_text("Đã nộp báo cáo năm 2023.")).to_be_visible()

    office = visit(desk.reviewer).open(review_url(desk))
    expect(office.locator("#thay-doi")).to_contain_text("Có 3 dòng thay đổi")
    for code in codes:
        changed = office.locator(f"[id='dong-{code}'] .review-changed")
        expect(changed.locator("del")).to_have_text("100")
        expect(changed.locator("ins")).to_have_text("90")
    expect(office.locator(".review-line.is-changed")).to_have_count(3)


def test_keys_walk_accept_and_ask_but_not_while_typing(period, visit):
    desk = make_report_at("submitted", period)
    page = visit(desk.reviewer).open(review_url(desk))
    current = page.locator(".review-line.is-current")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = current.get_attribute("id")
    page.keyboard.press("k")
    first = current.get_attribute("id")
    assert [first, second] == [line.get_attribute("id") for line in page.locator(".review-line").all()[:2]]
    page.keyboard.press("h")
    box = current.locator("details[data-ask] textarea")
    expect(box).to_be_focused()
    page.keyboard.type("jah k")  # letters, not keys
    expect(box).to_have_value("jah k")
    assert current.get_attribute("id") == first
    current.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator(f"[id='{first}']")).to_contain_text("Đang hỏi đơn vị")
    page.goto(page.url.partition("#")[0] + f"#{second}")
    page.reload()
    page.keyboard.press("a")
    expect(page.get_by_text("Đã ghi kết quả thẩm định dòng")).to_be_visible()
    assert desk.entry(second.removeprefix("dong-")).verdict == Verdict.ACCEPTED
    third = page.locator(".review-line").nth(2).get_attribute("id")
    expect(page.locator(".review-line.is-current")).to_have_attribute("id", third)
    page.locator("#ket-luan .ui-confirm > summary").first.click()
    page.keyboard.press("a")  # a question is open: no key passes it by
    assert desk.report.entries.exclude(verdict=Verdict.PENDING).count() == 1


def test_accepting_goes_on_to_the_next_report(period, visit):
    first, second = make_report_at("submitted", period), make_report_at("submitted", period, make_unit(name="Xã Sau"))
    review.accept_remaining(first.report, by=first.reviewer, now=EARLY)
    page = visit(first.reviewer).open(review_url(first))
    ask_and_send(page, "Chấp nhận báo cáo", "Chấp nhận và sang báo cáo tiếp")
    expect(page.get_by_role("heading", name="Xã Sau")).to_be_visible()
    assert page.url.endswith(review_url(second))


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_queue_and_desk_fit_the_window(period, visit, viewport):
    desk = make_report_at("submitted", period)
    one = visit(desk.reviewer, viewport=viewport)
    for path in (review_url(desk), "/tham-dinh/2023/"):
        one.open(path)
        assert one.overflow() <= 0

"""The list for the Chairman at a real browser: dragged by mouse, finger and keys, judged live, saved only when asked."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from awards.models import Nominee
from core.models import AuditEvent
from tests.awards import making
from tests.browsing import DESK, PHONE
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def appraiser():
    return make_user(Role.APPRAISER, make_unit(UnitKind.PHONG_BAN))


@pytest.fixture
def award_round(appraiser):
    """Three direct people and two leaders before the office; Phòng Nội vụ has chosen nobody yet."""
    award_round = making.make_round(load_real_plan().campaign.periods.get(year=2023), appraiser)
    unit = make_unit(UnitKind.CAP_XA)
    for letter in "ABC":
        making.make_nominee(award_round, unit, name=f"Nguyễn Văn {letter}")
    for letter in "DE":
        making.make_nominee(award_round, unit, name=f"Lê Thị {letter}", direct=False)
    Client().get(path(award_round))  # the first page of a process reads every module; no browser waits for that
    return award_round


def path(award_round) -> str:
    return f"/khen-thuong/dot/{award_round.pk}/danh-sach/"


def row(page, name: str):
    return page.locator("[data-row]").filter(has_text=name)


def inside(page):
    return page.locator('[data-tray-list="in"][data-kind="individual"]')


def expect_names(page, *wanted: str) -> None:
    """The people of the list, in their order."""
    rows = inside(page).locator("[data-row]")
    expect(rows).to_have_count(len(wanted))
    for place, name in enumerate(wanted):
        expect(rows.nth(place)).to_have_attribute("data-name", name)


def saved() -> list[str]:
    return [str(one) for one in Nominee.objects.filter(listed=True).order_by("list_order")]


def panel(page):
    return page.locator("#doi-chieu")


def drag(page, name: str, target, *, below: bool = True) -> None:
    """By the handle onto a row or an empty list, in steps as a hand does it."""
    row(page, name).locator("[data-handle]").scroll_into_view_if_needed()
    start = row(page, name).locator("[data-handle]").bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    shape = target.bounding_box()
    page.mouse.move(shape["x"] + shape["width"] / 2, shape["y"] + (shape["height"] - 4 if below else 4), steps=8)
    page.mouse.up()


def touch(one, handle, target) -> None:
    """A finger, as the browser itself makes it: the page must not scroll away under it."""
    session = one.context.new_cdp_session(one.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    target.evaluate(
        "node => { node.scrollIntoView({block: 'start', behavior: 'instant'});"
        " window.scrollBy({top: -160, behavior: 'instant'}); }"  # from under the bar at the top
    )
    start, goal = handle.bounding_box(), target.bounding_box()
    way = [(start["x"] + 16, start["y"] + 16), (goal["x"] + 60, goal["y"] + 60), (goal["x"] + 60, goal["y"] + 20)]
    for kind, point in zip(("touchStart", "touchMove", "touchMove"), way, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_dragged_in_judged_live_and_saved_only_when_asked(award_round, appraiser, visit):
    page = visit(appraiser, viewport={"width": 1280, "height": 1400}).open(path(award_round))
    expect(panel(page)).to_contain_text("Chưa chọn ai")
    drag(page, "Lê Thị D", inside(page))
    expect_names(page, "Ông Lê Thị D")
    expect(panel(page)).to_contain_text("Đang thử, chưa lưu.")
    expect(panel(page)).to_contain_text("Danh sách dưới 4 cá nhân nên chỉ cảnh báo.")
    assert saved() == []

    handle = row(page, "Nguyễn Văn B").locator("[data-handle]")
    handle.focus()
    page.keyboard.press("Enter")
    expect_names(page, "Ông Nguyễn Văn B", "Ông Lê Thị D")  # in by keys, at its place of merit
    expect(handle).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect_names(page, "Ông Lê Thị D", "Ông Nguyễn Văn B")
    expect(panel(page)).to_contain_text("“Ông Lê Thị D” đứng trước “Ông Nguyễn Văn B”")
    page.keyboard.press("ArrowUp")
    row(page, "Nguyễn Văn A").get_by_role("checkbox").check()
    drag(page, "Nguyễn Văn C", row(page, "Nguyễn Văn A"), below=False)
    expect_names(page, "Ông Nguyễn Văn C", "Ông Nguyễn Văn A", "Ông Nguyễn Văn B", "Ông Lê Thị D")
    expect(panel(page)).to_contain_text("4 cá nhân → nhiều nhất 1 lãnh đạo")
    expect(panel(page)).to_contain_text("đang có 1, không thêm được nữa")
    assert saved() == [] and not AuditEvent.objects.filter(action="award_round.list").exists()

    page.get_by_role("button", name="Lưu danh sách").click()
    expect(panel(page)).to_contain_text("Đã lưu danh sách")
    assert saved() == ["Ông Nguyễn Văn C", "Ông Nguyễn Văn A", "Ông Nguyễn Văn B", "Ông Lê Thị D"]
    page.reload()
    expect_names(page, *saved())
    expect(panel(page)).to_contain_text("Đúng như danh sách đã lưu.")


def test_what_is_tried_survives_leaving_and_a_lost_connection(award_round, appraiser, visit):
    one = visit(appraiser)
    page = one.open(path(award_round))
    row(page, "Nguyễn Văn A").get_by_role("checkbox").check()
    expect(panel(page)).to_contain_text("Đang thử, chưa lưu.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Kế hoạch", exact=True).first.click()
    page.wait_for_url(lambda address: "danh-sach" not in address)
    assert asked == ["beforeunload"]
    page = one.open(path(award_round))
    expect(page.locator("[data-tray-restored]")).to_contain_text("Đã lấy lại bản thử chưa lưu")
    expect_names(page, "Ông Nguyễn Văn A")

    one.context.set_offline(True)
    row(page, "Nguyễn Văn B").get_by_role("checkbox").check()
    expect(page.locator("[data-tray-stale]")).to_be_visible()
    one.context.set_offline(False)
    expect(panel(page)).to_contain_text("2/10 cá nhân")  # judged again by itself
    expect_names(page, "Ông Nguyễn Văn A", "Ông Nguyễn Văn B")
    page.get_by_role("link", name="Bỏ bản thử").click()
    expect(panel(page)).to_contain_text("Đúng như danh sách đã lưu.")
    expect_names(page)
    assert saved() == []
    one.faults[:] = [fault for fault in one.faults if "ERR_INTERNET_DISCONNECTED" not in fault and "htmx:" not in fault]


def test_a_suggestion_comes_into_the_tray_and_is_still_to_be_saved(award_round, appraiser, visit):
    page = visit(appraiser).open(path(award_round))
    row(page, "Lê Thị E").get_by_role("checkbox").check()
    page.get_by_role("button", name="Đề xuất danh sách").click()
    expect(page.get_by_role("heading", name="Thay đổi so với danh sách đang thử (chưa lưu)")).to_be_visible()
    expect(page.get_by_text("Vượt tỷ lệ lãnh đạo").first).to_be_visible()
    page.get_by_role("button", name="Giữ danh sách đang thử").click()
    expect_names(page, "Ông Lê Thị E")
    best = ["Ông Nguyễn Văn A", "Ông Nguyễn Văn B", "Ông Nguyễn Văn C", "Ông Lê Thị D"]
    page.get_by_role("button", name="Đề xuất danh sách").click()
    page.get_by_role("button", name="Áp dụng đề xuất").click()
    expect(panel(page)).to_contain_text("Đang thử, chưa lưu.")
    expect_names(page, *best)
    assert re.search(r"/danh-sach/$", page.url)
    assert saved() == []
    page.reload()
    expect_names(page, *best)
    page.get_by_role("button", name="Lưu danh sách").click()
    expect(panel(page)).to_contain_text("Đã lưu danh sách")
    assert saved() == best


def test_names_are_found_without_marks_and_a_finger_can_drag(award_round, appraiser, visit):
    one = visit(appraiser, viewport=PHONE)
    page = one.open(path(award_round))
    page.get_by_label("Tìm theo tên, đơn vị").fill("LE thi d")
    left = page.locator('[data-tray-list="out"] [data-row]:not([hidden])')
    expect(left).to_have_count(1)
    touch(one, left.locator("[data-handle]"), inside(page))
    expect_names(page, "Ông Lê Thị D")
    expect(page.locator(".tray-short")).to_contain_text("1/10 cá nhân")
    assert one.overflow() <= 0


def test_escape_and_another_kind_leave_everything(award_round, appraiser, visit):
    page = visit(appraiser, viewport={"width": 1280, "height": 1400}).open(path(award_round))
    groups = page.locator('[data-tray-list="in"][data-kind="collective"]')
    drag(page, "Nguyễn Văn A", groups)  # a person is no collective
    expect_names(page)
    expect(groups.locator("[data-row]")).to_have_count(0)
    start = row(page, "Nguyễn Văn A").locator("[data-handle]").bounding_box()
    goal = inside(page).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 50, goal["y"] + 20, steps=5)
    expect(page.locator(".tray-ghost")).to_have_text("Ông Nguyễn Văn A")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".tray-ghost, .tray-mark")).to_have_count(0)
    expect_names(page)


def test_without_scripts_ticks_steps_and_saving_work(award_round, appraiser, visit):
    page = visit(appraiser, script=False).open(path(award_round))
    for name in ("Nguyễn Văn A", "Nguyễn Văn B"):
        row(page, name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Xem thử, chưa lưu").click()
    expect_names(page, "Ông Nguyễn Văn A", "Ông Nguyễn Văn B")
    page.get_by_role("button", name="Đưa Ông Nguyễn Văn B lên một bậc").click()
    expect_names(page, "Ông Nguyễn Văn B", "Ông Nguyễn Văn A")
    assert saved() == []
    page.get_by_role("button", name="Lưu danh sách").click()
    expect(page.get_by_text("Đã lưu danh sách.").first).to_be_visible()
    assert saved() == ["Ông Nguyễn Văn B", "Ông Nguyễn Văn A"]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_both_pages_fit_the_window(award_round, appraiser, visit, viewport):
    one = visit(appraiser, viewport=viewport)
    for address in (path(award_round), path(award_round) + "goi-y/"):
        one.open(address)
        assert one.overflow() <= 0

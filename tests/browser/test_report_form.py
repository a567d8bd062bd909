"""The officer's form in a real browser: it saves itself, survives a cut line, and lets two people work side by side."""

import re

import pytest
from playwright.sync_api import Page, expect

from reports.models import CellEdit
from tests.browsing import PHONE
from tests.factories import make_user
from tests.reports.factories import make_desk
from tests.reports.pages import section_url
from units.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(period):
    return make_desk(period)


def cell(page: Page, name: str):
    return page.locator(f'[name="{name}"]')


def state(page: Page, name: str):
    return page.locator(".ui-field").filter(has=cell(page, name)).locator(".cell-state")


def saved(page: Page, name: str) -> None:
    expect(state(page, name)).to_contain_text(re.compile(r"Đã lưu \d\d:\d\d:\d\d"))


def listen(page: Page) -> None:
    """What the page would do within ten seconds."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_line_answers_while_it_is_typed_and_saves_itself(desk, visit):
    page = visit(desk.officer).open(section_url(desk))
    line = page.locator("#dong-X-02")
    cell(page, "X-02-a").fill("1.204")
    page.keyboard.press("Enter")
    expect(cell(page, "X-02-b")).to_be_focused()
    page.keyboard.type("1.510")
    expect(line.locator("[data-value]")).to_have_text("= 79,74%")
    expect(line.get_by_text("Đạt", exact=True)).to_be_visible()
    expect(line.locator("[data-distance]")).to_have_text("vượt 9,74 điểm phần trăm")
    page.keyboard.press("ArrowDown")
    expect(cell(page, "X-03a-a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "X-02-b")).to_be_focused()
    saved(page, "X-02-b")
    expect(line.locator("[data-points]")).to_have_text("7/7 điểm")
    expect(line.locator("[data-distance]")).to_have_text("vượt 9,74 điểm phần trăm")
    expect(page.locator("[data-progress]")).to_have_text("1/29 dòng · dự kiến 7/100 điểm")
    expect(page.locator("[data-part=tieu-chuan-thi-dua]")).to_contain_text("Còn thiếu 1/4")
    expect(page.locator("[data-page-state]")).to_contain_text("Đã lưu")
    cell(page, "X-02-a").fill("1.610")
    expect(page.locator("#dong-X-02 [data-problem]")).to_contain_text(
        "Phải sửa trước khi trình ký: Số thực hiện (1.610)"
    )
    cell(page, "X-02-a").fill("nhiều")
    expect(line).to_contain_text("“nhiều” không phải là số")
    page.get_by_role("button", name="Lưu và sang phần tiếp").click()
    expect(cell(page, "X-02-a")).to_be_focused()
    assert (desk.entry("X-02").a, desk.entry("X-02").b) == (1610, 1510)
    cell(page, "X-02-a").fill("1204")
    page.get_by_role("button", name="Lưu và sang phần tiếp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chính quyền số")
    assert desk.entry("X-02").a == 1204
    assert page.evaluate("localStorage.length") == 0


def test_what_is_typed_without_a_line_is_kept_over_a_closed_page_and_sent_later(desk, visit):
    one = visit(desk.officer)
    page = one.open(section_url(desk))
    saved_line = cell(page, "X-02-b")
    saved_line.fill("100")
    saved(page, "X-02-b")
    one.context.set_offline(True)
    cell(page, "X-02-a").fill("80")
    expect(page.locator("[data-page-state]")).to_contain_text("Mất kết nối. Những gì anh/chị nhập vẫn giữ trên máy này")
    expect(state(page, "X-02-a")).to_contain_text("Chưa lưu được, còn giữ trên máy này. Thử lại")
    expect(page.locator("#dong-X-02 [data-value]")).to_have_text("= 80%")
    page.close()
    one.context.set_offline(False)
    one.faults.clear()  # the browser notes each refused connection
    page = one.page = one.context.new_page()
    page.goto(one.address + section_url(desk, "sang-kien-mo-hinh"))  # another section sends it too
    expect(page.locator("[data-progress]")).to_contain_text("1/29 dòng")
    expect(page.locator("[data-part=tieu-chuan-thi-dua]")).to_contain_text("Còn thiếu 1/4")
    assert (desk.entry("X-02").a, desk.entry("X-02").b) == (80, 100)
    assert page.evaluate("localStorage.length") == 0


def test_a_line_that_comes_back_sends_by_itself_and_another_person_sees_nothing_of_it(desk, visit):
    one = visit(desk.officer)
    page = one.open(section_url(desk))
    one.context.set_offline(True)
    cell(page, "X-02-a").fill("80")
    expect(page.locator("[data-page-state]")).to_contain_text("Mất kết nối")
    one.context.set_offline(False)
    saved(page, "X-02-a")
    assert desk.entry("X-02").a == 80
    one.context.set_offline(True)
    cell(page, "X-02-a").fill("85")
    expect(state(page, "X-02-a")).to_contain_text("Chưa lưu được")
    colleague = make_user(Role.OFFICER, desk.unit)
    one.sign_in(colleague)  # the same machine, while the first one's page still stands open
    one.context.set_offline(False)
    expect(page.locator("[data-page-state]")).to_contain_text("đang đăng nhập bằng tài khoản khác")
    other = one.context.new_page()
    other.goto(one.address + section_url(desk))
    expect(cell(other, "X-02-a")).to_have_value("80")
    assert desk.entry("X-02").a == 80
    one.sign_in(desk.officer)
    page.reload()
    saved(page, "X-02-a")
    assert [edit.by for edit in CellEdit.objects.filter(entry=desk.entry("X-02"))] == [desk.officer.username] * 2
    one.faults.clear()


def test_a_session_that_ended_keeps_everything(desk, visit):
    one = visit(desk.officer)
    page = one.open(section_url(desk))
    one.context.clear_cookies()
    cell(page, "X-02-a").fill("80")
    expect(page.locator("[data-page-state]")).to_contain_text("Phiên làm việc đã hết")
    expect(page.get_by_role("link", name="Đăng nhập ở thẻ khác")).to_be_visible()
    one.sign_in(desk.officer)
    other = one.context.new_page()
    other.goto(one.address + section_url(desk))  # brings the cookies of the new session
    other.close()
    listen(page)
    saved(page, "X-02-a")
    assert desk.entry("X-02").a == 80


def test_two_editors_see_each_other_and_choose_at_the_cell(desk, visit):
    colleague = make_user(Role.OFFICER, desk.unit, full_name="Trần Thị Bích")
    mine, theirs = visit(desk.officer).open(section_url(desk)), visit(colleague).open(section_url(desk))
    cell(theirs, "X-02-b").fill("100")
    saved(theirs, "X-02-b")
    listen(mine)
    expect(cell(mine, "X-02-b")).to_have_value("100")
    expect(state(mine, "X-02-b")).to_contain_text("Trần Thị Bích vừa sửa lúc")
    cell(theirs, "X-02-a").fill("75")
    saved(theirs, "X-02-a")
    cell(mine, "X-02-a").fill("80")
    box = mine.locator("#dong-X-02 .cell-conflict")
    expect(box).to_contain_text(re.compile(r"Trần Thị Bích vừa sửa ô này lúc [\d:]+\. Đang lưu: 75\."))
    expect(box).to_contain_text("Số của anh/chị: 80.")
    assert desk.entry("X-02").a == 75
    mine.get_by_role("button", name="Ghi số của tôi").click()
    saved(mine, "X-02-a")
    assert desk.entry("X-02").a == 80
    cell(theirs, "X-02-a").fill("76")
    expect(theirs.locator("#dong-X-02 .cell-conflict")).to_contain_text("Đang lưu: 80.")
    theirs.get_by_role("button", name="Giữ số đang lưu").click()
    expect(cell(theirs, "X-02-a")).to_have_value("80")
    assert [edit.value for edit in CellEdit.objects.filter(field="a").order_by("number")] == ["75", "80"]


def test_ticks_choices_and_words_save_themselves_too(desk, visit):
    page = visit(desk.officer).open(section_url(desk, "to-chuc-phong-trao"))
    cell(page, "TT-01-yes").first.check()
    saved(page, "TT-01-yes")
    cell(page, "TT-02-na").check()
    expect(cell(page, "TT-02-note")).to_be_focused()
    expect(page.get_by_label("Lý do không phát sinh (bắt buộc)")).to_have_count(1)
    expect(page.locator("#dong-TT-02 [data-problem]")).to_contain_text("Ghi lý do không phát sinh")
    expect(page.locator("#dong-TT-02 [data-points]")).to_have_text("không tính điểm khi đã ghi lý do")
    cell(page, "TT-02-note").fill("Năm đầu, chưa mở đăng ký.")
    expect(page.locator("#dong-TT-02 [data-problem]")).to_be_hidden()
    expect(page.locator("#dong-TT-02 [data-points]")).to_have_text("không tính điểm dòng này")
    cell(page, "X-01-value").select_option("3")
    saved(page, "X-01-value")
    expect(cell(page, "X-01-estimate")).to_have_count(0)  # only an amount can be an estimate
    assert desk.entry("X-01").value == 3
    assert (desk.entry("TT-01").yes, desk.entry("TT-02").note) == (True, "Năm đầu, chưa mở đăng ký.")
    expect(page.locator("[data-part=to-chuc-phong-trao]")).to_contain_text("Đủ 3/3")


def test_the_form_works_without_script_and_fits_a_phone(desk, visit):
    one = visit(desk.officer, viewport=PHONE, script=False)
    page = one.open(section_url(desk))
    cell(page, "X-02-a").fill("1.204")
    cell(page, "X-02-b").fill("1.510")
    page.get_by_role("button", name="Lưu và sang phần tiếp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chính quyền số")
    assert one.overflow() <= 0
    page.goto(one.address + section_url(desk))
    expect(page.locator("#dong-X-02 [data-value]")).to_have_text("= 79,74%")
    assert one.overflow() <= 0

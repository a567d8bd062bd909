"""The frame and the components in a real browser: on a desk, on a phone, by keyboard, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import DESK, PHONE
from units.enums import Role

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/thu-vien-giao-dien/", "/doi-mat-khau/", "/khong-co/"])
def test_pages_fit_the_window(path, viewport, people, visit):
    one = visit(people[Role.OFFICER], viewport=viewport)
    one.open(path)
    assert one.overflow() <= 0


def test_letters_are_drawn_in_our_own_face(people, visit):
    page = visit(people[Role.OFFICER]).open("/thu-vien-giao-dien/")
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', '')).join()"
    assert set(page.evaluate(loaded).split(",")) == {"Be Vietnam Pro"}


def test_drawer_opens_and_closes_by_keyboard(people, visit):
    page = visit(people[Role.OFFICER], viewport=PHONE).open("/thu-vien-giao-dien/")
    entry = page.get_by_role("link", name="Việc của tôi")
    expect(entry).to_be_hidden()
    page.locator("[data-drawer-open]").press("Enter")
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(page.locator("[data-drawer-open]")).to_be_focused()


def test_drawer_opens_without_script(people, visit):
    page = visit(people[Role.OFFICER], viewport=PHONE, script=False).open("/thu-vien-giao-dien/")
    page.locator("[data-drawer-open]").click()
    expect(page.get_by_role("link", name="Việc của tôi")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_step_asks_before_it_is_sent(script, people, visit):
    page = visit(people[Role.OFFICER], script=script).open("/thu-vien-giao-dien/")
    box = page.locator("#nut .ui-confirm").filter(has_text="Trả lại báo cáo để đơn vị bổ sung?")
    send = box.get_by_role("button", name="Trả lại")
    expect(send).to_be_hidden()
    box.locator("summary").click()
    expect(box.get_by_label("Lý do")).to_be_visible()
    expect(send).to_be_visible()
    if script:
        page.keyboard.press("Escape")
        expect(send).to_be_hidden()


def test_table_becomes_cards_on_a_phone(people, visit):
    page = visit(people[Role.OFFICER], viewport=PHONE).open("/thu-vien-giao-dien/")
    cell = page.locator("#bang td[data-label='Điểm']").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Điểm"'
    assert cell.bounding_box()["width"] > 280


def test_note_shows_when_focused(people, visit):
    page = visit(people[Role.OFFICER]).open("/thu-vien-giao-dien/")
    note = page.locator(".ui-note").first
    expect(note.locator(".ui-note-text")).to_be_hidden()
    note.focus()
    expect(note.locator(".ui-note-text")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_note_sticks_out_of_the_window(viewport, people, visit):
    one = visit(people[Role.OFFICER], viewport=viewport)
    page = one.open("/thu-vien-giao-dien/")
    for note in page.locator(".ui-note").all():
        note.focus()
        box = note.locator(".ui-note-text").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]
        assert one.overflow() <= 0


def test_login_by_keyboard_then_logout(people, visit):
    page = visit().open("/dang-nhap/")
    page.keyboard.type("officer")
    page.keyboard.press("Tab")
    page.keyboard.type("sai-mat-khau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    page.locator(".person > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/dang-nhap/"))

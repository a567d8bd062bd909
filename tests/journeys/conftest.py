"""A real Chromium, a real Celery worker beside the test's own database, and sign-in by role."""

import os

import pytest

from config.demo import stages
from config.demo.people import PASSWORD
from tests import live
from tests.browsing import Visit


@pytest.fixture
def portal(transactional_db, live_server, settings):
    """The portal with the real plan, units and invented people, a worker beside it; returns its address."""
    settings.SITE_URL = live_server.url
    stages.base()
    with live.worker(children=2, SITE_URL=live_server.url):
        yield live_server.url


@pytest.fixture
def sign_in(browser, portal):
    """sign_in("vhtt") -> a page of that person's own browser; "" is a visitor. Faults of any page fail the test."""
    visits = []

    def enter(username: str = "", *, width: int = 1280):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", base_url=portal)
        context.set_default_timeout(30_000)
        visits.append(Visit(context, portal))
        page = visits[-1].page
        if username:
            page.goto("/dang-nhap/")
            page.get_by_label("Tên đăng nhập").fill(username)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            page.wait_for_url("**/")
        return page

    yield enter
    pictures = os.environ.get("PICTURES")
    for number, visit in enumerate(visits):
        if pictures:  # where each person stood at the end; for whoever mends a red journey
            visit.page.screenshot(path=f"{pictures}/{number}.png", full_page=True)
        visit.context.close()
    assert [fault for visit in visits for fault in visit.faults] == []

"""`visit(...)`: a person at a real browser in front of the live portal."""

import pytest

from tests.browsing import DESK, Visit


@pytest.fixture
def visit(browser, live_server):
    """visit(user, viewport=PHONE, script=False) -> Visit; at the end nothing may have gone wrong in any of them."""
    visits = []

    def start(user=None, *, viewport=DESK, script=True) -> Visit:
        context = browser.new_context(viewport=viewport, locale="vi-VN", java_script_enabled=script)
        context.set_default_timeout(30_000)
        visits.append(Visit(context, live_server.url))
        if user:
            visits[-1].sign_in(user)
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
    assert [fault for one in visits for fault in one.faults] == []

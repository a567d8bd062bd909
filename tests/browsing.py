"""A real Chromium for tests: one for the run, a fresh context a test, and a note of what a page does wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}

# Playwright's sync API runs a loop in this thread; the ORM beside it is used by this thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        expect.set_options(timeout=20_000)  # five seconds are short on a busy machine
        yield browser
        browser.close()


class Visit:
    """One person at one browser; `faults` keeps script errors, refused content and requests that leave the machine."""

    def __init__(self, context: BrowserContext, address: str):
        self.context, self.address, self.faults = context, address, []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.faults.append(message.text)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(request.url)

    def sign_in(self, user) -> None:
        """A session without the login page."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def overflow(self) -> int:
        """Pixels that stick out to the right of the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

"""A real Chromium, a real Celery worker beside the test's own database, and sign-in by role."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from config.demo import stages
from config.demo.people import PASSWORD
from tests.browsing import Visit

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of the test's own database, for the worker's environment."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"


@contextmanager
def running_worker(site_url: str):
    """One Celery worker with two children on the same database, broker and files as this test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(settings.MEDIA_ROOT.parent),
        "SITE_URL": site_url,
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "--loglevel", "WARNING"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield worker
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        try:
            worker.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.fixture
def portal(transactional_db, live_server, settings):
    """The portal with the real plan, units and invented people, a worker beside it; returns its address."""
    settings.SITE_URL = live_server.url
    stages.base()
    with running_worker(live_server.url):
        yield live_server.url


@pytest.fixture
def sign_in(browser, portal):
    """sign_in("vhtt") -> a page of that person's own browser; "" is a visitor. Faults of any page fail the test."""
    visits = []

    def enter(username: str = "", *, width: int = 1280):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", base_url=portal)
        context.set_default_timeout(15_000)
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


def wait_until(question, *, seconds: float = 60, step: float = 0.2):
    """The first true answer of `question`, or a failure once the time is over; never a fixed sleep."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(step)
    raise AssertionError(f"không thấy sau {seconds} giây: {question}")

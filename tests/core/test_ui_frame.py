"""The frame round every page: menu, gates, error pages, static files that never leave the machine."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from config import navigation
from config.context_processors import Chrome
from core.models import Job
from tests.core.test_ui import ENGLISH, Page
from tests.factories import appoint, make_unit, make_user
from units.enums import Role

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"


# --- menu ------------------------------------------------------------------------------


def test_every_entry_of_the_menus_has_a_page():
    entries = {entry.url_name for entry in (*navigation.MENU, *navigation.PUBLIC_MENU)}
    assert {name for name in entries if not navigation.address(name)} == set()


@pytest.mark.parametrize("entry", navigation.MENU, ids=lambda entry: entry.url_name)
def test_whoever_sees_an_entry_may_open_its_page(entry):
    admitted = resolve(navigation.address(entry.url_name)).func.roles
    assert admitted is None or (entry.roles or frozenset(Role)) <= admitted


@pytest.mark.parametrize("role", Role)
def test_a_role_has_at_most_seven_entries(role):
    assert 2 <= len(navigation.menu_of([role])) <= navigation.MENU_LENGTH


def test_only_administrators_see_accounts():
    seers = {role for role in Role if "Đơn vị và tài khoản" in {e.label for e in navigation.menu_of([role])}}
    assert seers == {Role.ADMIN}


def test_a_person_with_many_roles_finds_the_rest_under_more(db):
    person, unit = make_user(), make_unit()
    for role in Role:
        appoint(person, role, unit)
    request = RequestFactory().get("/nhat-ky/")
    request.user = person
    chrome = Chrome(request)
    assert len(chrome.menu) == navigation.MENU_LENGTH - 1
    assert len(chrome.menu) + len(chrome.more) == len(navigation.MENU)
    assert [link.label for link in (*chrome.menu, *chrome.more) if link.current] == ["Nhật ký"]
    assert chrome.more_open


def test_the_entry_with_the_longest_address_is_the_current_one():
    links = navigation.links(navigation.MENU, reverse("home"))
    assert [link.label for link in links if link.current] == ["Việc của tôi"]


def test_frame_names_the_person_and_the_unit(people, client_as):
    page = client_as(people[Role.OFFICER]).get(reverse("gallery")).content.decode()
    assert people[Role.OFFICER].full_name in page
    assert "Xã Nam Bình" in page


# --- gates -----------------------------------------------------------------------------


def test_a_wrong_password_gets_a_sentence_that_tells_nothing_more(people, client):
    known = client.post(reverse("login"), {"username": "officer", "password": "sai"}).content.decode()
    unknown = client.post(reverse("login"), {"username": "khong-co", "password": "sai"}).content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert sentence in known and sentence in unknown


@pytest.mark.parametrize("name", ["login", "password_change", "password_change_done"])
def test_gate_pages_are_vietnamese_and_plain(name, people, client_as, client):
    who = client if name == "login" else client_as(people[Role.OFFICER])
    page = Page(who.get(reverse(name)).content.decode())
    assert page.inline == []
    assert ENGLISH.findall(" ".join(page.words)) == []


def test_password_change_asks_for_what_is_missing(people, client_as):
    page = client_as(people[Role.OFFICER]).post(reverse("password_change"), {}).content.decode()
    assert "Anh/chị điền ô “Mật khẩu cũ”." in page


def test_leaving_needs_a_post(people, client_as):
    client = client_as(people[Role.OFFICER])
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("gallery")).status_code == 302


@pytest.mark.parametrize("name", ["registration/lockout.html", "registration/logged_out.html"])
def test_other_gate_pages_draw(name, db):
    page = Page(render_to_string(name, request=RequestFactory().get("/")))
    assert (page.inline, ENGLISH.findall(" ".join(page.words))) == ([], [])


# --- errors ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_draws_without_anything_around_it(code):
    page = Page(drawn := render_to_string(f"{code}.html"))
    assert (page.inline, ENGLISH.findall(" ".join(page.words))) == ([], [])
    assert 'href="/"' in drawn


def test_unknown_address_is_404_in_vietnamese(people, client_as):
    response = client_as(people[Role.OFFICER]).get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_stale_form_is_told_apart_from_a_forbidden_page(db):
    response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "phiên làm việc đã cũ" in response.content.decode()


# --- progress of a job -------------------------------------------------------------------


def test_the_person_who_asked_sees_the_progress_and_nobody_else(people, client_as):
    job = Job.objects.create(kind="thu", label="Kết xuất Giấy khen", created_by=people[Role.APPRAISER].username)
    address = reverse("job-progress", args=[job.pk])
    page = client_as(people[Role.APPRAISER]).get(address).content.decode()
    fragment = client_as(people[Role.APPRAISER]).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page and "Đang chờ" in page
    assert "<html" not in fragment and "Đang chờ" in fragment
    assert client_as(people[Role.OFFICER]).get(address).status_code == 404


def test_the_page_around_a_finished_job_is_loaded_anew_where_it_asked_for_that(people, client_as):
    job = Job.objects.create(kind="thu", label="In Giấy khen", created_by=people[Role.CHAIRMAN].username)
    client, asked = client_as(people[Role.CHAIRMAN]), {"HX-Request": "true"}
    address = reverse("job-progress", args=[job.pk])
    running = client.get(f"{address}?tai_lai=1", headers=asked)
    assert "HX-Refresh" not in running and f"{address}?tai_lai=1" in running.content.decode()  # asks the same again
    Job.objects.update(state="done")
    assert client.get(f"{address}?tai_lai=1", headers=asked)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(address, headers=asked)


# --- static files ------------------------------------------------------------------------


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda path: path.name)
def test_vendored_folder_says_version_and_licence(folder):
    assert (folder / "VERSION").read_text("utf-8").strip()
    assert (folder / "LICENSE").read_text("utf-8").strip()


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_styles_load_only_files_that_are_here(path):
    addresses = re.findall(r"""url\(["']?([^"')]+)""", path.read_text("utf-8"))
    files = [address for address in addresses if not address.startswith(("data:", "#", "%23"))]
    assert [file for file in files if not (path.parent / file).is_file()] == []
    assert "@import" not in path.read_text("utf-8")


def test_nothing_of_ours_names_another_host():
    ours = [*(STATIC / "js").glob("*.js"), *(STATIC / "css").glob("*.css"), *(ROOT / "templates").rglob("*.html")]
    foreign = {
        path.name: re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^\s\"']*", path.read_text("utf-8")) for path in ours
    }
    assert {name: found for name, found in foreign.items() if found} == {}


def test_policy_allows_no_inline_code():
    policy = {name: [str(value) for value in values] for name, values in settings.SECURE_CSP.items()}
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]


def test_icons_named_in_templates_are_in_the_sprite():
    names = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor/tabler-icons/sprite.svg").read_text("utf-8")))
    used = {
        icon
        for path in (ROOT / "templates").rglob("*.html")
        for icon in re.findall(r'{% icon "([^"]+)"|\bicon="([^"]+)"', path.read_text("utf-8"))
        for icon in icon
        if icon
    } | {entry.icon for entry in navigation.MENU}
    assert used - names == set()

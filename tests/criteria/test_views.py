"""The public pages of the plan."""

import re

import pytest
from django.urls import reverse

from criteria.plans.checks import words
from criteria.selectors import plan_of
from criteria.services.plans import load_plan
from tests.factories import PLAN_FILE
from units.enums import Role


def text_of(response) -> str:
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return words(body.replace("&#x27;", "'").replace("&amp;", "&"))


def test_plan_page_shows_every_clause_with_its_anchor(client, plan):
    response = client.get(reverse("criteria:plan"))
    html, text = response.content.decode(), text_of(response)
    for clause in plan_of(plan).clauses:
        assert html.count(f'id="muc-{clause.code}"') == 1
        assert all(words(part) in text for part in clause.text.split("\n"))


def test_every_link_to_a_code_has_its_row(client, plan):
    linked = set(re.findall(r'chi-tieu/#([^"]+)"', client.get(reverse("criteria:plan")).content.decode()))
    rows = set(re.findall(r'<tr id="([^"]+)"', client.get(reverse("criteria:targets")).content.decode()))
    assert linked - rows == set()
    assert len(linked) > 40


def test_targets_page_shows_weights_as_proposed(client, plan):
    response = client.get(reverse("criteria:targets"))
    text = text_of(response)
    assert "tổng 100 điểm" in text
    assert "Điểm (đề xuất)" in text
    assert text.count("đề xuất") >= 4
    assert "GD-05" in text


@pytest.mark.parametrize("name", ["criteria:plan", "criteria:targets"])
def test_pages_without_a_plan_say_so(client, db, name):
    assert "Chưa có kế hoạch nào được nạp vào cổng." in text_of(client.get(reverse(name)))


@pytest.mark.parametrize("name", ["criteria:plan", "criteria:targets"])
@pytest.mark.parametrize(
    ("number", "status"), [("1", 200), ("2", 200), ("3", 404), ("x", 404), ("²", 404), ("9" * 30, 404)]
)
def test_old_versions_stay_readable(client, plan, tmp_path, name, number, status):
    path = tmp_path / "moi.toml"
    path.write_text(PLAN_FILE.read_text(encoding="utf-8") + "# phiên bản mới\n", encoding="utf-8")
    load_plan(path)
    response = client.get(reverse(name), {"phien-ban": number})
    assert response.status_code == status
    if status == 200:
        assert f"phiên bản {number}" in text_of(response)


@pytest.mark.parametrize("name", ["criteria:plan", "criteria:targets"])
def test_signed_in_people_keep_their_menu(client_as, people, plan, name):
    text = text_of(client_as(people[Role.OFFICER]).get(reverse(name)))
    assert "Đăng xuất" in text


@pytest.mark.parametrize("name", ["criteria:plan", "criteria:targets"])
def test_pages_are_for_reading_only(client, plan, name):
    assert client.post(reverse(name)).status_code == 405

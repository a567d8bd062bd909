"""The log and the list of long work: read by two roles, told in Vietnamese, searchable; every action has its words."""

import re

import pytest
from django.conf import settings

from config.log_words import ACTIONS, action_words, state_words
from config.workflows import workflows
from core import audit, jobs
from core.models import AuditEvent, Job, JobState
from tests.factories import make_unit, make_user
from units.enums import Role

APPS = ["core", "units", "campaign", "criteria", "awards", "reports", "config"]
CODE = re.compile(r"\"((?:[a-z]+_)*[a-z]+\.[a-z_]+)\"")


def logged_in_code() -> set[str]:
    """Every "noun.verb" that stands in a file that writes to the log."""
    found = set()
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for place in re.finditer(r"audit\.append\(|_store\(|_keep\(", text):
                found |= {code for code in CODE.findall(text[place.end() : place.end() + 160])[:2]}
    return found


def test_every_action_has_vietnamese_words():
    codes = {code for code in logged_in_code() if code.split(".")[0] not in APPS}
    assert len(codes) > 30
    assert {code for code in codes if code not in ACTIONS and action_words(code) == code} == set()


def test_steps_are_told_by_their_buttons_and_states_by_their_labels():
    flow = workflows()["self_report"]
    assert action_words("self_report.submit") == flow["submit"].label
    assert state_words("self_report.submit", {"from": "draft", "to": "submitted"}) == (
        f"{flow.states['draft']} → {flow.states['submitted']}"
    )
    assert state_words("unit.added", {}) == ""


@pytest.mark.django_db
def test_inspector_reads_searches_and_verifies_but_an_officer_does_not(client_as):
    unit = make_unit(name="Ủy ban nhân dân xã Nam Bình")
    audit.append("unit.added", unit, by=make_user(username="ai-do"))
    inspector = client_as(make_user(Role.INSPECTOR))
    page = inspector.get("/nhat-ky/?q=nam binh").content.decode()
    assert "xã Nam Bình" not in inspector.get("/nhat-ky/?q=khong-co").content.decode()
    assert "Thêm đơn vị" in inspector.get("/nhat-ky/?q=Nam Bình").content.decode()
    assert "unit.added" not in page
    assert "nguyên vẹn" in inspector.post("/nhat-ky/kiem-tra/", follow=True).content.decode()
    assert client_as(make_user(Role.OFFICER)).get("/nhat-ky/").status_code == 403


@pytest.mark.django_db
def test_admin_retries_a_failed_job_and_the_inspector_only_sees_it(client_as, monkeypatch):
    monkeypatch.setitem(jobs._handlers, "test.kind", lambda job, progress: None)
    job = Job.objects.create(kind="test.kind", label="In Giấy khen", state=JobState.FAILED, error="kẹt giấy")
    assert "kẹt giấy" in client_as(make_user(Role.INSPECTOR)).get("/viec-nen/").content.decode()
    assert client_as(make_user(Role.INSPECTOR)).post(f"/viec-nen/{job.pk}/lam-lai/").status_code == 403
    client_as(make_user(Role.ADMIN)).post(f"/viec-nen/{job.pk}/lam-lai/")
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow(client_as, django_assert_num_queries, n):
    client = client_as(make_user(Role.ADMIN))
    for _ in range(n):
        audit.append("unit.added", make_unit())
        Job.objects.create(kind="x", label="y")
    client.get("/nhat-ky/")
    with django_assert_num_queries(7):
        client.get("/nhat-ky/")
    with django_assert_num_queries(7):
        client.get("/viec-nen/")


@pytest.mark.django_db
def test_coming_going_and_a_changed_password_are_lines_of_the_log(client):
    user = make_user(Role.OFFICER, username="can-bo")
    client.post("/dang-nhap/", {"username": "can-bo", "password": "sai-mat-khau"})
    assert last_action() is None, "nobody came in"
    client.post("/dang-nhap/", {"username": "can-bo", "password": "mat-khau-thu-nghiem"})
    assert last_action() == "user.signed_in"
    new = "mat-khau-moi-2023-dai"
    old = "mat-khau-thu-nghiem"
    client.post("/doi-mat-khau/", {"old_password": old, "new_password1": new, "new_password2": new})
    assert last_action() == "user.password_changed"
    client.post("/dang-xuat/")
    assert last_action() == "user.signed_out"
    assert {line.actor for line in AuditEvent.objects.all()} == {user.username}


def last_action() -> str | None:
    return AuditEvent.objects.order_by("-id").values_list("action", flat=True).first()

"""The support site writes nothing, tells no vote and no password, and opens no page of business to a superuser."""

import uuid

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from awards.models import BallotReceipt, Objection, PaperCount, SecretBallot, Vote, WrittenOpinion
from core.admin import ReadOnlyAdmin
from core.models import StoredFile
from tests.factories import make_unit, make_user
from units.access import EVERYONE
from units.enums import Role
from units.models import User

pytestmark = pytest.mark.django_db
OURS = ("core", "units", "campaign", "criteria", "awards", "reports")
HIDDEN = {Vote, BallotReceipt, SecretBallot, PaperCount, WrittenOpinion, Objection}  # ballots, and who objected
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models() if model not in HIDDEN]


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", password="mat-khau-ky-thuat", full_name="Kỹ thuật")


@pytest.fixture
def client(root, client_as):
    return client_as(root)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_ours_but_the_votes_is_there_to_read():
    ours = {model for model in admin.site._registry if model._meta.app_label in OURS}
    assert ours == set(MODELS)
    assert {model._meta.app_label for model in admin.site._registry} == set(OURS)
    assert all(isinstance(admin.site._registry[model], ReadOnlyAdmin) for model in ours)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nothing_is_added_changed_or_deleted(client, model):
    assert client.get(address(model, "changelist")).status_code == 200
    pk = uuid.uuid4() if isinstance(model._meta.pk, models.UUIDField) else "1"
    before = model.objects.count()
    assert client.post(address(model, "add"), {"name": "x"}).status_code == 403
    assert client.post(address(model, "change", pk), {"name": "x"}).status_code in (302, 403)
    assert client.post(address(model, "delete", pk), {"post": "yes"}).status_code in (302, 403)
    assert client.post(address(model, "changelist"), {"action": "delete_selected", "_selected_action": pk}).status_code in (
        200, 302, 403,
    )  # fmt: skip
    assert model.objects.count() == before


def test_a_row_that_is_there_is_shown_and_stays(client, root):
    unit = make_unit(code="thu-01", name="Đơn vị thử")
    person = make_user(Role.OFFICER, unit)
    file = StoredFile.objects.create(name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64)
    for row in (unit, person, person.appointments.get(), file, root):
        page = client.get(address(type(row), "change", row.pk))
        assert page.status_code == 200 and "_save" not in page.content.decode()
        before = type(row).objects.filter(pk=row.pk).values().get()
        assert (
            client.post(address(type(row), "change", row.pk), {"name": "Khác", "full_name": "Khác"}).status_code == 403
        )
        assert client.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
        client.post(
            address(type(row), "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "1"}
        )
        assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert "Đơn vị thử" in client.get(address(type(unit), "changelist"), {"q": "thu-01"}).content.decode()


def test_no_vote_and_no_password_is_shown(client, root):
    assert not HIDDEN & set(admin.site._registry)
    assert client.get("/admin/awards/vote/").status_code == 404
    page = client.get(address(User, "change", root.pk)).content.decode()
    assert root.password not in page and root.password.split("$")[-1] not in page


def test_only_technical_accounts_enter(people, client_as):
    for role, user in people.items():
        assert client_as(user).get("/admin/").headers["Location"].startswith("/admin/login/"), role
    assert Client().get("/admin/").headers["Location"].startswith(("/admin/login/", "/dang-nhap/"))


def test_guessing_at_the_support_door_is_locked_too(root, settings):
    settings.AXES_ENABLED = True
    door = Client()

    def knock(password: str):
        return door.post("/admin/login/?next=/admin/", {"username": "root", "password": password})

    for _ in range(5):
        knock("sai")
    assert knock("mat-khau-ky-thuat").status_code == 429
    assert door.get("/admin/").status_code == 302
    AccessAttempt.objects.all().delete()
    assert knock("mat-khau-ky-thuat").headers["Location"] == "/admin/"


def business_pages(patterns=None, prefix: str = ""):
    """(route, view, sample address) of every page that names its roles."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            wanted = getattr(pattern.callback, "roles", None)
            if wanted is not None and wanted != EVERYONE:
                yield route
        elif not route.startswith("admin"):
            yield from business_pages(pattern.url_patterns, route)


SAMPLES = {"int:year": "2023", "int": "1", "uuid": str(uuid.UUID(int=0)), "slug": "x", "str": "x", "path": "x"}


def sample(route: str) -> str:
    out = []
    for part in route.split("/"):
        if part.startswith("<"):
            kind = part.strip("<>")
            part = SAMPLES.get(kind) or SAMPLES[kind.split(":")[0]]  # noqa: PLW2901
        out.append(part)
    return "/" + "/".join(out)


def test_a_superuser_without_appointment_has_no_business(client):
    routes = list(business_pages())
    assert len(routes) > 30
    for route in routes:
        codes = {client.get(sample(route)).status_code, client.post(sample(route)).status_code}
        assert codes <= {403, 404, 405} and codes & {403, 404}, (route, codes)

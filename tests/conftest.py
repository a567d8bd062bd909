"""Fixtures for every test: people by role, a client for each, the real plan; and SQLite that can be emptied."""

import pytest
from django.db import connections
from django.test import Client

from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role, UnitKind

# What `make test-fast` runs, within 30 seconds; the rest walks whole workflows, draws papers, or needs services.
FAST = {
    "architecture": {"docs", "imports", "templates"},
    "awards": {"rules", "tally", "reward", "rounds"},
    "campaign": {"registration_workflow", "settings"},
    "config": {"compose"},
    "core": {"admin", "audit", "boxes", "files", "health", "jobs", "letterhead", "numbering", "text"}
    | {"transitions", "ui", "ui_frame", "workflow", "working_days"},
    "criteria": {"plan_text", "reader"},
    "reports": {"workflow"},
    "scoring": {"eligibility", "engine", "formula", "overrides", "properties", "ranking", "scales"},
    "units": {"first_admin", "load_units"},
}

DATABASE = {"db", "transactional_db", "live_server"}


def pytest_configure(config):
    config.addinivalue_line("markers", "fast: part of `make test-fast`")
    config.addinivalue_line("markers", "pure: touches no database, so one of the two runs is enough")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.stem.removeprefix("test_") in FAST.get(item.path.parent.name, ()):
            item.add_marker("fast")
        if not (item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)):
            item.add_marker("pure")


@pytest.fixture
def plan(db):
    return load_real_plan()


@pytest.fixture
def period(plan):
    return plan.campaign.periods.get(year=2023)


@pytest.fixture
def commune(db):
    return make_unit(UnitKind.CAP_XA, code="24721", name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình")


@pytest.fixture
def office(db):
    return make_unit(UnitKind.PHONG_BAN, code="phong-noi-vu", name="Phòng Nội vụ", short_name="Phòng Nội vụ")


@pytest.fixture
def people(commune, office) -> dict[str, object]:
    """One person per role, by role; the officer works for the commune."""
    return {
        role: make_user(role, commune if role in (Role.OFFICER, Role.HEAD) else office, username=role) for role in Role
    }


@pytest.fixture
def client_as():
    """client_as(user) -> a client signed in as that person."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def emptying_passes_triggers():
    """A transactional test empties every table at its end; on SQLite that is DELETE, which append-only triggers refuse.

    Only the emptying between tests puts the triggers aside; what a test itself does still meets them.
    """
    from django.db.backends.sqlite3.base import DatabaseWrapper

    DatabaseOperations = DatabaseWrapper.ops_class  # its own module cannot be imported first  # noqa: N806
    original = DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        with connections[self.connection.alias].cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            original(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = original


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the run; tests open a context each."""
    from tests.browsing import chromium

    with chromium() as running:
        yield running

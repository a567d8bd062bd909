"""Models and migrations agree, and every migration can be taken back."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from awards.models import Dossier
from awards.services import rounds
from core.triggers import Refuse
from tests.awards.dossiers import Office, make_dossier_at
from units.enums import Role

OURS = ["core", "units", "campaign", "criteria", "awards", "reports"]


@pytest.mark.django_db
def test_models_have_no_change_without_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_all_our_migrations_go_back_and_forth():
    for app in reversed(OURS):
        call_command("migrate", app, "zero", verbosity=0)
    left = {model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models()}
    assert left & set(connection.introspection.table_names()) == set()
    call_command("migrate", verbosity=0)
    assert left <= set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_a_dossier_judged_returned_and_sent_again_before_the_clock_was_kept_has_a_running_one(period, people):
    appraiser = people[Role.APPRAISER]
    desk = make_dossier_at("submitted", Office(rounds.create_round(period, by=appraiser), appraiser))
    Dossier.objects.update(appraised_at=desk.dossier.submitted_at - timedelta(days=3))  # a return leaves it there
    call_command("migrate", "awards", "0004", verbosity=0)
    call_command("migrate", "awards", verbosity=0)
    (run,) = desk.dossier.clock_runs.all()
    assert (run.started_at, run.ended_at) == (desk.dossier.submitted_at, None)


@pytest.mark.django_db
def test_every_declared_trigger_is_in_the_database():
    """A migration that remakes a table on SQLite drops its triggers without a word; this test says which."""
    declared = {
        f"{step.table}_{step.name}"
        for (app, _), migration in MigrationLoader(connection).disk_migrations.items()
        if app in OURS
        for step in migration.operations
        if isinstance(step, Refuse)
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {name for (name,) in cursor.fetchall()}
    assert len(declared) > 60
    assert {name for name in declared if name[:63] not in there} == set()

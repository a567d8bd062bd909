"""Models and migrations agree, and every migration can be taken back."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

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

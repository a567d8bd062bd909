"""No two thông báo of a year share a number; a draft without a day is compared once it has one."""

from importlib import import_module

from django.db import migrations

from core.triggers import refuse

PAPER = import_module("awards.migrations.0006_rules_of_rounds_and_the_public").PAPER
MESSAGE = "so thong bao da dung trong nam"


def year(row: str) -> str:
    """A day as text begins with its year on both databases."""
    return f"SUBSTR(CAST({row}.day AS TEXT), 1, 4)"


def used(others: str) -> str:
    return (
        f"NEW.kind = 'thong_bao' AND NEW.number <> '' AND EXISTS (SELECT 1 FROM {PAPER} AS p"
        f" WHERE {others}p.kind = 'thong_bao' AND p.number = NEW.number AND {year('p')} = {year('NEW')})"
    )


class Migration(migrations.Migration):
    dependencies = [("awards", "0006_rules_of_rounds_and_the_public")]
    operations = [
        refuse(PAPER, "number_once", "INSERT", used(""), MESSAGE),
        refuse(PAPER, "number_once_more", "UPDATE", used("p.id <> NEW.id AND "), MESSAGE),
    ]

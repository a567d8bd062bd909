"""Triggers that keep rows as they are, for SQLite and PostgreSQL alike; used by migrations only."""

from django.db import migrations


def _sqlite(table: str, name: str, event: str, when: str, message: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f'CREATE TRIGGER "{table}_{name}" BEFORE {event} ON "{table}" {condition}'
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql(table: str, name: str, event: str, when: str, message: str) -> list[str]:
    # the condition stands inside the function: WHEN of a PostgreSQL trigger may not look into other tables
    returned = "OLD" if event == "DELETE" else "NEW"
    function = f"{table}_{name}_fn"
    return [
        f'CREATE FUNCTION "{function}"() RETURNS trigger AS $$ BEGIN IF {when or "TRUE"} THEN '
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {returned}; "
        f"END $$ LANGUAGE plpgsql",
        f'CREATE TRIGGER "{table}_{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{function}"()',
    ]


def refuse(table: str, name: str, event: str, when: str, message: str) -> migrations.RunPython:
    """A migration operation: `event` (INSERT, UPDATE, DELETE) on `table` is refused where `when` (SQL over OLD/NEW) holds.

    The condition must read the same on SQLite and PostgreSQL (subqueries and IS DISTINCT FROM do; booleans as
    `x IS TRUE`); the message must not contain a quote.
    """

    def forwards(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(_sqlite(table, name, event, when, message), params=None)
        else:
            for statement in _postgresql(table, name, event, when, message):
                schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f'DROP TRIGGER "{table}_{name}"')
        else:
            schema_editor.execute(f'DROP TRIGGER "{table}_{name}" ON "{table}"')
            schema_editor.execute(f'DROP FUNCTION "{table}_{name}_fn"()')

    return migrations.RunPython(forwards, backwards)


def append_only(table: str) -> list[migrations.RunPython]:
    """Two operations: rows of `table` can be added, never changed or removed."""
    return [
        refuse(table, "no_update", "UPDATE", "", f"{table}: chi duoc them, khong duoc sua"),
        refuse(table, "no_delete", "DELETE", "", f"{table}: chi duoc them, khong duoc xoa"),
    ]

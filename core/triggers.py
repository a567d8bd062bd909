"""Triggers that keep rows as they are, for SQLite and PostgreSQL alike; used by migrations only."""

from django.db.migrations.operations.base import Operation


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


class Refuse(Operation):
    """One trigger. Unlike RunPython it never asks for historical models, which would be rendered anew each time."""

    reversible = True
    reduces_to_sql = True
    elidable = False

    def __init__(self, table: str, name: str, event: str, when: str, message: str) -> None:
        self.table, self.name, self.event, self.when, self.message = table, name, event, when, message

    def state_forwards(self, app_label, state):
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        trigger = (self.table, self.name, self.event, self.when, self.message)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(_sqlite(*trigger), params=None)
        else:
            for statement in _postgresql(*trigger):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.table}_{self.name}"')
        else:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.table}_{self.name}" ON "{self.table}"')
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{self.table}_{self.name}_fn"()')

    def describe(self):
        return f"Refuse {self.event} on {self.table} ({self.name})"


def refuse(table: str, name: str, event: str, when: str, message: str) -> Refuse:
    """A migration operation: `event` (INSERT, UPDATE, DELETE) on `table` is refused where `when` (SQL over OLD/NEW) holds.

    The condition must read the same on SQLite and PostgreSQL (subqueries and IS DISTINCT FROM do; booleans as
    `x IS TRUE`); the message must not contain a quote.
    """
    return Refuse(table, name, event, when, message)


class Stand(Operation):
    """Whether these triggers stand after this operation; taken back, it is the other way round."""

    reversible = True
    reduces_to_sql = True
    elidable = False

    def __init__(self, triggers: list[Refuse], *, there: bool) -> None:
        self.triggers, self.there = triggers, there

    def state_forwards(self, app_label, state):
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._make(schema_editor, there=self.there)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._make(schema_editor, there=not self.there)

    def _make(self, schema_editor, *, there: bool) -> None:
        for trigger in self.triggers:
            move = trigger.database_forwards if there else trigger.database_backwards
            move("", schema_editor, None, None)

    def describe(self):
        return f"{'Put up' if self.there else 'Take down'} {len(self.triggers)} triggers"


def keeping(triggers: list[Refuse], operations: list[Operation]) -> list[Operation]:
    """The operations with these triggers put aside meanwhile: SQLite remakes a table for a new constraint."""
    return [Stand(triggers, there=False), *operations, Stand(triggers, there=True)]


def replaced(old: Refuse, new: Refuse) -> list[Operation]:
    """The rule `new` instead of `old`, under the same name."""
    return [Stand([old], there=False), Stand([new], there=True)]


def standing(*operations: Operation) -> list[Refuse]:
    """The triggers that stand once these operations of earlier migrations are done."""
    there: dict[tuple[str, str], Refuse] = {}
    for operation in operations:
        for trigger in operation.triggers if isinstance(operation, Stand) else [operation]:
            if isinstance(operation, Stand) and not operation.there:
                there.pop((trigger.table, trigger.name), None)
            elif isinstance(trigger, Refuse):
                there[trigger.table, trigger.name] = trigger
    return list(there.values())


def append_only(table: str) -> list[Refuse]:
    """Two operations: rows of `table` can be added, never changed or removed."""
    return [
        refuse(table, "no_update", "UPDATE", "", f"{table}: chi duoc them, khong duoc sua"),
        refuse(table, "no_delete", "DELETE", "", f"{table}: chi duoc them, khong duoc xoa"),
    ]

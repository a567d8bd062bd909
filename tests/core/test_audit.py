"""core.audit: append-only by the database, and every tampering is named."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core import audit
from core.models import AuditEvent
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_lines():
    unit, user = make_unit(), make_user()
    return [audit.append("unit.edit", unit, by=user, data={"lần": n}) for n in range(3)]


def without_triggers(sql, params=()):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER core_auditevent_no_update")
            cursor.execute("DROP TRIGGER core_auditevent_no_delete")
        else:
            cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql, params)


def test_an_untouched_log_is_whole(three_lines):
    assert audit.verify() == []
    assert [event.previous_hash for event in three_lines[1:]] == [event.hash for event in three_lines[:2]]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_database_refuses_change_and_removal(three_lines, act):
    line = AuditEvent.objects.filter(pk=three_lines[1].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        line.update(actor="ai khác") if act == "update" else line.delete()
    assert audit.verify() == []


@pytest.mark.parametrize("column", ["actor", "action", "subject_id", "subject_label"])
def test_changed_line_is_named(three_lines, column):
    without_triggers(f"UPDATE core_auditevent SET {column} = 'khác' WHERE id = %s", [three_lines[1].pk])
    assert audit.verify() == [f"Dòng {three_lines[1].pk}: nội dung đã bị sửa."]


def test_removed_line_is_noticed_at_the_next(three_lines):
    without_triggers("DELETE FROM core_auditevent WHERE id = %s", [three_lines[1].pk])
    assert audit.verify() == [f"Dòng {three_lines[2].pk}: không nối tiếp dòng trước (có dòng bị xóa hoặc chèn)."]


def test_a_rolled_back_act_leaves_no_line(three_lines):
    with pytest.raises(DatabaseError), transaction.atomic():
        audit.append("unit.edit", three_lines[0])
        raise DatabaseError
    assert AuditEvent.objects.count() == 3

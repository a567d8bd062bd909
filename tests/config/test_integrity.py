"""check_integrity and verify_audit: whole data pass, each kind of tampering is named."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from core import audit, files
from reports.models import Submission
from tests.factories import make_unit
from tests.reports.factories import PDF, make_report_at

pytestmark = pytest.mark.django_db


def run(command: str, capsys) -> str:
    call_command(command)
    return capsys.readouterr().out


def tamper(table: str, sql: str, *values) -> None:
    """What somebody with the keys of the database could do, triggers out of the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when the table is altered
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)


def test_whole_data_pass(period, capsys):
    make_report_at("submitted", period)
    assert "Nguyên vẹn" in run("check_integrity", capsys)
    assert "Nhật ký nguyên vẹn" in run("verify_audit", capsys)


def test_a_file_changed_on_disk_is_named():
    stored = files.save_upload(SimpleUploadedFile("quyết định.pdf", PDF + b"\n%%EOF"), by=None)
    path = files.path_of(stored.sha256)
    kept = path.read_bytes()
    try:
        path.write_bytes(kept.replace(b"PDF-1.7", b"PDF-1.6"))
        with pytest.raises(CommandError, match=r"quyết định\.pdf"):
            call_command("check_integrity")
    finally:
        path.write_bytes(kept)


def test_a_frozen_copy_changed_in_the_database_is_named(period):
    make_report_at("submitted", period)
    copy = Submission.objects.get()
    tamper("reports_submission", "UPDATE reports_submission SET sha256 = %s WHERE id = %s", "0" * 64, copy.pk)
    with pytest.raises(CommandError, match="không khớp mã băm"):
        call_command("check_integrity")


def test_a_changed_line_of_the_log_fails_both_commands():
    line = audit.append("unit.added", make_unit())
    tamper("core_auditevent", "UPDATE core_auditevent SET actor = 'ai khác' WHERE id = %s", line.pk)
    for command in ("check_integrity", "verify_audit"):
        with pytest.raises(CommandError, match="đã bị sửa"):
            call_command(command)

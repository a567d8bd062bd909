from importlib import import_module

from django.db import migrations

from core.triggers import append_only, refuse, replaced

before = import_module("reports.migrations.0002_triggers")
OLD = {trigger.name: trigger for trigger in before.Migration.operations if trigger.table == "reports_entry"}
OLD_EVIDENCE = {trigger.name: trigger for trigger in before.Migration.operations if trigger.table == "reports_evidence"}
state_of, changed = before.state_of, before.changed

CONTENT = (*before.CONTENT, "estimate")
PRESENTED = "(SELECT r.presented_at FROM reports_selfreport r WHERE r.id = OLD.report_id) IS NOT NULL"
# A line is open while its report is a draft or came back with this very line, and is not on the head's desk.
LINE_CLOSED = f"({before.LINE_CLOSED} OR {PRESENTED})"


def evidence_closed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM reports_entry e JOIN reports_selfreport r ON r.id = e.report_id"
        f" WHERE e.id = {row}.entry_id AND (r.state IN ('submitted', 'accepted') OR r.presented_at IS NOT NULL"
        f" OR (r.state = 'returned' AND e.verdict <> 'returned')))"
    )


def report_of(entry: str) -> str:
    return f"(SELECT r.state FROM reports_selfreport r JOIN reports_entry e ON e.report_id = r.id WHERE e.id = {entry})"


UNSOUND = (
    "EXISTS (SELECT 1 FROM reports_entry e WHERE e.report_id = NEW.id AND ("
    "(e.na IS TRUE AND (e.note = '' OR e.a IS NOT NULL OR e.b IS NOT NULL OR e.value IS NOT NULL"
    " OR e.yes IS NOT NULL OR e.text <> ''))"
    " OR e.a > e.b OR e.b = 0"
    " OR (e.a IS NULL AND e.b IS NOT NULL) OR (e.a IS NOT NULL AND e.b IS NULL)))"
)
SENT = "NEW.state = 'submitted' AND OLD.state <> 'submitted'"
ASKED = ("entry_id", "kind", "a", "b", "value", "yes", "text", "sent_by", "sent_at")


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_cells_two_steps_and_requests")]
    operations = [
        *replaced(
            OLD["content_locked"],
            refuse("reports_entry", "content_locked", "UPDATE", f"{LINE_CLOSED} AND {changed(CONTENT)}",
                   "dong bao cao da khoa, khong duoc sua"),
        ),
        *replaced(
            OLD["added_open"],
            refuse("reports_entry", "added_open", "INSERT",
                   f"({state_of('NEW.report_id')} <> 'draft' OR {PRESENTED.replace('OLD', 'NEW')})",
                   "bao cao da nop hoac da trinh ky, khong duoc them dong"),
        ),
        *replaced(
            OLD_EVIDENCE["added_open"],
            refuse("reports_evidence", "added_open", "INSERT", evidence_closed("NEW"),
                   "dong bao cao da khoa, khong duoc them minh chung"),
        ),
        *replaced(
            OLD_EVIDENCE["removed_open"],
            refuse("reports_evidence", "removed_open", "DELETE", evidence_closed("OLD"),
                   "dong bao cao da khoa, khong duoc go minh chung"),
        ),
        refuse("reports_selfreport", "sent_presented", "UPDATE", f"{SENT} AND OLD.presented_at IS NULL",
               "bao cao phai duoc trinh ky truoc khi nop"),
        refuse("reports_selfreport", "sent_sound", "UPDATE", f"{SENT} AND {UNSOUND}",
               "bao cao con dong chua dung, chua nop duoc"),
        *append_only("reports_celledit"),
        *append_only("reports_comment"),
        *append_only("reports_councilpoints"),
        refuse("reports_councilpoints", "accepted_only", "INSERT", f"{state_of('NEW.report_id')} <> 'accepted'",
               "hoi dong chi cho diem bao cao da chap nhan"),
        refuse("reports_filledform", "once", "UPDATE", "OLD.applied_at IS NOT NULL", "bieu da nhan, khong duoc sua"),
        refuse("reports_reconsideration", "accepted_only", "INSERT",
               f"{report_of('NEW.entry_id')} <> 'accepted' OR NEW.outcome <> 'open'",
               "chi de nghi xem lai bao cao da chap nhan"),
        refuse("reports_reconsideration", "estimates_only", "INSERT",
               "NEW.kind = 'official' AND NOT EXISTS (SELECT 1 FROM reports_entry e WHERE e.id = NEW.entry_id"
               " AND e.estimate IS TRUE)", "chi dong uoc thuc hien moi co so chinh thuc"),
        refuse("reports_reconsideration", "asked_stays", "UPDATE", changed(ASKED), "de nghi da gui, khong duoc sua"),
        refuse("reports_reconsideration", "answered_final", "UPDATE", "OLD.outcome <> 'open'",
               "de nghi da tra loi, khong duoc sua"),
        refuse("reports_reconsideration", "kept", "DELETE", "", "de nghi xem lai khong duoc xoa"),
    ]

from django.db import migrations

from core.triggers import append_only, refuse


def state_of(report: str) -> str:
    return f"(SELECT r.state FROM reports_selfreport r WHERE r.id = {report})"


CONTENT = ("a", "b", "value", "yes", "text", "na", "note", "indicator_id", "report_id")
REVIEW = ("verdict", "adjusted_a", "adjusted_b", "adjusted_value", "adjusted_yes", "reason")


def changed(columns) -> str:
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


# A line is open while its report is a draft, or came back with this very line returned.
LINE_CLOSED = f"({state_of('OLD.report_id')} IN ('submitted', 'accepted')" \
    f" OR ({state_of('OLD.report_id')} = 'returned' AND OLD.verdict <> 'returned'))"


def evidence_closed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM reports_entry e JOIN reports_selfreport r ON r.id = e.report_id"
        f" WHERE e.id = {row}.entry_id AND (r.state IN ('submitted', 'accepted')"
        f" OR (r.state = 'returned' AND e.verdict <> 'returned')))"
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        *append_only("reports_submission"),
        *append_only("reports_submissionpaper"),
        refuse("reports_selfreport", "accepted_final", "UPDATE", "OLD.state = 'accepted'",
               "bao cao da chap nhan, khong duoc sua"),
        refuse("reports_selfreport", "sent_stays", "DELETE", "OLD.state <> 'draft'",
               "bao cao da nop, khong duoc xoa"),
        refuse("reports_selfreport", "path", "UPDATE",
               "NEW.state <> OLD.state AND NOT ("
               "(OLD.state IN ('draft', 'returned') AND NEW.state = 'submitted')"
               " OR (OLD.state = 'submitted' AND NEW.state IN ('draft', 'returned', 'accepted')))",
               "bao cao khong di thang toi trang thai nay"),
        refuse("reports_selfreport", "undecided", "UPDATE",
               "NEW.state = 'accepted' AND OLD.state <> 'accepted' AND EXISTS (SELECT 1 FROM reports_entry e"
               " WHERE e.report_id = NEW.id AND e.verdict IN ('pending', 'returned'))",
               "con dong chua tham dinh hoac dang tra lai"),
        refuse("reports_selfreport", "nothing_returned", "UPDATE",
               "NEW.state = 'returned' AND OLD.state <> 'returned' AND NOT EXISTS (SELECT 1 FROM reports_entry e"
               " WHERE e.report_id = NEW.id AND e.verdict = 'returned')",
               "chua co dong nao duoc tra lai"),
        refuse("reports_selfreport", "points_while_reviewed", "UPDATE",
               "OLD.state <> 'submitted' AND " + changed(("bonus", "bonus_reason", "minus", "minus_reason")),
               "chi cho diem thuong, diem tru khi dang tham dinh"),
        refuse("reports_selfreport", "whose", "UPDATE", changed(("period_id", "unit_id")),
               "khong doi don vi hay ky cua bao cao"),
        refuse("reports_entry", "added_open", "INSERT",
               f"{state_of('NEW.report_id')} <> 'draft'", "bao cao da nop, khong duoc them dong"),
        refuse("reports_entry", "content_locked", "UPDATE", f"{LINE_CLOSED} AND {changed(CONTENT)}",
               "dong bao cao da khoa, khong duoc sua"),
        refuse("reports_entry", "review_locked", "UPDATE",
               f"{state_of('OLD.report_id')} <> 'submitted' AND {changed(REVIEW)}",
               "chi tham dinh khi bao cao dang cho tham dinh"),
        refuse("reports_entry", "removed_open", "DELETE",
               f"{state_of('OLD.report_id')} <> 'draft'", "bao cao da nop, khong duoc xoa dong"),
        refuse("reports_evidence", "no_update", "UPDATE", "", "minh chung chi duoc them hoac go"),
        refuse("reports_evidence", "added_open", "INSERT", evidence_closed("NEW"),
               "dong bao cao da khoa, khong duoc them minh chung"),
        refuse("reports_evidence", "removed_open", "DELETE", evidence_closed("OLD"),
               "dong bao cao da khoa, khong duoc go minh chung"),
    ]

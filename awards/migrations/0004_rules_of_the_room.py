"""What no constraint can hold of the council room and of papers signed outside."""

from importlib import import_module

from django.db import migrations

from core.triggers import append_only, refuse, replaced

before = import_module("awards.migrations.0002_triggers")
OLD = {f"{trigger.table}.{trigger.name}": trigger for trigger in before.Migration.operations}
ROUND, SESSION, SEAT, VOTE = before.ROUND, before.SESSION, before.SEAT, before.VOTE
NOMINEE, CERTIFICATE = before.NOMINEE, before.CERTIFICATE
RECEIPT, BALLOT, COUNT = "awards_ballotreceipt", "awards_secretballot", "awards_papercount"
OPINION, RECUSAL, MATERIAL = "awards_writtenopinion", "awards_recusal", "awards_sessionmaterial"
changed, state_of = before.changed, before.state_of

ROUND_RULES = (*before.ROUND_RULES, "voting_method")
FROZEN = (*before.FROZEN, "method", "count_present_only")
STEP_ALLOWED = (
    "(OLD.state = NEW.state OR (OLD.state = 'pending' AND NEW.state = 'valid')"
    " OR (OLD.state = 'valid' AND NEW.state IN ('revoked', 'replaced')))"
)


def method_is(row: str, method: str) -> str:
    return f"(SELECT c.method FROM {SESSION} AS c WHERE c.id = {row}.session_id) = '{method}'"


def recused(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {RECUSAL} AS x WHERE x.seat_id = {row}.seat_id AND x.nominee_id = {row}.nominee_id)"


def in_session(row: str) -> str:
    """Seat, nominee and session belong together, the nominee is voted on and the session is open."""
    return (
        f"EXISTS (SELECT 1 FROM {SEAT} AS s JOIN {SESSION} AS c ON c.id = s.session_id"
        f" JOIN {NOMINEE} AS n ON n.id = {row}.nominee_id AND n.round_id = c.round_id AND n.appraisal = 'eligible'"
        f" WHERE s.id = {row}.seat_id AND s.session_id = {row}.session_id AND c.state = 'open')"
    )


def of_round(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {SESSION} AS c JOIN {NOMINEE} AS n ON n.round_id = c.round_id"
        f" AND n.appraisal = 'eligible' WHERE c.id = {row}.session_id AND n.id = {row}.nominee_id AND c.state = 'open')"
    )


room = [
    *replaced(
        OLD[f"{ROUND}.proposed"],
        refuse(ROUND, "proposed", "UPDATE", f"OLD.state <> 'open' AND {changed(*ROUND_RULES)}",
               "dot khen thuong da trinh, khong duoc sua"),
    ),
    *replaced(
        OLD[f"{SESSION}.frozen"],
        refuse(SESSION, "frozen", "UPDATE", f"OLD.state = 'open' AND {changed(*FROZEN)}",
               "phien hop da khai mac, khong duoc sua tuc so, nguong va cach bieu quyet"),
    ),
    refuse(VOTE, "open_method", "INSERT", f"NOT ({method_is('NEW', 'open')})", "phien hop nay khong bieu quyet cong khai"),
    *(
        refuse(table, "recused", "INSERT", recused("NEW"), "thanh vien khong tham gia bieu quyet muc nay")
        for table in (VOTE, RECEIPT, OPINION)
    ),
    *append_only(RECEIPT),
    refuse(RECEIPT, "in_session", "INSERT", f"NOT ({before.VOTABLE} AND {method_is('NEW', 'secret')})",
           "chi bo phieu kin khi phien hop dang mo"),
    refuse(RECEIPT, "own_unit", "INSERT", before.OWN_UNIT, "khong bieu quyet ve don vi minh"),
    refuse(BALLOT, "in_session", "INSERT", f"NOT ({of_round('NEW')} AND {method_is('NEW', 'secret')})",
           "chi bo phieu kin khi phien hop dang mo"),
    refuse(BALLOT, "one_a_receipt", "INSERT",
           f"(SELECT COUNT(*) FROM {BALLOT} AS b WHERE b.nominee_id = NEW.nominee_id)"
           f" >= (SELECT COUNT(*) FROM {RECEIPT} AS r WHERE r.nominee_id = NEW.nominee_id)",
           "so phieu khong duoc nhieu hon so nguoi da bo phieu"),
    refuse(BALLOT, "no_update", "UPDATE", "", "phieu kin khong duoc sua"),
    refuse(BALLOT, "removed", "DELETE", f"{state_of(SESSION, 'OLD.session_id')} <> 'open'",
           "phien hop da ket thuc, khong duoc xoa phieu"),
    *append_only(COUNT),
    refuse(COUNT, "in_session", "INSERT", f"NOT ({of_round('NEW')} AND {method_is('NEW', 'paper')})",
           "chi nhap ket qua kiem phieu khi phien hop dang mo"),
    refuse(OPINION, "in_session", "INSERT", f"NOT ({in_session('NEW')})", "chi nhan y kien khi phien hop dang mo"),
    refuse(OPINION, "absent", "INSERT",
           f"(SELECT s.present FROM {SEAT} AS s WHERE s.id = NEW.seat_id) IS TRUE OR NEW.confirmed_by <> ''",
           "y kien bang van ban chi cua nguoi vang mat"),
    refuse(OPINION, "own_unit", "INSERT", before.OWN_UNIT, "khong bieu quyet ve don vi minh"),
    refuse(OPINION, "confirmed_final", "UPDATE",
           "OLD.confirmed_by <> '' OR " + changed("session_id", "seat_id", "nominee_id", "choice", "file_id", "entered_by"),
           "y kien bang van ban khong duoc sua"),
    refuse(OPINION, "kept", "DELETE", f"OLD.confirmed_by <> '' OR {state_of(SESSION, 'OLD.session_id')} <> 'open'",
           "y kien da xac nhan, khong duoc xoa"),
    refuse(RECUSAL, "in_time", "INSERT",
           f"{state_of(SESSION, 'NEW.session_id')} = 'closed'"
           f" OR EXISTS (SELECT 1 FROM {VOTE} AS v WHERE v.seat_id = NEW.seat_id AND v.nominee_id = NEW.nominee_id)"
           f" OR EXISTS (SELECT 1 FROM {RECEIPT} AS v WHERE v.seat_id = NEW.seat_id AND v.nominee_id = NEW.nominee_id)"
           f" OR EXISTS (SELECT 1 FROM {OPINION} AS v WHERE v.seat_id = NEW.seat_id AND v.nominee_id = NEW.nominee_id)",
           "thanh vien da bieu quyet muc nay"),
    refuse(RECUSAL, "no_update", "UPDATE", "", "khong sua duoc, xoa roi ghi lai"),
    refuse(RECUSAL, "kept", "DELETE", f"{state_of(SESSION, 'OLD.session_id')} = 'closed'",
           "phien hop da ket thuc, khong duoc sua"),
    refuse(MATERIAL, "removed", "DELETE", f"{state_of(SESSION, 'OLD.session_id')} <> 'prepared'",
           "phien hop da khai mac, khong duoc bo tai lieu"),
]
papers = [
    *replaced(
        OLD[f"{CERTIFICATE}.step"],
        refuse(CERTIFICATE, "step", "UPDATE", f"NOT {STEP_ALLOWED}", "Giay khen khong duoc doi trang thai nhu vay"),
    ),
    *replaced(
        OLD[f"{CERTIFICATE}.locked"],
        refuse(
            CERTIFICATE, "locked", "UPDATE",
            changed("award_id", "token", "replaces_id", "corrections")
            + " OR (OLD.state <> 'pending' AND " + changed("file_id", "issued_at") + ")"
            + " OR (OLD.state IN ('revoked', 'replaced') AND " + changed("revoked_at", "revoke_reason") + ")",
            "Giay khen da phat hanh, khong duoc sua",
        ),
    ),
    refuse(CERTIFICATE, "replaces", "INSERT",
           f"NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {CERTIFICATE} AS c WHERE c.id = NEW.replaces_id"
           " AND c.award_id = NEW.award_id AND c.state = 'replaced')",
           "chi thay the Giay khen cua cung mot giai thuong"),
    *append_only("awards_signedfile"),
]


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_council_room_and_papers")]
    operations = [*room, *papers]

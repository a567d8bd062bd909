"""Truths that no constraint can hold: what is locked in which state, and what must agree with another table."""

from django.db import migrations

from core.triggers import append_only, refuse

ROUND, SLOT, DOSSIER = "awards_awardround", "awards_awardslot", "awards_dossier"
NOMINEE, PAPER = "awards_nominee", "awards_dossierpaper"
SESSION, SEAT, VOTE, RESULT = "awards_councilsession", "awards_councilseat", "awards_vote", "awards_voteresult"
AWARD, CERTIFICATE = "awards_award", "awards_certificate"


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def state_of(table: str, key: str) -> str:
    return f"(SELECT state FROM {table} WHERE id = {key})"


ROUND_RULES = (
    "period_id", "name", "kind", "quota_collective", "quota_individual", "direct_percent", "form_name",
    "achievement_text", "quorum_num", "quorum_den", "threshold_num", "threshold_den",
    "reward_coefficient_collective", "reward_coefficient_individual", "base_salary", "signer_title", "signer_name",
)  # fmt: skip
DOSSIER_FACTS = (
    "round_id", "unit_id", "to_trinh_number", "to_trinh_date", "meeting_date", "meeting_place", "meeting_members",
    "meeting_chair", "meeting_secretary", "signer_title", "signer_name", "submitted_at",
)  # fmt: skip
NOMINEE_FACTS = (
    "dossier_id", "round_id", "unit_id", "kind", "honorific", "name", "name_key", "birth_year", "distinct_note",
    "position", "involvement", "achievements", "initiative", "initiative_recognition", "cn_01", "cn_02", "cn_03",
    "prior_awards", "not_under_discipline", "votes_for", "votes_total",
)  # fmt: skip

rounds = [
    refuse(ROUND, "decided", "UPDATE", "OLD.state = 'decided'", "dot khen thuong da co quyet dinh, khong duoc sua"),
    refuse(
        ROUND, "proposed", "UPDATE", f"OLD.state <> 'open' AND {changed(*ROUND_RULES)}",
        "dot khen thuong da trinh, khong duoc sua",
    ),
    *(
        refuse(
            SLOT, event.lower(), event, f"{state_of(ROUND, f'{row}.round_id')} <> 'open'",
            "dot khen thuong da trinh, khong duoc sua suat",
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
]  # fmt: skip

OPEN_TO_UNIT = "('draft', 'returned')"
LISTED_IN_ROUND = (
    f"(SELECT COUNT(*) FROM {NOMINEE} AS n WHERE n.round_id = NEW.round_id AND n.kind = NEW.kind"
    " AND n.listed IS TRUE AND n.id <> NEW.id)"
)
LISTED_LEADERS = (
    f"(SELECT COUNT(*) FROM {NOMINEE} AS n WHERE n.round_id = NEW.round_id AND n.involvement = 'leader'"
    " AND n.listed IS TRUE AND n.id <> NEW.id)"
)
QUOTA = (
    "(SELECT CASE WHEN NEW.kind = 'collective' THEN r.quota_collective ELSE r.quota_individual END"
    f" FROM {ROUND} AS r WHERE r.id = NEW.round_id)"
)
# IV.2 Lưu ý on the full quota; a shorter list is judged by awards/rules.py
LEADER_QUOTA = (
    f"(SELECT (r.quota_individual * (100 - r.direct_percent)) / 100 FROM {ROUND} AS r WHERE r.id = NEW.round_id)"
)
NOW_LISTED = "NEW.listed IS TRUE AND OLD.listed IS NOT TRUE"

dossiers = [
    refuse(
        DOSSIER, "locked", "UPDATE",
        f"OLD.state NOT IN {OPEN_TO_UNIT} AND {changed(*DOSSIER_FACTS)}", "ho so da nop, khong duoc sua",
    ),
    refuse(DOSSIER, "kept", "DELETE", "OLD.state <> 'draft'", "ho so da nop, khong duoc xoa"),
    refuse(
        NOMINEE, "belongs", "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {DOSSIER} AS d WHERE d.id = NEW.dossier_id AND d.unit_id = NEW.unit_id"
        f" AND d.round_id = NEW.round_id AND d.state IN {OPEN_TO_UNIT}) OR NEW.listed IS TRUE",
        "doi tuong phai thuoc ho so dang lap cua don vi",
    ),
    refuse(
        NOMINEE, "locked", "UPDATE",
        f"{changed(*NOMINEE_FACTS)} AND {state_of(DOSSIER, 'OLD.dossier_id')} NOT IN {OPEN_TO_UNIT}",
        "ho so da nop, khong duoc sua doi tuong",
    ),
    refuse(
        NOMINEE, "moved", "UPDATE", changed("dossier_id", "round_id", "unit_id"),
        "doi tuong khong duoc chuyen sang ho so khac",
    ),
    refuse(
        NOMINEE, "kept", "DELETE", f"{state_of(DOSSIER, 'OLD.dossier_id')} NOT IN {OPEN_TO_UNIT}",
        "ho so da nop, khong duoc xoa doi tuong",
    ),
    refuse(
        NOMINEE, "appraised", "UPDATE",
        f"{changed('appraisal', 'appraisal_reason')} AND NEW.appraisal <> 'pending'"
        f" AND {state_of(DOSSIER, 'OLD.dossier_id')} <> 'submitted'",
        "chi tham dinh khi ho so da nop",
    ),
    refuse(
        NOMINEE, "list", "UPDATE",
        f"{changed('listed', 'list_order', 'appraisal')} AND {state_of(ROUND, 'OLD.round_id')} <> 'open'",
        "danh sach da trinh, khong duoc sua",
    ),
    refuse(NOMINEE, "quota", "UPDATE", f"{NOW_LISTED} AND {LISTED_IN_ROUND} >= {QUOTA}", "danh sach da du so luong"),
    refuse(
        NOMINEE, "leaders", "UPDATE",
        f"{NOW_LISTED} AND NEW.involvement = 'leader' AND {LISTED_LEADERS} >= {LEADER_QUOTA}",
        "danh sach da du ty le lanh dao",
    ),
    *(
        refuse(
            PAPER, event.lower(), event, f"{state_of(DOSSIER, f'{row}.dossier_id')} NOT IN {OPEN_TO_UNIT}",
            "ho so da nop, khong duoc sua giay to",
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    refuse(
        PAPER, "belongs", "INSERT",
        f"NEW.nominee_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {NOMINEE} AS n WHERE n.id = NEW.nominee_id"
        " AND n.dossier_id = NEW.dossier_id)",
        "bao cao phai cua doi tuong trong ho so",
    ),
    refuse(PAPER, "moved", "UPDATE", changed("dossier_id", "nominee_id", "kind"), "giay to khong duoc chuyen ho so"),
]  # fmt: skip

VOTABLE = (
    f"EXISTS (SELECT 1 FROM {SEAT} AS s JOIN {SESSION} AS c ON c.id = s.session_id"
    f" JOIN {NOMINEE} AS n ON n.id = NEW.nominee_id AND n.round_id = c.round_id AND n.appraisal = 'eligible'"
    " WHERE s.id = NEW.seat_id AND s.session_id = NEW.session_id AND s.present IS TRUE AND c.state = 'open')"
)
OWN_UNIT = (
    f"EXISTS (SELECT 1 FROM {SEAT} AS s JOIN {NOMINEE} AS n ON n.unit_id = s.unit_id"
    " WHERE s.id = NEW.seat_id AND n.id = NEW.nominee_id)"
)
FROZEN = ("quorum_num", "quorum_den", "threshold_num", "threshold_den", "opened_at", "round_id")

council = [
    refuse(SESSION, "closed", "UPDATE", "OLD.state = 'closed'", "phien hop da ket thuc, khong duoc sua"),
    refuse(
        SESSION, "frozen", "UPDATE", f"OLD.state = 'open' AND {changed(*FROZEN)}",
        "phien hop da khai mac, khong duoc sua tuc so va nguong",
    ),
    refuse(SESSION, "kept", "DELETE", "OLD.state <> 'prepared'", "phien hop da khai mac, khong duoc xoa"),
    refuse(
        SEAT, "added", "INSERT", f"{state_of(SESSION, 'NEW.session_id')} <> 'prepared'",
        "phien hop da khai mac, khong duoc them thanh vien",
    ),
    refuse(
        SEAT, "removed", "DELETE", f"{state_of(SESSION, 'OLD.session_id')} <> 'prepared'",
        "phien hop da khai mac, khong duoc bot thanh vien",
    ),
    refuse(
        SEAT, "locked", "UPDATE",
        f"{state_of(SESSION, 'OLD.session_id')} = 'closed' OR ({state_of(SESSION, 'OLD.session_id')} = 'open'"
        f" AND {changed('session_id', 'user_id', 'name', 'unit_id', 'position')})",
        "phien hop da khai mac, khong duoc sua thanh vien",
    ),
    *(
        refuse(VOTE, f"{event.lower()}_in_session", event, f"NOT ({VOTABLE})", "chi bieu quyet khi phien hop dang mo")
        for event in ("INSERT", "UPDATE")
    ),
    *(
        refuse(VOTE, f"{event.lower()}_own_unit", event, OWN_UNIT, "khong bieu quyet ve don vi minh")
        for event in ("INSERT", "UPDATE")
    ),
    refuse(VOTE, "moved", "UPDATE", changed("session_id", "nominee_id", "seat_id"), "phieu khong duoc chuyen"),
    refuse(
        VOTE, "removed", "DELETE", f"{state_of(SESSION, 'OLD.session_id')} <> 'open'",
        "phien hop da ket thuc, khong duoc xoa phieu",
    ),
    *append_only(RESULT),
    refuse(
        RESULT, "belongs", "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {SESSION} AS c JOIN {NOMINEE} AS n ON n.round_id = c.round_id"
        " WHERE c.id = NEW.session_id AND n.id = NEW.nominee_id AND c.state = 'open')",
        "ket qua chi ghi khi phien hop dang mo",
    ),
]  # fmt: skip

AWARDED = (
    f"EXISTS (SELECT 1 FROM {NOMINEE} AS n JOIN awards_decision AS d ON d.id = NEW.decision_id"
    " AND d.round_id = n.round_id WHERE n.id = NEW.nominee_id AND n.kind = NEW.kind AND n.listed IS TRUE"
    " AND ((n.involvement = 'direct') = (NEW.direct IS TRUE)))"
)
SLOT_FITS = (
    f"EXISTS (SELECT 1 FROM {SLOT} AS s JOIN awards_decision AS d ON d.id = NEW.decision_id"
    " AND d.round_id = s.round_id WHERE s.id = NEW.slot_id AND s.kind = NEW.kind"
    " AND (s.direct_only IS NOT TRUE OR NEW.direct IS TRUE))"
)
# IV.2.1: only a quota that the plan leaves open (null) needs no slot; a quota of 0 has none to give
LIMITED = (
    f"EXISTS (SELECT 1 FROM {ROUND} AS r JOIN awards_decision AS d ON d.round_id = r.id WHERE d.id = NEW.decision_id"
    " AND (CASE WHEN NEW.kind = 'collective' THEN r.quota_collective ELSE r.quota_individual END) IS NOT NULL)"
)
STEP_ALLOWED = (
    "(OLD.state = NEW.state OR (OLD.state = 'pending' AND NEW.state = 'valid')"
    " OR (OLD.state = 'valid' AND NEW.state = 'revoked'))"
)

decisions = [
    *append_only("awards_decision"),
    *append_only(AWARD),
    refuse(AWARD, "belongs", "INSERT", f"NOT ({AWARDED})", "doi tuong khong co trong danh sach cua quyet dinh"),
    refuse(AWARD, "slot", "INSERT", f"NEW.slot_id IS NOT NULL AND NOT ({SLOT_FITS})", "suat khen thuong khong phu hop"),
    refuse(AWARD, "no_slot", "INSERT", f"NEW.slot_id IS NULL AND {LIMITED}", "het suat khen thuong"),
    refuse(CERTIFICATE, "step", "UPDATE", f"NOT {STEP_ALLOWED}", "Giay khen khong duoc doi trang thai nhu vay"),
    refuse(
        CERTIFICATE, "locked", "UPDATE",
        changed("award_id", "token") + " OR (OLD.state <> 'pending' AND " + changed("file_id", "issued_at") + ")"
        " OR (OLD.state = 'revoked' AND " + changed("revoked_at", "revoke_reason") + ")",
        "Giay khen da phat hanh, khong duoc sua",
    ),
    refuse(CERTIFICATE, "no_delete", "DELETE", "", "Giay khen khong duoc xoa"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [*rounds, *dossiers, *council, *decisions]

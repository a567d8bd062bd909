"""What no constraint can hold of forwarded rounds, the clock, office papers, comments, and one award an achievement."""

from importlib import import_module

from django.db import migrations

from core.triggers import Refuse, refuse, replaced

first, room = (import_module(f"awards.migrations.{name}") for name in ("0002_triggers", "0004_rules_of_the_room"))
OLD = {f"{one.table}.{one.name}": one for one in first.Migration.operations if isinstance(one, Refuse)}
ROUND, DOSSIER, NOMINEE, SESSION = first.ROUND, first.DOSSIER, first.NOMINEE, first.SESSION
VOTE, AWARD, CERTIFICATE = first.VOTE, first.AWARD, first.CERTIFICATE
RECEIPT, OPINION = room.RECEIPT, room.OPINION
CLOCK, PAPER, OUTSIDE = "awards_clockrun", "awards_officepaper", "awards_outsideaward"
LISTING, OBJECTION = "awards_publiclisting", "awards_objection"
changed, state_of = first.changed, first.state_of

ROUND_RULES = (*room.ROUND_RULES, "papers_required", "appraisal_days", "comment_days")
PROPOSED = refuse(
    ROUND, "proposed", "UPDATE", f"OLD.state <> 'open' AND {changed(*room.ROUND_RULES)}",
    "dot khen thuong da trinh, khong duoc sua",
)  # fmt: skip
# json reads differently on SQLite and PostgreSQL; as text it compares on both
PROPOSED_TOO = refuse(
    ROUND, "proposed", "UPDATE",
    "OLD.state <> 'open' AND ("
    + changed(*(name for name in ROUND_RULES if name != "papers_required"))
    + " OR CAST(NEW.papers_required AS TEXT) IS DISTINCT FROM CAST(OLD.papers_required AS TEXT))",
    "dot khen thuong da trinh, khong duoc sua",
)  # fmt: skip

rounds = [
    *replaced(
        OLD[f"{ROUND}.decided"],
        refuse(ROUND, "decided", "UPDATE", "OLD.state IN ('decided', 'forwarded')",
               "dot khen thuong da xong, khong duoc sua"),
    ),
    *replaced(PROPOSED, PROPOSED_TOO),
]  # fmt: skip

clock = [
    refuse(CLOCK, "started", "INSERT",
           f"NEW.ended_at IS NULL AND {state_of(DOSSIER, 'NEW.dossier_id')} <> 'submitted'",
           "thoi han chi tinh khi ho so da nop"),
    refuse(CLOCK, "kept", "UPDATE", "OLD.ended_at IS NOT NULL OR " + changed("dossier_id", "started_at"),
           "thoi han da tinh, khong duoc sua"),
    refuse(CLOCK, "no_delete", "DELETE", "", "thoi han da tinh, khong duoc xoa"),
]  # fmt: skip

office = [
    refuse(
        PAPER, "belongs", "INSERT",
        "NEW.dossier_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        f"{DOSSIER} AS d WHERE d.id = NEW.dossier_id AND d.round_id = NEW.round_id)",
        "thong bao phai gui don vi co ho so trong dot",
    ),
    refuse(
        PAPER, "locked", "UPDATE",
        changed("round_id", "dossier_id", "kind")
        + f" OR (OLD.kind = 'to_trinh' AND {state_of(ROUND, 'OLD.round_id')} <> 'open' AND "
        + "(CAST(NEW.body AS TEXT) IS DISTINCT FROM CAST(OLD.body AS TEXT)"
        + " OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at))"
        + " OR (OLD.kind = 'thong_bao' AND OLD.confirmed_at IS NOT NULL AND "
        + "(CAST(NEW.body AS TEXT) IS DISTINCT FROM CAST(OLD.body AS TEXT) OR "
        + changed("number", "day", "confirmed_at", "confirmed_by_id") + "))",
        "van ban da gui, khong duoc sua",
    ),
    refuse(
        PAPER, "kept", "DELETE",
        "OLD.confirmed_at IS NOT NULL AND (OLD.kind = 'thong_bao'"
        f" OR {state_of(ROUND, 'OLD.round_id')} <> 'open')",
        "van ban da gui, khong duoc xoa",
    ),
]  # fmt: skip

LISTING_FIELDS = ("round_id", "published_at", "published_by", "until")
public = [
    refuse(LISTING, "in_time", "INSERT", f"{state_of(ROUND, 'NEW.round_id')} <> 'open'",
           "chi lay y kien khi dot dang xet"),
    refuse(
        LISTING, "frozen", "UPDATE",
        "OLD.withdrawn_at IS NOT NULL OR CAST(NEW.content AS TEXT) IS DISTINCT FROM CAST(OLD.content AS TEXT) OR "
        + changed(*LISTING_FIELDS),
        "danh sach da cong khai, khong duoc sua",
    ),
    refuse(LISTING, "no_delete", "DELETE", "", "danh sach da cong khai, khong duoc xoa"),
    refuse(
        OBJECTION, "in_time", "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {LISTING} AS l WHERE l.id = NEW.listing_id AND l.withdrawn_at IS NULL"
        " AND NEW.received_on <= l.until) OR NEW.state <> 'open'",
        "da het thoi gian nhan y kien",
    ),
    refuse(
        OBJECTION, "belongs", "INSERT",
        f"NEW.nominee_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {NOMINEE} AS n JOIN {LISTING} AS l"
        " ON l.round_id = n.round_id WHERE n.id = NEW.nominee_id AND l.id = NEW.listing_id)",
        "y kien phai ve doi tuong trong danh sach",
    ),
    refuse(
        OBJECTION, "answered", "UPDATE",
        "OLD.state <> 'open' OR "
        + changed("listing_id", "nominee_id", "code", "sender", "contact", "text", "received_on", "received_at",
                  "entered_by"),
        "y kien da ghi, khong duoc sua",
    ),
    refuse(OBJECTION, "no_delete", "DELETE", "", "y kien da ghi, khong duoc xoa"),
]  # fmt: skip

# one achievement, one award: the same person or collective is awarded once for the year, here or by another level
AWARDED_ALREADY = (
    f"EXISTS (SELECT 1 FROM {NOMINEE} AS n JOIN {ROUND} AS r ON r.id = n.round_id"
    f" JOIN {NOMINEE} AS o ON o.id <> n.id AND o.kind = n.kind AND o.name_key = n.name_key"
    f" JOIN {ROUND} AS p ON p.id = o.round_id AND p.period_id = r.period_id"
    " WHERE n.id = NEW.nominee_id"
    " AND ((n.kind = 'individual' AND o.birth_year = n.birth_year AND n.distinct_note = '' AND o.distinct_note = '')"
    " OR (n.kind = 'collective' AND o.unit_id = n.unit_id))"
    f" AND (EXISTS (SELECT 1 FROM {AWARD} AS a JOIN {CERTIFICATE} AS c ON c.award_id = a.id"
    " AND c.state IN ('pending', 'valid') WHERE a.nominee_id = o.id)"
    f" OR EXISTS (SELECT 1 FROM {OUTSIDE} AS x WHERE x.nominee_id = o.id AND x.withdrawn_at IS NULL)))"
)
DECIDED_ELSEWHERE = (
    f"EXISTS (SELECT 1 FROM {NOMINEE} AS n JOIN {ROUND} AS r ON r.id = n.round_id"
    f" JOIN {DOSSIER} AS d ON d.id = n.dossier_id WHERE n.id = NEW.nominee_id AND"
    " ((r.kind = 'bang-khen-tinh' AND r.state = 'forwarded' AND n.listed IS TRUE)"
    " OR (r.kind IN ('giay-khen-xa', 'giay-khen-thu-truong') AND d.state = 'appraised' AND n.appraisal = 'eligible')))"
)
once = [
    *(
        refuse(table, "once_a_year", "INSERT", AWARDED_ALREADY, "thanh tich nay da duoc khen thuong")
        for table in (AWARD, OUTSIDE)
    ),
    refuse(OUTSIDE, "decided_elsewhere", "INSERT", f"NOT ({DECIDED_ELSEWHERE})",
           "chi ghi khen thuong cua cap khac cho doi tuong da chuyen"),
    refuse(
        OUTSIDE, "kept", "UPDATE",
        "OLD.withdrawn_at IS NOT NULL OR "
        + changed("nominee_id", "authority", "number_text", "signed_on", "file_id", "recorded_by", "recorded_at"),
        "khen thuong da ghi, chi duoc bo kem ly do",
    ),
    refuse(OUTSIDE, "no_delete", "DELETE", "", "khen thuong da ghi, khong duoc xoa"),
]  # fmt: skip

WRITTEN = f"EXISTS (SELECT 1 FROM {OPINION} AS w WHERE w.seat_id = NEW.seat_id AND w.nominee_id = NEW.nominee_id)"
council = [
    *(refuse(table, "written", "INSERT", WRITTEN, "thanh vien da gui y kien bang van ban") for table in (VOTE, RECEIPT)),
    refuse(OPINION, "closed", "UPDATE", f"{state_of(SESSION, 'OLD.session_id')} <> 'open'",
           "phien hop da ket thuc, khong duoc xac nhan"),
]  # fmt: skip

# dossiers that were handed in before the clock was kept
RUNNING = (
    f"INSERT INTO {CLOCK} (dossier_id, started_at, ended_at) SELECT id, submitted_at,"
    f" CASE WHEN state = 'appraised' THEN appraised_at END FROM {DOSSIER}"
    " WHERE state IN ('submitted', 'appraised')"
)


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_rounds_papers_and_public")]
    operations = [
        *rounds, *clock, *office, *public, *once, *council,
        migrations.RunSQL(RUNNING, migrations.RunSQL.noop),
    ]  # fmt: skip

"""What no constraint can hold of a list that is closed: its dossiers, facts and papers stay, and it ends step by step."""

from importlib import import_module

from django.db import migrations

from core.triggers import refuse

first, public = (
    import_module(f"awards.migrations.{name}") for name in ("0002_triggers", "0006_rules_of_rounds_and_the_public")
)
ROUND, DOSSIER, NOMINEE, PAPER = first.ROUND, first.DOSSIER, first.NOMINEE, first.PAPER
AWARD, OFFICE_PAPER, OUTSIDE = public.AWARD, public.PAPER, public.OUTSIDE
LISTING, OBJECTION = public.LISTING, public.OBJECTION
changed, state_of = first.changed, first.state_of

FACTS = (*first.NOMINEE_FACTS, "search", "sort_key")
WHO = ("kind", "honorific", "name", "name_key", "birth_year", "unit_id", "distinct_note", "position")
CLOSED = "dot khen thuong da trinh"
ROUND_OF_PAPER = (
    f"(SELECT r.state FROM {ROUND} AS r JOIN {DOSSIER} AS d ON d.round_id = r.id WHERE d.id = OLD.dossier_id)"
)


def outside_in_force(nominees: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {OUTSIDE} AS x JOIN {NOMINEE} AS n ON n.id = x.nominee_id"
        f" WHERE {nominees} AND x.withdrawn_at IS NULL)"
    )


rounds = [
    refuse(
        ROUND, "ends_proposed", "UPDATE",
        f"{changed('state')} AND NEW.state IN ('decided', 'forwarded') AND OLD.state <> 'proposed'",
        "chi quyet dinh hoac chuyen cap danh sach da trinh",
    ),
    # json reads differently on SQLite and PostgreSQL; as text it compares on both
    refuse(
        ROUND, "proposal", "UPDATE",
        "OLD.state <> 'open' AND ("
        + changed("proposal_number", "proposal_date", "proposed_at")
        + " OR CAST(NEW.legal_basis AS TEXT) IS DISTINCT FROM CAST(OLD.legal_basis AS TEXT))",
        f"{CLOSED}, khong duoc sua to trinh va can cu",
    ),
]  # fmt: skip

# the steps of a dossier ask for an open round (guards.round_open); its unit changes it only then
dossiers = [
    refuse(DOSSIER, "round_closed", "UPDATE", f"{changed('state')} AND {state_of(ROUND, 'OLD.round_id')} <> 'open'",
           f"{CLOSED}, ho so khong doi trang thai"),
    refuse(DOSSIER, "awarded", "UPDATE", f"{changed('state')} AND {outside_in_force('n.dossier_id = OLD.id')}",
           "ho so co doi tuong da duoc khen thuong, khong doi trang thai"),
    refuse(NOMINEE, "round_closed", "UPDATE", f"{changed(*FACTS)} AND {state_of(ROUND, 'OLD.round_id')} <> 'open'",
           f"{CLOSED}, khong duoc sua doi tuong"),
    refuse(
        NOMINEE, "awarded", "UPDATE",
        f"{changed(*WHO)} AND (EXISTS (SELECT 1 FROM {AWARD} AS a WHERE a.nominee_id = OLD.id)"
        f" OR {outside_in_force('n.id = OLD.id')})",
        "doi tuong da duoc khen thuong, khong duoc sua",
    ),
    *(
        refuse(PAPER, f"{event.lower()}_round_closed", event, f"{ROUND_OF_PAPER} <> 'open'",
               f"{CLOSED}, khong duoc sua giay to cua ho so")
        for event in ("UPDATE", "DELETE")
    ),
]  # fmt: skip

papers = [
    refuse(
        OFFICE_PAPER, "proposed", "UPDATE",
        f"OLD.kind = 'to_trinh' AND {state_of(ROUND, 'OLD.round_id')} <> 'open' AND "
        + changed("number", "day", "confirmed_by_id"),
        f"{CLOSED}, khong duoc sua to trinh",
    ),
]  # fmt: skip

comments = [
    # in UTC the day of publishing is the local day or the one before it; `until` is a later working day
    refuse(LISTING, "days_in_order", "INSERT",
           "CAST(NEW.until AS TEXT) < SUBSTR(CAST(NEW.published_at AS TEXT), 1, 10)",
           "han nhan y kien phai sau ngay cong khai"),
    refuse(
        OBJECTION, "round_open", "INSERT",
        f"EXISTS (SELECT 1 FROM {LISTING} AS l JOIN {ROUND} AS r ON r.id = l.round_id"
        " WHERE l.id = NEW.listing_id AND r.state <> 'open')",
        f"{CLOSED}, khong nhan y kien nua",
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("awards", "0007_numbers_of_notices")]
    operations = [*rounds, *dossiers, *papers, *comments]

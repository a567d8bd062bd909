"""The form of a nominee: its fields under headings, and earlier awards taken over from what the portal knows."""

from awards.entries import add_lines
from awards.enums import NomineeKind
from awards.models import Nominee
from awards.namesakes import told_apart
from awards.once import Identity
from awards.selectors.namesakes import namesakes, only_units
from awards.selectors.once import elsewhere, known_awards
from core.text import clean, name_key

HEADINGS = (
    ("Được đề nghị", ("honorific", "name", "birth_year", "position", "involvement", "distinct_note")),
    ("Tiêu chuẩn và xác nhận của đơn vị", ("cn_01", "cn_02", "cn_03", "not_under_discipline")),
    ("Thành tích", ("achievements", "initiative", "prior_awards")),
    ("Kết quả bỏ phiếu của Hội đồng đơn vị", ("votes_for", "votes_total")),
)
SHORT = frozenset({"votes_for", "votes_total", "birth_year"})


def sections(form) -> list[tuple[str, list]]:
    """Heading → (field, width), without the headings that have nothing under them."""
    found = [
        (title, [(form[name], "short" if name in SHORT else "") for name in names if name in form.fields])
        for title, names in HEADINGS
    ]
    return [(title, fields) for title, fields in found if fields]


def taken_over(form, kind: str, unit_id: int) -> tuple[object, int]:
    """The form with the awards in force of the person or collective that it names, and how many were added.

    Nothing is saved and nothing typed is lost: the lines are added to the field, each once.
    """
    typed = {name: form[name].value() for name in form.fields}
    text, added = add_lines(typed["prior_awards"] or "", known_awards(_identity(typed, kind, unit_id)))
    return type(form)(initial=typed | {"prior_awards": text}), added


def known_of(nominee: Nominee, user) -> dict:
    """Where else the nominee, or someone who may be the same, is put forward, as this person may hear it."""
    units = only_units(user)
    return {
        "elsewhere": elsewhere(nominee.round, [nominee], units=units).get(nominee.pk, []),
        "namesakes": namesakes(nominee.round, [nominee], units=units).get(nominee.pk, []),
    }


def _identity(typed: dict, kind: str, unit_id: int) -> Identity:
    year = str(typed.get("birth_year") or "")
    return Identity(
        individual=kind == NomineeKind.INDIVIDUAL,
        key=name_key(clean(typed["name"] or "")),
        birth_year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        unit=unit_id,
        distinct=told_apart(clean(typed.get("distinct_note") or "")),
    )

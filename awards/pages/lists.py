"""The page of the list (saved, or only being tried) and the page that lays the suggested list beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from awards.enums import NomineeKind, RoundState
from awards.forms.lists import Tray
from awards.models import AwardRound
from awards.pages import consistency
from awards.selectors.lists import Board, ListRow, board
from awards.selectors.verdicts import judge
from awards.services.lists import out_of_merit
from awards.suggestion import Reason
from awards.workflow import ROUND
from units.enums import Role

NAMES = 3  # names told of one change; the rest is a number


@dataclass(frozen=True)
class Part:
    """The collectives or the people of the list, or of what is left."""

    kind: NomineeKind
    limit: int | None
    lines: list["Line"]


@dataclass(frozen=True)
class Line:
    """A nominee with its place in the order of merit of its kind; `mark` = what the suggestion changes about it."""

    row: ListRow
    place: int
    mark: str = ""


@dataclass(frozen=True)
class Out:
    """A name that the suggestion leaves out, and why."""

    row: ListRow
    reason: Reason
    was_in: bool


@dataclass(frozen=True)
class Equals:
    """Who is in and who is out although only the name differs."""

    words: str
    inside: list[ListRow]
    outside: list[ListRow]


def list_page(award_round: AwardRound, user, tray: Tray | None = None, refusal: str = "") -> dict:
    """The list as it is saved or, with a tray, as it would be; `refusal` is why it was not saved."""
    there = board(award_round)
    chosen = there.stored if tray is None else there.arranged(tray.chosen)
    stored = [row.nominee.pk for row in there.stored]
    refused, found = there.refused(chosen), judge(there, chosen)
    return {
        "award_round": award_round,
        "inside": _parts(there, chosen),
        "outside": _parts(there, there.left(chosen)),
        "verdicts": found,
        "wrong": sum(one.state == "not_met" for one in found),
        "saved": _joined(stored),
        "seen": _joined(_seen(tray, stored) if not refusal else stored),
        "overtaken": not refusal and _seen(tray, stored) != stored,
        "changes": changes(there.stored, chosen),
        "cannot_keep": refused[0] if refused else "",
        "strayed": out_of_merit(chosen),
        "reason": tray.reason if tray else "",
        "refusal": refusal,
        "unfit": len(there.everyone) - len(there.rows),
        "can_edit": Role.APPRAISER in user.roles and award_round.state == RoundState.OPEN,
        "propose_refusal": ROUND.refusal(award_round, "propose", user.roles),
        "office": Role.APPRAISER in user.roles,
        # asked by the whole page only, not at every try
        "review": SimpleLazyObject(lambda: consistency.round_review(award_round)),
    }


def _joined(ids: Iterable[int]) -> str:
    return ",".join(str(pk) for pk in ids)


def _seen(tray: Tray | None, stored: list[int]) -> list[int]:
    """The saved list that the page was made from: judging must not hide that somebody else has saved since."""
    return stored if tray is None or tray.seen is None else tray.seen


def _parts(there: Board, rows: Sequence[ListRow], marks: dict[int, str] | None = None) -> list[Part]:
    lines = _lines(there, rows, marks or {})
    return [
        Part(kind, there.award_round.quotas[kind], [line for line in lines if line.row.nominee.kind == kind])
        for kind in (NomineeKind.COLLECTIVE, NomineeKind.INDIVIDUAL)
    ]


def _lines(there: Board, rows: Iterable[ListRow], marks: dict[int, str]) -> list[Line]:
    counted, places = Counter[str](), {}
    for row in there.rows:
        counted[row.nominee.kind] += 1
        places[row.nominee.pk] = counted[row.nominee.kind]
    return [Line(row, places[row.nominee.pk], marks.get(row.nominee.pk, "")) for row in rows]


def changes(before: Sequence[ListRow], after: Sequence[ListRow]) -> list[str]:
    """What is not saved yet, as sentences; empty when both lists are the same."""
    came = [row for row in after if row not in before]
    went = [row for row in before if row not in after]
    told = [f"{word} {_named(rows)}." for word, rows in (("Thêm", came), ("Bỏ", went)) if rows]
    if [row for row in after if row not in came] != [row for row in before if row not in went]:
        told.append("Đổi thứ tự.")
    return told


def _named(rows: list[ListRow]) -> str:
    shown = ", ".join(f"“{row.nominee}”" for row in rows[:NAMES])
    return f"{shown} và {len(rows) - NAMES} đối tượng khác" if len(rows) > NAMES else shown


# --- the suggestion ------------------------------------------------------------------------------


def suggestion_page(award_round: AwardRound, tray: Tray | None = None) -> dict:
    """The best list under the rules beside the present one: who comes, who goes, and why each other name is left out."""
    there = board(award_round)
    present = there.stored if tray is None else there.arranged(tray.chosen)
    found = there.suggestion()
    chosen = there.arranged(found.chosen)
    by_id = {row.nominee.pk: row for row in there.everyone}
    before, after = {row.nominee.pk for row in present}, set(found.chosen)
    return {
        "award_round": award_round,
        "can_edit": award_round.state == RoundState.OPEN,
        "present": _parts(there, present, dict.fromkeys(before - after, "ra")),
        "suggested": _parts(there, chosen, dict.fromkeys(after - before, "vào")),
        "came": [row for row in chosen if row.nominee.pk not in before],
        "went": [Out(row, found.left_out[row.nominee.pk], True) for row in present if row.nominee.pk not in after],
        "kept": len(before & after),
        "left_out": [
            Out(row, found.left_out[row.nominee.pk], row.nominee.pk in before)
            for row in there.everyone
            if row.nominee.pk in found.left_out
        ],
        "ties": [
            Equals(tie.words, [by_id[pk] for pk in tie.inside], [by_id[pk] for pk in tie.outside]) for tie in found.ties
        ],
        "verdicts": judge(there, chosen),
        "before_council": there.frame.before_council,
        "seen": _joined(_seen(tray, [row.nominee.pk for row in there.stored])),
        "suggested_ids": list(found.chosen),
        "present_ids": [row.nominee.pk for row in present],
        "tried": tray is not None and bool(changes(there.stored, present)),
    }

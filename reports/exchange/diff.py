"""What a person changed in a form, cell by cell and word by word; pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from reports.exchange.lines import Value, mark_of

_TOKENS = re.compile(r"\n|[^\S\n]+|\w+(?:[.,]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Found:
    """A cell as it stands in the file; `place` is where: "F12", or the heading of a Word part."""

    code: str
    field: str
    value: Value
    place: str


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read, and why."""

    code: str
    field: str
    place: str
    sentence: str


@dataclass(frozen=True)
class Change:
    """What the person changed: `base` is the number of the cell that the form had started from."""

    code: str
    field: str
    value: Value
    base: int
    place: str


class Fit(StrEnum):
    NEW = "new"  # nobody touched the cell meanwhile
    SAME = "same"  # the portal already says so
    CONFLICT = "conflict"  # changed on the portal after the form had left
    CLOSED = "closed"  # the line may not be changed now


def changes(cells: Mapping[str, Mapping[str, tuple[int, str]]], found: Iterable[Found]) -> list[Change]:
    """Those cells of the file that say something else than when the form left, in the order of the file."""
    changed = []
    for one in found:
        if one.field not in cells.get(one.code, {}):
            continue
        number, mark = cells[one.code][one.field]
        if mark_of(one.value) != mark:
            changed.append(Change(one.code, one.field, one.value, number, one.place))
    return changed


def standing(change: Change, *, stands: Value, number: int, open: bool) -> Fit:
    """What a change meets on the portal now."""
    if mark_of(stands) == mark_of(change.value):
        return Fit.SAME
    if not open:
        return Fit.CLOSED
    return Fit.NEW if change.base == number else Fit.CONFLICT


def words(before: str, after: str) -> list[tuple[str, str]]:
    """("same" | "del" | "ins", text) pieces: without "ins" they are `before`, without "del" `after`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("del", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("ins", "".join(new[j1:j2])))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A blank that stayed between two changed words belongs to the change: whole phrases read better than word salad."""
    runs: list[tuple[str, str]] = []
    deleted = inserted = ""
    for place, (kind, text) in enumerate(pieces):
        bridge = kind == "same" and text.isspace() and "\n" not in text and 0 < place < len(pieces) - 1
        if kind == "del":
            deleted += text
        elif kind == "ins":
            inserted += text
        elif bridge and deleted and inserted:
            deleted, inserted = deleted + text, inserted + text
        else:
            runs += [(name, part) for name, part in (("del", deleted), ("ins", inserted)) if part]
            deleted = inserted = ""
            runs.append((kind, text))
    return runs + [(name, part) for name, part in (("del", deleted), ("ins", inserted)) if part]

"""What a person changed in a form, cell by cell and word by word; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.differences import words
from reports.exchange.lines import Value, mark_of

__all__ = ["Change", "Fault", "Fit", "Found", "changes", "standing", "words"]


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

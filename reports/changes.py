"""What changed between two sent copies of a report, cell by cell and file by file; pure: two documents in, a list out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from core.text import format_decimal
from reports.rules import cell_label

CELL, ADDED, REMOVED = "cell", "added", "removed"
EMPTY = "để trống"
_CELLS = ("a", "b", "value", "yes", "text", "na", "note", "estimate")


@dataclass(frozen=True)
class Change:
    """One cell that reads otherwise than before, or one file that came or went; both sides in words."""

    code: str
    name: str
    section: str
    kind: str
    label: str
    before: str = ""
    after: str = ""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference between two snapshots, in the order of the later one; lines that only the first has come last."""
    old, new = _rows(before), _rows(after)
    found: list[Change] = []
    for code, (section, row) in {**new, **{code: was for code, was in old.items() if code not in new}}.items():
        was, now = old.get(code, ("", {}))[1], new.get(code, ("", {}))[1]
        found += _cells(section, row, was, now) + _files(section, row, was, now)
    return found


def by_line(found: Iterable[Change]) -> dict[str, list[Change]]:
    """Code of the indicator -> its changes."""
    lines: dict[str, list[Change]] = {}
    for change in found:
        lines.setdefault(change.code, []).append(change)
    return lines


def _rows(snapshot: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {row["code"]: (part["title"], row) for part in snapshot.get("sections", []) for row in part["rows"]}


def _cells(section: str, row: dict[str, Any], was: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    found = []
    for name in _CELLS:
        before, after = (_words(row, name, side.get(name)) for side in (was, now))
        if before != after:
            sides = {"before": before or EMPTY, "after": after or EMPTY}
            found.append(Change(row["code"], row["name"], section, CELL, _label(row, name), **sides))
    return found


def _label(row: dict[str, Any], name: str) -> str:
    parts = {"a": row.get("a_label", ""), "b": row.get("b_label", ""), "unit": row.get("unit_label", "")}
    return cell_label(name, **parts, graded=bool(row.get("choices")))


def _words(row: dict[str, Any], name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _yes_or_no(name, value)
    return value if name in ("text", "note") else _number(row, name, str(value))


def _yes_or_no(name: str, value: bool) -> str:
    if name == "yes":
        return "Có" if value else "Chưa"
    return "có chọn" if value else ""  # a box that was never ticked says the same as one that was not there


def _number(row: dict[str, Any], name: str, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    choices = row.get("choices") or []
    if name == "value" and choices and number in range(len(choices)):
        return str(choices[int(number)])
    return format_decimal(number)


def _files(section: str, row: dict[str, Any], was: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    before, after = (Counter(_file(item) for item in side.get("evidence", [])) for side in (was, now))
    gone, come = before - after, after - before
    return [
        Change(row["code"], row["name"], section, kind, label, **{side: _shown(item)})
        for kind, label, side, items in (
            (REMOVED, "Gỡ minh chứng", "before", gone),
            (ADDED, "Thêm minh chứng", "after", come),
        )
        for item in items.elements()
    ]


def _file(item: dict[str, Any]) -> tuple[str, str, str]:
    return item["sha256"], item["name"], item.get("reference", "")


def _shown(item: tuple[str, str, str]) -> str:
    _, name, reference = item
    return f"{name} ({reference})" if reference else name

"""The same figures in two units: natural for 100 %, 0 and small counts, hardly for 1.204 of 1.510."""

from collections import defaultdict
from itertools import combinations
from math import comb

from reports.anomalies.limits import Limits
from reports.anomalies.types import District, Finding, Kind, Line, Sheet
from reports.anomalies.wording import figure, listed, names, pair

Figure = tuple[int, ...]
MOST_HOLDERS = 60  # of one figure; beyond it the pairs are not told apart any more, each meets its neighbours


def twins(district: District, limits: Limits) -> list[Finding]:
    """Lines whose figures stand in another unit's report too, where the two reports together cannot be chance."""
    sheets = {sheet.key: sheet for sheet in district.sheets}
    meetings = _meetings(district.sheets, limits)
    others: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    shared: dict[tuple[int, int], list[str]] = {}
    for (one, other), lines in meetings.items():
        weight = _weight(lines, limits)
        if not weight:
            continue
        shared[one, other] = shared[other, one] = sorted(lines)
        for code in lines:
            others[one, code][other] = others[other, code][one] = weight
    return [
        Finding(key, code, Kind.IDENTICAL, max(those.values()), _reason(sheets, shared, key, code, those))
        for (key, code), those in others.items()
    ]


def _meetings(sheets: tuple[Sheet, ...], limits: Limits) -> dict[tuple[int, int], dict[str, tuple[Figure, int]]]:
    """(report, report) -> code -> the figure that both give, with its room."""
    holders: dict[tuple[str, Figure], list[int]] = defaultdict(list)
    rooms: dict[tuple[str, Figure], int] = {}
    for sheet in sheets:
        for line in sheet.lines:
            found = _figure(line)
            if found and (room := _room(found)) >= limits.twin_room:
                holders[line.code, found].append(sheet.key)
                rooms[line.code, found] = room
    meetings: dict[tuple[int, int], dict[str, tuple[Figure, int]]] = defaultdict(dict)
    for (code, found), keys in holders.items():
        keys.sort()
        couples = combinations(keys, 2) if len(keys) <= MOST_HOLDERS else zip(keys, keys[1:] + keys[:1], strict=True)
        for one, other in couples:
            meetings[min(one, other), max(one, other)][code] = (found, rooms[code, found])
    return meetings


def _figure(line: Line) -> Figure | None:
    """(a, b) strictly between nothing and all, or a count or a sum of money above 0."""
    if line.ratio:
        a, b = line.ratio
        return (a, b) if 0 < a < b else None
    return (int(line.amount * 100),) if line.amount else None


def _room(found: Figure) -> int:
    """About how many other figures of this size there were to choose from; round ones leave less room."""
    if len(found) == 1:
        return _telling(found[0])
    a, b = found
    return _telling(b) * _telling(min(a, b - a))


def _telling(hundredths: int) -> int:
    """A figure without all but one of its trailing zeros: 150.000.000 tells no more than 150, 1.510 all it has."""
    number = hundredths // 100 if hundredths % 100 == 0 else hundredths
    while number and number % 100 == 0:
        number //= 10
    return number


def _weight(lines: dict[str, tuple[Figure, int]], limits: Limits) -> int:
    """Against the number of ways in which so many lines of so many pairs of units could meet by chance.

    One total often stands in several lines of a report, so equal figures count once.
    """
    rooms = sorted({found: room for found, room in lines.values()}.values(), reverse=True)
    best, together = 0, 1
    for count, room in enumerate(rooms, 1):
        together *= room
        ways = limits.pairs * comb(max(limits.twin_lines, count), count)
        best = max(best, sum(together >= ways * odds for odds in limits.twin_odds))
    return best


def _reason(
    sheets: dict[int, Sheet],
    shared: dict[tuple[int, int], list[str]],
    key: int,
    code: str,
    those: dict[int, int],
) -> str:
    line = next(line for line in sheets[key].lines if line.code == code)
    told = pair(line.a or 0, line.b or 0, line.unit) if line.ratio else figure(line.amount or 0, line.unit)
    reason = f"Trùng số liệu với {names(sheets[other].name for other in those)}: {told}."
    closest = max(those, key=lambda other: (len(shared[key, other]), -other))
    lines = shared[key, closest]
    if len(lines) < 2:
        return reason
    return f"{reason} Báo cáo này và của {sheets[closest].name} trùng {len(lines)} dòng: {listed(lines)}."

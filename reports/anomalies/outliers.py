"""A figure far from those of the other units of the khối, by median and MAD: a few strange ones do not bend them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log

from reports.anomalies.limits import Limits
from reports.anomalies.steps import reached
from reports.anomalies.types import District, Finding, Kind, Line
from reports.anomalies.wording import figure, percent, times

NORMAL = 1.4826  # MAD times this is the standard deviation of a normal spread
DOUBLE = log(2)  # the least spread of counts and money, on the scale of logarithms


@dataclass(frozen=True, slots=True)
class _Place:
    key: int
    line: Line
    number: float  # percentage points, or the logarithm of an amount


_Tell = Callable[[_Place, float, int, Limits], Finding | None]


def outliers(district: District, limits: Limits) -> list[Finding]:
    """Each line beside the same line of the other units of the khối, where there are enough of them."""
    shares: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    amounts: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for sheet in district.sheets:
        for line in sheet.lines:
            if line.ratio:
                a, b = line.ratio
                shares[sheet.group, line.code].append(_Place(sheet.key, line, 100 * a / b))
            elif line.amount:
                amounts[sheet.group, line.code].append(_Place(sheet.key, line, log(line.amount)))
    found = []
    for places in shares.values():
        found += _rare(places, limits, float(limits.spread_points), _share)
    for places in amounts.values():
        found += _rare(places, limits, DOUBLE, _amount)
    return found


def median(numbers: Sequence[float]) -> float:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _rare(places: list[_Place], limits: Limits, least_spread: float, tell: _Tell) -> list[Finding]:
    """Those beyond the spread, unless they are too many to be called rare: then the khối is just wide."""
    if len(places) < limits.group_least:
        return []
    middle = median([place.number for place in places])
    spread = max(NORMAL * median([abs(place.number - middle) for place in places]), least_spread)
    beyond = [
        (place, weight)
        for place in places
        if (weight := reached(abs(place.number - middle) / spread, limits.outlier_spreads))
    ]
    if len(beyond) > max(1, len(places) * limits.outlier_share // 100):
        return []
    return [finding for place, weight in beyond if (finding := tell(place, middle, weight, limits))]


def _share(place: _Place, middle: float, weight: int, limits: Limits) -> Finding | None:
    a, b = place.line.ratio or (0, 1)
    if place.line.counted and not _beyond_chance(a // 100, b // 100, round(middle * 100), limits):
        return None
    low = place.number < middle
    told = "Thấp" if low else "Cao"
    reason = f"{told} hơn hẳn các đơn vị cùng khối: {percent(a, b)}; mức giữa của khối khoảng {round(middle)}%."
    return Finding(place.key, place.line.code, Kind.OUTLIER, 1 if low else weight, reason)


def _beyond_chance(a: int, b: int, middle: int, limits: Limits) -> bool:
    """Three standard errors of the khối's middle (in hundredths of a per cent), in whole numbers; small totals swing."""
    if b < limits.outlier_total:
        return False
    share = min(max(middle, 100), 9_900)
    return (a * 10_000 - share * b) ** 2 > 9 * share * (10_000 - share) * b


def _amount(place: _Place, middle: float, weight: int, limits: Limits) -> Finding | None:
    """Only large amounts: a small unit with a small one is as it should be."""
    line, value = place.line, place.line.amount or Decimal(0)
    floor = limits.money_floor if line.kind == "money" else limits.count_floor
    if place.number < middle or value < floor:
        return None
    ratio = times(Decimal(round(exp(place.number - middle))))
    reason = f"Cao hơn hẳn các đơn vị cùng khối: {figure(value, line.unit)}, khoảng {ratio} mức giữa của khối."
    return Finding(place.key, line.code, Kind.OUTLIER, weight, reason)

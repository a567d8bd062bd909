"""Many round figures in one report: estimates written as counts."""

from reports.anomalies.limits import Limits
from reports.anomalies.steps import tail
from reports.anomalies.types import District, Finding, Kind, Line, Sheet
from reports.anomalies.wording import figure, listed

ENDINGS = ((5, "0 hoặc 5"), (10, "0"))


def rounding(district: District, limits: Limits) -> list[Finding]:
    """Reports where far more figures are round than chance would have it. Money is round by nature and not asked."""
    return [finding for sheet in district.sheets if (finding := _of(sheet, limits))]


def _of(sheet: Sheet, limits: Limits) -> Finding | None:
    figures = sorted({number for line in sheet.lines for number in _counts(line) if number >= limits.round_from})
    if len(figures) < limits.round_least:
        return None
    best: tuple[int, str] = (0, "")
    for step, ending in ENDINGS:
        odd = [number for number in figures if number % step == 0]
        ways, ever = tail(len(odd), len(figures), of=step)
        weight = sum(ways * odds <= ever for odds in limits.round_odds)
        expected = max(1, round(len(figures) / step))
        reason = (
            f"{len(odd)} trên {len(figures)} số từ {limits.round_from} trở lên tận cùng là {ending} "
            f"(thường khoảng {expected}): {listed([figure(number) for number in odd])}."
        )
        best = max(best, (weight, reason), key=lambda one: one[0])
    return Finding(sheet.key, "", Kind.ROUNDING, *best) if best[0] else None


def _counts(line: Line) -> list[int]:
    """Whole numbers of people and papers; equal ones count once, as one total often stands in several lines."""
    if line.kind == "count" and line.value is not None:
        return [int(line.value)]
    if line.ratio and line.counted and line.a is not None and line.b is not None:
        return [int(line.a), int(line.b)]
    return []

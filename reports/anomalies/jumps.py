"""A figure that is far from what the same unit reported the year before."""

from decimal import Decimal

from reports.anomalies.limits import Limits
from reports.anomalies.steps import reached
from reports.anomalies.types import District, Finding, Kind, Line
from reports.anomalies.wording import figure, percent, points, times


def jumps(district: District, limits: Limits) -> list[Finding]:
    """Every line beside the same line of the unit's report of last year."""
    before = {(sheet.unit, line.code): line for sheet in district.before for line in sheet.lines}
    found = []
    for sheet in district.sheets:
        for line in sheet.lines:
            old = before.get((sheet.unit, line.code))
            if old and (odd := _compared(old, line, limits)):
                found.append(Finding(sheet.key, line.code, Kind.JUMP, *odd))
    return found


def _compared(old: Line, new: Line, limits: Limits) -> tuple[int, str] | None:
    if old.ratio and new.ratio:
        seen = [odd for odd in (_share(old, new, limits), _total(old, new, limits)) if odd]
        return (max(weight for weight, _ in seen), " ".join(reason for _, reason in seen)) if seen else None
    if old.amount is not None and new.amount is not None and old.kind == new.kind:
        return _amount(old.amount, new.amount, new, limits)
    return None


def _share(old: Line, new: Line, limits: Limits) -> tuple[int, str] | None:
    (a0, b0), (a1, b1) = old.ratio or (0, 1), new.ratio or (0, 1)
    moved = Decimal(a1) * 100 / b1 - Decimal(a0) * 100 / b0
    weight = reached(abs(moved), limits.jump_points)
    if not weight or (new.counted and not unlikely(a0 // 100, b0 // 100, a1 // 100, b1 // 100, limits.jump_chance)):
        return None
    word = "Cao" if moved > 0 else "Thấp"
    return weight, f"{word} hơn năm trước {points(abs(moved))} ({percent(a0, b0)} → {percent(a1, b1)})."


def unlikely(a0: int, b0: int, a1: int, b1: int, limit: int) -> bool:
    """Whether two shares differ more than chance would make them: chi-square with Yates' correction, in whole numbers.

    The correction makes it shy where the totals are small: 3 of 4 after 1 of 4 is not odd.
    """
    part, whole = a0 + a1, b0 + b1
    spread = b0 * b1 * part * (whole - part)
    if spread == 0:
        return False
    apart = max(0, 2 * abs(a1 * b0 - a0 * b1) - whole)
    return whole * apart * apart > 4 * limit * spread


def _total(old: Line, new: Line, limits: Limits) -> tuple[int, str] | None:
    (_, b0), (_, b1) = old.ratio or (0, 1), new.ratio or (0, 1)
    more, less = max(b0, b1), min(b0, b1)
    if more < limits.total_floor * 100 or more < less * limits.total_ratio:
        return None
    told = f"{figure(Decimal(b0) / 100)} → {figure(Decimal(b1) / 100, new.unit)}"
    if b1 > b0:
        return 1, f"Tổng số (b) gấp {times(Decimal(b1) / b0)} năm trước ({told})."
    return 1, f"Tổng số (b) giảm {times(Decimal(b0) / b1)} so với năm trước ({told})."


def _amount(old: Decimal, new: Decimal, line: Line, limits: Limits) -> tuple[int, str] | None:
    floor = limits.money_floor if line.kind == "money" else limits.count_floor
    more, less = max(old, new), min(old, new)
    if more < floor:
        return None
    told = f"({figure(old)} → {figure(new, line.unit)})"
    if less == 0:
        return (1, f"Năm trước và năm nay khác xa nhau {told}.") if more >= 2 * floor else None
    weight = reached(more / less, limits.amount_ratio)
    if not weight:
        return None
    word = "Gấp" if new > old else "Giảm"
    hint = " Có thể khác đơn vị tính." if weight == 3 else ""
    against = "năm trước" if new > old else "so với năm trước"
    return weight, f"{word} {times(more / less)} {against} {told}.{hint}"

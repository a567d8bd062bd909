"""The bar of a rule (comparator and threshold) as one value, and what the plan's own words say about it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from criteria.plans.schema import IndicatorRow, StandardRow, TargetRow, WeightRow
from criteria.scoring.types import Comparator, Kind, Rule
from criteria.scoring.wording import show_threshold

HUNDRED = Decimal(100)
MOST = {Kind.PERCENT: HUNDRED, Kind.COUNT: Decimal(999_999), Kind.MONEY: Decimal(999_999)}
_WHOLE = re.compile(r"\b(?:mọi|đều)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\d\s*%")


@dataclass(frozen=True)
class Bar:
    """What must be reached; spelled "ge 90", "range 65 70", "qualitative" or "yes" where changes are kept."""

    comparator: Comparator
    threshold: Decimal | None = None
    upper: Decimal | None = None

    def __str__(self) -> str:
        numbers = (plain_number(one) for one in (self.threshold, self.upper) if one is not None)
        return " ".join((str(self.comparator), *numbers))

    @classmethod
    def read(cls, text: str) -> "Bar":
        """The bar again from its spelling; ValueError for what is none."""
        comparator, *numbers = text.split(" ")
        if len(numbers) > 2:
            raise ValueError(text)
        try:
            threshold, upper = (*(Decimal(one) for one in numbers), None, None)[:2]
        except ArithmeticError as fault:
            raise ValueError(text) from fault
        return cls(Comparator(comparator), threshold, upper)


def plain_number(number: Decimal) -> str:
    """One spelling per number: 7, 7.5, 0."""
    return f"{number.normalize():f}" if number else "0"


def bar_of(rule: StandardRow | TargetRow, weight: WeightRow | None = None) -> Bar:
    """The bar that a unit meets: that of the weight where it has one of its own."""
    if weight and weight.comparator:
        return Bar(weight.comparator, weight.threshold)
    return Bar(rule.comparator, rule.threshold, rule.upper)


def show_bar(bar: Bar, indicator: IndicatorRow) -> str:
    """The bar as the table of standards shows it."""
    rule = Rule(
        code="",
        clause="",
        indicator="",
        name="",
        kind=indicator.kind,
        comparator=bar.comparator,
        weight=Decimal(0),
        threshold=bar.threshold,
        upper=bar.upper,
        grades=indicator.grades,
        unit_label=indicator.unit,
    )
    return show_threshold(rule)


def options(bar: Bar, indicator: IndicatorRow) -> tuple[Comparator, ...]:
    """The comparators that may be chosen instead; none where there is nothing to choose (có hoặc chưa, tường thuật)."""
    match indicator.kind:
        case Kind.PERCENT:
            own = (bar.comparator,) if bar.comparator in (Comparator.RANGE, Comparator.QUALITATIVE) else ()
            return (*own, Comparator.GE, Comparator.GT, Comparator.EQ)
        case Kind.COUNT | Kind.MONEY:
            return (Comparator.COUNT_GE,) if bar.comparator is Comparator.COUNT_GE else ()
        case Kind.GRADED:
            return (Comparator.QUALITATIVE,)
    return ()


def fault_of(bar: Bar, before: Bar, indicator: IndicatorRow) -> str:
    """Why this bar cannot stand in the place of `before`; "" when it can."""
    if bar.comparator not in options(before, indicator):
        return "Cách so này không dùng được ở đây. Chọn một cách so trong danh sách."
    if bar.comparator is Comparator.RANGE:
        return "" if bar == before else "Mức “trong khoảng” giữ nguyên như kế hoạch, hoặc chọn cách so khác."
    if indicator.kind is Kind.GRADED:
        known = bar.threshold is not None and bar.threshold in range(len(indicator.grades))
        return "" if known else "Chọn một mức trong danh sách."
    if bar.comparator is Comparator.QUALITATIVE:
        return "" if bar.threshold is None else "“Có phát sinh” không đi với một con số; để trống ô mức."
    return _number_fault(bar, MOST[indicator.kind])


def _number_fault(bar: Bar, most: Decimal) -> str:
    if bar.threshold is None:
        return "Ô này cần một số, ví dụ 90."
    if not 0 < bar.threshold <= most or bar.threshold != round(bar.threshold, 2):
        return f"Mức phải lớn hơn 0, không quá {most:n} và không quá hai chữ số sau dấu phẩy."
    if bar.comparator is Comparator.EQ and bar.threshold != HUNDRED:
        return "“Đủ” chỉ đi với 100; mức khác thì chọn “từ … trở lên” hoặc “trên”."
    if bar.comparator is Comparator.GT and bar.threshold == HUNDRED:
        return "Không thể đạt trên 100%; chọn “đủ” hoặc “từ … trở lên”."
    return ""


def is_spoken(text: str, indicator: IndicatorRow) -> bool:
    """Whether the clause names the share itself, so that our own figure would differ from the plan."""
    return indicator.kind is Kind.PERCENT and bool(_PERCENT.search(text) or _WHOLE.search(text))


def strays(bar: Bar, text: str, indicator: IndicatorRow) -> bool:
    """Whether this bar differs from what the clause says word for word."""
    if not is_spoken(text, indicator):
        return False
    if bar.threshold is None:
        return True
    number = plain_number(bar.threshold)
    named = re.search(rf"\b{re.escape(number)}\b(?!\s*[–-]?\s*KH)", text)
    if not named and not (bar.threshold == HUNDRED and _WHOLE.search(text)):
        return True
    return bool(re.search(rf"\btrên {re.escape(number)}\s*%", text)) != (bar.comparator is Comparator.GT)

"""How far a line is from what it must reach, in an officer's words; pure: no Django, no clock, no database."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from core.text import format_decimal
from criteria.scoring.scales import HUNDRED, judge
from criteria.scoring.types import Answer, Comparator, Kind, Rule
from criteria.scoring.wording import rounded_share
from reports.rules import in_whole_numbers

EXACTLY = "đúng mức"


def distance(rule: Rule, answer: Answer) -> str:
    """ "còn thiếu 3,2 điểm phần trăm (thêm 48 hồ sơ)", "vượt 9,74 điểm phần trăm"; "" where nothing can be measured."""
    verdict = judge(rule, answer)
    if verdict.problem or not verdict.applicable:
        return ""
    if rule.kind is Kind.PERCENT and rule.comparator is not Comparator.QUALITATIVE:
        return _of_share(rule, answer.a or Decimal(0), answer.b or Decimal(1), met=verdict.met)
    if rule.kind is Kind.GRADED:
        bar = rule.threshold if rule.threshold is not None else Decimal(len(rule.grades) - 1)
        return _of_number((answer.value or Decimal(0)) - bar, "mức")
    if rule.kind in (Kind.COUNT, Kind.MONEY) and rule.threshold is not None:
        return _of_number((answer.value or Decimal(0)) - rule.threshold, rule.unit_label)
    return ""


def _of_number(over: Decimal, unit: str) -> str:
    if over == 0:
        return EXACTLY
    amount = f"{format_decimal(abs(over))} {unit}".strip()
    return f"vượt {amount}" if over > 0 else f"còn thiếu {amount}"


def _of_share(rule: Rule, a: Decimal, b: Decimal, *, met: bool) -> str:
    """The difference of the two figures on the page: 79,74% against 70% is 9,74, whatever the third decimal says."""
    bar = rule.threshold if rule.threshold is not None else HUNDRED
    over = rounded_share(a, b, rule) - bar
    if over == 0:
        return EXACTLY if met else f"bằng mức, phải cao hơn{_more(rule, a, b, bar)}"
    if met:
        return f"vượt {format_decimal(over)} điểm phần trăm"
    return f"còn thiếu {format_decimal(-over)} điểm phần trăm{_more(rule, a, b, bar)}"


def _more(rule: Rule, a: Decimal, b: Decimal, bar: Decimal) -> str:
    """How many more of them it takes, when they come in whole numbers."""
    if not in_whole_numbers(rule.unit_label):
        return ""
    exact = bar * b / HUNDRED
    if rule.comparator is Comparator.GT:
        wanted = exact.to_integral_value(ROUND_FLOOR) + 1
    else:
        wanted = exact.to_integral_value(ROUND_CEILING)
    return f" (thêm {format_decimal(wanted - a)} {rule.unit_label})"

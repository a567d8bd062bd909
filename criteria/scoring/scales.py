"""Is it met, and which share of the points is it worth: one answer against one rule.

a is compared with b as they are, never as a rounded percentage. A line that is not met never gets all its points.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

from criteria.scoring.types import Answer, Comparator, Kind, Rule, Scale

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# Figures have at most 15 digits: with 60 a quotient lies on the right side of every half cent, so rounding is exact.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Verdict:
    """What the engine thinks of one answer. `problem` is a sentence when there is nothing usable to compare."""

    met: bool = False
    exceeded: bool = False
    points: Decimal = Decimal(0)
    applicable: bool = True
    problem: str = ""


def judge(rule: Rule, answer: Answer | None) -> Verdict:
    """The only door: not there, n/a, unusable, or compared."""
    if answer is None:
        return Verdict(problem=MISSING)
    if answer.na:
        return Verdict(applicable=False) if answer.note.strip() else Verdict(problem=NOTE_WANTED)
    if problem := _unusable(rule, answer):
        return Verdict(problem=problem)
    if rule.kind is Kind.PERCENT and answer.b == 0:
        return Verdict(applicable=False)
    with localcontext(EXACT):
        met = is_met(rule, answer)
        exceeded = met and rule.upper is not None and _amount(rule, answer) >= _scaled(rule, answer, rule.upper)
        return Verdict(met=met, exceeded=exceeded, points=_points(rule, answer, met))


MISSING = "Chưa có số liệu"
NOTE_WANTED = "Chọn “không phát sinh” nhưng chưa ghi lý do"


def _unusable(rule: Rule, answer: Answer) -> str:
    if rule.kind is Kind.PERCENT:
        return _unusable_ratio(answer.a, answer.b)
    if rule.kind is Kind.YES_NO:
        return MISSING if answer.yes is None else ""
    if rule.kind is Kind.NARRATIVE:
        return "" if answer.text.strip() else MISSING
    if answer.value is None:
        return MISSING
    if answer.value < 0:
        return "Số liệu không hợp lệ: số âm"
    if rule.kind is Kind.GRADED and answer.value not in range(len(rule.grades)):
        return "Số liệu không hợp lệ: mức không có trong danh sách"
    return ""


def _unusable_ratio(a: Decimal | None, b: Decimal | None) -> str:
    if a is None or b is None:
        return MISSING
    if a < 0 or b < 0:
        return "Số liệu không hợp lệ: số âm"
    return "Số liệu không hợp lệ: tử số lớn hơn mẫu số" if a > b else ""


def is_met(rule: Rule, answer: Answer) -> bool:
    """GD-04, GD-05: "trên X" is more than X, "X" at least X, "100%" is a = b, a range is met from its lower end."""
    match rule.comparator:
        case Comparator.YES:
            return answer.yes is True
        case Comparator.QUALITATIVE:
            return _is_met_in_quality(rule, answer)
        case Comparator.GT:
            return _amount(rule, answer) > _bar(rule, answer)
        case Comparator.EQ:
            return _amount(rule, answer) == _bar(rule, answer)
        case Comparator.GE | Comparator.RANGE | Comparator.COUNT_GE:
            return _amount(rule, answer) >= _bar(rule, answer)


def _is_met_in_quality(rule: Rule, answer: Answer) -> bool:
    if rule.kind is Kind.YES_NO:
        return answer.yes is True
    if rule.kind is Kind.NARRATIVE:
        return bool(answer.text.strip())
    if rule.kind is Kind.GRADED:
        return (answer.value or Decimal(0)) >= (rule.threshold if rule.threshold is not None else len(rule.grades) - 1)
    return _amount(rule, answer) > 0


def _amount(rule: Rule, answer: Answer) -> Decimal:
    """a × 100 for a percentage, the number itself otherwise: both sides stay whole, nothing is divided."""
    figure = answer.a if rule.kind is Kind.PERCENT else answer.value
    return (figure or Decimal(0)) * (HUNDRED if rule.kind is Kind.PERCENT else 1)


def _bar(rule: Rule, answer: Answer) -> Decimal:
    """The threshold on the scale of `_amount`; what has none is measured against the whole (100%)."""
    return _scaled(rule, answer, rule.threshold if rule.threshold is not None else HUNDRED)


def _scaled(rule: Rule, answer: Answer, bound: Decimal) -> Decimal:
    return bound * (answer.b or Decimal(0)) if rule.kind is Kind.PERCENT else bound


def _points(rule: Rule, answer: Answer, met: bool) -> Decimal:
    share_points = _unrounded(rule, answer, met)
    if met:
        return min(share_points, rule.weight).quantize(CENT, ROUND_HALF_UP)
    below_all = max(rule.weight - CENT, Decimal(0))
    return min(share_points, below_all).quantize(CENT, ROUND_DOWN)


def _unrounded(rule: Rule, answer: Answer, met: bool) -> Decimal:
    if rule.scale is Scale.STEPS:
        return rule.weight * step_of(rule, answer) / HUNDRED
    if rule.scale is Scale.GRADE:
        return rule.weight * (answer.value or 0) / max(len(rule.grades) - 1, 1)
    if rule.scale is Scale.PROPORTIONAL and rule.kind in (Kind.PERCENT, Kind.COUNT, Kind.MONEY):
        bar = _bar(rule, answer)
        return rule.weight * min(_amount(rule, answer), bar) / bar if bar else rule.weight * met
    return rule.weight if met else Decimal(0)


def step_of(rule: Rule, answer: Answer) -> int:
    """The percent of the points that the highest step reached is worth."""
    return max((percent for start, percent in rule.steps if _amount(rule, answer) >= start), default=0)

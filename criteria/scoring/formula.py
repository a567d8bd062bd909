"""How the points of a line came about, in words with the numbers put in; the same arithmetic as in scales."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from core.text import format_decimal
from criteria.scoring.scales import CENT, EXACT, HUNDRED, Verdict, judge, step_of
from criteria.scoring.types import Answer, Comparator, Kind, Rule, Scale
from criteria.scoring.wording import show_percent, show_threshold

_SIGNS = {True: "≥", False: "<"}


def formula(rule: Rule, answer: Answer | None) -> str:
    """ "1.204 / 1.510 = 79,74% ≥ 70% → đạt; điểm = 20 × min(79,74 / 70; 1) = 20"."""
    verdict = judge(rule, answer)
    if answer is None or verdict.problem:
        return f"{verdict.problem} → 0 điểm"
    if not verdict.applicable:
        return "Không phát sinh → không tính vào điểm và điểm tối đa"
    result = "vượt" if verdict.exceeded else "đạt" if verdict.met else "chưa đạt"
    return f"{_compared(rule, answer, verdict)} → {result}; điểm = {_points(rule, answer, verdict)}"


def _compared(rule: Rule, answer: Answer, verdict: Verdict) -> str:
    match rule.kind:
        case Kind.PERCENT:
            a, b = answer.a or Decimal(0), answer.b or Decimal(1)
            parts = f"{format_decimal(a)} / {format_decimal(b)}"
            return f"{parts} = {show_percent(a, b, rule)} {_sign(rule, verdict)} {format_decimal(_threshold(rule))}%"
        case Kind.COUNT | Kind.MONEY:
            value = f"{format_decimal(answer.value or Decimal(0))} {rule.unit_label}".strip()
            return f"{value} {_sign(rule, verdict)} {format_decimal(_threshold(rule))}"
        case Kind.GRADED:
            return f"Mức “{rule.grades[int(answer.value or 0)].lower()}”, chuẩn {show_threshold(rule)}"
        case Kind.YES_NO:
            return "Có" if answer.yes else "Chưa có"
        case Kind.NARRATIVE:
            return "Đã báo cáo"


def _sign(rule: Rule, verdict: Verdict) -> str:
    if rule.comparator is Comparator.GT or rule.comparator is Comparator.QUALITATIVE:
        return ">" if verdict.met else "≤"
    if rule.comparator is Comparator.EQ and verdict.met:
        return "="
    return _SIGNS[verdict.met]


def _threshold(rule: Rule) -> Decimal:
    """What the value was held against: a matter of quality is met as soon as there is anything."""
    if rule.comparator is Comparator.QUALITATIVE:
        return Decimal(0)
    return rule.threshold if rule.threshold is not None else HUNDRED


def _points(rule: Rule, answer: Answer, verdict: Verdict) -> str:
    points, weight = format_decimal(verdict.points), format_decimal(rule.weight)
    if rule.scale is Scale.STEPS:
        return f"{weight} × {format_decimal(step_of(rule, answer))}% (bậc số lượng) = {points}{_cut(rule, verdict)}"
    if rule.scale is Scale.GRADE:
        place, last = format_decimal(answer.value or Decimal(0)), max(len(rule.grades) - 1, 1)
        return f"{weight} × {place}/{last} (bậc của mức) = {points}{_cut(rule, verdict)}"
    if rule.scale is Scale.PROPORTIONAL and rule.kind in (Kind.PERCENT, Kind.COUNT, Kind.MONEY):
        return _in_proportion(rule, answer, verdict)
    return points if verdict.met else "0"


def _in_proportion(rule: Rule, answer: Answer, verdict: Verdict) -> str:
    bar = rule.threshold if rule.threshold is not None else HUNDRED
    if not bar:
        return format_decimal(verdict.points)
    value = _shown_value(rule, answer)
    said = f"{format_decimal(rule.weight)} × min({value} / {format_decimal(bar)}; 1) = {format_decimal(verdict.points)}"
    return f"{said}{_rounding(rule, answer, verdict, bar)}{_cut(rule, verdict)}"


def _shown_value(rule: Rule, answer: Answer) -> str:
    if rule.kind is Kind.PERCENT:
        return show_percent(answer.a or Decimal(0), answer.b or Decimal(1), rule).rstrip("%")
    return format_decimal(answer.value or Decimal(0))


def _rounding(rule: Rule, answer: Answer, verdict: Verdict, bar: Decimal) -> str:
    """Says so when the shown, rounded percentage alone would give other points."""
    shown = Decimal(_shown_value(rule, answer).replace(".", "").replace(",", "."))
    share = min(EXACT.divide(shown, bar), Decimal(1))
    rounding = ROUND_HALF_UP if verdict.met else ROUND_DOWN
    again = EXACT.multiply(rule.weight, share).quantize(CENT, rounding)
    return "" if again == verdict.points or _capped(rule, verdict) else " (tính từ số chưa làm tròn)"


def _cut(rule: Rule, verdict: Verdict) -> str:
    return " (chưa đạt thì không trọn điểm)" if _capped(rule, verdict) else ""


def _capped(rule: Rule, verdict: Verdict) -> bool:
    """A line that is not met stops one hundredth short of all its points."""
    return not verdict.met and rule.weight > 0 and verdict.points == rule.weight - CENT

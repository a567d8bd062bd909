"""The sentences of a score sheet: value, threshold and reason as an officer reads them (87,5%; 1.234)."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from core.text import format_decimal
from criteria.scoring.scales import CENT, EXACT, HUNDRED, Verdict
from criteria.scoring.types import Answer, Comparator, Kind, Rule, Scale


def show_value(rule: Rule, answer: Answer | None, verdict: Verdict) -> str:
    """What was reported; a percentage is never rounded over its threshold."""
    if answer is None or verdict.problem:
        return "–"
    if not verdict.applicable:
        return "không phát sinh"
    match rule.kind:
        case Kind.PERCENT:
            return _percent_of_parts(rule, answer)
        case Kind.YES_NO:
            return "có" if answer.yes else "chưa có"
        case Kind.NARRATIVE:
            return "đã báo cáo"
        case Kind.GRADED:
            return rule.grades[int(answer.value or 0)].lower()
        case Kind.MONEY | Kind.COUNT:
            return _with_unit(format_decimal(answer.value or Decimal(0)), rule.unit_label)


def _percent_of_parts(rule: Rule, answer: Answer) -> str:
    a, b = answer.a or Decimal(0), answer.b or Decimal(1)
    return f"{show_percent(a, b, rule)} ({format_decimal(a)}/{format_decimal(b)})"


def show_percent(a: Decimal, b: Decimal, rule: Rule | None = None) -> str:
    """99,21% or 20%, as `rounded_share` gives it."""
    return f"{format_decimal(rounded_share(a, b, rule))}%"


def rounded_share(a: Decimal, b: Decimal, rule: Rule | None = None) -> Decimal:
    """In percent, at most two decimals, and never rounded onto or over a bar that the share does not reach."""
    share = EXACT.divide(a * HUNDRED, b)
    shown = share.quantize(CENT, ROUND_HALF_UP)
    for bar in _bars(rule):
        if share < bar <= shown:
            shown = share.quantize(CENT, ROUND_DOWN)
        elif share > bar >= shown and rule and rule.comparator is Comparator.GT:
            shown = share.quantize(CENT, ROUND_UP)
    return shown


def _bars(rule: Rule | None) -> list[Decimal]:
    """The whole is a bar for everyone: 100% means that nothing is missing."""
    own = (rule.threshold, rule.upper) if rule else ()
    return [HUNDRED, *(bar for bar in own if bar is not None)]


def show_threshold(rule: Rule) -> str:
    """The bar in the words of the plan."""
    threshold = format_decimal(rule.threshold) if rule.threshold is not None else ""
    match rule.comparator:
        case Comparator.YES:
            return "có"
        case Comparator.GT:
            return f"trên {threshold}%"
        case Comparator.EQ:
            return f"đủ {threshold}%"
        case Comparator.RANGE:
            return f"từ {threshold}% (vượt từ {format_decimal(rule.upper or Decimal(0))}%)"
        case Comparator.COUNT_GE:
            return f"ít nhất {_with_unit(threshold, rule.unit_label)}"
        case Comparator.QUALITATIVE:
            return _quality_bar(rule)
        case Comparator.GE:
            return f"từ {threshold}% trở lên"


def _quality_bar(rule: Rule) -> str:
    if rule.kind is Kind.GRADED:
        place = int(rule.threshold) if rule.threshold is not None else len(rule.grades) - 1
        return f"từ mức “{rule.grades[place].lower()}”"
    if rule.kind is Kind.NARRATIVE:
        return "có báo cáo"
    return "có" if rule.kind is Kind.YES_NO else "có phát sinh"


def explain(rule: Rule, answer: Answer | None, verdict: Verdict) -> str:
    """The reason sentence of a line."""
    if verdict.problem:
        return f"{verdict.problem}: 0 điểm."
    if not verdict.applicable:
        return _explain_na(answer)
    value, bar = show_value(rule, answer, verdict), show_threshold(rule)
    result = "vượt" if verdict.exceeded else "đạt" if verdict.met else "chưa đạt"
    if rule.kind in (Kind.YES_NO, Kind.NARRATIVE):
        return f"{value[0].upper()}{value[1:]}, {result}: {_of_points(rule, verdict)}."
    return f"{value[0].upper()}{value[1:]}, {result} yêu cầu {bar}: {_of_points(rule, verdict)}."


def _of_points(rule: Rule, verdict: Verdict) -> str:
    points, most = format_decimal(verdict.points), format_decimal(rule.weight)
    if verdict.points == rule.weight:
        return f"{points} điểm"
    how = {
        Scale.PROPORTIONAL: f", theo tỷ lệ so với {_bar_name(rule)}",
        Scale.STEPS: ", theo bậc số lượng",
        Scale.GRADE: ", theo mức độ",
        Scale.FULL: "",
    }[rule.scale]
    return f"{points} trên {most} điểm{how}"


def _bar_name(rule: Rule) -> str:
    return f"chỉ tiêu đến năm {rule.target_year}" if rule.target_year else "tiêu chuẩn"


def _explain_na(answer: Answer | None) -> str:
    note = answer.note.strip().rstrip(".") if answer else ""
    said = f" ({note})" if note else ""
    return f"Không phát sinh{said}: không tính vào điểm và điểm tối đa."


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}".strip()

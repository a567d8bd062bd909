"""Why a unit may not be praised, as an officer says it: one clause a standard, and one sentence of them."""

from collections.abc import Iterable
from decimal import Decimal

from core.text import format_decimal
from criteria.scoring.scales import NOTE_WANTED, judge
from criteria.scoring.types import Answer, Comparator, Kind, Rule
from criteria.scoring.wording import show_percent, show_threshold

NOTHING_APPLIES = "không có tiêu chuẩn nào áp dụng cho đơn vị"


def why_not(unit: str, year: int, reasons: Iterable[str]) -> str:
    """ "Xã Nam Bình chưa đủ điều kiện xét khen thưởng năm 2023 vì …; và ….", or "" when nothing is missing."""
    clauses = [reason.strip().rstrip(".") for reason in reasons]
    if not clauses:
        return ""
    *first, last = clauses
    joined = "; ".join(first) + "; và " + last if first else last
    return f"{unit} chưa đủ điều kiện xét khen thưởng năm {year} vì {joined}."


def shortfall(rule: Rule, answer: Answer | None) -> str:
    """What one standard still lacks, without its code: "hồ sơ … mới đạt 65,12%, chuẩn là từ 70% trở lên (mục …)"."""
    verdict = judge(rule, answer)
    if answer is None or (verdict.problem and verdict.problem != NOTE_WANTED):
        words = f"{_name(rule)} {_lower(verdict.problem)}"
    elif verdict.problem:
        words = f"{_name(rule)} chọn “không phát sinh” nhưng chưa ghi lý do"
    else:
        words = _lacking(rule, answer)
    return f"{words} (mục {rule.clause})"


def _lacking(rule: Rule, answer: Answer) -> str:
    name, bar = _name(rule), show_threshold(rule)
    match rule.kind:
        case Kind.PERCENT:
            return f"{name} mới đạt {show_percent(answer.a or Decimal(0), answer.b or Decimal(1), rule)}, chuẩn là {_bar(rule)}"
        case Kind.COUNT | Kind.MONEY:
            return f"{_how_many(rule.name)} hiện là {format_decimal(answer.value or Decimal(0))}, chuẩn là {bar}"
        case Kind.GRADED:
            grade = rule.grades[int(answer.value or 0)].lower()
            return f"việc {name} mới ở mức “{grade}”, chuẩn là {bar}"
        case Kind.YES_NO | Kind.NARRATIVE:
            return f"tiêu chuẩn “{rule.name}” chưa đạt"


def _bar(rule: Rule) -> str:
    if rule.comparator is Comparator.RANGE:  # the upper end is no duty
        return f"từ {format_decimal(rule.threshold or Decimal(0))}% trở lên"
    return show_threshold(rule)


def choice_missing(group: list[Rule], met: int) -> str:
    """At least k of a group of standards; the group's clause is that of its first."""
    names = " và ".join(f"“{rule.name}”" for rule in group)
    wanted = f"cần ít nhất {group[0].at_least}"
    return f"mới đạt {met} trong các tiêu chuẩn {names}, {wanted} (mục {group[0].clause})"


def _name(rule: Rule) -> str:
    return _lower(rule.name)


def _how_many(name: str) -> str:
    return _lower(name) if name.startswith("Số ") else f"số {_lower(name)}"


def _lower(words: str) -> str:
    """The first word inside a sentence: an abbreviation or a name of two capitals stays as it is."""
    first, _, rest = words.partition(" ")
    if first[1:] != first[1:].lower() or rest[:1].isupper():
        return words
    return words[:1].lower() + words[1:]

"""Scores one unit: rules and answers in, an explained sheet with its digest out.

The order of rules and answers does not matter. Bonus and minus points are lines of the sheet too, so the sum of the
lines is always the score.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from core.digest import digest
from core.text import format_decimal
from criteria.scoring.eligibility import NOTHING_APPLIES, choice_missing, shortfall
from criteria.scoring.scales import CENT, EXACT, HUNDRED, judge
from criteria.scoring.types import Adjustment, Answer, Line, Override, Requirement, Rule, Sheet
from criteria.scoring.wording import explain, show_threshold, show_value

BONUS_MAX = Decimal(10)
BONUS, MINUS = "THUONG", "TRU"


@dataclass(frozen=True)
class RuleBook:
    """Rules in their lasting order with their digest, made once and used for many units."""

    rules: tuple[Rule, ...]
    digest: str
    bonus_max: Decimal = BONUS_MAX

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    @classmethod
    def of(cls, rules: Iterable[Rule], *, bonus_max: Decimal = BONUS_MAX) -> "RuleBook":
        ordered = tuple(sorted(rules, key=lambda rule: (rule.sort, rule.code)))
        if len({rule.code for rule in ordered}) != len(ordered):
            raise ValueError("Một mã tiêu chuẩn xuất hiện hai lần trong bộ quy tắc.")
        plain = [{f.name: _plain(getattr(rule, f.name)) for f in fields(rule)} for rule in ordered]
        return cls(ordered, digest({"rules": plain, "bonus_max": _plain(bonus_max)}), bonus_max)


def score(
    rules: RuleBook | Iterable[Rule],
    answers: Mapping[str, Answer],
    *,
    year: int,
    adjustments: Iterable[Adjustment] = (),
    overrides: Mapping[str, Override] | None = None,
) -> Sheet:
    """The sheet of one unit for one year; `answers` by indicator code, `overrides` (the council's) by code of rule."""
    book = rules if isinstance(rules, RuleBook) else RuleBook.of(rules)
    adjustments = sorted(adjustments, key=lambda item: (-item.points, item.reason))
    lines = [_line(rule, answers.get(rule.indicator)) for rule in book.rules]
    used = {line.code: (overrides or {})[line.code] for line in lines if line.code in (overrides or {})}
    lines = [_overridden(line, used[line.code]) if line.code in used else line for line in lines]
    lines += _adjustment_lines(adjustments, sum((line.points for line in lines), Decimal(0)), book.bonus_max)
    total = sum((line.points for line in lines), Decimal("0.00"))
    max_total = sum((line.max_points for line in lines), Decimal("0.00"))
    reasons = _not_eligible(book.rules, lines, answers)
    inputs = _inputs(book, answers, year, adjustments, used)
    return Sheet(
        lines=tuple(lines),
        total=total,
        max_total=max_total,
        percent=percent_of(total, max_total),
        eligible=not reasons,
        reasons=tuple(reasons),
        inputs=inputs,
        digest=digest(inputs),
    )


def percent_of(total: Decimal, max_total: Decimal) -> Decimal:
    """Points out of the points that apply, in per cent with two decimals; 0 when nothing applies."""
    return EXACT.divide(total * HUNDRED, max_total).quantize(CENT) if max_total else Decimal("0.00")


def _line(rule: Rule, answer: Answer | None) -> Line:
    verdict = judge(rule, answer)
    return Line(
        code=rule.code,
        clause=rule.clause,
        indicator=rule.indicator,
        name=rule.name,
        group=rule.group,
        value=show_value(rule, answer, verdict),
        threshold=show_threshold(rule),
        met=verdict.met,
        points=verdict.points,
        max_points=rule.weight if verdict.applicable else Decimal(0),
        reason=explain(rule, answer, verdict),
        applicable=verdict.applicable,
        requirement=rule.requirement,
        assumption=rule.assumption,
    )


def _overridden(line: Line, override: Override) -> Line:
    """The council's points and reason; what does not apply stays out of sum and maximum whatever the council says."""
    if not override.reason.strip():
        raise ValueError("Điểm của Hội đồng phải kèm lý do.")
    if override.points != override.points.quantize(CENT):
        raise ValueError("Điểm của Hội đồng có không quá hai chữ số sau dấu phẩy.")
    if not line.applicable:
        return line
    if not 0 <= override.points <= line.max_points:
        raise ValueError("Điểm của Hội đồng từ 0 đến điểm tối đa của dòng.")
    of = f"{format_decimal(override.points)} trên {format_decimal(line.max_points)} điểm"
    reason = f"Hội đồng cho {of}: {override.reason.strip().rstrip('.')}."
    return replace(line, points=override.points.quantize(CENT), reason=reason)


def _adjustment_lines(adjustments: list[Adjustment], scored: Decimal, bonus_max: Decimal) -> list[Line]:
    """Bonus first (together at most `bonus_max`), then minus points, which never bring the score below 0."""
    lines: list[Line] = []
    bonus_left, total = bonus_max, scored
    for number, item in enumerate(adjustments, 1):
        if not item.reason.strip():
            raise ValueError("Điểm thưởng, điểm trừ phải kèm lý do.")
        wanted = item.points.quantize(CENT)
        points = min(wanted, bonus_left) if wanted > 0 else max(wanted, -total)
        bonus_left -= max(points, Decimal(0))
        total += points
        lines.append(_adjustment_line(number, item, wanted, points))
    return lines


def _adjustment_line(number: int, item: Adjustment, wanted: Decimal, points: Decimal) -> Line:
    name = "Điểm thưởng" if wanted > 0 else "Điểm trừ"
    limit = "điểm thưởng không quá mức tối đa" if wanted > 0 else "tổng điểm không xuống dưới 0"
    cut = f" (đề nghị {format_decimal(abs(wanted))}; {limit})" if points != wanted else ""
    return Line(
        code=f"{BONUS if wanted > 0 else MINUS}-{number}",
        clause="",
        indicator="",
        name=name,
        group="",
        value=format_decimal(points),
        threshold="",
        met=wanted > 0,
        points=points,
        max_points=Decimal(0),
        reason=f"{name} {format_decimal(abs(points))}{cut}: {item.reason.strip().rstrip('.')}.",
    )


def _not_eligible(rules: tuple[Rule, ...], lines: list[Line], answers: Mapping[str, Answer]) -> list[str]:
    """IV.1 with GD-08: every required standard that applies, and at least k of each group of choices."""
    by_code = {line.code: line for line in lines}
    reasons = [
        shortfall(rule, answers.get(rule.indicator))
        for rule in rules
        if rule.requirement is Requirement.REQUIRED and (line := by_code[rule.code]).applicable and not line.met
    ]
    choices: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.requirement is Requirement.CHOICE:
            choices.setdefault(rule.choice, []).append(rule)
    for group in choices.values():
        met = sum(by_code[rule.code].met for rule in group)
        if met < group[0].at_least:
            reasons.append(choice_missing(group, met))
    if not any(line.max_points for line in lines):
        reasons.append(NOTHING_APPLIES)
    return reasons


def _inputs(
    book: RuleBook,
    answers: Mapping[str, Answer],
    year: int,
    adjustments: list[Adjustment],
    overrides: Mapping[str, Override],
) -> dict[str, object]:
    """What was scored, as plain JSON: the digest of the rules and the values that these rules look at."""
    used = sorted({rule.indicator for rule in book.rules} & set(answers))
    said = {code: [_plain(one.points), one.reason.strip()] for code, one in sorted(overrides.items())}
    # only when there are some: a sheet without them keeps the digest it always had
    council: dict[str, object] = {"overrides": said} if said else {}
    return {
        "rules": book.digest,
        "year": year,
        "answers": {code: _plain_answer(answers[code]) for code in used},
        "adjustments": [[_plain(item.points), item.reason.strip()] for item in adjustments],
        **council,
    }


def _plain_answer(answer: Answer) -> dict[str, object]:
    """Only what was filled in; a long text stands as its hash, the text itself is kept with the report."""
    plain: dict[str, object] = {
        name: _plain(value) for name in ("a", "b", "value", "yes") if (value := getattr(answer, name)) is not None
    }
    if answer.na:
        plain["na"] = True
    if answer.note.strip():
        plain["note"] = answer.note.strip()
    if answer.text.strip():
        plain["text"] = hashlib.sha256(answer.text.encode()).hexdigest()
    return plain


def _plain(value: object) -> object:
    """A number has one spelling, so that 80, 80.0 and 8E+1 give one digest."""
    if isinstance(value, Decimal):
        return "0" if value == 0 else f"{value.normalize(EXACT):f}"
    return (
        [list(step) for step in value] if isinstance(value, tuple) and value and isinstance(value[0], tuple) else value
    )

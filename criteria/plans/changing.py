"""A plan with other values, checked as a file is; every fault under the key of the field that it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from core.text import clean, format_decimal
from criteria.plans import bars
from criteria.plans.bars import Bar, bar_of
from criteria.plans.checks import Declared, OffSum, check, off_sums
from criteria.plans.editing import SCORING, indicator_of, requirement_choices, rule_of, settings
from criteria.plans.lines import Lines
from criteria.plans.schema import Plan, StandardRow, WeightRow
from criteria.scoring.types import Requirement

TEXT_LIMIT = 1000


class EditError(Exception):
    """Changes that cannot be; `faults` maps the key of a setting, or of a sum, to the sentence."""

    def __init__(self, faults: dict[str, str]):
        self.faults = faults
        super().__init__("\n".join(faults.values()))


def changed_only(plan: Plan, values: Mapping[str, str]) -> dict[str, str]:
    """What differs from the plan, out of many values."""
    known = settings(plan)
    return {key: value for key, value in values.items() if key not in known or known[key].value != value}


def edited(plan: Plan, changes: Mapping[str, str]) -> Plan:
    """The plan with these values, checked as a file is; EditError with every fault by key."""
    known = settings(plan)
    wrong = {key: "Mục này không sửa được ở đây." for key in changes if key not in known}
    wrong |= {key: said for key, value in changes.items() if key in known and (said := _value_fault(plan, key, value))}
    if wrong:
        raise EditError(wrong)
    made = _replaced(plan, changes)
    if wrong := _faults(made):
        raise EditError(wrong)
    return made


def _value_fault(plan: Plan, key: str, value: str) -> str:
    kind, _, rest = key.partition(":")
    try:
        if kind in ("group", "points"):
            return _points_fault(Decimal(value), least=Decimal("0.01"), most=Decimal(100))
        if kind == "scoring":
            return _points_fault(Decimal(value), least=Decimal(0), most=SCORING[rest][1])
        if kind == "at_least":
            return "" if value.isdecimal() and int(value) >= 1 else "Nhập một số nguyên từ 1 trở lên."
        if kind == "bar":
            return _bar_fault(plan, rest, Bar.read(value))
    except (ArithmeticError, ValueError):
        return "Ô này cần một số, ví dụ 7,5."
    if kind == "requirement":
        row = next(one for one in plan.standards if one.code == rest)
        return "" if value in requirement_choices(plan, row) else "Chọn một yêu cầu trong danh sách."
    return _text_fault(value)


def _points_fault(points: Decimal, *, least: Decimal, most: Decimal) -> str:
    if not points.is_finite() or not least <= points <= most:
        return f"Số điểm phải từ {format_decimal(least)} đến {format_decimal(most)}."
    return "" if points == round(points, 2) else "Nhập không quá hai chữ số sau dấu phẩy, ví dụ 7,25."


def _bar_fault(plan: Plan, where: str, bar: Bar) -> str:
    set_code, _, code = where.rpartition("/")
    rule = rule_of(plan, code)
    weight = next((row for row in plan.weights if row.set == set_code and row.rule == code), None)
    indicator = indicator_of(plan, weight) if weight else None
    indicator = indicator or next(row for row in plan.indicators if row.code == rule.indicator)
    return bars.fault_of(bar, bar_of(rule, weight), indicator)


def _text_fault(value: str) -> str:
    if not value.strip():
        return "Anh/chị ghi cách hiểu đang dùng; ô này không để trống."
    if len(value) > TEXT_LIMIT:
        return f"Cách hiểu dài {len(value)} ký tự, quá mức {TEXT_LIMIT}. Hãy rút gọn."
    return "" if value == clean(value) else "Cách hiểu viết trên một dòng, không có ký tự lạ."


def _replaced(plan: Plan, changes: Mapping[str, str]) -> Plan:
    def points(key: str, now: Decimal) -> Decimal:
        return Decimal(changes[key]) if key in changes else now

    return replace(
        plan,
        point_groups=tuple(replace(r, points=points(f"group:{r.code}", r.points)) for r in plan.point_groups),
        scoring=replace(
            plan.scoring,
            bonus_max=points("scoring:bonus_max", plan.scoring.bonus_max),
            late_points=points("scoring:late_points", plan.scoring.late_points),
        ),
        weights=tuple(_weight(plan, row, changes) for row in plan.weights),
        standards=tuple(_standard(row, changes) for row in plan.standards),
        choices=tuple(replace(r, at_least=int(changes.get(f"at_least:{r.code}", r.at_least))) for r in plan.choices),
        assumptions=tuple(replace(r, chosen=changes.get(f"assumption:{r.code}", r.chosen)) for r in plan.assumptions),
    )


def _weight(plan: Plan, row: WeightRow, changes: Mapping[str, str]) -> WeightRow:
    """A target of III keeps the district's bar; what units are scored by stands with the weight."""
    if (key := f"points:{row.set}:{row.rule}") in changes:
        row = replace(row, points=Decimal(changes[key]))
    if (key := f"bar:{row.set}/{row.rule}") in changes:
        bar = Bar.read(changes[key])
        own = bar != bar_of(rule_of(plan, row.rule))
        row = replace(row, comparator=bar.comparator if own else None, threshold=bar.threshold if own else None)
    return row


def _standard(row: StandardRow, changes: Mapping[str, str]) -> StandardRow:
    if (key := f"bar:{row.code}") in changes:
        bar = Bar.read(changes[key])
        row = replace(row, comparator=bar.comparator, threshold=bar.threshold, upper=bar.upper)
    if (key := f"requirement:{row.code}") in changes:
        requirement, _, choice = changes[key].partition(":")
        row = replace(row, requirement=Requirement(requirement), choice=choice)
    return row


# --- what a file would be refused for -----------------------------------------------------------------------------


def _faults(plan: Plan) -> dict[str, str]:
    """By key; a sum has its own: "sum:X:A", "sum:X", "sum:"."""
    numbered, keys = _numbered(plan)
    codes = {name: {row.code for row in rows if hasattr(row, "code")} for name, rows in _tables(numbered)}
    found = check(numbered, Lines(), Declared(codes, broken={"weights"}), None)
    wrong = {keys.get(line, ""): message.replace("at_least", "số tối thiểu") for line, message in found}
    return wrong | {sum_key(off): sum_sentence(plan, off) for off in off_sums(plan)}


def sum_key(off: OffSum) -> str:
    return f"sum:{off.set}:{off.group}".rstrip(":") if off.set else "sum:"


def sum_sentence(plan: Plan, off: OffSum) -> str:
    """Which set, which group, and by how much it is off."""
    by = abs(off.total - off.wanted)
    off_by = f"{'thừa' if off.total > off.wanted else 'thiếu'} {format_decimal(by)} điểm"
    must = f"phải đúng bằng {format_decimal(off.wanted)}"
    if not off.set:
        return f"Điểm của các nhóm cộng lại là {format_decimal(off.total)}, {must}: {off_by}."
    name = next(one.name for one in plan.sets if one.code == off.set)
    group = f"nhóm {off.group}, " if off.group else ""
    return f"Bộ {name}: {group}trọng số cộng lại là {format_decimal(off.total)}, {must}: {off_by}."


def _tables(plan: Plan) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name in (one.name for one in fields(Plan)):
        rows = getattr(plan, name)
        yield name, rows if isinstance(rows, tuple) else (rows,)


def _numbered(plan: Plan) -> tuple[Plan, dict[int, str]]:
    """The plan with a line number for every row, as if it stood in a file, and the key behind each line."""
    keys: dict[int, str] = {}
    tables: dict[str, Any] = {}
    for name, rows in _tables(plan):
        made = []
        for row in rows:
            keys[len(keys) + 1] = _key_of(name, row)
            made.append(replace(row, line=len(keys)))
        tables[name] = tuple(made) if isinstance(getattr(plan, name), tuple) else made[0]
    return Plan(**tables), keys


def _key_of(table: str, row: Any) -> str:
    match table:
        case "weights":
            return f"points:{row.set}:{row.rule}"
        case "standards":
            return f"requirement:{row.code}"
        case "choices":
            return f"at_least:{row.code}"
        case "point_groups":
            return f"group:{row.code}"
        case "scoring":
            return "scoring:bonus_max"
    return ""

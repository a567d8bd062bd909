"""The page of a draft: the fields of the form laid out set by set, with their sums; no query, no rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.forms import BoundField

from core.text import format_decimal, parse_decimal
from criteria.forms import PlanDraftForm, field_name
from criteria.plans.bars import bar_of, show_bar
from criteria.plans.editing import Origin, Setting, indicator_of, requirement_choices, rule_of
from criteria.plans.rules import PERSON_SET
from criteria.plans.schema import IndicatorRow, StandardRow, WeightRow
from criteria.scoring.types import Kind


@dataclass
class BarCell:
    """What must be reached, to change: comparator, figure and (where the plan names it) the reason."""

    setting: Setting
    inputs: list[BoundField]
    reason: BoundField | None
    suffix: str
    note: str

    @property
    def open(self) -> bool:
        return bool(self.reason and (self.reason.value() or self.reason.errors))

    @property
    def from_plan(self) -> bool:
        return self.setting.origin is Origin.PLAN


@dataclass
class DraftRow:
    """One standard in one set. A text stands where there is nothing to choose, or where it is chosen elsewhere."""

    code: str
    name: str
    clause: str
    bar: BarCell | None = None
    bar_text: str = ""
    requirement: BoundField | None = None
    requirement_text: str = ""
    points: BoundField | None = None
    now: str = ""


@dataclass
class Sum:
    """Points that must add up; `key` is also how the script of the page finds its parts."""

    key: str
    total: Decimal | None
    wanted: Decimal | None

    @property
    def state(self) -> str:
        if self.total is None or self.wanted is None:
            return ""
        by = self.total - self.wanted
        return "đủ" if not by else f"{'thừa' if by > 0 else 'thiếu'} {format_decimal(abs(by))}"

    @property
    def right(self) -> bool:
        return self.state == "đủ"


@dataclass
class GroupBlock:
    code: str
    name: str
    sum: Sum
    rows: list[DraftRow]


@dataclass
class SetBlock:
    code: str
    name: str
    clause: str
    sum: Sum
    groups: list[GroupBlock] = field(default_factory=list)
    rows: list[DraftRow] = field(default_factory=list)


class DraftPage:
    """Reads the plan of the base and the form; the template only walks through."""

    def __init__(self, form: PlanDraftForm):
        self.form, self.plan = form, form.base
        self.notes = {row.code: f"{row.code}: {row.chosen}" for row in self.plan.assumptions}
        self.indicators = {row.code: row for row in self.plan.indicators}
        weighted = [row.rule for row in self.plan.weights]
        self.shared = {code for code in weighted if weighted.count(code) > 1 and code not in self._targets}

    @property
    def _targets(self) -> set[str]:
        return {row.code for row in self.plan.targets}

    # --- parts -------------------------------------------------------------------------------------------------------

    @property
    def groups(self) -> list[dict]:
        """The totals of the groups, the same in every set."""
        return [
            {
                "code": row.code,
                "name": row.name,
                "now": format_decimal(row.points),
                "field": self._field(f"group:{row.code}"),
            }
            for row in self.plan.point_groups
        ]

    @property
    def groups_sum(self) -> Sum:
        return Sum("", _total(self._field(f"group:{row.code}") for row in self.plan.point_groups), Decimal(100))

    @property
    def deductions(self) -> list[dict]:
        return [
            {"setting": one, "field": self._field(key), "now": one.shown, "note": self.notes.get(one.assumption, "")}
            for key, one in self.form.known.items()
            if key.startswith("scoring:")
        ]

    @property
    def common(self) -> list[DraftRow]:
        """Standards of several sets: what they ask is chosen once for all of them."""
        return [self._standard(row) for row in self.plan.standards if row.code in self.shared]

    @property
    def sets(self) -> list[SetBlock]:
        return [self._set(one) for one in self.plan.sets if any(row.set == one.code for row in self.plan.weights)]

    @property
    def persons(self) -> list[DraftRow]:
        return [self._standard(row) for row in self.plan.standards if PERSON_SET in row.sets]

    @property
    def choices(self) -> list[dict]:
        return [
            {"name": row.name, "field": self._field(f"at_least:{row.code}"), "now": row.at_least}
            for row in self.plan.choices
        ]

    @property
    def readings(self) -> list[dict]:
        return [
            {"setting": one, "field": self._field(key)}
            for key, one in self.form.known.items()
            if key.startswith("assumption:")
        ]

    # --- one set -----------------------------------------------------------------------------------------------------

    def _set(self, one) -> SetBlock:
        rows = [row for row in self.plan.weights if row.set == one.code]
        total = _total(self._field(f"points:{row.set}:{row.rule}") for row in rows)
        block = SetBlock(one.code, one.name, one.clause, Sum(one.code, total, Decimal(100)))
        for group in self.plan.point_groups:
            members = [row for row in rows if row.group == group.code]
            total = _total(self._field(f"points:{row.set}:{row.rule}") for row in members)
            wanted = _number(self._field(f"group:{group.code}"))
            found = Sum(f"{one.code}:{group.code}", total, wanted)
            block.groups.append(GroupBlock(group.code, group.name, found, [self._weight(row) for row in members]))
        return block

    def _weight(self, weight: WeightRow) -> DraftRow:
        rule, indicator = rule_of(self.plan, weight.rule), indicator_of(self.plan, weight)
        standard = isinstance(rule, StandardRow)
        row = self._standard(rule, fixed=weight.rule in self.shared) if standard else self._target(weight, indicator)
        row.points = self._field(f"points:{weight.set}:{weight.rule}")
        row.points.field.widget.attrs["data-points"] = f"{weight.set}:{weight.group}"
        row.now = format_decimal(weight.points)
        return row

    def _target(self, weight: WeightRow, indicator: IndicatorRow) -> DraftRow:
        rule = rule_of(self.plan, weight.rule)
        row = DraftRow(rule.code, indicator.name, rule.clause, requirement_text="Không xét điều kiện")
        row.bar = self._bar(f"bar:{weight.set}/{rule.code}", indicator)
        row.bar_text = "" if row.bar else show_bar(bar_of(rule, weight), indicator)
        return row

    def _standard(self, rule: StandardRow, *, fixed: bool = False) -> DraftRow:
        """`fixed`: shown in words, because it is chosen among the common ones."""
        indicator = self.indicators[rule.indicator]
        row = DraftRow(rule.code, indicator.name, rule.clause)
        row.bar = None if fixed else self._bar(f"bar:{rule.code}", indicator)
        row.bar_text = "" if row.bar else show_bar(bar_of(rule), indicator)
        if fixed:
            key = f"{rule.requirement}:{rule.choice}" if rule.choice else str(rule.requirement)
            row.requirement_text = f"{requirement_choices(self.plan, rule)[key]} (sửa ở phần chung)"
        else:
            row.requirement = self._field(f"requirement:{rule.code}")
        return row

    def _bar(self, key: str, indicator: IndicatorRow) -> BarCell | None:
        if key not in self.form.known:
            return None
        setting, name = self.form.known[key], field_name(key)
        inputs = [self.form[part] for part in (f"{name}-c", f"{name}-t") if part in self.form.fields]
        reason = self.form[f"{name}-r"] if f"{name}-r" in self.form.fields else None
        suffix = "%" if indicator.kind is Kind.PERCENT else "" if indicator.kind is Kind.GRADED else indicator.unit
        return BarCell(setting, inputs, reason, suffix, self.notes.get(setting.assumption, ""))

    def _field(self, key: str) -> BoundField:
        return self.form[field_name(key)]


def _number(bound: BoundField) -> Decimal | None:
    """What stands in the field now; None while it is no number."""
    value = bound.value()
    if isinstance(value, Decimal):
        return value
    try:
        return parse_decimal(str(value), max_digits=10)
    except ValueError:
        return None


def _total(fields: Iterable[BoundField]) -> Decimal | None:
    numbers = [_number(bound) for bound in fields]
    return None if None in numbers else sum((one for one in numbers if one is not None), Decimal(0))

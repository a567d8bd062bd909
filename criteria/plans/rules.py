"""From a plan to the rules of the score engine: those of a unit by its kind, and those of a person."""

from decimal import Decimal
from typing import Any

from criteria.plans.schema import District, IndicatorRow, Plan, SetRow, StandardRow, TargetRow, WeightRow
from criteria.scoring.engine import RuleBook
from criteria.scoring.types import Kind, Requirement, Rule

PERSON_SET = "CN"


def set_of(plan: Plan, kind: str) -> SetRow | None:
    """The set of standards that a kind of unit follows (IV.1.1)."""
    return next((one for one in plan.sets if kind in one.kinds), None)


def reported(plan: Plan, *, kind: str, code: str = "", is_it_enterprise: bool = False) -> list[IndicatorRow]:
    """The rows of the yearly report of a unit: those of its kind, and those it owns the figures of."""
    return [
        row
        for row in plan.indicators
        if (kind in row.reporters or (code and code in row.owners)) and (is_it_enterprise or not row.it_only)
    ]


def unit_rules(plan: Plan, *, kind: str, is_it_enterprise: bool = False) -> RuleBook:
    """What a unit is scored by: the weighted rules of its set that units of its kind report."""
    one = set_of(plan, kind)
    indicators = {row.code: row for row in reported(plan, kind=kind, is_it_enterprise=is_it_enterprise)}
    weights = [row for row in plan.weights if one and row.set == one.code]
    rules = [_rule(plan, row, indicators, sort) for sort, row in enumerate(weights, 1)]
    return RuleBook.of([rule for rule in rules if rule], bonus_max=plan.scoring.bonus_max)


def person_rules(plan: Plan) -> RuleBook:
    """IV.1.2: what a person must reach; a person is not scored, so the lines carry no points."""
    indicators = {row.code: row for row in plan.indicators}
    standards = [row for row in plan.standards if PERSON_SET in row.sets]
    return RuleBook.of(
        _make(plan, row, indicators[row.indicator], weight=Decimal(0), sort=sort)
        for sort, row in enumerate(standards, 1)
    )


def target_rules(plan: Plan) -> list[Rule]:
    """III: what the district must reach; a target formed from yes and no is a share of units, in per cent."""
    indicators = {row.code: row for row in plan.indicators}
    made = []
    for sort, row in enumerate(plan.targets, 1):
        indicator = indicators[row.indicator]
        kind = Kind.PERCENT if indicator.district is District.SHARE else indicator.kind
        made.append(_make(plan, row, indicator, kind=kind, weight=Decimal(0), sort=sort))
    return made


def weighted_rules(plan: Plan) -> list[tuple[str, Rule]]:
    """Every weighted rule with its set, as one list: what the table of standards shows."""
    indicators = {row.code: row for row in plan.indicators}
    made = ((row.set, _rule(plan, row, indicators, sort)) for sort, row in enumerate(plan.weights, 1))
    return [(code, rule) for code, rule in made if rule]


def _rule(plan: Plan, weight: WeightRow, indicators: dict[str, IndicatorRow], sort: int) -> Rule | None:
    base = next(one for one in plan.rules if one.code == weight.rule)
    indicator = indicators.get(weight.indicator or base.indicator)
    if indicator is None:
        return None
    changed: dict[str, Any] = {}
    if weight.comparator:
        changed = {"comparator": weight.comparator, "threshold": weight.threshold, "upper": None}
    return _make(
        plan,
        base,
        indicator,
        weight=weight.points,
        sort=sort,
        group=weight.group,
        scale=weight.scale,
        steps=weight.steps,
        **changed,
    )


def _make(plan: Plan, base: StandardRow | TargetRow, indicator: IndicatorRow, **more: Any) -> Rule:
    if isinstance(base, TargetRow):  # a target of III earns points, it does not decide whether a unit may be praised
        more |= {"requirement": Requirement.OPTIONAL, "target_year": base.year}
    else:
        at_least = next((one.at_least for one in plan.choices if one.code == base.choice), 0)
        more |= {"requirement": base.requirement, "choice": base.choice, "at_least": at_least}
    values: dict[str, Any] = {"comparator": base.comparator, "threshold": base.threshold, "upper": base.upper}
    values |= {"kind": indicator.kind} | more
    return Rule(
        code=base.code,
        clause=base.clause,
        indicator=indicator.code,
        name=indicator.name,
        grades=indicator.grades,
        unit_label=indicator.unit,
        assumption=base.assumption,
        **values,
    )

"""What Phòng VH-TT may change on a page: every such value of a plan under its own key, with its words.

The words of the plan, the indicators and who reports them never change here; a new file is loaded for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.text import format_decimal
from criteria.plans import bars
from criteria.plans.bars import bar_of, plain_number
from criteria.plans.schema import IndicatorRow, Plan, StandardRow, TargetRow, WeightRow
from criteria.scoring.types import Requirement

SCORING = {"bonus_max": ("Điểm thưởng tối đa", Decimal(10)), "late_points": ("Điểm trừ khi nộp muộn", Decimal(100))}
REQUIREMENTS = {Requirement.REQUIRED: "Bắt buộc", Requirement.OPTIONAL: "Không bắt buộc"}


class Origin(StrEnum):
    """Who said it: the plan word for word, our reading where it is silent ("giả định"), or our proposal ("đề xuất")."""

    PLAN = "plan"
    ASSUMED = "assumed"
    PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One value that may be changed. `strays`: it differs from what the clause says word for word."""

    key: str
    value: str
    name: str
    what: str
    shown: str
    origin: Origin
    clause: str
    place: str = ""
    assumption: str = ""
    strays: bool = False


def settings(plan: Plan) -> dict[str, Setting]:
    """Everything that may be changed, by key, in the order of the page."""
    return {
        one.key: one
        for part in (_groups(plan), _scoring(plan), _weights(plan), _standards(plan), _choices(plan), _readings(plan))
        for one in part
    }


def _groups(plan: Plan) -> Iterator[Setting]:
    for row in plan.point_groups:
        yield _proposal(plan, f"group:{row.code}", row.points, f"Nhóm {row.code}. {row.name}", "tổng điểm của nhóm")


def _scoring(plan: Plan) -> Iterator[Setting]:
    for field, (name, _) in SCORING.items():
        late = field == "late_points"
        found = _proposal(plan, f"scoring:{field}", getattr(plan.scoring, field), name, "số điểm")
        yield replace(found, assumption=plan.scoring.late_assumption) if late else found


def _proposal(plan: Plan, key: str, points: Decimal, name: str, what: str) -> Setting:
    return Setting(
        key=key,
        value=plain_number(points),
        name=name,
        what=what,
        shown=f"{format_decimal(points)} điểm",
        origin=Origin.PROPOSED,
        clause=plan.scoring.clause,
        assumption=plan.scoring.assumption,
    )


def _weights(plan: Plan) -> Iterator[Setting]:
    sets = {one.code: one.name for one in plan.sets}
    for row in plan.weights:
        rule, indicator = rule_of(plan, row.rule), indicator_of(plan, row)
        place, name = sets[row.set], f"{row.rule} {indicator.name}"
        found = _proposal(plan, f"points:{row.set}:{row.rule}", row.points, name, "số điểm")
        yield replace(found, place=place, clause=rule.clause)
        if isinstance(rule, TargetRow) and bars.options(bar_of(rule, row), indicator):
            yield _bar(plan, rule, indicator, row, name=name, place=place)


def _standards(plan: Plan) -> Iterator[Setting]:
    sets = {one.code: one.name for one in plan.sets}
    indicators = {row.code: row for row in plan.indicators}
    for row in plan.standards:
        indicator = indicators[row.indicator]
        place, name = ", ".join(sets[code] for code in row.sets), f"{row.code} {indicator.name}"
        if bars.options(bar_of(row), indicator):
            yield _bar(plan, row, indicator, name=name, place=place)
        yield Setting(
            key=f"requirement:{row.code}",
            value=_requirement(row),
            name=name,
            what="yêu cầu",
            shown=requirement_choices(plan, row)[_requirement(row)],
            origin=Origin.ASSUMED,
            clause=row.clause,
            place=place,
        )


def _requirement(row: StandardRow) -> str:
    return f"{row.requirement}:{row.choice}" if row.choice else str(row.requirement)


def requirement_choices(plan: Plan, row: StandardRow) -> dict[str, str]:
    """What a standard may be: bắt buộc, không bắt buộc, or a member of a group of its own set ("ít nhất k")."""
    members = {one.choice for one in plan.standards if one.choice and set(one.sets) & set(row.sets)}
    groups = {f"{Requirement.CHOICE}:{one.code}": one.name for one in plan.choices if one.code in members}
    return {str(value): label for value, label in REQUIREMENTS.items()} | groups


def _bar(
    plan: Plan,
    rule: StandardRow | TargetRow,
    indicator: IndicatorRow,
    weight: WeightRow | None = None,
    *,
    name: str,
    place: str,
) -> Setting:
    bar = bar_of(rule, weight)
    text = clause_text(plan, rule.clause)
    return Setting(
        key=f"bar:{weight.set}/{rule.code}" if weight else f"bar:{rule.code}",
        value=str(bar),
        name=name,
        what="phải đạt",
        shown=bars.show_bar(bar, indicator),
        origin=Origin.PLAN if bars.is_spoken(text, indicator) else Origin.ASSUMED,
        clause=rule.clause,
        place=place,
        assumption=rule.assumption,
        strays=bars.strays(bar, text, indicator),
    )


def _choices(plan: Plan) -> Iterator[Setting]:
    for row in plan.choices:
        yield Setting(
            key=f"at_least:{row.code}",
            value=str(row.at_least),
            name=f"Nhóm lựa chọn {row.code}",
            what="ít nhất phải đạt",
            shown=f"{row.at_least} tiêu chuẩn",
            origin=Origin.ASSUMED,
            clause=row.clause,
            assumption=row.assumption,
        )


def _readings(plan: Plan) -> Iterator[Setting]:
    """The words of the assumptions that stand behind scores, so that they can follow a changed figure."""
    used = {plan.scoring.assumption, plan.scoring.late_assumption}
    used |= {row.assumption for row in (*plan.rules, *plan.choices)} - {""}
    for row in plan.assumptions:
        if row.code in used:
            yield Setting(
                key=f"assumption:{row.code}",
                value=row.chosen,
                name=f"{row.code} {row.question}",
                what="cách hiểu",
                shown=row.chosen,
                origin=Origin.ASSUMED,
                clause=row.clause,
                assumption=row.code,
            )


def rule_of(plan: Plan, code: str) -> StandardRow | TargetRow:
    return next(row for row in plan.rules if row.code == code)


def indicator_of(plan: Plan, weight: WeightRow) -> IndicatorRow:
    code = weight.indicator or rule_of(plan, weight.rule).indicator
    return next(row for row in plan.indicators if row.code == code)


def clause_text(plan: Plan, code: str) -> str:
    return next((row.text for row in plan.clauses if row.code == code), "")

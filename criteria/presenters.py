"""What the pages of the plan print: plain values in order, no query, no rule."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from criteria.enums import Requirement
from criteria.plans.rules import PERSON_SET, person_rules, target_rules, weighted_rules
from criteria.plans.schema import Plan
from criteria.scoring.types import Rule
from criteria.scoring.wording import show_threshold

PREAMBLE, CLOSING = "MD", "KT"


@dataclass(frozen=True)
class ClauseView:
    """One clause on the page of the plan; `measured` are the codes of targets and standards that come from it."""

    code: str
    marker: str
    paragraphs: list[str]
    level: int
    heading: bool
    measured: list[str]

    @property
    def label(self) -> str:
        return "" if self.code.split(".")[0] in (PREAMBLE, CLOSING) else self.code


@dataclass(frozen=True)
class Chapter:
    """One of the Roman chapters (or the preamble, or the end) with its clauses."""

    code: str
    title: str
    clauses: list[ClauseView] = field(default_factory=list)


def chapters(plan: Plan) -> list[Chapter]:
    """The whole plan, chapter by chapter, word for word."""
    measured = defaultdict(list)
    for row in plan.rules:
        measured[row.clause].append(row.code)
    parents = {row.code: row.parent for row in plan.clauses}
    with_children = set(parents.values())
    found: dict[str, Chapter] = {}
    for row in plan.clauses:
        top = row.code.split(".")[0]
        title = row.text.split("\n")[0] if row.code == top else {PREAMBLE: "Mở đầu", CLOSING: "Kết thúc"}.get(top, top)
        chapter = found.setdefault(top, Chapter(top, title))
        chapter.clauses.append(
            ClauseView(
                code=row.code,
                marker=row.marker,
                paragraphs=row.text.split("\n"),
                level=_depth(row.code, parents),
                heading=row.code in with_children and row.marker not in ("", "-"),
                measured=measured[row.code],
            )
        )
    return list(found.values())


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while code := parents.get(code, ""):
        depth += 1
    return depth


@dataclass(frozen=True)
class RuleView:
    """One target or standard with its bar, points and remarks; `anchor` is its code where that stands first."""

    code: str
    anchor: str
    name: str
    clause: str
    threshold: str
    requirement: str
    points: Decimal
    assumption: str


@dataclass(frozen=True)
class GroupView:
    code: str
    name: str
    points: Decimal
    rules: list[RuleView]


@dataclass(frozen=True)
class SetView:
    """A set of standards with its groups of points; persons have one group without points."""

    code: str
    name: str
    clause: str
    total: Decimal
    groups: list[GroupView]


def targets(plan: Plan) -> list[RuleView]:
    notes = _notes(plan)
    return [_rule_view(rule, notes, rule.code) for rule in target_rules(plan)]


def standard_sets(plan: Plan) -> list[SetView]:
    """IV.1: every set with its rules by group of points, in the order of the plan file."""
    notes = _notes(plan)
    by_group: dict[tuple[str, str], list[RuleView]] = defaultdict(list)
    seen = {row.code for row in plan.targets}
    for code, rule in [*weighted_rules(plan), *((PERSON_SET, rule) for rule in person_rules(plan))]:
        anchor = f"{code}-{rule.code}" if rule.code in seen else rule.code
        by_group[code, rule.group].append(_rule_view(rule, notes, anchor))
        seen.add(rule.code)
    names = [(group.code, group.name) for group in plan.point_groups] + [("", "Tiêu chuẩn")]
    return [
        SetView(
            code=one.code,
            name=one.name,
            clause=one.clause,
            total=sum((row.points for row in plan.weights if row.set == one.code), Decimal(0)),
            groups=[
                GroupView(code, name, sum((rule.points for rule in rules), Decimal(0)), rules)
                for code, name in names
                if (rules := by_group.get((one.code, code)))
            ],
        )
        for one in plan.sets
    ]


def _notes(plan: Plan) -> dict[str, str]:
    return {row.code: row.chosen for row in plan.assumptions}


def _rule_view(rule: Rule, notes: Mapping[str, str], anchor: str) -> RuleView:
    return RuleView(
        code=rule.code,
        anchor=anchor,
        name=rule.name,
        clause=rule.clause,
        threshold=show_threshold(rule),
        requirement=Requirement(rule.requirement).label,
        points=rule.weight,
        assumption=notes.get(rule.assumption, ""),
    )

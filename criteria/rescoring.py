"""What a stored sheet would say under other rules: its own inputs, scored again in memory. Nothing is stored."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from criteria.models import ScoreSheet
from criteria.plans.rules import unit_rules
from criteria.plans.schema import Plan
from criteria.scoring.engine import RuleBook, score
from criteria.scoring.types import Adjustment, Answer, Sheet
from units.models import Unit

Adjust = Callable[[list[Adjustment]], list[Adjustment]]


class Rescorer:
    """One plan, many units: the rules of each kind of unit are made once."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.books: dict[tuple[str, bool], RuleBook] = {}

    def book(self, unit: Unit) -> RuleBook:
        key = (unit.kind, unit.is_it_enterprise)
        if key not in self.books:
            self.books[key] = unit_rules(self.plan, kind=unit.kind, is_it_enterprise=unit.is_it_enterprise)
        return self.books[key]

    def score(self, sheet: ScoreSheet, adjust: Adjust = list) -> Sheet:
        """The sheet of these inputs; `adjust` may put other adjustments in the place of the stored ones."""
        inputs = sheet.inputs
        answers = {code: answer_of(plain) for code, plain in inputs["answers"].items()}
        stored = [Adjustment(points=Decimal(points), reason=reason) for points, reason in inputs["adjustments"]]
        return score(self.book(sheet.unit), answers, year=inputs["year"], adjustments=adjust(stored))


def answer_of(plain: Mapping[str, Any]) -> Answer:
    """The answer again from a sheet; of a long text the hash stands there, which is text enough to score it."""
    numbers = {name: Decimal(plain[name]) for name in ("a", "b", "value") if name in plain}
    return Answer(**numbers, **{name: plain[name] for name in ("yes", "text", "na", "note") if name in plain})

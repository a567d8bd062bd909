"""Where the district stands against the targets of III: one figure per target, formed from the accepted reports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from campaign.models import Period
from criteria.models import Target
from criteria.scoring.scales import Verdict, judge
from criteria.scoring.types import Answer, Comparator, Kind, Rule
from criteria.scoring.wording import show_threshold, show_value
from reports.enums import ReportState
from reports.models import Entry
from reports.presenters import Row
from reports.rules import Figures


@dataclass(frozen=True)
class DistrictRow:
    """One target: what is asked, what was reached, from how many units. `met` None = nothing to judge yet."""

    code: str
    clause: str
    name: str
    target: str
    reached: str
    met: bool | None
    units: int
    assumption: str

    @property
    def verdict(self) -> str:
        return {None: "chưa có số liệu", True: "đạt", False: "chưa đạt"}[self.met]


def district_rows(period: Period) -> list[DistrictRow]:
    """One row per target of the plan that this year follows, in the plan's order; three queries whatever the number."""
    targets = Target.objects.filter(plan_version=period.plan_version_id).select_related("indicator").order_by("sort")
    figures = _figures_by_indicator(period)
    return [_row(target, figures[target.indicator_id]) for target in targets]


def _figures_by_indicator(period: Period) -> dict[int, list[tuple[str, Figures]]]:
    found = defaultdict(list)
    entries = Entry.objects.filter(
        report__period=period, report__state=ReportState.ACCEPTED, indicator__targets__isnull=False
    ).select_related("indicator", "report__unit")
    for entry in entries.distinct().prefetch_related("reconsiderations"):
        found[entry.indicator_id].append((entry.report.unit.code, Row(entry.indicator, entry).appraised))
    return found


def _row(target: Target, figures: list[tuple[str, Figures]]) -> DistrictRow:
    indicator = target.indicator
    used = [
        f for code, f in figures if f.answered and (indicator.district_rule != "owner" or code in indicator.owner_codes)
    ]
    rule = _rule(target)
    answer = form(indicator.district_rule, rule.kind, used)
    verdict = judge(rule, answer) if answer else Verdict(problem="chưa có số liệu")
    if verdict.problem or not verdict.applicable:
        met, reached = None, "không phát sinh" if answer and not verdict.problem else "–"
    else:
        met, reached = verdict.met, show_value(rule, answer, verdict)
    return DistrictRow(
        target.code,
        target.clause_code,
        indicator.name,
        show_threshold(rule),
        reached,
        met,
        len(used),
        target.assumption,
    )


def _rule(target: Target) -> Rule:
    kind = Kind.PERCENT if target.indicator.district_rule == "share" else Kind(target.indicator.kind)
    return Rule(
        code=target.code,
        clause=target.clause_code,
        indicator=target.indicator.code,
        name=target.indicator.name,
        kind=kind,
        comparator=Comparator(target.comparator),
        weight=Decimal(0),
        threshold=target.threshold,
        upper=target.upper,
        grades=tuple(target.indicator.choices),
        unit_label=target.indicator.unit_label,
    )


def form(district_rule: str, kind: Kind, figures: Iterable[Figures]) -> Answer | None:
    """The district's answer out of the units' figures; those that say "không phát sinh" count nowhere.

    sum: sum of a over sum of b, or the sum of the numbers · total: the sum of the numbers · share: units that say yes
    out of those that answered · owner: the figure of the office that keeps it · none: whether anybody told something.
    """
    used = [one for one in figures if not one.na]
    if not used:
        return Answer(na=True, note="không phát sinh") if list(figures) else None
    if district_rule == "share":
        said = [one.yes for one in used if one.yes is not None]
        return Answer(a=Decimal(sum(said)), b=Decimal(len(said)))
    if kind is Kind.PERCENT:
        pairs = [(one.a, one.b) for one in used if one.a is not None and one.b is not None]
        return Answer(a=sum((a for a, _ in pairs), Decimal(0)), b=sum((b for _, b in pairs), Decimal(0)))
    if kind in (Kind.COUNT, Kind.MONEY):
        return Answer(value=sum((one.value or Decimal(0) for one in used), Decimal(0)))
    if kind is Kind.GRADED:
        return Answer(value=min(one.value for one in used if one.value is not None))
    if kind is Kind.YES_NO:
        return Answer(yes=any(one.yes for one in used))
    return Answer(text="; ".join(one.text for one in used if one.text))

"""What stands beside a figure on the reviewer's desk: this unit's last year, and its group in this year."""

from dataclasses import dataclass
from decimal import Decimal

from core.text import NBSP, format_decimal
from criteria.enums import IndicatorKind
from criteria.models import Indicator
from criteria.scoring.scales import EXACT, HUNDRED
from criteria.selectors import league_for
from reports.enums import ReportState, Verdict
from reports.models import Entry, SelfReport
from reports.presenters import Row, parts_text, value_text
from reports.selectors.rows import granted_of, last_year
from reports.spread import Spread, spread_of

SENT = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)
_FIGURES = ("verdict", "a", "b", "value", "yes", "adjusted_a", "adjusted_b", "adjusted_value", "adjusted_yes")
_BAR = 280  # the bar is drawn in a box of 300, so that its marks are not cut off


@dataclass(frozen=True)
class Bar:
    """The spread of a group ready to draw: where its marks stand, and what they say in words."""

    middle_at: int
    own_at: int | None
    lowest: str
    middle: str
    highest: str
    standing: str


@dataclass(frozen=True)
class Comparison:
    """Beside one line: last year in words, the bar of the group, or how many of it said yes."""

    last_year: str = ""
    last_parts: str = ""
    bar: Bar | None = None
    said_yes: str = ""


def comparisons(report: SelfReport, indicators: list[Indicator]) -> dict[str, Comparison]:
    """Code of the indicator -> what stands beside it: four queries, however many lines and units."""
    (_, before), group = last_year(report), _group(report, indicators)
    past = {code: Row(entry.indicator, entry) for code, entry in before.items()}
    return {one.code: _comparison(one, report.unit_id, past, group.get(one.pk, {})) for one in indicators}


def _group(report: SelfReport, indicators: list[Indicator]) -> dict[int, dict[int, Decimal | bool]]:
    """indicator -> unit -> what counts there now; the units ranked together with this one (khối)."""
    league = league_for(report.period.plan_version, report.unit)
    kinds = league.kinds if league else [report.unit.kind]
    rows = Entry.objects.filter(
        report__period=report.period_id,
        report__state__in=SENT,
        report__unit__kind__in=kinds,
        indicator__in=[one.pk for one in indicators if one.kind != IndicatorKind.NARRATIVE],
    )
    granted = granted_of(rows)
    found: dict[int, dict[int, Decimal | bool]] = {}
    lines = rows.values_list("pk", "indicator", "report__unit", "na", *_FIGURES).iterator(chunk_size=5000)
    for pk, indicator, unit, na, verdict, *own_and_adjusted in lines:
        if ask := granted.get(pk):
            figure = _figure(ask.granted_a, ask.granted_b, ask.granted_value, ask.granted_yes)
        elif na:
            continue
        else:
            figure = _figure(*(own_and_adjusted[4:] if verdict == Verdict.ADJUSTED else own_and_adjusted[:4]))
        if figure is not None:
            found.setdefault(indicator, {})[unit] = figure
    return found


def _figure(a, b, value, yes) -> Decimal | bool | None:
    if a is not None and b:
        return EXACT.divide(a * HUNDRED, b)
    return value if value is not None else yes


def _comparison(indicator: Indicator, unit: int, past: dict[str, Row], group: dict) -> Comparison:
    last = past.get(indicator.code)
    words = {
        "last_year": value_text(indicator, last.appraised) if last else "",
        "last_parts": parts_text(indicator, last.appraised) if last else "",
    }
    if indicator.kind == IndicatorKind.YES_NO:
        return Comparison(**words, said_yes=f"{sum(group.values())}/{len(group)}" if group else "")
    spread = spread_of(group, unit)
    return Comparison(**words, bar=_bar(indicator, spread) if spread else None)


def _bar(indicator: Indicator, spread: Spread) -> Bar:
    def words(figure: Decimal) -> str:
        return _words(indicator, figure)

    def place(figure: Decimal) -> int:
        return 10 + spread.at(figure) * _BAR // 1000

    standing = f"{spread.count} đơn vị có số liệu"
    if spread.level:
        standing = f"cả {spread.count} đơn vị cùng mức {words(spread.middle)}"
    elif spread.own is not None:
        standing = f"{'đồng hạng ' if spread.tied else 'cao thứ '}{spread.rank} trong {standing}"
    own_at = None if spread.own is None else place(spread.own)
    ends = (words(spread.lowest), words(spread.middle), words(spread.highest))
    return Bar(place(spread.middle), own_at, *ends, standing)


def _words(indicator: Indicator, figure: Decimal) -> str:
    if indicator.kind == IndicatorKind.PERCENT:
        return f"{format_decimal(figure.quantize(Decimal('0.01')))}%"
    if indicator.kind == IndicatorKind.GRADED:
        place = int(figure)
        return indicator.choices[place] if place < len(indicator.choices) else ""
    return f"{format_decimal(figure)}{NBSP}{indicator.unit_label}".strip()

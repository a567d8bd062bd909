"""What a line of a report reads like on a page or a paper: value, threshold, met or not; no query."""

from dataclasses import dataclass, field

from core.text import NBSP, format_decimal
from criteria.enums import IndicatorKind
from criteria.models import Indicator
from criteria.scoring.scales import judge
from criteria.scoring.types import Rule
from criteria.scoring.wording import show_percent, show_threshold
from reports.enums import Outcome, ReportState, Verdict
from reports.models import Entry, Evidence, Reconsideration
from reports.rules import FIELDS, Figures, problems


@dataclass
class Row:
    """One indicator in a report, with what the unit said and what the reviewer made of it."""

    indicator: Indicator
    entry: Entry | None = None
    evidence: list[Evidence] = field(default_factory=list)
    rule: Rule | None = None  # the standard or target that this unit is scored by, if any
    clause_text: str = ""

    @property
    def threshold(self) -> str:
        return show_threshold(self.rule) if self.rule else ""

    @property
    def result(self) -> str:
        """ "met", "not_met" or "" while there is nothing to compare."""
        return self._result(self.own)

    @property
    def appraised_result(self) -> str:
        return self._result(self.appraised)

    def _result(self, figures: Figures) -> str:
        if self.rule is None or not figures.answered:
            return ""
        verdict = judge(self.rule, figures.answer())
        if not verdict.applicable or verdict.problem:
            return ""
        return "met" if verdict.met else "not_met"

    @property
    def own(self) -> Figures:
        entry = self.entry
        return Figures(**{name: getattr(entry, name) for name in FIELDS}) if entry else Figures()

    @property
    def granted(self) -> Reconsideration | None:
        """The latest answer that gave the line other figures after the review; read with selectors.entries_of."""
        if self.entry is None or self.entry.report.state != ReportState.ACCEPTED:
            return None
        found = [one for one in self.entry.reconsiderations.all() if one.outcome == Outcome.GRANTED]
        return max(found, key=lambda one: (one.decided_at, one.pk), default=None)

    @property
    def reviewed(self) -> Figures:
        """What the review itself came to: the adjusted figures where there are some."""
        entry = self.entry
        if entry is None or entry.verdict != Verdict.ADJUSTED:
            return self.own
        return Figures(
            a=entry.adjusted_a,
            b=entry.adjusted_b,
            value=entry.adjusted_value,
            yes=entry.adjusted_yes,
            text=entry.text,
            note=entry.note,
        )

    @property
    def appraised(self) -> Figures:
        """What counts: granted after the review, else adjusted in it, else the unit's own figures."""
        granted = self.granted
        return granted_figures(granted, note=self.entry.note) if granted else self.reviewed

    @property
    def answered(self) -> bool:
        return self.own.answered

    @property
    def problems(self) -> dict[str, str]:
        """Field -> sentence: what keeps this line from being sent."""
        indicator = self.indicator
        return problems(indicator.kind, self.own, grades=len(indicator.choices), unit=indicator.unit_label)

    @property
    def shown(self) -> str:
        return value_text(self.indicator, self.own, self.rule)

    @property
    def shown_appraised(self) -> str:
        return value_text(self.indicator, self.appraised, self.rule)

    @property
    def parts(self) -> str:
        """ "1.204 / 1.510 hồ sơ" under a percentage."""
        return parts_text(self.indicator, self.own)

    @property
    def verdict(self) -> str:
        return self.entry.verdict if self.entry else Verdict.PENDING

    @property
    def verdict_label(self) -> str:
        return Verdict(self.verdict).label


@dataclass
class Section:
    """A part of the report; `code` stands in its address."""

    code: str
    title: str
    rows: list[Row]

    @property
    def done(self) -> int:
        return sum(row.answered for row in self.rows)

    @property
    def complete(self) -> bool:
        return self.done == len(self.rows)

    @property
    def returned(self) -> int:
        return sum(row.verdict == Verdict.RETURNED for row in self.rows)


def asked_figures(ask: Reconsideration) -> Figures:
    return Figures(a=ask.a, b=ask.b, value=ask.value, yes=ask.yes)


def granted_figures(ask: Reconsideration, *, note: str = "") -> Figures:
    return Figures(a=ask.granted_a, b=ask.granted_b, value=ask.granted_value, yes=ask.granted_yes, note=note)


def value_text(indicator: Indicator, figures: Figures, rule: Rule | None = None) -> str:
    """The answer in words, as the score sheet says it; "" while there is none."""
    if figures.na:
        return "Không phát sinh"
    if not figures.answered:
        return ""
    kind = indicator.kind
    if kind == IndicatorKind.PERCENT:
        return _percent(figures, rule)
    if kind == IndicatorKind.YES_NO:
        return "" if figures.yes is None else "Có" if figures.yes else "Chưa"
    if kind == IndicatorKind.NARRATIVE:
        return figures.text
    if kind == IndicatorKind.GRADED:
        place = int(figures.value or 0)
        return indicator.choices[place] if place < len(indicator.choices) else ""
    return f"{format_decimal(figures.value)}{NBSP}{indicator.unit_label}".strip()


def _percent(figures: Figures, rule: Rule | None) -> str:
    if figures.a is None or not figures.b:
        return ""
    return show_percent(figures.a, figures.b, rule)


def parts_text(indicator: Indicator, figures: Figures) -> str:
    if indicator.kind != IndicatorKind.PERCENT or figures.a is None or figures.b is None:
        return ""
    return f"{format_decimal(figures.a)} / {format_decimal(figures.b)}{NBSP}{indicator.unit_label}".strip()

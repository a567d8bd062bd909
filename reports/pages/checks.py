"""The list "còn thiếu": what must and what should be looked at before a report is sent, with a way to each line."""

from dataclasses import dataclass, field

from django.urls import reverse

from reports.checks import Check, Finding, Line, Severity, check_report
from reports.enums import ReportState, Verdict
from reports.models import Entry, SelfReport
from reports.presenters import Row, Section
from reports.standing import work_of

HEADINGS = {
    Check.MISSING: "Chưa điền",
    Check.WRONG: "Chưa đúng",
    Check.TOTALS: "Tổng số khác nhau giữa các dòng",
    Check.DROP: "Giảm so với năm trước",
    Check.FULL: "Tất cả đều 100%",
    Check.PROOF: "Chưa có minh chứng",
    Check.ESTIMATE: "Số ước chưa ghi cách ước",
}


@dataclass
class Item:
    """A finding on the page: which line, what about it, where to mend it."""

    name: str
    section: str
    sentence: str
    url: str


@dataclass
class Group:
    """The findings of one kind."""

    title: str
    told: bool  # the sentence says more than the title
    items: list[Item] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return len({(item.section, item.name) for item in self.items})


@dataclass
class Checks:
    """What `_checks.html` shows."""

    must: list[Group]
    should: list[Group]
    estimates: list[Item]
    work: str = ""  # what must be done, in one sentence

    @property
    def should_count(self) -> int:
        return sum(len(group.items) for group in self.should)


def own_checks(report: SelfReport, sections: list[Section], user) -> Checks | None:
    """For the unit's own people: everything before the report is sent, afterwards only what was an estimate."""
    if report.unit_id not in user.own_units:
        return None
    links = _Links(report, sections, writes=report.editable and report.unit_id in user.units)
    if report.state in (ReportState.DRAFT, ReportState.RETURNED):
        return checks_of(report, links)
    return Checks([], [], links.estimates())


def checks_of(report: SelfReport, links: "_Links") -> Checks:
    """The checks of the whole report: one query for last year, however many lines."""
    before = last_year(report)
    found = check_report([_line(row, before.get(code)) for code, (_, row) in links.places.items()])
    # after a return only the returned lines can be changed: nobody is asked about the others again
    asked = [row for row in found.of(Severity.SHOULD) if links.open(row.code)]
    work = work_of(row for _, row in links.places.values()).sentence
    return Checks(links.groups(found.of(Severity.MUST)), links.groups(asked), links.estimates(), work)


class _Links:
    """From findings to lines of a page: an officer goes to the form, a reader to the line further down."""

    def __init__(self, report: SelfReport, sections: list[Section], *, writes: bool):
        self.report, self.writes = report, writes
        self.places = {row.indicator.code: (section, row) for section in sections for row in section.rows}

    def open(self, code: str) -> bool:
        return self.report.state != ReportState.RETURNED or self.places[code][1].verdict == Verdict.RETURNED

    def groups(self, findings: list[Finding]) -> list[Group]:
        groups: dict[Check, Group] = {}
        for finding in findings:
            group = groups.setdefault(finding.check, Group(HEADINGS[finding.check], finding.check != Check.MISSING))
            group.items.append(self._item(finding.code, finding.sentence))
        return list(groups.values())

    def estimates(self) -> list[Item]:
        own = {code: row.own for code, (_, row) in self.places.items()}
        return [self._item(code, "") for code, figures in own.items() if figures.estimate and not figures.na]

    def _item(self, code: str, sentence: str) -> Item:
        section, row = self.places[code]
        return Item(row.indicator.name, section.title, sentence, self._url(code, section))

    def _url(self, code: str, section: Section) -> str:
        if self.writes:
            where = [self.report.period.year, self.report.unit.code, section.code]
            return f"{reverse('reports:section-edit', args=where)}#dong-{code}"
        return "" if self.report.editable else f"#dong-{code}"  # the head's page shows the lines once it is presented


def last_year(report: SelfReport) -> dict[str, Entry]:
    """Code -> the line of last year's sent report of the same unit, as it counted after review."""
    entries = Entry.objects.filter(
        report__unit=report.unit_id,
        report__period__campaign=report.period.campaign_id,
        report__period__year=report.period.year - 1,
    )
    return {
        entry.indicator.code: entry
        for entry in entries.exclude(report__state=ReportState.DRAFT).select_related("indicator")
    }


def _line(row: Row, before: Entry | None) -> Line:
    indicator = row.indicator
    comparable = before and before.indicator.kind == indicator.kind and before.indicator.choices == indicator.choices
    return Line(
        code=indicator.code,
        kind=indicator.kind,
        figures=row.own,
        name=indicator.name,
        b_label=indicator.b_label,
        unit=indicator.unit_label,
        grades=len(indicator.choices),
        proof_hint=indicator.evidence_hint,
        files=len(row.evidence),
        before=Row(before.indicator, before).appraised if before and comparable else None,
    )

"""The anomaly desk: reports with something odd, most unseen first, each finding with its reason and its line."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from campaign.models import Period
from reports.anomalies.explained import explain
from reports.enums import AnomalyKind
from reports.forms.anomalies import DeskFilter
from reports.models import Anomaly, SelfReport
from reports.selectors import anomalies as selectors_anomalies
from reports.selectors import rows as selectors

PER_PAGE = 10  # reports
LEVELS = {3: ("Xem trước", "warning"), 2: ("Nên xem", "info"), 1: ("Xem lướt", "neutral")}


@dataclass(frozen=True)
class OddLine:
    """One finding on the page."""

    anomaly: Anomaly
    url: str

    @property
    def level(self) -> str:
        return LEVELS[self.anomaly.weight][0]

    @property
    def tone(self) -> str:
        return LEVELS[self.anomaly.weight][1]


@dataclass(frozen=True)
class OddReport:
    """A report and what is odd in it."""

    report: SelfReport
    url: str
    lines: list[OddLine]

    @classmethod
    def of(cls, report: SelfReport) -> "OddReport":
        url = reverse("reports:report-review", args=[report.period.year, report.unit.code])
        lines = [OddLine(one, f"{url}#dong-{one.indicator.code}" if one.indicator else url) for one in report.odd]
        return cls(report, url, lines)


def desk_page(period: Period, data, *, user) -> dict:
    """Everything the page shows, in a fixed number of queries."""
    chosen = DeskFilter(data)
    page = Paginator(selectors_anomalies.odd_reports(period, **chosen.wanted()), PER_PAGE).get_page(data.get("page"))
    counts = selectors_anomalies.counts_by_kind(period)
    job = selectors_anomalies.latest_reckoning(period)
    words = explain()
    return {
        "period": period,
        "years": selectors.years(),
        "page": page,
        "reports": [OddReport.of(report) for report in page],
        "kinds": [(kind, kind.label, *counts.get(kind, (0, 0)), words[kind.value]) for kind in AnomalyKind],
        "total": sum(every for every, _ in counts.values()),
        "unseen": sum(unseen for _, unseen in counts.values()),
        "units": selectors_anomalies.odd_units(period),
        "chosen": chosen,
        "query": data.urlencode(),
        "job": job,
        "mine": bool(job and job.created_by == user.get_username()),
    }

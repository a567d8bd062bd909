"""The yearly summary (VI.1.d): every figure is read from the data now; who did not report is named."""

from collections import Counter
from dataclasses import dataclass

from awards.models import Award
from campaign.enums import RegistrationState
from campaign.models import Period, Registration
from campaign.selectors import expected_units
from reports import scores
from reports.district import DistrictRow, district_rows
from reports.documents import ParticipationRow
from reports.enums import SENT
from reports.models import SelfReport, YearSummary
from units.enums import UnitKind
from units.models import Unit


@dataclass(frozen=True)
class Summary:
    """Everything the page and the paper show; built once per request or job."""

    period: Period
    text: YearSummary
    participation: tuple[ParticipationRow, ...]
    missing: tuple[Unit, ...]
    late: tuple[Unit, ...]
    targets: tuple[DistrictRow, ...]
    groups: tuple[scores.Group, ...]
    awards: tuple[Award, ...]

    @property
    def reported_of(self) -> str:
        return f"{self.reported}/{self.expected}"

    @property
    def met_of(self) -> str:
        return f"{self.met}/{self.judged}"

    @property
    def met(self) -> int:
        return sum(row.met is True for row in self.targets)

    @property
    def judged(self) -> int:
        return sum(row.met is not None for row in self.targets)

    @property
    def expected(self) -> int:
        return sum(row.units for row in self.participation)

    @property
    def reported(self) -> int:
        return sum(row.on_time + row.late for row in self.participation)


def gather(period: Period) -> Summary:
    """A constant number of queries, however many units and awards."""
    units = list(expected_units(period))
    registered = set(
        Registration.objects.filter(
            period=period, state__in=[RegistrationState.SUBMITTED, RegistrationState.ACCEPTED]
        ).values_list("unit_id", flat=True)
    )
    sent = dict(SelfReport.objects.filter(period=period, state__in=SENT).values_list("unit_id", "late"))
    text = YearSummary.objects.filter(period=period).first() or YearSummary(period=period)
    awards = Award.objects.filter(decision__round__period=period).select_related(
        "decision__round", "nominee__unit", "nominee__dossier__unit"
    )
    return Summary(
        period=period,
        text=text,
        participation=_participation(units, registered, sent),
        missing=tuple(unit for unit in units if unit.pk not in sent),
        late=tuple(unit for unit in units if sent.get(unit.pk)),
        targets=tuple(district_rows(period)),
        groups=tuple(scores.ranking(period)),
        awards=tuple(awards.order_by("kind", "register_number")),
    )


def _participation(units: list[Unit], registered: set[int], sent: dict[int, bool]) -> tuple[ParticipationRow, ...]:
    counts = {kind: Counter() for kind in UnitKind}
    for unit in units:
        count = counts[UnitKind(unit.kind)]
        count["units"] += 1
        count["registered"] += unit.pk in registered
        count["on_time"] += sent.get(unit.pk) is False
        count["late"] += sent.get(unit.pk) is True
        count["missing"] += unit.pk not in sent
    names = ("units", "registered", "on_time", "late", "missing")
    return tuple(
        ParticipationRow(kind.label, *(count[name] for name in names))
        for kind, count in counts.items()
        if count["units"]
    )

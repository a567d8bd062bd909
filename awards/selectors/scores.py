"""The final score of units in a year, as awards need it: the sheet that counts and the rank inside the group."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from campaign.enums import RegistrationState
from campaign.models import Registration
from campaign.selectors import expected_units
from core.text import date_short
from criteria.models import ScoreSheet
from criteria.selectors import plan_of, ranking


@dataclass(frozen=True)
class UnitScore:
    """A sheet, its place in the group (None when nothing applies), the group's name and how many are in it."""

    sheet: ScoreSheet
    place: int | None
    league: str
    members: int
    waiting: Container[str] = frozenset()

    @property
    def provisional(self) -> bool:
        """The place may still change: some unit of the group that has to report is not appraised yet."""
        return self.league in self.waiting


def unit_scores(period) -> dict[int, UnitScore]:
    """Unit id → score, for every unit with an appraised sheet; a fixed number of queries. The lines load when read."""
    ranked = ranking(period)
    sizes = Counter(one.league for one in ranked)
    # asked once, and only by pages that show a place
    waiting = SimpleLazyObject(lambda: _waiting(period, {one.unit.pk for one in ranked}))
    return {one.unit.pk: UnitScore(one.sheet, one.place, one.league, sizes[one.league], waiting) for one in ranked}


def _waiting(period, scored: set[int]) -> set[str]:
    """Names of the groups in which a unit that has to report is not scored yet."""
    names = {kind: league.name for league in plan_of(period.plan_version).leagues for kind in league.kinds}
    kinds = expected_units(period).exclude(pk__in=scored).values_list("kind", flat=True)
    return {names[kind] for kind in kinds if kind in names}


@dataclass(frozen=True)
class UnitFigures:
    """What the portal knows of a unit in a year: its appraised score, and what it had registered (VI.5, VI.6)."""

    unit: str
    year: int
    score: UnitScore | None = None
    plan: str = ""
    commitment: tuple[str, ...] = ()


def unit_figures(dossier) -> UnitFigures:
    """For the papers of one dossier; a registration counts once it is sent."""
    period = dossier.round.period
    sent = (RegistrationState.SUBMITTED, RegistrationState.ACCEPTED)
    found = Registration.objects.filter(period=period, unit_id=dossier.unit_id, state__in=sent).first()
    return UnitFigures(
        unit=dossier.unit.name,
        year=period.year,
        score=unit_scores(period).get(dossier.unit_id),
        plan=_plan_of(found) if found else "",
        commitment=tuple(line.strip() for line in found.commitment.splitlines() if line.strip()) if found else (),
    )


def _plan_of(registration: Registration) -> str:
    """ "Kế hoạch số 12/KH-UBND ngày 05/5/2023", as far as it is known."""
    number = f" số {registration.plan_number}" if registration.plan_number else ""
    day = f" ngày {date_short(registration.plan_date)}" if registration.plan_date else ""
    return f"Kế hoạch phát động{number}{day}"

"""The clock of Phòng Nội vụ for dossiers: what is kept of it (ClockRun), read by the rules of awards/clock.py."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from awards import clock
from awards.enums import DossierState
from awards.models import ClockRun, Dossier
from campaign.selectors import holidays


def clocks(dossiers: Iterable[Dossier], now: datetime) -> dict[int, clock.Clock]:
    """Dossier id → its clock, for those that were handed in; two queries. Each dossier has its round loaded."""
    rows = list(dossiers)
    stretches: dict[int, list[clock.Stretch]] = defaultdict(list)
    for run in ClockRun.objects.filter(dossier__in=[row.pk for row in rows]).order_by("started_at", "id"):
        stretches[run.dossier_id].append(_stretch(run))
    closed, today = holidays(), timezone.localdate(now)
    found = {row.pk: _read(row, stretches[row.pk], today, closed) for row in rows}
    return {pk: one for pk, one in found.items() if one}


def _read(row: Dossier, stretches: list[clock.Stretch], today: date, closed: frozenset[date]) -> clock.Clock | None:
    finished = row.state == DossierState.APPRAISED
    return clock.read(stretches, row.round.appraisal_days, today, finished=finished, holidays=closed)


def clock_of(dossier: Dossier, now: datetime) -> clock.Clock | None:
    return clocks([dossier], now).get(dossier.pk)


def _stretch(run: ClockRun) -> clock.Stretch:
    ended = timezone.localdate(run.ended_at) if run.ended_at else None
    return clock.Stretch(timezone.localdate(run.started_at), ended)


def by_need(dossiers: Iterable[Dossier], now: datetime) -> list[Dossier]:
    """Those whose time runs out first, then what waits for the unit, then what is done; each gets `clock`."""
    rows = with_clocks(dossiers, now)
    return sorted(rows, key=lambda row: row.clock.urgency if row.clock else (9, 0))


def with_clocks(dossiers: Iterable[Dossier], now: datetime) -> list[Dossier]:
    """The same rows in their order, each with `clock` (None before it was handed in)."""
    rows = list(dossiers)
    read = clocks(rows, now)
    for row in rows:
        row.clock = read.get(row.pk)
    return rows


def waiting_clocks(now: datetime) -> dict[int, list[clock.Clock]]:
    """Round id → the clocks of the dossiers that wait for Phòng Nội vụ, the most urgent first; three queries."""
    rows = by_need(Dossier.objects.filter(state=DossierState.SUBMITTED).select_related("round"), now)
    found: dict[int, list[clock.Clock]] = defaultdict(list)
    for row in rows:
        if row.clock:
            found[row.round_id].append(row.clock)
    return found

"""What the pages of the campaign list: the working year, registrations by unit, tasks of the plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from campaign.enums import RegistrationState
from campaign.models import Clause, Holiday, Period, Registration
from core import text
from core.days import end_of
from core.working_days import add_working_days
from units.enums import UnitKind
from units.models import Unit, current
from units.selectors import find_units, units_in_year

MISSING = "missing"
SENT = (RegistrationState.SUBMITTED, RegistrationState.ACCEPTED, RegistrationState.RETURNED)


def working_period(now: datetime) -> Period | None:
    """The first year that still takes reports, else the last one."""
    periods = Period.objects.select_related("campaign")
    return periods.filter(closes_at__gt=now).order_by("year").first() or periods.order_by("-year").first()


def expected_units(period: Period) -> QuerySet[Unit]:
    """VI.9: every unit in force on 1 December reports; one that ended earlier does not."""
    return Unit.objects.filter(current(reporting_day(period)))


def extensions_of(period: Period) -> dict[int, datetime]:
    """unit id -> the first late instant of those that were given more time; the latest word counts."""
    rows = period.extensions.order_by("at", "id").values_list("unit_id", "until")
    return {unit: max(until, period.report_due) for unit, until in rows}


def due_at(period: Period, unit_id: int) -> datetime:
    """VI.9: the first instant at which the report of this unit is late, with the time it was given."""
    last = period.extensions.filter(unit=unit_id).order_by("-at", "-id").values_list("until", flat=True).first()
    return max(last, period.report_due) if last else period.report_due


def closes_at(period: Period, unit_id: int) -> datetime:
    """The instant from which nothing new is taken from this unit; more time to report keeps the door open as long."""
    return max(period.closes_at, due_at(period, unit_id))


def holidays() -> frozenset[date]:
    return frozenset(Holiday.objects.values_list("day", flat=True))


def appeal_closes_at(period: Period, accepted_at: datetime, closed_days: frozenset[date]) -> datetime:
    """Giả định: the first instant too late to ask for a second look; the day of the acceptance does not count."""
    accepted_on = timezone.localdate(accepted_at)
    return end_of(add_working_days(accepted_on, period.appeal_days, closed_days))


def official_closes_at(period: Period) -> datetime:
    """Giả định: official figures for estimates are taken until the year is summed up (VI.1)."""
    return end_of(period.summary_due)


def reporting_day(period: Period) -> date:
    """The day that decides which units report in a year."""
    return date(period.year, 12, 1)


def registration_rows(period: Period, *, words: str = "", kind: str = "", state: str = "") -> QuerySet[Unit]:
    """Units of the year, each with `found`: a list of its registration, or empty. A draft counts as not sent."""
    sent = Registration.objects.filter(period=period, state__in=SENT)
    units = find_units(words, kind) & units_in_year(period.year)
    if state == MISSING:
        units = units.exclude(pk__in=sent.values("unit"))
    elif state:
        units = units.filter(pk__in=sent.filter(state=state).values("unit"))
    return units.prefetch_related(Prefetch("registrations", sent.select_related("submitted_by"), "found"))


@dataclass(frozen=True)
class Tally:
    """How many units of the year have sent, and how far their registrations are."""

    units: int
    submitted: int
    accepted: int
    returned: int

    @property
    def sent(self) -> int:
        return self.submitted + self.accepted + self.returned

    @property
    def missing(self) -> int:
        return self.units - self.sent


def registration_tally(period: Period) -> Tally:
    counts = Registration.objects.filter(period=period).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in SENT}
    )
    return Tally(units=units_in_year(period.year).count(), **counts)


def late_note(registration: Registration) -> str:
    """A calm remark when the unit's plan came after the day of VI.5; it is taken all the same."""
    due, sent = registration.period.launch_plan_due, registration.submitted_at
    if due is None or sent is None or timezone.localdate(sent) <= due:
        return ""
    return (
        f"Gửi ngày {text.date_short(timezone.localdate(sent))}, sau hạn {text.date_short(due)} "
        f"(mục VI.5: trong Quý {(due.month + 2) // 3}/{due.year}). Đăng ký vẫn được tiếp nhận."
    )


@dataclass(frozen=True)
class Task:
    """One task of part VI: who leads, with whom, by when, in the words of the plan."""

    clause: str
    name: str
    text: str
    lead: str
    partners: str
    due: str
    mine: bool


def plan_tasks(period: Period, units: frozenset[int] = frozenset()) -> list[Task]:
    """The tasks VI.1–VI.8 of the plan that the year stands on; `mine` marks those of the given units."""
    data = period.plan_version.data
    words = dict(Clause.objects.filter(plan_version=period.plan_version).values_list("code", "text"))
    due = {row["code"]: row["rule"] for row in data.get("deadlines", []) if period.year in row["years"]}
    known = {unit.code: unit for unit in Unit.objects.all()}
    mine = {unit.code for unit in known.values() if unit.pk in units}
    my_kinds = {unit.kind for unit in known.values() if unit.pk in units}

    def names(codes: list[str]) -> str:
        return ", ".join(known[code].short_name if code in known else code for code in codes)

    return [
        Task(
            clause=task["clause"],
            name=task["name"],
            text=words.get(task["clause"], ""),
            lead=", ".join(filter(None, [names(task.get("lead", [])), _kinds(task)])),
            partners=names(task.get("partners", [])),
            due=due.get(task.get("deadline"), ""),
            mine=bool(mine & {*task.get("lead", []), *task.get("partners", [])} or my_kinds & {*task.get("kinds", [])}),
        )
        for task in data.get("tasks", [])
    ]


def _kinds(task: dict) -> str:
    return ", ".join(UnitKind(kind).label for kind in task.get("kinds", []))

"""The queue of Phòng VH-TT in its order of need, the next report, and the lines that want a look of their own.

The order: reports that wait for review, then returned ones, then units that have not sent, then accepted ones.
Among those that wait: what came back after a return first (the unit has waited once), then by the weight of the
anomalies nobody has looked at, then the oldest first; a late report stands where its day of sending puts it.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from campaign.models import Period
from campaign.selectors import expected_units, extensions_of
from core.days import last_day
from core.text import fold
from reports.enums import SENT, ReportState, Verdict
from reports.models import Entry, SelfReport
from reports.selectors.anomalies import unseen_weight, with_unseen
from reports.threads import asked_entries
from units.enums import UnitKind
from units.models import Unit
from units.selectors import names_of

PAGE = 50
NOT_SENT = "chua_nop"
QUEUE_STATES = {
    "": "Tất cả",
    NOT_SENT: "Chưa nộp",
    ReportState.SUBMITTED.value: "Chờ thẩm định",
    ReportState.RETURNED.value: "Đã trả lại",
    ReportState.ACCEPTED.value: "Đã chấp nhận",
}
MINE, NOBODYS = "toi", "chua"
HOLDERS = {"": "Tất cả", MINE: "Tôi nhận", NOBODYS: "Chưa ai nhận"}
LOOK_FIRST = 3  # the weight of an anomaly that is not passed over in a batch


@dataclass
class QueueRow:
    """A unit in the list of who has reported; `report` is None until it is sent."""

    unit: Unit
    report: SelfReport | None
    holder: str = ""
    until: date | None = None  # the last day in time, when the unit was given more time

    @property
    def state(self) -> str:
        return self.report.state if self.report else NOT_SENT

    @property
    def label(self) -> str:
        return QUEUE_STATES[self.state]


def review_queue(period: Period, *, kind: str = "", query: str = "") -> QuerySet[Unit]:
    """Units of the year, each with `sent`: its report, were it sent. Drafts are nobody else's business."""
    units = expected_units(period)
    if kind in UnitKind.values:
        units = units.filter(kind=kind)
    for word in fold(query[:100]).split():
        units = units.filter(search__contains=word)
    mine = Q(reports__period=period, reports__state__in=SENT)
    return units.annotate(sent=FilteredRelation("reports", condition=mine))


def narrowed(units: QuerySet[Unit], *, state: str = "", holder: str = "", user=None) -> QuerySet[Unit]:
    """The queue of one state, of this reviewer, or of nobody yet; unknown words narrow nothing."""
    if state == NOT_SENT:
        units = units.filter(sent__isnull=True)
    elif state in QUEUE_STATES and state:
        units = units.filter(sent__state=state)
    if holder == MINE:
        units = units.filter(sent__claimed_by=user.get_username())
    elif holder == NOBODYS:
        units = units.filter(sent__state=ReportState.SUBMITTED, sent__claimed_by="")
    return units


def by_need(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The one order of need, told at the head of this module; the work of comparing is the database's."""
    waits = Q(sent__state=ReportState.SUBMITTED)
    again = Entry.objects.filter(report=OuterRef("sent__pk"), reviewed_at__lt=OuterRef("sent__submitted_at"))
    return units.annotate(
        need=Case(
            When(waits, then=0),
            When(sent__state=ReportState.RETURNED, then=1),
            When(sent__isnull=True, then=2),
            default=3,
            output_field=IntegerField(),
        ),
        again=Case(When(waits, then=Exists(again)), default=Value(False), output_field=BooleanField()),
        odd=Case(When(waits, then=unseen_weight("sent__pk")), default=0, output_field=IntegerField()),
        since=Case(When(waits, then=F("sent__submitted_at"))),
    ).order_by("need", "-again", "-odd", "since", "sort", "sort_key", "pk")


def queue_page(period: Period, units: QuerySet[Unit], number) -> Page:
    """One page of the queue, its units as rows with their reports: five queries, however many units there are."""
    ordered = by_need(units).annotate(report_pk=F("sent__pk"))
    page = Paginator(ordered, PAGE).get_page(number)
    found = list(page.object_list)
    reports = (
        with_unseen(SelfReport.objects.filter(pk__in=[unit.report_pk for unit in found if unit.report_pk]))
        .annotate(lines=Count("entries"), decided=Count("entries", filter=~Q(entries__verdict=Verdict.PENDING)))
        .in_bulk()
    )
    names = names_of(report.claimed_by for report in reports.values())
    until = {unit: last_day(due) for unit, due in extensions_of(period).items()}
    page.object_list = [
        QueueRow(unit, report, names.get(report.claimed_by, "") if report else "", until.get(unit.pk))
        for unit in found
        for report in [reports.get(unit.report_pk)]
    ]
    return page


def queue_counts(units: QuerySet[Unit]) -> dict[str, int]:
    """How many in each state, and how many late: one query."""
    states = {state.value: Count("pk", filter=Q(sent__state=state)) for state in SENT}
    missing, late = Count("pk", filter=Q(sent__isnull=True)), Count("pk", filter=Q(sent__late=True))
    return units.aggregate(**states, **{NOT_SENT: missing, "late": late})


def next_report(period: Period, user, *, after: SelfReport | None = None) -> Unit | None:
    """The unit whose report this reviewer reads next: the neediest that nobody else has; one query."""
    free = Q(sent__claimed_by__in=["", user.get_username()])
    units = review_queue(period).filter(free, sent__state=ReportState.SUBMITTED)
    return by_need(units.exclude(pk=after.unit_id) if after else units).first()


@dataclass(frozen=True)
class HeldBack:
    """Undecided lines that a batch leaves alone, by indicator id, with why."""

    asked: set[int] = field(default_factory=set)
    odd: set[int] = field(default_factory=set)

    @property
    def lines(self) -> set[int]:
        return self.asked | self.odd

    @property
    def sentence(self) -> str:
        why = [f"{len(self.asked)} dòng đang hỏi đơn vị"] if self.asked else []
        if only_odd := self.odd - self.asked:
            why.append(f"{len(only_odd)} dòng có dấu hiệu “Xem trước” chưa xem")
        return f"Còn {len(self.lines)} dòng phải xem riêng: {', '.join(why)}." if why else ""


def held_back(report: SelfReport) -> HeldBack:
    asked = set(asked_entries(report.entries.all()).values_list("indicator", flat=True))
    unseen = report.anomalies.filter(weight__gte=LOOK_FIRST, seen_at__isnull=True, indicator__isnull=False)
    pending = report.entries.filter(verdict=Verdict.PENDING, indicator__in=unseen.values("indicator"))
    return HeldBack(asked, set(pending.values_list("indicator", flat=True)))

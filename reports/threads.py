"""The talk about the lines of a report: who wrote what, which question still waits for the unit."""

from dataclasses import dataclass, field

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from reports.enums import ReportState, Verdict
from reports.models import Comment, Entry, SelfReport

TALKING = (ReportState.SUBMITTED, ReportState.RETURNED)  # afterwards it is only read


@dataclass
class Thread:
    """What was said about one line. A question waits until the unit answers it or the line is decided."""

    comments: list[Comment] = field(default_factory=list)
    decided: bool = False

    @property
    def asking(self) -> bool:
        return not self.decided and _last(self.comments, "asks") > _last(self.comments, "from_unit")

    @property
    def answered(self) -> bool:
        """The unit has answered and nobody of the office has said anything since."""
        return not self.decided and bool(self.comments) and self.comments[-1].from_unit


def _last(comments: list[Comment], name: str) -> int:
    return max((place for place, comment in enumerate(comments) if getattr(comment, name)), default=-1)


def threads_of(report: SelfReport, entries, *, unit: bool = False) -> dict[int, Thread]:
    """Indicator id -> its talk, for the lines that have one: one query; the names of the writers come with `name_all`.

    For the `unit` a line is decided once the review is over: half a review is no message.
    """
    told = report.state in (ReportState.RETURNED, ReportState.ACCEPTED)
    decided = {entry.indicator_id: entry.verdict != Verdict.PENDING for entry in entries if not unit or told}
    threads: dict[int, Thread] = {}
    for comment in report.comments.all():
        one = threads.setdefault(comment.indicator_id, Thread(decided=decided.get(comment.indicator_id, False)))
        one.comments.append(comment)
    return threads


def writers(threads: dict[int, Thread]) -> set[str]:
    return {comment.by for thread in threads.values() for comment in thread.comments}


def name_all(threads: dict[int, Thread], names: dict[str, str]) -> None:
    """Each comment learns the full name of its writer."""
    for thread in threads.values():
        for comment in thread.comments:
            comment.writer = names.get(comment.by, comment.by)


def _latest(**which) -> Subquery:
    found = Comment.objects.filter(report=OuterRef("report"), indicator=OuterRef("indicator"), **which)
    return Subquery(found.order_by().values("indicator").annotate(last=Max("pk")).values("last"))


def asked_entries(entries: QuerySet[Entry], *, unit: bool = False) -> QuerySet[Entry]:
    """Lines with a question that the unit has not answered, and that nobody has decided as far as the `unit` may know."""
    open_still = Q(verdict=Verdict.PENDING)
    if unit:
        open_still |= Q(report__state=ReportState.SUBMITTED)
    found = entries.filter(open_still, report__state__in=TALKING)
    found = found.annotate(asked=_latest(asks=True), answered=_latest(from_unit=True)).filter(asked__isnull=False)
    return found.filter(Q(answered__isnull=True) | Q(answered__lt=F("asked")))


def answered_entries(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Undecided lines of reports on the desk where the unit has had the last word."""
    found = entries.filter(verdict=Verdict.PENDING, report__state=ReportState.SUBMITTED)
    found = found.annotate(office=_latest(from_unit=False), unit=_latest(from_unit=True))
    return found.filter(unit__gt=F("office"))

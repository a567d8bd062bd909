"""Questions about evidence: where the same file proves something else, what a report has, who sent it."""

from collections import defaultdict

from core.models import StoredFile
from reports.enums import SENT
from reports.models import Evidence, SelfReport
from units.models import User

PLACES_AT_MOST = 5


def same_files(report: SelfReport) -> dict[int, list[str]]:
    """Evidence id -> where else the very same bytes prove something in a sent report: two queries, for reviewers only."""
    own = dict(Evidence.objects.filter(entry__report=report).values_list("pk", "file__sha256"))
    others = (
        Evidence.objects.filter(file__sha256__in=set(own.values()), entry__report__state__in=SENT)
        .exclude(entry__report=report)
        .select_related("file", "entry__indicator", "entry__report__period", "entry__report__unit")
        .order_by("-entry__report__period__year", "entry__report__unit__sort", "pk")
    )
    places: dict[str, list[str]] = defaultdict(list)
    for other in others:
        places[other.file.sha256].append(_place(report, other))
    return {pk: _few(places[digest]) for pk, digest in own.items() if digest in places}


def _place(report: SelfReport, other: Evidence) -> str:
    there = other.entry.report
    line = f"dòng “{other.entry.indicator.name}”"
    if there.unit_id == report.unit_id:
        return f"Đơn vị đã dùng chính tệp này ở báo cáo năm {there.period.year}, {line}."
    return f"{there.unit.short_name} cũng gửi chính tệp này ở báo cáo năm {there.period.year}, {line}."


def _few(sentences: list[str]) -> list[str]:
    more = len(sentences) - PLACES_AT_MOST
    return sentences if more <= 0 else [*sentences[:PLACES_AT_MOST], f"Còn {more} nơi khác có chính tệp này."]


def files_of(report: SelfReport) -> list[StoredFile]:
    """Every file of a report once, newest first, with the names of the lines it proves (`lines`)."""
    rows = (
        Evidence.objects.filter(entry__report=report).select_related("file", "entry__indicator").order_by("-added_at")
    )
    found: dict[str, StoredFile] = {}
    for row in rows:
        stored = found.setdefault(row.file.sha256, row.file)
        stored.lines = [*getattr(stored, "lines", []), row.entry.indicator.name]
    return list(found.values())


def senders_of(report: SelfReport) -> dict[str, str]:
    """User name -> full name of everyone who laid a file beside a line of this report."""
    senders = Evidence.objects.filter(entry__report=report).values("added_by")
    return dict(User.objects.filter(username__in=senders).values_list("username", "full_name"))


def frozen_digests(report: SelfReport) -> set[str]:
    """The hashes of the files that a sent copy of this report names: they stay kept whatever is taken off."""
    return {
        item["sha256"]
        for content in report.submissions.values_list("snapshot", flat=True)
        for section in content["sections"]
        for row in section["rows"]
        for item in row["evidence"]
    }

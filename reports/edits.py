"""Questions about the history of cells: which version stands, what came since, what an older version said."""

from dataclasses import dataclass

from django.db.models import Max

from reports.models import CellEdit, SelfReport

Cells = dict[tuple[str, str], int]  # (code of the indicator, field) -> number of the version


@dataclass(frozen=True)
class Versions:
    """The numbers of the cells of a report, and the last edit they come from."""

    numbers: Cells
    last: int

    def of(self, code: str, field: str) -> int:
        return self.numbers.get((code, field), 0)


def versions_of(report: SelfReport) -> Versions:
    """One query. Read it before the lines: a number older than its value only asks once too often."""
    rows = CellEdit.objects.filter(entry__report=report).order_by().values_list("entry__indicator__code", "field")
    found = list(rows.annotate(Max("number"), Max("id")))
    return Versions(
        {(code, field): number for code, field, number, _ in found}, max((one[3] for one in found), default=0)
    )


def edits_since(report: SelfReport, last: int) -> list[CellEdit]:
    """What was saved after edit `last`, oldest first; numbers rise in order because a saving holds the report's lock."""
    edits = CellEdit.objects.filter(entry__report=report, pk__gt=last).order_by("pk")
    return list(edits.select_related("entry__indicator"))


def values_at(report: SelfReport, cells: Cells) -> dict[tuple[str, str], object]:
    """What stood in each cell at that version of it, as JSON keeps it; one query, none for no cells."""
    if not cells:
        return {}
    edits = CellEdit.objects.filter(
        entry__report=report,
        entry__indicator__code__in={code for code, _ in cells},
        number__in=set(cells.values()),
    ).values_list("entry__indicator__code", "field", "number", "value")
    return {(code, field): value for code, field, number, value in edits if cells.get((code, field)) == number}

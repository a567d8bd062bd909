"""What is shown about the files of a line: who sent them, where else they are used, their pages as pictures."""

import re
from collections.abc import Iterable

from django.conf import settings

from core import preview
from core.models import StoredFile
from reports import access
from reports.models import SelfReport
from reports.presenters import Row, Section
from reports.selectors import evidence as selectors_evidence
from reports.services.evidence import MAX_FILES_PER_LINE, megabytes, used_bytes

PAGES_AT_ONCE = 5
_PAGE = re.compile(r"\b(?:tr|trang)\b\.?\s*(\d{1,3})", re.IGNORECASE)


def with_senders(rows: Iterable[Row], names: dict[str, str]) -> None:
    """Gives every file of these rows what its list shows: who sent it, the page to open first, whether it can be shown."""
    for item in (item for row in rows for item in row.evidence):
        item.sender = names.get(item.added_by) or item.added_by
        item.first_page = first_page(item.reference)
        item.shown_here = item.file.content_type in preview.SHOWN


def prepare_evidence(report: SelfReport, sections: list[Section], user) -> None:
    """Makes the rows ready for `_evidence_view.html`: three queries at most, however many lines.

    Where else a file is used is another unit's business: only who reads for an office is told, never the unit itself.
    """
    rows = [row for section in sections for row in section.rows]
    with_senders(rows, selectors_evidence.senders_of(report))
    if report.unit_id in user.own_units or not access.READERS & user.roles:
        return
    twins = selectors_evidence.same_files(report)
    for row in rows:
        for item in row.evidence:
            item.twins = twins.get(item.pk, [])


def first_page(reference: str) -> int:
    """The page that "tr. 3" or "trang 3-5" names; 1 when it names none."""
    found = _PAGE.search(reference)
    return max(1, int(found[1])) if found else 1


def upload_limits(report: SelfReport) -> dict:
    """What may be sent, told before anybody tries."""
    used = used_bytes(report)
    return {
        "max_files": MAX_FILES_PER_LINE,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_size": megabytes(settings.MAX_UPLOAD_BYTES),
        "used": megabytes(used),
        "quota": megabytes(settings.MAX_REPORT_BYTES),
    }


def preview_page(stored: StoredFile, start: int) -> dict:
    """The pages of a file from `start` on, a few at a time; a file that cannot be drawn says why."""
    context = {"file": stored, "pages": [], "start": start}
    if stored.content_type not in preview.SHOWN:
        return {**context, "refusal": "Tệp loại này không xem trên trang được. Anh/chị tải tệp về để xem."}
    try:
        total = preview.pages_of(stored)
    except preview.CannotShow as refused:
        return {**context, "refusal": str(refused), "busy": isinstance(refused, preview.Busy)}
    start = start if start <= total else 1
    last = min(total, start + PAGES_AT_ONCE - 1, preview.PAGES_AT_MOST)
    return {
        **context,
        "start": start,
        "total": total,
        "pages": range(start, last + 1),
        "following": last + 1 if last < min(total, preview.PAGES_AT_MOST) else 0,
        "picture": stored.content_type != "application/pdf",
    }

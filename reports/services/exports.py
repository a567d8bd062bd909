"""Making of an export: at once for small lists, by a worker for big ones; who took what is in the log."""

from typing import BinaryIO

from django.urls import reverse
from django.utils import timezone

from campaign.models import Period
from core import audit, files, jobs, office
from core.models import Job
from reports.exports import EXPORTS, size_of

KIND = "reports.export"


def file_name(kind: str, period: Period) -> str:
    return f"{kind}-{period.year}-{timezone.localdate():%Y%m%d}.xlsx"


def export_now(kind: str, period: Period, *, by) -> BinaryIO:
    """A small export as an open file; logged before a byte leaves."""
    _log(kind, period, by)
    return office.stream_xlsx(EXPORTS[kind].sheets(period, lambda: None))


def queue_export(kind: str, period: Period, *, by) -> Job:
    """A big export as a job; asking again while it runs gives the same job."""
    _log(kind, period, by)
    label = f"Xuất dữ liệu năm {period.year}: {EXPORTS[kind].label}"
    args = {"kind": kind, "period": period.pk, "by": by.get_username()}
    return jobs.enqueue(KIND, args=args, label=label, by=by, dedupe=f"{kind}-{period.pk}-{by.pk}")


def make_export(job: Job, progress: jobs.Progress) -> dict:
    """The worker's part; made again it is only one more copy."""
    period = Period.objects.select_related("campaign").get(pk=job.args["period"])
    total, done = max(1, size_of(period)), 0
    progress(0, total)

    def tick() -> None:
        nonlocal done
        done += 1
        if done % 20 == 0:
            progress(min(done, total), total)

    with office.stream_xlsx(EXPORTS[job.args["kind"]].sheets(period, tick)) as file:
        stored = files.store_bytes(
            file.read(), name=file_name(job.args["kind"], period), content_type=files.CONTENT_TYPES["xlsx"]
        )
    progress(total, total)
    return {"file": str(stored.pk), "url": reverse("reports:export-file", args=[job.pk])}


def _log(kind: str, period: Period, by) -> None:
    audit.append("export.made", period, by=by, data={"kind": kind, "year": period.year})

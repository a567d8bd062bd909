"""check_integrity: files, reports as sent and decisions against their hashes; votes counted again; the log's chain."""

import hashlib
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from awards.enums import SessionState
from awards.models import CouncilSession, Decision
from awards.services.council import recount
from core import audit, files
from core.digest import digest
from core.models import StoredFile
from reports.models import Submission


def file_faults() -> Iterator[str]:
    seen: dict[str, bool] = {}
    for stored in StoredFile.objects.iterator(chunk_size=500):
        if stored.sha256 not in seen:
            path = files.path_of(stored.sha256)
            seen[stored.sha256] = path.exists() and _hash_of(path) == stored.sha256
        if not seen[stored.sha256]:
            yield f"Tệp “{stored.name}” ({stored.pk}) mất hoặc đã bị sửa."


def _hash_of(path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def frozen_faults() -> Iterator[str]:
    for submission in Submission.objects.select_related("report__unit", "report__period").iterator(chunk_size=200):
        if digest(submission.snapshot) != submission.sha256:
            yield f"Bản đã nộp “{submission}” không khớp mã băm."
    for decision in Decision.objects.all():
        if digest(decision.content) != decision.sha256:
            yield f"“{decision}” không khớp mã băm."


def counted_faults() -> Iterator[str]:
    for session in CouncilSession.objects.filter(state=SessionState.CLOSED):
        yield from recount(session)


class Command(BaseCommand):
    help = "Đối chiếu tệp, bản đã nộp, quyết định, nhật ký với mã băm; đếm lại phiếu của Hội đồng."

    def handle(self, *args, **options):
        faults = [*file_faults(), *frozen_faults(), *counted_faults(), *audit.verify()]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"Nguyên vẹn: {StoredFile.objects.count()} tệp, {Submission.objects.count()} bản đã nộp.")

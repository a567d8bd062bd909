"""check_integrity: files, reports as sent and decisions against their hashes; votes counted again; the log's chain."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from awards.enums import SessionState
from awards.models import CouncilSession, Decision, SignedFile
from awards.services.council import recount
from awards.services.signing import fault_of
from core import audit, files
from core.digest import digest
from core.models import StoredFile
from reports.models import Submission, SubmissionPaper

FIRST_WITH_WORKBOOK = 2  # the format of the snapshot


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
    yield from workbook_faults()
    for decision in Decision.objects.all():
        if digest(decision.content) != decision.sha256:
            yield f"“{decision}” không khớp mã băm."


def workbook_faults() -> Iterator[str]:
    """The Excel copy is there, and is the copy of this very submission: it carries its hash."""
    papers = SubmissionPaper.objects.select_related(
        "submission__report__unit", "submission__report__period", "workbook"
    )
    for paper in papers.iterator(chunk_size=200):
        if paper.workbook is None:
            if paper.submission.snapshot["format"] >= FIRST_WITH_WORKBOOK:
                yield f"Bản đã nộp “{paper}” thiếu tệp Excel."
        elif not _carries(paper.workbook, paper.submission.sha256):
            yield f"Tệp Excel của bản đã nộp “{paper}” không phải của bản này."


def _carries(stored: StoredFile, sha256: str) -> bool:
    if not files.path_of(stored.sha256).exists():
        return True  # said once, with the files
    try:
        with zipfile.ZipFile(io.BytesIO(files.read(stored))) as package:
            return any(sha256.encode() in package.read(name) for name in package.namelist() if name.endswith(".xml"))
    except zipfile.BadZipFile:
        return False


def counted_faults() -> Iterator[str]:
    for session in CouncilSession.objects.filter(state=SessionState.CLOSED):
        yield from recount(session)


def signed_faults() -> Iterator[str]:
    rows = SignedFile.objects.select_related("file", "decision", "certificate__file", "certificate__award__nominee")
    for signed in rows.iterator(chunk_size=100):
        if fault := fault_of(signed):
            yield f"Bản ký số “{signed.file.name}” ({signed.signer}): {fault}"


class Command(BaseCommand):
    help = (
        "Đối chiếu tệp, bản đã nộp, quyết định, nhật ký với mã băm; đếm lại phiếu của Hội đồng; kiểm tra lại bản ký số."
    )

    def handle(self, *args, **options):
        faults = [*file_faults(), *frozen_faults(), *counted_faults(), *signed_faults(), *audit.verify()]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"Nguyên vẹn: {StoredFile.objects.count()} tệp, {Submission.objects.count()} bản đã nộp.")

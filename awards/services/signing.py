"""Papers signed outside with the office's token: the file to sign, what comes back, and whether it still holds.

The portal holds no signing key. A Giấy khen is stored when it is printed; a quyết định is kept at the first time that
somebody takes it away to sign, and its hash goes into the chained log, where it is found again.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.enums import CertificateState
from awards.models import Certificate, Decision, SignedFile
from awards.services.decision_paper import render_decision
from core import audit, files
from core.models import AuditEvent
from core.signatures import CHECKS, BadSignature, check_signed
from core.signatures_confined import check_confined
from core.trust import read_certificates
from core.workflow import TransitionDenied
from units.enums import Role

Paper = Certificate | Decision
SIGNERS = frozenset({Role.APPRAISER.value, Role.CHAIRMAN.value})
KEPT = "decision.keep_paper"


@dataclass(frozen=True)
class Original:
    """The file as the portal issued it; what comes back signed must begin with these bytes."""

    name: str
    sha256: str
    issued_at: datetime | None

    def read(self) -> bytes:
        return files.path_of(self.sha256).read_bytes()


def office_certificates() -> list[bytes]:
    """What the office trusts; empty until it has configured SIGNING_ROOTS."""
    if not settings.SIGNING_ROOTS:
        return []
    try:
        return read_certificates(Path(settings.SIGNING_ROOTS))
    except (OSError, ValueError) as fault:
        raise TransitionDenied(
            "Không đọc được thư mục chứng thư gốc của cơ quan. Anh/chị báo quản trị kiểm tra cấu hình SIGNING_ROOTS."
        ) from fault


# --- the file to sign -------------------------------------------------------------------------


def to_sign(paper: Paper, *, by) -> Original:
    """The file that may be taken away to sign; a quyết định is kept from now on."""
    _check_may(paper, by)
    if isinstance(paper, Decision):
        return _kept(paper) or _keep(paper, by)
    return Original(paper.file.name, paper.file.sha256, paper.issued_at)


def original_of(paper: Paper) -> Original | None:
    """The file as it was issued; None for a quyết định that nobody has taken away yet."""
    if isinstance(paper, Decision):
        return _kept(paper)
    return Original(paper.file.name, paper.file.sha256, paper.issued_at) if paper.file else None


def decision_file(decision: Decision) -> bytes:
    """What readers get: the signed file, else the kept one, else the paper rendered from the frozen content."""
    if signed := signed_of(decision):
        return files.read(signed.file)
    kept = _kept(decision)
    return kept.read() if kept else render_decision(decision)


def name_of(decision: Decision) -> str:
    return f"quyet-dinh-{decision.number:02d}-{decision.year}.pdf"


def _kept(decision: Decision) -> Original | None:
    events = AuditEvent.objects.filter(
        action=KEPT, subject_type=decision._meta.label_lower, subject_id=str(decision.pk)
    )
    event = events.order_by("id").first()
    return Original(name_of(decision), event.data["sha256"], decision.decided_at) if event else None


@transaction.atomic
def _keep(decision: Decision, by) -> Original:
    """Renders once; a later version of the portal may paint the same words with other bytes."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if kept := _kept(decision):  # somebody was quicker
        return kept
    stored = files.store_bytes(render_decision(decision), name=name_of(decision), content_type="application/pdf", by=by)
    audit.append(KEPT, decision, by=by, data={"sha256": stored.sha256, "content": decision.sha256})
    return Original(stored.name, stored.sha256, decision.decided_at)


# --- what comes back --------------------------------------------------------------------------


def attach_signed(paper: Paper, upload, *, by, now: datetime | None = None) -> SignedFile:
    """Takes the signed file if every guard lets it through; otherwise raises with the sentence of the one that does not."""
    now = now or timezone.now()
    original = to_sign(paper, by=by)
    _check_none(paper)
    roots = office_certificates()
    if not roots:
        raise TransitionDenied(
            "Cơ quan chưa cài chứng thư gốc nên cổng chưa kiểm tra được chữ ký. Anh/chị báo quản trị cài SIGNING_ROOTS."
        )
    data = _read(upload)
    try:
        facts = check_confined(data, original.read(), roots, now=now, issued_at=original.issued_at)
    except BadSignature as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    files.check_content(data, "pdf", original.name)
    return _store(paper, data, original, facts, by)


def _read(upload) -> bytes:
    if upload.size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise ValidationError({"file": f"Tệp lớn hơn {limit} MB nên không phải bản ký của tệp này. Hãy chọn lại tệp."})
    return upload.read()


@transaction.atomic
def _store(paper: Paper, data: bytes, original: Original, facts, by) -> SignedFile:
    """Locked and asked once more: meanwhile the Giấy khen may have been revoked, or signed by a colleague."""
    paper = type(paper).objects.select_for_update(of=("self",)).get(pk=paper.pk)
    _check_may(paper, by)
    _check_none(paper)
    name = f"{original.name.removesuffix('.pdf')}-da-ky.pdf"
    stored = files.store_bytes(data, name=name, content_type="application/pdf", by=by)
    signed = SignedFile.objects.create(
        certificate=paper if isinstance(paper, Certificate) else None,
        decision=paper if isinstance(paper, Decision) else None,
        file=stored,
        signer=facts.signer,
        issuer=facts.issuer,
        fingerprint=facts.fingerprint,
        signed_at=facts.signed_at,
        uploaded_by=by.get_username(),
    )
    told = {"sha256": stored.sha256, "original": original.sha256, "signer": facts.signer, "by": facts.fingerprint}
    audit.append("signed_file.attach", paper, by=by, data=told)
    return signed


def _check_may(paper: Paper, by) -> None:
    if not SIGNERS & by.roles:
        raise TransitionDenied("Chỉ Phòng Nội vụ và Chủ tịch nhận bản đã ký số.")
    if isinstance(paper, Certificate) and paper.state != CertificateState.VALID:
        raise TransitionDenied(
            f"Giấy khen này {paper.get_state_display().lower()} nên không ký số được. Chỉ ký Giấy khen còn hiệu lực."
        )


def _check_none(paper: Paper) -> None:
    if signed := signed_of(paper):
        raise TransitionDenied(f"Giấy tờ này đã có bản ký số của {signed.signer}, không thay được.")


# --- afterwards ----------------------------------------------------------------------------------


def signed_of(paper: Paper) -> SignedFile | None:
    key = "decision" if isinstance(paper, Decision) else "certificate"
    return SignedFile.objects.filter(**{key: paper}).select_related("file").first()


def fault_of(signed: SignedFile) -> str:
    """What is wrong with a signed file that was taken once; "" when it holds as on the day it came."""
    original = original_of(signed.certificate or signed.decision)
    roots = office_certificates()
    # a root taken out of the folder later does not undo what was trusted then; the fingerprint is compared instead
    checks = CHECKS if roots else [(code, guard) for code, guard in CHECKS if code != "untrusted"]
    try:
        data, issued = files.read(signed.file), original.read()
        facts = check_signed(data, issued, roots, now=signed.uploaded_at, issued_at=original.issued_at, checks=checks)
    except BadSignature as refusal:
        return str(refusal)
    except OSError:
        return "Không đọc được tệp."
    same = (facts.signer, facts.fingerprint) == (signed.signer, signed.fingerprint)
    return "" if same else "Người ký trong tệp khác với người ký đã ghi."

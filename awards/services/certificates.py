"""Giấy khen after the decision: print what is not printed, gather, compare, revoke; safe to repeat at any point."""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from awards.certificates import CertificateContent, Layout, draw_certificates, draw_print_run
from awards.enums import CertificateState
from awards.models import Certificate, Decision
from awards.services.styles import layout_of, layout_of_style
from awards.workflow import CERTIFICATE
from core import files, transitions
from core.letterhead import Signer
from core.text import fold
from core.workflow import TransitionDenied
from units.enums import Role

Progress = Callable[[int, int], None]
BATCH = 5  # laid out together; small enough that the page sees the count move


class _Printer:
    """The portal itself, printing on behalf of Phòng Nội vụ after the Chairman has decided."""

    roles = frozenset({Role.APPRAISER.value})

    def get_username(self) -> str:
        return "hệ thống (in Giấy khen)"


PRINTER = _Printer()


def of_decision(decision: Decision):
    """Certificates in the order of the register, with everything their lists show."""
    return (
        Certificate.objects.filter(award__decision=decision)
        .select_related("award__nominee__unit", "file")
        .order_by("award__kind", "award__register_number", "pk")
    )


# --- printing ------------------------------------------------------------------------


def print_pending(decision_id: int, progress: Progress) -> int:
    """Draws every certificate of the decision that has no file yet; returns how many it issued."""
    decision = Decision.objects.get(pk=decision_id)
    papers, layout = of_decision(decision).exclude(state=CertificateState.REPLACED), layout_of_decision(decision)
    pending, issued = papers.filter(state=CertificateState.PENDING), 0
    while True:  # looked up anew each time: a replacement may be asked for while this runs
        total, batch = papers.count(), list(pending[:BATCH])
        progress(total - pending.count(), total)
        if not batch:
            return issued
        for certificate, data in zip(batch, draw_certificates(items_of(decision, batch), layout), strict=True):
            issued += _issue(certificate, data)


def _issue(certificate: Certificate, data: bytes) -> bool:
    """File, state, time and log in one transaction; False when another run was quicker."""
    again = "-cap-lai" if certificate.replaces_id else ""
    name = f"giay-khen-{certificate.award.register_number:04d}-{slug_of(certificate)}{again}.pdf"
    try:
        with transaction.atomic():
            stored = files.store_bytes(data, name=name, content_type="application/pdf")
            transitions.apply(CERTIFICATE, certificate, "issue", by=PRINTER, file=stored, issued_at=timezone.now())
    except TransitionDenied:
        return False
    return True


def slug_of(certificate: Certificate) -> str:
    name = certificate.corrections.get("name") or certificate.award.nominee.name
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(name))
    return "-".join(words.split())[:60] or "giay-khen"


def check_url(certificate: Certificate) -> str:
    """The address in the QR."""
    return f"{settings.SITE_URL}/kiem-tra/{certificate.token}/"


def check_words(certificate: Certificate) -> str:
    """The same for a reader: the page without its protocol, and the code in groups of four."""
    host = settings.SITE_URL.partition("://")[2]
    return f"{host}/kiem-tra – mã {grouped(certificate.token)}"


def grouped(token: str) -> str:
    return " ".join(token[start : start + 4] for start in range(0, len(token), 4))


def facts_of(decision: Decision) -> dict[int, dict]:
    """The frozen lines of the decision, by nominee."""
    return {row["nominee"]: row for row in decision.content["awards"]}


def printed(row: dict, certificate: Certificate | None) -> dict:
    """A frozen line of the decision as its paper says it: a replacement has some words put right."""
    return row | (certificate.corrections if certificate else {})


def words_of(decision: Decision, certificate: Certificate) -> dict:
    """All words of this paper, with the achievement that every line of the decision shares."""
    row = facts_of(decision)[certificate.award.nominee_id]
    return printed({**row, "achievement": decision.content["achievement"]}, certificate)


def current_words(certificate: Certificate) -> dict:
    return words_of(certificate.award.decision, certificate)


def layout_of_decision(decision: Decision) -> Layout:
    """How the papers of this decision are painted: as chosen on the day of signing, whatever is changed later."""
    return layout_of(decision.content.get("style", {}))


def items_of(decision: Decision, certificates: Iterable[Certificate]) -> list[CertificateContent]:
    """What each paper says: the frozen decision, with the words that a replacement puts right, and its own token."""
    rows, shared = facts_of(decision), {"achievement": decision.content["achievement"]}
    return [_item(decision.content, printed(rows[one.award.nominee_id] | shared, one), one) for one in certificates]


def _item(content: dict, row: dict, certificate: Certificate) -> CertificateContent:
    day = date.fromisoformat(content["signed_on"])
    return CertificateContent(
        name=row["name"],
        achievement=row["achievement"],
        authority=content["authority"],
        decision_number=content["number_text"],
        decided_on=day,
        register_number=row["register_text"],
        place=content["place"],
        signed_on=day,
        signer=Signer(content["signer_title"].upper(), content["signer_name"]),
        verify_url=check_url(certificate),
        verify_words=check_words(certificate),
        salutation=row["honorific"] or "Tập thể",
        position=row["position"],
    )


# --- what people take away -----------------------------------------------------------------


def merged_pdf(decision: Decision) -> bytes:
    """Every valid Giấy khen of the decision as one file for the printer, in the order of the register.

    Painted in the round's style of today: whoever finds the first sheet two millimetres off corrects the style and
    takes the file again, while the issued files stay as they are.
    """
    valid, style = _valid(decision), decision.round.style
    layout = layout_of_style(style) if style else layout_of_decision(decision)
    return draw_print_run(items_of(decision, valid), layout)


def as_zip(decision: Decision) -> IO[bytes]:
    """Every valid Giấy khen as a file of its own, packed on disk, ready to be read; the same bytes each time."""
    valid = _valid(decision)
    out = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for certificate in valid:
            package.writestr(zipfile.ZipInfo(certificate.file.name), files.read(certificate.file))
    out.seek(0)
    return out


def _valid(decision: Decision) -> list[Certificate]:
    valid = list(of_decision(decision).filter(state=CertificateState.VALID))
    if not valid:
        raise TransitionDenied("Chưa có Giấy khen nào in xong. Hãy chờ việc in kết thúc rồi tải lại.")
    return valid


# --- afterwards ------------------------------------------------------------------------------


def revoke(certificate: Certificate, *, by, reason: str) -> Certificate:
    """Takes the Giấy khen back; its paper and its place in the quota stay used, the check page says so at once."""
    return transitions.apply(
        CERTIFICATE,
        certificate,
        "revoke",
        by=by,
        reason=reason,
        revoked_at=timezone.now(),
        revoke_reason=reason.strip(),
    )


def known_hashes(certificate: Certificate) -> dict[str, str]:
    """SHA-256 of each genuine file of this paper, and what that file is."""
    now = {CertificateState.REVOKED: " (nay đã thu hồi)", CertificateState.REPLACED: " (nay đã thay thế)"}
    state = now.get(CertificateState(certificate.state), "")
    found = {certificate.file.sha256: f"tệp đã phát hành{state}"} if certificate.file else {}
    if signed := getattr(certificate, "signed_file", None):
        found[signed.file.sha256] = f"tệp đã ký số{state}"
    return found


def which_file(certificate: Certificate, chunks: Iterable[bytes]) -> str:
    """What these bytes are, "" when they are no genuine file of this paper; nothing of them is kept."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return known_hashes(certificate).get(digest.hexdigest(), "")

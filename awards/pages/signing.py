"""The papers of a decision that may be signed outside, one line each: signed by whom, or what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from awards.enums import CertificateState
from awards.models import Certificate, Decision, SignedFile


@dataclass(frozen=True)
class SigningLine:
    label: str
    open_url: str
    page_url: str
    download_url: str
    signed: SignedFile | None
    why_not: str = ""


def signing_lines(decision: Decision, certificates: Iterable[Certificate]) -> list[SigningLine]:
    """One query for all of them."""
    found = SignedFile.objects.filter(Q(decision=decision) | Q(certificate__award__decision=decision))
    signed = {(one.decision_id, one.certificate_id): one for one in found}
    lines = [line_of(decision, signed.get((decision.pk, None)))]
    return lines + [line_of(one, signed.get((None, one.pk))) for one in certificates]


def line_of(paper: Certificate | Decision, signed: SignedFile | None) -> SigningLine:
    if isinstance(paper, Decision):
        return SigningLine(str(paper), *_urls("decision", "decision-pdf", paper.pk), signed)
    why_not = "" if paper.state == CertificateState.VALID else paper.get_state_display()
    return SigningLine(str(paper), *_urls("certificate", "certificate-file", paper.pk), signed, why_not)


def _urls(kind: str, opened: str, pk: int) -> tuple[str, str, str]:
    names = (opened, f"{kind}-signing", f"{kind}-to-sign")
    return tuple(reverse(f"awards:{name}", args=[pk]) for name in names)

"""A dossier's paper in Word: out, edited outside, looked at part by part, then taken over by save_paper or not at all."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from awards.models import DossierPaper
from awards.papers import exchange, printing
from awards.papers.fields import PAPER_FIELDS
from awards.services import papers
from awards.services.dossiers import lock_editable
from core import audit
from core.workflow import TransitionDenied

_SIGNER = signing.Signer(salt="awards.services.paper_exchange")


@dataclass(frozen=True)
class Received:
    """What a file would change; `seal` brings it back unchanged when its reader agrees."""

    name: str
    incoming: exchange.Incoming
    seal: str


def identity_of(paper: DossierPaper) -> dict:
    return {"what": "dossier_paper", "pk": paper.pk, "title": f"{paper} – {paper.dossier.unit.short_name}"}


def write_out(paper: DossierPaper) -> bytes:
    """The Word file of a paper that its unit may still edit."""
    return exchange.write_out(
        printing.document_of(paper), fields=PAPER_FIELDS[paper.kind], body=paper.body, identity=identity_of(paper)
    )


def receive(paper: DossierPaper, upload, *, by) -> Received:
    """Reads an edited file; nothing is written. Raises ValidationError or TransitionDenied with a sentence."""
    _refuse_closed(paper, by)
    checked = exchange.check_word(upload)
    incoming = exchange.read_back(
        checked.data,
        printing.document_of(paper),
        fields=PAPER_FIELDS[paper.kind],
        body=paper.body,
        identity=identity_of(paper),
    )
    sealed = {
        "paper": paper.pk,
        "by": by.pk,
        "sha256": checked.sha256,
        "texts": {change.key: change.after for change in incoming.changes},
        "stands": {change.key: exchange.mark_of(change.before) for change in incoming.changes},
        "conflicts": [change.key for change in incoming.conflicts],
    }
    return Received(checked.name, incoming, _SIGNER.sign_object(sealed, compress=True))


def _refuse_closed(paper: DossierPaper, by) -> None:
    """Only the unit, only while the dossier may be edited."""
    with transaction.atomic():
        lock_editable(paper.dossier, by)


@transaction.atomic
def accept(paper: DossierPaper, seal: str, taken: set[str], *, by) -> int:
    """Takes the changes over: the fresh ones, and those in conflict whose key is in `taken`. Answers how many.

    Refused as a whole when one of the parts was changed on the portal since its reader looked.
    """
    sent = _unsealed(seal, paper, by)
    lock_editable(paper.dossier, by)
    paper = DossierPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    wanted = {key: text for key, text in sent["texts"].items() if key in taken or key not in sent["conflicts"]}
    labels = {field.key: field.label for field in PAPER_FIELDS[paper.kind]}
    fresh = {key: text for key, text in wanted.items() if paper.body.get(key, "") != text}
    for key in fresh:
        if exchange.mark_of(paper.body.get(key, "")) != sent["stands"][key]:
            raise TransitionDenied(
                f"Trong lúc anh/chị xem, mục “{labels[key]}” đã được sửa trên cổng nên chưa nhận gì từ tệp. "
                "Gửi lại tệp để so với nội dung mới."
            )
    if fresh:
        texts = {key: paper.body.get(key, "") for key in labels} | fresh
        papers.save_paper(paper, texts, by=by)
        data = {"sha256": sent["sha256"], "fields": sorted(fresh)}
        audit.append("award_dossier.take_word", paper, by=by, data=data)
    return len(fresh)


def _unsealed(seal: str, paper: DossierPaper, by) -> dict:
    try:
        sent = _SIGNER.unsign_object(seal)
    except signing.BadSignature:
        sent = {}
    if sent.get("paper") != paper.pk or sent.get("by") != by.pk:
        raise TransitionDenied("Chưa nhận được các thay đổi: trang xem trước đã cũ. Gửi lại tệp Word rồi xem lại.")
    return sent

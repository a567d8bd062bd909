"""A paper of Phòng Nội vụ by Word: out with parts that may be edited, and read back; saving stays with the page."""

from django.db import transaction

from awards.models import OfficePaper
from awards.papers import exchange
from awards.papers.office_fields import OFFICE_FIELDS
from awards.papers.office_printing import document_of
from awards.services.office_papers import lock_editable


def identity_of(paper: OfficePaper) -> dict:
    return {"what": "office_paper", "pk": paper.pk, "title": str(paper)}


def write_out(paper: OfficePaper) -> bytes:
    """The Word file of a paper that Phòng Nội vụ may still edit."""
    fields = OFFICE_FIELDS[paper.kind]
    return exchange.write_out(document_of(paper), fields=fields, body=paper.body, identity=identity_of(paper))


def read_back(paper: OfficePaper, upload, *, by) -> exchange.Incoming:
    """What an edited file would change; nothing is written. Raises ValidationError or TransitionDenied."""
    with transaction.atomic():
        paper = lock_editable(paper, by)
    checked = exchange.check_word(upload)
    fields = OFFICE_FIELDS[paper.kind]
    return exchange.read_back(
        checked.data, document_of(paper), fields=fields, body=paper.body, identity=identity_of(paper)
    )

"""A paper of Phòng Nội vụ by Word: out with parts that may be edited, and read back; saving stays with the page."""

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import OfficePaper
from awards.papers import exchange
from awards.papers.office_fields import OFFICE_FIELDS
from awards.papers.office_printing import document_of
from awards.services.office_papers import lock_editable
from core import files

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of a .doc


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
    checked = files.check_upload(_refuse_old_word(upload), kinds=("docx",))
    fields = OFFICE_FIELDS[paper.kind]
    return exchange.read_back(
        checked.data, document_of(paper), fields=fields, body=paper.body, identity=identity_of(paper)
    )


def _refuse_old_word(upload):
    """Word before 2007 keeps another kind of file, whatever its name."""
    head = upload.read(len(_OLD_WORD))
    upload.seek(0)
    if head == _OLD_WORD or (upload.name or "").lower().endswith(".doc"):
        raise ValidationError("Tệp này là dạng Word cũ (.doc). Mở bằng Word, lưu lại ở dạng .docx rồi gửi.")
    return upload

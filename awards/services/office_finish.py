"""Save and finish a paper of Phòng Nội vụ at once: both or neither, so what is confirmed is what this person saw."""

from datetime import date

from django.db import transaction

from awards.models import OfficePaper
from awards.papers.merging import refuse_unread
from awards.papers.office_fields import fields_of
from awards.services import office_notices, office_papers


@transaction.atomic
def save_and_confirm(paper: OfficePaper, texts: dict, *, by) -> OfficePaper:
    """A tờ trình."""
    paper = _read_by_its_writer(paper, texts, by)
    return office_papers.confirm_proposal(office_papers.save_paper(paper, texts, by=by), by=by)


@transaction.atomic
def save_and_send(paper: OfficePaper, texts: dict, *, by, number: str, day: date | None) -> OfficePaper:
    """A thông báo."""
    paper = _read_by_its_writer(paper, texts, by)
    saved = office_notices.save_notice(paper, texts, by=by, number=number, day=day)
    return office_notices.send_notice(saved, by=by)


def _read_by_its_writer(paper: OfficePaper, texts: dict, by) -> OfficePaper:
    paper = office_papers.lock_editable(paper, by)
    refuse_unread(fields_of(paper.kind, paper.body), paper.body, texts)
    return paper

"""Makers for the tests of the council room: a session by any method, with as many nominees and members as asked."""

from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from awards.enums import Choice
from awards.models import CouncilSession, VoteResult
from awards.services import council
from awards.tally import Figures
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import make_unit
from units.enums import UnitKind

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_nominees(award_round, number: int) -> list:
    """All of one unit that has no member in the council."""
    unit = make_unit(UnitKind.CAP_XA)
    return [making.make_nominee(award_round, unit) for _ in range(number)]


def prepare(award_round, appraiser, **rules) -> CouncilSession:
    wanted = replace(council.rules_of(award_round), **rules)
    return council.prepare_session(
        award_round, by=appraiser, held_at=making.HELD_AT, place="Phòng họp số 1", rules=wanted
    )


def open_room(award_round, appraiser, method: str, *present, **rules) -> CouncilSession:
    session = prepare(award_round, appraiser, method=method, **rules)
    making.mark_present(session, appraiser, *present)
    return council.open_session(session, by=appraiser)


def cast_all(session, choice=Choice.YES) -> None:
    for seat in session.seats.select_related("user"):
        for nominee in council.votable(session):
            if not council.vote_refusal(session, seat, nominee):
                council.cast_secret_ballot(session, nominee, by=seat.user, choice=choice)


def same_count(session, yes: int, no: int = 0, abstain: int = 0, invalid: int = 0) -> dict[int, Figures]:
    return {nominee.pk: Figures(yes, no, abstain, invalid) for nominee in council.votable(session)}


def scan(name="y-kien.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def results(session) -> dict:
    rows = VoteResult.objects.filter(session=session)
    return {row.nominee_id: (row.yes, row.no, row.abstain, row.invalid, row.base, row.passed) for row in rows}


def refused_by_the_database(act) -> bool:
    try:
        with transaction.atomic():
            act()
            raise TransitionDenied("lùi lại")
    except IntegrityError:
        return True
    except TransitionDenied:
        return False

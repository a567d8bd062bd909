"""Makers for the tests of the council room: a session by any method, with as many nominees and members as asked."""

from dataclasses import replace

from awards.enums import Choice
from awards.models import CouncilSession
from awards.services import council
from awards.tally import Figures
from tests.awards import making
from tests.factories import make_unit
from units.enums import UnitKind


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

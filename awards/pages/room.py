"""What the pages of written opinions and of the paper count show."""

from dataclasses import asdict, dataclass

from awards.models import CouncilSeat, CouncilSession, Nominee, WrittenOpinion
from awards.selectors.room import paper_gap, paper_readings, room_of, votable


@dataclass(frozen=True)
class Letter:
    """An absent member and what was entered from the member's letter."""

    seat: CouncilSeat
    opinions: list[WrittenOpinion]

    @property
    def waiting(self) -> bool:
        return any(not row.confirmed_by for row in self.opinions)


def letters_of(session: CouncilSession) -> list[Letter]:
    rows = list(
        session.written_opinions.select_related("nominee__unit", "file").order_by("nominee__kind", "nominee__sort_key")
    )
    seats = session.seats.order_by("pk")
    heard = {row.seat_id for row in rows}
    return [
        Letter(seat, [row for row in rows if row.seat_id == seat.pk])
        for seat in seats
        if not seat.present or seat.pk in heard
    ]


def open_to(session: CouncilSession, seat: CouncilSeat) -> list[Nominee]:
    """The nominees on which this absent member may still be heard in writing."""
    room = room_of(session)
    return [
        nominee
        for nominee in votable(session)
        if seat.pk not in room.barred(nominee) and seat.pk not in room.opinions.get(nominee.pk, {})
    ]


@dataclass(frozen=True)
class CountLine:
    """One nominee on the page of one counter; the figures of others never come here."""

    nominee: Nominee
    handed_out: int
    initial: dict[str, int]
    gap: str


def count_lines(session: CouncilSession, user) -> list[CountLine]:
    room, readings, name = room_of(session), paper_readings(session), user.get_username()
    lines = []
    for nominee in votable(session):
        read = readings.get(nominee.pk, {})
        own = read.get(name)
        gap = paper_gap(read, room, nominee)
        lines.append(CountLine(nominee, len(room.voters(nominee)), asdict(own) if own else {}, gap))
    return lines

"""What the council's pages show: ballots of one member, turnout without partial counts, results."""

from collections import Counter
from dataclasses import dataclass

from awards import tally
from awards.enums import Choice, SeatPosition, SessionState
from awards.models import CouncilSeat, CouncilSession, Nominee, VoteResult
from awards.services.council import votable, vote_refusal


@dataclass(frozen=True)
class BallotItem:
    """One line of a member's ballot: what was chosen, or why nothing can be."""

    number: int
    nominee: Nominee
    choice: str
    refusal: str

    @property
    def choice_label(self) -> str:
        return Choice(self.choice).label if self.choice else ""


@dataclass(frozen=True)
class Ballot:
    """The whole ballot of one member."""

    items: list[BallotItem]

    @property
    def votable(self) -> int:
        return sum(not item.refusal for item in self.items)

    @property
    def cast(self) -> int:
        return sum(bool(item.choice) for item in self.items)

    def at(self, nominee_id: int) -> BallotItem | None:
        return next((item for item in self.items if item.nominee.pk == nominee_id), None)

    def neighbour(self, item: BallotItem, step: int) -> BallotItem | None:
        place = item.number - 1 + step
        return self.items[place] if 0 <= place < len(self.items) else None

    def next_open(self, after: BallotItem | None = None) -> BallotItem | None:
        """The next item without a vote, going round from the one at hand."""
        start = after.number if after else 0
        turned = self.items[start:] + self.items[:start]
        return next((item for item in turned if not item.choice and not item.refusal), None)


def ballot_of(session: CouncilSession, seat: CouncilSeat | None) -> Ballot:
    chosen = dict(seat.votes.values_list("nominee_id", "choice")) if seat else {}
    return Ballot(
        [
            BallotItem(number, nominee, chosen.get(nominee.pk, ""), vote_refusal(session, seat, nominee))
            for number, nominee in enumerate(votable(session), start=1)
        ]
    )


def seat_of(session: CouncilSession, user) -> CouncilSeat | None:
    return session.seats.filter(user=user).first()


@dataclass(frozen=True)
class Turnout:
    """How many have voted, never how."""

    nominee: Nominee
    cast: int
    possible: int

    @property
    def complete(self) -> bool:
        return self.cast >= self.possible


def turnout_of(session: CouncilSession) -> list[Turnout]:
    cast = Counter(session.votes.values_list("nominee_id", flat=True))
    units = [unit for unit, present in session.seats.values_list("unit_id", "present") if present]
    return [
        Turnout(nominee, cast[nominee.pk], sum(unit != nominee.unit_id for unit in units))
        for nominee in votable(session)
    ]


@dataclass(frozen=True)
class ResultLine:
    """One counted nominee; `excluded` are members of its own unit."""

    result: VoteResult
    excluded: int

    @property
    def nominee(self) -> Nominee:
        return self.result.nominee

    @property
    def share(self):
        return tally.share(self.result.yes, self.result.base)

    @property
    def silent(self) -> int:
        row = self.result
        return row.base - row.yes - row.no - row.abstain - self.excluded


def results_of(session: CouncilSession) -> list[ResultLine]:
    units = Counter(session.seats.values_list("unit_id", flat=True))
    rows = session.results.select_related("nominee__unit").order_by(
        "nominee__kind", "nominee__unit__sort", "nominee__sort_key", "nominee_id"
    )
    return [ResultLine(row, units[row.nominee.unit_id]) for row in rows]


_RANK = {SeatPosition.CHAIR: 0, SeatPosition.VICE: 1, SeatPosition.SECRETARY: 2, SeatPosition.MEMBER: 3}


def roster_of(session: CouncilSession) -> list[CouncilSeat]:
    """Chair, deputies, secretary, members: the order in which minutes name them."""
    return sorted(session.seats.select_related("unit"), key=lambda seat: (_RANK[seat.position], seat.pk))


def sessions_list():
    return CouncilSession.objects.select_related("round__period").prefetch_related("seats")


def live(session: CouncilSession) -> bool:
    return session.state == SessionState.OPEN

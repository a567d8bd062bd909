"""What the council's pages show: ballots of one member, turnout without partial counts, results."""

from collections import Counter
from dataclasses import dataclass

from awards import tally
from awards.enums import Choice, SeatPosition, SessionState, VotingMethod
from awards.models import CouncilSeat, CouncilSession, Nominee, Recusal, VoteResult
from awards.selectors.room import Room, base_words, paper_readings, room_of, rule_of, votable
from awards.services.ballots import vote_refusal
from units.enums import Role


@dataclass(frozen=True)
class BallotItem:
    """One line of a member's ballot: what was chosen (never of a secret one), or why nothing can be."""

    number: int
    nominee: Nominee
    choice: str
    refusal: str
    cast: bool = False
    may_recuse: bool = False

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
        return sum(item.cast for item in self.items)

    def at(self, nominee_id: int) -> BallotItem | None:
        return next((item for item in self.items if item.nominee.pk == nominee_id), None)

    def neighbour(self, item: BallotItem, step: int) -> BallotItem | None:
        place = item.number - 1 + step
        return self.items[place] if 0 <= place < len(self.items) else None

    def next_open(self, after: BallotItem | None = None) -> BallotItem | None:
        """The next item without a vote, going round from the one at hand."""
        start = after.number if after else 0
        turned = self.items[start:] + self.items[:start]
        return next((item for item in turned if not item.cast and not item.refusal), None)


def ballot_of(session: CouncilSession, seat: CouncilSeat | None, room: Room | None = None) -> Ballot:
    room = room or room_of(session)
    chosen = dict(seat.votes.values_list("nominee_id", "choice")) if seat else {}
    cast = set(seat.receipts.values_list("nominee_id", flat=True)) if seat else set()
    items = []
    for number, nominee in enumerate(votable(session), start=1):
        voted = nominee.pk in chosen or nominee.pk in cast
        refusal = vote_refusal(session, seat, nominee, room)
        free = bool(seat) and not voted and seat.pk not in room.barred(nominee) | set(room.opinions.get(nominee.pk, {}))
        may_recuse = free and session.state != SessionState.CLOSED
        items.append(BallotItem(number, nominee, chosen.get(nominee.pk, ""), refusal, voted, may_recuse))
    return Ballot(items)


def seat_of(session: CouncilSession, user) -> CouncilSeat | None:
    return session.seats.filter(user=user).first()


@dataclass(frozen=True)
class Turnout:
    """How many have voted, never how; of paper ballots how many people have counted them."""

    nominee: Nominee
    cast: int
    possible: int
    counters: int = 0

    @property
    def complete(self) -> bool:
        return self.cast >= self.possible


def turnout_of(session: CouncilSession, room: Room | None = None) -> list[Turnout]:
    room = room or room_of(session)
    marks = session.receipts if session.method == VotingMethod.SECRET else session.votes
    cast = Counter(marks.order_by().values_list("nominee_id", flat=True))
    readings = paper_readings(session) if session.method == VotingMethod.PAPER else {}
    return [
        Turnout(nominee, cast[nominee.pk], len(room.voters(nominee)), len(readings.get(nominee.pk, {})))
        for nominee in votable(session)
    ]


def turnout_context(session: CouncilSession, room: Room) -> dict:
    turnout = turnout_of(session, room)
    cast, wanted = sum(row.cast for row in turnout), sum(row.possible for row in turnout)
    counted = sum(row.counters >= 2 for row in turnout)
    return {"turnout": turnout, "cast": cast, "wanted": wanted, "missing": max(0, wanted - cast), "counted": counted}


@dataclass(frozen=True)
class ResultLine:
    """One counted nominee; `excluded` are members who may not vote on it, `silent` those who could have."""

    result: VoteResult
    excluded: int
    rule: tally.Threshold
    of_whom: str

    @property
    def nominee(self) -> Nominee:
        return self.result.nominee

    @property
    def share(self):
        return tally.share(self.result.yes, self.result.base)

    @property
    def silent(self) -> int:
        row = self.result
        return row.base - row.yes - row.no - row.abstain - row.invalid - self.excluded

    @property
    def words(self) -> str:
        row, least = self.result, self.rule.least(self.result.base)
        outcome = "được thông qua" if row.passed else "không được thông qua"
        return (
            f"Cần {self.rule} của {row.base} ({self.of_whom}), tức ít nhất {least} người đồng ý. "
            f"Có {row.yes} người đồng ý: {self.rule.reckoning(row.yes, row.base)}, nên {outcome}."
        )


def results_of(session: CouncilSession, room: Room | None = None) -> list[ResultLine]:
    room, rule, of_whom = room or room_of(session), rule_of(session), base_words(session)
    rows = session.results.select_related("nominee__unit").order_by(
        "nominee__kind", "nominee__unit__sort", "nominee__sort_key", "nominee_id"
    )
    return [ResultLine(row, len(room.barred(row.nominee) & room.base(row.nominee)), rule, of_whom) for row in rows]


def recusals_of(session: CouncilSession) -> list[Recusal]:
    return list(session.recusals.select_related("seat", "nominee__unit").order_by("nominee__sort_key", "seat"))


_RANK = {SeatPosition.CHAIR: 0, SeatPosition.VICE: 1, SeatPosition.SECRETARY: 2, SeatPosition.MEMBER: 3}


def roster_of(session: CouncilSession) -> list[CouncilSeat]:
    """Chair, deputies, secretary, members: the order in which minutes name them."""
    return sorted(session.seats.select_related("unit"), key=lambda seat: (_RANK[seat.position], seat.pk))


def reads_materials(user, seat: CouncilSeat | None) -> bool:
    """The offices that read the session anyway, and of the council who sits in it."""
    return bool(seat) or bool(user.roles & {Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR})


def sessions_list():
    return CouncilSession.objects.select_related("round__period").prefetch_related("seats")


def live(session: CouncilSession) -> bool:
    return session.state == SessionState.OPEN

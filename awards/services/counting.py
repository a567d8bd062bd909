"""The end of a session: counts by every method, keeps the results, numbers the minutes; and counts again on demand."""

from collections import Counter, defaultdict

from django.db import transaction
from django.utils import timezone

from awards import tally
from awards.enums import VotingMethod
from awards.models import CouncilSession, Nominee, VoteResult
from awards.selectors.room import Room, paper_readings, room_of, rule_of, votable
from awards.workflow import SESSION
from core import transitions
from core.numbering import next_number

MINUTES_SYMBOL = "BB-HĐTĐKT"
COUNTED = ("yes", "no", "abstain", "invalid", "base", "passed")


@transaction.atomic
def close_session(session: CouncilSession, *, by, notes: str = "") -> CouncilSession:
    """Counts, keeps the results, numbers the minutes and closes; nobody votes afterwards."""
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    SESSION.check(session, "close", by.roles)
    VoteResult.objects.bulk_create(_results(session))
    number = next_number(MINUTES_SYMBOL, timezone.localdate(session.held_at).year)
    return transitions.apply(
        SESSION,
        session,
        "close",
        by=by,
        closed_at=timezone.now(),
        minutes_number=f"{number:02d}/{MINUTES_SYMBOL}",
        notes=notes,
    )


def recount(session: CouncilSession) -> list[str]:
    """Counts the stored ballots of a closed session again; whatever says otherwise is a sentence."""
    stored = {row.nominee_id: row for row in session.results.select_related("nominee")}
    try:
        counted = [row for row in _results(session) if row.nominee_id in stored]
    except ValueError as fault:
        return [f"Không đếm lại được phiếu của “{session}”: {fault}"]
    faults = [
        f"Kết quả biểu quyết về {row.nominee} không khớp với các phiếu đã ghi."
        for row in counted
        if any(getattr(row, name) != getattr(stored[row.nominee_id], name) for name in COUNTED)
    ]
    return faults + _unmatched(session, [row.nominee for row in counted])


def _unmatched(session: CouncilSession, nominees: list[Nominee]) -> list[str]:
    """Secret ballots must be as many as the members who have cast one."""
    cast = Counter(session.receipts.values_list("nominee_id", flat=True))
    kept = Counter(session.ballots.values_list("nominee_id", flat=True))
    return [
        f"Số phiếu kín về {nominee} khác số thành viên đã bỏ phiếu."
        for nominee in nominees
        if cast[nominee.pk] != kept[nominee.pk]
    ]


def _results(session: CouncilSession) -> list[VoteResult]:
    room, rule = room_of(session), rule_of(session)
    count = {
        VotingMethod.OPEN: _open_counts,
        VotingMethod.SECRET: _secret_counts,
        VotingMethod.PAPER: _paper_counts,
    }[VotingMethod(session.method)](session, room, rule)
    results = []
    for nominee in votable(session):
        counted = count(nominee)
        fields = {name: getattr(counted, name) for name in COUNTED}
        results.append(VoteResult(session=session, nominee=nominee, **fields))
    return results


def _open_counts(session: CouncilSession, room: Room, rule: tally.Threshold):
    cast: dict[int, dict[int, str]] = defaultdict(dict)
    for vote in session.votes.all():
        cast[vote.nominee_id][vote.seat_id] = vote.choice

    def count(nominee: Nominee) -> tally.Tally:
        heard = room.written(nominee) | cast[nominee.pk]  # who votes in the room is not counted in writing as well
        return tally.count(room.base(nominee), room.barred(nominee), heard, rule)

    return count


def _secret_counts(session: CouncilSession, room: Room, rule: tally.Threshold):
    cast: dict[int, list[str]] = defaultdict(list)
    for nominee_id, choice in session.ballots.order_by("nominee_id", "choice").values_list("nominee_id", "choice"):
        cast[nominee_id].append(choice)
    voted = set(session.receipts.values_list("seat_id", "nominee_id"))

    def count(nominee: Nominee) -> tally.Tally:
        return _unsigned(room, nominee, tally.figures(cast[nominee.pk]), rule, voted)

    return count


def _paper_counts(session: CouncilSession, room: Room, rule: tally.Threshold):
    readings = paper_readings(session)

    def count(nominee: Nominee) -> tally.Tally:
        figures = tally.agreed(list(readings.get(nominee.pk, {}).values()))
        if figures is None:
            raise ValueError(f"hai kết quả kiểm phiếu về {nominee} không khớp")
        return _unsigned(room, nominee, figures, rule, set())

    return count


def _unsigned(room: Room, nominee: Nominee, figures: tally.Figures, rule: tally.Threshold, voted) -> tally.Tally:
    written = [choice for seat, choice in room.written(nominee).items() if (seat, nominee.pk) not in voted]
    base = room.base(nominee)
    return tally.count_unsigned(len(base), len(base & room.barred(nominee)), figures + tally.figures(written), rule)

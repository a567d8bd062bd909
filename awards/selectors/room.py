"""Who takes part in what at a session of the council: nominees, rules, the base, and who may not vote on whom."""

from collections import defaultdict
from dataclasses import dataclass

from awards import tally
from awards.enums import Appraisal
from awards.models import CouncilSeat, CouncilSession, Nominee, Recusal, WrittenOpinion


def votable(session: CouncilSession):
    """The nominees the council votes on, in the order of its minutes."""
    return (
        Nominee.objects.filter(round_id=session.round_id, appraisal=Appraisal.ELIGIBLE)
        .select_related("unit")
        .order_by("kind", "unit__sort", "sort_key", "id")
    )


def place_of(nominee: Nominee) -> str:
    """Chức vụ, nơi công tác of a person; the unit of a collective whose own name does not say it."""
    if nominee.is_individual:
        return nominee.position or nominee.unit.name
    return "" if nominee.unit.name in nominee.name else nominee.unit.name


def quorum_of(session: CouncilSession) -> tally.Threshold:
    return tally.Threshold(session.quorum_num, session.quorum_den, strict=False)


def rule_of(session: CouncilSession) -> tally.Threshold:
    return tally.passing(session.threshold_num, session.threshold_den)


def base_words(session: CouncilSession) -> str:
    """What the share is taken of, as the page and the papers say it."""
    return "số thành viên tham gia biểu quyết" if session.count_present_only else "tổng số thành viên Hội đồng"


@dataclass(frozen=True)
class Room:
    """The seats of a session with its recusals and written opinions, read once."""

    session: CouncilSession
    seats: list[CouncilSeat]
    recusals: dict[tuple[int, int], Recusal]
    opinions: dict[int, dict[int, WrittenOpinion]]  # nominee → seat → opinion, confirmed or not

    def barred(self, nominee: Nominee) -> set[int]:
        """Seats of the nominee's own unit, and those that declared that they stand back."""
        own = {seat.pk for seat in self.seats if seat.unit_id and seat.unit_id == nominee.unit_id}
        return own | {seat for seat, about in self.recusals if about == nominee.pk}

    def written(self, nominee: Nominee) -> dict[int, str]:
        """The confirmed opinions on a nominee by seat."""
        return {seat: row.choice for seat, row in self.opinions.get(nominee.pk, {}).items() if row.confirmed_by}

    def base(self, nominee: Nominee) -> set[int]:
        """All members; or, where the session counts only those who take part: present, or heard in writing."""
        if not self.session.count_present_only:
            return {seat.pk for seat in self.seats}
        return {seat.pk for seat in self.seats if seat.present} | set(self.written(nominee))

    def voters(self, nominee: Nominee) -> set[int]:
        """Who may vote in the room; as many paper ballots are handed out."""
        there = {seat.pk for seat in self.seats if seat.present}
        return there - self.barred(nominee) - set(self.opinions.get(nominee.pk, {}))


def room_of(session: CouncilSession) -> Room:
    opinions: dict[int, dict[int, WrittenOpinion]] = defaultdict(dict)
    for row in session.written_opinions.all():
        opinions[row.nominee_id][row.seat_id] = row
    recusals = {(row.seat_id, row.nominee_id): row for row in session.recusals.all()}
    return Room(session, list(session.seats.select_related("unit").order_by("pk")), recusals, dict(opinions))


def paper_readings(session: CouncilSession) -> dict[int, dict[str, tally.Figures]]:
    """Nominee → counter → what that counter read last from the paper ballots."""
    readings: dict[int, dict[str, tally.Figures]] = defaultdict(dict)
    for row in session.paper_counts.order_by("pk"):
        readings[row.nominee_id][row.counted_by] = tally.Figures(row.yes, row.no, row.abstain, row.invalid)
    return dict(readings)


def paper_gaps(session: CouncilSession) -> list[str]:
    """What keeps a paper count from being complete, without a single figure of it."""
    readings, room = paper_readings(session), room_of(session)
    gaps = ((nominee, paper_gap(readings.get(nominee.pk, {}), room, nominee)) for nominee in votable(session))
    return [f"{nominee}: {gap}" for nominee, gap in gaps if gap]


def paper_gap(read: dict[str, tally.Figures], room: Room, nominee: Nominee) -> str:
    if len(read) < 2:
        return f"mới có {len(read)}/2 người ghi kết quả kiểm phiếu."
    figures = tally.agreed(list(read.values()))
    if figures is None:
        return "các kết quả kiểm phiếu chưa khớp nhau; cùng đếm lại rồi mỗi người ghi lại."
    handed_out = len(room.voters(nominee))
    return f"số phiếu đã kiểm nhiều hơn {handed_out} phiếu phát ra." if figures.total > handed_out else ""

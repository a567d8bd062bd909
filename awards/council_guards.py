"""Guards of council sessions and certificates: the refusal as a sentence, or None."""

from awards.enums import Appraisal, RoundState, SeatPosition
from awards.tally import Threshold, quorum_reached


def round_still_open(session) -> str | None:
    return None if session.round.state == RoundState.OPEN else "Đợt khen thưởng đã trình, không mở phiên họp được nữa."


def something_to_vote_on(session) -> str | None:
    if session.round.nominees.filter(appraisal=Appraisal.ELIGIBLE).exists():
        return None
    return "Chưa có đối tượng nào được thẩm định đủ điều kiện để đưa ra Hội đồng."


def chair_and_secretary(session) -> str | None:
    there = set(session.seats.filter(present=True).values_list("position", flat=True))
    if there & {SeatPosition.CHAIR, SeatPosition.VICE} and SeatPosition.SECRETARY in there:
        return None
    return "Cần có mặt Chủ tịch hoặc Phó Chủ tịch Hội đồng, và Ủy viên thư ký, rồi mới khai mạc."


def quorum_present(session) -> str | None:
    """IV.3.b is silent on the number: a share of the members, set per round (giả định)."""
    rule = Threshold(session.quorum_num, session.quorum_den, strict=False)
    members, present = session.seats.count(), session.seats.filter(present=True).count()
    if quorum_reached(present, members, rule):
        return None
    return (
        f"Có mặt {present}/{members} thành viên, chưa đủ {rule.least(members)} người ({rule}) để họp. "
        "Ghi nhận thêm người có mặt hoặc dời phiên họp."
    )

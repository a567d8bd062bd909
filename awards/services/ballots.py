"""Voting on the portal: who may, openly and to be changed until the end, or secretly and once for all."""

from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone

from awards.enums import Appraisal, Choice, SessionState, VotingMethod
from awards.models import BallotReceipt, CouncilSeat, CouncilSession, Nominee, SecretBallot, Vote
from awards.selectors.room import Room, room_of
from core.workflow import TransitionDenied
from units.enums import Role

NO_CHOICE = "Hãy chọn Đồng ý, Không đồng ý hoặc Không có ý kiến."
CAST_ALREADY = "Anh/chị đã bỏ phiếu kín về mục này. Phiếu kín chỉ bỏ một lần và không đổi được."


def vote_refusal(session: CouncilSession, seat: CouncilSeat | None, nominee: Nominee, room: Room | None = None) -> str:
    """Why this seat may not vote on this nominee now, or ""."""
    if seat is None:
        return "Anh/chị không có trong danh sách thành viên của phiên họp này nên không biểu quyết được."
    if session.state == SessionState.PREPARED:
        return "Phiên họp chưa khai mạc. Anh/chị chờ Phòng Nội vụ khai mạc phiên họp rồi biểu quyết."
    if session.state == SessionState.CLOSED:
        return "Phiên họp đã kết thúc; không nhận thêm và không đổi ý kiến biểu quyết."
    if not seat.present:
        return "Anh/chị chưa được ghi có mặt. Hãy báo thư ký ghi có mặt rồi biểu quyết."
    if nominee.round_id != session.round_id or nominee.appraisal != Appraisal.ELIGIBLE:
        return f"{nominee} không thuộc danh sách đưa ra biểu quyết của phiên họp này."
    return _barred(room or room_of(session), seat, nominee)


def _barred(room: Room, seat: CouncilSeat, nominee: Nominee) -> str:
    stays = "Anh/chị vẫn được tính trong tổng số thành viên Hội đồng."
    if seat.unit_id and seat.unit_id == nominee.unit_id:
        unit = nominee.unit.short_name
        return f"Anh/chị công tác tại {unit}, đơn vị đề nghị {nominee}, nên không biểu quyết mục này. {stays}"
    if recusal := room.recusals.get((seat.pk, nominee.pk)):
        reason = recusal.reason.rstrip(". ")
        return f"Anh/chị được ghi không tham gia biểu quyết mục này, lý do: {reason}. {stays}"
    if seat.pk in room.opinions.get(nominee.pk, {}):
        return "Ý kiến bằng văn bản của anh/chị về mục này đã được ghi và được tính vào kết quả."
    if room.session.method == VotingMethod.PAPER:
        return "Phiên họp này bỏ phiếu bằng giấy. Anh/chị ghi phiếu giấy được phát và bỏ vào hòm phiếu."
    return ""


def _admitted(session: CouncilSession, nominee: Nominee, by, choice: str) -> tuple[CouncilSession, CouncilSeat]:
    """The locked session, so that no vote slips in behind the count, and the seat that may vote."""
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    seat = session.seats.filter(user=by).first() if Role.COUNCIL in by.roles else None
    if refused := vote_refusal(session, seat, nominee):
        raise TransitionDenied(refused)
    if choice not in Choice.values:
        raise TransitionDenied(NO_CHOICE)
    return session, seat


@transaction.atomic
def cast_vote(session: CouncilSession, nominee: Nominee, *, by, choice: str) -> Vote:
    """One open vote a member and nominee; voting again before the end replaces the first. The choice is never logged."""
    session, seat = _admitted(session, nominee, by, choice)
    if session.method != VotingMethod.OPEN:
        raise TransitionDenied("Phiên họp này bỏ phiếu kín. Tải lại trang rồi bỏ phiếu.")
    vote, _ = Vote.objects.update_or_create(
        nominee=nominee, seat=seat, defaults={"session": session, "choice": choice, "cast_at": timezone.now()}
    )
    return vote


@transaction.atomic
def cast_secret_ballot(session: CouncilSession, nominee: Nominee, *, by, choice: str) -> None:
    """One final ballot a member and nominee. Nothing is returned and nothing is logged."""
    session, seat = _admitted(session, nominee, by, choice)
    if session.method != VotingMethod.SECRET:
        raise TransitionDenied("Phiên họp này biểu quyết công khai. Tải lại trang rồi biểu quyết.")
    if BallotReceipt.objects.filter(seat=seat, nominee=nominee).exists():
        raise TransitionDenied(CAST_ALREADY)
    BallotReceipt.objects.create(session=session, nominee=nominee, seat=seat)
    _drop(session, nominee, choice)


def _drop(session: CouncilSession, nominee: Nominee, choice: str) -> None:
    """All ballots on a nominee are taken out, mixed with the new one and put back under new keys.

    A row that was merely added would stand where its voter stands among the receipts.
    """
    box = SecretBallot.objects.filter(session=session, nominee=nominee)
    choices = [*box.values_list("choice", flat=True), choice]
    box.delete()
    SystemRandom().shuffle(choices)
    SecretBallot.objects.bulk_create(SecretBallot(session=session, nominee=nominee, choice=one) for one in choices)

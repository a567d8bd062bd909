"""What is put down beside the ballots: materials, who stands back, opinions in writing, counts of paper ballots."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from awards import tally
from awards.enums import Choice, SessionState, VotingMethod
from awards.models import CouncilSeat, CouncilSession, Nominee, PaperCount, Recusal, SessionMaterial, WrittenOpinion
from awards.selectors.room import paper_readings, room_of, votable
from core import audit, files
from core.workflow import TransitionDenied
from units.enums import Role

SCANS = ("pdf", "png", "jpg")
CLOSED = "Phiên họp đã kết thúc nên không ghi thêm được nữa."


def is_clerk(session: CouncilSession, user) -> bool:
    """Who may enter and confirm: Phòng Nội vụ, or a member who is there."""
    if Role.APPRAISER in user.roles:
        return True
    return Role.COUNCIL in user.roles and session.seats.filter(user=user, present=True).exists()


def _lock(session: CouncilSession) -> CouncilSession:
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    if session.state == SessionState.CLOSED:
        raise TransitionDenied(CLOSED)
    return session


def _lock_for_clerk(session: CouncilSession, by) -> CouncilSession:
    session = _lock(session)
    if not is_clerk(session, by):
        raise TransitionDenied("Việc này của Phòng Nội vụ và thành viên Hội đồng có mặt tại phiên họp.")
    if session.state != SessionState.OPEN:
        raise TransitionDenied("Phiên họp chưa khai mạc. Khai mạc phiên họp rồi ghi.")
    return session


def _office_only(by) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Việc này của Phòng Nội vụ.")


# --- materials -----------------------------------------------------------------------


@transaction.atomic
def add_material(session: CouncilSession, *, by, title: str, upload) -> SessionMaterial:
    """A document for the members to read, until the session is closed."""
    _office_only(by)
    session = _lock(session)
    stored = files.save_upload(upload, by=by)
    material = SessionMaterial.objects.create(
        session=session, title=title or stored.name, file=stored, added_by=by.get_username()
    )
    audit.append("session.material", session, by=by, data={"title": material.title, "sha256": stored.sha256})
    return material


@transaction.atomic
def remove_material(session: CouncilSession, material_id: int, *, by) -> None:
    """Only before the opening: afterwards the members have voted with it in hand."""
    _office_only(by)
    session = _lock(session)
    if session.state != SessionState.PREPARED:
        raise TransitionDenied("Phiên họp đã khai mạc nên tài liệu được giữ nguyên.")
    material = session.materials.filter(pk=material_id).first()
    if material:
        audit.append("session.material_removed", session, by=by, data={"title": material.title})
        material.delete()


# --- who stands back -----------------------------------------------------------------


@transaction.atomic
def declare_recusal(session: CouncilSession, seat: CouncilSeat, nominee: Nominee, *, by, reason: str) -> Recusal:
    """By the member, or noted by Phòng Nội vụ; never after the vote. The member stays in the base."""
    session = _lock(session)
    if seat.user_id != by.pk:
        _office_only(by)
    if seat.session_id != session.pk or not votable(session).filter(pk=nominee.pk).exists():
        raise TransitionDenied("Mục này không thuộc phiên họp.")
    if not reason.strip():
        raise TransitionDenied("Cần ghi lý do không tham gia biểu quyết.")
    if seat.pk in room_of(session).barred(nominee):
        raise TransitionDenied(f"{seat.name} đã được ghi không biểu quyết mục này.")
    if _has_voted(seat, nominee):
        raise TransitionDenied(f"{seat.name} đã có ý kiến về mục này nên không ghi không tham gia được nữa.")
    recusal = Recusal.objects.create(
        session=session, seat=seat, nominee=nominee, reason=reason.strip()[:300], noted_by=by.get_username()
    )
    audit.append("session.recusal", session, by=by, data={"name": seat.name, "nominee": nominee.pk})
    return recusal


def _has_voted(seat: CouncilSeat, nominee: Nominee) -> bool:
    rows = (seat.votes, seat.receipts, seat.written_opinions)
    return any(row.filter(nominee=nominee).exists() for row in rows)


@transaction.atomic
def withdraw_recusal(session: CouncilSession, recusal_id: int, *, by) -> None:
    """By Phòng Nội vụ, when it was noted by mistake."""
    _office_only(by)
    session = _lock(session)
    recusal = session.recusals.select_related("seat").filter(pk=recusal_id).first()
    if recusal:
        data = {"name": recusal.seat.name, "nominee": recusal.nominee_id}
        audit.append("session.recusal_withdrawn", session, by=by, data=data)
        recusal.delete()


# --- opinions in writing -------------------------------------------------------------


@transaction.atomic
def enter_opinions(session: CouncilSession, seat: CouncilSeat, choices: Mapping[int, str], *, by, upload) -> int:
    """What an absent member has written, nominee by nominee, with the scan. Counts once somebody else has confirmed it."""
    session = _lock_for_clerk(session, by)
    seat = _absent_seat(session, seat, by)
    room, there = room_of(session), set(seat.written_opinions.values_list("nominee_id", flat=True))
    wanted = [nominee for nominee in votable(session) if choices.get(nominee.pk)]
    if not wanted:
        raise TransitionDenied("Chưa chọn ý kiến cho mục nào. Chọn theo văn bản rồi lưu.")
    for nominee in wanted:
        if choices[nominee.pk] not in Choice.values:
            raise TransitionDenied("Hãy chọn Đồng ý, Không đồng ý hoặc Không có ý kiến.")
        if seat.pk in room.barred(nominee):
            raise TransitionDenied(f"{seat.name} không tham gia biểu quyết về {nominee}; bỏ trống mục này.")
        if nominee.pk in there:
            raise TransitionDenied(f"Ý kiến của {seat.name} về {nominee} đã được nhập.")
    stored = files.save_upload(upload, by=by, kinds=SCANS)
    fields = {"session": session, "seat": seat, "file": stored, "entered_by": by.get_username()}
    WrittenOpinion.objects.bulk_create(WrittenOpinion(nominee=n, choice=choices[n.pk], **fields) for n in wanted)
    data = {"name": seat.name, "count": len(wanted), "sha256": stored.sha256}
    audit.append("session.opinion", session, by=by, data=data)
    return len(wanted)


def _absent_seat(session: CouncilSession, seat: CouncilSeat, by) -> CouncilSeat:
    seat = session.seats.get(pk=seat.pk)
    if seat.present:
        raise TransitionDenied(f"{seat.name} có mặt tại phiên họp nên biểu quyết trực tiếp.")
    if seat.user_id == by.pk:
        raise TransitionDenied("Ý kiến bằng văn bản của anh/chị do người khác nhập và xác nhận.")
    return seat


@transaction.atomic
def confirm_opinions(session: CouncilSession, seat: CouncilSeat, *, by) -> int:
    """A second person has compared the scan with what was entered."""
    session = _lock_for_clerk(session, by)
    seat = _absent_seat(session, seat, by)
    rows = seat.written_opinions.filter(confirmed_by="")
    if rows.filter(entered_by=by.get_username()).exists():
        raise TransitionDenied(
            "Người xác nhận phải khác người nhập. Nhờ một người khác đối chiếu bản quét rồi xác nhận."
        )
    count = rows.update(confirmed_by=by.get_username(), confirmed_at=timezone.now())
    if not count:
        raise TransitionDenied(f"Không có ý kiến nào của {seat.name} đang chờ xác nhận.")
    audit.append("session.opinion_confirmed", session, by=by, data={"name": seat.name, "count": count})
    return count


@transaction.atomic
def drop_opinions(session: CouncilSession, seat: CouncilSeat, *, by) -> None:
    """Takes back what was entered wrongly and is not confirmed yet."""
    session = _lock_for_clerk(session, by)
    count, _ = seat.written_opinions.filter(session=session, confirmed_by="").delete()
    if count:
        audit.append("session.opinion_dropped", session, by=by, data={"name": seat.name, "count": count})


# --- paper ballots -------------------------------------------------------------------


@transaction.atomic
def enter_paper_counts(session: CouncilSession, counts: Mapping[int, tally.Figures], *, by) -> int:
    """What this person read from the paper ballots, nominee by nominee; a later reading replaces the own earlier one."""
    session = _lock_for_clerk(session, by)
    if session.method != VotingMethod.PAPER:
        raise TransitionDenied("Phiên họp này không bỏ phiếu bằng giấy.")
    name, room, readings = by.get_username(), room_of(session), paper_readings(session)
    rows = []
    for nominee in votable(session):
        figures = counts.get(nominee.pk)
        if figures is None or readings.get(nominee.pk, {}).get(name) == figures:
            continue
        handed_out = len(room.voters(nominee))
        if figures.total > handed_out:
            raise TransitionDenied(f"{nominee}: tổng {figures.total} phiếu, nhiều hơn {handed_out} phiếu phát ra.")
        fields = {part: getattr(figures, part) for part in ("yes", "no", "abstain", "invalid")}
        rows.append(PaperCount(session=session, nominee=nominee, counted_by=name, **fields))
    PaperCount.objects.bulk_create(rows)
    if rows:
        audit.append("session.paper_count", session, by=by, data={"count": len(rows)})
    return len(rows)

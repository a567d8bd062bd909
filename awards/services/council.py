"""The council's meeting: prepare, seat, open, vote, close with its results. Triggers refuse the same."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from awards import tally
from awards.enums import Appraisal, Choice, RoundState, SeatPosition, SessionState
from awards.models import AwardRound, CouncilSeat, CouncilSession, Nominee, Vote, VoteResult
from awards.workflow import SESSION
from core import audit, transitions
from core.numbering import next_number
from core.workflow import TransitionDenied
from units.enums import Role
from units.models import Appointment, current

MINUTES_SYMBOL = "BB-HĐTĐKT"


@dataclass(frozen=True)
class SeatChange:
    """What Phòng Nội vụ may set of one seat; after the opening only a late arrival."""

    seat_id: int
    title: str
    position: str
    present: bool
    absence_reason: str = ""


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


def _office_only(by, doing: str) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied(f"Anh/chị không có quyền {doing}. Việc này của Phòng Nội vụ.")


# --- before the meeting ----------------------------------------------------------


@transaction.atomic
def prepare_session(round: AwardRound, *, by, held_at: datetime, place: str) -> CouncilSession:
    """A session with every present member of the council seated; fractions are taken over from the round."""
    _office_only(by, "lập phiên họp Hội đồng")
    round = AwardRound.objects.select_for_update().get(pk=round.pk)
    if round.state != RoundState.OPEN:
        raise TransitionDenied("Danh sách của đợt này đã trình Chủ tịch nên không lập thêm phiên họp.")
    if round.sessions.exclude(state=SessionState.CLOSED).exists():
        raise TransitionDenied("Đợt này đang có một phiên họp chưa kết thúc. Hãy kết thúc phiên họp đó trước.")
    fractions = ("quorum_num", "quorum_den", "threshold_num", "threshold_den")
    session = CouncilSession.objects.create(
        round=round, held_at=held_at, place=place, **{name: getattr(round, name) for name in fractions}
    )
    CouncilSeat.objects.bulk_create(_default_seats(session))
    audit.append("session.prepare", session, by=by, data={"held_at": held_at.isoformat(), "place": place})
    return session


def _lock_prepared(session: CouncilSession, by) -> CouncilSession:
    _office_only(by, "sửa phiên họp")
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.PREPARED:
        raise TransitionDenied("Phiên họp đã khai mạc nên không sửa hoặc hủy được nữa.")
    return session


@transaction.atomic
def move_session(session: CouncilSession, *, by, held_at: datetime, place: str) -> CouncilSession:
    """Another time or place, before the opening; who was seated stays seated."""
    session = _lock_prepared(session, by)
    session.held_at, session.place = held_at, place
    session.save(update_fields=["held_at", "place"])
    audit.append("session.move", session, by=by, data={"held_at": held_at.isoformat(), "place": place})
    return session


@transaction.atomic
def cancel_session(session: CouncilSession, *, by) -> None:
    """Takes back a meeting that was never opened."""
    session = _lock_prepared(session, by)
    audit.append("session.cancel", session, by=by)
    session.delete()


def _default_seats(session: CouncilSession) -> list[CouncilSeat]:
    """People appointed to the council on the day of the meeting; the Chủ tịch chairs, Phòng Nội vụ writes."""
    day = timezone.localdate(session.held_at)
    posts = list(
        Appointment.objects.filter(current(day), role=Role.COUNCIL, user__is_active=True)
        .select_related("user", "unit")
        .order_by("unit__sort", "id")
    )
    people = {post.user_id: post for post in reversed(posts)}
    in_order = [post for post in posts if people[post.user_id] is post]
    others = Appointment.objects.filter(current(day), user__in=people).values_list("user_id", "role")
    chair = next((user for user, role in others if role == Role.CHAIRMAN), None)
    secretary = next((user for user, role in others if role == Role.APPRAISER and user != chair), None)
    return [
        CouncilSeat(
            session=session,
            user=post.user,
            name=post.user.full_name,
            title=post.title or post.unit.short_name,
            unit=post.unit,
            position={chair: SeatPosition.CHAIR, secretary: SeatPosition.SECRETARY}.get(
                post.user_id, SeatPosition.MEMBER
            ),
        )
        for post in in_order
    ]


@transaction.atomic
def save_roster(session: CouncilSession, changes: list[SeatChange], *, by) -> None:
    """Sets titles, roles and presence. Once the meeting is open, somebody may still arrive; nothing else changes."""
    _office_only(by, "ghi thành phần dự họp")
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    if session.state == SessionState.CLOSED:
        raise TransitionDenied("Phiên họp đã kết thúc; thành phần dự họp không sửa được nữa.")
    seats = {seat.pk: seat for seat in session.seats.all()}
    wanted = [(seats[change.seat_id], change) for change in changes if change.seat_id in seats]
    if session.state == SessionState.OPEN:
        _note_arrivals(wanted)
    else:
        _refuse_doubles([change for _, change in wanted])
        if len({seat.pk for seat, _ in wanted}) < len(seats):  # who is not named would lose the chair in silence
            raise TransitionDenied("Bảng vừa gửi thiếu thành viên. Tải lại trang rồi ghi lại thành phần dự họp.")
        # a chair handed from one to another must never stand twice, not even between two rows
        session.seats.update(position=SeatPosition.MEMBER)
        for seat, change in wanted:
            _write(seat, change)
    present = session.seats.filter(present=True).count()
    audit.append("session.roster", session, by=by, data={"present": present, "members": len(seats)})


def _note_arrivals(wanted: list[tuple[CouncilSeat, SeatChange]]) -> None:
    for seat, change in wanted:
        if seat.present and not change.present:
            raise TransitionDenied(f"Phiên họp đã khai mạc; không thể ghi {seat.name} vắng mặt.")
        if change.present and not seat.present:
            seat.present, seat.absence_reason = True, ""
            seat.save(update_fields=["present", "absence_reason"])


def _refuse_doubles(changes: list[SeatChange]) -> None:
    for position in (SeatPosition.CHAIR, SeatPosition.SECRETARY):
        if sum(change.position == position for change in changes) > 1:
            raise TransitionDenied(f"Chỉ một người giữ vai trò {position.label}. Hãy chọn lại.")


def _write(seat: CouncilSeat, change: SeatChange) -> None:
    seat.title, seat.position, seat.present = change.title, change.position, change.present
    seat.absence_reason = "" if change.present else change.absence_reason
    seat.save(update_fields=["title", "position", "present", "absence_reason"])


@transaction.atomic
def remove_seat(session: CouncilSession, seat_id: int, *, by) -> None:
    """Takes a person off the roster, while the meeting is being prepared."""
    session = _lock_prepared(session, by)
    seat = session.seats.filter(pk=seat_id).first()
    if seat:
        audit.append("session.remove_seat", session, by=by, data={"name": seat.name})
        seat.delete()


# --- the meeting -------------------------------------------------------------------


@transaction.atomic
def open_session(session: CouncilSession, *, by) -> CouncilSession:
    """Refused without quorum, chair or secretary, or with nobody to vote on (guards); a deputy may chair."""
    seats = {seat.position: seat.name for seat in session.seats.filter(present=True)}
    return transitions.apply(
        SESSION,
        session,
        "open",
        by=by,
        opened_at=timezone.now(),
        chair_name=seats.get(SeatPosition.CHAIR) or seats.get(SeatPosition.VICE, ""),
        secretary_name=seats.get(SeatPosition.SECRETARY, ""),
    )


def vote_refusal(session: CouncilSession, seat: CouncilSeat | None, nominee: Nominee) -> str:
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
    if seat.unit_id and seat.unit_id == nominee.unit_id:
        return (
            f"Anh/chị công tác tại {nominee.unit.short_name}, đơn vị đề nghị {nominee}, nên không biểu quyết mục này. "
            "Anh/chị vẫn được tính trong tổng số thành viên Hội đồng."
        )
    return ""


@transaction.atomic
def cast_vote(session: CouncilSession, nominee: Nominee, *, by, choice: str) -> Vote:
    """One vote a member and nominee; voting again before the end replaces the first. The choice is never logged."""
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)  # so that none slips in behind the count
    seat = session.seats.filter(user=by).first() if Role.COUNCIL in by.roles else None
    if refused := vote_refusal(session, seat, nominee):
        raise TransitionDenied(refused)
    if choice not in Choice.values:
        raise TransitionDenied("Hãy chọn Đồng ý, Không đồng ý hoặc Không có ý kiến.")
    vote, _ = Vote.objects.update_or_create(
        nominee=nominee, seat=seat, defaults={"session": session, "choice": choice, "cast_at": timezone.now()}
    )
    return vote


# --- the end -----------------------------------------------------------------------


@transaction.atomic
def close_session(session: CouncilSession, *, by, notes: str = "") -> CouncilSession:
    """Counts, keeps the results, numbers the minutes and closes; nobody votes afterwards."""
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    SESSION.check(session, "close", by.roles)
    now = timezone.now()
    VoteResult.objects.bulk_create(_results(session))
    year = timezone.localdate(session.held_at).year
    number = next_number(MINUTES_SYMBOL, year)
    return transitions.apply(
        SESSION,
        session,
        "close",
        by=by,
        closed_at=now,
        minutes_number=f"{number:02d}/{MINUTES_SYMBOL}",
        notes=notes,
    )


def recount(session: CouncilSession) -> list[str]:
    """Counts the stored votes of a closed session again; each result that says otherwise is a sentence."""
    fields = ("yes", "no", "abstain", "base", "passed")
    stored = {row.nominee_id: row for row in session.results.all()}
    return [
        f"Kết quả biểu quyết về {row.nominee} không khớp với các phiếu đã ghi."
        for row in _results(session)
        if row.nominee_id in stored
        and any(getattr(row, name) != getattr(stored[row.nominee_id], name) for name in fields)
    ]


def _results(session: CouncilSession) -> list[VoteResult]:
    seats = list(session.seats.all())
    members, rule = [seat.pk for seat in seats], rule_of(session)
    cast: dict[int, dict[int, str]] = {}
    for vote in session.votes.all():
        cast.setdefault(vote.nominee_id, {})[vote.seat_id] = vote.choice
    results = []
    for nominee in votable(session):
        barred = [seat.pk for seat in seats if seat.unit_id == nominee.unit_id]
        counted = tally.count(members, barred, cast.get(nominee.pk, {}), rule)
        results.append(
            VoteResult(
                session=session,
                nominee=nominee,
                yes=counted.yes,
                no=counted.no,
                abstain=counted.abstain,
                base=counted.base,
                passed=counted.passed,
            )
        )
    return results

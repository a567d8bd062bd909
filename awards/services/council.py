"""The council's meeting: prepare, seat, open; ballots.py votes and counting.py closes. Triggers refuse the same."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from awards.enums import RoundState, SeatPosition, SessionState
from awards.models import AwardRound, CouncilSeat, CouncilSession
from awards.selectors.room import place_of, quorum_of, rule_of, votable
from awards.services.ballots import cast_secret_ballot, cast_vote, vote_refusal
from awards.services.counting import MINUTES_SYMBOL, close_session, recount
from awards.workflow import SESSION
from core import audit, transitions
from core.workflow import TransitionDenied
from units.enums import Role
from units.models import Appointment, current

__all__ = [  # one name for callers: the room, its ballots and its count
    "MINUTES_SYMBOL",
    "cast_secret_ballot",
    "cast_vote",
    "close_session",
    "place_of",
    "quorum_of",
    "recount",
    "rule_of",
    "votable",
    "vote_refusal",
]


@dataclass(frozen=True)
class SessionRules:
    """How a session votes and counts; frozen when it opens."""

    method: str
    quorum_num: int
    quorum_den: int
    threshold_num: int
    threshold_den: int
    count_present_only: bool = False
    agenda: str = ""


def rules_of(round: AwardRound) -> SessionRules:
    """What the round proposes for its sessions."""
    fractions = ("quorum_num", "quorum_den", "threshold_num", "threshold_den")
    return SessionRules(round.voting_method, *(getattr(round, name) for name in fractions))


@dataclass(frozen=True)
class SeatChange:
    """What Phòng Nội vụ may set of one seat; after the opening only a late arrival."""

    seat_id: int
    title: str
    position: str
    present: bool
    absence_reason: str = ""


def rules_in_force(session: CouncilSession) -> SessionRules:
    return SessionRules(**{field.name: getattr(session, field.name) for field in fields(SessionRules)})


def _office_only(by, doing: str) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied(f"Anh/chị không có quyền {doing}. Việc này của Phòng Nội vụ.")


# --- before the meeting ----------------------------------------------------------


@transaction.atomic
def prepare_session(
    round: AwardRound, *, by, held_at: datetime, place: str, rules: SessionRules | None = None
) -> CouncilSession:
    """A session with every member of the council of that day seated; the round's rules unless others are given."""
    _office_only(by, "lập phiên họp Hội đồng")
    round = AwardRound.objects.select_for_update().get(pk=round.pk)
    if round.state != RoundState.OPEN:
        raise TransitionDenied("Danh sách của đợt này đã trình Chủ tịch nên không lập thêm phiên họp.")
    if round.sessions.exclude(state=SessionState.CLOSED).exists():
        raise TransitionDenied("Đợt này đang có một phiên họp chưa kết thúc. Hãy kết thúc phiên họp đó trước.")
    rules = asdict(rules or rules_of(round))
    session = CouncilSession.objects.create(round=round, held_at=held_at, place=place, **rules)
    CouncilSeat.objects.bulk_create(_default_seats(session))
    audit.append("session.prepare", session, by=by, data={"held_at": held_at.isoformat(), "place": place, **rules})
    return session


def _lock_prepared(session: CouncilSession, by) -> CouncilSession:
    _office_only(by, "sửa phiên họp")
    session = CouncilSession.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.PREPARED:
        raise TransitionDenied("Phiên họp đã khai mạc nên không sửa hoặc hủy được nữa.")
    return session


@transaction.atomic
def move_session(
    session: CouncilSession, *, by, held_at: datetime, place: str, rules: SessionRules | None = None
) -> CouncilSession:
    """Another time, place or other rules, before the opening; who was seated stays seated."""
    session = _lock_prepared(session, by)
    changes = {"held_at": held_at, "place": place, **(asdict(rules) if rules else {})}
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=list(changes))
    audit.append("session.move", session, by=by, data={**changes, "held_at": held_at.isoformat()})
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
            seat.written_opinions.filter(confirmed_by="").delete()  # who is there votes in the room


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

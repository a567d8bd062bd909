"""The council: who sits, quorum, who may vote when on whom, one vote each, no partial count, results and minutes."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.enums import NomineeKind, SeatPosition, SessionState
from awards.models import CouncilSeat, CouncilSession, Vote, VoteResult
from awards.services import council
from awards.services.minutes import minutes_of, render_minutes
from awards.workflow import SESSION
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import appoint, make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


# --- roster ------------------------------------------------------------------------


def test_the_council_of_the_day_is_seated(award_round, appraiser, members):
    appoint(make_user(), Role.COUNCIL, make_unit(), valid_to=making.HELD_AT.date() - timedelta(days=1))
    session = making.make_session(award_round, appraiser)
    seats = {seat.user: seat.position for seat in session.seats.select_related("user")}
    assert seats == dict(zip(members, [SeatPosition.CHAIR, SeatPosition.SECRETARY, SeatPosition.MEMBER], strict=True))
    assert (session.quorum_num, session.quorum_den, session.threshold_num, session.threshold_den) == (2, 3, 1, 2)


def test_a_person_with_two_posts_sits_once(award_round, appraiser, members):
    appoint(members[2], Role.COUNCIL, make_unit())
    assert making.make_session(award_round, appraiser).seats.count() == 3


def test_one_running_session_a_round(award_round, appraiser):
    making.make_session(award_round, appraiser)
    with pytest.raises(TransitionDenied, match="chưa kết thúc"):
        making.make_session(award_round, appraiser)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilSession.objects.create(round=award_round, held_at=making.HELD_AT, place="Phòng khác")


def test_a_second_chair_is_refused_and_a_swap_is_not(award_round, appraiser, members):
    session = making.make_session(award_round, appraiser)
    chair, secretary, member = session.seats.order_by("pk")
    change = council.SeatChange
    with pytest.raises(TransitionDenied, match="Chỉ một người giữ vai trò Chủ tịch Hội đồng"):
        council.save_roster(
            session, [change(chair.pk, "", "chair", True), change(member.pk, "", "chair", True)], by=appraiser
        )
    council.save_roster(
        session,
        [
            change(chair.pk, "Chủ tịch", "member", False, "đi công tác"),
            change(secretary.pk, "Phó phòng", "secretary", True),
            change(member.pk, "Phó Chủ tịch", "chair", True),
        ],
        by=appraiser,
    )
    rows = session.seats.order_by("pk").values_list("position", "present", "absence_reason")
    assert list(rows) == [("member", False, "đi công tác"), ("secretary", True, ""), ("chair", True, "")]


def test_the_roster_is_frozen_at_the_opening_but_people_may_still_arrive(award_round, nominee, appraiser, members):
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser, *members[:2])
    session = council.open_session(session, by=appraiser)
    late = session.seats.get(user=members[2])
    council.save_roster(session, [council.SeatChange(late.pk, "Đổi", "chair", True)], by=appraiser)
    late.refresh_from_db()
    assert (late.present, late.title, late.position) == (True, "Trưởng phòng", "member")
    with pytest.raises(TransitionDenied, match="không thể ghi"):
        council.save_roster(session, [council.SeatChange(late.pk, "", "member", False)], by=appraiser)
    with pytest.raises(TransitionDenied, match="không sửa hoặc hủy được nữa"):
        council.remove_seat(session, late.pk, by=appraiser)
    for change in ({"name": "Khác"}, {"unit": make_unit()}, {"position": "vice"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CouncilSeat.objects.filter(pk=late.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilSeat.objects.create(session=session, name="Người thứ tư")


def test_a_seat_is_removed_before_the_opening(award_round, appraiser, members):
    session = making.make_session(award_round, appraiser)
    council.remove_seat(session, session.seats.get(user=members[2]).pk, by=appraiser)
    assert set(session.seats.values_list("user", flat=True)) == {members[0].pk, members[1].pk}


def test_a_prepared_session_is_moved_or_cancelled_an_open_one_is_not(award_round, nominee, appraiser, client_as):
    session = making.make_session(award_round, appraiser)
    office = client_as(appraiser)
    edit, cancel = (reverse(f"awards:session-{step}", args=[session.pk]) for step in ("edit", "cancel"))
    assert "Phòng họp số 1" in office.get(edit).content.decode()
    office.post(edit, {"held_at": "2023-12-26T14:00", "place": "Hội trường"})
    session.refresh_from_db()
    assert (session.place, f"{timezone.localtime(session.held_at):%d/%m %H:%M}") == ("Hội trường", "26/12 14:00")
    assert office.post(edit, {"held_at": "", "place": ""}).status_code == 422
    office.post(cancel)
    assert not CouncilSession.objects.exists()
    session = making.make_open_session(award_round, appraiser)
    for step, data in (("edit", {"held_at": "2023-12-27T14:00", "place": "Khác"}), ("cancel", {})):
        page = office.post(reverse(f"awards:session-{step}", args=[session.pk]), data, follow=True).content.decode()
        assert "không sửa hoặc hủy được nữa" in page
    session.refresh_from_db()
    assert session.place == "Phòng họp số 1"


# --- opening, closing ----------------------------------------------------------------


@pytest.mark.parametrize("present", [1, 2, 3])
def test_the_session_opens_with_two_of_three(award_round, nominee, appraiser, members, present):
    session = making.make_session(award_round, appraiser)
    order = [members[1], members[0], members[2]]  # the secretary is there first
    making.mark_present(session, appraiser, *order[:present])
    if present < 2:
        with pytest.raises(TransitionDenied):
            council.open_session(session, by=appraiser)
    else:
        session = council.open_session(session, by=appraiser)
        assert (session.chair_name, session.secretary_name) == ("Lê Thị Thử 1", "Lê Thị Thử 2")
    session.refresh_from_db()
    assert session.state == (SessionState.OPEN if present >= 2 else SessionState.PREPARED)


def test_two_present_but_of_four_is_no_quorum(award_round, nominee, appraiser, members):
    making.make_user(Role.COUNCIL, make_unit())
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser, *members[:2])
    with pytest.raises(TransitionDenied, match="Có mặt 2/4 thành viên, chưa đủ 3 người"):
        council.open_session(session, by=appraiser)


def test_nothing_to_vote_on_nothing_to_open(award_round, appraiser, members):
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser)
    with pytest.raises(TransitionDenied, match="Chưa có đối tượng nào"):
        council.open_session(session, by=appraiser)


def _session_in(state, period, appraiser):
    award_round = making.make_round(period, appraiser, name=f"Đợt {state}")
    making.make_nominee(award_round, make_unit())
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser)
    if state != "prepared":
        session = council.open_session(session, by=appraiser)
    return council.close_session(session, by=appraiser) if state == "closed" else session


def test_from_by_step_by_role(period, award_round, people, appraiser):
    """All in one world: what is refused changes nothing, what is allowed is put back."""
    subjects = {state: _session_in(state, period, appraiser) for state in SessionState.values}
    steps = {"open": council.open_session, "close": council.close_session}
    allowed = set()
    for state, step, role in product(SessionState.values, steps, Role.values):
        try:
            with transaction.atomic():
                assert steps[step](subjects[state], by=people[role]).state == SESSION[step].target
                allowed.add((state, step, role))
                raise TransitionDenied("lùi lại để thử tiếp")
        except TransitionDenied:
            assert CouncilSession.objects.get(pk=subjects[state].pk).state == state
    assert allowed == {("prepared", "open", "appraiser"), ("open", "close", "appraiser")}


def test_only_the_office_prepares(award_round, people, appraiser):
    for role, person in people.items():
        if role != Role.APPRAISER:
            with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
                making.make_session(award_round, person)
    assert making.make_session(award_round, appraiser).state == "prepared"


# --- votes -------------------------------------------------------------------------------


def test_a_vote_is_changed_until_the_end_and_counts_once(award_round, nominee, appraiser, members):
    session = making.make_open_session(award_round, appraiser)
    for choice in ("yes", "no", "abstain", "yes"):
        council.cast_vote(session, nominee, by=members[2], choice=choice)
    assert list(Vote.objects.values_list("seat__user", "choice")) == [(members[2].pk, "yes")]
    seat = session.seats.get(user=members[2])
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(session=session, nominee=nominee, seat=seat, choice="yes", cast_at=making.HELD_AT)


def test_who_may_not_vote_and_why(award_round, nominee, appraiser, members, people, commune):
    other = making.make_nominee(award_round, make_unit(), eligible=False)
    own = make_user(Role.COUNCIL, commune, full_name="Hoàng Văn Thử")
    absent = make_user(Role.COUNCIL, make_unit(), full_name="Vũ Thị Thử")
    session = making.make_session(award_round, appraiser)

    def vote(by, on=nominee, choice="yes"):
        return council.cast_vote(session, on, by=by, choice=choice)

    refused = [(members[0], nominee, "chưa khai mạc")]
    with pytest.raises(TransitionDenied, match=refused[0][2]):
        vote(members[0])
    making.mark_present(session, appraiser, *members, own)
    council.open_session(session, by=appraiser)
    for by, on, sentence in [
        (people[Role.APPRAISER], nominee, "không có trong danh sách thành viên"),
        (people[Role.CHAIRMAN], nominee, "không có trong danh sách thành viên"),
        (own, nominee, "đơn vị đề nghị Ông Nguyễn Thị Ẩn, nên không biểu quyết"),
        (absent, nominee, "chưa được ghi có mặt"),
        (members[0], other, "không thuộc danh sách"),
    ]:
        with pytest.raises(TransitionDenied, match=sentence):
            vote(by, on)
    with pytest.raises(TransitionDenied, match="Hãy chọn"):
        vote(members[0], choice="maybe")
    assert vote(members[0]).choice == "yes"
    council.close_session(session, by=appraiser)
    with pytest.raises(TransitionDenied, match="đã kết thúc"):
        vote(members[1])
    assert Vote.objects.count() == 1


def test_a_member_who_left_the_council_votes_no_more(award_round, nominee, appraiser, members):
    session = making.make_open_session(award_round, appraiser)
    council.cast_vote(session, nominee, by=members[0], choice="yes")
    members[2].appointments.all().delete()
    members[2].__dict__.pop("appointments_now", None)
    with pytest.raises(TransitionDenied, match="không có trong danh sách thành viên"):
        council.cast_vote(session, nominee, by=members[2], choice="yes")


def test_the_database_refuses_what_the_service_refuses(award_round, nominee, appraiser, members, commune):
    own = make_user(Role.COUNCIL, commune)
    session = making.make_session(award_round, appraiser)

    def insert(user):
        seat = session.seats.get(user=user)
        with transaction.atomic():
            return Vote.objects.create(
                session=session, nominee=nominee, seat=seat, choice="yes", cast_at=making.HELD_AT
            )

    with pytest.raises(IntegrityError):
        insert(members[0])  # not open
    making.mark_present(session, appraiser)
    council.open_session(session, by=appraiser)
    with pytest.raises(IntegrityError):
        insert(own)  # its own unit
    vote = insert(members[0])
    council.close_session(session, by=appraiser)
    with pytest.raises(IntegrityError):
        insert(members[1])  # closed
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(choice="no")
    with pytest.raises(IntegrityError), transaction.atomic():
        vote.delete()


def test_nothing_of_a_choice_reaches_the_log(award_round, nominee, appraiser, members):
    session = making.make_open_session(award_round, appraiser)
    before = AuditEvent.objects.count()
    council.cast_vote(session, nominee, by=members[0], choice="no")
    assert AuditEvent.objects.count() == before


# --- results ---------------------------------------------------------------------------------


def test_results_count_all_members_in_the_base(award_round, nominee, appraiser, members, commune):
    make_user(Role.COUNCIL, commune)  # of the nominee's unit: may not vote, stays in the base
    other = making.make_nominee(award_round, make_unit(), name="Điểu K’Lượng")
    session = making.make_open_session(award_round, appraiser)
    for member, choice in zip(members, ("yes", "yes", "abstain"), strict=True):
        council.cast_vote(session, nominee, by=member, choice=choice)
        council.cast_vote(session, other, by=member, choice="yes")
    council.close_session(session, by=appraiser, notes="Ghi nhận cách làm của xã.")
    rows = {row.nominee_id: (row.yes, row.no, row.abstain, row.base, row.passed) for row in VoteResult.objects.all()}
    assert rows == {nominee.pk: (2, 0, 1, 4, False), other.pk: (3, 0, 0, 4, True)}  # 2 of 4 is not more than half
    with pytest.raises(IntegrityError), transaction.atomic():
        VoteResult.objects.filter(nominee=nominee).update(passed=True)


def test_a_nominee_nobody_voted_on_did_not_pass(award_round, nominee, appraiser):
    session = making.make_open_session(award_round, appraiser)
    council.close_session(session, by=appraiser)
    result = VoteResult.objects.get()
    assert (result.yes, result.base, result.passed) == (0, 3, False)


def test_anyone_can_count_again(award_round, nominee, appraiser):
    other = making.make_nominee(award_round, make_unit())
    session = making.make_open_session(award_round, appraiser)
    making.vote_all(session)
    assert council.recount(council.close_session(session, by=appraiser)) == []
    forged = making.make_open_session(award_round, appraiser)
    making.vote_all(forged, choice="no")
    for person, yes in ((nominee, 3), (other, 0)):
        VoteResult.objects.create(
            session=forged, nominee=person, yes=yes, no=3 - yes, abstain=0, base=3, passed=bool(yes)
        )
    assert council.recount(forged) == [f"Kết quả biểu quyết về {nominee} không khớp với các phiếu đã ghi."]


def test_minutes_say_who_was_there_and_how_it_went(award_round, nominee, appraiser, members):
    making.make_nominee(award_round, make_unit(), kind=NomineeKind.COLLECTIVE, name="Ủy ban nhân dân xã Đắk N’Drung")
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser, *members[:2])
    session = council.open_session(session, by=appraiser)
    making.vote_all(session)
    session = council.close_session(session, by=appraiser, notes="Ghi nhận cách làm của xã.")
    assert session.minutes_number == "01/BB-HĐTĐKT"
    read = making.text_of(render_minutes(session))
    for expected in (
        "Số: 01/BB-HĐTĐKT",
        "có mặt 02/03 thành viên",
        "đồng chí Lê Thị Thử 3",
        "Lê Thị Thử 1, Chủ tịch Hội đồng",
        "Ghi nhận cách làm của xã.",
        "Nguyễn Thị Ẩn",
        "Đắk N’Drung",
        "66,67%",
        "01 tập thể và 01 cá nhân",
    ):
        assert expected in read, read
    assert render_minutes(session) == render_minutes(CouncilSession.objects.get(pk=session.pk))


def test_minutes_count_everyone_who_gave_no_vote(award_round, nominee, appraiser, members):
    session = making.make_session(award_round, appraiser)
    making.mark_present(session, appraiser, *members[:2])
    session = council.open_session(session, by=appraiser)
    council.cast_vote(session, nominee, by=members[0], choice="yes")
    (line,) = minutes_of(council.close_session(session, by=appraiser)).individuals
    assert (line.agree, line.disagree, line.abstain, line.excluded) == (1, 0, 0, 2)


def test_minutes_of_an_open_session_show_no_results(award_round, nominee, appraiser):
    session = making.make_open_session(award_round, appraiser)
    making.vote_all(session)
    read = making.text_of(render_minutes(session))
    assert "100%" not in read and "Thông qua" not in read


def test_minutes_entered_later_leave_the_end_to_the_pen(award_round, nominee, appraiser):
    session = making.make_open_session(award_round, appraiser)  # held in 2023, entered today
    session = council.close_session(session, by=appraiser)
    read = making.text_of(render_minutes(session))
    assert "Thời gian bắt đầu: 08 giờ 00, ngày 25 tháng 12 năm 2023" in read
    assert "kết thúc vào … giờ …, ngày 25 tháng 12 năm 2023./." in read
    at = making.HELD_AT
    with time_machine.travel(at + timedelta(minutes=5), tick=False):
        session = making.make_open_session(award_round, appraiser)
    with time_machine.travel(at + timedelta(hours=2), tick=False):
        session = council.close_session(session, by=appraiser)
    assert "kết thúc vào 10 giờ 00, ngày 25 tháng 12 năm 2023./." in making.text_of(render_minutes(session))

"""The council room: opinions of absent members in writing, paper ballots read by two people, and the minutes of both."""

import pytest
from django.db import transaction

from awards.models import BallotReceipt, CouncilSession, PaperCount, WrittenOpinion
from awards.pages.council import results_of
from awards.services import council
from awards.services import room as services
from awards.services.minutes import count_minutes_of, minutes_of, render_count_minutes, render_minutes
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making, room
from tests.awards.room import refused_by_the_database, results, scan
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


# --- opinions in writing -------------------------------------------------------------


def opinion(session, seat, nominee, by, choice="yes"):
    return services.enter_opinions(session, seat, {nominee.pk: choice}, by=by, upload=scan())


@pytest.mark.parametrize("method", ["open", "secret"])
def test_an_opinion_counts_once_a_second_person_has_confirmed_it(award_round, nominee, appraiser, members, method):
    session = room.open_room(award_round, appraiser, method, *members[:2])
    absent, there = (session.seats.get(user=members[n]) for n in (2, 0))
    with pytest.raises(TransitionDenied, match="có mặt tại phiên họp"):
        opinion(session, there, nominee, appraiser)
    with pytest.raises(TransitionDenied, match="thành viên Hội đồng có mặt"):
        opinion(session, absent, nominee, members[2])
    assert opinion(session, absent, nominee, appraiser) == 1
    with pytest.raises(TransitionDenied, match="đã được nhập"):
        opinion(session, absent, nominee, members[0])
    with pytest.raises(TransitionDenied, match="ý kiến bằng văn bản của 1 thành viên chưa được"):
        council.close_session(session, by=appraiser)
    with pytest.raises(TransitionDenied, match="phải khác người nhập"):
        services.confirm_opinions(session, absent, by=appraiser)
    rows = WrittenOpinion.objects.filter(seat=absent)
    stamp = {"confirmed_by": appraiser.username, "confirmed_at": making.HELD_AT}
    assert refused_by_the_database(lambda: rows.update(**stamp))
    assert services.confirm_opinions(session, absent, by=members[0]) == 1
    assert refused_by_the_database(rows.delete)
    cast = council.cast_vote if method == "open" else council.cast_secret_ballot
    cast(session, nominee, by=members[0], choice="yes")
    cast(session, nominee, by=members[1], choice="no")
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (2, 1, 0, 0, 3, True)}
    assert council.recount(session) == []
    assert "gửi ý kiến bằng văn bản, được tính vào kết quả: Lê Thị Thử 3" in making.text_of(render_minutes(session))


def test_the_database_confirms_nothing_after_the_end(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "open", *members[:2])
    opinion(session, session.seats.get(user=members[2]), nominee, appraiser)
    stamp = {"confirmed_by": members[0].username, "confirmed_at": making.HELD_AT}
    with transaction.atomic():
        assert WrittenOpinion.objects.update(**stamp) == 1
        transaction.set_rollback(True)
    CouncilSession.objects.filter(pk=session.pk).update(state="closed", closed_at=making.HELD_AT)
    assert refused_by_the_database(lambda: WrittenOpinion.objects.update(**stamp))


def test_who_arrives_late_votes_in_one_way_only(award_round, nominee, appraiser, members):
    other = making.make_nominee(award_round, make_unit())
    session = room.open_room(award_round, appraiser, "secret", *members[:2])
    seat = session.seats.get(user=members[2])
    opinion(session, seat, nominee, appraiser)
    services.confirm_opinions(session, seat, by=members[0])
    opinion(session, seat, other, appraiser)  # not confirmed when the member comes in
    late = council.SeatChange(seat.pk, seat.title, seat.position, True)
    council.save_roster(session, [late], by=appraiser)
    with pytest.raises(TransitionDenied, match="bằng văn bản của anh/chị về mục này đã được ghi"):
        council.cast_secret_ballot(session, nominee, by=members[2], choice="no")
    row = {"session": session, "seat": seat}
    assert refused_by_the_database(lambda: BallotReceipt.objects.create(nominee=nominee, **row))
    council.cast_secret_ballot(session, other, by=members[2], choice="no")
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (1, 0, 0, 0, 3, False), other.pk: (0, 1, 0, 0, 3, False)}


def test_only_absent_members_are_heard_in_writing_and_never_on_their_own_unit(
    award_round, nominee, appraiser, members, commune
):
    own = make_user(Role.COUNCIL, commune)
    session = room.open_room(award_round, appraiser, "open", *members)
    seat, there = session.seats.get(user=own), session.seats.get(user=members[0])
    with pytest.raises(TransitionDenied, match="không tham gia biểu quyết về"):
        opinion(session, seat, nominee, appraiser)
    other = making.make_nominee(award_round, make_unit())
    opinion(session, seat, other, appraiser)
    services.drop_opinions(session, seat, by=appraiser)
    assert opinion(session, seat, other, appraiser) == 1
    stored = WrittenOpinion.objects.get().file
    fields = {"session": session, "choice": "yes", "file": stored, "entered_by": "x"}
    make = WrittenOpinion.objects.create
    assert refused_by_the_database(lambda: make(seat=seat, nominee=nominee, **fields))
    assert refused_by_the_database(lambda: make(seat=there, nominee=other, **fields))
    log = str(list(AuditEvent.objects.filter(action__startswith="session.opinion").values_list("data", flat=True)))
    assert "'yes'" not in log and "'count': 1" in log


def test_counting_only_who_takes_part(award_round, nominee, appraiser, members):
    for _ in range(3):
        make_user(Role.COUNCIL, make_unit())
    rules = {"count_present_only": True, "quorum_num": 1, "quorum_den": 2}
    session = room.open_room(award_round, appraiser, "open", *members, **rules)
    seat = session.seats.filter(present=False).first()
    opinion(session, seat, nominee, appraiser, "no")
    services.confirm_opinions(session, seat, by=members[0])
    for member in members:
        council.cast_vote(session, nominee, by=member, choice="yes")
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (3, 1, 0, 0, 4, True)}  # 3 of 4 who took part; 3 of 6 would not pass
    (line,) = results_of(session)
    assert "4 (số thành viên tham gia biểu quyết), tức ít nhất 3 người" in line.words
    assert "3 × 2 = 6, lớn hơn 1 × 4 = 4, nên được thông qua" in line.words
    assert "số thành viên tham gia biểu quyết đồng ý" in minutes_of(session).ballot


# --- paper ballots -------------------------------------------------------------------


def test_two_people_must_read_the_same_from_the_paper(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "paper")
    with pytest.raises(TransitionDenied, match="bỏ phiếu bằng giấy"):
        council.cast_vote(session, nominee, by=members[0], choice="yes")
    with pytest.raises(TransitionDenied, match="mới có 0/2 người"):
        council.close_session(session, by=appraiser)
    with pytest.raises(TransitionDenied, match="tổng 4 phiếu, nhiều hơn 3 phiếu phát ra"):
        services.enter_paper_counts(session, room.same_count(session, 4), by=appraiser)
    assert services.enter_paper_counts(session, room.same_count(session, 2, invalid=1), by=appraiser) == 1
    services.enter_paper_counts(session, room.same_count(session, 1, 1, invalid=1), by=appraiser)  # counted again
    with pytest.raises(TransitionDenied, match="mới có 1/2 người"):
        council.close_session(session, by=appraiser)
    services.enter_paper_counts(session, room.same_count(session, 2, invalid=1), by=members[1])
    with pytest.raises(TransitionDenied, match="chưa khớp nhau") as refused:
        council.close_session(session, by=appraiser)
    assert not any(char.isdigit() for char in str(refused.value).replace(str(nominee), ""))
    assert services.enter_paper_counts(session, room.same_count(session, 2, invalid=1), by=appraiser) == 1
    assert services.enter_paper_counts(session, room.same_count(session, 2, invalid=1), by=appraiser) == 0
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (2, 0, 0, 1, 3, True)}
    assert council.recount(session) == []
    assert refused_by_the_database(lambda: PaperCount.objects.update(yes=3))
    log = str(list(AuditEvent.objects.filter(action="session.paper_count").values_list("data", flat=True)))
    assert "yes" not in log


def test_a_stranger_counts_no_paper_and_other_methods_have_none(award_round, nominee, appraiser, members, people):
    session = room.open_room(award_round, appraiser, "paper", *members[:2])
    for stranger in (people[Role.CHAIRMAN], members[2]):  # members[2] is not there
        with pytest.raises(TransitionDenied, match="thành viên Hội đồng có mặt"):
            services.enter_paper_counts(session, room.same_count(session, 1), by=stranger)
    assert services.enter_paper_counts(session, room.same_count(session, 1), by=members[0]) == 1
    later = making.make_round(award_round.period, appraiser, name="Đợt khác")
    making.make_nominee(later, make_unit())
    other = room.open_room(later, appraiser, "secret")
    with pytest.raises(TransitionDenied, match="không bỏ phiếu bằng giấy"):
        services.enter_paper_counts(other, room.same_count(other, 1), by=appraiser)
    row = {"yes": 1, "no": 0, "abstain": 0, "counted_by": "x"}
    (there,), (here,) = council.votable(other), council.votable(session)
    assert refused_by_the_database(lambda: PaperCount.objects.create(session=other, nominee=there, **row))
    assert not refused_by_the_database(lambda: PaperCount.objects.create(session=session, nominee=here, **row))


def test_somebody_who_stands_back_after_the_count_makes_it_too_large(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "paper")
    for counter in (appraiser, members[0]):
        services.enter_paper_counts(session, room.same_count(session, 3), by=counter)
    services.declare_recusal(session, session.seats.get(user=members[2]), nominee, by=members[2], reason="Người thân.")
    with pytest.raises(TransitionDenied, match="nhiều hơn 2 phiếu phát ra"):
        council.close_session(session, by=appraiser)
    for counter in (appraiser, members[0]):
        services.enter_paper_counts(session, room.same_count(session, 2), by=counter)
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (2, 0, 0, 0, 3, True)}


# --- the papers ----------------------------------------------------------------------


def test_minutes_name_the_method_and_the_count_minutes_add_up(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "paper", *members[:2])
    seat = session.seats.get(user=members[2])
    opinion(session, seat, nominee, appraiser)
    services.confirm_opinions(session, seat, by=members[0])
    for counter in (appraiser, members[0]):
        services.enter_paper_counts(session, room.same_count(session, 1, invalid=1), by=counter)
    session = council.close_session(session, by=appraiser)
    assert "Hội đồng bỏ phiếu kín bằng giấy" in minutes_of(session).ballot
    paper = count_minutes_of(session)
    assert (paper.members, paper.issued, paper.returned, paper.valid, paper.invalid) == (3, 2, 2, 1, 1)
    assert set(paper.committee) == {appraiser.full_name, members[0].full_name}
    read = making.text_of(render_count_minutes(session))
    assert "số phiếu thu về: 02; số phiếu hợp lệ: 01; số phiếu không hợp lệ: 01" in read
    assert "gồm cả 01 ý kiến bằng văn bản" in read and "01 phiếu không hợp lệ" in read
    assert render_count_minutes(session) == render_count_minutes(CouncilSession.objects.get(pk=session.pk))


def test_minutes_of_a_secret_session_name_it(award_round, nominee, appraiser):
    session = room.open_room(award_round, appraiser, "secret")
    room.cast_all(session)
    session = council.close_session(session, by=appraiser)
    assert "bỏ phiếu kín trên cổng thông tin" in minutes_of(session).ballot
    assert "không gắn với người bỏ phiếu" in making.text_of(render_count_minutes(session))

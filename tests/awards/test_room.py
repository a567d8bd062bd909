"""The council room beside the open vote: secret and paper ballots, opinions in writing, who stands back, materials."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from awards.models import (
    BallotReceipt,
    CouncilSession,
    PaperCount,
    Recusal,
    SecretBallot,
    SessionMaterial,
    Vote,
    VoteResult,
    WrittenOpinion,
)
from awards.pages.council import results_of, turnout_of
from awards.services import council
from awards.services import room as services
from awards.services.minutes import count_minutes_of, minutes_of, render_count_minutes, render_minutes
from awards.tally import Figures
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making, room
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan(name="y-kien.pdf"):
    return SimpleUploadedFile(name, PDF)


def results(session) -> dict:
    rows = VoteResult.objects.filter(session=session)
    return {row.nominee_id: (row.yes, row.no, row.abstain, row.invalid, row.base, row.passed) for row in rows}


def refused_by_the_database(act) -> bool:
    try:
        with transaction.atomic():
            act()
            raise TransitionDenied("lùi lại")
    except IntegrityError:
        return True
    except TransitionDenied:
        return False


# --- rules of a session --------------------------------------------------------------


def test_the_rules_are_chosen_while_prepared_and_frozen_at_the_opening(award_round, nominee, appraiser):
    session = room.prepare(award_round, appraiser, method="secret", threshold_num=7, threshold_den=10)
    rules = council.rules_in_force(session)
    assert (rules.method, rules.threshold_num, rules.threshold_den) == ("secret", 7, 10)
    session = council.move_session(
        session,
        by=appraiser,
        held_at=making.HELD_AT,
        place="Hội trường",
        rules=council.SessionRules("paper", 3, 4, 9, 10, count_present_only=True, agenda="Khai mạc"),
    )
    making.mark_present(session, appraiser)
    council.open_session(session, by=appraiser)
    session.refresh_from_db()
    assert (session.method, session.quorum_num, session.count_present_only) == ("paper", 3, True)
    with pytest.raises(TransitionDenied, match="không sửa hoặc hủy"):
        council.move_session(session, by=appraiser, held_at=making.HELD_AT, place="Khác")
    rows = CouncilSession.objects.filter(pk=session.pk)
    assert not refused_by_the_database(lambda: rows.update(place="Khác"))
    for change in ({"method": "open"}, {"count_present_only": False}, {"threshold_num": 1}, {"quorum_num": 1}):
        assert refused_by_the_database(lambda change=change: rows.update(**change)), change


# --- secret ballots ------------------------------------------------------------------


def test_a_secret_ballot_is_cast_once_and_counts(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "secret")
    before = AuditEvent.objects.count()
    for member, choice in zip(members, ("yes", "yes", "no"), strict=True):
        assert council.cast_secret_ballot(session, nominee, by=member, choice=choice) is None
    with pytest.raises(TransitionDenied, match="chỉ bỏ một lần và không đổi"):
        council.cast_secret_ballot(session, nominee, by=members[0], choice="no")
    with pytest.raises(TransitionDenied, match="bỏ phiếu kín"):
        council.cast_vote(session, nominee, by=members[0], choice="no")
    assert AuditEvent.objects.count() == before
    assert (BallotReceipt.objects.count(), SecretBallot.objects.count(), Vote.objects.count()) == (3, 3, 0)
    (turnout,) = turnout_of(session)
    assert (turnout.cast, turnout.possible) == (3, 3)
    session = council.close_session(session, by=appraiser)
    assert results(session) == {nominee.pk: (2, 1, 0, 0, 3, True)}
    assert council.recount(session) == []


def test_a_changed_result_or_a_lost_ballot_is_found(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "secret")
    room.cast_all(session, "no")
    VoteResult.objects.create(session=session, nominee=nominee, yes=3, no=0, abstain=0, base=3, passed=True)
    assert council.recount(session) == [f"Kết quả biểu quyết về {nominee} không khớp với các phiếu đã ghi."]
    SecretBallot.objects.filter(pk=SecretBallot.objects.first().pk).delete()
    assert f"Số phiếu kín về {nominee} khác số thành viên đã bỏ phiếu." in council.recount(session)


def test_the_database_refuses_ballots_that_the_service_refuses(award_round, nominee, appraiser, members, commune):
    own = make_user(Role.COUNCIL, commune)
    session = room.open_room(award_round, appraiser, "secret")
    seats = {seat.user_id: seat for seat in session.seats.all()}
    services.declare_recusal(session, seats[members[2].pk], nominee, by=members[2], reason="Là người thân.")

    def receipt(user):
        return lambda: BallotReceipt.objects.create(session=session, nominee=nominee, seat=seats[user.pk])

    def ballot():
        return SecretBallot.objects.create(session=session, nominee=nominee, choice="yes")

    def vote():
        fields = {"choice": "yes", "cast_at": making.HELD_AT}
        return Vote.objects.create(session=session, nominee=nominee, seat=seats[members[0].pk], **fields)

    for by in (own, members[2]):
        with pytest.raises(TransitionDenied):
            council.cast_secret_ballot(session, nominee, by=by, choice="yes")
        assert refused_by_the_database(receipt(by))
    assert refused_by_the_database(ballot)  # no receipt yet
    assert refused_by_the_database(vote)  # not by this method
    assert not refused_by_the_database(receipt(members[0]))
    council.cast_secret_ballot(session, nominee, by=members[0], choice="yes")
    assert refused_by_the_database(receipt(members[0]))
    assert refused_by_the_database(ballot)  # more ballots than receipts
    assert refused_by_the_database(lambda: SecretBallot.objects.update(choice="no"))
    assert refused_by_the_database(lambda: BallotReceipt.objects.all().delete())
    council.close_session(session, by=appraiser)
    assert refused_by_the_database(receipt(members[1]))
    assert refused_by_the_database(lambda: SecretBallot.objects.all().delete())


# --- who stands back -----------------------------------------------------------------


def test_who_stands_back_votes_not_but_stays_in_the_base(award_round, nominee, appraiser, members):
    other = making.make_nominee(award_round, make_unit())
    session = room.open_room(award_round, appraiser, "open")
    seat = session.seats.get(user=members[2])
    with pytest.raises(TransitionDenied, match="Cần ghi lý do"):
        services.declare_recusal(session, seat, nominee, by=members[2], reason="  ")
    with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
        services.declare_recusal(session, seat, nominee, by=members[0], reason="Là người thân.")
    services.declare_recusal(session, seat, nominee, by=members[2], reason="Là người thân.")
    with pytest.raises(TransitionDenied, match="không tham gia biểu quyết mục này, lý do: Là người thân"):
        council.cast_vote(session, nominee, by=members[2], choice="yes")
    council.cast_vote(session, other, by=members[2], choice="yes")
    with pytest.raises(TransitionDenied, match="đã có ý kiến về mục này"):
        services.declare_recusal(session, seat, other, by=appraiser, reason="Nhớ ra muộn.")
    fields = {"session": session, "seat": seat, "reason": "x", "noted_by": "x"}
    assert refused_by_the_database(lambda: Recusal.objects.create(nominee=other, **fields))
    with pytest.raises(TransitionDenied, match="đã được ghi"):
        services.declare_recusal(session, seat, nominee, by=appraiser, reason="Lần nữa.")
    council.cast_vote(session, nominee, by=members[0], choice="yes")
    session = council.close_session(session, by=appraiser)
    assert results(session)[nominee.pk] == (1, 0, 0, 0, 3, False)  # 1 of 3, not 1 of 2
    line = next(line for line in results_of(session) if line.nominee == nominee)
    assert (line.excluded, line.silent) == (1, 1)
    assert "Đồng chí Lê Thị Thử 3 không tham gia biểu quyết về" in making.text_of(render_minutes(session))


def test_a_recusal_noted_by_mistake_is_taken_back(award_round, nominee, appraiser, members):
    session = room.open_room(award_round, appraiser, "open")
    seat = session.seats.get(user=members[2])
    noted = services.declare_recusal(session, seat, nominee, by=appraiser, reason="Nhầm người.")
    services.withdraw_recusal(session, noted.pk, by=appraiser)
    assert council.cast_vote(session, nominee, by=members[2], choice="yes").choice == "yes"
    council.close_session(session, by=appraiser)
    with pytest.raises(TransitionDenied, match="đã kết thúc"):
        services.declare_recusal(session, seat, nominee, by=appraiser, reason="Muộn.")


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


# --- materials -----------------------------------------------------------------------


def test_materials_are_added_until_the_end_and_removed_before_the_opening(award_round, nominee, appraiser, members):
    session = room.prepare(award_round, appraiser)
    with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
        services.add_material(session, by=members[0], title="", upload=scan())
    first = services.add_material(session, by=appraiser, title="", upload=scan("tong-hop.pdf"))
    assert first.title == "tong-hop.pdf"
    services.remove_material(session, first.pk, by=appraiser)
    assert not SessionMaterial.objects.exists()
    making.mark_present(session, appraiser)
    council.open_session(session, by=appraiser)
    late = services.add_material(session, by=appraiser, title="Bảng tổng hợp", upload=scan())
    with pytest.raises(TransitionDenied, match="được giữ nguyên"):
        services.remove_material(session, late.pk, by=appraiser)
    assert refused_by_the_database(lambda: SessionMaterial.objects.all().delete())


def test_a_dossier_voted_on_in_any_way_is_not_returned(award_round, nominee, appraiser, members):
    from awards.guards import not_voted

    assert not_voted(nominee.dossier) is None
    session = room.open_room(award_round, appraiser, "secret")
    council.cast_secret_ballot(session, nominee, by=members[0], choice="yes")
    assert "đã biểu quyết" in not_voted(nominee.dossier)


def test_figures_are_never_negative():
    with pytest.raises(ValueError, match="không thể âm"):
        Figures(-1)

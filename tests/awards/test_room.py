"""The council room beside the open vote: secret and paper ballots, opinions in writing, who stands back, materials."""

import pytest

from awards.models import (
    BallotReceipt,
    CouncilSession,
    Recusal,
    SecretBallot,
    SessionMaterial,
    Vote,
    VoteResult,
)
from awards.pages.council import results_of, turnout_of
from awards.services import council
from awards.services import room as services
from awards.services.minutes import render_minutes
from awards.tally import Figures
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making, room
from tests.awards.room import refused_by_the_database, results, scan
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


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

"""The four workflows: from × step × role against a hand-written table, then every guard with its negative control."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from awards import guards
from awards.enums import Appraisal, DossierState, RoundState
from awards.models import Dossier
from awards.selectors.dossiers import dossier_violations
from awards.services import appraisal, dossiers, lists, rounds
from awards.workflow import CERTIFICATE, DOSSIER, ROUND, SESSION
from campaign.models import Registration
from core import transitions
from core.models import AuditEvent
from core.workflow import TransitionDenied, Workflow
from tests.awards import making
from tests.awards.dossiers import Office, collective, fill, make_desk, make_dossier_at, person
from units.enums import Role

#            workflow     step         from         to           role
ALLOWED = {
    (ROUND.name, "propose", "open", "proposed", Role.APPRAISER),
    (ROUND.name, "send_back", "proposed", "open", Role.CHAIRMAN),
    (ROUND.name, "decide", "proposed", "decided", Role.CHAIRMAN),
    (ROUND.name, "forward", "proposed", "forwarded", Role.CHAIRMAN),
    (DOSSIER.name, "submit", "draft", "submitted", Role.OFFICER),
    (DOSSIER.name, "submit", "returned", "submitted", Role.OFFICER),
    (DOSSIER.name, "return", "submitted", "returned", Role.APPRAISER),
    (DOSSIER.name, "return", "appraised", "returned", Role.APPRAISER),
    (DOSSIER.name, "finish", "submitted", "appraised", Role.APPRAISER),
    (SESSION.name, "open", "prepared", "open", Role.APPRAISER),
    (SESSION.name, "close", "open", "closed", Role.APPRAISER),
    (CERTIFICATE.name, "issue", "pending", "valid", Role.APPRAISER),
    (CERTIFICATE.name, "revoke", "valid", "revoked", Role.CHAIRMAN),
    (CERTIFICATE.name, "replace", "valid", "replaced", Role.CHAIRMAN),
}
NEEDS_REASON = {(ROUND.name, "send_back"), (DOSSIER.name, "return")}
NEEDS_REASON |= {(CERTIFICATE.name, "revoke"), (CERTIFICATE.name, "replace")}
WORKFLOWS = (ROUND, DOSSIER, SESSION, CERTIFICATE)


def without_guards(workflow: Workflow) -> Workflow:
    return replace(workflow, transitions=tuple(replace(step, guards=()) for step in workflow.transitions))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_from_step_role_matrix(workflow):
    bare, found = without_guards(workflow), set()
    for step in workflow.transitions:
        for state in workflow.states:
            for role in Role:
                if not bare.refusal(SimpleNamespace(state=state), step.name, {role}, "vì lý do này"):
                    found.add((workflow.name, step.name, state, step.target, role))
    assert found == {row for row in ALLOWED if row[0] == workflow.name}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_steps_that_need_a_reason(workflow):
    bare = without_guards(workflow)
    for step in workflow.transitions:
        subject, roles = SimpleNamespace(state=step.sources[0]), step.roles
        assert bool(bare.refusal(subject, step.name, roles, " ")) == ((workflow.name, step.name) in NEEDS_REASON)


# --- guards of a dossier -------------------------------------------------------------------------------


@pytest.fixture
def award_round(office_desk):
    return office_desk.award_round


def submit(desk):
    return dossiers.submit_dossier(desk.dossier, by=desk.officer)


@pytest.mark.django_db
def test_a_complete_dossier_is_submitted_and_logged(office_desk):
    desk = make_dossier_at("draft", office_desk)
    dossier = submit(desk)
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.submitted_at is not None
    event = AuditEvent.objects.filter(action="award_dossier.submit").get()
    assert (event.actor, event.data["from"], event.data["to"]) == (desk.officer.username, "draft", "submitted")


@pytest.mark.django_db
def test_unregistered_unit_is_refused_until_accepted(award_round):
    desk = make_desk(award_round, registered=False)
    fill(desk)
    with pytest.raises(TransitionDenied, match="chưa có đăng ký thi đua năm 2023 được tiếp nhận"):
        submit(desk)
    assert desk.fresh().state == DossierState.DRAFT


@pytest.mark.django_db
def test_registration_sent_but_not_accepted_is_not_enough(award_round):
    from tests.reports.factories import register

    desk = make_desk(award_round, registered=False)
    fill(desk)
    register(award_round.period, desk.unit, desk.officer)
    assert Registration.objects.get(unit=desk.unit).state == "submitted"
    with pytest.raises(TransitionDenied, match="được tiếp nhận"):
        submit(desk)


@pytest.mark.django_db
def test_empty_dossier_is_refused(award_round):
    with pytest.raises(TransitionDenied, match="Hồ sơ chưa có ai"):
        submit(make_desk(award_round))


@pytest.mark.django_db
def test_unconfirmed_paper_is_refused(office_desk):
    desk = make_dossier_at("draft", office_desk)
    dossiers.update_nominee(desk.dossier.nominees.first(), by=desk.officer, achievements="Viết lại.")
    with pytest.raises(TransitionDenied, match="Chưa xác nhận tờ trình"):
        submit(desk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cn_01": False}, "CN-01"),
        ({"cn_03": False}, "cần ít nhất một trong hai"),
        ({"not_under_discipline": False}, "kỷ luật"),
        ({"votes_for": None, "votes_total": None}, "Chưa nhập kết quả bỏ phiếu"),
        ({"votes_for": 2, "votes_total": 5}, "chưa được quá nửa"),
        ({"votes_for": 6, "votes_total": 6}, "nhiều hơn số thành viên"),
    ],
)
def test_person_against_the_standards_is_refused(office_desk, changes, sentence):
    desk = make_desk(office_desk.award_round)
    fill(desk, person(**changes))
    with pytest.raises(TransitionDenied, match=sentence):
        submit(desk)
    assert desk.fresh().state == DossierState.DRAFT


@pytest.mark.django_db
def test_missing_particulars_are_refused(office_desk):
    desk = make_dossier_at("draft", office_desk)
    Dossier.objects.filter(pk=desk.dossier.pk).update(signer_name="")
    with pytest.raises(TransitionDenied, match="Chưa nhập họ tên người ký"):
        submit(desk)
    Dossier.objects.filter(pk=desk.dossier.pk).update(signer_title="", meeting_place="")
    (told,) = [one.message for one in dossier_violations(desk.fresh()) if one.code == "fact_missing"]
    assert told.startswith("Chưa nhập nơi họp, chức vụ người ký, họ tên người ký. Bổ sung")


@pytest.mark.django_db
def test_proposed_round_takes_no_dossier(office_desk, people):
    """Control: the same dossier goes through while the round is open (test_a_complete_dossier…)."""
    desk = make_dossier_at("draft", office_desk)
    award_round = office_desk.award_round
    type(award_round).objects.filter(pk=award_round.pk).update(
        state=RoundState.PROPOSED, proposed_at="2023-12-27T00:00Z", proposal_date=date(2023, 12, 27)
    )
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        submit(desk)


@pytest.mark.django_db
def test_finish_needs_every_verdict(office_desk):
    desk = make_dossier_at("submitted", office_desk)
    first, second = desk.dossier.nominees.all()
    appraisal.appraise_nominee(first, Appraisal.ELIGIBLE, by=office_desk.appraiser)
    with pytest.raises(TransitionDenied, match="Còn 1 đối tượng"):
        appraisal.finish_appraisal(desk.dossier, by=office_desk.appraiser)
    appraisal.appraise_nominee(second, Appraisal.INELIGIBLE, by=office_desk.appraiser, reason="Thiếu giấy tờ.")
    assert appraisal.finish_appraisal(desk.dossier, by=office_desk.appraiser).state == DossierState.APPRAISED


# --- guards of a round -----------------------------------------------------------------------------------


@pytest.fixture
def appraiser(people):
    return people[Role.APPRAISER]


def everyone(award_round) -> set[int]:
    return set(award_round.nominees.values_list("pk", flat=True))


def propose(award_round, by):
    return rounds.propose(award_round, by=by, number="12/TTr-PNV", day=making.PROPOSED_ON)


@pytest.fixture
def voted(period, people, appraiser):
    """A round whose council has met; the people of other tests do not sit in it."""
    people[Role.COUNCIL].appointments.all().delete()
    making.make_members(3)
    return making.make_voted_round(period, appraiser, collectives=1, direct=3, leaders=1)


@pytest.mark.django_db
def test_voted_and_right_list_is_proposed(voted, appraiser):
    lists.set_list(voted, everyone(voted), by=appraiser)
    award_round = propose(voted, appraiser)
    assert (award_round.state, award_round.proposal_number) == (RoundState.PROPOSED, "12/TTr-PNV")


@pytest.mark.django_db
def test_empty_list_is_not_proposed(voted, appraiser):
    with pytest.raises(TransitionDenied, match="Danh sách chưa có ai"):
        propose(voted, appraiser)


@pytest.mark.django_db
def test_broken_share_is_not_proposed(voted, appraiser):
    people_ids = list(
        voted.nominees.filter(kind="individual").order_by("involvement", "pk").values_list("pk", flat=True)
    )
    leader = voted.nominees.get(involvement="leader").pk
    four = set(people_ids)
    lists.set_list(voted, four, by=appraiser)
    assert guards.list_in_order(voted) is None  # 3 direct and 1 leader: right
    extra = making.make_nominee(voted, making.make_unit(), direct=False)
    lists.set_list(voted, {*sorted(four - {leader})[:2], leader, extra.pk}, by=appraiser)
    assert "Danh sách có 2 lãnh đạo" in guards.list_in_order(voted)


@pytest.mark.django_db
def test_without_a_council_nothing_is_proposed(office_desk):
    make_dossier_at("appraised", office_desk, collective())
    lists.set_list(office_desk.award_round, everyone(office_desk.award_round), by=office_desk.appraiser)
    with pytest.raises(TransitionDenied, match="Chưa có phiên họp Hội đồng"):
        propose(office_desk.award_round, office_desk.appraiser)


@pytest.mark.django_db
def test_while_the_council_sits_nothing_is_proposed(voted, appraiser):
    lists.set_list(voted, everyone(voted), by=appraiser)
    making.make_session(voted, appraiser)
    with pytest.raises(TransitionDenied, match="chưa kết thúc"):
        propose(voted, appraiser)


@pytest.mark.django_db
def test_who_was_not_voted_on_is_not_proposed(voted, appraiser):
    late = make_dossier_at("appraised", Office(voted, appraiser), collective())
    lists.set_list(voted, {late.dossier.nominees.get().pk}, by=appraiser)
    with pytest.raises(TransitionDenied, match="Hội đồng chưa biểu quyết"):
        propose(voted, appraiser)


@pytest.mark.django_db
def test_voted_dossier_is_not_returned(voted, appraiser):
    dossier = voted.nominees.first().dossier
    with pytest.raises(TransitionDenied, match="Hội đồng đã biểu quyết"):
        appraisal.return_dossier(dossier, by=appraiser, reason="Xem lại")


@pytest.mark.django_db
def test_sent_back_list_is_open_again(voted, appraiser, people):
    lists.set_list(voted, everyone(voted), by=appraiser)
    award_round = propose(voted, appraiser)
    with pytest.raises(TransitionDenied, match="Cần ghi lý do"):
        rounds.send_back(award_round, by=people[Role.CHAIRMAN], reason=" ")
    award_round = rounds.send_back(award_round, by=people[Role.CHAIRMAN], reason="Thêm người trực tiếp.")
    assert (award_round.state, award_round.sent_back_reason) == (RoundState.OPEN, "Thêm người trực tiếp.")
    lists.set_list(award_round, set(), by=appraiser)
    assert not award_round.nominees.filter(listed=True).exists()


@pytest.mark.django_db
def test_decision_asks_the_list_again(voted, appraiser, people):
    """What changed behind the services between proposing and deciding stops the decision."""
    lists.set_list(voted, everyone(voted), by=appraiser)
    award_round = propose(voted, appraiser)
    making.CouncilSession.objects.create(round=award_round, held_at=making.HELD_AT, place="Phòng họp", state="prepared")
    with pytest.raises(TransitionDenied, match="chưa kết thúc"):
        transitions.apply(ROUND, award_round, "decide", by=people[Role.CHAIRMAN])

"""The Chairman's decision: one transaction, slots, numbers, a frozen paper; and what stands against it."""

import hashlib
import json
from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.enums import AwardKind, RoundState
from awards.models import Award, AwardRound, AwardSlot, Certificate, CouncilSession, Decision, Nominee
from awards.services import decisions, lists, rounds
from awards.services.decision_paper import render_decision
from awards.services.decisions import assign_slots, decide_round
from awards.services.rounds import forward_round
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import make_unit
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


# --- deciding --------------------------------------------------------------------------


def test_everything_happens_at_once(proposed, chairman, django_capture_on_commit_callbacks):
    decision = decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    proposed.refresh_from_db()
    assert proposed.state == RoundState.DECIDED
    assert (decision.number, decision.year, decision.number_text) == (1, 2023, "01/QĐ-UBND")
    awards = list(Award.objects.order_by("register_number"))
    assert [(a.register_number, a.register_year, a.kind, a.reward_amount) for a in awards] == [
        (1, 2023, "collective", 1_080_000),
        (2, 2023, "collective", 1_080_000),
        *[(n, 2023, "individual", 540_000) for n in (3, 4, 5, 6)],
    ]
    assert {a.nominee_id for a in awards} == set(proposed.nominees.values_list("pk", flat=True))
    certificates = Certificate.objects.all()
    assert {c.state for c in certificates} == {"pending"} and len({c.token for c in certificates}) == 6
    assert all(len(c.token) == 28 and set(c.token) <= set("0123456789abcdefghjkmnpqrstvwxyz") for c in certificates)
    job = Job.objects.get()
    assert (job.kind, job.args, job.total) == ("awards.certificates", {"decision": decision.pk}, 6)
    assert AuditEvent.objects.filter(action="decision.sign", subject_id=str(decision.pk)).count() == 1


def test_the_content_is_frozen_with_its_hash(proposed, chairman):
    decision = decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    body = json.dumps(decision.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert decision.sha256 == hashlib.sha256(body.encode()).hexdigest()
    before = render_decision(decision)
    campaign = proposed.period.campaign
    type(campaign).objects.filter(pk=campaign.pk).update(organ="Ủy ban nhân dân huyện Khác", title="Khác")
    assert render_decision(Decision.objects.get()) == before
    for change in ({"content": {}}, {"sha256": "0" * 64}, {"number": 9}, {"signer_name": "Khác"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.update(reward_amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.get().delete()


def test_the_paper_says_it_as_offices_do(proposed, chairman):
    decision = decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    read = making.text_of(render_decision(decision))
    for expected in (
        "Số: 01/QĐ-UBND",
        "Đắk Song, ngày 28 tháng 12 năm 2023",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐẮK SONG",
        "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 12/TTr-PNV ngày 27 tháng 12 năm 2023.",
        "02 tập thể và 04 cá nhân",
        "mỗi tập thể được thưởng 1.080.000 đồng, mỗi cá nhân được thưởng 540.000 đồng",
        "4.320.000 đồng (Bốn triệu ba trăm hai mươi nghìn đồng)",
        "Kèm theo Quyết định số 01/QĐ-UBND ngày 28 tháng 12 năm 2023",
        str(proposed.nominees.filter(kind="individual").first().name),
    ):
        assert expected in read, read


def test_numbers_go_on_within_a_year_and_start_again(period, appraiser, chairman, members):
    numbers = []
    for name, day in [("Đợt một", date(2023, 12, 28)), ("Đợt hai", date(2023, 12, 29)), ("Đợt ba", date(2024, 1, 5))]:
        award_round = making.make_round(period, appraiser, name=name)
        making.make_nominee(award_round, make_unit(UnitKind.CAP_XA))
        session = making.make_open_session(award_round, appraiser)
        making.vote_all(session)
        making.council.close_session(session, by=appraiser)
        lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
        rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
        decision = decide_round(award_round, by=chairman, signed_on=day)
        award = decision.awards.get()
        numbers.append((decision.number_text, decision.year, award.register_number, award.register_year))
    assert numbers == [
        ("01/QĐ-UBND", 2023, 1, 2023),
        ("02/QĐ-UBND", 2023, 2, 2023),
        ("01/QĐ-UBND", 2024, 1, 2024),
    ]


# --- slots -----------------------------------------------------------------------------


def test_direct_people_take_the_direct_only_slots_first(period, appraiser, chairman, members):
    award_round = making.make_proposed_round(period, appraiser, collectives=5, direct=7, leaders=3)
    decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    people = Award.objects.filter(kind="individual").select_related("slot")
    assert sorted((a.direct, a.slot.direct_only) for a in people) == [(False, False)] * 3 + [(True, True)] * 7
    assert not AwardSlot.objects.filter(award__isnull=True).exists()


def test_direct_people_may_take_open_slots_when_theirs_are_full(period, appraiser, chairman, members):
    award_round = making.make_proposed_round(period, appraiser, collectives=0, direct=9, leaders=1)
    decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    slots = Award.objects.filter(kind="individual").values_list("direct", "slot__direct_only")
    assert sorted(slots) == [(False, False)] + [(True, False)] * 2 + [(True, True)] * 7


def test_slots_that_run_out_are_a_sentence():
    leader = Nominee(pk=1, kind="individual", honorific="Bà", name="H’Wễ", involvement="leader")
    direct = Nominee(pk=2, kind="individual", honorific="Ông", name="Nam", involvement="direct")
    only = AwardSlot(pk=1, kind="individual", ordinal=1, direct_only=True)
    assert assign_slots([direct], [only], {"individual": 1}) == {2: only}
    with pytest.raises(TransitionDenied, match="Không còn suất khen thưởng cho Bà H’Wễ"):
        assign_slots([leader], [only], {"individual": 1})
    with pytest.raises(TransitionDenied, match="Không còn suất khen thưởng cho Ông Nam"):
        assign_slots([direct], [], {"individual": 0})  # a quota of none, not: no quota
    assert assign_slots([leader, direct], [], {"individual": None}) == {1: None, 2: None}  # a round without quota


def _bare_decision(award_round, chairman) -> Decision:
    """A decision written past the service, to see what the tables themselves let through."""
    return Decision.objects.create(
        round=award_round,
        number=50,
        year=2023,
        number_text="50/QĐ-UBND",
        signed_on=making.SIGNED_ON,
        signer_title="Chủ tịch",
        signer_name="X",
        content={},
        sha256="x",
        decided_by=chairman,
        decided_at=timezone.now(),
    )


def _award(decision, nominee, number, **fields) -> Award:
    register = {"register_number": number, "register_year": 2023, "reward_amount": 1}
    with transaction.atomic():
        return Award.objects.create(decision=decision, nominee=nominee, kind=nominee.kind, **register, **fields)


def test_an_overrun_cannot_be_stored(proposed, chairman):
    decision = _bare_decision(proposed, chairman)
    first, second = proposed.nominees.filter(kind="collective")
    one, two = proposed.slots.filter(kind="collective")[:2]
    _award(decision, first, 1, slot=one)
    for wrong in (one, None, proposed.slots.filter(kind="individual").first()):
        with pytest.raises(IntegrityError):
            _award(decision, second, 2, slot=wrong)
    with pytest.raises(IntegrityError):
        _award(decision, second, 1, slot=two)  # the same number in the register
    assert _award(decision, second, 2, slot=two).slot == two


def test_a_leader_cannot_be_stored_in_a_direct_only_slot(proposed, chairman):
    decision = _bare_decision(proposed, chairman)
    leader = proposed.nominees.get(involvement="leader")
    direct_only = proposed.slots.filter(direct_only=True).first()
    open_slot = proposed.slots.filter(kind="individual", direct_only=False).first()
    for wrong in ({"slot": direct_only}, {"slot": direct_only, "direct": True}, {"slot": None}):
        with pytest.raises(IntegrityError):
            _award(decision, leader, 1, **wrong)
    assert _award(decision, leader, 1, slot=open_slot).slot == open_slot


def test_somebody_off_the_list_cannot_be_awarded(period, appraiser, chairman, members):
    award_round = making.make_voted_round(period, appraiser, collectives=2, direct=0)
    listed, left_out = award_round.nominees.all()
    lists.set_list(award_round, {listed.pk}, by=appraiser)
    making.write_reasons(award_round, appraiser)
    rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    decision = _bare_decision(award_round, chairman)
    one, two = award_round.slots.filter(kind="collective")[:2]
    with pytest.raises(IntegrityError):
        _award(decision, left_out, 1, slot=one)
    assert _award(decision, listed, 1, slot=two)


# --- refusals -----------------------------------------------------------------------------


def test_from_by_role(period, appraiser, people, members):
    """All in one world: what is refused changes nothing, what is allowed is put back."""
    chairman = people[Role.CHAIRMAN]
    subjects = {
        "open": making.make_voted_round(period, appraiser, name="Đợt mở", direct=1),
        "proposed": making.make_proposed_round(period, appraiser, name="Đợt trình", direct=1),
        "decided": making.make_proposed_round(period, appraiser, name="Đợt xong", direct=1),
    }
    decide_round(subjects["decided"], by=chairman, signed_on=making.SIGNED_ON)
    subjects["forwarded"] = making.make_proposed_round(
        period, appraiser, name="Đợt chuyển", direct=1, kind=AwardKind.BANG_KHEN_TINH
    )
    forward_round(subjects["forwarded"], by=chairman, number="120/TTr-UBND", day=making.SIGNED_ON)
    allowed = set()
    for state, role in product(RoundState.values, Role.values):
        try:
            with transaction.atomic():
                decide_round(subjects[state], by=people[role], signed_on=making.SIGNED_ON)
                allowed.add((state, role))
                raise TransitionDenied("lùi lại để thử tiếp")
        except TransitionDenied:
            assert AwardRound.objects.get(pk=subjects[state].pk).state == state
    assert allowed == {("proposed", "chairman")}
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("day", [date(2023, 12, 26), date(9999, 1, 1)])
def test_a_day_before_the_proposal_or_in_the_future_is_refused(proposed, chairman, day):
    with pytest.raises(TransitionDenied, match="Ngày ký"):
        decide_round(proposed, by=chairman, signed_on=day)
    assert making.nothing_happened(proposed)
    assert decide_round(proposed, by=chairman, signed_on=date(2023, 12, 27)).number == 1


def test_the_rules_are_checked_again_at_the_last_moment(proposed, chairman):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardRound.objects.filter(pk=proposed.pk).update(quota_individual=1)  # a proposed round keeps its rules
    late = CouncilSession.objects.create(round=proposed, held_at=making.HELD_AT, place="Phòng họp")
    with pytest.raises(TransitionDenied, match="Phiên họp Hội đồng chưa kết thúc"):
        decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    assert making.nothing_happened(proposed)
    late.delete()
    assert decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)


def test_a_bang_khen_of_the_province_is_not_decided_here(period, appraiser, chairman, members):
    award_round = making.make_proposed_round(period, appraiser, kind=AwardKind.BANG_KHEN_TINH)
    with pytest.raises(TransitionDenied, match="không do Chủ tịch UBND huyện quyết định"):
        decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    assert making.nothing_happened(award_round)


def test_a_failure_in_the_middle_leaves_nothing(proposed, chairman, monkeypatch):
    real, calls = decisions.new_token, []

    def third_fails():
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("mất điện")
        return real()

    monkeypatch.setattr(decisions, "new_token", third_fails)
    with pytest.raises(RuntimeError):
        decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    assert making.nothing_happened(proposed)
    monkeypatch.undo()
    decision = decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    assert (decision.number, decision.awards.count()) == (1, 6)


def test_twice_is_once(proposed, chairman):
    decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    with pytest.raises(TransitionDenied, match="Đã có quyết định"):
        decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    assert (Decision.objects.count(), Award.objects.count(), Job.objects.count()) == (1, 6, 1)


def test_the_signer_is_the_chairman_unless_the_round_names_another(period, appraiser, chairman, members):
    award_round = making.make_voted_round(period, appraiser)
    AwardRound.objects.filter(pk=award_round.pk).update(signer_name="")
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    assert decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON).signer_name == chairman.full_name

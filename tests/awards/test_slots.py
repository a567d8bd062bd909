"""A quota of 0 gives nobody an award, a quota left open gives as many as decided: in the service and in the table."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import Award, AwardRound, Decision, Nominee
from awards.services import decisions, lists, rounds
from core.workflow import TransitionDenied
from tests.awards import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def unlimited(period, appraiser, members) -> AwardRound:
    """A round whose plan names no number of people; two of them are on its list."""
    award_round = making.make_voted_round(period, appraiser, collectives=0, direct=2, quota_individual=None)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    return award_round


def set_quota(award_round, number) -> AwardRound:
    """Past the service, which would refuse a quota below the list."""
    AwardRound.objects.filter(pk=award_round.pk).update(quota_individual=number)
    award_round.refresh_from_db()
    return award_round


@pytest.mark.parametrize("quota", [0, 2])
def test_without_a_slot_nobody_is_placed_unless_the_plan_names_no_number(quota):
    person = Nominee(pk=1, kind="individual", honorific="Bà", name="H’Wễ", involvement="direct")
    with pytest.raises(TransitionDenied, match="Không còn suất khen thưởng cho Bà H’Wễ"):
        decisions.assign_slots([person], [], {"individual": quota})
    assert decisions.assign_slots([person], [], {"individual": None}) == {1: None}


def test_a_round_without_a_number_is_decided_without_slots(unlimited, appraiser, chairman):
    rounds.propose(unlimited, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    decision = decisions.decide_round(unlimited, by=chairman, signed_on=making.SIGNED_ON)
    assert [award.slot for award in decision.awards.all()] == [None, None]


@pytest.mark.parametrize("quota", [0, 2])
def test_the_table_keeps_an_award_without_a_slot_only_where_no_number_is_named(unlimited, chairman, quota):
    decision = Decision.objects.create(
        round=unlimited, number=50, year=2023, number_text="50/QĐ-UBND", signed_on=making.SIGNED_ON,
        signer_title="Chủ tịch", signer_name="X", content={}, sha256="x",
        decided_by=chairman, decided_at=timezone.now(),
    )  # fmt: skip
    award = Award(
        decision=decision, nominee=unlimited.nominees.first(), kind="individual", direct=True,
        register_number=1, register_year=2023, reward_amount=1,
    )  # fmt: skip
    set_quota(unlimited, quota)
    with pytest.raises(IntegrityError), transaction.atomic():
        award.save(force_insert=True)
    set_quota(unlimited, None)
    award.save(force_insert=True)
    assert award.slot is None

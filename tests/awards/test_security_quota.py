"""The numbers of IV.2 hold for the whole year: no second round, looser setting or blank quota gets around them."""

import pytest

from awards.models import Award, AwardRound
from awards.services import decisions, rounds
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.making import PROPOSED_ON, SIGNED_ON, make_proposed_round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "loose",
    [{}, {"quota_collective": 6}, {"quota_collective": None, "quota_individual": None}, {"quota_collective": 99}],
)
def test_a_second_round_of_the_year_adds_no_place(period, appraiser, chairman, members, loose):
    making.make_decision(period, appraiser, chairman, collectives=5, direct=2)
    with pytest.raises(TransitionDenied, match=r"các đợt năm 2023.*quá số 5 tập thể"):
        make_proposed_round(period, appraiser, collectives=1, direct=1, name="Đợt hai", **loose)


def test_a_blank_quota_is_still_the_plan_s(period, appraiser, members):
    with pytest.raises(TransitionDenied, match="quá số 5 tập thể"):
        make_proposed_round(period, appraiser, collectives=6, quota_collective=None)


def test_a_lower_share_of_direct_people_is_still_the_plan_s(period, appraiser, members):
    with pytest.raises(TransitionDenied, match="lãnh đạo"):
        make_proposed_round(period, appraiser, direct=1, leaders=3, direct_percent=0)


def test_two_rounds_share_the_places_and_both_are_decided(period, appraiser, chairman, members):
    first = make_proposed_round(period, appraiser, collectives=3, direct=2)
    second = make_proposed_round(period, appraiser, collectives=2, direct=2, name="Đợt hai")
    for award_round in (first, second):
        decisions.decide_round(award_round, by=chairman, signed_on=SIGNED_ON)
    assert Award.objects.filter(kind="collective").count() == 5


def test_the_decision_counts_again(period, appraiser, chairman, members):
    """Two lists that were both put forward before the rule could see the other."""
    first = make_proposed_round(period, appraiser, collectives=3, direct=2)
    rounds.send_back(first, by=chairman, reason="xem lại")
    second = make_proposed_round(period, appraiser, collectives=3, direct=2, name="Đợt hai")
    AwardRound.objects.filter(pk=first.pk).update(state="proposed", proposal_date=PROPOSED_ON)
    with pytest.raises(TransitionDenied, match="quá số 5 tập thể"):
        decisions.decide_round(second, by=chairman, signed_on=SIGNED_ON)

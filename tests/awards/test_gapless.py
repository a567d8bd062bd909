"""Số quyết định and số vào sổ have neither gaps nor doubles: what is refused or fails on the way takes no number."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from awards.models import Award, Decision
from awards.services import decisions, rounds
from core.models import Counter
from core.numbering import next_number
from core.workflow import TransitionDenied
from tests.awards import making
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_refusals_and_failures_between_two_decisions_leave_no_gap(period, appraiser, chairman, people, members):
    first = making.make_decision(period, appraiser, chairman, collectives=1, direct=2, name="Đợt một")
    award_round = making.make_proposed_round(period, appraiser, collectives=1, direct=1, name="Đợt hai")
    before = list(Counter.objects.order_by("series").values_list("series", "last"))
    for who, day in ((people[Role.APPRAISER], making.SIGNED_ON), (chairman, date(2023, 12, 1)), (chairman, date.max)):
        with pytest.raises(TransitionDenied):
            decisions.decide_round(award_round, by=who, signed_on=day)
    # the numbers are drawn, then the row itself is refused: its round has its decision already
    with pytest.raises(IntegrityError), transaction.atomic():
        next_number(decisions.DECISION_SYMBOL, 2023)
        next_number(decisions.REGISTER_SERIES, 2023)
        Decision.objects.create(**_again(first))
    rounds.send_back(award_round, by=chairman, reason="Xem lại.")
    rounds.propose(award_round, by=appraiser, number="13/TTr-PNV", day=making.PROPOSED_ON)
    assert list(Counter.objects.order_by("series").values_list("series", "last")) == before
    second = decisions.decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    assert [first.number, second.number] == [1, 2]
    registers = sorted(Award.objects.values_list("register_number", flat=True))
    assert registers == [1, 2, 3, 4, 5]


def _again(decision: Decision) -> dict:
    names = ("number", "year", "number_text", "signed_on", "signer_title", "signer_name", "content", "sha256")
    return {name: getattr(decision, name) for name in (*names, "round", "decided_by", "decided_at")}


def test_a_number_that_is_rolled_back_is_given_again():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number("thu", 2023) == 1
        _ = 1 / 0
    with transaction.atomic():
        assert next_number("thu", 2023) == 1

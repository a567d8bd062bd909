"""Danh sách chi tiền thưởng: every award once, the total by formula and in words, nothing for what was revoked."""

from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from awards.models import Certificate
from awards.services import certificates
from awards.services.money import AMOUNT, COLUMNS, NOTE, money_lines, money_workbook
from core import jobs
from core.models import Job
from tests.awards import making
from units.enums import Role

pytestmark = pytest.mark.django_db
HEAD = 8  # the row of the head, as Excel counts


@pytest.fixture
def decision(period, appraiser, chairman, members):
    return making.make_decision(period, appraiser, chairman, collectives=2, direct=3, leaders=1)


def cells(decision, *, formulas=False) -> list[list]:
    page = load_workbook(BytesIO(money_workbook(decision)), data_only=not formulas).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_every_award_stands_in_the_list_with_what_is_paid(decision):
    rows = cells(decision)
    assert rows[HEAD - 1] == [name for name, _ in COLUMNS]
    lines = rows[HEAD : HEAD + 6]
    assert [row[0] for row in lines] == [1, 2, 3, 4, 5, 6]
    assert [row[4] for row in lines] == [f"000{n}/2023" for n in range(1, 7)]
    assert [(row[5], row[6], row[AMOUNT]) for row in lines] == [
        *[(0.6, 1_800_000, 1_080_000)] * 2,
        *[(0.3, 1_800_000, 540_000)] * 4,
    ]
    assert all(row[8:11] == [None, None, None] for row in lines)  # account, bank, signature: by hand
    assert "01/QĐ-UBND" in rows[5][0] and "28 tháng 12 năm 2023" in rows[5][0]


def test_the_total_is_a_formula_with_its_value_and_in_words(decision):
    assert cells(decision, formulas=True)[HEAD + 6][AMOUNT] == f"=SUM(H{HEAD + 1}:H{HEAD + 6})"
    rows = cells(decision)
    assert rows[HEAD + 6][AMOUNT] == 4_320_000
    assert "4.320.000 đồng (bằng chữ: Bốn triệu ba trăm hai mươi nghìn đồng)" in rows[HEAD + 7][0].replace("\xa0", " ")


def test_nothing_is_paid_for_a_revoked_award_and_the_list_says_why(decision, chairman):
    jobs.run(str(Job.objects.get().pk))
    paper = Certificate.objects.filter(award__kind="individual").first()
    with time_machine.travel(timezone.make_aware(datetime(2024, 2, 10, 0, 30)), tick=False):
        certificates.revoke(paper, by=chairman, reason="Khai không đúng")
    (line,) = [line for line in money_lines(decision) if line.note]
    assert (line.amount, line.name) == (0, str(paper.award.nominee)) and "ngày 10/02/2024" in line.note
    rows = cells(decision)
    assert rows[HEAD + 6][AMOUNT] == 3_780_000
    assert sum(bool(row[NOTE]) for row in rows[HEAD : HEAD + 6]) == 1


def test_a_name_like_a_formula_stays_text(period, appraiser, chairman, members, commune):
    award_round = making.make_round(period, appraiser)
    making.make_nominee(award_round, commune, kind="collective", name="=HYPERLINK(1)")
    session = making.make_open_session(award_round, appraiser)
    making.vote_all(session)
    making.council.close_session(session, by=appraiser)
    making.lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    making.rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    decision = making.decisions.decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    page = load_workbook(BytesIO(money_workbook(decision))).active
    assert (page.cell(HEAD + 1, 2).value, page.cell(HEAD + 1, 2).data_type) == ("=HYPERLINK(1)", "s")


def test_who_takes_the_list_away(decision, people, client_as):
    url = reverse("awards:decision-money", args=[decision.pk])
    answer = client_as(people[Role.CHAIRMAN]).get(url)
    assert answer.content.startswith(b"PK") and "attachment" in answer["Content-Disposition"]
    detail = reverse("awards:decision-detail", args=[decision.pk])
    assert url in client_as(people[Role.INSPECTOR]).get(detail).content.decode()
    assert url not in client_as(people[Role.REVIEWER]).get(detail).content.decode()


@pytest.mark.parametrize("n", [1, 5])
def test_the_same_number_of_queries(period, appraiser, chairman, members, django_assert_num_queries, n):
    decision = making.make_decision(period, appraiser, chairman, collectives=0, direct=n)
    with django_assert_num_queries(2):
        money_workbook(decision)

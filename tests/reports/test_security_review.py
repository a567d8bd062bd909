"""What a unit, and a reader who is also of the unit, must not learn while its report is being reviewed."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from reports.enums import AnomalyKind, Verdict
from reports.exchange import excel_reader
from reports.models import Anomaly
from reports.rules import Figures, problems
from reports.services import review
from tests.factories import appoint, make_user
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import detail_url, review_url, shown
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(period):
    desk = make_report_at("submitted", period)
    review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai số liệu.")
    return desk


def test_the_changes_of_cells_say_nothing_of_half_a_review(desk, client_as):
    url = reverse("reports:cells-changes", args=[2023, desk.unit.code]) + "?tu=0"
    answer = json.loads(client_as(desk.officer).get(url).content)
    assert answer == {"last": 0, "editable": False, "user": desk.officer.username}
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.return_report(desk.report, by=desk.reviewer, reason="Xem lại.")
    answer = json.loads(client_as(desk.officer).get(url).content)
    assert answer["editable"] and "Có dòng bị trả lại" in str(answer)


def test_what_is_odd_is_for_the_reviewer_alone(desk, client_as):
    reason = "Trùng số liệu với một đơn vị khác."
    indicator = desk.entry("X-02").indicator
    Anomaly.objects.create(
        report=desk.report, indicator=indicator, kind=AnomalyKind.IDENTICAL, weight=2, reason=reason, found_at=EARLY
    )
    assert reason in shown(client_as(desk.reviewer).get(review_url(desk)))
    for role in (Role.CHAIRMAN, Role.COUNCIL, Role.APPRAISER, Role.INSPECTOR):
        assert reason not in shown(client_as(make_user(role)).get(review_url(desk)))


def test_a_reader_who_is_of_the_unit_reads_what_the_unit_reads(desk, client_as):
    member = make_user(Role.COUNCIL)
    assert client_as(member).get(review_url(desk)).status_code == 200
    appoint(member, Role.HEAD, desk.unit)
    answer = client_as(member).get(review_url(desk))
    assert (answer.status_code, answer.url) == (302, detail_url(desk))
    assert "Sai số liệu." not in shown(client_as(member).get(detail_url(desk)))


@pytest.mark.parametrize("number", [Decimal("1E+300"), Decimal(10**14)])
def test_a_number_beyond_all_bounds_is_a_sentence(number):
    found = problems("percent", Figures(a=number, b=number), unit="hồ sơ")
    assert "Số quá lớn" in found["a"]
    with pytest.raises(ValueError, match="Số quá lớn"):
        excel_reader._number(number, None)

"""The list of what must and should be looked at, on the pages of a report: with links, for the right people, at a fixed price."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from campaign.models import Period
from reports.pages.checks import own_checks
from reports.rules import Figures
from reports.selectors import rows as selectors
from tests.factories import make_unit
from tests.reports.factories import EARLY, fill, make_desk, make_report_at
from tests.reports.pages import detail_url, section_url, shown
from units.enums import UnitKind

pytestmark = pytest.mark.django_db
PRESENT = "reports:self-report-present"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def titles(groups) -> list[tuple[str, int]]:
    return [(group.title, len(group.items)) for group in groups]


def checks(desk, user=None):
    return own_checks(desk.report, selectors.report_rows(desk.report), user or desk.officer)


def test_the_page_lists_what_is_missing_and_what_to_look_at(period, client_as):
    desk = make_report_at("draft", period, X_02=Figures(), X_03a=Figures(a=Decimal(90), b=Decimal(100)))
    client = client_as(desk.officer)
    for url in (detail_url(desk), reverse(PRESENT, args=[2023, desk.unit.code])):
        page = shown(client.get(url))
        assert "Còn 1 việc: 1 dòng chưa điền" in page and f'href="{section_url(desk)}#dong-X-02"' in page
        assert "Nên xem lại" in page and "Chưa có tệp minh chứng. Nên có: Văn thư" in page
    assert titles(checks(desk).must) == [("Chưa điền", 1)]


def test_what_should_be_looked_at_stops_nobody(period, client_as):
    desk = make_report_at("draft", period)
    assert {title for title, _ in titles(checks(desk).should)} >= {"Tất cả đều 100%", "Chưa có minh chứng"}
    url = reverse(PRESENT, args=[2023, desk.unit.code])
    assert "không chặn việc trình ký" in shown(client_as(desk.officer).get(url))
    client_as(desk.officer).post(url)
    assert desk.fresh().presented
    page = shown(client_as(desk.head).get(reverse("reports:self-report-submit", args=[2023, desk.unit.code])))
    assert "không chặn việc ký nộp" in page and 'href="#dong-X-02"' in page
    assert section_url(desk) not in page  # the head has no form to go to


def test_what_must_be_mended_stops_the_workflow_too(period, client_as):
    desk = make_report_at("draft", period)
    desk.report.entries.filter(indicator__code="X-02").update(a=200, b=100)
    assert titles(checks(desk).must) == [("Chưa đúng", 1)]
    desk.report.entries.filter(indicator__code="X-03a").update(a=None, b=None)
    page = shown(client_as(desk.officer).get(detail_url(desk)))
    assert "Còn 2 việc: 1 dòng chưa điền, 1 dòng chưa đúng" in page and "Còn 1 chỗ phải sửa" in page
    page = shown(client_as(desk.officer).get(section_url(desk)))
    assert "Còn 1 chỗ phải sửa" in page and "<span data-missing-count>2</span> việc" in page
    assert "= 200%" not in page
    client_as(desk.officer).post(reverse(PRESENT, args=[2023, desk.unit.code]))
    assert not desk.fresh().presented


def test_a_drop_against_the_appraised_figures_of_last_year(period):
    before = make_report_at("accepted", period, X_02=Figures(a=Decimal(95), b=Decimal(100)))
    later = Period.objects.get(campaign=period.campaign, year=2024)
    with time_machine.travel("2024-12-10 09:00+07:00", tick=False):
        desk = make_desk(later, before.unit)
        fill(desk, X_02=Figures(a=Decimal(60), b=Decimal(100)), TT_03=Figures(value=Decimal(1)))
        found = {group.title: group.items for group in checks(desk).should}
    told = [item.sentence for item in found["Giảm so với năm trước"]]
    assert told[0].startswith("Năm trước 3, năm nay 1: giảm quá một nửa.") and len(told) == 2
    assert told[1].startswith("Năm trước 95%, năm nay 60%: giảm 35 điểm phần trăm.")


def test_after_a_return_only_the_returned_lines_are_asked_about(period):
    desk = make_report_at("returned", period)
    returned = desk.report.entries.get(verdict="returned").indicator.name
    assert {item.name for group in checks(desk).should for item in group.items} <= {returned}


def test_estimates_are_listed_before_and_after(period, client_as):
    desk = make_report_at("draft", period, X_02=Figures(a=Decimal(9), b=Decimal(10), estimate=True))
    assert "Số ước chưa ghi cách ước" in dict(titles(checks(desk).should))
    assert "1 dòng là ước thực hiện" in shown(client_as(desk.officer).get(detail_url(desk)))
    accepted = make_report_at("accepted", period, X_02=Figures(a=Decimal(9), b=Decimal(10), estimate=True))
    page = shown(client_as(accepted.officer).get(detail_url(accepted)))
    assert "gửi số chính thức thay số ước" in page
    assert "1 dòng là ước thực hiện" not in shown(client_as(accepted.reviewer).get(detail_url(accepted)))


def test_the_checks_cost_two_queries(plan, django_assert_num_queries):
    """After a year that was accepted, with few lines and with many."""
    past, period = (plan.campaign.periods.get(year=year) for year in (2023, 2024))
    small, empty, full = (
        make(make_report_at("accepted", past, make_unit(kind)).unit)
        for kind, make in (
            (UnitKind.DOANH_NGHIEP, lambda unit: make_report_at("draft", period, unit)),
            (UnitKind.CAP_XA, lambda unit: make_desk(period, unit)),
            (UnitKind.CAP_XA, lambda unit: make_report_at("draft", period, unit)),
        )
    )
    for desk in (small, empty, full):
        sections = selectors.report_rows(desk.report)
        desk.officer.own_units, desk.officer.units  # noqa: B018 - read once per visit
        with django_assert_num_queries(2):  # the lines of last year, what was asked about them since
            own_checks(desk.report, sections, desk.officer)
    assert own_checks(full.report, selectors.report_rows(full.report), empty.officer) is None

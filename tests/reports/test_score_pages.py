"""The score sheet with its explained lines, and the ranking inside each group."""

from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from criteria.services.plans import load_plan
from reports import scores
from reports.rules import Figures
from reports.services import review
from reports.services.scoring import score_report
from tests.factories import PLAN_FILE, make_unit
from tests.reports.factories import EARLY, LATE, make_desk, make_report_at
from tests.reports.pages import sheet_url, shown
from units.enums import UnitKind

pytestmark = pytest.mark.django_db

# session, person, appointments, years, what the frame shows, and what the page lists
RANKING_QUERIES, SHEET_QUERIES = 11, 17


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def test_the_sheet_explains_and_links_to_the_clause(period, client_as):
    desk = make_report_at("submitted", period)
    score_report(desk.report, "self")
    page = shown(client_as(desk.officer).get(sheet_url(desk)))
    assert "100,00 điểm" in page
    assert "100% (100/100), đạt yêu cầu từ 70% trở lên: 7 điểm." in page
    assert "#muc-IV.1.1.2.b" in page
    assert "đề xuất" in page


def test_a_sheet_that_is_not_ready_tells_how_far_its_job_is(period, client_as):
    desk = make_report_at("submitted", period)
    assert "Đang chờ đến lượt" in shown(client_as(desk.officer).get(sheet_url(desk)))
    draft = make_report_at("draft", period)
    assert "Phiếu điểm sẽ hiện ở đây" in shown(client_as(draft.officer).get(sheet_url(draft)))


def test_the_unit_sees_the_appraised_points_when_the_report_is_decided(period, client_as):
    desk = make_report_at("submitted", period)
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    score_report(desk.report, "appraised")
    assert set(client_as(desk.officer).get(sheet_url(desk)).context["sheet"].sheets) == set()
    assert set(client_as(desk.reviewer).get(sheet_url(desk)).context["sheet"].sheets) == {"appraised"}
    review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    assert set(client_as(desk.officer).get(sheet_url(desk)).context["sheet"].sheets) == {"appraised"}


def test_units_are_ranked_inside_their_group(period, client_as):
    best, weak = make_report_at("accepted", period), make_report_at("accepted", period, now=LATE)
    waiting = make_report_at("submitted", period)
    company = make_report_at("accepted", period, make_unit(UnitKind.DOANH_NGHIEP))
    for desk in (best, weak, company):
        score_report(desk.report, "appraised")
    groups = {group.name: [(row.unit, row.place) for row in group.rows] for group in scores.ranking(period)}
    communes = [row for row in groups["Khối xã, thị trấn"] if row[1] or row[0] == waiting.unit]
    assert communes == [(best.unit, 1), (weak.unit, 2), (waiting.unit, None)]
    assert groups["Khối doanh nghiệp"] == [(company.unit, 1)]


def test_the_ranking_says_why_a_unit_is_not_eligible(period, client_as):
    desk = make_report_at("accepted", period, X_02=Figures(a=Decimal(1), b=Decimal(2)))
    score_report(desk.report, "appraised")
    page = shown(client_as(desk.reviewer).get(reverse("reports:ranking", args=[2023])))
    assert "X-02 (mục IV.1.1.2.b) Hồ sơ công việc tại cấp xã" in page
    assert "Chưa đủ tiêu chuẩn" in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_ranking_costs_the_same(period, client_as, django_assert_num_queries, n):
    for _ in range(n):
        desk = make_report_at("submitted", period)
        score_report(desk.report, "self")
        score_report(desk.report, "appraised")
    client = client_as(desk.reviewer)
    with django_assert_num_queries(RANKING_QUERIES):
        page = client.get(reverse("reports:ranking", args=[2023]))
    assert sum(row.place is not None for group in page.context["groups"] for row in group.rows) == n


def test_the_sheet_page_costs_the_same_for_every_kind_of_unit(period, client_as, django_assert_num_queries):
    short = make_report_at("submitted", period, make_unit(UnitKind.DOANH_NGHIEP))
    long = make_report_at("submitted", period)
    client = client_as(short.reviewer)
    for desk in (short, long):
        score_report(desk.report, "self")
        with django_assert_num_queries(SHEET_QUERIES):
            assert client.get(sheet_url(desk)).status_code == 200


def test_a_report_without_lines_is_still_a_page(period, client_as):
    desk = make_desk(period)
    assert client_as(desk.officer).get(sheet_url(desk)).status_code == 200


def test_the_sheet_is_printed_with_its_columns(period, client_as):
    desk = make_report_at("submitted", period, now=LATE)
    url = reverse("reports:score-sheet-pdf", args=[2023, desk.unit.code])
    assert client_as(desk.officer).get(url).status_code == 404
    score_report(desk.report, "self")
    answer = client_as(desk.officer).get(url)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    assert desk.unit.name in text
    assert "Nộp báo cáo muộn" in text
    assert "98,00" in text
    other = make_report_at("submitted", period)
    assert client_as(other.officer).get(url).status_code == 404


@pytest.mark.parametrize(("state", "told"), [("submitted", True), ("accepted", False)])
def test_page_and_paper_say_alike_that_the_points_may_change(period, client_as, state, told):
    desk = make_report_at(state, period)
    score_report(desk.report, "self")
    client = client_as(desk.officer)
    answer = client.get(reverse("reports:score-sheet-pdf", args=[2023, desk.unit.code]))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    sentence = "Báo cáo chưa được chấp nhận nên điểm còn là tạm tính."
    assert ((sentence in text), (sentence in shown(client.get(sheet_url(desk))))) == (told, told)


def test_a_year_with_a_report_stays_on_its_plan(period, tmp_path):
    make_desk(period, registered=False)
    changed = tmp_path / "ke_hoach.toml"
    text = PLAN_FILE.read_text().replace("late_points = 2", "late_points = 3", 1)
    changed.write_text(text)
    (tmp_path / "dak_song_2023_2025.txt").write_text(PLAN_FILE.with_suffix(".txt").read_text())
    version = load_plan(changed)
    years = dict(version.campaign.periods.values_list("year", "plan_version"))
    assert years == {2023: period.plan_version_id, 2024: version.pk, 2025: version.pk}

"""The score sheet with its explained lines, and the ranking inside each group."""

from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from criteria.services.plans import load_plan
from reports import scores
from reports.enums import Verdict
from reports.rules import Figures
from reports.services import evidence, review
from reports.services.scoring import score_report
from tests.factories import PLAN_FILE, make_unit
from tests.reports.factories import EARLY, LATE, make_desk, make_report_at, pdf, send
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
    assert (
        f"{desk.unit.short_name} chưa đủ điều kiện xét khen thưởng năm 2023 vì hồ sơ công việc tại cấp xã được xử lý trên "
        "môi trường mạng mới đạt 50%, chuẩn là từ 70% trở lên (mục IV.1.1.2.b)."
    ) in page
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


def paper_text(answer) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def test_every_line_opens_to_formula_input_evidence_who_and_when(period, client_as):
    desk = make_report_at("draft", period, X_02=Figures(a=Decimal(1204), b=Decimal(1510)))
    entry = desk.entry("X-02")
    evidence.add_evidence(entry, pdf("mot-cua.pdf"), by=desk.officer, reference="tr. 3")
    send(desk)
    score_report(desk.report, "self")
    review.decide_entry(entry, Verdict.ADJUSTED, by=desk.reviewer, now=EARLY, reason="Trừ hồ sơ giấy.",
                        adjusted=Figures(a=Decimal(1000), b=Decimal(1510)))  # fmt: skip
    score_report(desk.report, "appraised")
    url = sheet_url(desk)
    unseen = shown(client_as(desk.officer).get(url))
    assert "Trừ hồ sơ giấy." not in unseen  # half a review is no message to the unit
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    page = client_as(desk.officer).get(url)
    text = shown(page).replace("\xa0", " ")
    for words in (
        "1.204 / 1.510 = 79,74% ≥ 70% → đạt; điểm = 7 × min(79,74 / 70; 1) = 7",
        "1.000 / 1.510 = 66,23% &lt; 70% → chưa đạt; điểm = 7 × min(66,23 / 70; 1) = 6,62",
        "70% hồ sơ công việc tại cấp xã được xử lý trên môi trường mạng",
        f"{desk.officer.full_name} nhập lúc 09:00 ngày 10/12/2023",
        "mot-cua.pdf",
        "(tr. 3)",
        "Điều chỉnh: <strong>66,23% (1.000 / 1.510 hồ sơ)</strong>",
        f"{desk.reviewer.full_name}, 09:00 ngày 10/12/2023",
        "Lý do: Trừ hồ sơ giấy.",
    ):
        assert words in text, words
    answer = client_as(desk.officer).get(reverse("reports:score-sheet-pdf", args=[2023, desk.unit.code]))
    assert "Thẩm định điều chỉnh: Trừ hồ sơ giấy." in paper_text(answer)


def test_points_by_hand_stand_in_their_columns_with_their_reasons(period, client_as):
    desk = make_report_at("submitted", period, now=LATE)
    score_report(desk.report, "self")
    review.set_points(desk.report, by=desk.reviewer, now=LATE, bonus=Decimal(3), bonus_reason="Mô hình được nhân rộng",
                      minus=Decimal(1), minus_reason="Chậm giải trình")  # fmt: skip
    score_report(desk.report, "appraised")
    page = client_as(desk.reviewer).get(sheet_url(desk))
    lines = {
        line.reason: line
        for title, rows in page.context["sheet"].groups
        for line in rows
        if title == scores.ADJUSTMENTS
    }
    bonus = lines["Điểm thưởng 3: Mô hình được nhân rộng."]
    minus = lines["Điểm trừ 1: Chậm giải trình."]
    [late] = [line for reason, line in lines.items() if "Nộp báo cáo muộn" in reason]
    assert [(one.own, one.appraised) for one in (bonus, minus, late)] == [(None, 3), (None, -1), (-2, -2)]
    answer = client_as(desk.reviewer).get(reverse("reports:score-sheet-pdf", args=[2023, desk.unit.code]))
    assert "Mô hình được nhân rộng. 3,00" in paper_text(answer)


def test_sheet_and_paper_say_in_one_sentence_why_a_unit_is_not_eligible(period, client_as):
    desk = make_report_at("submitted", period, X_02=Figures(a=Decimal(1), b=Decimal(2)))
    score_report(desk.report, "self")
    client = client_as(desk.officer)
    why = f"{desk.unit.short_name} chưa đủ điều kiện xét khen thưởng năm 2023 vì hồ sơ công việc tại cấp xã"
    assert why in shown(client.get(sheet_url(desk)))
    assert why in paper_text(client.get(reverse("reports:score-sheet-pdf", args=[2023, desk.unit.code])))
    good = make_report_at("submitted", period)
    score_report(good.report, "self")
    assert "chưa đủ điều kiện" not in shown(client_as(good.officer).get(sheet_url(good)))

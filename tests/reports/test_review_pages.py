"""Phòng VH-TT's pages: who may, the queue, the lines, return and accept."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from campaign.selectors import expected_units
from reports.enums import Verdict
from reports.services import claims, comments
from tests.factories import make_unit, make_user
from tests.reports.factories import EARLY, LATE, make_report_at
from tests.reports.pages import decide_url, review_url, shown
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db

# session, person, appointments, years, what the frame shows, and what the page lists
QUEUE_QUERIES, REVIEW_QUERIES = 13, 26
READERS = {Role.REVIEWER, Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR, Role.ADMIN}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def queue(client, query: str = ""):
    return client.get(reverse("reports:review-queue", args=[2023]) + query)


def names(response) -> list[str]:
    return [row.unit.short_name for row in response.context["rows"]]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", ["review-queue", "report-review", "ranking"])
def test_the_desk_is_read_by_the_offices(period, client_as, role, name):
    desk = make_report_at("submitted", period)
    where = {"report-review": [2023, desk.unit.code]}.get(name, [2023])
    answer = client_as(make_user(role)).get(reverse(f"reports:{name}", args=where))
    assert answer.status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_the_reviewer_decides(period, client_as, role):
    desk = make_report_at("submitted", period)
    client = client_as(make_user(role))
    for name in ("accept-remaining", "report-return", "report-accept", "report-points"):
        assert client.post(reverse(f"reports:{name}", args=[2023, desk.unit.code])).status_code == 403
    assert client.post(decide_url(desk), {"X-02-verdict": "accepted"}).status_code == 403
    assert client_as(desk.reviewer).post(decide_url(desk), {"X-02-verdict": "accepted"}).status_code == 302
    assert desk.entry("X-02").verdict == Verdict.ACCEPTED


def test_the_buttons_are_the_reviewers_alone(period, client_as):
    desk = make_report_at("submitted", period)
    assert decide_url(desk) in shown(client_as(desk.reviewer).get(review_url(desk)))
    assert decide_url(desk) not in shown(client_as(make_user(Role.INSPECTOR)).get(review_url(desk)))


@pytest.fixture
def district(period):
    """One unit in each state; the reviewer's own office has not reported."""
    names = {
        "sent": ("submitted", "Xã Đắk Hòa"),
        "returned": ("returned", "Xã Nam Bình"),
        "accepted": ("accepted", "Xã Trường Xuân"),
        "draft": ("draft", "Xã Thuận Hà"),
    }
    return {
        key: make_report_at(state, period, make_unit(name=name), now=LATE if key == "sent" else EARLY)
        for key, (state, name) in names.items()
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?trang_thai=submitted", ["Xã Đắk Hòa"]),
        ("?trang_thai=returned", ["Xã Nam Bình"]),
        ("?trang_thai=accepted", ["Xã Trường Xuân"]),
        ("?trang_thai=chua_nop&loai=CAP_XA", ["Xã Thuận Hà"]),
        ("?q=dak+hoa", ["Xã Đắk Hòa"]),
        ("?q=ĐẮK HOÀ", ["Xã Đắk Hòa"]),
        ("?q=không-có", []),
        ("?loai=DOANH_NGHIEP", []),
        ("?loai=CAP_XA", ["Xã Đắk Hòa", "Xã Nam Bình", "Xã Thuận Hà", "Xã Trường Xuân"]),
        ("?loai=CAP_XA&trang_thai=x'--&unit__users__password=a", ["Xã Đắk Hòa", "Xã Nam Bình", "Xã Thuận Hà", "Xã Trường Xuân"]),
        ("?loai=CAP_XA&q=%00%25_", []),
    ],
)  # fmt: skip
def test_the_queue_finds(period, client_as, district, query, expected):
    assert names(queue(client_as(district["sent"].reviewer), query)) == expected


def test_what_waits_stands_first_the_oldest_before_the_late(period, client_as, district):
    for name in ("Xã Đắk Môl", "Xã Thuận Hạnh"):
        make_report_at("submitted", period, make_unit(name=name))
    assert names(queue(client_as(district["sent"].reviewer), "?loai=CAP_XA")) == [
        "Xã Đắk Môl", "Xã Thuận Hạnh", "Xã Đắk Hòa", "Xã Nam Bình", "Xã Thuận Hà", "Xã Trường Xuân",
    ]  # fmt: skip


def test_the_queue_counts_and_marks_the_late(period, client_as, district):
    page = queue(client_as(district["sent"].reviewer), "?loai=CAP_XA")
    counts = {tile["label"]: tile["count"] for tile in page.context["tiles"]}
    assert counts == {"Chưa nộp": 1, "Chờ thẩm định": 1, "Đã trả lại": 1, "Đã chấp nhận": 1, "Nộp muộn": 1}
    assert shown(page).count("Nộp muộn") == 2  # the tile and the row


def test_a_unit_that_has_ended_is_not_expected(period):
    gone = make_unit(valid_to=EARLY.date().replace(month=6))
    there = make_unit()
    assert gone not in expected_units(period)
    assert there in expected_units(period)


@pytest.mark.parametrize("path", ["/tham-dinh/1999/", "/xep-hang/1999/", "/tham-dinh/2023/khong-co/"])
def test_what_is_not_there(period, client_as, path):
    client = client_as(make_user(Role.REVIEWER))
    assert client.get(path).status_code == 404
    assert queue(client).status_code == 200
    assert client.get("/tham-dinh/").status_code == client.get("/xep-hang/").status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_costs_the_same(period, client_as, django_assert_num_queries, n):
    for _ in range(n):
        desk = make_report_at("submitted", period)
        claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    client = client_as(desk.reviewer)
    with django_assert_num_queries(QUEUE_QUERIES):
        page = queue(client, "?trang_thai=submitted")
    assert len(names(page)) == n


def test_the_review_page_costs_the_same_for_few_and_many_lines(plan, client_as, django_assert_num_queries):
    """Each unit with a year before that was accepted, with as many lines."""
    past, period = (plan.campaign.periods.get(year=year) for year in (2023, 2024))
    short, long = (
        make_report_at("submitted", period, make_report_at("accepted", past, make_unit(kind)).unit)
        for kind in (UnitKind.DOANH_NGHIEP, UnitKind.CAP_XA)
    )
    reviewer = short.reviewer
    claims.claim_report(short.report, by=reviewer, now=EARLY)
    for code in ("X-02", "BC-01"):
        comments.ask_unit(long.entry(code), "Số này gồm những gì?", by=reviewer, now=EARLY)
        comments.answer_office(long.entry(code), "Cả năm.", by=long.officer)
    for _ in range(2):  # peers of the same group
        make_report_at("submitted", period)
    client = client_as(reviewer)
    for desk in (short, long):
        with django_assert_num_queries(REVIEW_QUERIES):
            page = client.get(review_url(desk).replace("2023", "2024"))
        beside = [line.beside.last_year for _, lines in page.context["groups"] for line in lines]
        assert len([said for said in beside if said]) == desk.report.entries.count()


def test_a_line_is_adjusted_with_figures_and_reason(period, client_as):
    desk = make_report_at("submitted", period)
    data = {"X-02-verdict": "adjusted", "X-02-a": "1.000", "X-02-b": "2.001", "X-02-reason": "Đối chiếu hệ thống."}
    answer = client_as(desk.reviewer).post(decide_url(desk), data, follow=True)
    assert "49,98%" in shown(answer)
    entry = desk.entry("X-02")
    assert (entry.adjusted_a, entry.adjusted_b, entry.reason) == (1000, 2001, "Đối chiếu hệ thống.")


WRONG = {
    "no reason": ({"X-02-verdict": "adjusted", "X-02-a": "1", "X-02-b": "2"}, "Ghi lý do điều chỉnh để đơn vị biết."),
    "no figures": ({"X-02-verdict": "adjusted", "X-02-reason": "Sai."}, "Nhập số liệu sau điều chỉnh."),
    "a above b": (
        {"X-02-verdict": "adjusted", "X-02-a": "3", "X-02-b": "2", "X-02-reason": "Sai."},
        "Số thực hiện (3) lớn hơn tổng số (2)",
    ),
    "text": (
        {"X-02-verdict": "adjusted", "X-02-a": "ba", "X-02-b": "2", "X-02-reason": "Sai."},
        "“ba” không phải là số",
    ),
    "returned in silence": ({"X-02-verdict": "returned", "X-02-reason": " \u200b "}, "Ghi lý do trả lại"),
    "long reason": ({"X-02-verdict": "returned", "X-02-reason": "x" * 2001}, "quá mức 2.000"),
    "nothing": ({}, "Chưa ghi kết quả dòng"),
    "unknown": ({"X-02-verdict": "pending"}, "Chưa ghi kết quả dòng"),
}


@pytest.mark.parametrize(("data", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_decision_is_shown_at_its_line(period, client_as, data, sentence):
    desk = make_report_at("submitted", period)
    answer = client_as(desk.reviewer).post(decide_url(desk), data)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert desk.entry("X-02").verdict == Verdict.PENDING


def test_accepting_a_line_needs_nothing_else(period, client_as):
    desk = make_report_at("submitted", period)
    client = client_as(desk.reviewer)
    assert client.post(decide_url(desk), {"X-02-verdict": "accepted", "X-02-a": "chữ"}).status_code == 302
    assert client.post(decide_url(desk, "PB-01"), {"PB-01-verdict": "accepted"}).status_code == 404
    assert desk.entry("X-02").verdict == Verdict.ACCEPTED


def test_the_rest_is_accepted_and_then_the_report(period, client_as):
    desk = make_report_at("submitted", period)
    client = client_as(desk.reviewer)
    where = [2023, desk.unit.code]
    early = client.post(reverse("reports:report-accept", args=where), follow=True)
    assert "Còn 29 dòng chưa thẩm định" in shown(early)
    client.post(reverse("reports:accept-remaining", args=where))
    done = client.post(reverse("reports:report-accept", args=where), follow=True)
    assert "Đã chấp nhận báo cáo" in shown(done)
    assert desk.fresh().state == "accepted"
    late = client.post(decide_url(desk), {"X-02-verdict": "returned", "X-02-reason": "Sai."}, follow=True)
    assert "Chỉ thẩm định báo cáo đã nộp" in shown(late)


def test_a_return_needs_its_reason_and_a_line(period, client_as):
    desk = make_report_at("submitted", period)
    client = client_as(desk.reviewer)
    url = reverse("reports:report-return", args=[2023, desk.unit.code])
    assert "Chưa có dòng nào được trả lại" in shown(client.post(url, {"reason": "Xem lại."}, follow=True))
    client.post(decide_url(desk), {"X-02-verdict": "returned", "X-02-reason": "Sai số."})
    assert "Ghi lý do trả lại báo cáo." in shown(client.post(url, {"reason": " "}, follow=True))
    assert desk.fresh().state == "submitted"
    assert "Đã trả lại báo cáo" in shown(client.post(url, {"reason": "Xem lại."}, follow=True))
    page = shown(client_as(desk.officer).get(reverse("reports:self-report-detail", args=[2023, desk.unit.code])))
    assert "Sai số." in page
    assert "Sửa các dòng bị trả lại" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"bonus": "11", "bonus_reason": "Tốt."}, "Điểm thưởng từ 0 đến 10."),
        ({"bonus": "mười", "bonus_reason": "Tốt."}, "“mười” không phải là số"),
        ({"minus": "1"}, "Ghi lý do trừ điểm."),
    ],
)
def test_points_by_hand(period, client_as, data, sentence):
    desk = make_report_at("submitted", period)
    url = reverse("reports:report-points", args=[2023, desk.unit.code])
    answer = client_as(desk.reviewer).post(url, data)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert desk.fresh().bonus == desk.report.minus == 0
    right = {"bonus": "2,5", "bonus_reason": "Mô hình điểm."}
    assert client_as(desk.reviewer).post(url, right).status_code == 302
    assert (desk.fresh().bonus, desk.report.bonus_reason) == (Decimal("2.5"), "Mô hình điểm.")


def test_no_id_stands_twice_on_the_reviewers_page(period, client_as):
    desk = make_report_at("submitted", period)
    client = client_as(desk.reviewer)
    wrong = client.post(decide_url(desk), {"X-02-verdict": "returned", "X-02-reason": ""})
    for page in (client.get(review_url(desk)), wrong):
        ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
        assert sorted({one for one in ids if ids.count(one) > 1}) == []
    assert 'id="tra_X-02-reason_error"' in shown(wrong)

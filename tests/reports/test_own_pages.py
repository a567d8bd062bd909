"""The officer fills a report: what the pages show, what they take, what they refuse and how they say it."""

from collections import defaultdict

import pytest
import time_machine
from django.urls import reverse

from campaign.models import Period
from core.text import parse_decimal
from reports.edits import versions_of
from reports.models import Entry, SelfReport
from tests.factories import appoint, make_unit, make_user
from tests.reports.factories import CLOSED, EARLY, make_desk, make_report_at
from tests.reports.pages import detail_url, section_url, shown
from units.enums import Role

pytestmark = pytest.mark.django_db

LIST_QUERIES = 12  # session, person, appointments, the list itself, and what the frame of every page shows


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def test_a_unit_opens_its_report_and_no_other(period, client_as):
    unit, other = make_unit(), make_unit()
    client = client_as(make_user(Role.OFFICER, unit))
    page = client.get(reverse("reports:self-report-detail", args=[2023, unit.code]))
    assert "Lập báo cáo năm 2023" in shown(page)
    assert client.post(reverse("reports:self-report-open", args=[2023, other.code])).status_code == 404
    assert client.post(reverse("reports:self-report-open", args=[1999, unit.code])).status_code == 404
    opened = client.post(reverse("reports:self-report-open", args=[2023, unit.code]))
    assert opened.status_code == 302
    assert [report.unit for report in SelfReport.objects.all()] == [unit]


def test_a_closed_year_says_so(period, client_as):
    unit = make_unit()
    officer = make_user(Role.OFFICER, unit)
    with time_machine.travel(CLOSED, tick=False):
        client = client_as(officer)
        page = client.get(reverse("reports:self-report-detail", args=[2023, unit.code]))
        answer = client.post(reverse("reports:self-report-open", args=[2023, unit.code]), follow=True)
    assert "Kỳ báo cáo năm 2023 đã đóng ngày 01/01/2024" in shown(page)
    assert "đã đóng ngày 01/01/2024" in shown(answer)
    assert not SelfReport.objects.exists()


def test_the_list_says_which_years_are_closed(period, client_as):
    desk = make_desk(period)
    Period.objects.exclude(pk=period.pk).delete()
    address = reverse("reports:self-report-list")
    page = shown(client_as(desk.officer).get(address))
    assert "Đến hết 19/12/2023" in page and "Đã đóng" not in page
    with time_machine.travel(CLOSED, tick=False):
        page = shown(client_as(desk.officer).get(address))
    assert "Đã đóng" in page and "Trước 20/12/2023" not in page


@pytest.mark.parametrize("name", ["self-report-detail", "self-report-present", "score-sheet"])
def test_another_units_report_is_not_found(period, client_as, name):
    mine, other = make_report_at("draft", period), make_report_at("submitted", period)
    client = client_as(mine.officer)
    assert (
        client_as(mine.head).get(reverse("reports:self-report-submit", args=[2023, other.unit.code])).status_code == 404
    )
    assert client.get(reverse(f"reports:{name}", args=[2023, other.unit.code])).status_code == 404
    assert client.get(reverse(f"reports:{name}", args=[2023, mine.unit.code])).status_code == 200


def test_a_draft_is_nobody_elses_business(period, client_as):
    draft, sent = make_report_at("draft", period), make_report_at("submitted", period)
    client = client_as(draft.reviewer)
    assert client.get(detail_url(draft)).status_code == 404
    assert client.get(detail_url(sent)).status_code == 200


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COUNCIL, Role.ADMIN])
def test_readers_do_not_write(period, client_as, role):
    desk = make_report_at("submitted", period)
    client = client_as(make_user(role))
    where = [2023, desk.unit.code]
    for name in ("self-report-open", "self-report-withdraw", "self-report-submit"):
        assert client.post(reverse(f"reports:{name}", args=where)).status_code == 403
    assert client.post(section_url(desk)).status_code == 403
    assert client_as(desk.officer).post(reverse("reports:self-report-withdraw", args=where)).status_code == 302


def test_a_section_is_saved_and_tells_value_and_threshold(period, client_as):
    desk = make_desk(period)
    client = client_as(desk.officer)
    answer = client.post(section_url(desk), {"X-02-a": "1.204", "X-02-b": "1.510"}, follow=True)
    assert answer.status_code == 200
    page = shown(answer)
    assert "Đã lưu phần “Tiêu chuẩn thi đua”" in page
    assert "79,74%" in page
    assert "từ 70% trở lên" in page
    assert "Đạt" in page
    assert desk.entry("X-02").b == 1510


def test_save_and_go_on_leads_to_the_next_section_and_at_last_to_the_report(period, client_as):
    desk = make_desk(period)
    client = client_as(desk.officer)
    first = client.post(section_url(desk, "to-chuc-phong-trao"), {"next": "1"})
    assert first.url == section_url(desk, "sang-kien-mo-hinh")
    last = client.post(section_url(desk, "bao-cao-chung"), {"next": "1"})
    assert last.url == detail_url(desk)


BAD = {
    "text for a number": ("X-02-a", "nhiều", "“nhiều” không phải là số"),
    "negative": ("X-02-a", "-5", "Số không được âm"),
    "comma of thousands": ("X-02-b", "1,234.5", "Không đọc được số “1,234.5”"),
    "two readings": ("X-02-b", "1,234", "có thể hiểu hai cách"),
    "three decimals": ("X-02-a", "1,2345", "không quá hai chữ số sau dấu phẩy"),
    "long number": ("X-02-a", "9" * 41, "không quá 40 ký tự"),
    "huge number": ("X-02-a", "9" * 16, "Số quá lớn"),
    "part of a file": ("X-02-a", "1.203,5", "Số lượng phải là số nguyên, ví dụ 12."),
    "long note": ("X-02-note", "x" * 1001, "quá mức 1.000"),
    "full-width digits that are no number": ("X-02-a", "１２a", "không phải là số"),
    "exponent": ("X-02-a", "1e5", "không phải là số"),
    "infinity": ("X-02-a", "Infinity", "không phải là số"),
    "formula": ("X-02-a", "=1+1", "không phải là số"),
}


def test_a_cell_that_cannot_be_kept_gets_a_sentence_and_the_others_are_saved(period, client_as):
    desk = make_desk(period)
    client, url = client_as(desk.officer), section_url(desk)
    for count, (field, typed, sentence) in enumerate(BAD.values()):
        data = {"X-04-a": str(count), "X-04-a-base": str(count), field: typed}
        answer = client.post(url, data)
        assert answer.status_code == 422, typed
        page = shown(answer)
        assert sentence in page
        assert typed in page  # it stays where it was typed
        assert "Có 1 dòng còn ô chưa lưu" in page
        assert [(one.indicator.code, one.a) for one in Entry.objects.select_related("indicator")] == [("X-04", count)]


def numbers(desk) -> dict:
    """(code, field) -> the number of the version that stands."""
    return defaultdict(int, versions_of(desk.report).numbers)


WRONG_LINES = {
    "a above b": ({"a": "1.610", "b": "1.510"}, "Số thực hiện (1.610) lớn hơn tổng số (1.510)"),
    "only one of two": ({"b": "1.510"}, "Cần điền cả hai số"),
    "zero below the line": ({"a": "0", "b": "0"}, "Tổng số bằng 0: chọn “Không phát sinh”"),
    "n/a with figures": ({"a": "1", "b": "2", "na": "on", "note": "x"}, "Đã chọn “Không phát sinh” thì để trống"),
    "n/a without its reason": ({"na": "on"}, "Ghi lý do không phát sinh"),
}


def test_what_is_wrong_between_cells_is_kept_and_told_at_the_line(period, client_as):
    desk = make_desk(period)
    client, url = client_as(desk.officer), section_url(desk)
    for cells, sentence in WRONG_LINES.values():
        bases = {f"X-02-{name}-base": numbers(desk)["X-02", name] for name in ("a", "b", "na", "note")}
        answer = client.post(url, {f"X-02-{name}": typed for name, typed in cells.items()} | bases, follow=True)
        page = shown(answer)
        assert "Có 1 dòng phải sửa trước khi trình ký." in page
        assert f"Phải sửa trước khi trình ký: <span data-problem-text>{sentence}" in page
        wanted = page.split('id="dong-X-02"')[1].split("</details>")[0]
        assert (">Lý do không phát sinh (bắt buộc)</label>" in wanted) == ("na" in cells)
        assert "tối đa 7 điểm" in wanted or "na" in cells
        entry = desk.entry("X-02")
        assert (entry.na, entry.note) == ("na" in cells, cells.get("note", ""))
        assert entry.b == (parse_decimal(cells["b"]) if "b" in cells else None)
    bases = {f"X-02-{name}-base": numbers(desk)["X-02", name] for name in ("a", "b", "na", "note")}
    assert "phải sửa trước khi trình ký." not in shown(
        client.post(url, {"X-02-a": "1", "X-02-b": "2"} | bases, follow=True)
    )


def test_numbers_are_read_the_vietnamese_way(period, client_as):
    desk = make_desk(period)
    data = {"X-02-a": " 1.234,0 ", "X-02-b": "１２３４５"}
    assert client_as(desk.officer).post(section_url(desk), data).status_code == 302
    assert (desk.entry("X-02").a, desk.entry("X-02").b) == (1234, 12345)


def test_text_is_stored_composed_and_shown_as_text(period, client_as):
    desk = make_desk(period)
    data = {"BC-01-text": "Đa\u0306\u0301c\u200b <script>alert(1)</script>\r\n\r\n\r\n\r\nKết quả"}
    client = client_as(desk.officer)
    assert client.post(section_url(desk, "bao-cao-chung"), data).status_code == 302
    assert desk.entry("BC-01").text == "Đắc <script>alert(1)</script>\n\nKết quả"
    page = shown(client.get(section_url(desk, "bao-cao-chung")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_story_that_is_too_long_says_how_long(period, client_as):
    desk = make_desk(period)
    answer = client_as(desk.officer).post(section_url(desk, "bao-cao-chung"), {"BC-01-text": "x" * 4001})
    assert answer.status_code == 422
    assert "Nội dung dài 4.001 ký tự, quá mức 4.000" in shown(answer)


def test_ten_megabytes_of_paste_are_refused(period, client_as):
    desk = make_desk(period)
    answer = client_as(desk.officer).post(section_url(desk, "bao-cao-chung"), {"BC-01-text": "x" * 10_000_000})
    assert answer.status_code == 400
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("choice", ["2", "có", "-1", "1;DROP"])
def test_a_choice_that_is_not_offered(period, client_as, choice):
    desk = make_desk(period)
    url = section_url(desk, "to-chuc-phong-trao")
    answer = client_as(desk.officer).post(url, {"TT-01-yes": choice})
    assert answer.status_code == 422
    assert "Chọn “Có” hoặc “Chưa”." in shown(answer)
    assert client_as(desk.officer).post(url, {"TT-01-yes": "1", "X-01-value": "2"}).status_code == 302
    assert (desk.entry("TT-01").yes, desk.entry("X-01").value) == (True, 2)


def test_posting_what_is_not_on_the_form_changes_nothing(period, client_as):
    desk = make_desk(period)
    data = {"X-02-a": "1", "X-02-b": "2", "X-02-verdict": "accepted", "state": "accepted", "bonus": "10",
            "PB-01-a": "1", "PB-01-b": "1", "X-02-report": "1"}  # fmt: skip
    assert client_as(desk.officer).post(section_url(desk), data).status_code == 302
    report = desk.fresh()
    assert (report.state, report.bonus, desk.entry("X-02").verdict) == ("draft", 0, "pending")
    assert [entry.indicator.code for entry in report.entries.all()] == ["X-02"]


def test_a_second_page_keeps_what_was_typed_and_overwrites_nothing_unseen(period, client_as):
    desk = make_desk(period)
    client, url = client_as(desk.officer), section_url(desk)
    client.post(url, {"X-02-a": "70", "X-02-b": "100"})
    for base in ("0", "", "abc", "9" * 30, "-1", "²"):
        answer = client.post(url, {"X-02-a": "88", "X-02-a-base": base, "X-02-b": "100", "X-04-a": "3", "X-04-b": "3"})
        assert answer.status_code == 409
        page = shown(answer)
        assert "vừa được" in page and "đang lưu: 70" in page
        assert 'value="88"' in page
        assert "= 70%" in page
        assert desk.entry("X-02").a == 70
    assert desk.entry("X-04").a == 3  # the other cells were kept
    assert 'name="X-02-a-base" value="1"' in page  # the next save is meant
    assert (
        client.post(url, {"X-02-a": "88", "X-02-a-base": "1", "X-02-b": "100", "X-02-b-base": "1"}).status_code == 302
    )
    assert desk.entry("X-02").a == 88


def test_who_did_not_touch_a_cell_contradicts_nobody(period, client_as):
    """The first page still shows 70; somebody made it 80; the first one saves the note alone."""
    desk = make_desk(period)
    client, url = client_as(desk.officer), section_url(desk)
    client.post(url, {"X-02-a": "70", "X-02-b": "100"})
    shown_first = {"X-02-a": "70", "X-02-a-base": "1", "X-02-b": "100", "X-02-b-base": "1", "X-04-a": "", "X-04-b": ""}
    client.post(url, {"X-02-a": "80", "X-02-a-base": "1", "X-02-b": "100", "X-02-b-base": "1", "X-04-a": "3"})
    assert client.post(url, {**shown_first, "X-02-note": "Đã đối chiếu."}).status_code == 302
    entry = desk.entry("X-02")
    assert (entry.a, entry.note, desk.entry("X-04").a) == (80, "Đã đối chiếu.", 3)


def test_a_section_that_is_not_there(period, client_as):
    desk = make_desk(period)
    assert client_as(desk.officer).get(section_url(desk, "khong-co")).status_code == 404
    assert client_as(desk.officer).get(section_url(desk)).status_code == 200


def test_a_sent_report_is_not_filled(period, client_as):
    desk = make_report_at("submitted", period)
    answer = client_as(desk.officer).post(section_url(desk), {"X-02-a": "1", "X-02-b": "2"})
    assert answer.url == detail_url(desk)
    assert desk.entry("X-02").a == 100


def test_after_a_return_only_the_returned_line_has_fields(period, client_as):
    desk = make_report_at("returned", period)
    page = shown(client_as(desk.officer).get(section_url(desk, "to-chuc-phong-trao")))
    assert 'name="TT-01-yes"' in page
    assert "Phòng VH-TT trả lại: Thiếu văn bản kèm theo." in page
    assert 'name="TT-02-yes"' not in page
    data = {"TT-01-yes": "0", "TT-01-yes-base": numbers(desk)["TT-01", "yes"], "TT-02-yes": "0"}
    assert client_as(desk.officer).post(section_url(desk, "to-chuc-phong-trao"), data).status_code == 302
    assert (desk.entry("TT-01").yes, desk.entry("TT-02").yes) == (False, True)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_own_reports_costs_the_same(period, client_as, django_assert_num_queries, n):
    officer = make_user(Role.OFFICER, make_unit())
    for _ in range(n):
        desk = make_desk(period)
        appoint(officer, Role.OFFICER, desk.unit)
    client = client_as(officer)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("reports:self-report-list"))
    assert shown(page).count("Đang soạn") == n

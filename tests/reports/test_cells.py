"""One cell at a time: the service, the address that a typing page speaks to, and what it tells a second person."""

import json
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.workflow import TransitionDenied
from reports import edits
from reports.comparison import comparisons
from reports.enums import Cell
from reports.models import CellEdit, Entry
from reports.pages.checks import own_checks
from reports.rules import Figures
from reports.selectors.rows import indicators_of, last_year, report_rows
from reports.services import sending
from reports.services.cells import CellChange, Fate, save_cells
from reports.services.reports import open_report
from tests.factories import make_unit, make_user
from tests.reports.factories import EARLY, fill, make_desk, make_report_at
from tests.reports.pages import section_url, shown
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db

SAVE_QUERIES = 11  # session, person, posts, report; savepoint, lock, lines, numbers, update, edit, release
POLL_QUERIES = 5  # session, person, posts, report, edits
PAGE_QUERIES = 18  # two of them for the year before


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def desk(period):
    return make_desk(period)


def change(code: str, field: str, value, base: int = 0) -> CellChange:
    return CellChange(code, Cell(field), value, base)


def save(desk, *changes, by=None):
    return save_cells(desk.report, changes, by=by or desk.officer)


def fates(answers) -> list[str]:
    return [answer.fate for answer in answers]


# --- the service ------------------------------------------------------------------------------------------------------


def test_a_cell_is_kept_with_its_number_and_the_same_again_adds_nothing(desk):
    assert fates(save(desk, change("X-02", "a", Decimal(70)))) == [Fate.SAVED]
    assert fates(save(desk, change("X-02", "a", Decimal("70.00"), base=0))) == [Fate.SAME]
    answer = save(desk, change("X-02", "a", Decimal(71), base=1))[0]
    assert (answer.fate, answer.number, answer.by, answer.author) == (
        Fate.SAVED, 2, desk.officer.full_name, desk.officer.username)  # fmt: skip
    assert [edit.value for edit in desk.entry("X-02").edits.order_by("number")] == ["70", "71"]


def test_a_line_that_is_wrong_between_its_cells_is_kept_and_not_sent(desk):
    fill(desk)
    answers = save(desk, change("X-02", "a", Decimal(120), base=1), change("X-02", "na", value=True))
    assert fates(answers) == [Fate.SAVED, Fate.SAVED]
    with pytest.raises(TransitionDenied, match="Hồ sơ công việc tại cấp xã"):
        sending.present_report(desk.fresh(), by=desk.officer, now=EARLY)


def test_a_stale_cell_is_a_conflict_that_names_the_other_person(desk):
    colleague = make_user(Role.OFFICER, desk.unit, full_name="Trần Thị Bích")
    save(desk, change("X-02", "a", Decimal(70)), by=colleague)
    answer, other = save(desk, change("X-02", "a", Decimal(80)), change("X-02", "b", Decimal(100)))
    assert (answer.fate, answer.value, answer.number, answer.by) == (Fate.CONFLICT, 70, 1, "Trần Thị Bích")
    assert other.fate == Fate.SAVED
    assert (desk.entry("X-02").a, desk.entry("X-02").b) == (70, 100)
    assert fates(save(desk, change("X-02", "a", Decimal(80), base=answer.number))) == [Fate.SAVED]


def test_a_cell_that_cannot_be_kept_leaves_the_others_alone(desk):
    answers = save(
        desk,
        change("X-02", "a", Decimal(-1)),
        change("X-02", "yes", value=True),
        change("PB-01", "a", Decimal(1)),
        change("X-02", "b", Decimal(9)),
    )
    assert fates(answers) == [Fate.REFUSED, Fate.REFUSED, Fate.REFUSED, Fate.SAVED]
    assert answers[0].sentence == "Số không được âm. Nhập số từ 0 trở lên."
    assert (desk.entry("X-02").a, desk.entry("X-02").b) == (None, 9)


def test_only_the_unit_and_only_while_it_is_open(period):
    desk, other = make_report_at("draft", period), make_desk(period)
    for stranger in (other.officer, desk.reviewer, desk.head):
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ được phân công"):
            save(desk, change("X-02", "a", Decimal(9), base=1), by=stranger)
    assert fates(save(desk, change("X-02", "a", Decimal(9), base=1))) == [Fate.SAVED]
    sending.present_report(desk.fresh(), by=desk.officer, now=EARLY)
    with pytest.raises(TransitionDenied, match="chờ lãnh đạo đơn vị ký nộp"):
        save(desk, change("X-02", "a", Decimal(10), base=2))


def test_after_a_return_only_the_returned_line_is_open(period):
    desk = make_report_at("returned", period)
    answers = save(desk, change("TT-01", "yes", value=False, base=1), change("X-02", "a", Decimal(9), base=1))
    assert fates(answers) == [Fate.SAVED, Fate.REFUSED]
    assert "không bị trả lại" in answers[1].sentence


# --- the address ------------------------------------------------------------------------------------------------------


def where(desk, name: str) -> str:
    return reverse(f"reports:{name}", args=[2023, desk.unit.code])


def post(client, desk, *cells, user=None):
    told = [{"code": code, "field": field, "value": text, "base": base} for code, field, text, base in cells]
    body = {"user": user or desk.officer.username, "cells": told}
    return client.post(where(desk, "cells-save"), json.dumps(body), content_type="application/json")


def test_the_answer_says_what_became_of_each_cell_and_where_the_report_stands(desk, client_as):
    client = client_as(desk.officer)
    told = post(client, desk, ("X-02", "a", " 1.004 ", 0), ("X-02", "b", "1.510", 0), ("X-04", "a", "chín", 0)).json()
    assert [(one["fate"], one.get("value"), one["number"]) for one in told["cells"]] == [
        ("saved", "1.004", 1),
        ("saved", "1.510", 1),
        ("refused", None, 0),
    ]
    assert told["cells"][2]["sentence"].startswith("“chín” không phải là số")
    assert told["lines"][0] == {
        "code": "X-02", "value": "= 66,49%", "parts": "1.004 / 1.510\u00a0hồ sơ", "result": "not_met",
        "distance": "còn thiếu 3,51 điểm phần trăm (thêm 53 hồ sơ)", "points": "6,64/7 điểm", "problem": "",
        "answered": True, "part": "tieu-chuan-thi-dua",
    }  # fmt: skip
    part = next(one for one in told["parts"] if one["code"] == "tieu-chuan-thi-dua")
    assert (part["done"], part["total"], part["word"]) == (1, 4, "Còn thiếu")
    assert told["progress"] == {"done": 1, "total": 29, "work": 28, "points": "6,64/100 điểm"}


KINDS = [
    ("TT-01", "yes", "0", False), ("X-01", "value", "3", 3),
    ("TT-03", "value", "2", 2), ("NS-03", "value", "1.500.000", 1_500_000),
    ("BC-01", "text", "Kê\u0301t quả\r\n", "Kết quả"), ("X-02", "na", "1", True), ("X-02", "note", " x ", "x"),
    ("X-02", "estimate", "1", True), ("TT-01", "yes", "", None),
]  # fmt: skip


def test_every_kind_of_cell_is_read_and_shown_again(desk, client_as):
    client = client_as(desk.officer)
    for code, field, text, value in KINDS:
        base = edits.versions_of(desk.report).of(code, field)
        answer = post(client, desk, (code, field, text, base)).json()["cells"][0]
        assert answer["fate"] == "saved", answer
        assert getattr(desk.entry(code), field) == value
        again = post(client, desk, (code, field, answer["value"], 0)).json()["cells"][0]
        assert again["fate"] == "same"


NONSENSE = [
    "", "[]", "{", "null", "[" * 100_000, '{"cells": 1}', '{"cells": [1]}', '{"cells": [{"code": "X-02"}]}',
    '{"cells": [{"code": "X-02", "field": "verdict", "value": "accepted", "base": 0}]}',
    '{"cells": [{"code": "X-02", "field": "a", "value": 1, "base": 0}]}',
    '{"cells": [{"code": "X-02", "field": "a", "value": "1", "base": -1}]}',
    '{"cells": [{"code": "X-02", "field": "a", "value": "1", "base": true}]}',
    '{"cells": [{"code": "X-02", "field": "a", "value": "1", "base": 99999999999}]}',
]  # fmt: skip


def test_what_no_page_of_ours_sends_is_refused(desk, client_as):
    client = client_as(desk.officer)
    for body in NONSENSE:
        answer = client.post(where(desk, "cells-save"), body, content_type="application/json")
        assert answer.status_code == 400, body
        assert "tải lại trang" in answer.json()["sentence"]
    assert not Entry.objects.exists()
    odd = [("X-02", "a", "\ud800", 0), ("<b>\ud800", "a", "1", 0), ("X-02", "text", "x", 0), ("X-02", "b", "5", 0)]
    told = post(client, desk, *odd).json()
    assert [one["fate"] for one in told["cells"]] == ["refused", "refused", "refused", "saved"]


def test_another_person_on_the_same_machine_does_not_send_for_the_first(desk, client_as):
    colleague = make_user(Role.OFFICER, desk.unit)
    answer = post(client_as(colleague), desk, ("X-02", "a", "1", 0))
    assert (answer.status_code, answer.json()["other_user"]) == (409, True)
    assert not Entry.objects.exists()
    assert post(client_as(colleague), desk, ("X-02", "a", "1", 0), user=colleague.username).status_code == 200


def test_another_units_cells_are_not_found_and_a_presented_report_is_closed(period, client_as):
    desk, other = make_report_at("draft", period), make_desk(period)
    client = client_as(other.officer)
    assert post(client, desk, ("X-02", "a", "1", 1), user=other.officer.username).status_code == 404
    assert client.get(where(desk, "cells-changes")).status_code == 404
    assert client.get(where(other, "cells-changes")).status_code == 200
    client = client_as(desk.officer)
    assert client.get(where(desk, "cells-changes")).json()["editable"] is True
    sending.present_report(desk.fresh(), by=desk.officer, now=EARLY)
    answer = post(client, desk, ("X-02", "a", "1", 1))
    assert (answer.status_code, answer.json()["closed"]) == (409, True)
    assert "ký nộp" in answer.json()["sentence"]
    assert client.get(where(desk, "cells-changes")).json()["editable"] is False


def test_it_needs_the_token(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.officer)
    assert post(client, desk, ("X-02", "a", "1", 0)).status_code == 403
    client.get(section_url(desk))
    token = {"HTTP_X_CSRFTOKEN": client.cookies["csrftoken"].value}
    body = json.dumps({"user": desk.officer.username, "cells": []})
    answer = client.post(where(desk, "cells-save"), body, content_type="application/json", **token)
    assert answer.status_code == 200


@pytest.mark.parametrize("lines", [2, 29])
def test_saving_one_cell_costs_the_same(desk, client_as, django_assert_num_queries, lines):
    client = client_as(desk.officer)
    if lines == 29:
        fill(desk)
    else:
        save(
            desk, change("X-02", "a", Decimal(1)), change("X-02", "b", Decimal(1)), change("TT-03", "value", Decimal(1))
        )
    post(client, desk)  # what never changes is read once per process
    with django_assert_num_queries(SAVE_QUERIES):
        told = post(client, desk, ("X-02", "a", "0", 1)).json()
    assert told["cells"][0]["fate"] == "saved"


# --- the second person ------------------------------------------------------------------------------------------------


def test_the_second_person_hears_what_changed_since(desk, client_as, django_assert_num_queries):
    colleague = make_user(Role.OFFICER, desk.unit, full_name="Trần Thị Bích")
    client = client_as(desk.officer)
    save(desk, change("X-02", "a", Decimal(70)))
    first = client.get(where(desk, "cells-changes"), {"tu": "không phải số"}).json()
    assert [(one["field"], one["value"], one["mine"]) for one in first["cells"]] == [("a", "70", True)]
    with django_assert_num_queries(POLL_QUERIES):
        quiet = client.get(where(desk, "cells-changes"), {"tu": first["last"]}).json()
    assert quiet == {"last": first["last"], "editable": True, "user": desk.officer.username}
    save(desk, change("X-02", "a", Decimal(75), base=1), change("X-02", "b", Decimal(100)), by=colleague)
    save(desk, change("X-02", "a", Decimal(80), base=2), by=colleague)
    told = client.get(where(desk, "cells-changes"), {"tu": first["last"]}).json()
    assert [(one["field"], one["value"], one["number"], one["who"], one["mine"]) for one in told["cells"]] == [
        ("a", "80", 3, "Trần Thị Bích", False),
        ("b", "100", 1, "Trần Thị Bích", False),
    ]
    assert told["lines"][0]["value"] == "= 80%"
    assert told["last"] == CellEdit.objects.order_by("-pk").first().pk


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_tells_the_year_before_with_what_was_accepted(period, client_as):
    """2023 was accepted with an adjusted line; 2024 shows what counted."""
    desk = make_report_at("accepted", period, X_02=Figures(a=Decimal(612), b=Decimal(1000)))
    later = period.campaign.periods.get(year=2024)
    with time_machine.travel("2024-06-01T09:00:00+07:00", tick=False):
        report = open_report(later, desk.unit, by=desk.officer, now=EARLY.replace(year=2024, month=6))
        page = shown(client_as(desk.officer).get(section_url(desk).replace("2023", "2024")))
    assert report.entries.count() == 0
    assert '<span class="soft">Năm 2023:</span> 61,2%' in page
    assert "Minh chứng nên có: Văn thư" in page
    assert "0/29 dòng · dự kiến 0/100 điểm" in page


def test_a_draft_of_last_year_is_shown_to_nobody(plan, client_as):
    past, period = (plan.campaign.periods.get(year=year) for year in (2023, 2024))
    draft = make_report_at("draft", past, X_02=Figures(a=Decimal(612), b=Decimal(1000)))
    desk = make_report_at("draft", period, draft.unit, X_02=Figures(a=Decimal(1), b=Decimal(1000)))
    assert last_year(desk.report) == (None, {})
    page = shown(client_as(desk.officer).get(section_url(desk).replace("2023", "2024")))
    assert "Năm 2023:" not in page and "61,2" not in page
    told = own_checks(desk.report, report_rows(desk.report), desk.officer)
    assert "Giảm so với năm trước" not in [group.title for group in told.should]
    beside = comparisons(desk.report, indicators_of(desk.report))
    assert {one.last_year for one in beside.values()} == {""}


@pytest.mark.parametrize(
    ("kind", "filled"), [(UnitKind.DOANH_NGHIEP, True), (UnitKind.CAP_XA, False), (UnitKind.CAP_XA, True)]
)
def test_the_page_costs_the_same(plan, client_as, django_assert_num_queries, kind, filled):
    """After a year that was accepted, with few lines and with many."""
    past, period = (plan.campaign.periods.get(year=year) for year in (2023, 2024))
    desk = make_desk(period, make_report_at("accepted", past, make_unit(kind)).unit)
    if filled:
        fill(desk)
    else:
        save(desk, change("X-02", "a", Decimal(1)))
    client, section = client_as(desk.officer), report_rows(desk.report)[0]
    url = section_url(desk, section.code).replace("2023", "2024")
    with django_assert_num_queries(PAGE_QUERIES):
        page = client.get(url)
    assert "Năm 2023:" in shown(page)

"""The third column: who may write it, what it may say, which sheet comes of it."""

from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent
from core.workflow import TransitionDenied
from criteria.models import ScoreSheet
from criteria.selectors import final_sheets
from reports import scores
from reports.models import CouncilPoints
from reports.services.council_points import set_council_points
from reports.services.scoring import score_report
from tests.factories import make_user
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import sheet_url, shown
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def desk(period):
    return make_report_at("accepted", period)


@pytest.fixture
def office(db):
    return make_user(Role.APPRAISER, full_name="Lê Văn Thường Trực")


def say(desk, office, points="5", reason="Kiểm tra thực tế chưa đúng.", code="X-02"):
    number = None if points is None else Decimal(points)
    return set_council_points(desk.report, code, points=number, reason=reason, by=office)


def council_url(desk, code="X-02") -> str:
    return reverse("reports:council-points", args=[2023, desk.unit.code, code])


def test_the_councils_sheet_comes_from_the_appraised_answers_and_its_points(desk, office, period):
    appraised = score_report(desk.report, "appraised")
    say(desk, office, "5.5")
    sheet = score_report(desk.report, "council")
    assert (appraised.total, sheet.total) == (100, Decimal("98.50"))  # X-02 is worth 7
    [line] = [line for line in sheet.lines if line["code"] == "X-02"]
    assert (line["points"], line["met"]) == ("5.50", True)
    assert line["reason"] == "Hội đồng cho 5,5 trên 7 điểm: Kiểm tra thực tế chưa đúng."
    assert sheet.eligible is appraised.eligible
    assert final_sheets(period)[desk.unit.pk].pk == sheet.pk


def test_the_latest_word_counts_and_an_empty_one_gives_the_line_back(desk, office):
    appraised = score_report(desk.report, "appraised")
    totals = []
    for points in ("0", "7", "6.25", None):
        say(desk, office, points)
        totals.append(score_report(desk.report, "council").total)
    assert totals == [93, 100, Decimal("99.25"), 100]
    assert CouncilPoints.objects.count() == 4
    last = ScoreSheet.objects.filter(column="council").order_by("-number").first()
    assert last.digest == appraised.digest  # nothing of the council is left in it
    assert ScoreSheet.objects.filter(column="council").count() == 4  # the old ones stay


def test_a_job_is_asked_for_and_the_log_tells(desk, office):
    from core.models import Job

    say(desk, office)
    assert Job.objects.filter(kind="reports.score", args__column="council", state="queued").count() == 1
    event = AuditEvent.objects.get(action="self_report.council_points")
    assert (event.actor, event.data["points"], event.data["line"]) == (office.username, "5", "X-02")


@pytest.mark.parametrize(
    ("points", "reason", "field", "told"),
    [
        ("7.01", "Lý do.", "points", "từ 0 đến 7"),
        ("-0.01", "Lý do.", "points", "từ 0 đến 7"),
        ("1.005", "Lý do.", "points", "hai chữ số"),
        ("1", " ", "reason", "Ghi lý do"),
        ("1", "x" * 2001, "reason", "dài quá 2.000"),
        (None, "Lý do.", "points", "không có gì để bỏ"),
    ],
)
def test_what_no_line_can_have_is_refused_at_its_field(desk, office, points, reason, field, told):
    with pytest.raises(ValidationError) as wrong:
        say(desk, office, points, reason)
    assert list(wrong.value.message_dict) == [field]
    assert told in wrong.value.message_dict[field][0]
    assert CouncilPoints.objects.count() == 0
    for allowed in ("0", "7"):
        assert say(desk, office, allowed).pk


def test_only_phong_noi_vu_only_an_accepted_report_only_a_line_of_the_sheet(desk, office, period):
    for other in (desk.reviewer, desk.officer, make_user(Role.COUNCIL), make_user(Role.CHAIRMAN)):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng Nội vụ"):
            say(desk, other)
    submitted = make_report_at("submitted", period)
    with pytest.raises(TransitionDenied, match="đã được Phòng VH-TT chấp nhận"):
        say(submitted, office)
    for code in ("PB-04", "KHONG-CO"):
        with pytest.raises(TransitionDenied, match="không có trên phiếu điểm"):
            say(desk, office, code=code)
    assert say(desk, office).pk


def test_the_database_refuses_too(desk, office, period):
    row = {"standard_code": "X-02", "reason": "Lý do.", "by": office.username}
    submitted = make_report_at("submitted", period).report
    for broken in (
        {"report": submitted, "points": 1},
        {"report": desk.report, "points": -1},
        {"report": desk.report, "points": 1, "reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CouncilPoints.objects.create(**row | broken)
    kept = CouncilPoints.objects.create(**row, report=desk.report, points=1)
    for change in (lambda rows: rows.update(points=2), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(CouncilPoints.objects.filter(pk=kept.pk))


def test_the_page_writes_keeps_what_was_typed_and_shows_who_and_why(desk, office, client_as):
    score_report(desk.report, "appraised")
    client = client_as(office)
    assert council_url(desk) in shown(client.get(sheet_url(desk)))
    wrong = client.post(council_url(desk), {"points": "8", "reason": "Chưa đúng thực tế."})
    assert wrong.status_code == 422
    assert "từ 0 đến 7" in shown(wrong)
    assert "Chưa đúng thực tế." in shown(wrong)
    done = client.post(council_url(desk), {"points": "5,5", "reason": "Chưa đúng thực tế."})
    assert done["Location"] == f"{sheet_url(desk)}#dong-X-02"
    score_report(desk.report, "council")
    page = shown(client_as(desk.officer).get(sheet_url(desk)))
    for words in ("Hội đồng cho 5,5 điểm, tối đa 7", "Lê Văn Thường Trực", "Lý do: Chưa đúng thực tế."):
        assert words in page
    assert council_url(desk) not in page
    assert client.get(council_url(desk, "KHONG-CO")).status_code == 404


def test_the_ranking_follows_the_council_and_says_so(desk, office, period, client_as):
    other = make_report_at("accepted", period)
    for one in (desk, other):
        score_report(one.report, "appraised")
    places = lambda: {row.unit.pk: row.place for group in scores.ranking(period) for row in group.rows}  # noqa: E731
    assert (places()[desk.unit.pk], places()[other.unit.pk]) == (1, 1)
    say(desk, office, "0")
    score_report(desk.report, "council")
    assert (places()[desk.unit.pk], places()[other.unit.pk]) == (2, 1)
    page = shown(client_as(office).get(reverse("reports:ranking", args=[2023])))
    assert "Số in đậm là số được dùng để xếp hạng." in page
    assert "<strong>93,00</strong>" in page

"""The evidence under the Chairman's list: every step told with who, when and a link that opens; the same queries for 5 and 15."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.enums import AwardKind
from awards.models import ClockRun
from awards.pages.decision import list_lines
from awards.pages.evidence import Evidence
from awards.services import comments, council, lists, rounds
from awards.services import room as room_services
from reports.services import review
from tests.awards import making
from tests.awards.dossiers import Office, collective, make_dossier_at, person
from tests.reports import factories
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def walked(period, appraiser, members):
    """One dossier of a collective and two people, walked by the real services to the Chairman's desk."""
    office = Office(making.make_round(period, appraiser, comment_days=5), appraiser)
    desk = make_dossier_at("appraised", office, collective("Tổ chuyển đổi số"), person(), person())
    accept_report(desk, period)
    award_round = office.award_round
    session = making.make_open_session(award_round, appraiser)
    first = award_round.nominees.filter(kind="individual").first()
    seat = session.seats.order_by("pk").last()
    room_services.declare_recusal(session, seat, first, by=appraiser, reason="anh em ruột")
    making.vote_all(session)
    council.close_session(session, by=appraiser)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    month_ago = timezone.now() - timedelta(days=30)
    listing = comments.publish_listing(award_round, by=appraiser, now=month_ago)
    code = comments.send_objection(listing, first, sender="A", contact="B", text="C", now=month_ago)
    objection = listing.objections.get(code=code)
    comments.answer_objection(objection, "dismissed", "Đã xem xét.", by=appraiser)
    rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    award_round.refresh_from_db()
    return award_round, desk, first


def accept_report(desk, period) -> None:
    report = factories.make_desk(period, desk.unit, registered=False)
    factories.fill(report)
    factories.send(report)
    report.reviewer.full_name = "Đỗ Thị Thẩm"
    report.reviewer.save()
    review.accept_remaining(report.report, by=report.reviewer, now=factories.EARLY)
    review.accept_report(report.report, by=report.reviewer, now=factories.EARLY)


def facts(award_round, user, nominee=None) -> dict[str, object]:
    lines = list_lines(award_round)
    evidence = Evidence(award_round, lines, user)
    if nominee is None:
        return {fact.label: fact for fact in evidence.steps()}
    (line,) = [line for line in lines if line.nominee == nominee]
    return {fact.label: fact for fact in evidence.of(line)}


def test_every_step_of_the_round_is_told(walked, chairman, appraiser):
    award_round, _, _ = walked
    found = facts(award_round, chairman)
    assert list(found) == ["Hồ sơ", "Hội đồng", "Lấy ý kiến", "Danh sách", "Tờ trình", "Quyết định"]
    assert all(fact.ok for fact in found.values())
    assert found["Hồ sơ"].text == "1 đơn vị đã nộp, 1 hồ sơ thẩm định xong"
    minutes = award_round.sessions.get().minutes_number
    assert f"Biên bản số {minutes}" in found["Hội đồng"].text and "có mặt 3/3 thành viên" in found["Hội đồng"].text
    assert "1 ý kiến: 1 không có cơ sở, 0 có cơ sở, 0 chờ trả lời" in found["Lấy ý kiến"].text
    assert appraiser.full_name in found["Danh sách"].text
    assert "Số 12/TTr-PNV ngày 27/12/2023; trình" in found["Tờ trình"].text
    assert appraiser.full_name in found["Tờ trình"].text


def test_every_step_of_a_nominee_is_told_with_who_and_when(walked, chairman, appraiser):
    award_round, desk, nominee = walked
    found = facts(award_round, chairman, nominee)
    assert list(found) == ["Đăng ký thi đua", "Báo cáo, phiếu điểm", "Hồ sơ", "Thẩm định", "Hội đồng", "Lấy ý kiến"]
    assert all(fact.ok for fact in found.values())
    registration = award_round.period.registrations.get(unit=desk.unit)
    assert registration.accepted_by.full_name in found["Đăng ký thi đua"].text
    assert "/100 điểm, đủ tiêu chuẩn" in found["Báo cáo, phiếu điểm"].text
    assert found["Báo cáo, phiếu điểm"].text.startswith("Báo cáo được chấp nhận ")
    assert "Đỗ Thị Thẩm" in found["Báo cáo, phiếu điểm"].text
    assert desk.officer.full_name in found["Hồ sơ"].text and "5/5 giấy tờ đã xác nhận" in found["Hồ sơ"].text
    assert found["Thẩm định"].text.startswith("Đủ điều kiện, ") and appraiser.full_name in found["Thẩm định"].text
    assert "0/10 ngày làm việc" in found["Thẩm định"].text
    assert found["Hội đồng"].text.startswith("2/3 đồng ý (cần 2), 0 không đồng ý")
    assert "(anh em ruột)" in found["Hội đồng"].text
    assert found["Lấy ý kiến"].text.startswith("Không có cơ sở, trả lời")


def test_the_links_open_for_whoever_sees_them(walked, people, client_as):
    award_round, _, nominee = walked
    for role in (Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR):
        client = client_as(people[role])
        shown = [*facts(award_round, people[role]).values(), *facts(award_round, people[role], nominee).values()]
        links = {fact.url.partition("#")[0] for fact in shown if fact.url}
        assert len(links) > 7
        assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_a_step_that_is_missing_is_marked(period, appraiser, chairman, members):
    """Nominees whose dossiers were short-cut: no registration, no score, nothing in the log."""
    award_round = making.make_proposed_round(period, appraiser, collectives=1, direct=1)
    found = facts(award_round, chairman, award_round.nominees.get(kind="collective"))
    assert {label for label, fact in found.items() if not fact.ok} == {"Đăng ký thi đua", "Báo cáo, phiếu điểm"}
    found = facts(award_round, chairman, award_round.nominees.get(kind="individual"))
    assert {label for label, fact in found.items() if not fact.ok} == {"Đăng ký thi đua"}
    assert facts(award_round, chairman)["Lấy ý kiến"].text == "Đợt này không lấy ý kiến công khai"


def test_a_list_that_is_not_ready_says_what_is_missing(period, appraiser, chairman, members):
    award_round = making.make_round(period, appraiser, comment_days=5)
    found = facts(award_round, chairman)
    assert {label for label, fact in found.items() if not fact.ok} == {
        "Hội đồng", "Lấy ý kiến", "Danh sách", "Tờ trình",
    }  # fmt: skip


def test_the_days_of_the_office_leave_out_weekends_and_the_unit_s_own_time(walked, chairman):
    award_round, desk, nominee = walked
    noon = timezone.make_aware(datetime(2023, 12, 14, 12))  # a Thursday
    ClockRun.objects.bulk_create(
        [
            ClockRun(dossier=desk.dossier, started_at=noon, ended_at=noon + timedelta(days=4)),  # Friday, Monday
            ClockRun(
                dossier=desk.dossier, started_at=noon + timedelta(days=7), ended_at=noon + timedelta(days=8)
            ),  # one Friday
        ]
    )
    assert "3/10 ngày làm việc" in facts(award_round, chairman, nominee)["Thẩm định"].text


def test_the_page_shows_the_evidence_closed_below_each_name(walked, chairman, client_as):
    award_round, _, _ = walked
    page = client_as(chairman).get(reverse("awards:decision-review", args=[award_round.pk])).content.decode()
    assert page.count('<details class="evidence">') == 3
    assert "Các bước đã qua" in page and "cần xem" not in page
    assert re.search(r"Hội đồng</dt><dd>2/3 đồng ý", page)


def count_queries(client, award_round) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("awards:decision-review", args=[award_round.pk])).status_code == 200
    return len(seen)


def test_fifteen_nominees_ask_as_much_as_five(period, appraiser, chairman, members, client_as):
    client = client_as(chairman)
    few = making.make_proposed_round(period, appraiser, collectives=2, direct=3, leaders=0, name="Ít")
    fewer = count_queries(client, few)
    rounds.send_back(few, by=chairman, reason="Nhường chỗ.")
    many = making.make_proposed_round(period, appraiser, collectives=5, direct=7, leaders=3, name="Nhiều")
    assert many.nominees.count() == 15
    assert count_queries(client, many) == fewer <= 36


def test_a_list_for_another_level_has_its_evidence_too(period, appraiser, chairman, members, client_as):
    award_round = making.make_proposed_round(period, appraiser, kind=AwardKind.BANG_KHEN_TINH)
    page = client_as(chairman).get(reverse("awards:decision-review", args=[award_round.pk])).content.decode()
    assert '<details class="evidence">' in page

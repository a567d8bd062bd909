"""“Việc của tôi”: each role sees what waits for it, most urgent first, and the deadline says how long is left."""

import pytest
import time_machine
from django.urls import reverse

from campaign.models import Period
from reports.home import ribbon_for, tasks_for
from tests.factories import make_unit, make_user
from tests.reports.factories import CLOSED, EARLY, LATE, at, make_report_at, register
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(period, commune):
    return make_user(Role.OFFICER, commune)


def titles(user, now):
    return [(task.title, task.tone) for task in tasks_for(user, now=now)]


def test_officer_registers_and_reports(period, commune, officer):
    asked = {title for title, _ in titles(officer, at(2023, 11, 1)) if "2023" in title}
    assert asked == {"Báo cáo năm 2023", "Đăng ký thi đua năm 2023"}
    register(period, commune, officer)
    assert {title for title, _ in titles(officer, at(2023, 11, 1)) if "2023" in title} == {"Báo cáo năm 2023"}


def test_time_makes_it_urgent(period, commune, officer):
    register(period, commune, officer)
    assert ("Báo cáo năm 2023", "warning") in titles(officer, at(2023, 12, 15))
    assert ("Báo cáo năm 2023", "danger") in titles(officer, LATE)
    assert "Báo cáo năm 2023" not in dict(titles(officer, CLOSED))


def test_returned_report_comes_first_even_after_the_year(period):
    desk = make_report_at("returned", period)
    first = tasks_for(desk.officer, now=CLOSED)[0]
    assert (first.title, first.tone) == ("Sửa báo cáo năm 2023", "danger")
    assert "1 dòng được trả lại" in first.detail


def test_a_report_that_is_sent_or_accepted_is_told_quietly(period):
    desk = make_report_at("submitted", period)
    sent = next(task for task in tasks_for(desk.officer, now=EARLY) if "2023" in task.title)
    assert (sent.title, sent.tone) == ("Báo cáo năm 2023 đã nộp, chờ thẩm định", "success")
    assert sent.detail.endswith("đã nộp lúc 09:00 ngày 10/12/2023.")
    assert ("Báo cáo năm 2023 đã được chấp nhận", "success") in titles(
        make_report_at("accepted", period).officer, EARLY
    )
    assert not [title for title, _ in titles(desk.officer, CLOSED) if "2023" in title]


def test_what_is_only_to_look_at_is_no_work(period, client_as):
    desk = make_report_at("submitted", period)
    Period.objects.exclude(pk=period.pk).delete()
    with time_machine.travel(EARLY, tick=False):
        page = client_as(desk.officer).get("/").content.decode()
    assert "đã nộp, chờ thẩm định" in page and "hôm nay không có việc phải làm" in page


def test_reviewer_sees_what_waits_and_nothing_of_drafts(period):
    reviewer = make_user(Role.REVIEWER)
    assert titles(reviewer, EARLY) == []
    make_report_at("draft", period)
    make_report_at("submitted", period)
    assert titles(reviewer, EARLY)[0] == ("Thẩm định báo cáo năm 2023", "warning")


def test_phong_noi_vu_goes_straight_to_the_form_of_the_year(period):
    make_report_at("accepted", period)
    (task,) = tasks_for(make_user(Role.APPRAISER), now=EARLY)
    assert (task.button, task.url) == ("Mở đợt", reverse("awards:round-create", args=[2023]))


def test_people_without_a_part_have_an_empty_page(period):
    assert titles(make_user(Role.INSPECTOR), EARLY) == []
    assert titles(make_user(), EARLY) == []


def test_a_unit_that_ended_is_not_asked(period, officer, commune):
    commune.valid_to = at(2023, 6, 30).date()
    commune.save()
    assert "Báo cáo năm 2023" not in dict(titles(officer, EARLY))


def test_queries_do_not_grow_with_the_reports(period, django_assert_num_queries):
    reviewer = make_user(Role.REVIEWER)
    reviewer.roles  # noqa: B018  (appointments are read once per request)
    for _ in range(3):
        make_report_at("submitted", period)
        with django_assert_num_queries(3):  # the years, what the units answered, requests after the review
            tasks_for(reviewer, now=EARLY)


@pytest.mark.parametrize(
    ("now", "text", "tone"),
    [
        (at(2023, 11, 29), "Còn 20 ngày", "info"),
        (at(2023, 12, 13), "Còn 6 ngày", "warning"),
        (at(2023, 12, 19, 22), "Hôm nay là ngày cuối", "danger"),
        (at(2023, 12, 20), "Đã quá hạn", "danger"),
    ],
)
def test_ribbon_says_how_long_is_left(period, commune, officer, now, text, tone):
    ribbon = ribbon_for(officer, now=now)
    assert ribbon.text.startswith(text) and ribbon.tone == tone


def test_ribbon_goes_when_the_report_is_sent(period):
    desk = make_report_at("submitted", period)
    assert ribbon_for(desk.officer, now=EARLY) is None
    assert ribbon_for(make_user(Role.CHAIRMAN), now=EARLY) is None


def test_the_page_itself(period, commune, officer, client_as):
    page = client_as(officer).get("/").content.decode()
    assert "Việc của tôi" in page
    other = make_unit(UnitKind.CAP_XA, name="UBND xã Bí Mật")
    assert other.name not in page

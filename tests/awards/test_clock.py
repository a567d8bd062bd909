"""The time of Phòng Nội vụ: day by day against a brute count, the sentences, what the database keeps, the pages."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.clock import Clock, Phase, Stretch, days_used, due_day, read, working_days_between
from awards.enums import Appraisal
from awards.models import ClockRun
from awards.selectors.clock import clock_of
from awards.services import appraisal, dossiers
from campaign.models import Holiday
from core.working_days import add_working_days, is_working_day
from reports.home import tasks_for
from tests.awards.dossiers import collective, confirm_papers, make_dossier_at, person

MONDAY = date(2024, 1, 8)
NEW_YEAR = date(2024, 1, 1)


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


# --- pure ------------------------------------------------------------------------------------------------

days = st.integers(0, 120).map(lambda n: date(2023, 12, 1) + timedelta(days=n))
closed_days = st.frozensets(days, max_size=12)


@st.composite
def histories(draw) -> tuple[list[Stretch], date]:
    """Stretches as a dossier goes to and fro, the last one perhaps running, and a day not before any of them."""
    marks = sorted(draw(st.lists(days, min_size=1, max_size=9)))
    pairs = list(zip(marks[::2], [*marks[1::2], None], strict=False))
    today = marks[-1] + timedelta(days=draw(st.integers(0, 40)))
    return [Stretch(start, end) for start, end in pairs], today


def brute(stretches: list[Stretch], today: date, holidays: frozenset[date]) -> list[date]:
    """Every day of half a year, one after the other: does it count?"""
    counted = []
    for n in range(-5, 200):
        day = date(2023, 12, 1) + timedelta(days=n)
        inside = any(one.start < day <= (one.end or today) for one in stretches)
        if inside and day <= today and day.weekday() not in (5, 6) and day not in holidays:
            counted.append(day)
    return counted


@settings(max_examples=300, deadline=None)
@given(histories(), closed_days)
def test_days_are_those_of_a_count_day_by_day(history, holidays):
    stretches, today = history
    counted = brute(stretches, today, holidays)
    assert days_used(stretches, today, holidays) == len(counted)
    for allowed in range(1, len(counted) + 1):
        assert due_day(stretches, allowed, holidays) == counted[allowed - 1]


@settings(max_examples=200, deadline=None)
@given(days, st.integers(0, 60), st.integers(1, 15), closed_days)
def test_never_returned_is_add_working_days(start, later, allowed, holidays):
    today = start + timedelta(days=later)
    clock = read([Stretch(start)], allowed, today, finished=False, holidays=holidays)
    assert clock.due == add_working_days(start, allowed, holidays)
    assert clock.overdue == (today > clock.due and working_days_between(clock.due, today, holidays) > 0)
    if not clock.overdue and is_working_day(today, holidays):
        assert add_working_days(today, clock.left, holidays) == clock.due


def test_the_day_of_the_submission_does_not_count():
    assert days_used([Stretch(MONDAY)], MONDAY) == 0
    assert days_used([Stretch(MONDAY)], MONDAY + timedelta(days=1)) == 1
    friday = MONDAY - timedelta(days=3)
    assert days_used([Stretch(friday)], MONDAY) == 1
    assert days_used([Stretch(date(2023, 12, 29))], date(2024, 1, 2), {NEW_YEAR}) == 1


def test_returned_and_sent_again_on_one_day_counts_that_day_once():
    back = MONDAY + timedelta(days=2)
    assert days_used([Stretch(MONDAY, back), Stretch(back)], back + timedelta(days=1)) == 3


@pytest.mark.parametrize(
    ("used", "sentence", "tone"),
    [
        (0, "còn 10 ngày làm việc", "running"),
        (7, "còn 3 ngày làm việc", "running"),
        (9, "còn 1 ngày làm việc", "near"),
        (10, "hết hạn hôm nay", "near"),
        (12, "quá hạn 2 ngày làm việc", "overdue"),
    ],
)
def test_a_running_clock_in_words(used, sentence, tone):
    clock = read([Stretch(MONDAY)], 10, add_working_days(MONDAY, used), finished=False)
    assert (str(clock), clock.tone) == (sentence, tone)


def test_stopped_and_done_in_words():
    friday = MONDAY + timedelta(days=4)
    stopped = read([Stretch(MONDAY, friday)], 10, date(2024, 3, 1), finished=False)
    assert (str(stopped), stopped.used) == ("dừng từ 12/01/2024 – đơn vị đang bổ sung", 4)
    assert (stopped.tone, stopped.due, stopped.overdue) == ("stopped", None, False)
    done = read([Stretch(MONDAY, friday)], 3, date(2024, 3, 1), finished=True)
    assert (str(done), done.tone) == ("xong sau 4 ngày làm việc, quá hạn 1 ngày", "done")
    assert read([], 10, MONDAY, finished=False) is None


def test_what_runs_out_first_comes_first():
    def clock(phase, used):
        return Clock(phase, 10, used, None, MONDAY)

    late, soon, fresh = (clock(Phase.RUNNING, used) for used in (12, 9, 0))
    stopped, done = clock(Phase.STOPPED, 10), clock(Phase.DONE, 11)
    assert sorted([done, fresh, stopped, soon, late], key=lambda one: one.urgency) == [late, soon, fresh, stopped, done]


# --- rows ------------------------------------------------------------------------------------------------


def refused(act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.django_db
def test_the_services_start_and_stop_it(office_desk):
    with time_machine.travel(at(MONDAY), tick=False):
        desk = make_dossier_at("submitted", office_desk, person())
    assert list(desk.dossier.clock_runs.values_list("started_at", "ended_at")) == [(at(MONDAY), None)]
    with time_machine.travel(at(date(2024, 1, 10)), tick=False):
        appraisal.return_dossier(desk.dossier, by=office_desk.appraiser, reason="Bổ sung.")
    assert str(clock_of(desk.fresh(), at(date(2024, 2, 1)))) == "dừng từ 10/01/2024 – đơn vị đang bổ sung"
    with time_machine.travel(at(date(2024, 1, 15)), tick=False):
        confirm_papers(desk)
        dossiers.submit_dossier(desk.dossier, by=desk.officer)
    running = clock_of(desk.fresh(), at(date(2024, 1, 17)))
    assert (running.used, running.left, running.due) == (4, 6, date(2024, 1, 25))
    Holiday.objects.create(day=date(2024, 1, 16), name="Nghỉ bù")
    assert clock_of(desk.dossier, at(date(2024, 1, 17))).due == date(2024, 1, 26)
    with time_machine.travel(at(date(2024, 1, 18)), tick=False):
        appraisal.appraise_nominee(desk.dossier.nominees.get(), Appraisal.ELIGIBLE, by=office_desk.appraiser)
        appraisal.finish_appraisal(desk.dossier, by=office_desk.appraiser)
    assert str(clock_of(desk.fresh(), at(date(2024, 6, 1)))) == "xong sau 4 ngày làm việc"


@pytest.mark.django_db
def test_a_draft_has_no_clock(office_desk):
    desk = make_dossier_at("draft", office_desk)
    assert clock_of(desk.dossier, at(MONDAY)) is None
    refused(lambda: ClockRun.objects.create(dossier=desk.dossier, started_at=at(MONDAY)))


@pytest.mark.django_db
def test_one_runs_at_a_time_and_ends_after_it_began(office_desk):
    desk = make_dossier_at("submitted", office_desk)
    now = timezone.now()
    refused(lambda: ClockRun.objects.create(dossier=desk.dossier, started_at=now))
    refused(lambda: desk.dossier.clock_runs.update(ended_at=at(date(2020, 1, 1))))
    assert desk.dossier.clock_runs.update(ended_at=now + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_what_was_counted_is_not_changed(office_desk):
    desk, other = make_dossier_at("submitted", office_desk), make_dossier_at("submitted", office_desk)
    runs = ClockRun.objects.filter(dossier=desk.dossier)
    refused(lambda: runs.update(started_at=at(MONDAY)))
    refused(lambda: runs.update(dossier=other.dossier))
    refused(lambda: runs._raw_delete(connection.alias))
    appraisal.return_dossier(desk.dossier, by=office_desk.appraiser, reason="Bổ sung.")
    refused(lambda: runs.update(ended_at=None))
    refused(lambda: runs.update(ended_at=timezone.now() + timedelta(days=9)))


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_list_shows_the_time_and_sorts_by_it(office_desk, client_as):
    sent = []
    for day in (date(2024, 1, 10), MONDAY, date(2024, 1, 11)):
        with time_machine.travel(at(day), tick=False):
            sent.append(make_dossier_at("submitted", office_desk, collective()).dossier.pk)
    url = reverse("awards:dossier-list", args=[office_desk.award_round.pk])
    with time_machine.travel(at(date(2024, 1, 23)), tick=False):
        answer = client_as(office_desk.appraiser).get(url, {"sap_xep": "han"})
        page = answer.content.decode()
    assert [row.pk for row in answer.context["page"]] == [sent[1], sent[0], sent[2]]
    assert "quá hạn 1 ngày làm việc" in page and "hạn là 22/01/2024" in page
    assert "còn 1 ngày làm việc" in page and "hạn 24/01/2024" in page


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["", "han"])
@pytest.mark.parametrize("number", [1, 3])
def test_list_with_clocks_costs_the_same(office_desk, client_as, django_assert_num_queries, number, order):
    for _ in range(number):
        make_dossier_at("submitted", office_desk)
    client = client_as(office_desk.appraiser)
    with django_assert_num_queries(9 if order else 10):
        client.get(reverse("awards:dossier-list", args=[office_desk.award_round.pk]), {"sap_xep": order})


@pytest.mark.django_db
def test_both_sides_see_it_on_the_dossier(office_desk, client_as):
    with time_machine.travel(at(MONDAY), tick=False):
        desk = make_dossier_at("submitted", office_desk)
    url = reverse("awards:dossier-detail", args=[desk.dossier.pk])
    with time_machine.travel(at(date(2024, 1, 17)), tick=False):
        pages = [client_as(user).get(url).content.decode() for user in (desk.officer, office_desk.appraiser)]
    for page in pages:
        assert "còn 3 ngày làm việc" in page and "hạn 22/01/2024" in page


@pytest.mark.django_db
def test_home_of_phong_noi_vu_tells_the_nearest(office_desk):
    for day in (MONDAY, date(2024, 1, 10)):
        with time_machine.travel(at(day), tick=False):
            make_dossier_at("submitted", office_desk)

    def told(day: date) -> tuple[str, str]:
        tasks = tasks_for(office_desk.appraiser, now=at(day))
        task = next(one for one in tasks if one.title.startswith("Thẩm định hồ sơ"))
        return task.detail, task.tone

    assert told(date(2024, 1, 17)) == ("2 hồ sơ đang chờ; hồ sơ gần hạn nhất còn 3 ngày làm việc.", "warning")
    late = "2 hồ sơ đang chờ; 1 hồ sơ quá hạn, lâu nhất quá hạn 2 ngày làm việc."
    assert told(date(2024, 1, 24)) == (late, "danger")

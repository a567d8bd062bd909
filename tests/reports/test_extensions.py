"""Gia hạn: who may give it, to whom, until when; judged at the exact instant; what was late stays late."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaign.models import Extension
from campaign.selectors import closes_at, due_at
from campaign.services.extensions import extend_deadline
from core.days import end_of
from core.workflow import TransitionDenied
from criteria.enums import Column
from reports.home import ribbon_for, tasks_for
from reports.services import reports, review, sending
from reports.services.scoring import score_report
from tests.factories import make_unit, make_user
from tests.reports.factories import CLOSED, EARLY, LATE, at, make_desk, make_report_at, register, send
from tests.reports.pages import shown
from units.enums import Role

pytestmark = pytest.mark.django_db
UNTIL = date(2023, 12, 29)


def give(period, *units, by, until=UNTIL, now=LATE, reason="Mất điện ba ngày."):
    return extend_deadline(period, units, last_day_in_time=until, reason=reason, by=by, now=now)


def test_late_is_judged_at_the_exact_instant(period):
    last = end_of(UNTIL) - timedelta(microseconds=1)
    for moment, extended, late in ((last, True, False), (end_of(UNTIL), True, True), (last, False, True)):
        desk = make_report_at("draft", period)
        if extended:
            give(period, desk.unit, by=desk.reviewer)
        assert send(desk, now=moment).late is late
        assert desk.report.submissions.get().late is late


def test_more_time_keeps_the_door_open_after_the_year_has_closed(period, commune):
    officer, reviewer = make_user(Role.OFFICER, commune), make_user(Role.REVIEWER)
    with pytest.raises(TransitionDenied, match="đã đóng"):
        reports.open_report(period, commune, by=officer, now=CLOSED)
    assert "Báo cáo năm 2023" not in {task.title for task in tasks_for(officer, now=CLOSED)}
    give(period, commune, by=reviewer, until=date(2024, 1, 10), now=CLOSED)
    assert (due_at(period, commune.pk), closes_at(period, commune.pk)) == (at(2024, 1, 11), at(2024, 1, 11))
    register(period, commune, officer, now=CLOSED)
    assert reports.open_report(period, commune, by=officer, now=CLOSED).state == "draft"
    task = next(task for task in tasks_for(officer, now=CLOSED) if task.title == "Báo cáo năm 2023")
    assert "đến hết 10/01/2024" in task.detail and task.tone == "warning"
    assert "Còn 5 ngày" in ribbon_for(officer, now=CLOSED).text
    assert "Báo cáo năm 2023" not in {task.title for task in tasks_for(officer, now=at(2024, 1, 11))}


def test_what_was_late_stays_late_until_it_is_sent_anew(period):
    desk = make_report_at("submitted", period, now=LATE)
    give(period, desk.unit, by=desk.reviewer)
    assert desk.fresh().late is True
    own = score_report(desk.report, Column.SELF)
    assert "trước ngày 20/12/2023" in str(own.lines)
    for entry in desk.report.entries.select_related("report")[:1]:
        review.decide_entry(entry, "returned", by=desk.reviewer, now=LATE, reason="Thiếu.")
    review.accept_remaining(desk.report, by=desk.reviewer, now=LATE)
    review.return_report(desk.report, by=desk.reviewer, reason="Bổ sung.")
    assert send(desk, now=LATE).late is True  # sent again after a return: as it was
    other = make_report_at("submitted", period, now=LATE)
    give(period, other.unit, by=other.reviewer)
    sending.withdraw_report(other.report, by=other.officer, now=LATE)
    assert send(other, now=LATE).late is False


def test_only_vhtt_gives_it_and_only_what_makes_sense(period, commune):
    reviewer, officer = make_user(Role.REVIEWER), make_user(Role.OFFICER, commune)
    with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
        give(period, commune, by=officer)
    stranger = make_unit(valid_to=date(2023, 6, 1))
    for field, wrong in {
        "units": {"units": ()},
        "units ": {"units": (commune, stranger)},
        "last_day_in_time": {"until": date(2023, 12, 19)},
        "last_day_in_time ": {"until": date(2023, 12, 21)},
        "last_day_in_time  ": {"until": date(2032, 12, 29)},
        "reason": {"reason": "  "},
    }.items():
        with pytest.raises(ValidationError) as refused:
            give(period, *wrong.pop("units", (commune,)), by=reviewer, **wrong)
        assert set(refused.value.message_dict) == {field.strip()}
    assert not Extension.objects.exists()
    give(period, commune, by=reviewer)
    with pytest.raises(ValidationError, match="đến hết ngày này rồi"):
        give(period, commune, by=reviewer)
    give(period, commune, by=reviewer, until=date(2023, 12, 27))  # the last word counts, a shorter one too
    assert due_at(period, commune.pk) == at(2023, 12, 28)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(until=at(2024, 1, 1))


def test_the_page_gives_several_units_more_time_and_keeps_what_was_typed(period, client_as):
    desk, other = make_desk(period), make_report_at("submitted", period, now=LATE)
    accepted = make_report_at("accepted", period)
    client, url = client_as(desk.reviewer), reverse("reports:extensions", args=[2023])
    with time_machine.travel(LATE, tick=False):
        page = shown(client.get(url + f"?don-vi={desk.unit.code}"))
        assert re.search(rf'value="{desk.unit.code}" id="id_units_\d" checked', page) and page.count(" checked") == 1
        assert f"{other.unit.short_name} – đã nộp, ghi “nộp muộn”" in page
        assert f'value="{accepted.unit.code}"' not in page
        bad = client.post(url, {"units": [desk.unit.code], "last_day_in_time": "31/02/2023", "reason": "Mất điện."})
        assert bad.status_code == 422 and "Mất điện." in shown(bad) and "dd/mm/yyyy" in shown(bad)
        data = {"units": [desk.unit.code, other.unit.code], "last_day_in_time": "29/12/2023", "reason": "Mất điện."}
        assert "Đã gia hạn cho 2 đơn vị đến hết ngày 29/12/2023" in shown(client.post(url, data, follow=True))
        queue = shown(client.get(reverse("reports:review-queue", args=[2023])))
        assert "2 đơn vị được" in queue and "Gia hạn đến hết 29/12/2023" in queue
        assert "được gia hạn nộp báo cáo năm 2023" in shown(client_as(desk.head).get(reverse("notices")))
        assert "Đã được gia hạn" in shown(client_as(desk.officer).get(reverse("reports:self-report-list")))
        inspector = client_as(make_user(Role.INSPECTOR))
        history = shown(inspector.get(url))
        assert "Mất điện." in history and "Gia hạn cho đơn vị" not in history
        assert inspector.post(url, data).status_code == 403 and client_as(desk.officer).get(url).status_code == 403


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same(period, client_as, django_assert_num_queries, n):
    reviewer = make_user(Role.REVIEWER)
    give(period, *[make_unit() for _ in range(n)], by=reviewer)
    client = client_as(reviewer)
    with django_assert_num_queries(11):
        client.get(reverse("reports:extensions", args=[2023]))


def test_taking_back_after_the_year_is_refused_unless_there_is_more_time(period):
    desk = make_report_at("submitted", period, now=EARLY)
    desk.report.claimed_at, desk.report.claimed_by = EARLY, desk.reviewer.username
    desk.report.save()
    with pytest.raises(TransitionDenied, match="không nộp lại được"):
        sending.withdraw_report(desk.report, by=desk.officer, now=CLOSED)
    give(period, desk.unit, by=desk.reviewer, until=date(2024, 1, 10), now=CLOSED)
    back = sending.withdraw_report(desk.report, by=desk.officer, now=CLOSED)
    assert (back.state, back.claimed_by) == ("draft", "")
    assert desk.reviewer.notices.filter(text__contains="rút lại để sửa").count() == 1

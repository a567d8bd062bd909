"""Reminders: to whom, when, once; what a crash leaves; what Phòng VH-TT sees and may send again."""

import threading
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from campaign.enums import ReminderState
from campaign.models import Reminder
from campaign.services.extensions import extend_deadline
from core import jobs
from core.models import Job
from core.workflow import TransitionDenied
from reports.services import reminders, sending
from tests.factories import make_unit, make_user
from tests.reports.factories import at, make_desk, make_report_at, send
from tests.reports.pages import shown
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
WEEK, DAY, LAST, OVER = at(2023, 12, 12, 9), at(2023, 12, 18, 9), at(2023, 12, 19, 9), at(2023, 12, 20, 9)


class DyingBackend(EmailBackend):
    """The machine goes down after the server took the letter."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"canbo@xa.vn": (550, b"no such user")})


class UnreachableBackend(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


def use(settings, backend) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{backend.__module__}.{backend.__qualname__}"}}


def run(now) -> None:
    """An hour of the timetable, and the worker behind it."""
    reminders.remind(now=now)
    for job in Job.objects.filter(kind=reminders.KIND, state="queued"):
        with time_machine.travel(now, tick=False):
            jobs.run(str(job.pk))


@pytest.fixture
def desk(period):
    """A commune that writes, with an address for its officer and its head."""
    found = make_desk(period)
    for person, address in ((found.officer, "canbo@xa.vn"), (found.head, "lanhdao@xa.vn")):
        person.email = address
        person.save()
    found.unit.email = "UBND@xa.vn"
    found.unit.save()
    return found


def told(desk) -> list[tuple]:
    rows = Reminder.objects.filter(unit=desk.unit).order_by("pk")
    return [(row.days_left, row.state, row.addresses) for row in rows]


def test_each_step_once_however_often_the_hour_strikes(desk, settings):
    settings.SITE_URL = "https://thidua.vn"
    for now in (at(2023, 11, 18, 9), WEEK, WEEK, at(2023, 12, 12, 10), at(2023, 12, 13, 9)):
        run(now)
    assert told(desk) == [(7, "sent", ["UBND@xa.vn", "canbo@xa.vn"])]
    (letter,) = [one for one in mail.outbox if "canbo@xa.vn" in one.to]
    assert letter.subject == f"Nhắc nộp báo cáo năm 2023 – {desk.unit.short_name}"
    assert "Còn 7 ngày để nộp báo cáo năm 2023 (đến hết ngày 19/12/2023)." in letter.body
    assert f"https://thidua.vn/bao-cao/2023/{desk.unit.code}/" in letter.body and "0/29 dòng" in letter.body
    run(DAY), run(LAST), run(OVER), run(at(2023, 12, 30, 9))
    assert [row[0] for row in told(desk)] == [7, 1, 0, -1]
    assert told(desk)[1][2] == ["UBND@xa.vn", "canbo@xa.vn", "lanhdao@xa.vn"]  # the head too, at the end
    assert len([one for one in mail.outbox if "canbo@xa.vn" in one.to]) == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.filter(unit=desk.unit, days_left=7).update(state="waiting")


def test_nobody_is_reminded_at_night_or_after_the_year(desk):
    run(at(2023, 12, 12, 7)), run(at(2023, 12, 12, 17)), run(at(2024, 1, 2, 9))
    assert told(desk) == []
    run(at(2023, 12, 12, 8))
    assert [row[0] for row in told(desk)] == [7]


def test_who_has_sent_is_left_alone_and_who_waits_for_the_head_is_not(period, desk):
    sent = make_report_at("submitted", period)
    returned = make_report_at("returned", period)
    waiting = make_report_at("draft", period)
    sending.present_report(waiting.report, by=waiting.officer, now=WEEK)
    ended = make_unit(valid_to=at(2023, 6, 1).date())
    waiting.head.email = "ky@xa.vn"
    waiting.head.save()
    run(WEEK)
    assert told(sent) == [] and not Reminder.objects.filter(unit=ended).exists()
    assert told(waiting) == [(7, "sent", ["ky@xa.vn"])]
    assert told(returned) == [(7, "page_only", [])]
    assert "trả lại để bổ sung" in Notice.objects.get(user=returned.officer, key__startswith="reminder:").text
    assert "chờ lãnh đạo đơn vị ký nộp" in next(one for one in mail.outbox if one.to == ["ky@xa.vn"]).body


def test_more_time_moves_the_reminders(period, desk):
    run(OVER)
    reviewer = make_user(Role.REVIEWER)
    day = at(2023, 12, 27).date()
    extend_deadline(period, [desk.unit], last_day_in_time=day, reason="Mất điện.", by=reviewer, now=OVER)
    run(at(2023, 12, 20, 10)), run(at(2024, 1, 2, 9))
    assert [(row.due_day.day, row.days_left) for row in Reminder.objects.filter(unit=desk.unit).order_by("pk")] == [
        (19, -1),
        (27, 7),
    ]


def test_a_letter_that_may_have_left_is_not_sent_again_by_itself(desk, settings):
    use(settings, DyingBackend)
    reminders.remind(now=WEEK)
    with pytest.raises(SystemExit):
        reminders.send_reminders(now=WEEK)
    assert told(desk)[0][1] == "sending" and len(mail.outbox) == 1
    use(settings, EmailBackend)
    run(at(2023, 12, 12, 10)), run(at(2023, 12, 12, 11))
    row = Reminder.objects.get(unit=desk.unit)
    assert (row.state, row.error, len(mail.outbox)) == (ReminderState.FAILED, reminders.UNKNOWN, 1)
    reminders.resend_reminder(row, by=make_user(Role.REVIEWER), now=WEEK)
    run(at(2023, 12, 12, 12))
    assert told(desk)[0][1] == "sent" and len(mail.outbox) == 2


def test_an_unreachable_server_costs_nothing_and_a_refusal_is_shown(desk, settings):
    use(settings, UnreachableBackend)
    run(WEEK)
    row = Reminder.objects.get(unit=desk.unit)
    assert (row.state, row.error) == (ReminderState.WAITING, reminders.UNREACHABLE)
    use(settings, RefusingBackend)
    run(at(2023, 12, 12, 10))
    row.refresh_from_db()
    assert (row.state, row.error) == (ReminderState.FAILED, reminders.REFUSED_ADDRESS)
    with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
        reminders.resend_reminder(row, by=desk.officer, now=WEEK)


def test_what_lost_its_point_is_not_sent(period, settings):
    desk = make_report_at("draft", period)
    desk.unit.email = "a@xa.vn"
    desk.unit.save()
    reminders.remind(now=WEEK)
    send(desk, now=WEEK)
    reminders.send_reminders(now=WEEK)
    row = Reminder.objects.get(unit=desk.unit)
    assert (row.state, row.error) == (ReminderState.FAILED, "Không gửi: đơn vị đã nộp báo cáo.")
    with pytest.raises(TransitionDenied, match="đã nộp báo cáo"):
        reminders.resend_reminder(row, by=desk.reviewer, now=WEEK)


@pytest.mark.parametrize("n", [1, 3])
def test_preparing_and_the_list_cost_the_same(period, client_as, django_assert_num_queries, n):
    reviewer = make_user(Role.REVIEWER)
    for _ in range(n):
        make_user(Role.OFFICER, make_unit())
    with django_assert_num_queries(15):
        reminders.remind(now=WEEK)
    run(WEEK)
    assert Reminder.objects.count() >= n
    assert Notice.objects.filter(key__startswith="reminder:").count() >= n
    client = client_as(reviewer)
    with django_assert_num_queries(9):
        page = client.get(reverse("reports:reminders-year", args=[2023]))
    assert "Trước 7 ngày" in shown(page) and "chưa có địa chỉ thư nào" in shown(page)
    failed = Reminder.objects.create(period=period, unit=make_unit(), due_day=LAST.date(), days_left=1, state="failed")
    assert "Gửi lại" in shown(client.get(reverse("reports:reminders-year", args=[2023])))
    answer = client.post(reverse("reports:reminder-resend", args=[failed.pk]), follow=True)
    assert "Đã xếp thư vào hàng gửi lại" in shown(answer)
    assert "Gửi lại" not in shown(client.get(reverse("reports:reminders-year", args=[2023])))


@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hours_striking_at_once_tell_once(settings):
    assert connection.vendor == "postgresql", "this test says nothing on a database with one writer"
    from tests.factories import load_real_plan

    period = load_real_plan().campaign.periods.get(year=2023)
    units = [make_unit(email=f"u{n}@xa.vn") for n in range(10)]
    gate = threading.Barrier(8)

    def strike():
        gate.wait(timeout=30)
        try:
            reminders.remind(now=WEEK)
            reminders.send_reminders(now=WEEK)
        finally:
            connections.close_all()

    crowd = [threading.Thread(target=strike) for _ in range(8)]
    [one.start() for one in crowd]
    [one.join(timeout=60) for one in crowd]
    mine = Reminder.objects.filter(period=period, unit__in=units)
    assert mine.count() == 10
    assert sorted(one.to[0] for one in mail.outbox) == sorted({one.to[0] for one in mail.outbox})

"""Lời nhắc: which units are reminded today, and the letters. A reminder is written down, claimed, sent: never twice."""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.core import mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaign import reminding
from campaign.deadlines import Deadlines
from campaign.enums import ReminderState
from campaign.models import Extension, Period, Reminder
from campaign.selectors import due_at, expected_units
from core import audit, jobs
from core.days import last_day
from core.workflow import TransitionDenied
from reports.enums import ReportState
from reports.letters import notice_text, reminder_letter
from reports.models import SelfReport
from units.enums import Role
from units.models import Appointment, Unit, current
from units.services.notices import tell_many

log = logging.getLogger(__name__)

KIND = "reports.remind"
UNKNOWN = "Máy dừng giữa lúc gửi, không rõ thư đã đi chưa."
REFUSED = "Máy chủ thư không nhận thư này; nguyên nhân ở nhật ký của máy chủ."
REFUSED_ADDRESS = "Máy chủ thư không nhận địa chỉ này; cần kiểm tra lại địa chỉ của đơn vị."
UNREACHABLE = "Chưa kết nối được máy chủ thư; cổng thử lại trong giờ tới."
HEADS_FROM = 1  # the unit's head is reminded too from the last day but one, and whenever the report waits for the head


def remind(*, now: datetime) -> int:
    """What the timetable does each hour: writes down what is due, and has the letters sent; returns how many are new."""
    if not reminding.in_office_hours(timezone.localtime(now).time()):
        return 0
    new = sum(_prepare(period, now) for period in _periods(now))
    if Reminder.objects.filter(state__in=[ReminderState.WAITING, ReminderState.SENDING]).exists():
        _queue(by=None)
    return new


def _queue(*, by) -> None:
    jobs.enqueue(KIND, args={}, label="Gửi lời nhắc hạn nộp báo cáo", by=by, dedupe="remind")


def _periods(now: datetime):
    """Years that still take reports from somebody."""
    extended = Extension.objects.filter(period=OuterRef("pk"), until__gt=now)
    return Period.objects.filter(Q(closes_at__gt=now) | Exists(extended)).select_related("campaign")


@transaction.atomic
def _prepare(period: Period, now: datetime) -> int:
    today, rows = timezone.localdate(now), []
    if reminding.days_left(today, last_day(period.report_due)) > reminding.STEPS[0]:
        return 0
    sent: dict[tuple, set[int]] = {}
    for unit, day, step in period.reminders.values_list("unit_id", "due_day", "days_left"):
        sent.setdefault((unit, day), set()).add(step)
    units = list(expected_units(period))
    reports = {report.unit_id: report for report in SelfReport.objects.filter(period=period)}
    deadlines = Deadlines.of([unit.pk for unit in units], [period])
    for unit in units:
        if _has_sent(reports.get(unit.pk)) or now >= deadlines.closes_at(period, unit.pk):
            continue
        day = last_day(deadlines.due_at(period, unit.pk))
        step = reminding.step_due(today, day, sent.get((unit.pk, day), ()))
        if step is not None:
            rows.append(Reminder(period=period, unit=unit, due_day=day, days_left=step))
    return _write_down(rows, reports, today)


def _has_sent(report: SelfReport | None) -> bool:
    return report is not None and report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)


def _write_down(rows: list[Reminder], reports: dict[int, SelfReport], today) -> int:
    """The rows with their addresses, and the same words as notices on the page."""
    posts, messages = _posts([row.unit for row in rows], today), []
    for row in rows:
        report = reports.get(row.unit_id)
        people = _people(posts.get(row.unit_id, []), with_heads=row.days_left <= HEADS_FROM or _waits_for_head(report))
        row.addresses = _addresses(row.unit, people)
        row.state = ReminderState.WAITING if row.addresses else ReminderState.PAGE_ONLY
        text, url = notice_text(row, report, today=today)
        key = f"reminder:{row.period_id}:{row.unit_id}:{row.due_day}:{row.days_left}"
        messages.append((people, text, url, key))
    tell_many(messages)
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)  # two at once: the constraint keeps one
    return len(rows)


def _waits_for_head(report: SelfReport | None) -> bool:
    return report is not None and report.presented


def _posts(units: list[Unit], today) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = {}
    posts = Appointment.objects.filter(
        current(today), unit__in=units, role__in=[Role.OFFICER, Role.HEAD], user__is_active=True
    )
    for post in posts.select_related("user").order_by("-role", "pk"):  # officers first
        found.setdefault(post.unit_id, []).append(post)
    return found


def _people(posts: list[Appointment], *, with_heads: bool) -> list:
    return [post.user for post in posts if with_heads or post.role == Role.OFFICER]


def _addresses(unit: Unit, people: list) -> list[str]:
    """Each address once, however it is spelled."""
    given = [unit.email, *(user.email for user in people)]
    return list({address.strip().lower(): address.strip() for address in given if address.strip()}.values())


# --- sending ----------------------------------------------------------------------------------------------------------


def send_reminders(*, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> dict:
    """Sends what waits. What an earlier run left half way is not sent again: nobody knows whether it arrived.

    Only one job of this kind runs at a time. While the mail server cannot be reached nothing is claimed.
    """
    Reminder.objects.filter(state=ReminderState.SENDING).update(state=ReminderState.FAILED, error=UNKNOWN)
    waiting = list(
        Reminder.objects.filter(state=ReminderState.WAITING).select_related("period__campaign", "unit").order_by("pk")
    )
    if not waiting:
        return {"sent": 0}
    mailer = mail.mailers["default"]
    try:
        mailer.open()
    except Exception:
        log.warning("mail server unreachable, %s reminders wait", len(waiting), exc_info=True)
        Reminder.objects.filter(state=ReminderState.WAITING).update(error=UNREACHABLE)
        return {"sent": 0, "waiting": len(waiting)}
    sent = 0
    try:
        for done, reminder in enumerate(waiting, start=1):
            sent += _send(reminder, mailer, now)
            progress(done, len(waiting))
    finally:
        mailer.close()
    return {"sent": sent}


def _send(reminder: Reminder, mailer, now: datetime) -> bool:
    if why := no_longer_needed(reminder, now=now):
        _move(reminder, ReminderState.WAITING, state=ReminderState.FAILED, error=why)
        return False
    letter = reminder_letter(reminder, _report_of(reminder), today=timezone.localdate(now))
    if not _move(reminder, ReminderState.WAITING, state=ReminderState.SENDING, error=""):
        return False  # somebody else sends it
    try:
        mailer.send_messages([letter])
    except Exception as fault:
        log.exception("reminder %s was not sent", reminder.pk)
        mailer.close()  # the next letter opens a fresh one
        error = REFUSED_ADDRESS if isinstance(fault, SMTPRecipientsRefused) else REFUSED
        _move(reminder, ReminderState.SENDING, state=ReminderState.FAILED, error=error)
        return False
    return _move(reminder, ReminderState.SENDING, state=ReminderState.SENT, sent_at=now)


@transaction.atomic(durable=True)
def _move(reminder: Reminder, before: ReminderState, **fields) -> bool:
    """In a transaction of its own: what is claimed stays claimed, whatever happens next."""
    return bool(Reminder.objects.filter(pk=reminder.pk, state=before).update(**fields))


def _report_of(reminder: Reminder) -> SelfReport | None:
    found = SelfReport.objects.filter(period=reminder.period_id, unit=reminder.unit_id)
    return found.select_related("period__campaign", "period__plan_version", "unit").first()


def no_longer_needed(reminder: Reminder, *, now: datetime) -> str:
    """Why a reminder that was not sent has lost its point; "" while it has one."""
    if _has_sent(_report_of(reminder)):
        return "Không gửi: đơn vị đã nộp báo cáo."
    if last_day(due_at(reminder.period, reminder.unit_id)) != reminder.due_day:
        return "Không gửi: hạn của đơn vị đã đổi."
    newer = Reminder.objects.filter(
        period=reminder.period_id, unit=reminder.unit_id, due_day=reminder.due_day, days_left__lt=reminder.days_left
    )
    return "Không gửi: đã có lời nhắc sau." if newer.exists() else ""


@transaction.atomic
def resend_reminder(reminder: Reminder, *, by, now: datetime) -> Reminder:
    """Phòng VH-TT sends a failed reminder once more, knowing that it may have arrived."""
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng VH-TT mới gửi lại lời nhắc.")
    reminder = Reminder.objects.select_for_update(of=("self",)).select_related("period", "unit").get(pk=reminder.pk)
    if reminder.state != ReminderState.FAILED:
        state = reminder.get_state_display().lower()
        raise TransitionDenied(f"Lời nhắc này ở tình trạng “{state}” nên không gửi lại.")
    if why := no_longer_needed(reminder, now=now):
        raise TransitionDenied(why)
    reminder.state, reminder.error = ReminderState.WAITING, ""
    reminder.save(update_fields=["state", "error"])
    audit.append("reminder.resend", reminder, by=by, data={"step": reminder.days_left, "to": reminder.addresses})
    _queue(by=by)
    return reminder

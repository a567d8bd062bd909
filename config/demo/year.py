"""The first half of a demo year: registrations, reports, review – every row by the real services."""

import random
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaign.models import Period
from campaign.selectors import expected_units
from campaign.services import registrations
from config.demo.figures import STAR, figures, strength_of
from config.demo.people import User
from core import pdf
from reports.enums import ReportState, Verdict
from reports.models import SelfReport
from reports.selectors.rows import indicators_of
from reports.services import reports, review, sending
from units.enums import Role
from units.models import Appointment, Unit

LATE, NEVER = 0.9, 0.96  # of a draw between 0 and 1: the last few report late, fewer still never


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


def officers() -> dict[int, User]:
    """unit id -> its officer."""
    posts = Appointment.objects.filter(role=Role.OFFICER).select_related("user")
    return {post.unit_id: post.user for post in posts}


def heads() -> dict[int, User]:
    """unit id -> who signs for it."""
    posts = Appointment.objects.filter(role=Role.HEAD).select_related("user")
    return {post.unit_id: post.user for post in posts}


def evidence(title: str) -> SimpleUploadedFile:
    paper = pdf.render("demo_evidence.html", {"title": title})
    return SimpleUploadedFile("minh-chung-minh-hoa.pdf", paper, content_type="application/pdf")


def register(period: Period, units: list[Unit], people: dict[int, User], reviewer: User) -> None:
    """Every unit registers in spring; Phòng VH-TT accepts."""
    plan = evidence("Kế hoạch phát động phong trào thi đua (minh họa)")
    content = plan.read()
    for place, unit in enumerate(units, 1):
        by, now = people[unit.pk], at(date(period.year, 5, 4) + timedelta(days=place))
        row = registrations.open_registration(period, unit, by=by)
        if row.state != "draft":
            continue
        row = registrations.save_registration(
            row,
            by=by,
            now=now,
            upload=SimpleUploadedFile("ke-hoach-phat-dong.pdf", content),
            plan_number=f"{place + 20}/KH",
            plan_date=now.date(),
            commitment=f"{unit.short_name} đăng ký thực hiện các chỉ tiêu của mục III và IV.1. (Nội dung minh họa.)",
            contact_name=by.full_name,
            contact_phone="0260 000 000",
        )
        row = registrations.submit_registration(row, by=by, now=now)
        registrations.accept_registration(row, by=reviewer, now=now + timedelta(days=2))


def report(period: Period, units: list[Unit], people: dict[int, User]) -> None:
    """Most of these units report in time, a few late, some not at all; the same ones every time."""
    signers = heads()
    proof = evidence("Biểu tổng hợp số liệu (minh họa)").read()
    for unit in units:
        draw = random.Random(f"nop-{unit.code}-{period.year}").random()  # noqa: S311
        keen = strength_of(unit) > 0.85 or unit.code == STAR
        if draw > NEVER and not keen:
            continue
        late = draw > LATE and not keen
        now = at(period.report_due.date() + timedelta(days=1 if late else -10), 15)
        # bytes of its own: the same file in two units would be pointed out to the reviewer
        own = proof.replace(b"%%EOF", f"% {unit.code} {period.year}\n%%EOF".encode())
        _send(period, unit, (people[unit.pk], signers[unit.pk]), now, own)


def _send(period: Period, unit: Unit, people: tuple[User, User], now: datetime, proof: bytes) -> None:
    by, head = people
    row = reports.open_report(period, unit, by=by, now=now)
    if row.state != ReportState.DRAFT:
        return
    indicators = indicators_of(row)
    answers = {indicator.code: figures(indicator, unit, period.year) for indicator in indicators}
    uploads = {
        indicator.code: (SimpleUploadedFile("minh-chung.pdf", proof), "trang 1")
        for indicator in indicators[:2]
        if indicator.kind != "narrative"
    }
    row = reports.save_entries(row, answers, by=by, uploads=uploads)
    row = sending.present_report(row, by=by, now=now - timedelta(hours=2))
    sending.submit_report(row, by=head, now=now)


def appraise(period: Period, reviewer: User, *, leave: int = 0) -> None:
    """Phòng VH-TT adjusts one line here and there, accepts the rest; `leave` reports stay in the queue."""
    waiting = list(
        SelfReport.objects.filter(period=period, state=ReportState.SUBMITTED).select_related("unit").order_by("pk")
    )
    for place, row in enumerate(waiting[: len(waiting) - leave]):
        now = row.submitted_at + timedelta(days=3)
        if place % 5 == 4 and row.unit.code != STAR:
            _adjust_one(row, reviewer, now)
        review.accept_remaining(row, by=reviewer, now=now)
        for entry in row.entries.filter(verdict=Verdict.PENDING):  # what is to be looked at first
            review.decide_entry(entry, Verdict.ACCEPTED, by=reviewer, now=now)
        review.accept_report(row, by=reviewer, now=now)


def _adjust_one(row: SelfReport, reviewer: User, now: datetime) -> None:
    entry = row.entries.filter(indicator__kind="percent", a__gt=3, na=False).select_related("indicator").first()
    if entry is None:
        return
    adjusted = reports.figures_of(entry)
    adjusted = type(adjusted)(a=adjusted.a - 2, b=adjusted.b)
    reason = "Đối chiếu minh chứng: 02 hồ sơ đã tính hai lần. (Nội dung minh họa.)"
    review.decide_entry(entry, Verdict.ADJUSTED, by=reviewer, now=now, reason=reason, adjusted=adjusted)


def expected(period: Period) -> list[Unit]:
    return list(expected_units(period))

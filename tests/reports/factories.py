"""Reports at a state, walked there by the real services."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaign.models import Period
from campaign.services import registrations
from criteria.enums import IndicatorKind
from reports.enums import Verdict
from reports.models import Entry, SelfReport
from reports.rules import Figures
from reports.selectors import rows as selectors
from reports.services import reports, review, sending
from tests.factories import make_unit, make_user
from units.enums import Role
from units.models import Unit, User

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def at(*when: int) -> datetime:
    """An instant in Vietnam's time."""
    return timezone.make_aware(datetime(*when))


EARLY, LATE, CLOSED = at(2023, 12, 10, 9), at(2023, 12, 22, 9), at(2024, 1, 5, 9)
DUE, LAST_MOMENT = at(2023, 12, 20), datetime.fromisoformat("2023-12-19T23:59:59.999999+07:00")


def pdf(name: str = "minh-chung.pdf", mark: str = "") -> SimpleUploadedFile:
    """A small PDF; another `mark` makes other bytes."""
    return SimpleUploadedFile(
        name, PDF.replace(b"%%EOF", f"%{mark}\n%%EOF".encode()) if mark else PDF, "application/pdf"
    )


@dataclass
class Desk:
    """A report with the people who work on it: who writes, who signs, who reviews."""

    report: SelfReport
    officer: User
    head: User
    reviewer: User

    @property
    def unit(self) -> Unit:
        return self.report.unit

    def entry(self, code: str) -> Entry:
        return self.report.entries.select_related("indicator", "report").get(indicator__code=code)

    def fresh(self) -> SelfReport:
        self.report = SelfReport.objects.select_related("period__campaign", "period__plan_version", "unit").get(
            pk=self.report.pk
        )
        return self.report


def good(indicator) -> Figures:
    """An answer that meets every threshold."""
    return {
        IndicatorKind.PERCENT: Figures(a=Decimal(100), b=Decimal(100)),
        IndicatorKind.COUNT: Figures(value=Decimal(3)),
        IndicatorKind.MONEY: Figures(value=Decimal(150_000_000)),
        IndicatorKind.YES_NO: Figures(yes=True),
        IndicatorKind.GRADED: Figures(value=Decimal(len(indicator.choices) - 1)),
        IndicatorKind.NARRATIVE: Figures(text="Đã tổ chức phát động và thực hiện tốt."),
    }[indicator.kind]


def register(period: Period, unit: Unit, officer: User, now: datetime = EARLY) -> None:
    registration = registrations.open_registration(period, unit, by=officer)
    registration = registrations.save_registration(
        registration,
        by=officer,
        now=now,
        upload=pdf("ke-hoach.pdf"),
        plan_number="12/KH-UBND",
        plan_date=datetime(2023, 5, 20).date(),
        commitment="Đưa 80% hồ sơ công việc lên môi trường mạng.",
        contact_name="Lê Thị Lan",
        contact_phone="0905123456",
    )
    registrations.submit_registration(registration, by=officer, now=now)


def fill(desk: Desk, **answers: Figures) -> SelfReport:
    """Every line gets a good answer, or the one named by its code ("X_02" for X-02)."""
    rows = {
        indicator.code: answers.get(indicator.code.replace("-", "_"), good(indicator))
        for indicator in selectors.indicators_of(desk.fresh())
    }
    reports.save_entries(desk.report, rows, by=desk.officer)
    return desk.fresh()


def send(desk: Desk, *, now: datetime = EARLY) -> SelfReport:
    """The two steps of sending: the officer presents, the head signs."""
    if not desk.fresh().presented:
        sending.present_report(desk.report, by=desk.officer, now=now)
    sending.submit_report(desk.report, by=desk.head, now=now)
    return desk.fresh()


def make_desk(period: Period, unit: Unit | None = None, *, now: datetime = EARLY, registered: bool = True) -> Desk:
    unit = unit or make_unit()
    officer, head, reviewer = make_user(Role.OFFICER, unit), make_user(Role.HEAD, unit), make_user(Role.REVIEWER)
    if registered:
        register(period, unit, officer)
    desk = Desk(reports.open_report(period, unit, by=officer, now=now), officer, head, reviewer)
    desk.fresh()
    return desk


def make_report_at(state: str, period: Period, unit: Unit | None = None, *, now: datetime = EARLY, **answers) -> Desk:
    """A complete report at draft, submitted, returned (its first line) or accepted."""
    desk = make_desk(period, unit)
    fill(desk, **answers)
    if state == "draft":
        return desk
    send(desk, now=now)
    if state == "returned":
        entry = desk.report.entries.select_related("report").order_by("pk").first()
        review.decide_entry(entry, Verdict.RETURNED, by=desk.reviewer, now=now, reason="Thiếu văn bản kèm theo.")
        review.accept_remaining(desk.report, by=desk.reviewer, now=now)
        review.return_report(desk.report, by=desk.reviewer, reason="Bổ sung văn bản.")
    elif state == "accepted":
        review.accept_remaining(desk.report, by=desk.reviewer, now=now)
        review.accept_report(desk.report, by=desk.reviewer, now=now)
    desk.fresh()
    return desk

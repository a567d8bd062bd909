""" "Việc của tôi": what each person has to do now, in order of need, each with the one button that does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from awards.enums import Appraisal, CertificateState, DossierState, RoundState, SessionState
from awards.models import AwardRound, Certificate, CouncilSession, Dossier, Nominee, Vote
from campaign.enums import RegistrationState
from campaign.models import Period, Registration
from core.models import Job, JobState
from core.text import date_short
from reports.enums import ReportState, Verdict
from reports.models import SelfReport
from reports.selectors import reporting_day
from units.enums import Role
from units.models import Unit


@dataclass(frozen=True)
class Task:
    """One thing to do. `tone`: info, warning (little time), danger (late, returned) or success (only to look at)."""

    title: str
    detail: str
    url: str
    button: str
    tone: str = "info"
    due: datetime | None = None


@dataclass(frozen=True)
class Ribbon:
    """The line under the top bar while something is due."""

    text: str
    tone: str
    url: str


_URGENCY = {"danger": 0, "warning": 1, "info": 2, "success": 3}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """Everything the roles of this person ask for today; the number of queries does not grow with the units."""
    makers = {
        Role.OFFICER: _officer,
        Role.REVIEWER: _reviewer,
        Role.APPRAISER: _appraiser,
        Role.COUNCIL: _council,
        Role.CHAIRMAN: _chairman,
        Role.ADMIN: _admin,
    }
    found = [task for role, maker in makers.items() if role in user.roles for task in maker(user, now)]
    return sorted(found, key=lambda task: (_URGENCY[task.tone], task.due or now.max.replace(tzinfo=now.tzinfo)))


def ribbon_for(user, *, now: datetime) -> Ribbon | None:
    """The nearest deadline of the officer's own units that is still to be met."""
    if Role.OFFICER not in user.roles:
        return None
    period = Period.objects.filter(closes_at__gt=now).order_by("year").first()
    if period is None:
        return None
    units = {unit.pk for unit in Unit.objects.filter(pk__in=user.units) if _reports(unit, period)}
    sent = SelfReport.objects.filter(period=period, unit__in=units, submitted_at__isnull=False)
    if sent.exclude(state=ReportState.RETURNED).count() >= len(units):
        return None
    url = reverse("reports:self-report-list")
    until = last_day(period)
    days = (until - timezone.localdate(now)).days
    if days < 0:
        return Ribbon(
            f"Đã quá hạn nộp báo cáo năm {period.year} (hết {date_short(until)}). Nộp bây giờ được ghi “nộp muộn”.",
            "danger",
            url,
        )
    if days == 0:
        return Ribbon(f"Hôm nay là ngày cuối nộp báo cáo năm {period.year}.", "danger", url)
    tone = "warning" if days <= 7 else "info"
    return Ribbon(f"Còn {days} ngày để nộp báo cáo năm {period.year} (đến hết {date_short(until)}).", tone, url)


def last_day(period) -> date:
    """The last day on which a report is on time; `report_due` itself is already late (VI.9: "trước ngày 20/12")."""
    return timezone.localdate(period.report_due - timedelta(microseconds=1))


def _reports(unit: Unit, period: Period) -> bool:
    day = reporting_day(period)
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)


# --- officer -----------------------------------------------------------------


def _officer(user, now: datetime) -> Iterable[Task]:
    units = list(Unit.objects.filter(pk__in=user.units))
    periods = list(Period.objects.filter(closes_at__gt=now).order_by("year"))
    registrations = {(r.period_id, r.unit_id): r for r in Registration.objects.filter(unit__in=units)}
    reports = {
        (r.period_id, r.unit_id): r
        for r in SelfReport.objects.filter(unit__in=units)
        .select_related("period", "unit")
        .annotate(returned_rows=Count("entries", filter=Q(entries__verdict=Verdict.RETURNED)))
    }
    for unit in units:
        for period in (one for one in periods if _reports(unit, one)):
            yield from _registration_task(registrations.get((period.pk, unit.pk)), period, unit)
            yield from _report_task(reports.get((period.pk, unit.pk)), period, unit, now)
    shown = {period.pk for period in periods}
    for report in reports.values():
        if report.state == ReportState.RETURNED and report.period_id not in shown:
            yield from _report_task(report, report.period, report.unit, now)
    yield from _dossier_tasks(units, reports)


def _registration_task(registration, period, unit) -> Iterable[Task]:
    url = reverse("campaign:registration-edit", args=[period.year, unit.code])
    if registration is None or registration.state == RegistrationState.DRAFT:
        yield Task(
            f"Đăng ký thi đua năm {period.year}",
            f"{unit.short_name}: kèm kế hoạch phát động của đơn vị (mục IV.1.1, VI.5, VI.6).",
            url,
            "Đăng ký thi đua" if registration is None else "Tiếp tục đăng ký",
        )
    elif registration.state == RegistrationState.RETURNED:
        yield Task(f"Bổ sung đăng ký thi đua năm {period.year}", registration.return_reason, url, "Bổ sung", "danger")


def _report_task(report, period, unit, now: datetime) -> Iterable[Task]:
    url = reverse("reports:self-report-detail", args=[period.year, unit.code])
    late = now >= period.report_due
    tone = "danger" if late else "warning" if (period.report_due - now).days < 7 else "info"
    if report is None or report.state == ReportState.DRAFT:
        verb = "Lập" if report is None else "Tiếp tục"
        until = f"nộp đến hết {date_short(last_day(period))} (mục VI.9)."
        when = "đã quá hạn, nộp bây giờ được ghi “nộp muộn”." if late else until
        yield Task(
            f"Báo cáo năm {period.year}",
            f"{unit.short_name}: {when}",
            url,
            f"{verb} báo cáo",
            tone,
            period.report_due,
        )
    elif report.state == ReportState.RETURNED:
        detail = f"{unit.short_name}: {report.returned_rows} dòng được trả lại. {report.return_reason}"
        button = "Sửa các dòng được trả lại"
        yield Task(f"Sửa báo cáo năm {period.year}", detail, url, button, "danger", period.report_due)


def _dossier_tasks(units, reports) -> Iterable[Task]:
    dossiers = {
        (d.round_id, d.unit_id): d
        for d in Dossier.objects.filter(unit__in=units, round__state=RoundState.OPEN).select_related("round")
    }
    for award_round in AwardRound.objects.filter(state=RoundState.OPEN).select_related("period"):
        for unit in units:
            dossier = dossiers.get((award_round.pk, unit.pk))
            report = reports.get((award_round.period_id, unit.pk))
            if dossier is None and report and report.state == ReportState.ACCEPTED:
                yield Task(
                    "Đề nghị khen thưởng",
                    f"{unit.short_name}: {award_round.name}.",
                    reverse("awards:round-detail", args=[award_round.pk]),
                    "Lập hồ sơ",
                )
            elif dossier and dossier.state == DossierState.RETURNED:
                url = reverse("awards:dossier-detail", args=[dossier.pk])
                yield Task("Bổ sung hồ sơ khen thưởng", dossier.return_reason, url, "Bổ sung hồ sơ", "danger")
            elif dossier and dossier.state == DossierState.DRAFT:
                url = reverse("awards:dossier-detail", args=[dossier.pk])
                yield Task(
                    "Hồ sơ khen thưởng đang lập", f"{unit.short_name}: {award_round.name}.", url, "Tiếp tục hồ sơ"
                )


# --- the offices ---------------------------------------------------------------


def _reviewer(user, now: datetime) -> Iterable[Task]:
    periods = Period.objects.order_by("year").annotate(
        registered=Count("registrations", filter=Q(registrations__state=RegistrationState.SUBMITTED), distinct=True),
        waiting=Count("reports", filter=Q(reports__state=ReportState.SUBMITTED), distinct=True),
    )
    for period in periods:
        if period.registered:
            url = reverse("campaign:registration-list") + f"?nam={period.year}&trang_thai=submitted"
            yield Task(
                f"Tiếp nhận đăng ký thi đua năm {period.year}",
                f"{period.registered} đăng ký đang chờ.",
                url,
                "Xem đăng ký",
            )
        if period.waiting:
            url = reverse("reports:review-queue", args=[period.year])
            yield Task(
                f"Thẩm định báo cáo năm {period.year}",
                f"{period.waiting} báo cáo đang chờ.",
                url,
                "Thẩm định",
                "warning",
            )


def _appraiser(user, now: datetime) -> Iterable[Task]:
    rounds = AwardRound.objects.select_related("period").annotate(
        waiting=Count("dossiers", filter=Q(dossiers__state=DossierState.SUBMITTED), distinct=True),
        appraised=Count("dossiers", filter=Q(dossiers__state=DossierState.APPRAISED), distinct=True),
        met=Exists(CouncilSession.objects.filter(round=OuterRef("pk"), state=SessionState.CLOSED)),
        meeting=Exists(CouncilSession.objects.filter(round=OuterRef("pk"), state=SessionState.OPEN)),
    )
    for award_round in rounds:
        url = reverse("awards:round-detail", args=[award_round.pk])
        if award_round.sent_back_reason and award_round.state == RoundState.OPEN:
            yield Task(
                f"Chủ tịch trả lại danh sách: {award_round.name}",
                award_round.sent_back_reason,
                url,
                "Xem lại danh sách",
                "danger",
            )
        if award_round.waiting:
            yield Task(
                f"Thẩm định hồ sơ: {award_round.name}",
                f"{award_round.waiting} hồ sơ đang chờ.",
                url,
                "Thẩm định",
                "warning",
            )
        if award_round.state == RoundState.OPEN and award_round.appraised and not award_round.met:
            button = "Vào phiên họp" if award_round.meeting else "Chuẩn bị phiên họp"
            yield Task("Phiên họp Hội đồng", award_round.name, reverse("awards:session-list"), button)
        if award_round.state == RoundState.OPEN and award_round.met:
            yield Task(
                "Trình Chủ tịch danh sách khen thưởng",
                award_round.name,
                reverse("awards:list", args=[award_round.pk]),
                "Lập danh sách",
            )
    pending = Certificate.objects.filter(state=CertificateState.PENDING).count()
    if pending:
        yield Task(
            "Giấy khen chưa in xong",
            f"{pending} Giấy khen đang chờ.",
            reverse("awards:round-list"),
            "Xem tiến độ",
            "warning",
        )
    without = Period.objects.filter(award_rounds__isnull=True, reports__state=ReportState.ACCEPTED).distinct()
    for period in without:
        yield Task(
            f"Mở đợt khen thưởng năm {period.year}",
            "Đã có báo cáo được chấp nhận.",
            reverse("awards:round-list"),
            "Mở đợt",
        )


def _council(user, now: datetime) -> Iterable[Task]:
    sessions = CouncilSession.objects.filter(state=SessionState.OPEN, seats__user=user).select_related("round")
    for session in sessions:
        items = Nominee.objects.filter(round=session.round, appraisal=Appraisal.ELIGIBLE).count()
        voted = Vote.objects.filter(session=session, seat__user=user).count()
        left = f"{voted}/{items} trường hợp đã có ý kiến của anh/chị."
        yield Task(
            f"Biểu quyết: {session.round.name}",
            left,
            reverse("awards:ballot", args=[session.pk]),
            "Biểu quyết",
            "warning",
        )


def _chairman(user, now: datetime) -> Iterable[Task]:
    for award_round in AwardRound.objects.filter(state=RoundState.PROPOSED).select_related("period"):
        url = reverse("awards:decision-review", args=[award_round.pk])
        yield Task(
            f"Quyết định khen thưởng: {award_round.name}",
            "Danh sách đã được thẩm định và biểu quyết.",
            url,
            "Xem và quyết định",
            "warning",
        )


def _admin(user, now: datetime) -> Iterable[Task]:
    failed = Job.objects.filter(state=JobState.FAILED).count()
    if failed:
        yield Task(
            "Việc nền không thành công", f"{failed} việc cần xem lại.", reverse("job-list"), "Xem việc nền", "danger"
        )

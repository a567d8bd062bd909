"""What waits for a cán bộ: the registration, the report and the award dossier of each of their units."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from awards.enums import DossierState, RoundState
from awards.models import AwardRound, Dossier
from campaign.enums import RegistrationState
from campaign.models import Period, Registration
from core.days import last_day
from core.text import date_short
from reports.enums import ReportState, Verdict
from reports.home.deadlines import reports_in
from reports.home.questions import to_answer
from reports.home.task import Task
from reports.models import SelfReport
from units.models import Unit


def officer(user, now: datetime) -> Iterable[Task]:
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
        for period in (one for one in periods if reports_in(unit, one)):
            yield from _registration_task(registrations.get((period.pk, unit.pk)), period, unit)
            yield from _report_task(reports.get((period.pk, unit.pk)), period, unit, now)
    shown = {period.pk for period in periods}
    for report in reports.values():
        if report.state == ReportState.RETURNED and report.period_id not in shown:
            yield from _report_task(report, report.period, report.unit, now)
    yield from _dossier_tasks(units, reports)
    yield from to_answer(user)


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
        until = f"nộp đến hết {date_short(last_day(period.report_due))} (mục VI.9)."
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
    else:
        yield _sent_report(report, period, unit, url)


def _sent_report(report, period, unit, url: str) -> Task:
    """Nothing to do, but good to know."""
    if report.state == ReportState.ACCEPTED:
        detail = f"{unit.short_name}: Phòng VH-TT đã thẩm định xong."
        return Task(f"Báo cáo năm {period.year} đã được chấp nhận", detail, url, "Xem báo cáo", "success")
    sent = timezone.localtime(report.submitted_at)
    title = f"Báo cáo năm {period.year} đã nộp, chờ thẩm định"
    detail = f"{unit.short_name}: đã nộp lúc {sent:%H:%M} ngày {date_short(sent.date())}."
    return Task(title, detail, url, "Xem báo cáo", "success")


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

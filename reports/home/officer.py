"""What waits for a cán bộ: the registration, the report and the award dossier of each of their units."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from awards.enums import BY_UNITS, DossierState, OfficePaperKind, RoundState
from awards.models import AwardRound, Dossier, Nominee, OfficePaper
from campaign.deadlines import Deadlines
from campaign.enums import RegistrationState
from campaign.models import Registration
from core.days import last_day
from core.text import date_short
from reports.enums import ReportState, Verdict
from reports.home.deadlines import reports_in
from reports.home.offices import decided_elsewhere
from reports.home.questions import to_answer
from reports.home.task import Task
from reports.models import SelfReport
from units.models import Unit

NEWS = timedelta(days=30)  # how long a thông báo stands on the first page


def officer(user, now: datetime) -> Iterable[Task]:
    units = list(Unit.objects.filter(pk__in=user.units))
    deadlines = Deadlines.of(unit.pk for unit in units)
    registrations = {(r.period_id, r.unit_id): r for r in Registration.objects.filter(unit__in=units)}
    reports = {
        (r.period_id, r.unit_id): r
        for r in SelfReport.objects.filter(unit__in=units)
        .select_related("period", "unit")
        .annotate(returned_rows=Count("entries", filter=Q(entries__verdict=Verdict.RETURNED)))
    }
    shown = set()
    for unit in units:
        for period in (one for one in deadlines.open_for(unit.pk, now) if reports_in(unit, one)):
            shown.add((period.pk, unit.pk))
            due = deadlines.due_at(period, unit.pk)
            yield from _registration_task(registrations.get((period.pk, unit.pk)), period, unit)
            yield from _report_task(reports.get((period.pk, unit.pk)), period, unit, due, now)
    for key, report in reports.items():
        if report.state == ReportState.RETURNED and key not in shown:
            due = deadlines.due_at(report.period, report.unit_id)
            yield from _report_task(report, report.period, report.unit, due, now)
    yield from _dossier_tasks(units, reports)
    yield from decided_elsewhere(Nominee.objects.filter(unit__in=units, round__kind__in=BY_UNITS))
    yield from _notice_tasks(units, now)
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


def _report_task(report, period, unit, due: datetime, now: datetime) -> Iterable[Task]:
    url = reverse("reports:self-report-detail", args=[period.year, unit.code])
    late = now >= due
    tone = "danger" if late else "warning" if (due - now).days < 7 else "info"
    if report is not None and report.presented:
        yield _waiting_report(period, unit, due, url, tone)
    elif report is None or report.state == ReportState.DRAFT:
        verb = "Lập" if report is None else "Tiếp tục"
        more = ", đã được gia hạn" if due > period.report_due else ""
        until = f"nộp đến hết {date_short(last_day(due))} (mục VI.9{more})."
        when = "đã quá hạn, nộp bây giờ được ghi “nộp muộn”." if late else until
        yield Task(
            f"Báo cáo năm {period.year}",
            f"{unit.short_name}: {when}",
            url,
            f"{verb} báo cáo",
            tone,
            due,
        )
    elif report.state == ReportState.RETURNED:
        detail = f"{unit.short_name}: {report.returned_rows} dòng được trả lại. {report.return_reason}"
        button = "Sửa các dòng được trả lại"
        yield Task(f"Sửa báo cáo năm {period.year}", detail, url, button, "danger", due)
    else:
        yield _sent_report(report, period, unit, url)


def _waiting_report(period, unit, due: datetime, url: str, tone: str) -> Task:
    """In the hands of the head: the officer may only remind, or take it back."""
    detail = f"{unit.short_name}: đã trình, chưa nộp; hạn nộp đến hết {date_short(last_day(due))}."
    return Task(f"Báo cáo năm {period.year} chờ lãnh đạo ký nộp", detail, url, "Xem báo cáo", tone, due)


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


def _notice_tasks(units, now: datetime) -> Iterable[Task]:
    """VI.2: the thông báo on nominees that are not awarded, as long as it is news."""
    rows = OfficePaper.objects.filter(
        kind=OfficePaperKind.THONG_BAO, confirmed_at__gt=now - NEWS, dossier__unit__in=units
    )
    for paper in rows.select_related("dossier__unit", "round"):
        yield Task(
            "Thông báo kết quả xét khen thưởng",
            f"{paper.dossier.unit.short_name}: số {paper.number} ngày {date_short(paper.day)}, {paper.round.name}.",
            f"{reverse('awards:dossier-detail', args=[paper.dossier_id])}#thong-bao",
            "Xem thông báo",
        )

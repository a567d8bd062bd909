"""The unit's pages: open the year's report, fill it by sections, read it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaign.deadlines import Deadlines
from campaign.selectors import due_at
from core import files
from core.days import last_day
from core.workflow import TransitionDenied
from reports import access
from reports.pages.own import report_page
from reports.pages.section import SectionDesk
from reports.selectors import rows as selectors
from reports.services import reports as services
from reports.services.drafting import closed_sentence
from units.access import roles
from units.enums import Role

READ = tuple(access.OWN | access.READERS)


@require_GET
@roles(*access.OWN)
def self_report_list(request):
    rows = selectors.own_reports(request.user)
    deadlines = Deadlines.of(request.user.own_units, {period for period, _, _ in rows})
    now = timezone.now()
    listed = [
        {
            "period": period,
            "unit": unit,
            "report": report,
            "open": now < deadlines.closes_at(period, unit.pk),
            "last_day": last_day(deadlines.due_at(period, unit.pk)),
            "extended": deadlines.was_extended(period, unit.pk),
        }
        for period, unit, report in rows
    ]
    return render(request, "reports/self_report_list.html", {"rows": listed})


@require_POST
@roles(Role.OFFICER)
def self_report_open(request, year, code):
    unit = access.get_own_unit_or_404(request.user, code)
    period = access.get_period_or_404(year)
    try:
        services.open_report(period, unit, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:self-report-list")
    return redirect("reports:self-report-detail", year, code)


@require_GET
@roles(*READ)
def self_report_detail(request, year, code):
    report = access.find_report(request.user, year, code)
    if report is None:  # the officer's own unit, not opened yet: the page offers to open it
        context = {"unit": access.get_unit_of_mine_or_404(request.user, code), "period": access.get_period_or_404(year)}
        closed = closed_sentence(context["period"], context["unit"], now=timezone.now())
        due_day = last_day(due_at(context["period"], context["unit"].pk))
        return render(request, "reports/self_report_new.html", {**context, "closed": closed, "due_day": due_day})
    return render(request, "reports/self_report_detail.html", report_page(report, request.user, now=timezone.now()))


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def section_edit(request, year, code, section):
    report = access.get_own_report_or_404(request.user, year, code)
    desk = SectionDesk.of(report, section)
    if desk is None:
        raise Http404("Báo cáo của đơn vị không có phần này.")
    if not report.editable:
        messages.info(request, _only_to_read(report))
        return redirect("reports:self-report-detail", year, code)
    status = 200
    if request.method == "POST":
        status = desk.save(request.POST, request.FILES, by=request.user)
        if status == 200:
            messages.success(request, _saved(desk))
            following = desk.following if "next" in request.POST else desk.section
            if following is None:
                return redirect("reports:self-report-detail", year, code)
            return redirect("reports:section-edit", year, code, following.code)
    return render(request, "reports/section_edit.html", {"desk": desk, "report": desk.report}, status=status)


def _saved(desk) -> str:
    mend = f" Có {desk.problems} dòng phải sửa trước khi trình ký." if desk.problems else ""
    return f"Đã lưu phần “{desk.section.title}”.{mend}"


def _only_to_read(report) -> str:
    if report.presented:
        return "Báo cáo đang chờ lãnh đạo ký nộp nên chỉ xem được. Muốn sửa, anh/chị lấy lại báo cáo trước."
    return "Báo cáo đã nộp nên chỉ xem được. Muốn sửa, anh/chị rút báo cáo lại nếu chưa thẩm định."


@require_GET
@roles(*READ)
def evidence_file(request, file_id):
    return files.response(access.get_evidence_or_404(request.user, file_id).file, inline="xem" in request.GET)

"""The officer's pages: open the year's report, fill it by sections, send it, take it back, read what was sent."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import files
from core.workflow import TransitionDenied
from reports import access, selectors
from reports.desk import SectionDesk, report_page
from reports.services import reports as services
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_GET
@roles(Role.OFFICER)
def self_report_list(request):
    context = {"rows": selectors.own_reports(request.user), "now": timezone.now()}
    return render(request, "reports/self_report_list.html", context)


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
        context = {"unit": access.get_own_unit_or_404(request.user, code), "period": access.get_period_or_404(year)}
        closed = services.closed_sentence(context["period"], now=timezone.now())
        return render(request, "reports/self_report_new.html", {**context, "closed": closed})
    return render(request, "reports/self_report_detail.html", report_page(report, request.user, now=timezone.now()))


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def section_edit(request, year, code, section):
    report = access.get_own_report_or_404(request.user, year, code)
    desk = SectionDesk.of(report, section)
    if desk is None:
        raise Http404("Báo cáo của đơn vị không có phần này.")
    if not report.editable:
        messages.info(request, "Báo cáo đã nộp nên chỉ xem được. Muốn sửa, anh/chị rút báo cáo lại nếu chưa thẩm định.")
        return redirect("reports:self-report-detail", year, code)
    status = 200
    if request.method == "POST":
        status = desk.save(request.POST, request.FILES, by=request.user)
        if status == 200:
            messages.success(request, f"Đã lưu phần “{desk.section.title}”.")
            following = desk.following if "next" in request.POST else desk.section
            if following is None:
                return redirect("reports:self-report-detail", year, code)
            return redirect("reports:section-edit", year, code, following.code)
    return render(request, "reports/section_edit.html", {"desk": desk, "report": desk.report}, status=status)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def self_report_submit(request, year, code):
    report = access.get_own_report_or_404(request.user, year, code)
    if request.method == "GET":
        context = report_page(report, request.user, now=timezone.now())
        return render(request, "reports/self_report_submit.html", context)
    try:
        report = services.submit_report(report, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        late = " Báo cáo được ghi “nộp muộn”." if report.late else ""
        messages.success(request, f"Đã nộp báo cáo năm {year}.{late} Bản đã nộp được giữ lại ở cuối trang.")
    return redirect("reports:self-report-detail", year, code)


@require_POST
@roles(Role.OFFICER)
def self_report_withdraw(request, year, code):
    report = access.get_own_report_or_404(request.user, year, code)
    try:
        services.withdraw_report(report, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút báo cáo lại. Sửa xong, anh/chị nhớ nộp lại.")
    return redirect("reports:self-report-detail", year, code)


@require_GET
@roles(*READ)
def submission_detail(request, year, code, number):
    report = access.get_report_or_404(request.user, year, code)
    submission = access.get_submission_or_404(report, number)
    context = {"report": report, "submission": submission, "copy": submission.snapshot}
    return render(request, "reports/submission_detail.html", {**context, "paper": selectors.paper_state(submission)})


@require_GET
@roles(*READ)
def submission_pdf(request, year, code, number):
    report = access.get_report_or_404(request.user, year, code)
    submission = access.get_submission_or_404(report, number)
    paper = getattr(submission, "paper", None)
    if paper is None:
        messages.info(request, "Bản PDF đang được tạo. Anh/chị tải lại trang sau ít giây.")
        return redirect("reports:submission-detail", year, code, number)
    return files.response(paper.file)


@require_GET
@roles(*READ)
def evidence_file(request, file_id):
    return files.response(access.get_evidence_or_404(request.user, file_id).file, inline="xem" in request.GET)

"""A report on its way: present it to the unit's head, sign it off or hand it back, take it back, read what was sent."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import files
from core.workflow import TransitionDenied
from reports import access
from reports.enums import ReportState
from reports.pages.own import report_page
from reports.pages.sending import letter_of
from reports.selectors import rows as selectors
from reports.services import sending as services
from reports.views.steps import take_step
from units.access import roles
from units.enums import Role

READ = tuple(access.OWN | access.READERS)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def self_report_present(request, year, code):
    report = access.get_own_report_or_404(request.user, year, code)
    if request.method == "GET":
        return render(request, "reports/self_report_present.html", _letter_page(report, request.user))
    done = "Đã trình lãnh đạo đơn vị. Báo cáo chỉ được tính là đã nộp khi lãnh đạo ký nộp."
    return _step(request, report, done, lambda: services.present_report(report, by=request.user, now=timezone.now()))


def _letter_page(report, user) -> dict:
    context = report_page(report, user, now=timezone.now())
    late = report.late if report.state == ReportState.RETURNED else context["late_now"]
    return {**context, "letter": letter_of(report, context["sections"], late=late), "will_be_late": late}


@require_POST
@roles(Role.OFFICER)
def self_report_recall(request, year, code):
    report = access.get_own_report_or_404(request.user, year, code)
    done = "Đã lấy lại báo cáo. Sửa xong, anh/chị nhớ trình ký lại."
    return _step(request, report, done, lambda: services.recall_report(report, by=request.user, now=timezone.now()))


@require_http_methods(["GET", "POST"])
@roles(Role.HEAD)
def self_report_submit(request, year, code):
    report = access.get_headed_report_or_404(request.user, year, code)
    if request.method == "GET":
        return render(request, "reports/self_report_submit.html", _letter_page(report, request.user))
    try:
        report = services.submit_report(report, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        late = " Báo cáo được ghi “nộp muộn”." if report.late else ""
        messages.success(request, f"Đã nộp báo cáo năm {year}.{late} Bản đã nộp được giữ lại ở cuối trang.")
    return redirect("reports:self-report-detail", year, code)


@require_POST
@roles(Role.HEAD)
def self_report_hand_back(request, year, code):
    report = access.get_headed_report_or_404(request.user, year, code)
    reason = request.POST.get("reason", "")
    done = "Đã chuyển lại báo cáo cho cán bộ kèm lời nhắn."
    return _step(
        request,
        report,
        done,
        lambda: services.hand_back_report(report, by=request.user, now=timezone.now(), reason=reason),
    )


@require_POST
@roles(Role.OFFICER)
def self_report_withdraw(request, year, code):
    report = access.get_own_report_or_404(request.user, year, code)
    done = "Đã rút báo cáo lại. Sửa xong, anh/chị nhớ trình ký lại."
    return _step(request, report, done, lambda: services.withdraw_report(report, by=request.user, now=timezone.now()))


def _step(request, report, done: str, act):
    return take_step(request, report, done, act, then="reports:self-report-detail")


@require_GET
@roles(*READ)
def submission_detail(request, year, code, number):
    report = access.get_report_or_404(request.user, year, code)
    submission = access.get_submission_or_404(report, number)
    copy = submission.snapshot
    estimates = sum(bool(row.get("estimate")) for section in copy["sections"] for row in section["rows"])
    context = {"report": report, "submission": submission, "copy": copy, "estimates": estimates}
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
def submission_workbook(request, year, code, number):
    report = access.get_report_or_404(request.user, year, code)
    submission = access.get_submission_or_404(report, number)
    paper = getattr(submission, "paper", None)
    if paper is None:
        messages.info(request, "Bản Excel đang được tạo. Anh/chị tải lại trang sau ít giây.")
        return redirect("reports:submission-detail", year, code, number)
    if paper.workbook is None:
        raise Http404("Bản nộp này có từ trước khi cổng lưu thêm bản Excel.")
    return files.response(paper.workbook)

"""Phòng VH-TT's desk: who has reported, line by line review, return or accept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.workflow import TransitionDenied
from reports import access
from reports.enums import Verdict
from reports.forms.review import PointsForm, ReasonForm
from reports.pages.queue import queue_of
from reports.pages.review import decide_form, line_after, review_page
from reports.rules import Figures
from reports.selectors import rows as selectors
from reports.selectors.queue import held_back, next_report
from reports.services import review as services
from reports.services.drafting import WrongLinesError
from units.access import roles
from units.enums import Role

READ = tuple(access.READERS)


@require_GET
@roles(*READ)
def review_queue(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    return render(request, "reports/review_queue.html", queue_of(period, request.user, request.GET))


@require_GET
@roles(*READ)
def report_review(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    if report.unit_id in request.user.own_units and Role.REVIEWER not in request.user.roles:
        return redirect("reports:self-report-detail", year, code)  # half a review is no message to one's own unit
    return render(request, "reports/report_review.html", review_page(report, request.user))


@require_POST
@roles(Role.REVIEWER)
def entry_decide(request, year, code, indicator):
    report = access.get_report_or_404(request.user, year, code)
    rows = [row for section in selectors.report_rows(report) for row in section.rows]
    row = next((row for row in rows if row.indicator.code == indicator), None)
    if row is None or row.entry is None:
        raise Http404("Báo cáo không có dòng này.")
    form = decide_form(row, request.POST)
    if form.is_valid():
        try:
            _decide(row.entry, form, request.user)
        except WrongLinesError as wrong:
            form.refuse(wrong.lines[indicator])
        except TransitionDenied as denied:
            messages.error(request, str(denied))
            return redirect("reports:report-review", year, code)
        else:
            messages.success(request, f"Đã ghi kết quả thẩm định dòng {indicator}.")
            return redirect(_desk(year, code) + _anchor(line_after(rows, indicator)))
    page = review_page(report, request.user, wrong=form)
    return render(request, "reports/report_review.html", page, status=422)


def _decide(entry, form, reviewer) -> None:
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    figures = form.figures() if verdict == Verdict.ADJUSTED else Figures()
    services.decide_entry(entry, verdict, by=reviewer, now=timezone.now(), reason=reason, adjusted=figures)


def _desk(year, code) -> str:
    return reverse("reports:report-review", args=[year, code])


def _anchor(row) -> str:
    """Save and go on: to the next undecided line, or to the conclusion when there is none."""
    return f"#dong-{row.indicator.code}" if row else "#ket-luan"


@require_POST
@roles(Role.REVIEWER)
def accept_remaining(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    try:
        count = services.accept_remaining(report, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        left = held_back(report).sentence
        messages.success(request, f"Đã chấp nhận {count} dòng còn lại. {left}".strip())
    return redirect(_desk(year, code) + "#ket-luan")


@require_POST
@roles(Role.REVIEWER)
def report_return(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect(_desk(year, code) + "#ket-luan")
    return _conclude(
        request,
        report,
        lambda: services.return_report(report, by=request.user, reason=form.cleaned_data["reason"]),
        "Đã trả lại báo cáo của {}. Đơn vị chỉ sửa được các dòng bị trả lại.",
    )


@require_POST
@roles(Role.REVIEWER)
def report_accept(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    return _conclude(
        request,
        report,
        lambda: services.accept_report(report, by=request.user, now=timezone.now()),
        "Đã chấp nhận báo cáo của {}. Điểm thẩm định đang được tính.",
    )


def _conclude(request, report, act, done: str):
    """Save and go on: to the report that needs a reader most, or to the list when nothing waits for this reviewer."""
    year, unit = report.period.year, report.unit
    try:
        act()
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect(_desk(year, unit.code) + "#ket-luan")
    following = next_report(report.period, request.user)
    told = "Đây là báo cáo cần xem tiếp theo." if following else "Không còn báo cáo nào chờ anh/chị."
    messages.success(request, f"{done.format(unit.short_name)} {told}")
    return redirect(_desk(year, following.code) if following else reverse("reports:review-queue", args=[year]))


@require_POST
@roles(Role.REVIEWER)
def report_points(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    form = PointsForm(request.POST)
    if form.is_valid():
        try:
            services.set_points(report, by=request.user, now=timezone.now(), **form.points())
        except TransitionDenied as denied:
            messages.error(request, str(denied))
            return redirect("reports:report-review", year, code)
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                form.add_error(name, sentences)
        else:
            messages.success(request, "Đã ghi điểm thưởng, điểm trừ.")
            return redirect("reports:report-review", year, code)
    page = review_page(report, request.user, points=form)
    return render(request, "reports/report_review.html", page, status=422)

"""Phòng VH-TT's desk: who has reported, line by line review, return or accept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.days import last_day
from core.text import clean
from core.workflow import TransitionDenied
from reports import access, selectors
from reports.forms.review import PointsForm, ReasonForm
from reports.pages.review import decide_form, review_page
from reports.rules import Figures
from reports.services import review as services
from reports.services.drafting import WrongLinesError
from units.access import roles
from units.enums import Role, UnitKind

READ = tuple(access.READERS)


@require_GET
@roles(*READ)
def review_queue(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    state, kind = request.GET.get("trang_thai", ""), request.GET.get("loai", "")
    query = clean(request.GET.get("q", "")[:100])
    everyone = selectors.review_queue(period, kind=kind, query=query)
    shown = [row for row in everyone if row.state == state] if state in selectors.QUEUE_STATES and state else everyone
    context = {
        "period": period,
        "years": selectors.years(),
        "rows": shown,
        "tiles": _tiles(everyone),
        "states": selectors.QUEUE_STATES,
        "kinds": UnitKind.choices,
        "state": state,
        "kind": kind,
        "query": query,
        "common": last_day(period.report_due),
        "extended": sum(row.until is not None for row in everyone),
        "may_extend": Role.REVIEWER in request.user.roles,
        "sees_reminders": bool({Role.REVIEWER, Role.INSPECTOR, Role.ADMIN} & request.user.roles),
    }
    return render(request, "reports/review_queue.html", context)


def _tiles(rows) -> list[dict]:
    counts = selectors.queue_counts(rows)
    tones = {"submitted": "info", "accepted": "success", "returned": "warning"}
    tiles = [
        {"label": label, "count": counts[state], "url": f"?trang_thai={state}", "tone": tones.get(state, "")}
        for state, label in selectors.QUEUE_STATES.items()
        if state
    ]
    return [*tiles, {"label": "Nộp muộn", "count": counts["late"], "url": "", "tone": ""}]


@require_GET
@roles(*READ)
def report_review(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    return render(request, "reports/report_review.html", review_page(report, request.user))


@require_POST
@roles(Role.REVIEWER)
def entry_decide(request, year, code, indicator):
    report = access.get_report_or_404(request.user, year, code)
    row = selectors.row_of(report, indicator)
    if row is None or row.entry is None:
        raise Http404("Báo cáo không có dòng này.")
    form = decide_form(row, request.POST)
    refusal = ""
    if form.is_valid():
        verdict = form.cleaned_data["verdict"]
        figures = form.figures() if verdict == "adjusted" else Figures()
        try:
            services.decide_entry(
                row.entry,
                verdict,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
                adjusted=figures,
            )
        except WrongLinesError as wrong:
            form.refuse(wrong.lines[indicator])
        except TransitionDenied as denied:
            refusal = str(denied)
        else:
            messages.success(request, f"Đã ghi kết quả thẩm định dòng {indicator}.")
            return redirect(reverse("reports:report-review", args=[year, code]) + f"#dong-{row.indicator.code}")
    if refusal:
        messages.error(request, refusal)
        return redirect("reports:report-review", year, code)
    page = review_page(report, request.user, wrong=form)
    return render(request, "reports/report_review.html", page, status=422)


@require_POST
@roles(Role.REVIEWER)
def accept_remaining(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    return _step(
        request,
        report,
        lambda: services.accept_remaining(report, by=request.user, now=timezone.now()),
        "Đã chấp nhận tất cả các dòng còn lại.",
    )


@require_POST
@roles(Role.REVIEWER)
def report_return(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect("reports:report-review", year, code)
    return _step(
        request,
        report,
        lambda: services.return_report(report, by=request.user, reason=form.cleaned_data["reason"]),
        "Đã trả lại báo cáo. Đơn vị chỉ sửa được các dòng bị trả lại.",
    )


@require_POST
@roles(Role.REVIEWER)
def report_accept(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    return _step(
        request,
        report,
        lambda: services.accept_report(report, by=request.user, now=timezone.now()),
        "Đã chấp nhận báo cáo. Điểm thẩm định đang được tính.",
    )


@require_POST
@roles(Role.REVIEWER)
def report_points(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    form = PointsForm(request.POST)
    if form.is_valid():
        try:
            services.set_points(report, by=request.user, **form.points())
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


def _step(request, report, act, done: str):
    try:
        act()
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("reports:report-review", report.period.year, report.unit.code)

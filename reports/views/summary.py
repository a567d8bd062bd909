"""The yearly summary of Phòng VH-TT: every figure with where it comes from, its own words, its printed editions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import files
from core.workflow import TransitionDenied
from reports import access
from reports.forms.summary import SummaryForm
from reports.models import SummaryPaper, YearSummary
from reports.selectors.rows import latest_job, years
from reports.services import summary as services
from reports.summary import gather
from units.access import roles
from units.enums import Role

READERS = (Role.REVIEWER, Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR, Role.ADMIN)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*READERS)
def summary(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    kept = YearSummary.objects.filter(period=period).first() or YearSummary(period=period)
    form = SummaryForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_summary(period, by=request.user, **form.cleaned_data)
        except TransitionDenied as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã lưu phần lời của báo cáo tổng hợp.")
        return redirect("reports:summary-year", period.year)
    context = {
        "period": period,
        "years": years(),
        "summary": gather(period),
        "form": form,
        "may_write": Role.REVIEWER in request.user.roles,
        "papers": SummaryPaper.objects.filter(summary__period=period).select_related("file"),
        "job": latest_job(services.KIND, period=period.pk),
    }
    return render(request, "reports/summary.html", context, status=422 if form.is_bound else 200)


@require_POST
@roles(Role.REVIEWER)
def summary_print(request, year):
    period = access.get_period_or_404(year)
    try:
        services.queue_summary(period, by=request.user)
    except (TransitionDenied, ValidationError) as refusal:
        messages.error(request, refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal))
    return redirect("reports:summary-year", period.year)


@require_GET
@roles(*READERS)
def summary_file(request, year, pk):
    paper = SummaryPaper.objects.filter(summary__period__year=year, pk=pk).select_related("file").first()
    if paper is None:
        raise Http404("Không tìm thấy bản in này.")
    return files.response(paper.file, inline=True)

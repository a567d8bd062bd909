"""Scores: the sheet of a unit with its explained lines, and the ranking inside each group."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import access, scores
from reports.documents import render_score_sheet
from reports.explanations import explanations
from reports.pages.scores import score_page, sees_appraised
from reports.selectors import rows as selectors
from reports.sheet_paper import paper_of_sheet
from units.access import roles

READ = tuple(access.OWN | access.READERS)


@require_GET
@roles(*READ)
def score_sheet(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    return render(request, "reports/score_sheet.html", score_page(report, request.user, now=timezone.now()))


@require_GET
@roles(*READ)
def score_sheet_pdf(request, year, code):
    """Rendered at once: one or two pages."""
    report = access.get_report_or_404(request.user, year, code)
    whole = sees_appraised(report, request.user)
    sheet = scores.sheet_of(report, with_appraised=whole)
    if sheet.last is None:
        raise Http404("Chưa có phiếu điểm. Anh/chị quay lại sau khi báo cáo được chấm.")
    paper = paper_of_sheet(report, sheet, explanations(report, sheet, whole=whole))
    answer = HttpResponse(render_score_sheet(paper), content_type="application/pdf")
    name = f"phieu-diem-{year}-{report.unit.code}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_GET
@roles(*access.READERS)
def ranking(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    context = {"period": period, "years": selectors.years(), "groups": scores.ranking(period)}
    return render(request, "reports/ranking.html", context)

"""Scores: the sheet of a unit with its explained lines, and the ranking inside each group."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from criteria.enums import Column
from reports import access, scores, selectors
from reports.documents import render_score_sheet
from reports.enums import ReportState
from reports.services.scoring import KIND as SCORE_JOB
from reports.sheet_paper import paper_of_sheet, provisional_note
from units.access import roles

READ = tuple(access.OWN | access.READERS)


def _columns(request, report) -> bool:
    """Whether the appraised points may be shown: to the offices always, to the unit once the report is decided."""
    decided = report.state in (ReportState.ACCEPTED, ReportState.RETURNED)
    return decided or bool(access.READERS & request.user.roles)


@require_GET
@roles(*READ)
def score_sheet(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    whole = _columns(request, report)
    jobs = [
        job
        for column in (Column.SELF, Column.APPRAISED)
        if (whole or column == Column.SELF)
        and (job := selectors.latest_job(SCORE_JOB, report=report.pk, column=column.value))
        and job.state != "done"
    ]
    sheet = scores.sheet_of(report, with_appraised=whole)
    context = {
        "report": report,
        "sheet": sheet,
        "tiles": sheet.tiles,
        "jobs": jobs,
        "provisional": provisional_note(report),
    }
    return render(request, "reports/score_sheet.html", context)


@require_GET
@roles(*READ)
def score_sheet_pdf(request, year, code):
    """Rendered at once: one or two pages."""
    report = access.get_report_or_404(request.user, year, code)
    sheet = scores.sheet_of(report, with_appraised=_columns(request, report))
    if sheet.last is None:
        raise Http404("Chưa có phiếu điểm. Anh/chị quay lại sau khi báo cáo được chấm.")
    answer = HttpResponse(render_score_sheet(paper_of_sheet(report, sheet)), content_type="application/pdf")
    name = f"phieu-diem-{year}-{report.unit.code}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_GET
@roles(*access.READERS)
def ranking(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    context = {"period": period, "years": selectors.years(), "groups": scores.ranking(period)}
    return render(request, "reports/ranking.html", context)

"""Scores: the sheet of a unit with its explained lines, and the ranking inside each group."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from criteria.enums import Column
from reports import access, scores, selectors
from reports.enums import ReportState
from reports.services.scoring import KIND as SCORE_JOB
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_GET
@roles(*READ)
def score_sheet(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    decided = report.state in (ReportState.ACCEPTED, ReportState.RETURNED)
    whole = decided or bool(access.READERS & request.user.roles)
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
        "provisional": report.state != ReportState.ACCEPTED,
    }
    return render(request, "reports/score_sheet.html", context)


@require_GET
@roles(*access.READERS)
def ranking(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    context = {"period": period, "years": selectors.years(), "groups": scores.ranking(period)}
    return render(request, "reports/ranking.html", context)

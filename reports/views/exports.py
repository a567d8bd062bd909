"""The export centre: one page, a year, each list as Excel, the summary as PDF by its own page."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import files
from core.models import Job, JobState, StoredFile
from reports import access
from reports.exports import EXPORTS
from reports.selectors.rows import years
from reports.services import exports as service
from units.access import roles
from units.enums import Role

RECENT = 10


@require_GET
@roles(Role.ADMIN, Role.INSPECTOR)
def exports(request):
    period, offered = _period(request.GET.get("nam", "")), years()
    mine = Job.objects.filter(kind=service.KIND, created_by=request.user.get_username())[:RECENT]
    context = {"period": period, "years": offered, "exports": EXPORTS.values(), "jobs": mine}
    return render(request, "reports/exports.html", context)


def _period(year: str):
    if not year:
        return access.latest_period_or_404() if years() else None
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404("Không có năm này trong phong trào.")
    return access.get_period_or_404(int(year))


@require_POST
@roles(Role.ADMIN, Role.INSPECTOR)
def export_make(request, year, kind):
    period = access.get_period_or_404(year)
    if kind not in EXPORTS:
        raise Http404("Không có danh sách này.")
    if EXPORTS[kind].big:
        service.queue_export(kind, period, by=request.user)
        return redirect(f"{reverse('reports:exports')}?nam={year}")
    file = service.export_now(kind, period, by=request.user)
    return FileResponse(
        file,
        as_attachment=True,
        filename=service.file_name(kind, period),
        content_type=files.CONTENT_TYPES["xlsx"],
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_GET
@roles(Role.ADMIN, Role.INSPECTOR)
def export_file(request, pk):
    """The workbook of a finished job, for whoever asked for it."""
    job = Job.objects.filter(
        pk=pk, kind=service.KIND, state=JobState.DONE, created_by=request.user.get_username()
    ).first()
    if job is None:
        raise Http404("Không tìm thấy tệp này, hoặc tệp do người khác yêu cầu.")
    return files.response(StoredFile.objects.get(pk=job.result["file"]))

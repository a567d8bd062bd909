"""How far a piece of long work is; only the person who asked for it may look."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.models import Job


def job_progress(request: HttpRequest, pk) -> HttpResponse:
    """A page of its own, or the fragment alone when htmx asks."""
    job = Job.objects.filter(pk=pk, created_by=request.user.get_username()).first()
    if job is None:
        raise Http404
    reload = "tai_lai" in request.GET
    template = "core/_job_progress.html" if request.htmx else "core/job_progress.html"
    answer = render(request, template, {"job": job, "reload": reload})
    if request.htmx and reload and not job.open:
        answer["HX-Refresh"] = "true"
    return answer

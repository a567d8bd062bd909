"""How far a piece of long work is; only the person who asked for it may look."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.models import Job


def job_progress(request: HttpRequest, pk) -> HttpResponse:
    """A page of its own, or the fragment alone when htmx asks."""
    job = Job.objects.filter(pk=pk, created_by=request.user.get_username()).first()
    if job is None:
        raise Http404
    return render(request, "core/_job_progress.html" if request.htmx else "core/job_progress.html", {"job": job})

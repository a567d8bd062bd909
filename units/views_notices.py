"""Thông báo: what a person was told, newest first; opening one marks it as seen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from units.access import roles
from units.models import Notice
from units.services import notices as services

PAGE = 20


def _own_or_404(user, pk: int) -> Notice:
    if found := Notice.objects.filter(user=user, pk=pk).first():
        return found
    raise Http404("Không tìm thấy thông báo này.")


@require_GET
@roles()
def notice_list(request):
    page = Paginator(Notice.objects.filter(user=request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "units/notice_list.html", {"page_obj": page})


@require_POST
@roles()
def notice_open(request, pk):
    """Goes to what the notice is about; it counts as seen."""
    notice = _own_or_404(request.user, pk)
    services.read_notice(notice, now=timezone.now())
    return redirect(notice.url if "open" in request.POST and notice.url.startswith("/") else "notices")


@require_POST
@roles()
def notices_read(request):
    count = services.read_all(request.user, now=timezone.now())
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã xem." if count else "Không còn thông báo mới.")
    return redirect("notices")

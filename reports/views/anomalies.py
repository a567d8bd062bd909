"""Phòng VH-TT's anomaly desk: what is odd and why, what was looked at; no unit sees it and nothing is rejected by it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.workflow import TransitionDenied
from reports import access
from reports.forms.anomalies import SeenForm
from reports.pages.anomalies import desk_page
from reports.selectors import anomalies as selectors_anomalies
from reports.services import anomalies as services
from units.access import roles
from units.enums import Role


@require_GET
@roles(Role.REVIEWER)
def anomaly_desk(request, year):
    period = access.get_period_or_404(year)
    return render(request, "reports/anomaly_desk.html", desk_page(period, request.GET, user=request.user))


@require_POST
@roles(Role.REVIEWER)
def anomaly_again(request, year):
    period = access.get_period_or_404(year)
    services.ask_again(period, by=request.user)
    messages.info(request, "Đang tính lại các điểm bất thường; những điểm đã xem vẫn giữ nếu lý do không đổi.")
    return _back(request, year)


@require_POST
@roles(Role.REVIEWER)
def anomaly_seen(request, year, pk):
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi chú dài quá mức cho phép. Anh/chị rút gọn rồi ghi lại.")
        return _back(request, year)
    note = form.cleaned_data["note"]
    return _act(request, year, pk, lambda row: services.mark_seen(row, by=request.user, now=timezone.now(), note=note))


@require_POST
@roles(Role.REVIEWER)
def anomaly_unseen(request, year, pk):
    return _act(request, year, pk, lambda row: services.mark_unseen(row, by=request.user))


def _act(request, year, pk, act):
    row = selectors_anomalies.find_anomaly(access.get_period_or_404(year), pk)
    if row is None:
        messages.info(request, services.GONE)
        return _back(request, year)
    try:
        act(row)
    except TransitionDenied as refusal:
        messages.info(request, str(refusal))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return _back(request, year, f"#bao-cao-{row.report.unit.code}")


def _back(request, year, place: str = ""):
    """To the same page with the same filter."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("reports:anomaly-desk", args=[year]) + query + place)

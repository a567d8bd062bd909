"""Pages of settings for the administrator: names on papers, deadlines of the years."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaign import access
from campaign.forms import DeadlinesForm, NamesForm
from campaign.models import Campaign, Period
from campaign.services.settings import change_deadlines, change_names
from core.days import last_day
from units.access import roles
from units.enums import Role
from units.forms import attach, posted


@roles(Role.ADMIN)
def settings_page(request: HttpRequest) -> HttpResponse:
    campaign = Campaign.objects.order_by("-starts_on").first()
    if campaign is None:
        return render(request, "campaign/settings.html", {"campaign": None})
    form = NamesForm(posted(request), instance=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            change_names(form.instance, by=request.user)
        except ValidationError as fault:
            attach(form, fault)
        else:
            messages.success(request, "Đã lưu. Văn bản lập từ nay dùng tên mới; văn bản đã ban hành giữ nguyên.")
            return redirect("campaign:settings")
    years = [
        (period, last_day(period.report_due), last_day(period.closes_at))
        for period in Period.objects.filter(campaign=campaign).order_by("year")
    ]
    context = {"campaign": campaign, "form": form, "years": years}
    return render(request, "campaign/settings.html", context, status=422 if form.errors else 200)


@roles(Role.ADMIN)
def deadlines_edit(request: HttpRequest, year: int) -> HttpResponse:
    period = access.get_period_or_404(year)
    form = DeadlinesForm(posted(request), instance=period)
    if request.method == "POST" and form.is_valid():
        try:
            change_deadlines(form.instance, by=request.user)
        except ValidationError as fault:
            renamed = {form.RENAMED.get(field, field): text for field, text in fault.message_dict.items()}
            attach(form, ValidationError(renamed))
        else:
            messages.success(request, f"Đã lưu thời hạn năm {year}.")
            return redirect("campaign:settings")
    return render(
        request, "campaign/deadlines_form.html", {"year": year, "form": form}, status=422 if form.errors else 200
    )

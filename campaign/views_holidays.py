"""The administrator's page of holidays: days that do not count where working days are counted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from campaign.forms import HolidayForm
from campaign.models import Holiday
from campaign.services.holidays import add_holiday, remove_holiday
from core.text import date_short
from units.access import roles
from units.enums import Role
from units.forms import attach, posted


@require_http_methods(["GET", "POST"])
@roles(Role.ADMIN)
def holiday_list(request: HttpRequest) -> HttpResponse:
    form = HolidayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            holiday = add_holiday(form.cleaned_data["day"], form.cleaned_data["name"], by=request.user)
        except ValidationError as fault:
            attach(form, fault)
        else:
            messages.success(request, f"Đã thêm ngày nghỉ {date_short(holiday.day)}.")
            return redirect("campaign:holiday-list")
    context = {"form": form, "holidays": Holiday.objects.order_by("-day")}
    return render(request, "campaign/holiday_list.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.ADMIN)
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = Holiday.objects.filter(pk=pk).first()
    if holiday is None:
        raise Http404("Ngày nghỉ này không còn trong danh sách.")
    day = date_short(holiday.day)
    remove_holiday(holiday, by=request.user)
    messages.success(request, f"Đã bỏ ngày nghỉ {day}.")
    return redirect("campaign:holiday-list")

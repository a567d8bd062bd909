"""Phòng VH-TT's pages of time: more time for a unit, and the reminders that went out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaign.models import Reminder
from campaign.services.extensions import extend_deadline
from core.days import last_day
from core.text import date_short
from core.workflow import TransitionDenied
from reports import access
from reports.forms.extension import ExtensionForm
from reports.selectors import deadlines as rows
from reports.selectors import rows as selectors
from reports.services.reminders import resend_reminder
from reports.services.telling import tell_extended
from units.access import roles
from units.enums import Role
from units.forms import attach, posted
from units.selectors import names_of

PAGE = 30
SEE_REMINDERS = (Role.REVIEWER, Role.INSPECTOR, Role.ADMIN)


@require_http_methods(["GET", "POST"])
@roles(*access.READERS)
def extensions(request, year):
    """The history for all readers; Phòng VH-TT also gives more time here."""
    may = Role.REVIEWER in request.user.roles
    if request.method == "POST" and not may:
        raise PermissionDenied("Chỉ Phòng VH-TT mới gia hạn nộp báo cáo.")
    period = access.get_period_or_404(year)
    initial = {"units": request.GET.getlist("don-vi")}
    form = ExtensionForm(period, rows.extendable_units(period), posted(request), initial=initial) if may else None
    if request.method == "POST" and form.is_valid() and _extended(request, period, form):
        return redirect("reports:extensions", year)
    page = Paginator(rows.given_extensions(period), PAGE).get_page(request.GET.get("page"))
    names = names_of(one.by for one in page)
    for one in page:
        one.last_day, one.by_name = last_day(one.until), names[one.by]
    context = {"period": period, "form": form, "page_obj": page, "common": last_day(period.report_due)}
    return render(request, "reports/extensions.html", context, status=422 if form and form.errors else 200)


def _extended(request, period, form: ExtensionForm) -> bool:
    day = form.cleaned_data["last_day_in_time"]
    try:
        with transaction.atomic():
            given = extend_deadline(
                period,
                form.chosen(),
                last_day_in_time=day,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
            tell_extended(given)
    except ValidationError as fault:
        attach(form, fault)
        return False
    who = given[0].unit.short_name if len(given) == 1 else f"{len(given)} đơn vị"
    messages.success(request, f"Đã gia hạn cho {who} đến hết ngày {date_short(day)}. Đơn vị đã được báo trên cổng.")
    return True


@require_GET
@roles(*SEE_REMINDERS)
def reminders(request, year=None):
    period = access.get_period_or_404(year) if year else access.latest_period_or_404()
    page = Paginator(rows.reminders_of(period), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.step = rows.step_words(one)
    context = {
        "period": period,
        "years": selectors.years(),
        "page_obj": page,
        "unreachable": rows.units_without_mail(period),
        "may_resend": Role.REVIEWER in request.user.roles,
    }
    return render(request, "reports/reminders.html", context)


@require_POST
@roles(Role.REVIEWER)
def reminder_resend(request, pk):
    reminder = Reminder.objects.filter(pk=pk).select_related("period").first()
    if reminder is None:
        raise Http404("Không tìm thấy lời nhắc này.")
    try:
        resend_reminder(reminder, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã xếp thư vào hàng gửi lại.")
    return redirect("reports:reminders-year", reminder.period.year)

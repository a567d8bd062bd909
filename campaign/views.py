"""Pages of registration: the unit's own form, the offices' list, accept and return; tasks of the plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaign import access, selectors
from campaign.deadlines import Deadlines
from campaign.forms import RegistrationFilterForm, RegistrationForm
from campaign.models import Period, Registration
from campaign.services import registrations as service
from campaign.workflow import EDITABLE, REGISTRATION
from core import files
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role
from units.forms import attach, posted_files
from units.models import Unit
from units.selectors import units_in_year

PAGE = 50


@roles(Role.OFFICER, *access.READERS)
def registration_list(request: HttpRequest) -> HttpResponse:
    """Own units first; for the offices also who has sent, who has not."""
    period = _period(request)
    if period is None:
        return render(request, "campaign/registration_list.html", {"period": None})
    context = {"period": period, "years": Period.objects.filter(campaign=period.campaign).order_by("year")}
    if Role.OFFICER in request.user.roles:
        context["own"] = _own_rows(request.user, period)
    if access.READERS & request.user.roles:
        filters = RegistrationFilterForm(request.GET)
        chosen = filters.values()
        rows = selectors.registration_rows(period, words=chosen["q"], kind=chosen["kind"], state=chosen["trang_thai"])
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context |= {"filters": filters, "page_obj": page, "tally": selectors.registration_tally(period)}
    return render(request, "campaign/registration_list.html", context)


def _period(request) -> Period | None:
    if year := request.GET.get("nam"):
        return access.get_period_or_404(int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else _no()
    return selectors.working_period(timezone.now())


def _no():
    raise Http404("Không có năm này trong phong trào.")


def _own_rows(user, period: Period) -> list[tuple[Unit, Registration | None, bool]]:
    """Each unit with its registration, and whether the year is closed for it."""
    sent = {row.unit_id: row for row in Registration.objects.filter(period=period, unit__in=user.units)}
    deadlines, now = Deadlines.of(user.units, [period]), timezone.now()
    units = units_in_year(period.year).filter(pk__in=user.units)
    return [(unit, sent.get(unit.pk), now >= deadlines.closes_at(period, unit.pk)) for unit in units]


@roles(Role.OFFICER)
def registration_edit(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The unit's form; "Gửi đăng ký" saves and sends in one go, "Lưu nháp" only saves."""
    registration = access.get_own_registration_or_404(request.user, year, code)
    if registration.state not in EDITABLE and request.method != "POST":
        return redirect("campaign:registration-detail", year, code)
    closed = service.closed_sentence(registration, timezone.now())
    if closed and request.method != "POST":
        return render(request, "campaign/registration_form.html", {"registration": registration, "refused": closed})
    return _edit(request, registration)


def _edit(request, registration: Registration) -> HttpResponse:
    """What was typed stays on the page over every refusal."""
    year, code, refused = registration.period.year, registration.unit.code, ""
    sending = "submit" in request.POST
    form = RegistrationForm(*posted_files(request), instance=registration, complete=sending)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, registration, form, sending)
        except ValidationError as fault:
            attach(form, ValidationError({"upload": fault.messages}))
        except TransitionDenied as refusal:
            refused = str(refusal)
            registration = access.get_own_registration_or_404(request.user, year, code)  # as it stands now
    context = {"registration": registration, "form": form, "refused": refused}
    status = 422 if form.errors else 409 if refused else 200
    return render(request, "campaign/registration_form.html", context, status=status)


def _save(request, registration: Registration, form: RegistrationForm, sending: bool) -> HttpResponse:
    now, who = timezone.now(), request.user
    service.refuse_closed(registration, now)
    with transaction.atomic():  # a refused file leaves no empty draft behind
        row = service.open_registration(registration.period, registration.unit, by=who)
        row = service.save_registration(row, by=who, now=now, upload=form.cleaned_data["upload"], **form.content())
    address = (row.period.year, row.unit.code)
    if not sending:
        messages.success(request, "Đã lưu nháp. Đăng ký chưa được gửi.")
        return redirect("campaign:registration-edit", *address)
    row = service.submit_registration(row, by=who, now=now)
    messages.success(request, f"Đã gửi đăng ký thi đua năm {row.period.year}.")
    return redirect("campaign:registration-detail", *address)


@roles(Role.OFFICER, *access.READERS)
def registration_detail(request: HttpRequest, year: int, code: str) -> HttpResponse:
    registration = access.get_registration_or_404(request.user, year, code)
    context = {
        "registration": registration,
        "editable": _editable(registration, request.user),
        "steps": [pair for pair in REGISTRATION.allowed(registration, request.user.roles) if pair[0].name != "submit"],
        "late": selectors.late_note(registration),
    }
    return render(request, "campaign/registration_detail.html", context)


def _editable(registration: Registration, user) -> bool:
    own = registration.state in EDITABLE and registration.unit_id in user.units
    return own and not service.closed_sentence(registration, timezone.now())


@require_POST
@roles(Role.REVIEWER)
def registration_accept(request: HttpRequest, year: int, code: str) -> HttpResponse:
    registration = access.get_registration_or_404(request.user, year, code)
    try:
        service.accept_registration(registration, by=request.user, now=timezone.now())
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã tiếp nhận đăng ký của {registration.unit.short_name}.")
    return redirect("campaign:registration-detail", year, code)


@require_POST
@roles(Role.REVIEWER)
def registration_return(request: HttpRequest, year: int, code: str) -> HttpResponse:
    registration = access.get_registration_or_404(request.user, year, code)
    try:
        service.return_registration(registration, by=request.user, reason=request.POST.get("reason", ""))
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã trả lại đăng ký của {registration.unit.short_name}.")
    return redirect("campaign:registration-detail", year, code)


@roles(Role.OFFICER, *access.READERS)
def registration_file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The unit's plan, for whoever may read the registration."""
    registration = access.get_registration_or_404(request.user, year, code)
    if registration.plan_file is None:
        raise Http404("Đăng ký này chưa có tệp kế hoạch.")
    return files.response(registration.plan_file, inline=True)


@roles()
def task_list(request: HttpRequest) -> HttpResponse:
    """VI.1–VI.8: who does what."""
    period = _period(request)
    tasks = selectors.plan_tasks(period, request.user.unit_ids) if period else []
    return render(request, "campaign/task_list.html", {"period": period, "tasks": tasks})

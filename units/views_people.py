"""Pages of people for the administrator: accounts, appointments, temporary passwords."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from units import selectors
from units.access import roles
from units.enums import Role
from units.forms import AppointmentForm, EndAppointmentForm, FilterForm, PersonForm, attach, posted
from units.models import Appointment, User
from units.services import people
from units.views import PAGE


@roles(Role.ADMIN)
def person_list(request: HttpRequest) -> HttpResponse:
    filters = FilterForm(request.GET)
    chosen = filters.values()
    rows = selectors.find_people(chosen["q"], chosen["role"], today=timezone.localdate())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "units/person_list.html", {"page_obj": page, "filters": filters, "chosen": chosen})


@roles(Role.ADMIN)
@sensitive_variables("password")
def person_add(request: HttpRequest) -> HttpResponse:
    """A new account with its first appointment; the temporary password is on the answer, and nowhere else."""
    form = PersonForm(posted(request))
    post = AppointmentForm(posted(request))
    if request.method == "POST" and form.is_valid() & post.is_valid():
        try:
            with transaction.atomic():
                password = people.add_person(form.instance, by=request.user)
                people.appoint(form.instance, by=request.user, **post.cleaned_data)
        except ValidationError as fault:
            form.instance.pk = None
            attach(form, fault)
        else:
            return _told_once(request, form.instance, password)
    status = 422 if form.errors or post.errors else 200
    return render(request, "units/person_add.html", {"form": form, "post": post}, status=status)


@roles(Role.ADMIN)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(posted(request), instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_person(form.instance, by=request.user)
        except ValidationError as fault:
            attach(form, fault)
        else:
            messages.success(request, f"Đã lưu tài khoản của {person.full_name}.")
            return redirect("units:person-edit", pk)
    return _person(request, pk, form, AppointmentForm(), status=422 if form.errors else 200)


@require_POST
@roles(Role.ADMIN)
def appointment_add(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = AppointmentForm(request.POST)
    if form.is_valid():
        try:
            appointment = people.appoint(person, by=request.user, **form.cleaned_data)
        except ValidationError as fault:
            attach(form, fault)
        else:
            messages.success(request, f"Đã phân công: {appointment}.")
            return redirect("units:person-edit", pk)
    return _person(request, pk, PersonForm(instance=person), form, status=422)


@require_POST
@roles(Role.ADMIN)
def appointment_end(request: HttpRequest, pk: int, appointment: int) -> HttpResponse:
    row = get_object_or_404(Appointment.objects.select_related("user", "unit"), pk=appointment, user=pk)
    form = EndAppointmentForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["on"]))
        return redirect("units:person-edit", pk)
    try:
        people.end_appointment(row, on=form.cleaned_data["on"], by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"Đã ghi ngày cuối của phân công: {row}.")
    return redirect("units:person-edit", pk)


@require_POST
@roles(Role.ADMIN)
@sensitive_variables("password")
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        password = people.reset_password(person, by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("units:person-edit", pk)
    return _told_once(request, person, password)


@require_POST
@roles(Role.ADMIN)
def person_active(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    try:
        people.set_active(person, active, by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"Đã {'mở lại' if active else 'ngừng'} tài khoản của {person.full_name}.")
    return redirect("units:person-edit", pk)


def _person(request, pk: int, form: PersonForm, post: AppointmentForm, *, status: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)  # as stored: the form may hold refused values
    appointments = person.appointments.select_related("unit").order_by("-valid_from", "role")
    context = {
        "person": person, "form": form, "post": post, "appointments": appointments, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "units/person_edit.html", context, status=status)


def _told_once(request, person: User, password: str) -> HttpResponse:
    return render(request, "units/person_password.html", {"person": person, "password": password})

"""Pages of units for the administrator, and everyone's own page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from units import selectors
from units.access import roles
from units.enums import Role
from units.forms import FilterForm, UnitForm, attach, posted
from units.models import Unit
from units.roles import CAPABILITIES
from units.services.units import save_unit

PAGE = 25


@roles(Role.ADMIN)
def unit_list(request: HttpRequest) -> HttpResponse:
    filters = FilterForm(request.GET)
    chosen = filters.values()
    rows = selectors.find_units(chosen["q"], chosen["kind"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "units/unit_list.html", {"page_obj": page, "filters": filters, "chosen": chosen})


@roles(Role.ADMIN)
def unit_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Unit(), "Đã thêm {}.")


@roles(Role.ADMIN)
def unit_edit(request: HttpRequest, code: str) -> HttpResponse:
    return _edit(request, get_object_or_404(Unit, code=code), "Đã lưu {}.")


def _edit(request: HttpRequest, unit: Unit, done: str) -> HttpResponse:
    form = UnitForm(posted(request), instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            unit = save_unit(form.instance, by=request.user)
        except ValidationError as fault:
            attach(form, fault)
        else:
            messages.success(request, done.format(unit.name))
            return redirect("units:unit-list")
    status = 422 if form.errors else 200
    return render(request, "units/unit_form.html", {"form": form, "unit": unit}, status=status)


@roles()
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am to the portal, where, and what I may do there."""
    held = [role for role in Role if role in request.user.roles]
    may = [(role.label, CAPABILITIES[role]) for role in held]
    past = request.user.appointments.select_related("unit").order_by("-valid_from")
    return render(request, "units/profile.html", {"may": may, "appointments": past})

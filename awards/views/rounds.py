"""Pages of award rounds: the list, one round with its settings and steps, making and changing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from awards import access
from awards.enums import AwardKind
from awards.forms.rounds import RoundForm, SearchForm, StartForm, initial_of
from awards.pages import nominations
from awards.pages.rounds import free_name, kind_notes, proposals
from awards.selectors import rounds as selectors
from awards.services import rounds as services
from awards.services.round_defaults import LAW_FIELDS, law_day, round_defaults, usual_kind
from awards.services.styles import KEEPERS
from awards.views.steps import fill, sent
from campaign.models import Period
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_GET
@roles(*READ)
def round_list(request):
    rows = list(selectors.rounds())
    context = {"rounds": rows, "keeps_styles": bool(KEEPERS & request.user.roles)}
    if Role.APPRAISER in request.user.roles:
        years = list(Period.objects.order_by("year").values_list("year", flat=True))
        without = [year for year in years if year not in {row.period.year for row in rows}]
        chosen = next(iter(without), years[-1] if years else None)
        kind = AwardKind.GIAY_KHEN_HUYEN
        context |= {"start": StartForm(years=years, initial={"nam": chosen, "hinh_thuc": kind}), "years": years}
    return render(request, "awards/round_list.html", context)


@require_GET
@roles(Role.APPRAISER)
def round_start(request):
    """Year and kind chosen on the list lead to the form with the defaults of that kind."""
    years = list(Period.objects.order_by("year").values_list("year", flat=True))
    form = StartForm(request.GET, years=years)
    if not form.is_valid():
        messages.error(request, "Chọn năm và hình thức khen trong danh sách rồi bấm “Lập đợt”.")
        return redirect("awards:round-list")
    where = reverse("awards:round-create", args=[form.cleaned_data["nam"]])
    return redirect(f"{where}?{urlencode({'hinh_thuc': form.cleaned_data['hinh_thuc']})}")


@require_GET
@roles(*READ)
def round_detail(request, pk):
    award_round = access.get_round_or_404(pk)
    return render(request, "awards/round_detail.html", nominations.round_page(award_round, request.user))


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_create(request, year):
    period = access.get_period_or_404(year)
    asked = SearchForm(request.GET)
    kind = asked.value("hinh_thuc")
    defaults = round_defaults(period, kind if kind in AwardKind.values else None, on=asked.day("ngay"))
    defaults |= {"name": free_name(period, defaults["name"]), "legal_basis": "\n".join(defaults["legal_basis"])}
    form, shown = _asked(request, period, defaults)
    made = []
    if (
        shown is None
        and request.method == "POST"
        and fill(form, lambda: made.append(services.create_round(period, by=request.user, **form.values())))
    ):
        messages.success(request, "Đã lập đợt khen thưởng. Các đơn vị có thể lập hồ sơ từ bây giờ.")
        return redirect("awards:round-detail", made[0].pk)
    return _form_page(request, form, shown, period, None)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_edit(request, pk):
    award_round = access.get_round_or_404(pk)
    form, shown = _asked(request, award_round.period, initial_of(award_round))
    if (
        shown is None
        and request.method == "POST"
        and fill(form, lambda: services.update_round(award_round, by=request.user, **form.values()))
    ):
        messages.success(request, "Đã lưu thiết lập của đợt.")
        return redirect("awards:round-detail", pk)
    return _form_page(request, form, shown, award_round.period, award_round)


def _asked(request, period, initial: dict) -> tuple[RoundForm, list | None]:
    """The form, and what the law of the typed day would change when that was asked instead of saving.

    Nothing is saved by asking, and nothing typed is lost: only the ticked settings are written into the form.
    """
    form = RoundForm(sent(request), initial={"basis_on": law_day(period)} | initial)
    if request.method != "POST" or not {"xem_can_cu", "lay_can_cu"} & request.POST.keys():
        return form, None
    if form["basis_on"].value() and not form.readable("basis_on"):
        return form, None  # a day that cannot be read is said at its field
    found = proposals(period, _kind(form, period), form.readable("basis_on") or law_day(period), form.law_now())
    if "lay_can_cu" not in request.POST:
        return form.unchecked(), found
    ticked = set(request.POST.getlist("dung")) & set(LAW_FIELDS)
    return form.unchecked({one.field: one.typed for one in found if one.field in ticked}), []


def _kind(form: RoundForm, period) -> str:
    kind = form["kind"].value()
    return kind if kind in AwardKind.values else usual_kind(period.plan_version.data, period.year)


def _form_page(request, form, shown, period, award_round):
    context = {
        "form": form,
        "period": period,
        "award_round": award_round,
        "proposals": shown,
        "notes": kind_notes(period, _kind(form, period), form.readable("basis_on") or law_day(period)),
    }
    bad = form.is_bound and bool(form.errors)
    return render(request, "awards/round_form.html", context, status=422 if bad else 200)

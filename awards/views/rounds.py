"""Pages of award rounds: the list, one round with its settings and steps, making and changing one, proposing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards import access
from awards.forms.rounds import RoundForm
from awards.pages import nominations
from awards.selectors import rounds as selectors
from awards.services import rounds as services
from awards.services.styles import KEEPERS
from awards.views.steps import fill, sent
from campaign.models import Period
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_GET
@roles(*READ)
def round_list(request):
    keeps_styles = bool(KEEPERS & request.user.roles)
    context = {"rounds": selectors.rounds(), "keeps_styles": keeps_styles}
    if Role.APPRAISER in request.user.roles:
        context["periods"] = Period.objects.filter(award_rounds__isnull=True).order_by("year")
    return render(request, "awards/round_list.html", context)


@require_GET
@roles(*READ)
def round_detail(request, pk):
    award_round = access.get_round_or_404(pk)
    return render(request, "awards/round_detail.html", nominations.round_page(award_round, request.user))


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_create(request, year):
    period = access.get_period_or_404(year)
    defaults = services.round_defaults(period)
    form = RoundForm(sent(request), initial=defaults | {"legal_basis": "\n".join(defaults["legal_basis"])})
    made = []
    if request.method == "POST" and fill(
        form, lambda: made.append(services.create_round(period, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, "Đã lập đợt khen thưởng. Các đơn vị có thể lập hồ sơ từ bây giờ.")
        return redirect("awards:round-detail", made[0].pk)
    context = {"form": form, "period": period, "award_round": None}
    return render(request, "awards/round_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_edit(request, pk):
    award_round = access.get_round_or_404(pk)
    initial = {name: getattr(award_round, name) for name in RoundForm.base_fields}
    form = RoundForm(sent(request), initial=initial | {"legal_basis": "\n".join(award_round.legal_basis)})
    if request.method == "POST" and fill(
        form, lambda: services.update_round(award_round, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã lưu thiết lập của đợt.")
        return redirect("awards:round-detail", pk)
    context = {"form": form, "period": award_round.period, "award_round": award_round}
    return render(request, "awards/round_form.html", context, status=422 if form.errors else 200)

"""The list for the Chairman: tick who is proposed and see at once how it stands; propose it with a tờ trình."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from awards import access
from awards.forms.rounds import ProposeForm
from awards.pages import nominations
from awards.pages.office_papers import propose_context
from awards.services import lists as services
from awards.services import rounds
from awards.views.steps import fill, office_only, sent, take
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role


@require_http_methods(["GET", "POST"])
@roles(*access.READERS)
def award_list(request, pk):
    """GET shows the list; POST (a form, or htmx at every tick) sets it whole and answers with how it stands."""
    office_only(request)
    award_round = access.get_round_or_404(pk)
    refusal = ""
    if request.method == "POST":
        refusal = _save(request, award_round)
        if not refusal and not request.htmx:
            messages.success(request, "Đã lưu danh sách.")
            return redirect("awards:list", pk)
    context = nominations.list_page(award_round, request.user) | {"refusal": refusal}
    template = "awards/_list_board.html" if request.htmx else "awards/list.html"
    return render(request, template, context, status=422 if refusal else 200)


def _save(request, award_round) -> str:
    chosen = request.POST.getlist("nominee")
    if not all(value.isascii() and value.isdigit() and len(value) < 18 for value in chosen):
        return "Không đọc được danh sách vừa chọn. Tải lại trang rồi chọn lại."
    try:
        services.set_list(award_round, {int(value) for value in chosen}, by=request.user)
    except TransitionDenied as denied:
        return str(denied)
    return ""


@require_POST
@roles(Role.APPRAISER)
def list_suggest(request, pk):
    award_round = access.get_round_or_404(pk)
    return take(
        request,
        lambda: services.suggest_list(award_round, by=request.user),
        "Đã chọn theo xếp hạng, trong số lượng và tỷ lệ của kế hoạch. Xem lại trước khi trình.",
        redirect("awards:list", pk),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_propose(request, pk):
    award_round = access.get_round_or_404(pk)
    form = ProposeForm(sent(request))
    if request.method == "POST" and fill(
        form, lambda: rounds.propose(award_round, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã trình danh sách. Chủ tịch xem và quyết định ở trang của mình.")
        return redirect("awards:round-detail", pk)
    context = nominations.list_page(award_round, request.user) | propose_context(award_round) | {"form": form}
    return render(request, "awards/round_propose.html", context, status=422 if form.errors else 200)

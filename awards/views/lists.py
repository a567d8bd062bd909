"""The list for the Chairman: try it, see at once how it stands, save it; let it be suggested; propose it with a tờ trình."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards import access
from awards.forms.lists import UNREADABLE, Tray, read_tray
from awards.forms.rounds import ProposeForm
from awards.pages import nominations
from awards.pages.lists import list_page, suggestion_page
from awards.pages.office_papers import propose_context
from awards.services import lists as services
from awards.services import rounds
from awards.views.steps import fill, office_only, sent
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role


@require_http_methods(["GET", "POST"])
@roles(*access.READERS)
def award_list(request, pk):
    """GET shows the list; POST saves it whole. A refusal changes nothing and keeps what was chosen on the page."""
    office_only(request)
    award_round = access.get_round_or_404(pk)
    tray, refusal = None, ""
    if request.method == "POST":
        tray = read_tray(request.POST)
        refusal = _save(request, award_round, tray) if tray else UNREADABLE
        if not refusal and not request.htmx:
            messages.success(request, "Đã lưu danh sách.")
            return redirect("awards:list", pk)
    context = list_page(award_round, request.user, tray if refusal else None, refusal)
    context["just_saved"] = request.method == "POST" and not refusal
    return _board(request, "awards/_list_board.html", context)


def _save(request, award_round, tray: Tray) -> str:
    try:
        services.set_list(award_round, tray.chosen, by=request.user, reason=tray.reason, seen=tray.seen)
    except TransitionDenied as denied:
        return str(denied)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    return ""


def _board(request, fragment: str, context: dict):
    template = fragment if request.htmx else "awards/list.html"
    return render(request, template, context, status=422 if context["refusal"] else 200)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def list_judge(request, pk):
    """What if: how the list that was sent would stand. Saves nothing; whoever comes by GET is back at the saved list."""
    award_round = access.get_round_or_404(pk)
    if request.method == "GET":
        return redirect("awards:list", pk)
    tray = read_tray(request.POST)
    context = list_page(award_round, request.user, tray, "" if tray else UNREADABLE)
    return _board(request, "awards/_list_panel.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def list_suggest(request, pk):
    """The best list under the rules beside the saved one, or beside the one that was sent. Saves nothing."""
    award_round = access.get_round_or_404(pk)
    tray = read_tray(request.POST) if request.method == "POST" else None
    return render(request, "awards/list_suggest.html", suggestion_page(award_round, tray))


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
    context = nominations.propose_page(award_round, request.user) | propose_context(award_round) | {"form": form}
    return render(request, "awards/round_propose.html", context, status=422 if form.errors else 200)

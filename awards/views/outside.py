"""Pages of what another level decides: forwarding the list, recording each decision, its scan, withdrawing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.enums import AwardKind
from awards.forms.outside import OutsideForm
from awards.forms.reason import ReasonForm
from awards.forms.rounds import ForwardForm
from awards.models import OutsideAward
from awards.pages.outside import forward_page, outside_page
from awards.services import outside as services
from awards.services import rounds
from awards.services.round_defaults import authority_of
from awards.views.steps import fill, sent, take
from core import files
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_http_methods(["GET", "POST"])
@roles(Role.CHAIRMAN)
def round_forward(request, round_pk):
    """IV.2.2: number and day of the letter by which the Chairman asks the level that decides."""
    award_round = access.get_round_or_404(round_pk)
    form = ForwardForm(sent(request))
    if request.method == "POST" and fill(
        form, lambda: rounds.forward_round(award_round, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã chuyển danh sách. Phòng Nội vụ ghi kết quả khi có quyết định.")
        return redirect("awards:round-detail", round_pk)
    context = forward_page(award_round, request.user) | {"form": form}
    return render(request, "awards/round_forward.html", context, status=422 if form.errors else 200)


@require_GET
@roles(*READ)
def outside_list(request, pk):
    """Nominees of a round that is not decided here; an officer sees those of the own unit."""
    award_round = access.get_round_or_404(pk)
    if award_round.kind == AwardKind.GIAY_KHEN_HUYEN:
        raise Http404("Đợt này do Chủ tịch UBND huyện quyết định.")
    return render(request, "awards/outside_list.html", outside_page(award_round, request.user))


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER, Role.APPRAISER)
def outside_record(request, pk):
    nominee = access.get_nominee_or_404(request.user, pk)
    refused = services.recording_refusal(nominee, request.user)
    initial = {"authority": authority_of(nominee.round.kind, nominee.dossier.round.period.campaign)}
    form = OutsideForm(sent(request), request.FILES or None, initial=initial)
    if request.method == "POST" and fill(
        form, lambda: services.record_outside_award(nominee, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Đã ghi quyết định khen thưởng “{nominee}”.")
        return redirect("awards:outside-list", nominee.round_id)
    context = {"form": form, "nominee": nominee, "award_round": nominee.round, "refused": refused}
    return render(request, "awards/outside_form.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.OFFICER, Role.APPRAISER)
def outside_withdraw(request, pk):
    award = _award(request.user, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return take(
        request,
        lambda: services.withdraw_outside_award(award, by=request.user, reason=reason),
        f"Đã bỏ quyết định đã ghi của “{award.nominee}”. Ghi lại khi có quyết định đúng.",
        redirect("awards:outside-list", award.nominee.round_id),
    )


@require_GET
@roles(*READ)
def outside_file(request, pk):
    award = _award(request.user, pk)
    if award.file is None:
        raise Http404("Quyết định này chưa có bản quét.")
    return files.response(award.file, inline="xem" in request.GET)


def _award(user, pk: int) -> OutsideAward:
    """An award that another level decided, if this person may see its nominee."""
    award = get_object_or_404(OutsideAward.objects.select_related("nominee__round", "file"), pk=pk)
    access.get_nominee_or_404(user, award.nominee_id)
    return award

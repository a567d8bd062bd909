"""The pages of Phòng Nội vụ: dossiers of a round, a verdict on each nominee, return and end of the appraisal."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.enums import DossierState
from awards.forms.appraisal import AppraisalForm
from awards.forms.reason import ReasonForm
from awards.forms.rounds import SearchForm
from awards.pages import nominations
from awards.selectors.clock import by_need, with_clocks
from awards.selectors.dossiers import dossier_rows
from awards.services import appraisal as services
from awards.views.steps import fill, office_only, sent, take
from units.access import roles
from units.enums import Role


@require_GET
@roles(*access.READERS)
def dossier_list(request, pk):
    award_round = access.get_round_or_404(pk)
    search = SearchForm(request.GET)
    state, query = search.value("trang_thai"), search.value("q")
    mine = access.visible_dossiers(request.user).filter(round=award_round)
    order, now = search.value("sap_xep"), timezone.now()
    rows = dossier_rows(mine, state=state, query=query)
    page = Paginator(by_need(rows, now) if order == "han" else rows, 50).get_page(request.GET.get("page"))
    if order != "han":
        page.object_list = with_clocks(page.object_list, now)
    context = {"award_round": award_round, "page": page, "state": state, "query": query, "order": order}
    return render(request, "awards/dossier_list.html", context | {"states": DossierState.choices})


@require_http_methods(["GET", "POST"])
@roles(*access.READERS)
def nominee_appraise(request, pk):
    """Facts of a nominee for every reader; the verdict only from Phòng Nội vụ."""
    office_only(request)
    nominee = access.get_nominee_or_404(request.user, pk)
    form = AppraisalForm(sent(request), initial={"verdict": nominee.appraisal, "reason": nominee.appraisal_reason})
    if request.method == "POST" and fill(
        form, lambda: services.appraise_nominee(nominee, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Đã ghi kết luận về “{nominee}”.")
        following = nominations.next_to_appraise(nominee)
        if following:
            return redirect("awards:nominee-appraise", following.pk)
        return redirect("awards:dossier-detail", nominee.dossier_id)
    context = nominations.appraisal_page(nominee, request.user) | {"form": form}
    return render(request, "awards/nominee_appraise.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.APPRAISER)
def dossier_return(request, pk):
    dossier = access.get_dossier_or_404(request.user, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return take(
        request,
        lambda: services.return_dossier(dossier, by=request.user, reason=reason),
        "Đã trả lại hồ sơ. Đơn vị thấy lý do và sửa rồi nộp lại.",
        redirect("awards:dossier-detail", pk),
    )


@require_POST
@roles(Role.APPRAISER)
def dossier_finish(request, pk):
    dossier = access.get_dossier_or_404(request.user, pk)
    return take(
        request,
        lambda: services.finish_appraisal(dossier, by=request.user),
        "Đã hoàn tất thẩm định hồ sơ.",
        redirect("awards:dossier-detail", pk),
    )

"""Versions of the plan: the list, any two side by side, and the start of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from criteria import access, version_page
from criteria.forms import CompareForm
from criteria.selectors import current_version
from criteria.services.plan_drafts import start_draft
from units.access import roles
from units.enums import Role
from units.selectors import names_of


@require_safe
@roles()
def version_list(request: HttpRequest) -> HttpResponse:
    newest = current_version()
    if newest is None:
        return render(request, "criteria/version_list.html", {"versions": []})
    versions = version_page.versions_of(newest.campaign)
    people = [version.draft.published_by for version in versions if hasattr(version, "draft")]
    context = {
        "campaign": newest.campaign,
        "versions": versions,
        "names": names_of(people),
        "drafts": version_page.open_drafts(newest.campaign),
        "may_edit": Role.REVIEWER in request.user.roles,
        "form": CompareForm(
            [one.number for one in versions], initial={"tu": max(newest.number - 1, 1), "den": newest.number}
        ),
    }
    return render(request, "criteria/version_list.html", context)


@require_safe
@roles()
def version_compare(request: HttpRequest) -> HttpResponse:
    campaign = access.get_campaign_or_404()
    numbers = list(campaign.plan_versions.order_by("-number").values_list("number", flat=True))
    form = CompareForm(numbers, request.GET)
    context: dict = {"campaign": campaign, "form": form}
    if form.is_valid():
        before = access.get_version_or_404(campaign, form.cleaned_data["tu"])
        after = access.get_version_or_404(campaign, form.cleaned_data["den"])
        context |= {"before": before, "after": after, "found": version_page.compare_versions(before, after)}
    return render(request, "criteria/version_compare.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.REVIEWER)
def draft_start(request: HttpRequest, number: int) -> HttpResponse:
    version = access.get_version_or_404(access.get_campaign_or_404(), number)
    draft = start_draft(version, by=request.user)
    if draft.changes:
        messages.info(request, "Phiên bản này đã có dự thảo đang soạn; anh/chị sửa tiếp ở đây.")
    return redirect("criteria:draft-edit", draft.pk)

"""The draft of a version: one form with everything that may be changed, and its end without publishing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.workflow import TransitionDenied
from criteria import access
from criteria.draft_page import DraftPage
from criteria.forms import PlanDraftForm
from criteria.models import PlanDraft
from criteria.plans.editing import settings
from criteria.selectors import draft_token, plan_of, plan_of_draft
from criteria.services.plan_drafts import discard_draft, save_draft
from units.access import roles
from units.enums import Role
from units.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REVIEWER)
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.get_draft_or_404(pk)
    if draft.published_id:
        return redirect(published_address(draft))
    form = PlanDraftForm(plan_of(draft.base), draft.changes, posted(request), initial={"read": draft_token(draft)})
    if request.method == "POST" and form.is_valid() and _saved(request, draft, form):
        messages.success(request, "Đã lưu dự thảo.")
        return redirect("reports:plan-publish" if "tiep" in request.POST else "criteria:draft-edit", draft.pk)
    context = {"draft": draft, "form": form, "page": DraftPage(form), "stored": getattr(form, "stored", [])}
    return render(request, "criteria/draft_edit.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, draft: PlanDraft, form: PlanDraftForm) -> bool:
    read, now = form.cleaned_data["read"], timezone.now()
    try:
        save_draft(draft, form.values, form.reasons, read=read, by=request.user, now=now)
    except ValidationError as fault:
        form.refuse(fault.message_dict)
        if "" in fault.message_dict:
            _show_stored(form, access.get_draft_or_404(draft.pk))
        return False
    except TransitionDenied as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _show_stored(form: PlanDraftForm, draft: PlanDraft) -> None:
    """Somebody was faster: what stands now goes beside what was typed, and saving again is an answer to it."""
    form.data = form.data.copy()
    form.data["read"] = draft_token(draft)
    now, mine = settings(plan_of_draft(draft)), form.values
    form.stored = [one for key, one in now.items() if one.value != mine[key]]


def published_address(draft: PlanDraft) -> str:
    """Where a published draft is read: its version beside the one before."""
    return f"{reverse('criteria:version-compare')}?tu={draft.base.number}&den={draft.published.number}"


@require_POST
@roles(Role.REVIEWER)
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.get_draft_or_404(pk)
    try:
        discard_draft(draft, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ dự thảo. Các phiên bản đang có giữ nguyên.")
    return redirect("criteria:version-list")

"""Before a draft of the plan is published: what changes, what it does to the ranks, which years follow it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.models import JobState
from core.workflow import TransitionDenied
from criteria.access import get_draft_or_404
from criteria.models import PlanDraft
from criteria.selectors import draft_token, plan_of_draft
from criteria.version_page import compare_draft
from criteria.views_drafts import published_address
from reports.access import get_period_or_404
from reports.forms.plan import PublishPlanForm
from reports.plan_effect import Effect, effect_of, size_of, years_with_sheets
from reports.selectors.rows import latest_job
from reports.services.plan_publishing import YearOffer, publish_plan, year_offers
from reports.services.plan_trial import AT_ONCE, queue_trial, trial_args
from reports.services.plan_trial import KIND as TRIAL
from units.access import roles
from units.enums import Role
from units.forms import attach, posted


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REVIEWER)
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Looking stores nothing; the page itself is the question, its button the answer."""
    draft, now = get_draft_or_404(pk), timezone.now()
    if draft.published_id:
        return redirect(published_address(draft))
    offers = year_offers(draft, now=now)
    form = PublishPlanForm(offers, posted(request), initial={"read": draft_token(draft)})
    if request.method == "POST" and form.is_valid() and (version := _published(request, draft, form, now)):
        messages.success(request, f"Đã ban hành phiên bản {version.number}. {_what_follows(version, offers)}")
        return redirect("criteria:version-list")
    years = years_with_sheets(offer.period for offer in offers)
    context = {
        "draft": draft,
        "form": form,
        "offers": offers,
        "found": compare_draft(draft),
        "years": sorted(years, key=lambda one: one.year),
        **_effect(request.GET.get("nam", ""), draft, years),
    }
    return render(request, "reports/plan_publish.html", context, status=422 if form.errors else 200)


def _effect(asked: str, draft: PlanDraft, years: list) -> dict:
    """On the year that was asked for, else on the first with something to show; a large one by a job."""
    period = next((one for one in years if str(one.year) == asked), years[0] if years else None)
    if period is None:
        return {}
    if (size := size_of(period)) <= AT_ONCE:
        return {"period": period, "effect": effect_of(plan_of_draft(draft), period)}
    job = latest_job(TRIAL, **trial_args(draft, period))
    done = job is not None and job.state == JobState.DONE
    return {"period": period, "size": size, "job": job, "effect": Effect.from_plain(job.result) if done else None}


@require_POST
@roles(Role.REVIEWER)
def plan_trial(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Asks a worker for the effect on a large year."""
    draft, period = get_draft_or_404(pk), get_period_or_404(year)
    if not draft.published_id:
        queue_trial(draft, period, by=request.user)
    return redirect(f"{reverse('reports:plan-publish', args=[pk])}?nam={year}#anh-huong")


def _published(request: HttpRequest, draft: PlanDraft, form: forms.Form, now):
    said = form.cleaned_data
    try:
        return publish_plan(draft, said["years"], reason=said["reason"], read=said["read"], by=request.user, now=now)
    except ValidationError as fault:
        attach(form, fault)
        form.data = form.data.copy()
        form.data["read"] = draft_token(draft)  # the page that answers shows the draft as it is now
    except TransitionDenied as refusal:
        form.add_error(None, str(refusal))
    return None


def _what_follows(version, offers: list[YearOffer]) -> str:
    years = list(version.periods.order_by("year").values_list("year", flat=True))
    if not years:
        return "Chưa năm nào áp dụng."
    again = [offer.period.year for offer in offers if offer.period.year in years and offer.sent]
    scored = f" Điểm năm {', '.join(map(str, again))} đang được chấm lại; phiếu cũ giữ nguyên." if again else ""
    return f"Áp dụng cho năm {', '.join(map(str, years))}.{scored}"

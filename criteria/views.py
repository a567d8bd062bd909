"""Public pages of the plan: its words with an anchor per clause, and its targets, standards and proposed weights."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.models import PlanVersion
from criteria import presenters, selectors
from units.access import public


@require_safe
@public
def plan(request: HttpRequest) -> HttpResponse:
    version = _version(request)
    chapters = presenters.chapters(selectors.plan_of(version)) if version else []
    return _page(request, "criteria/plan.html", version, chapters=chapters)


@require_safe
@public
def targets(request: HttpRequest) -> HttpResponse:
    version = _version(request)
    if version is None:
        return _page(request, "criteria/targets.html", None)
    loaded = selectors.plan_of(version)
    return _page(
        request,
        "criteria/targets.html",
        version,
        targets=presenters.targets(loaded),
        sets=presenters.standard_sets(loaded),
        assumptions=loaded.assumptions,
    )


def _version(request: HttpRequest) -> PlanVersion | None:
    """The newest version, or the one whose number stands in the address: old scores refer to old versions."""
    newest = selectors.current_version()
    number = request.GET.get("phien-ban", "")
    if newest is None or not number:
        return newest
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        raise Http404("Không có phiên bản kế hoạch này.")
    found = newest.campaign.plan_versions.select_related("campaign").filter(number=int(number)).first()
    if found is None:
        raise Http404("Không có phiên bản kế hoạch này.")
    return found


def _page(request: HttpRequest, template: str, version: PlanVersion | None, **context) -> HttpResponse:
    frame = "base.html" if request.user.is_authenticated else "base_public.html"
    return render(request, template, {"version": version, "frame": frame, **context})

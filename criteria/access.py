"""Which versions and drafts of the plan a page may show; what is not there is a 404."""

from django.http import Http404

from campaign.models import Campaign, PlanVersion
from criteria.models import PlanDraft
from criteria.selectors import current_version


def get_campaign_or_404() -> Campaign:
    if version := current_version():
        return version.campaign
    raise Http404("Chưa có kế hoạch nào được nạp vào cổng.")


def get_version_or_404(campaign: Campaign, number: int) -> PlanVersion:
    if found := campaign.plan_versions.select_related("campaign").filter(number=number).first():
        return found
    raise Http404("Không có phiên bản kế hoạch này.")


def get_draft_or_404(pk: int) -> PlanDraft:
    """Published ones too: the page tells what became of them."""
    if found := PlanDraft.objects.select_related("base__campaign", "published").filter(pk=pk).first():
        return found
    raise Http404("Không có dự thảo này; có thể dự thảo đã được bỏ.")

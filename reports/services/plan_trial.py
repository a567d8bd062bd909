"""The effect of a draft on a large year as a job: seconds of counting do not belong into the answer of a page."""

from campaign.models import Period
from core import jobs
from core.jobs import Job
from criteria.models import PlanDraft
from criteria.selectors import draft_token, plan_of_draft
from criteria.services.plan_drafts import require_editor
from reports.plan_effect import effect_of, size_of

KIND = "reports.plan_effect"
AT_ONCE = 500  # units scored again while a page is asked for: about a second


def trial_args(draft: PlanDraft, period: Period) -> dict:
    """Names the draft as it is now, so that an old answer is never shown for other weights."""
    return {"draft": draft.pk, "read": draft_token(draft), "period": period.pk}


def queue_trial(draft: PlanDraft, period: Period, *, by) -> Job:
    require_editor(by)
    args = trial_args(draft, period)
    label = f"Chấm thử năm {period.year} theo dự thảo sửa từ phiên bản {draft.base.number}"
    return jobs.enqueue(
        KIND, args=args, label=label, by=by, dedupe=f"{args['read']}:{period.pk}", total=size_of(period)
    )


def make_trial(draft: PlanDraft, period: Period) -> dict:
    """The worker's part: the answer lies in the result of the job, no sheet is stored."""
    return effect_of(plan_of_draft(draft), period).plain()

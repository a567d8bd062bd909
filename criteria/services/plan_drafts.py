"""Weights and standards changed on a page: start a draft, save it, drop it, publish it as the next version."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.models import Campaign, Period, PlanVersion
from core import audit
from core.digest import digest
from core.text import REASON_LIMIT, clean, clean_lines, too_long
from core.workflow import TransitionDenied
from criteria.models import PlanDraft
from criteria.plans.changing import EditError, changed_only, edited
from criteria.plans.editing import Origin, settings
from criteria.plans.reader import to_data
from criteria.plans.schema import Plan
from criteria.selectors import draft_token, indicator_home, indicator_rows, plan_of, plan_of_draft
from criteria.services.plans import add_rows, new_version
from units.enums import Role

STALE = (
    "Dự thảo vừa được sửa từ một cửa sổ khác. Những gì anh/chị nhập vẫn còn trên trang này nhưng chưa được lưu; "
    "hãy so với dự thảo đang lưu rồi bấm lại."
)


def require_editor(by) -> None:
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng Văn hóa và Thông tin được sửa trọng số và tiêu chuẩn (mục VI.1).")


@transaction.atomic
def start_draft(version: PlanVersion, *, by) -> PlanDraft:
    """The open draft on a version; made once, found again afterwards."""
    require_editor(by)
    Campaign.objects.select_for_update().get(pk=version.campaign_id)
    if found := PlanDraft.objects.filter(base=version, published=None).first():
        return found
    draft = PlanDraft.objects.create(base=version, created_by=by.get_username())
    audit.append("plan_draft.start", draft, by=by, data={"base": version.number})
    return draft


@transaction.atomic
def save_draft(
    draft: PlanDraft, values: Mapping[str, str], reasons: Mapping[str, str], *, read: str, by, now: datetime
) -> PlanDraft:
    """Keeps what differs from the base, all or nothing. Raises ValidationError by the key of each setting or sum."""
    require_editor(by)
    draft = _locked(draft, read)
    plan = plan_of(draft.base)
    wanted = changed_only(plan, values)
    _check(plan, wanted, reasons)
    made = {"by": by.get_username(), "at": now.isoformat()}
    said = {key: {"value": value, "reason": clean(reasons.get(key, ""))} for key, value in wanted.items()}
    changes = {key: _change(draft.changes.get(key), one, made) for key, one in said.items()}
    if changes != draft.changes:
        touched = sorted(key for key in changes.keys() | draft.changes.keys() if _differs(key, changes, draft.changes))
        draft.changes = changes
        draft.save(update_fields=["changes", "updated_at"])
        audit.append("plan_draft.save", draft, by=by, data={"changed": touched})
    return draft


def _differs(key: str, one: Mapping, other: Mapping) -> bool:
    return one.get(key) != other.get(key)


def _change(stands: dict | None, said: dict[str, str], made: dict[str, str]) -> dict[str, str]:
    """A change that stood already keeps who made it and when."""
    return stands if stands and stands.items() >= said.items() else {**said, **made}


def _check(plan: Plan, wanted: Mapping[str, str], reasons: Mapping[str, str]) -> None:
    try:
        edited(plan, wanted)
        wrong = {}
    except EditError as fault:
        wrong = fault.faults
    known = settings(plan)
    for key in wanted:
        reason = clean(reasons.get(key, ""))
        if key in known and known[key].origin is Origin.PLAN and not reason:
            wrong[f"reason:{key}"] = (
                f"Kế hoạch (mục {known[key].clause}) nêu “{known[key].shown}”; ghi lý do dùng mức khác."
            )
        elif len(reason) > REASON_LIMIT:
            wrong[f"reason:{key}"] = too_long("Lý do")
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def discard_draft(draft: PlanDraft, *, by) -> None:
    """Drops an unpublished draft; the log keeps what it wanted."""
    require_editor(by)
    draft = _locked(draft, None)
    audit.append("plan_draft.discard", draft, by=by, data={"changes": draft.changes})
    draft.delete()


@transaction.atomic
def publish_draft(
    draft: PlanDraft, periods: Iterable[Period], *, reason: str, read: str, by, now: datetime
) -> PlanVersion:
    """Makes the next version and lets these years follow it; earlier versions and every stored sheet stay as they are.

    `reports.services.plan_publishing` is the door: it also knows which years may follow.
    """
    require_editor(by)
    draft = _locked(draft, read)
    reason = clean_lines(reason)
    _require_publishable(draft, reason)
    plan = plan_of_draft(draft)
    version = _version(draft, plan)
    years = [_follow(period, version, now=now) for period in periods]
    draft.published, draft.published_by, draft.published_at = version, by.get_username(), now
    draft.reason = reason
    draft.save(update_fields=["published", "published_by", "published_at", "reason", "updated_at"])
    data = {"base": draft.base.number, "digest": version.digest, "years": years, "reason": reason}
    audit.append("plan.publish", version, by=by, data=data)
    return version


def _require_publishable(draft: PlanDraft, reason: str) -> None:
    if not draft.changes:
        raise ValidationError({"reason": "Dự thảo chưa có thay đổi nào so với phiên bản đang có."})
    if not reason:
        raise ValidationError({"reason": "Anh/chị ghi lý do ban hành phiên bản mới."})
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": too_long("Lý do")})
    kept = {key: change["reason"] for key, change in draft.changes.items()}
    _check(plan_of(draft.base), {key: change["value"] for key, change in draft.changes.items()}, kept)


def _version(draft: PlanDraft, plan: Plan) -> PlanVersion:
    """The digest names the draft too: going back to earlier weights is a version of its own."""
    campaign = Campaign.objects.select_for_update().get(pk=draft.base.campaign_id)
    made_of = {"from": draft.base.number, "indicators": indicator_home(draft.base)}
    data = {**to_data(plan), "edited": made_of}
    name = f"Sửa trên trang từ phiên bản {draft.base.number}"
    version = new_version(campaign, data, digest({"plan": data, "draft": draft.pk}), name)
    add_rows(version, plan, {row.code: row for row in indicator_rows(draft.base)})
    return version


def _follow(period: Period, version: PlanVersion, *, now: datetime) -> int:
    period = Period.objects.select_for_update(of=("self",)).select_related("plan_version").get(pk=period.pk)
    if sentence := follow_refusal(period, version, now=now):
        raise ValidationError({"years": sentence})
    period.plan_version = version
    period.save(update_fields=["plan_version"])
    return period.year


def follow_refusal(period: Period, version: PlanVersion, *, now: datetime) -> str:
    """Why a year cannot follow a version made on top of (or equal to) this one; "" when it can."""
    if period.campaign_id != version.campaign_id:
        return f"Năm {period.year} thuộc phong trào khác."
    if now >= period.closes_at:
        return f"Kỳ năm {period.year} đã đóng nên giữ phiên bản đang dùng."
    if indicator_home(period.plan_version) != indicator_home(version) and period.reports.exists():
        return (
            f"Năm {period.year} đã có báo cáo theo bộ chỉ tiêu của phiên bản {period.plan_version.number}; "
            f"muốn đổi trọng số, anh/chị soạn thay đổi từ phiên bản đó."
        )
    return ""


def _locked(draft: PlanDraft, read: str | None) -> PlanDraft:
    """The row under a lock; `read` is the token of what the person had seen, None when that does not matter."""
    found = (
        PlanDraft.objects.select_for_update(of=("self",)).select_related("base__campaign").filter(pk=draft.pk).first()
    )
    if found is None:
        raise TransitionDenied("Dự thảo này đã được bỏ.")
    if found.published_id:
        raise TransitionDenied(f"Dự thảo đã ban hành thành phiên bản {found.published.number} nên không sửa được nữa.")
    if read is not None and read != draft_token(found):
        raise ValidationError({"": STALE})
    return found

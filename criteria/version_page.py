"""Versions side by side as people read them: every change with its old and new value, who made it, when and why."""

from dataclasses import dataclass
from datetime import datetime

from campaign.models import Campaign, PlanVersion
from criteria.models import PlanDraft
from criteria.plans.comparing import Difference, differences, stale_readings
from criteria.plans.editing import Origin, Setting
from criteria.selectors import plan_of, plan_of_draft
from units.selectors import names_of


@dataclass(frozen=True)
class Credit:
    """Who brought a value in, when, and why."""

    by: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class Change:
    """One line of the comparison."""

    place: str
    name: str
    what: str
    clause: str
    before: str
    after: str
    origin: str
    strays: bool
    credit: Credit


@dataclass(frozen=True)
class Comparison:
    changes: list[Change]
    stale: list[Setting]

    @property
    def straying(self) -> int:
        return sum(change.strays for change in self.changes)


def versions_of(campaign: Campaign) -> list[PlanVersion]:
    """Newest first, with the draft behind each and the years that follow it; two queries."""
    rows = campaign.plan_versions.defer("data").select_related("draft__base").prefetch_related("periods")
    return list(rows.order_by("-number"))


def open_drafts(campaign: Campaign) -> list[PlanDraft]:
    return list(PlanDraft.objects.filter(base__campaign=campaign, published=None).select_related("base"))


def compare_draft(draft: PlanDraft) -> Comparison:
    """A draft against the version it was started from."""
    names = names_of(change["by"] for change in draft.changes.values())
    after = plan_of_draft(draft)
    found = differences(plan_of(draft.base), after)
    lines = [_change(one, _draft_credit(draft.changes.get(one.key), names)) for one in found]
    return Comparison(lines, stale_readings(found, after))


def _draft_credit(change: dict | None, names: dict[str, str]) -> Credit:
    if change is None:
        return Credit("", None, "")
    return Credit(names[change["by"]], datetime.fromisoformat(change["at"]), change["reason"])


def compare_versions(before: PlanVersion, after: PlanVersion) -> Comparison:
    """Any two versions; each line is credited to the last version between them that touched it."""
    found = differences(plan_of(before), plan_of(after))
    between = PlanVersion.objects.filter(
        campaign=after.campaign_id,
        number__gt=min(before.number, after.number),
        number__lte=max(before.number, after.number),
    )
    between = list(between.defer("data").select_related("draft").order_by("-number"))
    drafts = [version.draft for version in between if hasattr(version, "draft")]
    names = names_of(name for draft in drafts for name in _people(draft))
    lines = [_change(one, _credit(one.key, between, names)) for one in found]
    return Comparison(lines, stale_readings(found, plan_of(after)))


def _people(draft: PlanDraft) -> set[str]:
    return {draft.published_by, *(change["by"] for change in draft.changes.values())}


def _credit(key: str, between: list[PlanVersion], names: dict[str, str]) -> Credit:
    for version in between:
        draft = getattr(version, "draft", None)
        if draft is None:
            return Credit(f"Nạp từ tệp {version.source_name}", version.loaded_at, "")
        if change := draft.changes.get(key):
            credit = _draft_credit(change, names)
            return Credit(credit.by, draft.published_at, credit.reason or draft.reason)
    return Credit("", None, "")


def _change(one: Difference, credit: Credit) -> Change:
    setting = one.setting
    return Change(
        place=setting.place,
        name=setting.name,
        what=setting.what,
        clause=setting.clause,
        before=one.before.shown if one.before else "–",
        after=one.after.shown if one.after else "–",
        origin={Origin.PLAN: "", Origin.ASSUMED: "giả định", Origin.PROPOSED: "đề xuất"}[setting.origin],
        strays=one.strays,
        credit=credit,
    )

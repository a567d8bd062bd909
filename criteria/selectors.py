"""Reads plans, rules and sheets. Every function costs a fixed number of queries, however many units there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from campaign.models import Period, PlanVersion
from core.digest import digest
from criteria.enums import Column
from criteria.models import Indicator, PlanDraft, ScoreSheet
from criteria.plans import rules as plan_rules
from criteria.plans.changing import edited
from criteria.plans.reader import from_data
from criteria.plans.schema import LeagueRow, Plan
from criteria.scoring.engine import RuleBook
from criteria.scoring.ranking import Contender, rank
from units.models import Unit

_plans: dict[str, Plan] = {}


def plan_of(version: PlanVersion) -> Plan:
    """The plan as it was loaded; versions never change, so it is built once per process."""
    if version.digest not in _plans:
        _plans[version.digest] = from_data(version.data)
    return _plans[version.digest]


def current_version(campaign_code: str = "") -> PlanVersion | None:
    """The newest version of a campaign (of the newest one when none is named)."""
    versions = PlanVersion.objects.select_related("campaign").order_by("-campaign_id", "-number")
    return (versions.filter(campaign__code=campaign_code) if campaign_code else versions).first()


def plan_of_draft(draft: PlanDraft) -> Plan:
    """The plan as a draft would make it; EditError when its changes no longer fit."""
    return edited(plan_of(draft.base), {key: change["value"] for key, change in draft.changes.items()})


def draft_token(draft: PlanDraft) -> str:
    """Names what a draft says now: a page that saves or publishes shows that it had read exactly this."""
    return digest([draft.pk, draft.changes])[:16]


def rules_for(version: PlanVersion, unit: Unit) -> RuleBook:
    """What a unit is scored by: the same in every year of the campaign (GD-07)."""
    plan_of(version)
    return _rules(version.digest, unit.kind, unit.is_it_enterprise)


@lru_cache(maxsize=256)
def _rules(digest: str, kind: str, is_it_enterprise: bool) -> RuleBook:
    return plan_rules.unit_rules(_plans[digest], kind=kind, is_it_enterprise=is_it_enterprise)


def person_rules(version: PlanVersion) -> RuleBook:
    """IV.1.2: what a person must reach."""
    return plan_rules.person_rules(plan_of(version))


def indicator_home(version: PlanVersion) -> int:
    """The number of the version whose indicators this one asks: itself, or the file that it was edited from.

    A version made on a page shares these rows, so that a line of a report, a comment, a file beside it stay where
    they are when a year moves to other weights.
    """
    return version.data.get("edited", {}).get("indicators", version.number)


def indicator_rows(version: PlanVersion) -> QuerySet[Indicator]:
    """Everything that a version measures, in the order of the plan."""
    home = {"plan_version__campaign": version.campaign_id, "plan_version__number": indicator_home(version)}
    return Indicator.objects.filter(**home).order_by("sort")


def indicators_for(version: PlanVersion, unit: Unit) -> list[Indicator]:
    """The rows of the yearly report of a unit, in the order of the plan."""
    return [
        indicator
        for indicator in indicator_rows(version)
        if (unit.kind in indicator.reporter_kinds or unit.code in indicator.owner_codes)
        and (unit.is_it_enterprise or not indicator.it_only)
    ]


_kept: dict[tuple, tuple[Indicator, ...]] = {}
MOST_KEPT = 512


def kept_indicators(version: PlanVersion, unit: Unit) -> tuple[Indicator, ...]:
    """The same rows kept in memory, for what is asked at every cell: versions never change. Read them, never write."""
    key = (version.pk, version.digest, unit.kind, unit.code, unit.is_it_enterprise)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = tuple(indicators_for(version, unit))
    return _kept[key]


def league_for(version: PlanVersion, unit: Unit) -> LeagueRow | None:
    """The group (khối) inside which a unit is ranked."""
    return next((one for one in plan_of(version).leagues if unit.kind in one.kinds), None)


def latest_sheets(period: Period, column: str) -> QuerySet[ScoreSheet]:
    """The sheet that counts for every unit in one column."""
    newer = ScoreSheet.objects.filter(
        period=OuterRef("period"), column=OuterRef("column"), unit=OuterRef("unit"), number__gt=OuterRef("number")
    )
    return ScoreSheet.objects.filter(~Exists(newer), period=period, column=column)


def final_sheets(period: Period) -> dict[int, ScoreSheet]:
    """By unit id: the council's sheet where there is one, otherwise the appraised one. Without lines."""
    final: dict[int, ScoreSheet] = {}
    for column in (Column.APPRAISED, Column.COUNCIL):
        for sheet in latest_sheets(period, column).select_related("unit").defer("lines", "inputs"):
            final[sheet.unit_id] = sheet
    return final


def sheets_of(unit: Unit, period: Period) -> dict[str, ScoreSheet]:
    """The newest sheet of a unit in each column."""
    sheets = ScoreSheet.objects.filter(unit=unit, period=period).order_by("column", "number")
    return {sheet.column: sheet for sheet in sheets}


@dataclass(frozen=True)
class Ranked:
    """One unit in the ranking of its group; `place` is None when nothing applied to it."""

    unit: Unit
    league: str
    place: int | None
    percent: Decimal
    sheet: ScoreSheet


def ranking(period: Period, column: str = "") -> list[Ranked]:
    """Group by group in the order of the plan, best first; by final sheets, or by those of one column."""
    if column:
        found = latest_sheets(period, column).select_related("unit").defer("lines", "inputs")
        sheets = {sheet.unit_id: sheet for sheet in found}
    else:
        sheets = final_sheets(period)
    return rank_sheets(period, sheets.values())


def rank_sheets(period: Period, sheets: Iterable[ScoreSheet]) -> list[Ranked]:
    """The same for sheets that were read already, with their units."""
    leagues = {kind: league for league in plan_of(period.plan_version).leagues for kind in league.kinds}
    by_key = {f"{sheet.unit.sort:05d} {sheet.unit.sort_key} {sheet.unit.code}": sheet for sheet in sheets}
    names = {league.code: league.name for league in leagues.values()}
    places = rank(
        Contender(key=key, group=leagues[sheet.unit.kind].code, total=sheet.total, max_total=sheet.max_total)
        for key, sheet in by_key.items()
        if sheet.unit.kind in leagues
    )
    order = {code: index for index, code in enumerate(names)}
    return [
        Ranked(by_key[one.key].unit, names[one.group], one.place, one.percent, by_key[one.key])
        for one in sorted(places, key=lambda one: order[one.group])
    ]

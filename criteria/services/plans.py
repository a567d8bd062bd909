"""Loads a plan file: a new file is a new version with its rows; the same file again changes nothing."""

import hashlib
from pathlib import Path

from django.db import transaction

from campaign.models import Campaign, Clause, Period, PlanVersion
from core import audit
from core.days import end_of
from criteria.models import Indicator, ScoreSheet, Standard, Target
from criteria.plans.reader import PlanError, read_plan_file, to_data
from criteria.plans.rules import PERSON_SET, person_rules, weighted_rules
from criteria.plans.schema import CampaignRow, PeriodRow, Plan
from criteria.scoring.types import Rule

__all__ = ["PlanError", "load_plan", "store_plan"]


def load_plan(path: Path | str, *, by=None) -> PlanVersion:
    """Checks the file, then in one transaction: campaign (if new), version, clauses, indicators, targets, standards.

    Years in which nothing has happened yet follow the new version; a year with a registration or a score stays on
    its own. Raises PlanError with every fault; then nothing is written.
    """
    path = Path(path)
    plan = read_plan_file(path)
    return store_plan(plan, hashlib.sha256(path.read_bytes()).hexdigest(), path.name, by=by)


@transaction.atomic
def store_plan(plan: Plan, digest: str, name: str, *, by=None) -> PlanVersion:
    """The second half of `load_plan`: a plan that was read without a fault, the digest and the name of its file."""
    campaign = _campaign(plan)
    if known := campaign.plan_versions.filter(digest=digest).first():
        return known
    version = new_version(campaign, to_data(plan), digest, name)
    add_rows(version, plan, _add_indicators(version, plan, _assumed(plan)))
    years = _set_periods(campaign, version, plan)
    audit.append("plan.load", version, by=by, data={"digest": digest, "years": years, "file": name})
    return version


def _campaign(plan: Plan) -> Campaign:
    """The names of a known campaign stay as its administrators set them."""
    row: CampaignRow = plan.campaign
    defaults = {key: value for key, value in vars(row).items() if key != "line"}
    return Campaign.objects.select_for_update().get_or_create(code=plan.plan.code, defaults=defaults)[0]


def new_version(campaign: Campaign, data: dict, digest: str, name: str) -> PlanVersion:
    """The next version; the caller holds the lock of the campaign."""
    last = campaign.plan_versions.order_by("-number").values_list("number", flat=True).first() or 0
    return PlanVersion.objects.create(campaign=campaign, number=last + 1, digest=digest, data=data, source_name=name)


def _assumed(plan: Plan) -> dict[str, str]:
    return {row.code: f"{row.code}: {row.chosen}" for row in plan.assumptions}


def add_rows(version: PlanVersion, plan: Plan, indicators: dict[str, Indicator]) -> None:
    """Clauses, targets and standards of a version, over the indicators that it asks."""
    Clause.objects.bulk_create(
        Clause(plan_version=version, code=row.code, text=row.text, parent_code=row.parent, sort=sort)
        for sort, row in enumerate(plan.clauses, 1)
    )
    assumed = _assumed(plan)
    Target.objects.bulk_create(
        Target(
            plan_version=version,
            code=row.code,
            clause_code=row.clause,
            assumption=assumed.get(row.assumption, ""),
            sort=sort,
            indicator=indicators[row.indicator],
            comparator=row.comparator,
            threshold=row.threshold,
            upper=row.upper,
            year=row.year,
        )
        for sort, row in enumerate(plan.targets, 1)
    )
    rules = [*weighted_rules(plan), *((PERSON_SET, rule) for rule in person_rules(plan).rules)]
    Standard.objects.bulk_create(
        _standard(
            version,
            code,
            rule,
            sort=sort,
            indicator=indicators[rule.indicator],
            assumption=assumed.get(rule.assumption, ""),
        )
        for sort, (code, rule) in enumerate(rules, 1)
    )


def _add_indicators(version: PlanVersion, plan: Plan, assumed: dict[str, str]) -> dict[str, Indicator]:
    rows = Indicator.objects.bulk_create(
        Indicator(
            plan_version=version,
            code=row.code,
            clause_code=row.clause,
            assumption=assumed.get(row.assumption, ""),
            sort=sort,
            name=row.name,
            kind=row.kind,
            section=row.section,
            a_label=row.a,
            b_label=row.b,
            unit_label=row.unit,
            choices=list(row.grades),
            evidence_hint=row.evidence,
            reporter_kinds=list(row.reporters),
            owner_codes=list(row.owners),
            verifier_codes=list(row.verified_by),
            it_only=row.it_only,
            note=row.note,
            district_rule=row.district,
        )
        for sort, row in enumerate(plan.indicators, 1)
    )
    return {row.code: row for row in rows}


def _standard(version: PlanVersion, standard_set: str, rule: Rule, **more: object) -> Standard:
    return Standard(
        plan_version=version,
        code=rule.code,
        clause_code=rule.clause,
        standard_set=standard_set,
        name=rule.name,
        comparator=rule.comparator,
        threshold=rule.threshold,
        upper=rule.upper,
        requirement=rule.requirement,
        choice=rule.choice,
        weight=rule.weight,
        weight_group=rule.group,
        **more,
    )


def _set_periods(campaign: Campaign, version: PlanVersion, plan: Plan) -> list[int]:
    """Years of the file are created, or moved to this version while nothing has happened in them; gives those years."""
    existing = {period.year: period for period in campaign.periods.select_for_update()}
    busy = set(campaign.periods.filter(registrations__isnull=False).values_list("year", flat=True))
    busy |= set(campaign.periods.filter(reports__isnull=False).values_list("year", flat=True))
    busy |= set(ScoreSheet.objects.filter(period__campaign=campaign).values_list("period__year", flat=True))
    followed = []
    for row in plan.periods:
        if row.year in busy:
            continue
        period = existing.get(row.year) or Period(campaign=campaign, year=row.year)
        for name, value in _period_fields(row).items():
            setattr(period, name, value)
        period.plan_version = version
        period.save()
        followed.append(row.year)
    return followed


def _period_fields(row: PeriodRow) -> dict[str, object]:
    return {
        "kind": row.kind,
        "launch_plan_due": row.launch_plan_last_day,
        "report_due": end_of(row.report_last_day),
        "closes_at": end_of(row.closes_last_day),
        "summary_due": row.summary_last_day,
    }

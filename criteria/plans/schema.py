"""The tables of a plan file as frozen rows: a field without a default must be written, others may."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from criteria.plans.schema_awards import (
    AwardKindRow,
    AwardRoundRow,
    DirectShareRow,
    DossierRow,
    LegalBasisRow,
    PaperRow,
    PeriodKind,
    QuotaRow,
    Row,
)
from criteria.scoring.types import Comparator, Kind, Requirement, Scale

UNIT_KINDS = ("PHONG_BAN", "DOAN_THE", "SU_NGHIEP", "NGANH_DOC", "CAP_XA", "DOANH_NGHIEP")


class District(StrEnum):
    SUM = "sum"
    SHARE = "share"
    OWNER = "owner"
    TOTAL = "total"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Head(Row):
    schema: int
    code: str
    name: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class CampaignRow(Row):
    title: str
    short_title: str
    starts_on: date
    ends_on: date
    place: str
    organ: str
    authority: str
    signer_title: str
    lead_office: str
    appraising_office: str
    council_name: str
    parent_organ: str = ""
    signer_name: str = ""


@dataclass(frozen=True, kw_only=True)
class AssumptionRow(Row):
    code: str
    clause: str
    question: str
    chosen: str


@dataclass(frozen=True, kw_only=True)
class ClauseRow(Row):
    code: str
    text: str
    parent: str = ""
    marker: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicRow(Row):
    """One of the contents of II.3 or of the fields of II.3.9."""

    code: str
    clause: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PeriodRow(Row):
    year: int
    kind: PeriodKind
    clause: str
    report_last_day: date
    summary_last_day: date
    closes_last_day: date
    launch_plan_last_day: date | None = None
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class DeadlineRow(Row):
    code: str
    clause: str
    name: str
    rule: str
    years: tuple[int, ...]
    starts_on: date | None = None
    last_day: date | None = None
    last_month_day: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskRow(Row):
    code: str
    clause: str
    name: str
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    deadline: str = ""


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(Row):
    code: str
    section: str
    clause: str
    name: str
    kind: Kind
    district: District
    a: str = ""
    b: str = ""
    unit: str = ""
    evidence: str = ""
    reporters: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    verified_by: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    it_only: bool = False
    note: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetRow(Row):
    code: str
    clause: str
    indicator: str
    comparator: Comparator
    year: int
    threshold: Decimal | None = None
    upper: Decimal | None = None
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class SetRow(Row):
    code: str
    clause: str
    name: str
    kinds: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class ChoiceRow(Row):
    code: str
    clause: str
    name: str
    at_least: int
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class StandardRow(Row):
    code: str
    clause: str
    indicator: str
    sets: tuple[str, ...]
    comparator: Comparator
    requirement: Requirement
    threshold: Decimal | None = None
    upper: Decimal | None = None
    district_comparator: Comparator | None = None
    district_threshold: Decimal | None = None
    choice: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoringRow(Row):
    label: str
    clause: str
    bonus_max: Decimal
    late_points: Decimal
    assumption: str = ""
    late_assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class PointGroupRow(Row):
    code: str
    name: str
    points: Decimal
    proposed: bool


@dataclass(frozen=True, kw_only=True)
class WeightRow(Row):
    """Points of a standard, or of a target that a unit carries (its measure may differ from the district's)."""

    set: str
    group: str
    rule: str
    points: Decimal
    scale: Scale
    steps: tuple[tuple[int, int], ...] = ()
    indicator: str = ""
    comparator: Comparator | None = None
    threshold: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class LeagueRow(Row):
    code: str
    name: str
    kinds: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole plan file; every table must be there."""

    plan: Head
    campaign: CampaignRow
    assumptions: tuple[AssumptionRow, ...]
    clauses: tuple[ClauseRow, ...]
    contents: tuple[TopicRow, ...]
    fields: tuple[TopicRow, ...]
    periods: tuple[PeriodRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    tasks: tuple[TaskRow, ...]
    indicators: tuple[IndicatorRow, ...]
    targets: tuple[TargetRow, ...]
    sets: tuple[SetRow, ...]
    choices: tuple[ChoiceRow, ...]
    standards: tuple[StandardRow, ...]
    scoring: ScoringRow
    point_groups: tuple[PointGroupRow, ...]
    weights: tuple[WeightRow, ...]
    leagues: tuple[LeagueRow, ...]
    award_kinds: tuple[AwardKindRow, ...]
    award_rounds: tuple[AwardRoundRow, ...]
    quotas: tuple[QuotaRow, ...]
    direct_share: DirectShareRow
    papers: tuple[PaperRow, ...]
    dossier: DossierRow
    legal_bases: tuple[LegalBasisRow, ...]

    @property
    def rules(self) -> tuple[StandardRow | TargetRow, ...]:
        """What a weight may name: standards of IV.1 and targets of III."""
        return (*self.standards, *self.targets)

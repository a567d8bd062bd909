"""The tables of a plan file about awards, papers and laws, and what every row has."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    SO_KET = "so_ket"
    HANG_NAM = "hang_nam"
    TONG_KET = "tong_ket"


class LegalType(StrEnum):
    LAW = "law"
    DECREE = "decree"
    CIRCULAR = "circular"


class Action(StrEnum):
    DECIDE = "decide"
    PROPOSE = "propose"
    RECORD = "record"


class Bound(StrEnum):
    MAX = "max"
    EXACT = "exact"


class Per(StrEnum):
    DOSSIER = "dossier"
    NOMINEE = "nominee"


@dataclass(frozen=True, kw_only=True)
class Row:
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class AwardKindRow(Row):
    code: str
    clause: str
    name: str
    authority: str
    action: Action
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class AwardRoundRow(Row):
    code: str
    year: int
    kind: PeriodKind
    clause: str
    name: str
    award_kinds: tuple[str, ...]
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotaRow(Row):
    """No number written means that the plan names none."""

    round: str
    award_kind: str
    clause: str
    bound: Bound
    collectives: int | None = None
    individuals: int | None = None
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class DirectShareRow(Row):
    clause: str
    direct_percent: int
    leading_percent: int
    subject: str
    warn_below: int
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperRow(Row):
    code: str
    clause: str
    name: str
    per: Per
    form: str = ""
    decree: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class DossierRow(Row):
    clause: str
    copies: int


@dataclass(frozen=True, kw_only=True)
class LegalBasisRow(Row):
    """In force from `valid_from` (from always, when not written) to `valid_to` (still, when not written)."""

    code: str
    type: LegalType
    name: str
    issued_on: date
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    form: str = ""

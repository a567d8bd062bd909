"""The words of the score: rules go in with answers, lines with reasons come out as a sheet."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    PERCENT = "percent"
    COUNT = "count"
    MONEY = "money"
    YES_NO = "yes_no"
    GRADED = "graded"
    NARRATIVE = "narrative"


class Comparator(StrEnum):
    GE = "ge"  # "X%", "đạt X%", "tối thiểu X%", "phấn đấu X%"
    GT = "gt"  # "trên X%"
    EQ = "eq"  # "100%", "mọi", "đều"
    RANGE = "range"  # "từ 65 - 70%": from the lower bound it is met, from the upper one it is exceeded
    YES = "yes"
    COUNT_GE = "count_ge"
    QUALITATIVE = "qualitative"


class Scale(StrEnum):
    FULL = "full"  # all points when met, none otherwise
    PROPORTIONAL = "proportional"  # value against the threshold, capped
    STEPS = "steps"  # (from this number on, this percent of the points)
    GRADE = "grade"  # place of the grade between the lowest and the highest


class Requirement(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    CHOICE = "choice"  # at least k of the group


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one line of the sheet asks, out of which clause, for how many (proposed) points."""

    code: str
    clause: str
    indicator: str
    name: str
    kind: Kind
    comparator: Comparator
    weight: Decimal
    group: str = ""
    scale: Scale = Scale.PROPORTIONAL
    threshold: Decimal | None = None
    upper: Decimal | None = None
    steps: tuple[tuple[int, int], ...] = ()
    grades: tuple[str, ...] = ()
    unit_label: str = ""
    requirement: Requirement = Requirement.REQUIRED
    choice: str = ""
    at_least: int = 0
    target_year: int | None = None
    assumption: str = ""
    sort: int = 0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a unit says about one indicator. `value` is the count, the money or the place of the grade (0 = lowest)."""

    a: Decimal | None = None
    b: Decimal | None = None
    value: Decimal | None = None
    yes: bool | None = None
    text: str = ""
    na: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """Points given (above 0) or taken (below 0) by hand, always with a reason."""

    points: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class Override:
    """The council's points for one line, always with a reason; value and met stay with the figures."""

    points: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One explained line. Points are rounded here, once, so that the sum of the lines is the score."""

    code: str
    clause: str
    indicator: str
    name: str
    group: str
    value: str
    threshold: str
    met: bool
    points: Decimal
    max_points: Decimal
    reason: str
    applicable: bool = True
    requirement: Requirement = Requirement.OPTIONAL
    assumption: str = ""
    proposed: bool = True


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole score. The same rules and values give the same digest on any machine."""

    lines: tuple[Line, ...]
    total: Decimal
    max_total: Decimal
    percent: Decimal
    eligible: bool
    reasons: tuple[str, ...]  # clauses without codes; criteria.scoring.eligibility makes a sentence of them
    inputs: dict[str, object] = field(hash=False)
    digest: str

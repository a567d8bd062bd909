"""What the anomaly desk reads and what it says: plain values, no rows and no clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from reports.anomalies.limits import Limits


class Kind(StrEnum):
    """The same codes as reports.enums.AnomalyKind, which has the words."""

    JUMP = "jump"
    IDENTICAL = "identical"
    ROUNDING = "rounding"
    COPIED = "copied"
    OUTLIER = "outlier"
    SAME_FILE = "same_file"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file beside a line: the digest of its bytes, and the name that the unit gave it."""

    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a report says about one indicator; `kind` is the indicator's, `unit` what it counts.

    `counted`: a and b are people or papers, not metres or money, so that chance can be reckoned.
    """

    code: str
    kind: str
    unit: str = ""
    a: Decimal | None = None
    b: Decimal | None = None
    value: Decimal | None = None
    text: str = ""
    proofs: tuple[Proof, ...] = ()
    counted: bool = True

    @property
    def ratio(self) -> tuple[int, int] | None:
        """a and b in hundredths, exact; None where there is no percentage."""
        if self.kind != "percent" or self.a is None or not self.b:
            return None
        return int(self.a * 100), int(self.b * 100)

    @property
    def amount(self) -> Decimal | None:
        """The figure of a count or of money."""
        return self.value if self.kind in ("count", "money") else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report of one unit in one year. `group` is the khối inside which units are compared."""

    key: int
    unit: int
    name: str
    group: str
    year: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that stands in a report of an earlier year."""

    sha256: str
    unit: int
    name: str
    year: int


@dataclass(frozen=True)
class District:
    """Everything that is compared: the reports of a year, those of the year before, earlier files, the plan's own words."""

    sheets: tuple[Sheet, ...]
    before: tuple[Sheet, ...] = ()
    files: tuple[FileUse, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Finding:
    """Something odd in a report: on a line (`code`) or, with code "", in the whole of it; `reason` names the figures."""

    key: int
    code: str
    kind: Kind
    weight: int = field(compare=False)  # 1 worth a look … 3 look first
    reason: str = field(compare=False)


Rule = Callable[[District, Limits], list[Finding]]

"""One achievement – one award: who is the same in two rounds of a year, and what follows. Pure, giả định (domain §5.1).

The database says the same with its triggers `once_a_year`; this module finds the sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from awards.rules import DOSSIER, Violation

TAKE_OFF = " Bỏ khỏi danh sách."  # what to do about it; who is only told the reason is not told this


class Standing(IntEnum):
    """How far the same nominee has come elsewhere; from LISTED on, nobody is listed a second time."""

    PUT_FORWARD = 1
    LISTED = 2
    AWARDED = 3


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What makes a person or a collective the same; `distinct` = declared to be somebody else of that name."""

    individual: bool
    key: str
    birth_year: int | None
    unit: int
    distinct: bool = False


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """The same nominee in another round of the year; `decision` is told when it is awarded."""

    label: str
    round_id: int
    round_name: str
    standing: Standing
    decision: str = ""
    nominee_id: int = 0
    dossier_id: int = 0
    unit_id: int = 0
    unit: str = ""
    declared_distinct: bool = False
    veiled: bool = False  # another unit's, not decided yet: told without the round and how far it is

    @property
    def sentence(self) -> str:
        """What was found, without the unit: another unit's dossier is nobody's business. On its own, it only warns."""
        if self.veiled:
            declared = "; hồ sơ khai là hai người khác nhau" if self.declared_distinct else ""
            return f"“{self.label}” đã được đề nghị ở đợt khác{declared}."
        if self.declared_distinct:
            return f"Có “{self.label}” cùng năm sinh ở đợt “{self.round_name}”; hồ sơ khai là hai người khác nhau."
        if self.standing == Standing.AWARDED:
            return f"“{self.label}” đã được khen thưởng ở đợt “{self.round_name}” theo {self.decision}."
        if self.standing == Standing.LISTED:
            return f"“{self.label}” đã có trong danh sách trình của đợt “{self.round_name}”."
        return f"“{self.label}” cũng đang được đề nghị ở đợt “{self.round_name}”."


def alike(one: Identity, other: Identity) -> bool:
    """The same name and year of birth, or the same name of a collective in the same unit; declarations aside."""
    if one.individual != other.individual or one.key != other.key:
        return False
    return one.birth_year == other.birth_year if one.individual else one.unit == other.unit


def same(one: Identity, other: Identity) -> bool:
    """Alike, and neither of two people is declared to be somebody else."""
    return alike(one, other) and not (one.individual and (one.distinct or other.distinct))


def refusals(found: Iterable[Elsewhere]) -> list[Violation]:
    """Awarded, or on a closed list: a second listing for the same achievement is refused."""
    return [
        Violation(
            "once_a_year",
            DOSSIER,
            f"{one.sentence} Một thành tích chỉ khen một lần trong năm.{TAKE_OFF}",
        )
        for one in found
        if one.standing >= Standing.LISTED and not one.declared_distinct
    ]

"""The count of a council vote: quorum, votes for one nominee, passed or not; whole numbers only. Pure; reads no clock.

The plan asks for a vote and is silent on the numbers (giả định, architecture §5): quorum 2/3 of the members,
passed by more than 1/2 of all members; who is absent or may not vote on a nominee stays in the base.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

YES, NO, ABSTAIN = "yes", "no", "abstain"
CHOICES = (YES, NO, ABSTAIN)


@dataclass(frozen=True)
class Threshold:
    """A part of the members: "trên 1/2" is strict, "từ 70 % trở lên" and "ít nhất 2/3" are not."""

    num: int
    den: int
    strict: bool

    def __post_init__(self) -> None:
        if not 0 < self.num <= self.den:
            raise ValueError("Tỷ lệ phải lớn hơn 0 và không quá 1.")

    def met(self, count: int, base: int) -> bool:
        """Cross-multiplied, so that no rounding can decide; nothing is met among nobody."""
        if base <= 0:
            return False
        left, right = count * self.den, self.num * base
        return left > right if self.strict else left >= right

    def least(self, base: int) -> int:
        """The smallest count that meets it."""
        whole, rest = divmod(self.num * base, self.den)
        return whole + 1 if self.strict or rest else whole

    def reckoning(self, count: int, base: int) -> str:
        """The whole numbers that decide, in words: "6 × 2 = 12, lớn hơn 1 × 9 = 9"."""
        left, right = count * self.den, self.num * base
        relation = "lớn hơn" if left > right else "bằng" if left == right else "nhỏ hơn"
        return f"{count} × {self.den} = {left}, {relation} {self.num} × {base} = {right}"

    def __str__(self) -> str:
        share = f"{self.num * 100 // self.den}%" if self.den in (10, 100) else f"{self.num}/{self.den}"
        return f"trên {share}" if self.strict else f"từ {share} trở lên"


QUORUM = Threshold(2, 3, strict=False)
MAJORITY = Threshold(1, 2, strict=True)


def passing(num: int, den: int) -> Threshold:
    """The rule for passing: one half must be exceeded, any other share must be reached (70, 80, 90 %)."""
    return Threshold(num, den, strict=num * 2 == den)


def quorum_reached(present: int, members: int, quorum: Threshold = QUORUM) -> bool:
    return quorum.met(present, members)


def passed(yes: int, base: int, rule: Threshold = MAJORITY) -> bool:
    """`base` is every member of the roster, present or not."""
    return rule.met(yes, base)


def share(yes: int, base: int) -> Decimal:
    """Per cent of all members as papers print it (two places); never used to decide."""
    if not base:
        return Decimal("0.00")
    return (Decimal(yes * 100) / Decimal(base)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Tally:
    """Votes on one nominee; yes, no, abstain, invalid, recused and silent sum to `base`."""

    base: int
    yes: int
    no: int
    abstain: int
    recused: int
    silent: int
    passed: bool
    invalid: int = 0

    @property
    def share(self) -> Decimal:
        return share(self.yes, self.base)


def count(
    members: Collection[int],
    recused: Collection[int],
    votes: Mapping[int, str],
    rule: Threshold = MAJORITY,
) -> Tally:
    """Counts `votes` (member → choice). A stranger, a recused member or an unknown choice is a ValueError."""
    everyone, barred = frozenset(members), frozenset(recused) & frozenset(members)
    if strangers := set(votes) - (everyone - barred):
        raise ValueError(f"Phiếu của người không được biểu quyết: {sorted(strangers)}")
    if unknown := set(votes.values()) - set(CHOICES):
        raise ValueError(f"Phiếu không hợp lệ: {sorted(unknown)}")
    cast = list(votes.values())
    base, yes = len(everyone), cast.count(YES)
    return Tally(
        base=base,
        yes=yes,
        no=cast.count(NO),
        abstain=cast.count(ABSTAIN),
        recused=len(barred),
        silent=base - len(barred) - len(cast),
        passed=passed(yes, base, rule),
    )


@dataclass(frozen=True)
class Figures:
    """Ballots without names: of a secret vote, of a paper count, or of both with written opinions added."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain, self.invalid) < 0:
            raise ValueError("Số phiếu không thể âm.")

    @property
    def total(self) -> int:
        return self.yes + self.no + self.abstain + self.invalid

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.yes + other.yes, self.no + other.no, self.abstain + other.abstain, self.invalid + other.invalid
        )


def figures(choices: Iterable[str]) -> Figures:
    """Counts choices that carry no name. An unknown choice is a ValueError."""
    cast = list(choices)
    if unknown := set(cast) - set(CHOICES):
        raise ValueError(f"Phiếu không hợp lệ: {sorted(unknown)}")
    return Figures(cast.count(YES), cast.count(NO), cast.count(ABSTAIN))


def count_unsigned(base: int, recused: int, ballots: Figures, rule: Threshold = MAJORITY) -> Tally:
    """Like `count` for ballots without names. More ballots than members who may vote is a ValueError."""
    if ballots.total > base - recused:
        raise ValueError(f"Có {ballots.total} phiếu nhưng chỉ {base - recused} thành viên được biểu quyết.")
    return Tally(
        base=base,
        yes=ballots.yes,
        no=ballots.no,
        abstain=ballots.abstain,
        recused=recused,
        silent=base - recused - ballots.total,
        passed=passed(ballots.yes, base, rule),
        invalid=ballots.invalid,
    )


def agreed(readings: Collection[Figures]) -> Figures | None:
    """What two or more counters read alike from the paper ballots, or None."""
    return next(iter(readings)) if len(readings) >= 2 and len(set(readings)) == 1 else None

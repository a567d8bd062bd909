"""The best list under the rules (IV.2), and for every name that it leaves out the reason as a sentence.

Allowed is what `rules.proposal` and the plan's year let through: the quota, 70/30, one person once, eligible, passed by
the council, one award for one achievement. The tolerance for short lists (under four only a warning) is not used: the
suggestion stays strictly inside. While the council has not met at all, everybody counts as if it had agreed.

Best, for collectives and for individuals each:
  1. as many as the rules allow;
  2. of all lists of that length, the one whose places in the order of merit are smallest, compared from the best down.
The order of merit is total: merit, then direct people before leaders, then the name. The name is arbitrary; where it
decides who is in and who is out, both sides are told as a tie and the office chooses (docs/decisions/0019).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from awards import rules
from awards.rules import Candidate, leader_cap, smallest_list_for

SHOWN = 3  # names of one tie; the rest is a number


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """One nominee as the suggestion weighs it. The smaller `merit` is the better one; `words` say what it is made of.

    `unfit` says why it was not found eligible, `rewarded` which award it already has for this achievement.
    """

    key: int
    candidate: Candidate
    merit: tuple[Fraction, ...]
    words: str
    name: str
    unfit: str = ""
    rewarded: str = ""

    @property
    def place(self) -> tuple[tuple[Fraction, ...], bool, str, int]:
        """Its place in the order of merit; two entrants never share one."""
        return (self.merit, self.candidate.leader, self.name, self.key)

    @property
    def owner(self) -> Hashable:
        return rules.identity(self.candidate) or self.key

    def equals(self, other: "Entrant") -> bool:
        """Nothing but the name stands between them, and one may take the other's place."""
        return self.merit == other.merit and self.candidate.leader == other.candidate.leader


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many, and how many per cent of the individuals have to be direct; None = no number is given."""

    collectives: int | None
    individuals: int | None
    direct_percent: int

    def of(self, individual: bool) -> int | None:
        return self.individuals if individual else self.collectives


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the list has to fit into: its round, and the plan's year with the lists of the year's other rounds."""

    round: Limits
    year: Limits
    others: tuple[Candidate, ...] = ()
    before_council: bool = False

    @cached_property
    def taken(self) -> frozenset[Hashable]:
        return frozenset(owner for other in self.others if (owner := rules.identity(other)))

    def elsewhere(self, individual: bool) -> int:
        return sum(other.individual == individual for other in self.others)

    def holds(self, individual: bool, size: int) -> bool:
        """So many of a kind fit into the quota of the round and, with the other rounds, into that of the year."""
        here, year = self.round.of(individual), self.year.of(individual)
        return (here is None or size <= here) and (year is None or size + self.elsewhere(individual) <= year)

    def most_leaders(self, size: int) -> int | None:
        """The leaders that a list of `size` individuals may hold; None when no list of that size is allowed."""
        if not self.holds(True, size):
            return None
        most = min(leader_cap(size, self.round.direct_percent), self._left_in_year(size))
        return most if most >= 0 else None

    def room(self, chosen: Sequence[Candidate], one: Candidate) -> bool:
        """One more like this could still be added to the list."""
        same = [other for other in chosen if other.individual == one.individual]
        size = len(same) + 1
        if not one.leader:
            return self.holds(one.individual, size)
        return sum(other.leader for other in same) < (self.most_leaders(size) or 0)

    def _left_in_year(self, size: int) -> int:
        """IV.2 Lưu ý over all lists of the year; as in `rules.direct_share`, too short a sum is not held against it."""
        total, percent, quota = size + self.elsewhere(True), self.year.direct_percent, self.year.individuals
        shortest = smallest_list_for(1, percent)
        most = total if shortest is not None and total < shortest else leader_cap(total, percent)
        if quota is not None:
            most = min(most, leader_cap(quota, percent))
        return most - sum(other.leader for other in self.others if other.individual)


@dataclass(frozen=True)
class Reason:
    """Why a name is left out, by which clause; `tied` are those in the list that only the name puts before it."""

    code: str
    clause: str
    sentence: str
    tied: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        return rules.clause_label(self.clause)


@dataclass(frozen=True)
class Tie:
    """The cut falls among equals: those inside and those outside differ only by their names."""

    words: str
    inside: tuple[int, ...]
    outside: tuple[int, ...]


@dataclass(frozen=True)
class Suggestion:
    """Keys in the order of merit, collectives first; every other entrant has its reason."""

    chosen: tuple[int, ...]
    left_out: dict[int, Reason]
    ties: tuple[Tie, ...]


def suggest(entrants: Iterable[Entrant], frame: Frame) -> Suggestion:
    """The best list, as this module defines it. Quadratic in the number of nominees, never exponential."""
    everyone = sorted(entrants, key=lambda one: one.place)
    left = {one.key: reason for one in everyone if (reason := barred(one, frame))}
    chosen, ties = [], []
    for individual in (False, True):
        pool = [one for one in everyone if one.candidate.individual == individual and one.key not in left]
        cut = Cut(pool, best(pool, frame, individual), frame, individual)
        left |= {one.key: cut.reason(one) for one in cut.outside}
        chosen += [one.key for one in cut.inside]
        ties += cut.ties(left)
    return Suggestion(tuple(chosen), left, tuple(ties))


def best(pool: Sequence[Entrant], frame: Frame, individual: bool) -> list[Entrant]:
    """Of one kind, best first: each is taken if the list can still be filled to its full length after it."""
    size, leaders = _longest(pool, frame, individual)
    chosen: list[Entrant] = []
    owners: set[Hashable] = set()
    for place, one in enumerate(pool):
        if one.owner in owners:
            continue
        rest = [other for other in pool[place + 1 :] if other.owner != one.owner and other.owner not in owners]
        room = leaders - one.candidate.leader
        if len(chosen) < size and _fills(rest, size - len(chosen) - 1, room):
            chosen.append(one)
            owners.add(one.owner)
            leaders = room
    return chosen


def _longest(pool: Sequence[Entrant], frame: Frame, individual: bool) -> tuple[int, int]:
    """How many can be chosen at most, and how many of these may be leaders."""
    for size in range(len(pool), 0, -1):
        most = frame.most_leaders(size) if individual else 0 if frame.holds(False, size) else None
        if most is not None and _fills(pool, size, most):
            return size, most
    return 0, 0


def _fills(rest: Sequence[Entrant], wanted: int, leaders: int) -> bool:
    """`wanted` different people can be found here, at most `leaders` of them as leaders."""
    owners = {one.owner for one in rest}
    direct = {one.owner for one in rest if not one.candidate.leader}
    return leaders >= 0 and wanted <= len(owners) and wanted - len(direct) <= leaders


# --- why not -------------------------------------------------------------------------------------


def barred(one: Entrant, frame: Frame) -> Reason | None:
    """What keeps this entrant off every list, whoever else is on it."""
    candidate = one.candidate
    if not candidate.eligible:
        return Reason("not_eligible", "IV.1", one.unfit or "Chưa được thẩm định đủ điều kiện.")
    if one.rewarded:
        return Reason("rewarded", rules.DOSSIER, one.rewarded)
    if candidate.council is False:
        return Reason("not_passed", rules.BIEN_BAN, "Hội đồng không thông qua.")
    if candidate.council is None and not frame.before_council:
        return Reason("not_voted", rules.BIEN_BAN, "Hội đồng chưa biểu quyết. Đưa vào phiên họp rồi đề xuất lại.")
    if one.owner in frame.taken:
        return Reason("other_round", rules.DOSSIER, "Đã có trong danh sách của đợt khác trong năm.")
    return None


@dataclass(frozen=True)
class Cut:
    """Where the list of one kind ends: who may be chosen, best first, and who is."""

    pool: list[Entrant]
    inside: list[Entrant]
    frame: Frame
    individual: bool

    @cached_property
    def outside(self) -> list[Entrant]:
        keys = {one.key for one in self.inside}
        return [one for one in self.pool if one.key not in keys]

    def reason(self, one: Entrant) -> Reason:
        twin = next((other for other in self.inside if other.owner == one.owner), None)
        if twin:
            text = f"Trùng với “{twin.candidate.label}” đã được chọn ở đề nghị khác; mỗi đối tượng chỉ một lần."
            return Reason("twin", rules.DOSSIER, text)
        tied = [other for other in self.inside if other.equals(one)]
        code, clause, sentence = self._no_room(one)
        if tied:
            sentence += (
                f" Bằng nhau về {one.words} với {_named(tied)}: thứ tự theo tên chỉ là tạm, cần Phòng Nội vụ chọn."
            )
        return Reason(code, clause, sentence, tuple(other.key for other in tied))

    def ties(self, left_out: dict[int, Reason]) -> list[Tie]:
        """Every group of equals that the cut goes through, best first."""
        groups: dict[tuple[int, ...], list[Entrant]] = {}
        for one in self.outside:
            if tied := left_out[one.key].tied:
                groups.setdefault(tied, []).append(one)
        return [Tie(ones[0].words, inside, tuple(one.key for one in ones)) for inside, ones in groups.items()]

    def _no_room(self, one: Entrant) -> tuple[str, str, str]:
        last = not self.inside or one.place > self.inside[-1].place
        if not self.frame.holds(self.individual, len(self.inside) + 1) and (last or not one.candidate.leader):
            return "quota", rules.QUOTA, self._no_place(one)
        if one.candidate.leader:
            return "share", rules.SHARE, self._no_leader()
        text = "Tính chung các đợt trong năm, thêm người này thì tỷ lệ lãnh đạo vượt mức của Kế hoạch."
        return "share", rules.SHARE, text

    def _no_place(self, one: Entrant) -> str:
        word, size, here = "cá nhân" if self.individual else "tập thể", len(self.inside), self.frame.round
        if here.of(self.individual) == size:
            places = f"chỉ có {size} suất" if size else f"đợt này không có suất {word}"
        else:
            used, year = self.frame.elsewhere(self.individual), self.frame.year.of(self.individual)
            places = f"các đợt khác trong năm đã dùng {used} trong {year} suất {word}, còn {max((year or 0) - used, 0)}"
        text = f"Hết số lượng: xếp thứ {self.pool.index(one) + 1} trong {len(self.pool)} {word} có thể chọn, {places}"
        return f"{text}; người cuối cùng được chọn là “{self.inside[-1].candidate.label}”." if size else f"{text}."

    def _no_leader(self) -> str:
        size, percent = len(self.inside), self.frame.round.direct_percent
        most, leaders = self.frame.most_leaders(size) or 0, [one for one in self.inside if one.candidate.leader]
        text = (
            f"Vượt tỷ lệ lãnh đạo: {size} cá nhân → nhiều nhất {most} lãnh đạo, phối hợp, tuyên truyền "
            f"({100 - percent}%, làm tròn xuống)"
        )
        if most < leader_cap(size, percent):
            text += ", tính cả các đợt khác trong năm"
        if leaders:
            text += f"; người cuối cùng được chọn là “{leaders[-1].candidate.label}”"
        more = self._direct_missing(len(leaders) + 1)
        return f"{text}. Muốn thêm, cần có thêm {more} người trực tiếp." if more else f"{text}."

    def _direct_missing(self, leaders: int) -> int | None:
        """How many more direct people would let one leader more in; None when no number would."""
        frame, size = self.frame, len(self.inside)
        led = sum(other.leader for other in frame.others if other.individual)
        here = smallest_list_for(leaders, frame.round.direct_percent)
        year = smallest_list_for(leaders + led, frame.year.direct_percent)
        for longer in range(size + 2, max(here, year) + 1) if here and year else ():
            if (frame.most_leaders(longer) or 0) >= leaders:
                return longer - size - 1
        return None


def _named(ones: list[Entrant]) -> str:
    shown = ", ".join(f"“{one.candidate.label}”" for one in ones[:SHOWN])
    return f"{shown} và {len(ones) - SHOWN} đối tượng khác" if len(ones) > SHOWN else shown

"""The suggested list against brute force: every subset, judged by rules that are written here a second time."""

import itertools
import random
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards import rules
from awards.rules import Candidate
from awards.suggestion import Entrant, Frame, Limits, suggest

LOOSE = Limits(collectives=None, individuals=None, direct_percent=0)
PLAN = Limits(collectives=5, individuals=10, direct_percent=70)
FINE = ("ok",)
FLAWS = ("ineligible", "rewarded", "not_voted", "not_passed")


@dataclass(frozen=True)
class Line:
    """A nominee in the plainest words: what, how good (0 is best), who it is, what is wrong with it."""

    kind: str  # "T" tập thể, "D" trực tiếp, "L" lãnh đạo
    merit: int
    who: str
    state: str = "ok"


def entrant(key: int, line: Line) -> Entrant:
    voted = {"not_voted": None, "not_passed": False}
    one = Candidate(
        label=f"Số {key}",
        key=line.who,
        unit="1",
        individual=line.kind != "T",
        leader=line.kind == "L",
        birth_year=1980,
        eligible=line.state != "ineligible",
        council=voted.get(line.state, True),
    )
    rewarded = "Đã được khen thưởng cùng thành tích." if line.state == "rewarded" else ""
    return Entrant(key=key, candidate=one, merit=(Fraction(line.merit),), words="điểm", name="", rewarded=rewarded)


def entrants(lines: list[Line]) -> list[Entrant]:
    return [entrant(key, line) for key, line in enumerate(lines)]


# --- the rules a second time, on bits ----------------------------------------------------------------------


class Naive:
    """Every subset as a number; the bit of the better nominee is the higher one, collectives above people."""

    def __init__(self, lines: list[Line], limits: Limits, year: Limits = LOOSE, others: tuple[Line, ...] = ()):
        order = sorted(
            range(len(lines)),
            key=lambda n: (lines[n].kind != "T", lines[n].merit, lines[n].kind == "L", n),
        )
        self.bit = {n: 1 << (len(lines) - 1 - place) for place, n in enumerate(order)}
        self.lines, self.limits, self.year, self.others = lines, limits, year, others
        self.groups = self.mask(lambda line: line.kind == "T")
        self.people = self.mask(lambda line: line.kind != "T")
        self.leaders = self.mask(lambda line: line.kind == "L")
        self.flawed = {state: self.mask(lambda line, state=state: line.state == state) for state in FLAWS}
        self.known = self.mask(lambda line: any(self.same(line, other) for other in others))
        self.twins = [
            self.bit[a] | self.bit[b]
            for a, b in itertools.combinations(range(len(lines)), 2)
            if self.same(lines[a], lines[b])
        ]
        self.used = [sum(o.kind == "T" for o in others), sum(o.kind != "T" for o in others)]
        self.led = sum(o.kind == "L" for o in others)

    def mask(self, holds) -> int:
        return sum(self.bit[n] for n, line in enumerate(self.lines) if holds(line))

    @staticmethod
    def same(a: Line, b: Line) -> bool:
        return (a.kind == "T") == (b.kind == "T") and a.who == b.who

    def counts(self, subset: int) -> tuple[int, int, int]:
        return tuple((subset & part).bit_count() for part in (self.groups, self.people, self.leaders))

    def doubled(self, subset: int) -> bool:
        return any(subset & pair == pair for pair in self.twins)

    def within(self, subset: int) -> bool:
        groups, people, _ = self.counts(subset)
        most_groups, most_people = self.limits.collectives, self.limits.individuals
        return (most_groups is None or groups <= most_groups) and (most_people is None or people <= most_people)

    def keepable(self, subset: int) -> bool:
        """May be kept while it is being put together: a leader share that more direct people could still mend."""
        _, _, leaders = self.counts(subset)
        limit, share = self.limits.individuals, 100 - self.limits.direct_percent
        return (
            self.within(subset)
            and not self.doubled(subset)
            and not subset & (self.flawed["ineligible"] | self.flawed["not_passed"])
            and (limit is None or leaders * 100 <= limit * share)
        )

    def proposable(self, subset: int, *, strict: bool = False) -> bool:
        _, people, leaders = self.counts(subset)
        share = 100 - self.limits.direct_percent
        shared = leaders * 100 <= people * share
        too_short = not strict and share > 0 and people * share < 100
        wrong = self.flawed["ineligible"] | self.flawed["not_passed"] | self.flawed["not_voted"]
        return self.within(subset) and not self.doubled(subset) and not subset & wrong and (shared or too_short)

    def fits_year(self, subset: int) -> bool:
        groups, people, leaders = self.counts(subset)
        groups, people, leaders = groups + self.used[0], people + self.used[1], leaders + self.led
        share, most = 100 - self.year.direct_percent, self.year.individuals
        return (
            (self.year.collectives is None or groups <= self.year.collectives)
            and (most is None or (people <= most and leaders * 100 <= most * share))
            and (leaders * 100 <= people * share or 0 < people * share < 100 or (not people and not leaders))
        )

    def best(self) -> int:
        """Most collectives, most people, then the best down; each kind by itself, for the other's year may be spoilt."""
        return self._best(self.groups) | self._best(self.people)

    def _best(self, part: int) -> int:
        barred = self.flawed["rewarded"] | self.known
        found, subset = 0, part
        while subset:
            longer = (subset.bit_count(), subset) > (found.bit_count(), found)
            if longer and not subset & barred and self.proposable(subset, strict=True) and self._year_of(part, subset):
                found = subset
            subset = (subset - 1) & part
        return found

    def _year_of(self, part: int, subset: int) -> bool:
        if part == self.groups:
            most = self.year.collectives
            return most is None or subset.bit_count() + self.used[0] <= most
        groups, self.used[0] = self.used[0], 0
        try:
            return self.fits_year(subset)
        finally:
            self.used[0] = groups


def chosen_by(lines, limits, year=LOOSE, others=()) -> int:
    frame = Frame(round=limits, year=year, others=tuple(entrant(1000 + n, o).candidate for n, o in enumerate(others)))
    naive = Naive(lines, limits, year, others)
    answer = suggest(entrants(lines), frame)
    assert set(answer.left_out) | set(answer.chosen) == set(range(len(lines)))
    assert not set(answer.left_out) & set(answer.chosen)
    return sum(naive.bit[key] for key in answer.chosen)


def agree(lines, limits, year=LOOSE, others=()) -> bool:
    return chosen_by(lines, limits, year, others) == Naive(lines, limits, year, others).best()


# --- optimum -----------------------------------------------------------------------------------------------

SHAPES = {
    "T": lambda n: Line("T", n, f"t{n}"),
    "D": lambda n: Line("D", n, f"d{n}"),
    "L": lambda n: Line("L", n, f"l{n}"),
    "d": lambda n: Line("D", n, "twin"),
    "l": lambda n: Line("L", n, "twin"),
    "x": lambda n: Line("D", n, f"x{n}", "not_passed"),
}
SMALL_FRAMES = [
    Limits(collectives=None, individuals=None, direct_percent=70),
    Limits(collectives=1, individuals=4, direct_percent=70),
    Limits(collectives=2, individuals=3, direct_percent=50),
    Limits(collectives=0, individuals=2, direct_percent=100),
]


def small_shapes(longest: int):
    return itertools.chain.from_iterable(itertools.product(SHAPES, repeat=length) for length in range(longest + 1))


@pytest.mark.parametrize("limits", SMALL_FRAMES, ids=lambda one: f"{one.collectives}-{one.individuals}")
def test_every_small_list_is_the_optimum(limits):
    """All sequences of up to 4 nominees (of 5 with the second limits) out of six shapes, every subset of each."""
    longest = 5 if limits.collectives == 1 else 4
    lists = [[SHAPES[one](n) for n, one in enumerate(shape)] for shape in small_shapes(longest)]
    assert len(lists) == sum(len(SHAPES) ** length for length in range(longest + 1))
    assert [lines for lines in lists if not agree(lines, limits)] == []


def test_every_list_of_six_is_the_optimum():
    """All counts, flags and twins of six nominees whose order matters only inside a kind."""
    limits = Limits(collectives=2, individuals=4, direct_percent=50)
    wrong = [
        shape
        for shape in itertools.product("TDLl", repeat=6)
        if not agree([SHAPES[one](n) for n, one in enumerate(shape)], limits)
    ]
    assert wrong == []


def random_lines(dice: random.Random, most: int = 14) -> list[Line]:
    """Few names and few merits, so that twins and ties are common."""
    return [
        Line(
            dice.choice("TTDDDLL"),
            dice.randrange(6),
            dice.choice([f"a{dice.randrange(4)}", f"n{n}"]) if dice.random() < 0.5 else f"n{n}",
            dice.choice(FLAWS) if dice.random() < 0.15 else "ok",
        )
        for n in range(most if dice.random() < 0.5 else dice.randrange(most + 1))
    ]


def random_limits(dice: random.Random) -> Limits:
    return Limits(
        collectives=dice.choice([None, 0, 1, 2, 3, 5]),
        individuals=dice.choice([None, 0, 1, 3, 4, 5, 7, 10]),
        direct_percent=dice.choice([70, 70, 70, 50, 0, 100, 66]),
    )


@pytest.mark.parametrize("seed", range(8))
def test_six_hundred_random_lists_are_the_optimum(seed):
    """75 lists of up to 14 nominees for each seed, half of them of 14: every subset of each is looked at."""
    dice = random.Random(seed)
    wrong = [
        (lines, limits)
        for lines, limits in ((random_lines(dice), random_limits(dice)) for _ in range(75))
        if not agree(lines, limits)
    ]
    assert wrong == []


def test_collectives_and_people_together_are_the_optimum():
    """`best` looks at the two kinds one after the other; here all 2^n lists are compared as a whole."""
    dice = random.Random(11)
    for _ in range(40):
        lines, limits = random_lines(dice), random_limits(dice)
        naive = Naive(lines, limits)
        allowed = (one for one in range(1 << len(lines)) if not one & naive.flawed["rewarded"])
        lists = [one for one in allowed if naive.proposable(one, strict=True)]
        assert chosen_by(lines, limits) == max(lists, key=lambda one: (*naive.counts(one)[:2], one)), (lines, limits)


@pytest.mark.parametrize("seed", range(4))
def test_lists_beside_other_rounds_of_the_year_are_the_optimum(seed):
    dice = random.Random(100 + seed)
    for _ in range(60):
        lines, others = random_lines(dice, 10), tuple(replace(line, state="ok") for line in random_lines(dice, 5))
        limits, year = random_limits(dice), random_limits(dice)
        assert agree(lines, limits, year, others), (lines, limits, year, others)


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from("TDL"),
        st.integers(0, 4),
        st.sampled_from(["an", "bình", "chi", "dung", "em", "giang", "hà"]),
        st.sampled_from(FINE * 6 + FLAWS),
    ),
    max_size=9,
)
LIMITS = st.builds(
    Limits,
    collectives=st.none() | st.integers(0, 5),
    individuals=st.none() | st.integers(0, 10),
    direct_percent=st.integers(0, 100),
)


@settings(max_examples=300, deadline=None)
@given(LINES, LIMITS, LIMITS)
def test_any_list_is_the_optimum(lines, limits, year):
    assert agree(lines, limits, year)


def test_taking_the_best_without_looking_ahead_is_found_out():
    """Negative control: the plain greedy list (next best that still keeps the rules) is worse somewhere."""
    dice, found = random.Random(7), 0
    for _ in range(100):
        lines, limits = random_lines(dice, 10), random_limits(dice)
        naive, greedy = Naive(lines, limits), 0
        for bit in sorted(naive.bit.values(), reverse=True):
            if not bit & naive.flawed["rewarded"] and naive.proposable(greedy | bit, strict=True):
                greedy |= bit
        found += greedy != naive.best()
    assert found > 10


def test_the_tolerance_of_short_lists_is_not_used():
    """One leader alone would only be warned of; the suggestion does not propose it."""
    lines = [Line("L", 0, "an")]
    assert Naive(lines, PLAN).proposable(1)
    assert suggest(entrants(lines), Frame(round=PLAN, year=PLAN)).chosen == ()


# --- the rules agree, whatever is chosen --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_rules_agree_with_the_naive_ones_on_any_choice(seed):
    dice, seen = random.Random(500 + seed), set()
    for _ in range(100):
        lines, limits = random_lines(dice), random_limits(dice)
        naive = Naive(lines, limits)
        for _ in range(20):
            picked = [n for n in range(len(lines)) if dice.random() < dice.choice([0.2, 0.5, 1])]
            ones = [entrant(n, lines[n]).candidate for n in picked]
            subset = sum(naive.bit[n] for n in picked)
            numbers = (limits.collectives, limits.individuals, limits.direct_percent)
            kept = not rules.kept_out(ones, *numbers)
            proposed = not rules.blocking(rules.proposal(ones, *numbers))
            assert kept == naive.keepable(subset), (lines, limits, picked)
            assert proposed == (bool(picked) and naive.proposable(subset)), (lines, limits, picked)
            seen.add((kept, proposed))
    assert {(True, True), (True, False), (False, False)} <= seen


# --- why not -------------------------------------------------------------------------------------------------


def plan(lines: list[Line], **frame):
    return suggest(entrants(lines), Frame(**{"round": PLAN, "year": PLAN} | frame))


def sentence(lines: list[Line], key: int, **frame) -> tuple[str, str]:
    reason = plan(lines, **frame).left_out[key]
    return reason.code, reason.sentence


def test_each_flaw_is_told():
    lines = [Line("D", n, f"d{n}", state) for n, state in enumerate(FLAWS)]
    assert [reason.code for reason in plan(lines).left_out.values()] == [
        "not_eligible",
        "rewarded",
        "not_voted",
        "not_passed",
    ]
    unfit = replace(entrant(0, lines[0]), unfit="Không đủ điều kiện: thiếu CN-01.")
    answer = suggest([unfit], Frame(round=PLAN, year=PLAN))
    assert answer.left_out[0].sentence == "Không đủ điều kiện: thiếu CN-01."


def test_before_the_council_everybody_counts_as_passed():
    lines = [Line("D", 0, "a", "not_voted"), Line("D", 1, "b", "not_passed")]
    answer = plan(lines, before_council=True)
    assert (answer.chosen, answer.left_out[1].code) == ((0,), "not_passed")


def test_eleventh_person_is_told_its_place_and_who_was_last():
    lines = [Line("D", n, f"d{n}") for n in range(11)]
    assert sentence(lines, 10) == (
        "quota",
        "Hết số lượng: xếp thứ 11 trong 11 cá nhân có thể chọn, chỉ có 10 suất; người cuối cùng được chọn là “Số 9”.",
    )


def test_fourth_leader_is_told_the_share():
    lines = [Line("L", n, f"l{n}") for n in range(4)] + [Line("D", 9, f"d{n}") for n in range(7)]
    answer = plan(lines)
    assert answer.chosen == (0, 1, 2, *range(4, 11))
    assert sentence(lines, 3) == (
        "share",
        "Vượt tỷ lệ lãnh đạo: 10 cá nhân → nhiều nhất 3 lãnh đạo, phối hợp, tuyên truyền (30%, làm tròn xuống); "
        "người cuối cùng được chọn là “Số 2”.",
    )


def test_leader_is_told_how_many_direct_people_are_missing():
    lines = [Line("L", n, f"l{n}") for n in range(2)] + [Line("D", 9, f"d{n}") for n in range(3)]
    assert sentence(lines, 1)[1] == (
        "Vượt tỷ lệ lãnh đạo: 4 cá nhân → nhiều nhất 1 lãnh đạo, phối hợp, tuyên truyền (30%, làm tròn xuống); "
        "người cuối cùng được chọn là “Số 0”. Muốn thêm, cần có thêm 2 người trực tiếp."
    )
    mended = [*lines, Line("D", 9, "e1"), Line("D", 9, "e2")]
    assert 1 in plan(mended).chosen
    assert 1 not in plan(mended[:-1]).chosen
    assert sentence(lines[:1], 0)[1].endswith("Muốn thêm, cần có thêm 3 người trực tiếp.")


def test_twin_is_told_and_the_better_one_stays():
    lines = [Line("D", 1, "an"), Line("D", 0, "an")]
    assert plan(lines).chosen == (1,)
    assert sentence(lines, 0) == (
        "twin",
        "Trùng với “Số 1” đã được chọn ở đề nghị khác; mỗi đối tượng chỉ một lần.",
    )


def test_declared_namesakes_are_two_people():
    one, two = entrants([Line("D", 0, "an"), Line("D", 1, "an")])
    two = replace(two, candidate=replace(two.candidate, distinct=True))
    assert suggest([one, two], Frame(round=PLAN, year=PLAN)).chosen == (0, 1)


def test_other_rounds_use_up_places_and_people():
    others = tuple(entrant(100 + n, Line("D", 0, f"o{n}")).candidate for n in range(9))
    lines = [Line("D", 0, "o3"), Line("D", 1, "a"), Line("D", 2, "b")]
    answer = plan(lines, others=others)
    assert answer.chosen == (1,)
    assert answer.left_out[0].code == "other_round"
    assert answer.left_out[2].sentence == (
        "Hết số lượng: xếp thứ 2 trong 2 cá nhân có thể chọn, các đợt khác trong năm đã dùng 9 trong 10 suất cá nhân, "
        "còn 1; người cuối cùng được chọn là “Số 1”."
    )


def test_a_round_without_places_says_so():
    none = Limits(collectives=0, individuals=0, direct_percent=70)
    assert sentence([Line("T", 0, "a")], 0, round=none)[1] == (
        "Hết số lượng: xếp thứ 1 trong 1 tập thể có thể chọn, đợt này không có suất tập thể."
    )


# --- ties ------------------------------------------------------------------------------------------------------


def test_a_cut_among_equals_is_told_on_both_sides():
    lines = [Line("T", merit, f"t{n}") for n, merit in enumerate([0, 0, 0, 1, 1, 1, 1, 2])]
    answer = plan(lines)
    [tie] = answer.ties
    assert (tie.inside, tie.outside) == ((3, 4), (5, 6))
    assert answer.left_out[5].tied == answer.left_out[6].tied == (3, 4)
    assert answer.left_out[5].sentence.endswith(
        "Bằng nhau về điểm với “Số 3”, “Số 4”: thứ tự theo tên chỉ là tạm, cần Phòng Nội vụ chọn."
    )
    assert answer.left_out[7].tied == ()


def test_equals_on_one_side_of_the_cut_are_no_tie():
    assert plan([Line("T", merit, f"t{n}") for n, merit in enumerate([0, 0, 0, 0, 0, 1, 1])]).ties == ()


def test_leaders_that_the_share_cuts_apart_are_a_tie_among_themselves():
    lines = [Line("L", 0, f"l{n}") for n in range(5)] + [Line("D", 0, f"d{n}") for n in range(7)]
    answer = plan(lines)
    assert [(tie.inside, tie.outside) for tie in answer.ties] == [((0, 1, 2), (3, 4))]
    assert "“Số 0”, “Số 1”, “Số 2”" in answer.left_out[3].sentence


def test_names_of_a_long_tie_end_in_a_number():
    answer = plan([Line("T", 0, f"t{n}") for n in range(6)])
    assert "“Số 0”, “Số 1”, “Số 2” và 2 đối tượng khác" in answer.left_out[5].sentence


@settings(max_examples=200, deadline=None)
@given(LINES, LIMITS)
def test_a_tie_can_be_swapped_and_nothing_else_changes(lines, limits):
    """Whoever is told as equal could take the other's place: the list stays allowed, the merits stay the same."""
    naive = Naive(lines, limits)
    answer = suggest(entrants(lines), Frame(round=limits, year=LOOSE))
    subset = sum(naive.bit[key] for key in answer.chosen)
    for key, reason in answer.left_out.items():
        for tied in reason.tied:
            swapped = subset - naive.bit[tied] + naive.bit[key]
            assert lines[tied].merit == lines[key].merit
            assert naive.proposable(swapped, strict=True)


def test_four_hundred_nominees_are_no_burden():
    """Not a measurement: an exponential search would never come back."""
    dice = random.Random(3)
    lines = [Line(dice.choice("TDDL"), dice.randrange(40), f"n{dice.randrange(360)}") for _ in range(400)]
    answer = plan(lines)
    assert len(answer.chosen) == 15
    assert len(plan(lines, round=replace(PLAN, individuals=None), year=LOOSE).chosen) > 200

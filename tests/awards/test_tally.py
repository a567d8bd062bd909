"""The count of votes against an oracle of fractions, and the thresholds at their exact edge."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.tally import (
    CHOICES,
    MAJORITY,
    QUORUM,
    Figures,
    Threshold,
    agreed,
    count,
    count_unsigned,
    figures,
    passed,
    passing,
    quorum_reached,
    share,
)

SIZES = st.integers(1, 200)


@pytest.mark.parametrize(
    ("present", "members", "reached"),
    [
        (6, 9, True),
        (5, 9, False),
        (7, 10, True),
        (6, 10, False),
        (8, 11, True),
        (7, 11, False),
        (0, 0, False),
        (1, 1, True),
        (0, 1, False),
        (2, 3, True),
        (1, 3, False),
    ],
)
def test_quorum_is_two_thirds_exactly(present, members, reached):
    assert quorum_reached(present, members) is reached


@pytest.mark.parametrize(
    ("num", "den", "base", "least"),
    [
        (1, 2, 9, 5),
        (1, 2, 10, 6),
        (2, 3, 9, 6),
        (2, 3, 10, 7),
        (70, 100, 10, 7),
        (70, 100, 9, 7),
        (7, 10, 20, 14),
        (80, 100, 15, 12),
        (80, 100, 11, 9),
        (90, 100, 10, 9),
        (90, 100, 11, 10),
        (9, 10, 20, 18),
        (1, 1, 9, 9),
    ],
)
def test_thresholds_at_their_edge(num, den, base, least):
    rule = passing(num, den)
    assert (passed(least, base, rule), passed(least - 1, base, rule)) == (True, False)
    assert rule.least(base) == least


def test_one_half_is_not_a_majority():
    assert [passed(yes, 8) for yes in (3, 4, 5)] == [False, False, True]


@pytest.mark.parametrize("parts", [(0, 3), (4, 3), (-1, 2), (1, 0)])
def test_a_share_that_is_none_is_refused(parts):
    with pytest.raises(ValueError, match="Tỷ lệ"):
        Threshold(*parts, strict=False)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MAJORITY, "trên 1/2"),
        (QUORUM, "từ 2/3 trở lên"),
        (passing(70, 100), "từ 70% trở lên"),
        (passing(9, 10), "từ 90% trở lên"),
    ],
)
def test_a_threshold_reads_as_the_office_says_it(rule, words):
    assert str(rule) == words


@given(SIZES, st.data())
def test_against_fractions(base, data):
    yes = data.draw(st.integers(0, base))
    den = data.draw(st.integers(1, 100))
    num = data.draw(st.integers(1, den))
    limit = Fraction(num, den)
    assert Threshold(num, den, strict=True).met(yes, base) is (Fraction(yes, base) > limit)
    assert Threshold(num, den, strict=False).met(yes, base) is (Fraction(yes, base) >= limit)
    assert passing(num, den).strict is (limit == Fraction(1, 2))


@st.composite
def _meetings(draw):
    members = draw(st.lists(st.integers(1, 50), min_size=1, max_size=15, unique=True))
    recused = draw(st.sets(st.sampled_from(members)))
    votes = {
        member: draw(st.sampled_from(CHOICES)) for member in members if member not in recused and draw(st.booleans())
    }
    return members, recused, votes


@given(_meetings())
def test_the_counts_sum_to_all_members_and_only_yes_decides(meeting):
    members, recused, votes = meeting
    tally = count(members, recused, votes)
    assert tally.base == len(members)
    assert tally.yes + tally.no + tally.abstain + tally.recused + tally.silent == tally.base
    assert tally.passed is (Fraction(sum(v == "yes" for v in votes.values()), len(members)) > Fraction(1, 2))
    assert abs(Fraction(tally.share) - Fraction(tally.yes * 100, tally.base)) <= Fraction(1, 200)


@given(_meetings(), st.data())
def test_one_more_yes_never_loses(meeting, data):
    members, recused, votes = meeting
    before = count(members, recused, votes)
    free = [member for member in members if member not in recused and votes.get(member) != "yes"]
    if free:
        after = count(members, recused, votes | {data.draw(st.sampled_from(free)): "yes"})
        assert after.yes == before.yes + 1
        assert after.passed >= before.passed


def test_recused_and_absent_stay_in_the_base():
    votes = {member: "yes" for member in (1, 2, 3, 4)}
    tally = count(range(1, 10), {9}, votes)  # 4 of 9 in favour, 4 absent, 1 barred
    assert (tally.base, tally.yes, tally.recused, tally.silent, tally.passed) == (9, 4, 1, 4, False)
    assert count(range(1, 10), {9}, votes | {5: "yes"}).passed is True


@pytest.mark.parametrize("votes", [{7: "yes"}, {2: "yes"}, {1: "maybe"}])
def test_a_vote_that_cannot_be_is_refused(votes):
    assert count([1, 2, 3], [2], {1: "yes"}).yes == 1
    with pytest.raises(ValueError, match="Phiếu"):
        count([1, 2, 3], [2], votes)


def test_share_is_only_for_paper():
    assert [str(share(yes, 9)) for yes in (0, 6, 9)] == ["0.00", "66.67", "100.00"]
    assert str(share(0, 0)) == "0.00"


# --- ballots without names -----------------------------------------------------------


def by_hand(ballots: list[tuple[str, bool]], members: int, stood_back: int, numerator: int, per: int, beyond: bool):
    """Another count: one pass over the sheets, shares as fractions; `beyond` means more than the share."""
    piles: dict[str, int] = {}
    for choice, spoilt in ballots:
        pile = "spoilt" if spoilt else choice
        piles[pile] = piles.get(pile, 0) + 1
    agreed_part, wanted = Fraction(piles.get("yes", 0), members), Fraction(numerator, per)
    won = agreed_part > wanted if beyond else agreed_part >= wanted
    rest = members - stood_back - len(ballots)
    return piles.get("yes", 0), piles.get("no", 0), piles.get("abstain", 0), piles.get("spoilt", 0), rest, won


RULES = [(1, 2, True), (2, 3, False), (7, 10, False), (8, 10, False), (9, 10, False)]


def test_a_thousand_random_boxes_against_another_count():
    dice, differences, won = Random(2025), 0, 0
    for number in range(1000):
        members = dice.randint(1, 30)
        stood_back = dice.randint(0, members // 3)
        cast = dice.randint((members - stood_back) // 2, members - stood_back)
        lean = dice.uniform(0.4, 1)
        ballots = [
            ("yes" if dice.random() < lean else dice.choice(("no", "abstain")), dice.random() < 0.05)
            for _ in range(cast)
        ]
        num, den, beyond = RULES[number % len(RULES)]
        valid = figures(choice for choice, spoilt in ballots if not spoilt)
        spoilt = Figures(invalid=sum(spoilt for _, spoilt in ballots))
        counted = count_unsigned(members, stood_back, valid + spoilt, passing(num, den))
        ours = (counted.yes, counted.no, counted.abstain, counted.invalid, counted.silent, counted.passed)
        differences += ours != by_hand(ballots, members, stood_back, num, den, beyond)
        won += counted.passed
    assert differences == 0
    assert 100 < won < 900  # both outcomes are really met


@pytest.mark.parametrize(
    ("num", "den", "base", "exactly"),
    [(1, 2, 10, 5), (2, 3, 9, 6), (7, 10, 10, 7), (8, 10, 15, 12), (9, 10, 20, 18), (70, 100, 10, 7)],
)
def test_at_the_edge_one_half_is_not_enough_and_every_other_share_is(num, den, base, exactly):
    rule = passing(num, den)
    results = [count_unsigned(base, 0, Figures(yes=yes), rule).passed for yes in (exactly - 1, exactly, exactly + 1)]
    assert results == [False, num * 2 != den, True]
    assert (rule.least(base) == exactly) is (num * 2 != den)


def test_the_reckoning_says_the_whole_numbers():
    assert passing(2, 3).reckoning(6, 9) == "6 × 3 = 18, bằng 2 × 9 = 18"
    assert MAJORITY.reckoning(5, 9) == "5 × 2 = 10, lớn hơn 1 × 9 = 9"
    assert MAJORITY.reckoning(4, 9) == "4 × 2 = 8, nhỏ hơn 1 × 9 = 9"


def test_too_many_ballots_and_unknown_choices_are_refused():
    assert count_unsigned(9, 2, Figures(yes=7)).silent == 0
    with pytest.raises(ValueError, match="8 phiếu nhưng chỉ 7"):
        count_unsigned(9, 2, Figures(yes=7, invalid=1))
    with pytest.raises(ValueError, match="không hợp lệ"):
        figures(["yes", "có"])


def test_two_readings_agree_only_in_all_four_figures():
    one = Figures(5, 2, 1, 0)
    assert agreed([one, Figures(5, 2, 1, 0)]) == one
    assert agreed([one]) is agreed([]) is None
    for other in (Figures(4, 2, 1, 0), Figures(5, 1, 1, 0), Figures(5, 2, 0, 0), Figures(5, 2, 1, 1)):
        assert agreed([one, other]) is agreed([one, one, other]) is None

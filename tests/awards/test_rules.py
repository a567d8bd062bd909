"""The law of awards against brute force and hand-written tables; no database."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards import rules


def person(leader: bool = False, key: str = "", **fields) -> rules.Candidate:
    facts = {"label": f"Bà {key or 'Ẩn'}", "key": key or "ẩn", "unit": "1", "individual": True, "birth_year": 1985}
    return rules.Candidate(**facts | fields, leader=leader)


def collective(key: str, unit: str = "1", **fields) -> rules.Candidate:
    return rules.Candidate(label=key, key=key, unit=unit, individual=False, **fields)


def people(direct: int, leaders: int) -> list[rules.Candidate]:
    return [person(n >= direct, key=f"người {n}") for n in range(direct + leaders)]


def codes(violations) -> list[str]:
    return [violation.code for violation in violations]


# --- IV.2 Lưu ý: 70/30 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("individuals", "cap"), [(0, 0), (1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3), (11, 3)]
)
def test_leader_cap_by_hand(individuals, cap):
    assert rules.leader_cap(individuals) == cap


@given(st.integers(0, 400), st.integers(0, 100))
def test_leader_cap_is_the_largest_number_within_the_share(individuals, percent):
    share = Fraction(100 - percent, 100)
    assert rules.leader_cap(individuals, percent) == max(n for n in range(individuals + 1) if n <= individuals * share)


@given(st.integers(0, 40), st.integers(0, 99))
def test_smallest_list_holds_the_leaders_and_no_shorter_one_does(leaders, percent):
    length = rules.smallest_list_for(leaders, percent)
    assert rules.leader_cap(length, percent) >= leaders
    assert all(rules.leader_cap(shorter, percent) < leaders for shorter in range(length))


def test_no_list_is_long_enough_when_only_direct_people_count():
    assert rules.smallest_list_for(1, 100) is None
    assert rules.smallest_list_for(0, 100) == 0


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from([50, 60, 70, 80, 90, 100]))
def test_direct_share_against_fractions(direct, leaders, percent):
    total, found = direct + leaders, rules.direct_share(people(direct, leaders), percent)
    too_many = leaders > total * Fraction(100 - percent, 100)
    one_leader_can_fit = percent < 100 and total * Fraction(100 - percent, 100) >= 1
    assert bool(found) == too_many
    assert bool(rules.blocking(found)) == (too_many and (one_leader_can_fit or percent == 100))


@pytest.mark.parametrize(
    ("direct", "leaders", "outcome"),
    [
        (7, 3, "right"),
        (6, 4, "refused"),
        (9, 1, "right"),
        (2, 1, "warned"),  # under 4: cannot be met
        (0, 1, "warned"),
        (3, 1, "right"),
        (2, 2, "refused"),
        (0, 0, "right"),
    ],
)
def test_direct_share_by_hand(direct, leaders, outcome):
    found = rules.direct_share(people(direct, leaders))
    assert {(): "right", (True,): "refused", (False,): "warned"}[tuple(v.blocking for v in found)] == outcome


def test_direct_share_says_both_ways_out():
    [found] = rules.direct_share(people(6, 4), individuals_quota=20)
    assert found.message == (
        "Danh sách có 4 lãnh đạo, phối hợp, tuyên truyền trong 10 cá nhân; mục IV.2 (Lưu ý) cho nhiều nhất 30%, "
        "tức 3 người. Cần thêm 4 người trực tiếp, hoặc bỏ bớt 1 lãnh đạo."
    )
    [found] = rules.direct_share(people(6, 4), individuals_quota=10)  # 14 people would not fit into the quota
    assert found.message.endswith("tức 3 người. Cần bỏ bớt 1 lãnh đạo.")


@given(st.integers(0, 60), st.integers(0, 100))
def test_slots_for_everyone_add_up(individuals, percent):
    direct_only = rules.direct_only_slots(individuals, percent)
    assert direct_only + rules.leader_cap(individuals, percent) == individuals


def test_seven_of_ten_slots_are_for_direct_people():
    assert rules.direct_only_slots(10) == 7


@given(st.lists(st.booleans(), max_size=14), st.integers(1, 12))
def test_a_fourth_leader_never_fits_whatever_follows(leaders, quota):
    """kept_out refuses exactly the lists that no further direct person could repair within the quota."""
    chosen = [person(leader, key=f"n{n}") for n, leader in enumerate(leaders)][:quota]
    led = sum(one.leader for one in chosen)
    repairable = any(led <= rules.leader_cap(size) for size in range(len(chosen), quota + 1))
    assert (rules.leaders_on_full_list(chosen, 70, quota) == []) == repairable


def test_without_a_quota_there_is_no_full_list():
    assert rules.leaders_on_full_list(people(0, 9), 70, None) == []


# --- IV.2.1: quota ---------------------------------------------------------------------------------


@given(st.lists(st.booleans(), max_size=20), st.none() | st.integers(0, 12), st.none() | st.integers(0, 12))
def test_quota_against_counting(kinds, collectives, individuals):
    chosen = [person(key=f"n{n}") if one else collective(f"t{n}") for n, one in enumerate(kinds)]
    expected = []
    if collectives is not None and kinds.count(False) > collectives:
        expected.append("quota_collective")
    if individuals is not None and kinds.count(True) > individuals:
        expected.append("quota_individual")
    assert codes(rules.quota(chosen, collectives, individuals)) == expected


def test_sixth_collective_and_eleventh_person_are_told_in_the_words_of_the_plan():
    sixth = rules.quota([collective(f"t{n}") for n in range(6)], 5, 10)
    assert [v.message for v in sixth] == [
        "Danh sách có 6 tập thể, quá số 5 tập thể theo mục IV.2.1. Bỏ bớt 1 tập thể hoặc để lại cho đợt sau."
    ]
    assert rules.quota([collective(f"t{n}") for n in range(5)], 5, 10) == []
    assert codes(rules.quota(people(11, 0), 5, 10)) == ["quota_individual"]


# --- one person once -------------------------------------------------------------------------------

NAMES = st.sampled_from(["an", "bình", "chi"])


@given(
    st.lists(st.tuples(st.booleans(), NAMES, st.sampled_from(["1", "2"]), st.sampled_from([1980, 1990]), st.booleans()))
)
def test_once_against_counting(lines):
    chosen = [
        person(key=key, unit=unit, birth_year=year, distinct=distinct) if individual else collective(key, unit)
        for individual, key, unit, year, distinct in lines
    ]
    counted = Counter(
        (individual, key, year if individual else unit)
        for individual, key, unit, year, distinct in lines
        if not (individual and distinct)
    )
    assert len(rules.once(chosen)) == sum(number > 1 for number in counted.values())


def test_one_name_two_years_are_two_people():
    assert rules.once([person(key="an", birth_year=1980), person(key="an", birth_year=1981)]) == []
    assert codes(rules.once([person(key="an"), person(key="an", unit="2")])) == ["once"]
    assert rules.once([person(key="an"), person(key="an", unit="2", distinct=True)]) == []


# --- appraised, voted, the whole list ---------------------------------------------------------------


def test_only_eligible_and_passed_may_be_proposed():
    assert codes(rules.appraised([person(eligible=False), person()])) == ["appraised"]
    found = rules.voted([person(council=None), person(council=False), person(council=True)])
    assert codes(found) == ["not_voted", "not_passed"]


def test_an_empty_list_is_not_proposed_but_may_be_kept():
    assert codes(rules.proposal([], 5, 10, 70)) == ["empty"]
    assert rules.kept_out([], 5, 10, 70) == []


def test_what_waits_for_the_council_may_be_kept_but_not_proposed():
    chosen = [person(council=None)]
    assert rules.kept_out(chosen, 5, 10, 70) == []
    assert codes(rules.proposal(chosen, 5, 10, 70)) == ["not_voted"]
    assert codes(rules.kept_out([person(council=False)], 5, 10, 70)) == ["not_passed"]


def test_a_full_right_list_has_nothing_wrong():
    chosen = [collective(f"t{n}") for n in range(5)] + people(7, 3)
    assert rules.proposal(chosen, 5, 10, 70) == []


# --- who is eligible --------------------------------------------------------------------------------


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_person_is_eligible_exactly_by_the_default(cn_01, cn_02, cn_03, clean):
    facts = rules.Person(label="Bà Ẩn", cn_01=cn_01, cn_02=cn_02, cn_03=cn_03, not_under_discipline=clean)
    assert (rules.person_eligible(facts) == []) == (cn_01 and (cn_02 or cn_03) and clean)


def test_collective_needs_an_eligible_sheet():
    unit = "Xã Nam Bình"
    assert codes(rules.collective_eligible(rules.Collective(label=unit, scored=False))) == ["not_scored"]
    [found] = rules.collective_eligible(rules.Collective(label=unit, scored=True, reasons=("X-02 chưa đạt.", "TT-02.")))
    assert found.message == "“Xã Nam Bình” chưa đủ tiêu chuẩn tập thể: X-02 chưa đạt; TT-02."
    assert rules.collective_eligible(rules.Collective(label=unit, scored=True, eligible=True)) == []


# --- the dossier ------------------------------------------------------------------------------------


def test_three_papers():
    def paper(drafted, confirmed):
        return rules.Paper(label="tờ trình", clause=rules.TO_TRINH, drafted=drafted, confirmed=confirmed)

    assert codes(rules.three_papers([paper(False, False), paper(True, False), paper(True, True)])) == [
        "paper_missing",
        "paper_not_confirmed",
    ]


@given(st.integers(0, 12), st.integers(1, 12), st.none() | st.integers(1, 12))
def test_unit_votes_pass_by_more_than_half_of_all_members(agreed, total, members):
    agreed = min(agreed, total)
    found = rules.unit_votes([rules.UnitVote(label="x", votes_for=agreed, votes_total=total)], members)
    base = members or total
    if members is not None and total > members:
        assert codes(found) == ["votes_too_many"]
    else:
        assert (found == []) == (Fraction(agreed, base) > Fraction(1, 2))


def test_unit_votes_must_be_entered():
    assert codes(rules.unit_votes([rules.UnitVote(label="x", votes_for=None, votes_total=None)], 5)) == [
        "votes_missing"
    ]

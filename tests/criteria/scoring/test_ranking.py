"""Places inside a group: by share of what applies, ties share a place."""

from decimal import Decimal

from criteria.scoring.ranking import Contender, rank


def one(key, total, max_total=100, group="K4") -> Contender:
    return Contender(key=key, group=group, total=Decimal(str(total)), max_total=Decimal(max_total))


def places(*units) -> list[tuple[str, int | None]]:
    return [(place.key, place.place) for place in rank(units)]


def test_ties_share_a_place_and_the_next_one_is_skipped():
    assert places(one("c", 70), one("b", 90), one("a", 90), one("d", 95)) == [("d", 1), ("a", 2), ("b", 2), ("c", 4)]


def test_points_are_measured_against_what_applies():
    assert places(one("đoàn thể", 80, 84), one("phòng", 90, 100)) == [("đoàn thể", 1), ("phòng", 2)]


def test_shares_that_look_equal_when_rounded_are_told_apart():
    ranked = rank([one("a", "66.66", 100), one("b", "55.9944", 84)])
    assert [(place.key, place.place, place.percent) for place in ranked] == [
        ("a", 1, Decimal("66.66")),
        ("b", 1, Decimal("66.66")),
    ]
    assert places(one("a", "66.66", 100), one("b", "55.99", 84)) == [("a", 1), ("b", 2)]


def test_groups_are_ranked_apart():
    assert places(one("x", 10, group="K1"), one("y", 90, group="K4")) == [("x", 1), ("y", 1)]


def test_unit_to_which_nothing_applies_has_no_place_and_takes_none():
    assert places(one("a", 0, 0), one("b", 0), one("c", 5)) == [("c", 1), ("b", 2), ("a", None)]


def test_bonus_may_lift_over_100():
    assert rank([one("a", 107)])[0].percent == Decimal("107.00")

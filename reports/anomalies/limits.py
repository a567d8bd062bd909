"""The thresholds of the anomaly desk: all of them assumptions, with the thought behind each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Where odd begins. The plan says nothing of it, so every figure here is our assumption ("giả định").

    They are set so that a clean district of some 60 units and 30 lines shows next to nothing: a reviewer who finds ten
    false alarms looks at none. Whatever is a matter of chance is asked twice: is it large, and would chance do it less
    than about once in a thousand years of such a district? Three numbers together are the steps of the weights 1, 2, 3.
    """

    # Jump of a percentage: from seven to nine in ten is a very good year, so odd begins beyond it.
    jump_points: tuple[int, int, int] = (25, 40, 60)
    jump_chance: int = 15  # chi-square with one degree of freedom: beyond 15 about 1 in 10,000
    # A total (b) that is several times the one before is most often another thing counted.
    total_ratio: int = 4
    total_floor: int = 50  # the larger total; below it a handful more or less is natural
    # Counts and money: so many times more or less; 100 times and more is most often another unit (triệu đồng, đồng).
    amount_ratio: tuple[int, int, int] = (5, 10, 100)
    count_floor: int = 20
    money_floor: int = 100_000_000

    # Equal figures: how many other figures there were room for, against how many pairs of units could have met.
    pairs: int = 1_600  # of about 57 units, the whole district; fixed, so that one unit more hides nothing
    twin_lines: int = 40  # lines of a report
    twin_room: int = 1_000  # a figure with less room says nothing: 11 of 12 báo cáo, 150 triệu đồng
    twin_odds: tuple[int, int, int] = (5, 1_000, 1_000_000)  # one such meeting by chance in so many districts

    # Rounding: among figures from 50 up one in five ends in 0 or 5, one in ten in 0.
    round_from: int = 50
    round_least: int = 8  # fewer different figures prove nothing
    round_odds: tuple[int, int, int] = (5_000, 100_000, 10_000_000)

    # Copied words: runs of five words, the plan's own and everybody's left out.
    words: int = 5
    own_least: int = 20  # runs of its own that a story needs; about 25 words
    shared_most: tuple[int, int] = (
        5,
        30,
    )  # what more units than a fifth (at least 5, at most 30) say or hold is everybody's
    copied_percent: tuple[int, int, int] = (60, 80, 95)
    copied_sure: int = 40  # equal runs that the highest weight needs
    own_past_percent: int = 90  # of its own words of last year

    # Outliers in the group, by median and MAD (1.4826 MAD is one standard deviation of a normal spread).
    group_least: int = 8
    outlier_spreads: tuple[float, float] = (3.5, 6.0)
    spread_points: int = 10  # percentage points: a group that agrees to the point makes nobody an outlier
    outlier_total: int = 20  # a smaller total swings by itself
    outlier_share: int = 10  # per cent of the group, at least one: what is not rare is no outlier


LIMITS = Limits()

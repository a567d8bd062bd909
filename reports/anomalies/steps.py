"""Small sums that several rules share; whole numbers, so that order and machine change nothing."""

from collections.abc import Sequence
from decimal import Decimal
from math import comb


def reached(number: Decimal | int | float, steps: Sequence[int | float]) -> int:
    """How many of the rising steps a number has reached: the weight, 0 for none."""
    return sum(number >= step for step in steps)


def tail(found: int, among: int, of: int) -> tuple[int, int]:
    """P(at least `found` of `among`), each with chance 1/`of`, as an exact fraction (binomial)."""
    ways = sum(comb(among, n) * (of - 1) ** (among - n) for n in range(found, among + 1))
    return ways, of**among


def everybodys(units: int, bounds: tuple[int, int]) -> int:
    """What more units than this share belongs to nobody: a fifth of them, within bounds."""
    least, most = bounds
    return min(max(units // 5, least), most)

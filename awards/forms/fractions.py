"""Quorum and threshold as people choose them: the usual fractions, and the one in force when it is none of these."""

from collections.abc import Callable

from awards import tally

THRESHOLDS = ("1/2", "2/3", "7/10", "8/10", "9/10")
QUORUMS = ("1/2", "2/3", "3/4")
Words = Callable[[int, int], object]


def fractions(presets: tuple[str, ...], num: int, den: int, words: Words) -> list[tuple[str, str]]:
    """The presets, and the fraction in force when it is none of them."""
    known = [_pair(one) for one in presets]
    if not any(num * d == n * den for n, d in known):
        known.append((num, den))
    return [(f"{n}/{d}", str(words(n, d))) for n, d in known]


def chosen(choices: list[tuple[str, str]], num: int, den: int) -> str:
    return next(value for value, _ in choices if num * _pair(value)[1] == _pair(value)[0] * den)


def at_least(num: int, den: int) -> tally.Threshold:
    return tally.Threshold(num, den, strict=False)


def _pair(text: str) -> tuple[int, int]:
    num, den = text.split("/")
    return int(num), int(den)

"""Ranks inside a group (khối) by points out of the points that apply; equal shares share a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from criteria.scoring.engine import percent_of


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One unit in the race. `key` breaks no tie, it only fixes the order in which equals are listed."""

    key: str
    group: str
    total: Decimal
    max_total: Decimal

    @property
    def share(self) -> Fraction:
        return Fraction(self.total) / Fraction(self.max_total) if self.max_total else Fraction(-1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The place of a unit; None when nothing applies to it. After two firsts comes a third."""

    key: str
    group: str
    place: int | None
    percent: Decimal


def rank(contenders: Iterable[Contender]) -> list[Place]:
    """Group by group, best first; the order of input does not matter."""
    ordered = sorted(contenders, key=lambda one: (one.group, -one.share, one.key))
    places: list[Place] = []
    for group, members in groupby(ordered, key=lambda one: one.group):
        shown, last = 0, None
        for place, one in enumerate(members, 1):
            if one.share != last:
                shown, last = place, one.share
            places.append(
                Place(
                    key=one.key,
                    group=group,
                    place=shown if one.max_total else None,
                    percent=percent_of(one.total, one.max_total),
                )
            )
    return places

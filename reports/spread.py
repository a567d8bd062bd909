"""Where one figure stands among those of its group; pure: figures in, lowest, middle, highest and the place out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

LEAST = 3  # below that a "group" says nothing, and would show the figure of one other unit
WIDTH = 1000


@dataclass(frozen=True)
class Spread:
    """The figures of a group in one line of the report; `own` is None when this unit has none."""

    count: int
    lowest: Decimal
    middle: Decimal
    highest: Decimal
    own: Decimal | None
    rank: int  # 1 = the highest; 0 without a figure of one's own
    tied: bool = False  # whether somebody else has the same figure

    @property
    def level(self) -> bool:
        """Whether all have the same figure."""
        return self.lowest == self.highest

    def at(self, figure: Decimal) -> int:
        """Where a figure lies between the lowest (0) and the highest (1000)."""
        width = self.highest - self.lowest
        return round((figure - self.lowest) * WIDTH / width) if width else WIDTH // 2


def spread_of(figures: Mapping[int, Decimal], own: int) -> Spread | None:
    """unit -> figure, this unit's among them; None when too few have one."""
    if len(figures) < LEAST:
        return None
    values = list(figures.values())
    mine = figures.get(own)
    rank = 0 if mine is None else 1 + sum(value > mine for value in values)
    tied = mine is not None and values.count(mine) > 1
    return Spread(len(values), min(values), median(values), max(values), mine, rank, tied)

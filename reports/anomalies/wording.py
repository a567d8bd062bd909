"""The sentences of the anomaly desk: figures named, nobody blamed."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.text import NBSP, format_decimal, sort_key

NAMED = 3  # other units that a sentence names


def percent(part: int, whole: int) -> str:
    return format_decimal(Decimal(part) * 100 / Decimal(whole), 2) + "%"


def points(hundredths: Decimal) -> str:
    return f"{format_decimal(hundredths, 1)} điểm phần trăm"


def figure(number: Decimal | int, unit: str = "") -> str:
    return f"{format_decimal(number)}{NBSP}{unit}".strip() if unit else format_decimal(number)


def pair(a: Decimal | int, b: Decimal | int, unit: str = "") -> str:
    return f"{format_decimal(a)}/{figure(b, unit)}"


def times(ratio: Decimal) -> str:
    """How many times, with one decimal while it is small."""
    return format_decimal(ratio, 1 if ratio < 10 else 0).removesuffix(",0") + " lần"


def names(those: Iterable[str]) -> str:
    """ "Xã A, Xã B, Xã C và 2 đơn vị khác", in the order of the alphabet."""
    known = sorted(set(those), key=sort_key)
    shown = ", ".join(known[:NAMED])
    return f"{shown} và {len(known) - NAMED} đơn vị khác" if len(known) > NAMED else shown


def listed(those: Sequence[str], most: int = 6) -> str:
    return ", ".join(those[:most]) + ("…" if len(those) > most else "")

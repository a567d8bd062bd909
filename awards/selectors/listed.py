"""The list that is asked for, in the order in which it is published, registered and printed."""

from collections.abc import Mapping
from typing import Any

from awards.models import AwardRound, Nominee


def listed(award_round: AwardRound) -> list[Nominee]:
    rows = award_round.nominees.filter(listed=True).select_related("unit")
    return list(rows.order_by("kind", "list_order", "unit__sort", "sort_key", "id"))


def name_of(row: Mapping[str, Any]) -> str:
    """Ông or Bà and the name, or the collective's, of a line as a list or a decision froze it."""
    return f"{row['honorific']} {row['name']}".strip()

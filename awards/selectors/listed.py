"""The list that is asked for, in the order in which it is published, registered and printed."""

from awards.models import AwardRound, Nominee


def listed(award_round: AwardRound) -> list[Nominee]:
    rows = award_round.nominees.filter(listed=True).select_related("unit")
    return list(rows.order_by("kind", "list_order", "unit__sort", "sort_key", "id"))

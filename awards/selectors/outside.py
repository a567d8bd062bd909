"""Awards decided by another level: which nominees of a round wait for one, and what was recorded."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from awards.enums import BY_UNITS, Appraisal, AwardKind, DossierState, RoundState
from awards.models import AwardRound, Nominee, OutsideAward


@dataclass(frozen=True)
class OutsideRow:
    """A nominee with the award in force, if there is one, and those that were withdrawn."""

    nominee: Nominee
    award: OutsideAward | None
    withdrawn: list[OutsideAward]


def waiting_for_others() -> Q:
    """Nominees that another level may decide on; the trigger `decided_elsewhere` says the same."""
    province = Q(round__kind=AwardKind.BANG_KHEN_TINH, round__state=RoundState.FORWARDED, listed=True)
    units = Q(round__kind__in=BY_UNITS, dossier__state=DossierState.APPRAISED, appraisal=Appraisal.ELIGIBLE)
    return province | units


def nominees_of(award_round: AwardRound) -> QuerySet[Nominee]:
    rows = Nominee.objects.filter(waiting_for_others(), round=award_round)
    return rows.select_related("unit", "dossier__unit", "round").order_by(
        "kind", "list_order", "unit__sort", "sort_key"
    )


def outside_rows(nominees: QuerySet[Nominee]) -> list[OutsideRow]:
    """Two queries, however many nominees."""
    awards = Prefetch("outside_awards", OutsideAward.objects.select_related("file").order_by("pk"))
    rows = []
    for nominee in nominees.prefetch_related(awards):
        found = list(nominee.outside_awards.all())
        in_force = next((one for one in found if one.withdrawn_at is None), None)
        rows.append(OutsideRow(nominee, in_force, [one for one in found if one.withdrawn_at is not None]))
    return rows


def counted(award_round: AwardRound) -> tuple[int, int]:
    """How many nominees wait for another level's decision, and for how many one is recorded."""
    held = OutsideAward.objects.filter(nominee=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = nominees_of(award_round).order_by().annotate(held=Exists(held))
    found = rows.aggregate(total=Count("pk"), recorded=Count("pk", filter=Q(held=True)))
    return found["total"], found["recorded"]


def open_counts(nominees: QuerySet[Nominee]) -> list[tuple[int, int, str, str]]:
    """Round id, how many nominees have nothing recorded, name and kind of the round; one query."""
    held = OutsideAward.objects.filter(nominee=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = nominees.filter(waiting_for_others()).exclude(Exists(held))
    counts = rows.order_by("round_id").values_list("round_id", "round__name", "round__kind").annotate(n=Count("pk"))
    return [(pk, n, name, kind) for pk, name, kind, n in counts]

"""Rounds with how far each is, and what the officer's own units have in one."""

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from awards.enums import BY_UNITS, DossierState
from awards.models import AwardRound, Dossier
from units.models import Unit


def rounds() -> QuerySet[AwardRound]:
    return (
        AwardRound.objects.select_related("period__campaign")
        .annotate(
            submitted_count=Count("dossiers", filter=~Q(dossiers__state=DossierState.DRAFT), distinct=True),
            no_council=Case(When(kind__in=BY_UNITS, then=Value(True)), default=False, output_field=BooleanField()),
            listed_count=Count("nominees", filter=Q(nominees__listed=True), distinct=True),
        )
        .order_by("-period__year", "-id")
    )


def own_dossiers(user, award_round: AwardRound) -> list[tuple[Unit, Dossier | None]]:
    """Each unit this officer works for, with its dossier in the round if there is one."""
    units = Unit.objects.filter(pk__in=user.units)
    found = {dossier.unit_id: dossier for dossier in award_round.dossiers.filter(unit__in=units)}
    return [(unit, found.get(unit.pk)) for unit in units]

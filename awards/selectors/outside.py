"""Awards decided by another level: which nominees of a round wait for one, and what was recorded."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from awards.enums import BY_UNITS, Appraisal, AwardKind, DossierState, RoundState
from awards.models import AwardRound, Nominee, OutsideAward
from units.enums import Role
from units.models import Appointment


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


def by_office() -> Exists:
    """Recorded by somebody who was of Phòng Nội vụ on that day; all else was recorded by the unit's own officer."""
    day = OuterRef("recorded_at__date")
    posts = Appointment.objects.filter(user__username=OuterRef("recorded_by"), role=Role.APPRAISER, valid_from__lte=day)
    return Exists(posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


def published() -> QuerySet[OutsideAward]:
    """What the public is shown: what a unit records of itself only with the scan of the decision."""
    rows = OutsideAward.objects.filter(withdrawn_at__isnull=True)
    return rows.filter(~Q(nominee__round__kind__in=BY_UNITS) | Q(file__isnull=False) | by_office())


def nominees_of(award_round: AwardRound) -> QuerySet[Nominee]:
    rows = Nominee.objects.filter(waiting_for_others(), round=award_round)
    return rows.select_related("unit", "dossier__unit", "round").order_by(
        "kind", "list_order", "unit__sort", "sort_key"
    )


def outside_rows(nominees: QuerySet[Nominee]) -> list[OutsideRow]:
    """Two queries, however many nominees."""
    held = OutsideAward.objects.select_related("file").annotate(by_office=by_office()).order_by("pk")
    awards = Prefetch("outside_awards", held)
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

"""What the public may see: one certificate by its code, and who was awarded; no birth date, no dossier."""

from django.db.models import QuerySet

from awards.enums import CertificateState, RoundState
from awards.models import Award, AwardRound, Certificate, Decision, OutsideAward
from awards.selectors import outside as others


def certificate_by_token(token: str) -> Certificate | None:
    """A printed certificate, in force, revoked or replaced; one that is still waiting to be printed is on no paper yet."""
    return (
        Certificate.objects.filter(token=token)
        .exclude(state=CertificateState.PENDING)
        .select_related("award__decision", "award__nominee", "file", "signed_file__file")
        .first()
    )


def newer(certificate: Certificate) -> Certificate | None:
    """The last printed paper that took the place of this one; None while it is still being printed."""
    later = Certificate.objects.filter(award=certificate.award_id, pk__gt=certificate.pk)
    return later.exclude(state=CertificateState.PENDING).order_by("pk").last()


def years() -> list[int]:
    """Years in which something was decided here, sent on, or decided by another level; the latest first."""
    decided = Decision.objects.values_list("year", flat=True)
    sent_on = AwardRound.objects.filter(state=RoundState.FORWARDED).values_list("forwarded_on__year", flat=True)
    outside = others.published().values_list("signed_on__year", flat=True)
    return sorted({*decided, *sent_on, *outside}, reverse=True)


def chosen_year(wanted: str, known: list[int]) -> int | None:
    """The year asked for if there is one, else the latest; None while nothing is published."""
    if wanted.isdecimal() and len(wanted) == 4 and int(wanted) in known:
        return int(wanted)
    return known[0] if known else None


def published(year: int | None) -> QuerySet[Decision]:
    return Decision.objects.filter(year=year).select_related("round").order_by("number")


def forwarded(year: int | None) -> QuerySet[AwardRound]:
    """IV.2.2: lists that went on to the level that decides them."""
    rows = AwardRound.objects.filter(state=RoundState.FORWARDED, forwarded_on__year=year)
    return rows.select_related("period").order_by("forwarded_on", "pk")


def awarded(year: int | None) -> QuerySet[Award]:
    return (
        Award.objects.filter(decision__year=year)
        .select_related("decision", "nominee__unit")
        .prefetch_related("certificates")
        .order_by("kind", "decision__number", "register_number")
    )


def awarded_outside(year: int | None) -> QuerySet[OutsideAward]:
    """Bằng khen of the province, Giấy khen of communes and heads of units, as they were recorded."""
    rows = others.published().filter(signed_on__year=year)
    return rows.select_related("nominee__unit", "nominee__round").order_by("nominee__kind", "signed_on", "pk")

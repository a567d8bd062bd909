"""What the public may see: one certificate by its code, and who was awarded; no birth date, no dossier."""

from django.db.models import QuerySet

from awards.enums import CertificateState
from awards.models import Award, Certificate, Decision
from core import text


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
    return list(Decision.objects.order_by("-year").values_list("year", flat=True).distinct())


def chosen_year(wanted: str, known: list[int]) -> int | None:
    """The year asked for if there is one, else the latest; None while nothing is published."""
    if wanted.isdecimal() and len(wanted) == 4 and int(wanted) in known:
        return int(wanted)
    return known[0] if known else None


def published(year: int | None) -> QuerySet[Decision]:
    return Decision.objects.filter(year=year).select_related("round").order_by("number")


def awarded(year: int | None, query: str) -> QuerySet[Award]:
    rows = (
        Award.objects.filter(decision__year=year)
        .select_related("decision", "nominee__unit")
        .prefetch_related("certificates")
        .order_by("kind", "decision__number", "register_number")
    )
    if key := text.fold(query)[:100]:
        rows = rows.filter(nominee__search__contains=key) | rows.filter(nominee__unit__search__contains=key)
    return rows

"""Which award rows a person sees: officers their own units', the offices what was submitted; the rest is a 404."""

from django.db.models import Q, QuerySet
from django.http import Http404

from awards.enums import DossierState, OfficePaperKind
from awards.models import AwardRound, Dossier, DossierPaper, Nominee, OfficePaper
from campaign.models import Period
from units.enums import Role
from units.models import Unit

READERS = frozenset({Role.REVIEWER, Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR, Role.ADMIN})
OFFICE_READERS = frozenset({Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR})


def _visible(user, prefix: str = "") -> Q:
    own = Q(**{f"{prefix}unit_id__in": user.units})
    if READERS & user.roles:
        return own | ~Q(**{f"{prefix}state": DossierState.DRAFT})
    return own


def visible_dossiers(user) -> QuerySet[Dossier]:
    return Dossier.objects.filter(_visible(user)).select_related("round__period__campaign", "unit")


def get_round_or_404(pk: int) -> AwardRound:
    return _one(AwardRound.objects.filter(pk=pk).select_related("period__campaign", "period__plan_version"))


def get_period_or_404(year: int) -> Period:
    return _one(Period.objects.filter(year=year).select_related("campaign", "plan_version"))


def get_dossier_or_404(user, pk: int) -> Dossier:
    return _one(visible_dossiers(user).filter(pk=pk).select_related("round__period__plan_version"))


def get_own_dossier_or_404(user, pk: int) -> Dossier:
    """For what only the unit itself does; a reader who is not of the unit gets the same 404."""
    return _one(visible_dossiers(user).filter(pk=pk, unit_id__in=user.units))


def get_nominee_or_404(user, pk: int) -> Nominee:
    return _one(_nominees(user).filter(pk=pk))


def get_own_nominee_or_404(user, pk: int) -> Nominee:
    return _one(_nominees(user).filter(pk=pk, unit_id__in=user.units))


def get_paper_or_404(user, pk: int) -> DossierPaper:
    return _one(_papers(user).filter(pk=pk))


def get_own_paper_or_404(user, pk: int) -> DossierPaper:
    return _one(_papers(user).filter(pk=pk, dossier__unit_id__in=user.units))


def get_scan_or_404(user, file_id) -> DossierPaper:
    """The paper that a stored file is the signed copy of, if this person may read its dossier."""
    return _one(_papers(user).filter(file_id=file_id).select_related("file"))


def get_own_unit_or_404(user, pk: int) -> Unit:
    return _one(Unit.objects.filter(pk__in=user.units, pk=pk))


def _nominees(user) -> QuerySet[Nominee]:
    return Nominee.objects.filter(_visible(user, "dossier__")).select_related(
        "dossier__round__period__campaign", "dossier__unit", "unit", "round"
    )


def _papers(user) -> QuerySet[DossierPaper]:
    return DossierPaper.objects.filter(_visible(user, "dossier__")).select_related(
        "dossier__round__period__campaign", "dossier__unit", "nominee", "file"
    )


def visible_office_papers(user) -> QuerySet[OfficePaper]:
    """What Phòng Nội vụ wrote: the offices all of it, a unit the thông báo that was sent to it."""
    rows = OfficePaper.objects.select_related(
        "round__period__campaign", "round__period__plan_version", "dossier__unit", "file"
    )
    if OFFICE_READERS & user.roles:
        return rows
    return rows.filter(kind=OfficePaperKind.THONG_BAO, confirmed_at__isnull=False, dossier__unit_id__in=user.units)


def get_office_paper_or_404(user, pk: int) -> OfficePaper:
    return _one(visible_office_papers(user).filter(pk=pk))


def _one(rows: QuerySet):
    if row := rows.first():
        return row
    raise Http404("Không tìm thấy trang này, hoặc hồ sơ thuộc đơn vị khác.")

"""Which registrations a person sees: officers those of their units, the offices those that were sent; else a 404."""

from django.db.models import Q, QuerySet
from django.http import Http404

from campaign.enums import RegistrationState
from campaign.models import Period, Registration
from units.enums import Role
from units.selectors import units_in_year

READERS = frozenset({Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR})
NOT_FOUND = "Không tìm thấy trang này, hoặc đăng ký thuộc đơn vị khác."


def visible_registrations(user) -> QuerySet[Registration]:
    seen = Q(unit__in=user.own_units)
    if READERS & user.roles:
        seen |= ~Q(state=RegistrationState.DRAFT)
    rows = Registration.objects.filter(seen)
    return rows.select_related("period__campaign", "unit", "plan_file", "submitted_by", "accepted_by")


def get_registration_or_404(user, year: int, code: str) -> Registration:
    return _one(visible_registrations(user).filter(period__year=year, unit__code=code))


def get_own_registration_or_404(user, year: int, code: str) -> Registration:
    """The unit's own registration of the year, as an unsaved draft when there is none yet."""
    period = get_period_or_404(year)
    unit = _one(units_in_year(year).filter(pk__in=user.units, code=code))
    found = visible_registrations(user).filter(period=period, unit=unit).first()
    return found or Registration(period=period, unit=unit)


def get_period_or_404(year: int) -> Period:
    return _one(Period.objects.filter(year=year).select_related("campaign", "plan_version"))


def _one(rows: QuerySet):
    if row := rows.first():
        return row
    raise Http404(NOT_FOUND)

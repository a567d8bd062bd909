"""What the pages of units and people list; searches compare folded text, so marks and case do not matter."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from core import text
from units.enums import Role
from units.models import Appointment, Unit, User, current


def find_units(words: str = "", kind: str = "") -> QuerySet[Unit]:
    rows = Unit.objects.select_related("successor")
    if kind:
        rows = rows.filter(kind=kind)
    for word in text.fold(words).split():
        rows = rows.filter(search__contains=word)
    return rows


def find_people(words: str = "", role: str = "", *, today: date) -> QuerySet[User]:
    """People by given name, each with the appointments in force (`posts`); `role` keeps those who hold it today."""
    posts = Appointment.objects.filter(current(today)).select_related("unit").order_by("unit__sort", "role")
    rows = User.objects.order_by("sort_key", "username").prefetch_related(Prefetch("appointments", posts, "posts"))
    if role:
        rows = rows.filter(pk__in=Appointment.objects.filter(current(today), role=role).values("user"))
    for word in text.fold(words).split():
        units = Unit.objects.filter(search__contains=word)
        held = Appointment.objects.filter(current(today), unit__in=units).values("user")
        rows = rows.filter(Q(search__contains=word) | Q(pk__in=held))
    return rows


def units_in_year(year: int) -> QuerySet[Unit]:
    """Units in force on some day of the year: in 2025 both a commune and the one that took its place."""
    return Unit.objects.filter(valid_from__lte=date(year, 12, 31)).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1))
    )


def heads_of(unit: Unit) -> list[User]:
    """Who signs for the unit today."""
    return holders(Role.HEAD, unit=unit)


def officers_of(unit: Unit) -> list[User]:
    """Who writes for the unit today."""
    return holders(Role.OFFICER, unit=unit)


def holders(role: Role, **where) -> list[User]:
    """Who holds a role today, each once; `where` narrows the appointments (unit=…, unit__in=…)."""
    posts = Appointment.objects.filter(current(timezone.localdate()), role=role, user__is_active=True, **where)
    return list({post.user_id: post.user for post in posts.select_related("user")}.values())


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """User name -> full name for each of these: one query, none for nobody; who is not there any more keeps the user name."""
    wanted = set(usernames)
    asked = wanted - {""}
    known = dict(User.objects.filter(username__in=asked).values_list("username", "full_name")) if asked else {}
    return {name: known.get(name) or name for name in wanted}

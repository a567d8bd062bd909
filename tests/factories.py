"""Makers of rows for tests; whatever has a workflow is walked there by the real services."""

import hashlib
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from units.enums import Role, UnitKind
from units.models import Appointment, Unit, User

PLAN_FILE = Path(__file__).resolve().parent.parent / "criteria" / "plans" / "dak_song_2023_2025.toml"
_numbers = count(1)


def make_unit(kind: UnitKind = UnitKind.CAP_XA, *, code: str = "", name: str = "", **fields) -> Unit:
    n = next(_numbers)
    name = name or f"{UnitKind(kind).label} thử {n}"
    return Unit.objects.create(
        code=code or f"don-vi-{n}", name=name, short_name=fields.pop("short_name", name[:80]), kind=kind, **fields
    )


def make_user(role: Role | None = None, unit: Unit | None = None, *, full_name: str = "", **fields) -> User:
    """A person, with one appointment when a role is named; without a unit, a new one is made for it."""
    n = next(_numbers)
    user = User(username=fields.pop("username", f"nguoi{n}"), full_name=full_name or f"Nguyễn Thị Thử {n}")
    user.set_password("mat-khau-thu-nghiem")
    user.save()
    if role:
        appoint(user, role, unit or make_unit(UnitKind.PHONG_BAN), **fields)
    return user


def appoint(user: User, role: Role, unit: Unit, *, valid_from=date(2023, 1, 1), valid_to=None, title: str = ""):
    """Gives a role from a day on; drops the cached appointments, as the next request would."""
    user.__dict__.pop("appointments_now", None)
    return Appointment.objects.create(
        user=user, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to, title=title
    )


@cache
def _real_plan():
    """Read once a run: most tests stand on it."""
    from criteria.plans.reader import read_plan_file

    return read_plan_file(PLAN_FILE), hashlib.sha256(PLAN_FILE.read_bytes()).hexdigest()


def load_real_plan():
    """The real plan, through the real loader; returns the PlanVersion."""
    from criteria.services.plans import store_plan

    return store_plan(*_real_plan(), PLAN_FILE.name)

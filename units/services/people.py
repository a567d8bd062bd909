"""People: accounts with a temporary password, and the appointments that say what they may do; all of it logged."""

import secrets
from datetime import date

from django.contrib.auth.hashers import get_hashers_by_algorithm, make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from units.enums import Role
from units.models import Appointment, Unit, User
from units.services.units import changes_of

FIELDS = ("username", "full_name", "email", "phone")
QUICK_ROUNDS = 1000
NOT_ONESELF = "Anh/chị không tự phân công vai trò cho mình. Hãy nhờ một quản trị khác."
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that two people read differently aloud: no l, i, o, 0, 1


def temporary_password() -> str:
    """Four groups of four, about 79 bits; told once, never kept in clear."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hand_out(user: User, password: str) -> None:
    """A temporary password for one of many new accounts; the caller saves.

    A long list would wait minutes for the slow hash that weak passwords need. These 79 random bits do not need it,
    and the first sign-in replaces the quick hash by the slow one.
    """
    quick = get_hashers_by_algorithm().get("pbkdf2_sha256")
    user.password = quick.encode(password, quick.salt(), QUICK_ROUNDS) if quick else make_password(password)
    user.password_is_temporary = True


@transaction.atomic
def add_person(user: User, *, by) -> str:
    """Stores a new account and returns its temporary password, which is told once and kept nowhere."""
    password = temporary_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.full_clean()
    user.save()
    audit.append("user.added", user, by=by, data={"username": user.username})
    return password


@transaction.atomic
def change_person(user: User, *, by) -> User:
    """Stores changed particulars of an account and logs them; never its rights or its password."""
    _refuse_technical(user, by)
    before = User.objects.select_for_update().filter(pk=user.pk).values(*FIELDS).get()
    changes = changes_of(before, {field: getattr(user, field) for field in FIELDS})
    user.full_clean()
    user.save(update_fields=[*FIELDS, "search", "sort_key"])
    if changes:
        audit.append("user.changed", user, by=by, data={"changes": changes})
    return user


@transaction.atomic
def reset_password(user: User, *, by) -> str:
    """Gives a temporary password, which ends every open session of that person; returns it to be told once."""
    _refuse_technical(user, by)
    if not user.is_active:
        raise ValidationError("Tài khoản đang ngừng. Hãy mở lại tài khoản trước khi cấp mật khẩu.")
    password = temporary_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    audit.append("user.password_reset", user, by=by)
    return password


@transaction.atomic
def set_active(user: User, active: bool, *, by) -> User:
    """Closes or opens an account; a closed one is out at the next click."""
    _refuse_technical(user, by)
    if user.pk == by.pk:
        raise ValidationError("Anh/chị không tự ngừng tài khoản của mình. Hãy nhờ một quản trị khác.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.append("user.opened" if active else "user.closed", user, by=by)
    return user


def _refuse_technical(user: User, by) -> None:
    if user.is_superuser and not by.is_superuser:
        raise ValidationError("Tài khoản kỹ thuật chỉ được sửa bằng dòng lệnh trên máy chủ.")


@transaction.atomic
def appoint(user: User, *, unit: Unit, role: Role, title: str, valid_from: date, valid_to: date | None, by):
    """Gives a role in a unit for a time; nobody gives one to oneself, nor a second of the same unit and time."""
    if by is not None and user.pk == by.pk:
        raise ValidationError(NOT_ONESELF)
    appointment = Appointment(user=user, unit=unit, role=role, title=title, valid_from=valid_from, valid_to=valid_to)
    check_appointment(appointment)
    appointment.save()
    audit.append("appointment.given", appointment, by=by, data=facts(appointment))
    return appointment


def check_appointment(appointment: Appointment) -> None:
    """What the database refuses too, and overlaps, each as a sentence."""
    appointment.clean_fields(exclude=["user", "unit"])
    if appointment.valid_to and appointment.valid_to < appointment.valid_from:
        raise ValidationError({"valid_to": "Ngày thôi giữ vai trò phải sau ngày bắt đầu."})
    last = date.max
    for other in Appointment.objects.exclude(pk=appointment.pk).filter(
        user=appointment.user, unit=appointment.unit, role=appointment.role
    ):
        if appointment.valid_from <= (other.valid_to or last) and other.valid_from <= (appointment.valid_to or last):
            raise ValidationError(
                f"{appointment.user} đã giữ vai trò “{other.get_role_display()}” ở {appointment.unit.short_name} từ "
                f"{other.valid_from:%d/%m/%Y}. Hãy kết thúc phân công ấy trước, hoặc chọn thời gian khác."
            )


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by) -> Appointment:
    """Sets the last day of a role; nobody takes the administrator's role from oneself, so one always stays."""
    appointment = Appointment.objects.select_for_update().select_related("user", "unit").get(pk=appointment.pk)
    if on < appointment.valid_from:
        raise ValidationError("Ngày thôi giữ vai trò phải sau ngày bắt đầu.")
    if appointment.role == Role.ADMIN and appointment.user_id == by.pk:
        raise ValidationError("Anh/chị không tự thôi vai trò Quản trị của mình. Hãy nhờ một quản trị khác.")
    appointment.valid_to = on
    appointment.save(update_fields=["valid_to"])
    audit.append("appointment.ended", appointment, by=by, data=facts(appointment))
    return appointment


def facts(appointment: Appointment) -> dict[str, str]:
    """An appointment as text for the log."""
    return {
        "user": appointment.user.username,
        "unit": appointment.unit.code,
        "role": appointment.role,
        "from": str(appointment.valid_from),
        "to": str(appointment.valid_to or ""),
    }

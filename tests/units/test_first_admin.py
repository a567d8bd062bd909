"""first_admin: one door into an empty portal, closed once somebody went through it."""

import pytest
from django.core.management import CommandError, call_command

from units.enums import Role
from units.models import Appointment, User

pytestmark = pytest.mark.django_db
ANSWER = ("quantri1", "Nguyễn Thị Ẩn", "phong-noi-vu")


def test_makes_an_administrator_with_a_temporary_password(office, capsys):
    call_command("first_admin", *ANSWER)
    user = User.objects.get()
    assert (user.full_name, user.roles, user.password_is_temporary, user.is_superuser) == (
        "Nguyễn Thị Ẩn",
        frozenset({Role.ADMIN}),
        True,
        False,
    )
    said = capsys.readouterr().out
    assert user.check_password(said.split("mật khẩu tạm ")[1].split(" ")[0])


def test_refused_once_there_is_one(office):
    call_command("first_admin", *ANSWER)
    with pytest.raises(CommandError, match="Cổng đã có người quản trị"):
        call_command("first_admin", "quantri2", "Người khác", "phong-noi-vu")
    assert User.objects.count() == 1


def test_unknown_unit_leaves_nobody(office):
    with pytest.raises(CommandError, match="Chưa có đơn vị mang mã khong-co"):
        call_command("first_admin", "quantri1", "Nguyễn Thị Ẩn", "khong-co")
    assert not User.objects.exists()


def test_bad_user_name_leaves_nobody(office):
    with pytest.raises(CommandError):
        call_command("first_admin", "quản trị", "", "phong-noi-vu")
    assert (User.objects.count(), Appointment.objects.count()) == (0, 0)

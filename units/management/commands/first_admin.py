"""first_admin USER NAME UNIT: opens a new portal by making its first administrator; refused once there is one."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from units.enums import Role
from units.models import Appointment, Unit, User
from units.services.people import add_person, appoint


class Command(BaseCommand):
    help = "Tạo người quản trị đầu tiên của một cổng mới và in mật khẩu tạm một lần."

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("full_name", help="họ và tên")
        parser.add_argument("unit", help="mã đơn vị, ví dụ phong-noi-vu")

    @transaction.atomic
    def handle(self, *args, username: str, full_name: str, unit: str, **options):
        if Appointment.objects.filter(role=Role.ADMIN).exists():
            raise CommandError("Cổng đã có người quản trị. Hãy nhờ người ấy cấp tài khoản trên trang Người dùng.")
        place = Unit.objects.filter(code=unit).first()
        if place is None:
            raise CommandError(f"Chưa có đơn vị mang mã {unit}. Hãy nạp danh mục đơn vị trước bằng lệnh load_units.")
        user = User(username=username, full_name=full_name)
        try:
            password = add_person(user, by=None)
            appoint(
                user, unit=place, role=Role.ADMIN, title="", valid_from=timezone.localdate(), valid_to=None, by=None
            )
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"Tài khoản {username}, mật khẩu tạm {password} (phải đổi ở lần đăng nhập đầu).")

"""Units, people, and appointments: who is where, in which role, from when to when."""

import uuid
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from core import text
from core.models import StoredFile
from units.enums import Role, UnitKind


def current(today: date, prefix: str = "") -> Q:
    """Rows in force on a day; `prefix` reaches through a relation."""
    return Q(**{f"{prefix}valid_from__lte": today}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": today})
    )


class Unit(models.Model):
    """A unit that takes part. Codes are text: those of communes are the state's five digits."""

    code = models.CharField("mã đơn vị", max_length=40, unique=True)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọi ngắn", max_length=80)
    kind = models.CharField("loại đơn vị", max_length=20, choices=UnitKind)
    is_it_enterprise = models.BooleanField("là doanh nghiệp công nghệ thông tin", default=False)
    aliases = models.CharField("tên gọi khác", max_length=200, blank=True)
    state_code = models.CharField("mã hành chính", max_length=5, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    valid_from = models.DateField("hoạt động từ", default=date(2023, 1, 1))
    valid_to = models.DateField("hoạt động đến", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="đơn vị kế thừa"
    )
    sort = models.PositiveSmallIntegerField("thứ tự", default=0)
    search = models.CharField(max_length=400, editable=False, db_index=True)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort", "sort_key", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_dates_in_order",
                violation_error_message="Ngày kết thúc hoạt động phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="unit_named",
                violation_error_message="Đơn vị cần có mã và tên.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="unit_not_its_own_successor",
                violation_error_message="Đơn vị kế thừa phải là một đơn vị khác.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Text as NFC and the search and sort keys; bulk writers call it themselves."""
        for field in ("code", "name", "short_name", "aliases"):
            setattr(self, field, text.clean(getattr(self, field)))
        self.search = text.fold(f"{self.code} {self.name} {self.short_name} {self.aliases}")[:400]
        self.sort_key = text.sort_key(self.name)[:400]

    def in_year(self, year: int) -> bool:
        """In force on some day of the year; the same rule as selectors.units_in_year."""
        return self.valid_from.year <= year and (self.valid_to is None or self.valid_to.year >= year)


class User(AbstractUser):
    """A person with an account. What the person may do comes from appointments, never from is_superuser."""

    first_name = last_name = None
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    password_is_temporary = models.BooleanField("phải đổi mật khẩu", default=False)
    search = models.CharField(max_length=300, editable=False, db_index=True, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    REQUIRED_FIELDS = ["full_name"]

    class Meta(AbstractUser.Meta):
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Text as NFC and the search and sort keys; bulk writers call it themselves."""
        self.full_name = text.clean(self.full_name)
        self.search = text.fold(f"{self.username} {self.full_name} {self.email}")[:300]
        self.sort_key = text.person_sort_key(self.full_name)[:400]

    def set_password(self, raw_password):
        """A password that a person chooses is their own; whoever hands out a temporary one says so afterwards."""
        super().set_password(raw_password)
        self.password_is_temporary = False

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1]

    @cached_property
    def appointments_now(self) -> list["Appointment"]:
        """Appointments in force today, read once per request: a removed officer is out at the next click."""
        if not self.is_active:
            return []
        today = timezone.localdate()
        return list(self.appointments.filter(current(today)).select_related("unit"))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(appointment.role for appointment in self.appointments_now)

    @property
    def units(self) -> frozenset[int]:
        """Ids of the units this person reports for."""
        return frozenset(a.unit_id for a in self.appointments_now if a.role == Role.OFFICER)

    @property
    def headed(self) -> frozenset[int]:
        """Ids of the units this person signs for."""
        return frozenset(a.unit_id for a in self.appointments_now if a.role == Role.HEAD)

    @property
    def own_units(self) -> frozenset[int]:
        """Ids of the units whose papers are this person's own, to write or to sign."""
        return self.units | self.headed

    @property
    def unit_ids(self) -> frozenset[int]:
        """Ids of every unit this person belongs to, in whatever role."""
        return frozenset(a.unit_id for a in self.appointments_now)


class Appointment(models.Model):
    """A role that a person holds in a unit for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments", verbose_name="người dùng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=12, choices=Role)
    title = models.CharField("chức vụ", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày", default=date(2023, 1, 1))
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["user_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="appointment_once"),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(valid_to__isnull=True),
                name="appointment_one_open",
                violation_error_message="Người này đang giữ vai trò đó ở đơn vị này.",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_dates_in_order",
                violation_error_message="Ngày thôi giữ vai trò phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit.short_name}"


class Notice(models.Model):
    """Something that happened and that a person should see; `key` says what it is about, so that it is told once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="người nhận")
    text = models.CharField("nội dung", max_length=400)
    url = models.CharField("nơi xem", max_length=300, blank=True)
    key = models.CharField("về việc", max_length=120)
    created_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_told_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(key=""), name="notice_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class ImportKind(models.TextChoices):
    UNITS = "units", "Đơn vị"
    PEOPLE = "people", "Tài khoản"


class ImportBatch(models.Model):
    """An uploaded Excel list: looked at first, written once (trigger), all or nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("danh sách", max_length=10, choices=ImportKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhập")
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    outcome = models.JSONField("kết quả", default=dict)

    class Meta:
        verbose_name = "lượt nhập"
        verbose_name_plural = "lượt nhập"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_kind_known"),
        ]

    def __str__(self) -> str:
        return f"Nhập {self.get_kind_display().lower()} từ tệp {self.file.name}"

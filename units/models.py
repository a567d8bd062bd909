"""Units, people, and appointments: who is where, in which role, from when to when."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from core import text
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
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="unit_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Text as NFC and the search and sort keys; bulk writers call it themselves."""
        self.code, self.name, self.short_name = map(text.clean, (self.code, self.name, self.short_name))
        self.search = text.fold(f"{self.code} {self.name} {self.short_name}")[:400]
        self.sort_key = text.sort_key(self.name)[:400]


class User(AbstractUser):
    """A person with an account. What the person may do comes from appointments, never from is_superuser."""

    first_name = last_name = None
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta(AbstractUser.Meta):
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args, **kwargs):
        self.full_name = text.clean(self.full_name)
        super().save(*args, **kwargs)

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
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_dates_in_order",
                violation_error_message="Ngày thôi giữ vai trò phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit.short_name}"

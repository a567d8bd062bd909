"""The campaign, the versions of its plan with their clauses, the years with their deadlines, and the registrations."""

from django.db import models
from django.db.models import F, Q

from campaign.enums import PeriodKind, RegistrationState, ReminderState
from core.models import StoredFile
from core.text import REASON_LIMIT
from units.models import Unit, User


class Campaign(models.Model):
    """One movement, and the names that its papers print."""

    code = models.SlugField("mã", unique=True)
    title = models.CharField("tên phong trào", max_length=300)
    short_title = models.CharField("tên ngắn", max_length=120)
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc")
    place = models.CharField("địa danh trên văn bản", max_length=80)
    parent_organ = models.CharField("cơ quan chủ quản", max_length=150, blank=True)
    organ = models.CharField("cơ quan ban hành", max_length=150)
    authority = models.CharField("thẩm quyền ký", max_length=150)
    signer_title = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    lead_office = models.CharField("cơ quan chủ trì", max_length=150)
    appraising_office = models.CharField("cơ quan thẩm định khen thưởng", max_length=150)
    council_name = models.CharField("tên Hội đồng", max_length=150)

    class Meta:
        verbose_name = "phong trào"
        verbose_name_plural = "phong trào"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """One loaded version of the plan file; `data` is the whole file as read. Never changed after loading (trigger)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField("phiên bản")
    digest = models.CharField(max_length=64)
    data = models.JSONField()
    source_name = models.CharField("tệp nguồn", max_length=160)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "phiên bản kế hoạch"
        verbose_name_plural = "phiên bản kế hoạch"
        ordering = ["campaign", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="plan_version_number"),
            models.UniqueConstraint(fields=["campaign", "digest"], name="plan_version_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign.short_title} – phiên bản {self.number}"


class Clause(models.Model):
    """One clause of the plan, word for word."""

    plan_version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="clauses")
    code = models.CharField("mã mục", max_length=40)
    text = models.TextField("nguyên văn")
    parent_code = models.CharField(max_length=40, blank=True)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "điều khoản của kế hoạch"
        verbose_name_plural = "điều khoản của kế hoạch"
        ordering = ["plan_version", "sort"]
        constraints = [models.UniqueConstraint(fields=["plan_version", "code"], name="clause_code_once")]

    def __str__(self) -> str:
        return f"{self.code}. {self.text[:80]}"


class Period(models.Model):
    """One year of the campaign. `report_due` is the first instant that is late: VI.9 says "trước ngày 20/12"."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="periods")
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="periods", verbose_name="phiên bản kế hoạch"
    )
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại kỳ", max_length=10, choices=PeriodKind)
    launch_plan_due = models.DateField("hạn gửi kế hoạch phát động", null=True, blank=True)
    report_due = models.DateTimeField("hạn nộp báo cáo (từ lúc này là muộn)")
    closes_at = models.DateTimeField("đóng nhận báo cáo")
    summary_due = models.DateField("hạn tổng hợp")
    appeal_days = models.PositiveSmallIntegerField("số ngày làm việc để đề nghị phúc tra", default=5)

    class Meta:
        verbose_name = "kỳ"
        verbose_name_plural = "kỳ"
        ordering = ["campaign", "year"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "year"], name="period_year_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("report_due")),
                name="period_closes_after_due",
                violation_error_message="Ngày đóng nhận báo cáo phải sau hạn nộp.",
            ),
        ]

    def __str__(self) -> str:
        return f"Năm {self.year}"


class Registration(models.Model):
    """Đăng ký thi đua of a unit for a year, with its own kế hoạch phát động (IV.1.1, VI.5, VI.6)."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=10, choices=RegistrationState, default=RegistrationState.DRAFT)
    plan_number = models.CharField("số kế hoạch phát động", max_length=60, blank=True)
    plan_date = models.DateField("ngày ban hành kế hoạch", null=True, blank=True)
    plan_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    commitment = models.TextField("nội dung đăng ký thi đua", max_length=4000, blank=True)
    contact_name = models.CharField("người phụ trách", max_length=120, blank=True)
    contact_phone = models.CharField("điện thoại liên hệ", max_length=20, blank=True)
    return_reason = models.TextField("lý do trả lại", max_length=REASON_LIMIT, blank=True)
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tiếp nhận"
    )

    class Meta:
        verbose_name = "đăng ký thi đua"
        verbose_name_plural = "đăng ký thi đua"
        ordering = ["period", "unit__sort"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                name="registration_once",
                violation_error_message="Đơn vị đã có đăng ký thi đua của năm này.",
            ),
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="registration_submitted_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | (Q(plan_file__isnull=False) & Q(plan_date__isnull=False) & ~Q(commitment="")),
                name="registration_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="registration_accepted_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="registration_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký thi đua năm {self.period.year} – {self.unit.short_name}"


class Extension(models.Model):
    """More time for one unit in one year, given by Phòng VH-TT with a reason. Append-only; the latest row counts."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="đơn vị")
    until = models.DateTimeField("gia hạn đến (từ lúc này là muộn)")
    reason = models.TextField("lý do", max_length=REASON_LIMIT)
    by = models.CharField("người gia hạn", max_length=150)
    at = models.DateTimeField("gia hạn lúc", auto_now_add=True)

    class Meta:
        verbose_name = "gia hạn nộp báo cáo"
        verbose_name_plural = "gia hạn nộp báo cáo"
        ordering = ["period", "unit", "at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason")]

    def __str__(self) -> str:
        return f"Gia hạn năm {self.period.year} – {self.unit.short_name}"


class Reminder(models.Model):
    """One reminder of one deadline to one unit: written before it is sent, so that it is never sent twice."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminders", verbose_name="đơn vị")
    due_day = models.DateField("ngày hạn")  # the last day in time; an extension makes a new one
    days_left = models.SmallIntegerField("số ngày còn lại")  # 30, 7, 1, 0; -1 once the deadline has passed
    state = models.CharField("tình trạng", max_length=10, choices=ReminderState, default=ReminderState.WAITING)
    addresses = models.JSONField("gửi tới", default=list)
    error = models.CharField("lỗi", max_length=500, blank=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lời nhắc"
        verbose_name_plural = "lời nhắc"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "due_day", "days_left"], name="reminder_once"),
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="reminder_state_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="reminder_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Nhắc hạn năm {self.period.year} – {self.unit.short_name}"


class Holiday(models.Model):
    """A day on which offices are closed; weekends need no row."""

    day = models.DateField("ngày", unique=True)
    name = models.CharField("ngày nghỉ", max_length=120)

    class Meta:
        verbose_name = "ngày nghỉ"
        verbose_name_plural = "ngày nghỉ"
        ordering = ["day"]

    def __str__(self) -> str:
        return self.name

"""What a unit reports in a year: the report, its lines cell by cell, and their evidence."""

from django.db import models
from django.db.models import F, Q

from campaign.models import Period
from core.models import StoredFile
from criteria.models import Indicator
from reports.enums import Cell, ReportState, Verdict
from reports.models.fields import figure
from reports.rules import NOTE_LIMIT, REASON_LIMIT, TEXT_LIMIT
from units.models import Unit


class SelfReport(models.Model):
    """The yearly report of a unit (VI.9). An accepted one never changes again (trigger)."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    opened_at = models.DateTimeField("mở lúc", auto_now_add=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    late = models.BooleanField("nộp muộn", default=False)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    presented_at = models.DateTimeField("trình ký lúc", null=True, blank=True)
    presented_by = models.CharField("người trình ký", max_length=150, blank=True)
    hand_back_reason = models.TextField("lý do lãnh đạo chuyển lại", max_length=REASON_LIMIT, blank=True)
    claimed_at = models.DateTimeField("nhận thẩm định lúc", null=True, blank=True)
    claimed_by = models.CharField("người nhận thẩm định", max_length=150, blank=True)
    return_reason = models.TextField("lý do trả lại", max_length=REASON_LIMIT, blank=True)
    bonus = models.DecimalField("điểm thưởng", max_digits=4, decimal_places=2, default=0)
    bonus_reason = models.TextField("lý do thưởng điểm", max_length=REASON_LIMIT, blank=True)
    minus = models.DecimalField("điểm trừ", max_digits=5, decimal_places=2, default=0)
    minus_reason = models.TextField("lý do trừ điểm", max_length=REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "báo cáo năm"
        verbose_name_plural = "báo cáo năm"
        ordering = ["period", "unit__sort", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                name="report_once",
                violation_error_message="Đơn vị đã có báo cáo của năm này.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values),
                name="report_state_known",
                violation_error_message="Trạng thái báo cáo không hợp lệ.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True, late=False)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="report_submitted_has_time",
                violation_error_message="Báo cáo đã nộp phải có thời điểm nộp; báo cáo đang soạn thì không.",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="report_accepted_has_time",
                violation_error_message="Báo cáo đã chấp nhận phải có thời điểm chấp nhận.",
            ),
            models.CheckConstraint(
                condition=Q(presented_at__isnull=True, presented_by="")
                | (Q(state__in=["draft", "returned"], presented_at__isnull=False) & ~Q(presented_by="")),
                name="report_presented_by_someone",
                violation_error_message="Chỉ báo cáo đang soạn hoặc bị trả lại mới trình ký, và phải rõ ai trình.",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by="") | (Q(claimed_at__isnull=False) & ~Q(claimed_by="")),
                name="report_claimed_by_someone",
                violation_error_message="Nhận thẩm định phải rõ ai nhận, lúc nào.",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="report_returned_has_reason",
                violation_error_message="Trả lại báo cáo phải kèm lý do.",
            ),
            models.CheckConstraint(
                condition=Q(bonus__gte=0, bonus__lte=10) & (Q(bonus=0) | ~Q(bonus_reason="")),
                name="report_bonus_with_reason",
                violation_error_message="Điểm thưởng từ 0 đến 10 và phải kèm lý do.",
            ),
            models.CheckConstraint(
                condition=Q(minus__gte=0, minus__lte=100) & (Q(minus=0) | ~Q(minus_reason="")),
                name="report_minus_with_reason",
                violation_error_message="Điểm trừ từ 0 đến 100 và phải kèm lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.period.year} – {self.unit.short_name}"

    @property
    def editable(self) -> bool:
        """In the officer's hands: not sent, and not on the desk of the unit's head."""
        return self.state in (ReportState.DRAFT, ReportState.RETURNED) and not self.presented

    @property
    def presented(self) -> bool:
        """Waits for the signature of the unit's head."""
        return self.presented_at is not None


class Entry(models.Model):
    """One line of a report: what the unit says about one indicator, and what the reviewer makes of it.

    It is saved cell by cell, so a line may be half finished (a without b, a > b, "không phát sinh" without its note);
    a trigger refuses to send a report with such a line.
    """

    report = models.ForeignKey(SelfReport, models.CASCADE, related_name="entries")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    a = figure("tử số (a)")
    b = figure("mẫu số (b)")
    value = figure("giá trị")
    yes = models.BooleanField("có", null=True, blank=True)
    text = models.TextField("tường thuật", max_length=TEXT_LIMIT, blank=True)
    na = models.BooleanField("không phát sinh", default=False)
    note = models.TextField("ghi chú", max_length=NOTE_LIMIT, blank=True)
    estimate = models.BooleanField("ước thực hiện", default=False)  # the year is not over; an official figure follows
    verdict = models.CharField("kết quả thẩm định", max_length=10, choices=Verdict, default=Verdict.PENDING)
    adjusted_a = figure("tử số sau điều chỉnh")
    adjusted_b = figure("mẫu số sau điều chỉnh")
    adjusted_value = figure("giá trị sau điều chỉnh")
    adjusted_yes = models.BooleanField("có (sau điều chỉnh)", null=True, blank=True)
    reason = models.TextField("lý do", max_length=REASON_LIMIT, blank=True)
    reviewed_by = models.CharField("người thẩm định", max_length=150, blank=True)
    reviewed_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)

    class Meta:
        verbose_name = "dòng báo cáo"
        verbose_name_plural = "dòng báo cáo"
        ordering = ["report", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator"],
                name="entry_once",
                violation_error_message="Chỉ tiêu này đã có trong báo cáo.",
            ),
            models.CheckConstraint(
                condition=(Q(a__isnull=True) | Q(a__gte=0))
                & (Q(b__isnull=True) | Q(b__gte=0))
                & (Q(value__isnull=True) | Q(value__gte=0))
                & (Q(adjusted_a__isnull=True) | Q(adjusted_a__gte=0))
                & (Q(adjusted_b__isnull=True) | Q(adjusted_b__gte=0))
                & (Q(adjusted_value__isnull=True) | Q(adjusted_value__gte=0)),
                name="entry_not_negative",
                violation_error_message="Số không được âm. Nhập số từ 0 trở lên.",
            ),
            models.CheckConstraint(
                condition=Q(adjusted_a__isnull=True) | Q(adjusted_b__isnull=True) | Q(adjusted_a__lte=F("adjusted_b")),
                name="entry_adjusted_part_within_whole",
                violation_error_message="Số thực hiện (a) không được lớn hơn tổng số (b).",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["pending", "accepted"])
                | (Q(verdict__in=["adjusted", "returned"]) & ~Q(reason="")),
                name="entry_verdict_has_reason",
                violation_error_message="Điều chỉnh hoặc trả lại một dòng phải kèm lý do.",
            ),
            models.CheckConstraint(
                condition=Q(verdict="adjusted")
                | Q(
                    adjusted_a__isnull=True,
                    adjusted_b__isnull=True,
                    adjusted_value__isnull=True,
                    adjusted_yes__isnull=True,
                ),
                name="entry_adjusted_only_when_said",
                violation_error_message="Chỉ dòng được điều chỉnh mới có số sau điều chỉnh.",
            ),
            models.CheckConstraint(
                condition=Q(verdict="pending") | Q(reviewed_at__isnull=False),
                name="entry_verdict_has_time",
                violation_error_message="Kết quả thẩm định phải có thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} – {self.report}"


class CellEdit(models.Model):
    """One saved change of one cell: who, when, what. `number` is the version of the cell. Append-only.

    A page that saves a cell names the number it had read; another one means that somebody was faster.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="edits")
    field = models.CharField("ô", max_length=10, choices=Cell)
    number = models.PositiveIntegerField("lần sửa")
    value = models.JSONField("giá trị", null=True)  # numbers as text, exact
    by = models.CharField("người sửa", max_length=150)
    at = models.DateTimeField("sửa lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần sửa ô"
        verbose_name_plural = "lần sửa ô"
        ordering = ["entry", "field", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "field", "number"], name="cell_edit_number_once"),
            models.CheckConstraint(condition=Q(field__in=Cell.values), name="cell_edit_field_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, {self.get_field_display()}, lần {self.number}"


class Evidence(models.Model):
    """A file that proves a line, with the page or item to look at. Added and removed, never changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    reference = models.CharField("trang hoặc mục", max_length=200, blank=True)
    added_by = models.CharField("người gửi", max_length=150)
    added_at = models.DateTimeField("gửi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "file"],
                name="evidence_once",
                violation_error_message="Tệp này đã có ở dòng này.",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

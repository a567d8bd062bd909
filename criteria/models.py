"""What is measured (Indicator), what the district (Target) and a unit (Standard) must reach, and the score sheets."""

import uuid

from django.db import models
from django.db.models import F, Q

from campaign.models import Period, PlanVersion
from core.text import REASON_LIMIT
from criteria.enums import Column, Comparator, IndicatorKind, Requirement
from units.models import Unit


class PlanRow(models.Model):
    """What indicators, targets and standards share: a code inside one version of the plan, and their clause."""

    plan_version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="%(class)ss")
    code = models.CharField("mã", max_length=20)
    clause_code = models.CharField("mục của kế hoạch", max_length=40)
    assumption = models.TextField("giả định", blank=True)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["plan_version", "sort"]
        constraints = [models.UniqueConstraint(fields=["plan_version", "code"], name="%(class)s_code_once")]

    def __str__(self) -> str:
        return self.code


def _comparison_constraints(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(condition=Q(comparator__in=Comparator.values), name=f"{name}_comparator_known"),
        models.CheckConstraint(
            condition=Q(upper__isnull=True) | Q(upper__gte=F("threshold")), name=f"{name}_range_in_order"
        ),
    ]


class Indicator(PlanRow):
    """Something measured: who reports it, in what, with which evidence, and how the district's figure is formed."""

    name = models.CharField("tên", max_length=400)
    kind = models.CharField("loại", max_length=10, choices=IndicatorKind)
    section = models.CharField("phần của báo cáo", max_length=40)
    a_label = models.CharField("tử số (a)", max_length=300, blank=True)
    b_label = models.CharField("mẫu số (b)", max_length=300, blank=True)
    unit_label = models.CharField("đơn vị tính", max_length=60, blank=True)
    choices = models.JSONField("các mức", default=list)  # graded: labels from lowest to highest
    evidence_hint = models.TextField("minh chứng", blank=True)
    reporter_kinds = models.JSONField("loại đơn vị báo cáo", default=list)
    owner_codes = models.JSONField("đơn vị chủ quản số liệu", default=list)
    verifier_codes = models.JSONField("đơn vị xác minh", default=list)
    it_only = models.BooleanField("chỉ doanh nghiệp công nghệ thông tin", default=False)
    note = models.TextField("ghi chú", blank=True)
    district_rule = models.CharField("cách tính toàn huyện", max_length=20, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "chỉ tiêu đo"
        verbose_name_plural = "chỉ tiêu đo"
        constraints = [
            *PlanRow.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=IndicatorKind.values), name="indicator_kind_known"),
        ]


class Target(PlanRow):
    """What the district must reach by 2025 (III)."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    comparator = models.CharField("so sánh", max_length=12, choices=Comparator)
    threshold = models.DecimalField("mức", max_digits=8, decimal_places=2, null=True, blank=True)
    upper = models.DecimalField("mức trên", max_digits=8, decimal_places=2, null=True, blank=True)
    year = models.PositiveSmallIntegerField("đến năm")

    class Meta(PlanRow.Meta):
        verbose_name = "mục tiêu đến năm 2025"
        verbose_name_plural = "mục tiêu đến năm 2025"
        constraints = [*PlanRow.Meta.constraints, *_comparison_constraints("target")]


class Standard(PlanRow):
    """What a unit or a person of one set must reach (IV.1, and targets of III that a unit carries), with its weight.

    The same code may stand in several sets, with another weight in each.
    """

    standard_set = models.CharField("bộ tiêu chuẩn", max_length=4)
    name = models.CharField("tên", max_length=400)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="standards")
    comparator = models.CharField("so sánh", max_length=12, choices=Comparator)
    threshold = models.DecimalField("mức", max_digits=8, decimal_places=2, null=True, blank=True)
    upper = models.DecimalField("mức trên", max_digits=8, decimal_places=2, null=True, blank=True)
    requirement = models.CharField("bắt buộc hay tùy chọn", max_length=20, choices=Requirement)
    choice = models.CharField("nhóm ít nhất k", max_length=20, blank=True)
    weight = models.DecimalField("điểm tối đa (đề xuất)", max_digits=5, decimal_places=2, default=0)
    weight_group = models.CharField("nhóm điểm", max_length=1, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "tiêu chuẩn thi đua"
        verbose_name_plural = "tiêu chuẩn thi đua"
        constraints = [
            models.UniqueConstraint(fields=["plan_version", "standard_set", "code"], name="standard_code_once_in_set"),
            *_comparison_constraints("standard"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="standard_weight_not_negative"),
            models.CheckConstraint(
                condition=(Q(requirement="choice") & ~Q(choice="")) | (~Q(requirement="choice") & Q(choice="")),
                name="standard_choice_named",
            ),
        ]


class ScoreSheet(models.Model):
    """A score with its explanation, as it came out of one set of rules and values. Append-only (trigger).

    `lines` is the whole explanation; `digest` names rules and values. `number` counts the scorings of a unit, year and
    column: the newest one counts, so going back to earlier figures is a new row, scoring the same ones again is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="score_sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="score_sheets")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    column = models.CharField("cột", max_length=10, choices=Column)
    number = models.PositiveIntegerField("lần chấm")
    total = models.DecimalField("điểm", max_digits=6, decimal_places=2)
    max_total = models.DecimalField("điểm tối đa áp dụng", max_digits=6, decimal_places=2)
    percent = models.DecimalField("điểm quy về 100", max_digits=6, decimal_places=2)
    eligible = models.BooleanField("đủ tiêu chuẩn")
    reasons = models.JSONField("vì sao chưa đủ tiêu chuẩn", default=list)
    lines = models.JSONField()
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "phiếu điểm"
        verbose_name_plural = "phiếu điểm"
        ordering = ["period", "column", "unit", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "column", "unit", "number"], name="sheet_number_once"),
            models.CheckConstraint(condition=Q(column__in=Column.values), name="sheet_column_known"),
            models.CheckConstraint(condition=Q(total__gte=0, max_total__gte=0), name="sheet_not_negative"),
        ]

    def __str__(self) -> str:
        return f"Phiếu điểm năm {self.period.year} – {self.unit.short_name} – {self.get_column_display()}"


class PlanDraft(models.Model):
    """Weights and standards being changed on a page, on top of a loaded version; once published it never changes."""

    base = models.ForeignKey(PlanVersion, models.PROTECT, related_name="drafts", verbose_name="sửa từ phiên bản")
    changes = models.JSONField("thay đổi", default=dict)
    reason = models.TextField("lý do", max_length=REASON_LIMIT, blank=True)
    created_by = models.CharField("người soạn", max_length=150)
    created_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    published = models.OneToOneField(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name="đã ban hành thành"
    )
    published_by = models.CharField("người ban hành", max_length=150, blank=True)
    published_at = models.DateTimeField("ban hành lúc", null=True, blank=True)

    class Meta:
        verbose_name = "dự thảo phiên bản kế hoạch"
        verbose_name_plural = "dự thảo phiên bản kế hoạch"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published__isnull=True, published_at__isnull=True)
                | (Q(published__isnull=False, published_at__isnull=False) & ~Q(reason="")),
                name="plan_draft_published_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Dự thảo từ {self.base}"

"""An award round of a period with everything that differs from round to round, and its slots (IV.2)."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from awards.enums import AwardKind, NomineeKind, PaperKind, RoundState, VotingMethod
from campaign.models import Period
from core.text import REASON_LIMIT


def every_paper() -> list[str]:
    """IV.3 asks for all three; a round of another level may ask for fewer."""
    return [kind.value for kind in PaperKind]


class AwardRound(models.Model):
    """IV.2.1, IV.2.2: one đợt xét khen thưởng. What the plan leaves open is a field here, shown as "giả định"."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="award_rounds", verbose_name="kỳ")
    name = models.CharField("tên đợt", max_length=200)
    kind = models.CharField("hình thức khen", max_length=20, choices=AwardKind, default=AwardKind.GIAY_KHEN_HUYEN)
    state = models.CharField("trạng thái", max_length=10, choices=RoundState, default=RoundState.OPEN)
    quota_collective = models.PositiveSmallIntegerField(
        "số tập thể tối đa", null=True, blank=True, validators=[MaxValueValidator(500)]
    )
    quota_individual = models.PositiveSmallIntegerField(
        "số cá nhân tối đa", null=True, blank=True, validators=[MaxValueValidator(500)]
    )
    direct_percent = models.PositiveSmallIntegerField(
        "tỷ lệ người trực tiếp (%)", default=70, validators=[MaxValueValidator(100)]
    )
    nomination_due = models.DateField("hạn nộp hồ sơ", null=True, blank=True)
    form_name = models.CharField("mẫu báo cáo thành tích", max_length=200, blank=True)
    legal_basis = models.JSONField("căn cứ pháp lý", default=list)
    achievement_text = models.CharField("dòng thành tích in trên Giấy khen", max_length=400)
    quorum_num = models.PositiveSmallIntegerField("tử số túc số", default=2)
    quorum_den = models.PositiveSmallIntegerField("mẫu số túc số", default=3, validators=[MinValueValidator(1)])
    threshold_num = models.PositiveSmallIntegerField("tử số ngưỡng thông qua", default=1)
    threshold_den = models.PositiveSmallIntegerField(
        "mẫu số ngưỡng thông qua", default=2, validators=[MinValueValidator(1)]
    )
    reward_coefficient_collective = models.DecimalField(
        "hệ số tiền thưởng tập thể", max_digits=5, decimal_places=2, default=Decimal("0.6")
    )
    reward_coefficient_individual = models.DecimalField(
        "hệ số tiền thưởng cá nhân", max_digits=5, decimal_places=2, default=Decimal("0.3")
    )
    base_salary = models.PositiveIntegerField("mức lương cơ sở (đồng)", default=1_800_000)
    signer_title = models.CharField("chức vụ người ký quyết định", max_length=80)
    signer_name = models.CharField("họ tên người ký quyết định", max_length=120, blank=True)
    voting_method = models.CharField("cách biểu quyết", max_length=8, choices=VotingMethod, default=VotingMethod.OPEN)
    style = models.ForeignKey(
        "awards.CertificateStyle", models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="mẫu in"
    )
    papers_required = models.JSONField("giấy tờ phải có", default=every_paper)
    appraisal_days = models.PositiveSmallIntegerField(
        "thời hạn thẩm định (ngày làm việc)", default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    comment_days = models.PositiveSmallIntegerField(
        "lấy ý kiến công khai (ngày làm việc)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    proposal_number = models.CharField("số tờ trình của Phòng Nội vụ", max_length=60, blank=True)
    proposal_date = models.DateField("ngày tờ trình của Phòng Nội vụ", null=True, blank=True)
    sent_back_reason = models.TextField("lý do Chủ tịch trả lại", max_length=REASON_LIMIT, blank=True)
    proposed_at = models.DateTimeField("trình lúc", null=True, blank=True)
    forwarded_number = models.CharField("số văn bản chuyển cấp có thẩm quyền", max_length=60, blank=True)
    forwarded_on = models.DateField("ngày chuyển cấp có thẩm quyền", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "đợt khen thưởng"
        verbose_name_plural = "đợt khen thưởng"
        ordering = ["-period__year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "name"],
                name="round_name_once",
                violation_error_message="Kỳ này đã có đợt khen thưởng cùng tên.",
            ),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(condition=Q(kind__in=AwardKind.values), name="round_kind_known"),
            models.CheckConstraint(condition=Q(direct_percent__lte=100), name="round_percent_at_most_100"),
            models.CheckConstraint(
                condition=Q(quorum_num__gte=1) & Q(quorum_num__lte=F("quorum_den")),
                name="round_quorum_fraction",
                violation_error_message="Túc số phải là phân số không lớn hơn 1, ví dụ 2/3.",
            ),
            models.CheckConstraint(
                condition=Q(threshold_num__gte=1) & Q(threshold_num__lte=F("threshold_den")),
                name="round_threshold_fraction",
                violation_error_message="Ngưỡng thông qua phải là phân số không lớn hơn 1, ví dụ 1/2.",
            ),
            models.CheckConstraint(condition=Q(voting_method__in=VotingMethod.values), name="round_voting_known"),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(proposed_at__isnull=False) & Q(proposal_date__isnull=False)),
                name="round_proposed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(kind=AwardKind.GIAY_KHEN_HUYEN), name="round_decided_by_its_level"
            ),
            models.CheckConstraint(
                condition=~Q(state="forwarded")
                | ~Q(kind=AwardKind.GIAY_KHEN_HUYEN) & ~Q(forwarded_number="") & Q(forwarded_on__isnull=False),
                name="round_forwarded_has_letter",
            ),
            models.CheckConstraint(condition=Q(appraisal_days__gte=1), name="round_appraisal_takes_a_day"),
            models.CheckConstraint(
                condition=Q(comment_days__isnull=True) | Q(comment_days__gte=1), name="round_comment_takes_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def quotas(self) -> dict[str, int | None]:
        return {NomineeKind.COLLECTIVE: self.quota_collective, NomineeKind.INDIVIDUAL: self.quota_individual}


class AwardSlot(models.Model):
    """A place in the quota: 5 collectives, 7 direct-only and 3 open individuals in 2023. An award holds at most one."""

    round = models.ForeignKey(AwardRound, models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=12, choices=NomineeKind)
    ordinal = models.PositiveSmallIntegerField()
    direct_only = models.BooleanField(default=False)

    class Meta:
        verbose_name = "suất khen thưởng"
        verbose_name_plural = "suất khen thưởng"
        ordering = ["round", "kind", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind", "ordinal"], name="slot_once"),
            models.CheckConstraint(condition=Q(kind__in=NomineeKind.values), name="slot_kind_known"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="slot_counts_from_one"),
            models.CheckConstraint(
                condition=Q(direct_only=False) | Q(kind="individual"), name="slot_direct_only_for_individuals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ordinal}"

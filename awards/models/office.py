"""What Phòng Nội vụ writes itself, and what it keeps of awards decided by another level."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import OfficePaperKind
from awards.models.dossiers import Dossier, Nominee
from awards.models.rounds import AwardRound
from core.models import StoredFile
from core.text import REASON_LIMIT


class OfficePaper(models.Model):
    """A tờ trình of the round, or the thông báo to a unit; `body` holds its texts. Confirmed, it is as it was sent."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="office_papers")
    kind = models.CharField("loại văn bản", max_length=10, choices=OfficePaperKind)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="office_papers")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    day = models.DateField("ngày văn bản", null=True, blank=True)
    body = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xác nhận"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản đã ký (quét)"
    )

    class Meta:
        verbose_name = "văn bản của Phòng Nội vụ"
        verbose_name_plural = "văn bản của Phòng Nội vụ"
        ordering = ["round", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="to_trinh", dossier__isnull=True) | Q(kind="thong_bao", dossier__isnull=False),
                name="office_paper_notice_is_to_a_unit",
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(kind="to_trinh"), name="office_paper_one_proposal_a_round"
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(kind="thong_bao"), name="office_paper_one_notice_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="office_paper_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(kind="thong_bao") | Q(confirmed_at__isnull=True) | ~Q(number="") & Q(day__isnull=False),
                name="office_paper_notice_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.dossier.unit.short_name if self.dossier else self.round}"


class OutsideAward(models.Model):
    """IV.2.2: what the province, a commune or the head of a unit decided on a nominee of a round not decided here."""

    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="outside_awards")
    authority = models.CharField("cơ quan quyết định", max_length=200)
    number_text = models.CharField("số quyết định", max_length=60)
    signed_on = models.DateField("ngày quyết định")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản quét quyết định"
    )
    recorded_by = models.CharField("người ghi", max_length=150)
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do bỏ", max_length=REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "khen thưởng do cấp khác quyết định"
        verbose_name_plural = "khen thưởng do cấp khác quyết định"
        ordering = ["-signed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nominee"], condition=Q(withdrawn_at__isnull=True), name="outside_award_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(number_text="") & ~Q(recorded_by=""), name="outside_award_has_source"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="outside_award_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee} – {self.number_text}"

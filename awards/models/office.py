"""What Phòng Nội vụ writes and publishes about a round: its papers, the list open for comment, and objections."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import ObjectionState, OfficePaperKind
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound
from core.models import StoredFile


class OfficePaper(models.Model):
    """Tờ trình of Phòng Nội vụ, or the notice to somebody who is not awarded, with the reason."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="office_papers")
    kind = models.CharField("loại văn bản", max_length=10, choices=OfficePaperKind)
    nominee = models.ForeignKey(Nominee, models.PROTECT, null=True, blank=True, related_name="office_papers")
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
                condition=Q(kind="to_trinh", nominee__isnull=True) | Q(kind="thong_bao", nominee__isnull=False),
                name="office_paper_about",
            ),
            models.UniqueConstraint(fields=["round"], condition=Q(kind="to_trinh"), name="office_paper_one_to_trinh"),
            models.UniqueConstraint(fields=["nominee"], condition=Q(kind="thong_bao"), name="office_paper_one_notice"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="office_paper_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PublicListing(models.Model):
    """The proposed list, open for comment until the end of a day; `content` is frozen as it was published."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="listings")
    published_at = models.DateTimeField("công khai lúc")
    until = models.DateTimeField("nhận ý kiến đến (từ lúc này là hết hạn)")
    content = models.JSONField("danh sách")
    published_by = models.CharField("người công khai", max_length=150)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdraw_reason = models.TextField("lý do gỡ", max_length=2000, blank=True)

    class Meta:
        verbose_name = "danh sách lấy ý kiến"
        verbose_name_plural = "danh sách lấy ý kiến"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(withdrawn_at__isnull=True),
                name="listing_one_in_force",
                violation_error_message="Đợt này đang có một danh sách lấy ý kiến.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="listing_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Lấy ý kiến – {self.round}"


class Objection(models.Model):
    """What somebody says against the list; the sender's name and contact are seen by Phòng Nội vụ alone."""

    listing = models.ForeignKey(PublicListing, models.PROTECT, related_name="objections")
    nominee = models.ForeignKey(Nominee, models.PROTECT, null=True, blank=True, related_name="objections")
    sender = models.CharField("người gửi", max_length=120)
    contact = models.CharField("liên hệ", max_length=120)
    text = models.TextField("nội dung", max_length=4000)
    received_at = models.DateTimeField("nhận lúc")
    state = models.CharField("kết quả", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.TextField("trả lời", max_length=4000, blank=True)
    answered_by = models.CharField("người trả lời", max_length=150, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến về danh sách"
        verbose_name_plural = "ý kiến về danh sách"
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(sender=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answer="")
                | (Q(state__in=["upheld", "dismissed"], answered_at__isnull=False) & ~Q(answer="")),
                name="objection_answered",
                violation_error_message="Trả lời ý kiến phải kèm nội dung.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.text[:60]}"

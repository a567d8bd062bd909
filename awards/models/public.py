"""The proposed list put out for comment, and the objections that came in."""

from django.db import models
from django.db.models import Q

from awards.enums import ObjectionState
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound
from core.text import REASON_LIMIT


class PublicListing(models.Model):
    """The list as the public sees it until the end of `until`; frozen, and withdrawn rather than changed (triggers)."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="listings")
    content = models.JSONField()
    published_at = models.DateTimeField("công khai lúc")
    published_by = models.CharField("người công khai", max_length=150)
    until = models.DateField("nhận ý kiến đến hết ngày")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do rút", max_length=REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "danh sách lấy ý kiến"
        verbose_name_plural = "danh sách lấy ý kiến"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(withdrawn_at__isnull=True), name="listing_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="listing_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Danh sách lấy ý kiến – {self.round}"


class Objection(models.Model):
    """A comment on a published list; taken in time, answered once, never removed (triggers).

    `code` lets its sender read the answer; the sender is not shown to the public.
    """

    listing = models.ForeignKey(PublicListing, models.PROTECT, related_name="objections")
    nominee = models.ForeignKey(Nominee, models.PROTECT, null=True, blank=True, related_name="objections")
    code = models.CharField("mã tra cứu", max_length=43, unique=True)
    sender = models.CharField("người gửi", max_length=120)
    contact = models.CharField("điện thoại hoặc thư điện tử", max_length=120)
    text = models.TextField("nội dung ý kiến", max_length=6000)
    received_on = models.DateField("nhận ngày")
    received_at = models.DateTimeField("nhận lúc")
    entered_by = models.CharField("người ghi hộ", max_length=150, blank=True)  # empty: sent on the portal
    state = models.CharField("kết quả", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.TextField("trả lời", max_length=6000, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=150, blank=True)

    class Meta:
        verbose_name = "ý kiến về danh sách"
        verbose_name_plural = "ý kiến về danh sách"
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(sender=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(state="open", answer="", answered_at__isnull=True, answered_by="")
                | ~Q(state="open") & ~Q(answer="") & ~Q(answered_by="") & Q(answered_at__isnull=False),
                name="objection_answered_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"Ý kiến {self.pk} – {self.listing.round}"

"""How members vote: openly, secretly on the portal, on paper counted by two people, or in writing when absent."""

import uuid

from django.db import models
from django.db.models import F, Q

from awards.enums import Choice
from awards.models.council import CouncilSeat, CouncilSession
from awards.models.dossiers import Nominee
from core.models import StoredFile


class Vote(models.Model):
    """One vote. Written only while the session is open, never on a nominee of the seat's own unit (triggers)."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="votes")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="votes")
    choice = models.CharField("ý kiến", max_length=8, choices=Choice)
    cast_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "phiếu"
        verbose_name_plural = "phiếu"
        ordering = ["session", "nominee", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["nominee", "seat"], name="vote_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="vote_choice_known"),
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"


class BallotReceipt(models.Model):
    """That a member has cast a secret ballot on a nominee; not which, not when. Its key says nothing of the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="receipts")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="receipts")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="receipts")

    class Meta:
        verbose_name = "đã bỏ phiếu kín"
        verbose_name_plural = "đã bỏ phiếu kín"
        constraints = [models.UniqueConstraint(fields=["nominee", "seat"], name="receipt_once")]

    def __str__(self) -> str:
        return f"Đã bỏ phiếu {self.pk}"


class SecretBallot(models.Model):
    """A choice without a member, a time or an order: the ballots of a nominee are written anew at every cast."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="ballots")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="ballots")
    choice = models.CharField("ý kiến", max_length=8, choices=Choice)

    class Meta:
        verbose_name = "phiếu kín"
        verbose_name_plural = "phiếu kín"
        constraints = [models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known")]

    def __str__(self) -> str:
        return f"Phiếu kín {self.pk}"


class PaperCount(models.Model):
    """What one of the two counters read from the paper ballots on a nominee. Append-only; the latest of each counts."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="paper_counts")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="paper_counts")
    yes = models.PositiveSmallIntegerField("đồng ý")
    no = models.PositiveSmallIntegerField("không đồng ý")
    abstain = models.PositiveSmallIntegerField("không có ý kiến")
    invalid = models.PositiveSmallIntegerField("không hợp lệ", default=0)
    counted_by = models.CharField("người kiểm phiếu", max_length=150)
    counted_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "kết quả kiểm phiếu giấy"
        verbose_name_plural = "kết quả kiểm phiếu giấy"
        ordering = ["session", "nominee", "id"]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.yes} đồng ý"


class WrittenOpinion(models.Model):
    """The opinion of an absent member on one nominee, with the scan; counts once a second person has confirmed it."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="written_opinions")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="written_opinions")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="written_opinions")
    choice = models.CharField("ý kiến", max_length=8, choices=Choice)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="bản quét")
    entered_by = models.CharField("người nhập", max_length=150)
    entered_at = models.DateTimeField("nhập lúc", auto_now_add=True)
    confirmed_by = models.CharField("người xác nhận", max_length=150, blank=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến bằng văn bản"
        verbose_name_plural = "ý kiến bằng văn bản"
        ordering = ["session", "nominee", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "nominee"], name="written_opinion_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="written_opinion_choice_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=F("entered_by"))),
                name="written_opinion_second_person",
                violation_error_message="Người xác nhận phải khác người nhập.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.nominee}"

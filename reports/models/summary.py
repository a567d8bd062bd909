"""The yearly summary of Phòng VH-TT: its words, and its printed editions."""

from django.db import models

from campaign.models import Period
from core.models import StoredFile
from reports.rules import TEXT_LIMIT


class YearSummary(models.Model):
    """What Phòng VH-TT writes in its own words into the yearly summary (VI.1.d); every figure comes from the data."""

    period = models.OneToOneField(Period, models.PROTECT, related_name="summary")
    achievements = models.TextField("kết quả nổi bật", max_length=TEXT_LIMIT, blank=True)
    shortcomings = models.TextField("tồn tại, hạn chế", max_length=TEXT_LIMIT, blank=True)
    proposals = models.TextField("phương hướng, kiến nghị", max_length=TEXT_LIMIT, blank=True)
    number = models.CharField("số văn bản", max_length=20, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=80, default="Trưởng phòng")
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    updated_by = models.CharField("người sửa", max_length=150, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "tổng hợp năm"
        verbose_name_plural = "tổng hợp năm"

    def __str__(self) -> str:
        return f"Tổng hợp năm {self.period.year}"


class SummaryPaper(models.Model):
    """One printed edition of a summary; a later one stands beside it. Append-only."""

    summary = models.ForeignKey(YearSummary, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_by = models.CharField("người lập", max_length=150)
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản in tổng hợp"
        verbose_name_plural = "bản in tổng hợp"
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return str(self.summary)

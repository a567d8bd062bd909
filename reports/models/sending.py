"""The frozen copies of what was sent, and the filled forms that came back from Excel or Word."""

from django.db import models
from django.db.models import Q

from core.models import StoredFile
from reports.enums import FormKind
from reports.models.report import SelfReport


class Submission(models.Model):
    """The copy of what was sent, frozen at the moment of sending. Append-only."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("lần nộp")
    submitted_at = models.DateTimeField("nộp lúc")
    by = models.CharField("người nộp", max_length=150)
    prepared_by = models.CharField("người lập", max_length=150, blank=True)  # blank in copies older than the two steps
    late = models.BooleanField("nộp muộn")
    snapshot = models.JSONField("nội dung")
    sha256 = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "bản đã nộp"
        verbose_name_plural = "bản đã nộp"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="submission_number_once")]

    def __str__(self) -> str:
        return f"{self.report}, lần nộp {self.number}"


class SubmissionPaper(models.Model):
    """The PDF and the workbook of a frozen copy. Append-only."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="paper")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    workbook = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "bản in của báo cáo đã nộp"
        verbose_name_plural = "bản in của báo cáo đã nộp"

    def __str__(self) -> str:
        return str(self.submission)


class FilledForm(models.Model):
    """An uploaded Excel or Word form of a report: looked at first, taken over once (trigger)."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="filled_forms")
    kind = models.CharField("loại biểu", max_length=5, choices=FormKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    changes = models.JSONField("thay đổi", default=list)
    uploaded_by = models.CharField("người tải lên", max_length=150)
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    applied_at = models.DateTimeField("nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "biểu đã điền"
        verbose_name_plural = "biểu đã điền"
        ordering = ["-uploaded_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=FormKind.values), name="filled_form_kind_known")]

    def __str__(self) -> str:
        return f"{self.file.name} – {self.report}"

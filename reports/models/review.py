"""What is said about a sent report: comments on a line, requests after the review, the council's points, what is odd."""

from django.db import models
from django.db.models import F, Q

from criteria.models import Indicator
from reports.enums import AnomalyKind, Outcome, RequestKind
from reports.models.fields import figure
from reports.models.report import Entry, SelfReport
from reports.rules import REASON_LIMIT, TEXT_LIMIT


class Comment(models.Model):
    """One word in the talk between the unit and Phòng VH-TT about a line. Append-only."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="comments")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    text = models.TextField("nội dung", max_length=REASON_LIMIT)
    from_unit = models.BooleanField("của đơn vị")
    asks = models.BooleanField("là câu hỏi cần trả lời", default=False)
    by = models.CharField("người viết", max_length=150)
    at = models.DateTimeField("viết lúc", auto_now_add=True)

    class Meta:
        verbose_name = "trao đổi"
        verbose_name_plural = "trao đổi"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=Q(asks=False) | Q(from_unit=False), name="comment_only_reviewers_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:60]}"


class Reconsideration(models.Model):
    """What a unit asks about a line after its report was accepted: phúc tra, or an official figure for an estimate.

    The accepted report itself never changes: a granted request holds the figures that count from then on.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="reconsiderations")
    kind = models.CharField("loại đề nghị", max_length=10, choices=RequestKind)
    a = figure("tử số đề nghị")
    b = figure("mẫu số đề nghị")
    value = figure("giá trị đề nghị")
    yes = models.BooleanField("có (đề nghị)", null=True, blank=True)
    text = models.TextField("giải trình", max_length=TEXT_LIMIT)
    sent_by = models.CharField("người gửi", max_length=150)
    sent_at = models.DateTimeField("gửi lúc")
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome, default=Outcome.OPEN)
    granted_a = figure("tử số được chấp nhận")
    granted_b = figure("mẫu số được chấp nhận")
    granted_value = figure("giá trị được chấp nhận")
    granted_yes = models.BooleanField("có (được chấp nhận)", null=True, blank=True)
    answer = models.TextField("trả lời", max_length=REASON_LIMIT, blank=True)
    decided_by = models.CharField("người trả lời", max_length=150, blank=True)
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị xem lại"
        verbose_name_plural = "đề nghị xem lại"
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind"],
                condition=Q(outcome="open"),
                name="reconsideration_one_open",
                violation_error_message="Dòng này đang có một đề nghị chờ trả lời.",
            ),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="reconsideration_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="reconsideration_explained"),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, answer="")
                | (Q(outcome__in=["kept", "granted"], decided_at__isnull=False) & ~Q(answer="")),
                name="reconsideration_answered",
                violation_error_message="Trả lời đề nghị phải kèm lý do.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted")
                | Q(
                    granted_a__isnull=True,
                    granted_b__isnull=True,
                    granted_value__isnull=True,
                    granted_yes__isnull=True,
                ),
                name="reconsideration_figures_only_granted",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="granted")
                | Q(granted_a__isnull=False)
                | Q(granted_b__isnull=False)
                | Q(granted_value__isnull=False)
                | Q(granted_yes__isnull=False),
                name="reconsideration_granted_has_figures",
                violation_error_message="Chấp nhận đề nghị thì phải ghi số được chấp nhận.",
            ),
            models.CheckConstraint(
                condition=Q(granted_a__isnull=True) | Q(granted_b__isnull=True) | Q(granted_a__lte=F("granted_b")),
                name="reconsideration_granted_part_within_whole",
                violation_error_message="Số thực hiện (a) không được lớn hơn tổng số (b).",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open") | ~Q(decided_by=""),
                name="reconsideration_answered_by_someone",
                violation_error_message="Trả lời đề nghị phải rõ ai trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entry}"


class CouncilPoints(models.Model):
    """The third column: the council's points for one line of the score, with the reason. Append-only.

    The latest row of a line counts; empty points give the line back to what was appraised.
    """

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="council_points")
    standard_code = models.CharField("mã tiêu chuẩn", max_length=20)
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.TextField("lý do", max_length=REASON_LIMIT)
    by = models.CharField("người ghi", max_length=150)
    at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "điểm của Hội đồng"
        verbose_name_plural = "điểm của Hội đồng"
        ordering = ["report", "standard_code", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="council_points_with_reason"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="council_points_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_code} – {self.report}"


class Anomaly(models.Model):
    """Something odd in a sent report, with its reason: it orders the queue and never rejects.

    Found anew by a job; `seen_*` is a reviewer's word that it was looked at, and lasts while the reason stays the same.
    """

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="anomalies")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("loại", max_length=12, choices=AnomalyKind)
    weight = models.PositiveSmallIntegerField("mức")  # 1 worth a look … 3 look first
    reason = models.TextField("vì sao")
    found_at = models.DateTimeField("thấy lúc")
    seen_by = models.CharField("người đã xem", max_length=150, blank=True)
    seen_at = models.DateTimeField("xem lúc", null=True, blank=True)
    seen_note = models.TextField("ghi chú khi xem", max_length=REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "điểm bất thường"
        verbose_name_plural = "điểm bất thường"
        ordering = ["report", "-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator", "kind"], name="anomaly_once_on_a_line"),
            models.UniqueConstraint(
                fields=["report", "kind"], condition=Q(indicator__isnull=True), name="anomaly_once_on_a_report"
            ),
            models.CheckConstraint(condition=Q(kind__in=AnomalyKind.values), name="anomaly_kind_known"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="anomaly_weight_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="anomaly_has_reason"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by="") | (Q(seen_at__isnull=False) & ~Q(seen_by="")),
                name="anomaly_seen_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]

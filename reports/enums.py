"""States of a self-report and verdicts on its lines."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã nộp, chờ thẩm định"
    RETURNED = "returned", "Được trả lại để bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"


class Verdict(TextChoices):
    PENDING = "pending", "Chưa thẩm định"
    ACCEPTED = "accepted", "Chấp nhận"
    ADJUSTED = "adjusted", "Điều chỉnh"
    RETURNED = "returned", "Trả lại"

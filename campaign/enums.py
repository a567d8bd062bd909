"""Kinds of periods, states of a registration and of a reminder."""

from django.db.models import TextChoices


class PeriodKind(TextChoices):
    SO_KET = "so_ket", "Sơ kết"
    HANG_NAM = "hang_nam", "Hằng năm"
    TONG_KET = "tong_ket", "Tổng kết"


class RegistrationState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Được trả lại"
    ACCEPTED = "accepted", "Đã tiếp nhận"


class ReminderState(TextChoices):
    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    PAGE_ONLY = "page_only", "Chỉ hiện trên cổng"
    FAILED = "failed", "Không gửi được"

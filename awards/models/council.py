"""The council: a session of a round, its seats and materials, and the results when it is closed; votes: ballots.py."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.enums import SeatPosition, SessionState, VotingMethod
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound
from core.models import StoredFile
from units.models import Unit


class CouncilSession(models.Model):
    """A meeting of the Hội đồng Thi đua - Khen thưởng. The fractions are frozen when it opens (trigger)."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="sessions", verbose_name="đợt khen thưởng")
    state = models.CharField("trạng thái", max_length=10, choices=SessionState, default=SessionState.PREPARED)
    held_at = models.DateTimeField("thời gian họp")
    place = models.CharField("địa điểm", max_length=200)
    quorum_num = models.PositiveSmallIntegerField("tử số túc số", default=2)
    quorum_den = models.PositiveSmallIntegerField("mẫu số túc số", default=3)
    threshold_num = models.PositiveSmallIntegerField("tử số ngưỡng thông qua", default=1)
    threshold_den = models.PositiveSmallIntegerField("mẫu số ngưỡng thông qua", default=2)
    method = models.CharField("cách biểu quyết", max_length=8, choices=VotingMethod, default=VotingMethod.OPEN)
    count_present_only = models.BooleanField("tính trên số người có mặt", default=False)  # the law's words: all members
    agenda = models.TextField("chương trình họp", max_length=6000, blank=True)
    chair_name = models.CharField("chủ trì", max_length=120, blank=True)
    secretary_name = models.CharField("thư ký", max_length=120, blank=True)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    minutes_number = models.CharField("số biên bản", max_length=60, blank=True)
    notes = models.TextField("ý kiến thảo luận", max_length=6000, blank=True)

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state_known"),
            models.CheckConstraint(condition=Q(method__in=VotingMethod.values), name="session_method_known"),
            models.CheckConstraint(
                condition=Q(state="prepared") | Q(opened_at__isnull=False), name="session_open_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="session_closed_has_time"
            ),
            models.CheckConstraint(
                condition=Q(quorum_num__gte=1) & Q(quorum_num__lte=F("quorum_den")), name="session_quorum_fraction"
            ),
            models.CheckConstraint(
                condition=Q(threshold_num__gte=1) & Q(threshold_num__lte=F("threshold_den")),
                name="session_threshold_fraction",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["prepared", "open"]),
                name="session_one_running",
                violation_error_message="Đợt này đang có một phiên họp chưa kết thúc.",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiên họp Hội đồng – {self.round.name}"


class CouncilSeat(models.Model):
    """A member as of this session; `unit` decides what the member may not vote on. `user` is empty without account."""

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="council_seats"
    )
    name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    position = models.CharField(
        "vai trò trong Hội đồng", max_length=10, choices=SeatPosition, default=SeatPosition.MEMBER
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="council_seats", verbose_name="đơn vị"
    )
    present = models.BooleanField("có mặt", default=False)
    absence_reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = "thành viên phiên họp"
        verbose_name_plural = "thành viên phiên họp"
        ordering = ["session", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(position__in=SeatPosition.values), name="seat_position_known"),
            models.CheckConstraint(condition=~Q(name=""), name="seat_named"),
            models.UniqueConstraint(
                fields=["session", "user"], condition=Q(user__isnull=False), name="seat_once_per_person"
            ),
            models.UniqueConstraint(fields=["session"], condition=Q(position="chair"), name="seat_one_chair"),
            models.UniqueConstraint(fields=["session"], condition=Q(position="secretary"), name="seat_one_secretary"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_position_display()})"


class SessionMaterial(models.Model):
    """Something the members read before they vote."""

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="materials")
    title = models.CharField("tên tài liệu", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    added_by = models.CharField("người gửi", max_length=150)
    added_at = models.DateTimeField("gửi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tài liệu phiên họp"
        verbose_name_plural = "tài liệu phiên họp"
        ordering = ["session", "id"]

    def __str__(self) -> str:
        return self.title


class Recusal(models.Model):
    """A member who may not vote on one nominee, besides those of the member's own unit; stays in the base."""

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(CouncilSeat, models.CASCADE, related_name="recusals")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="recusals")
    reason = models.CharField("lý do", max_length=300)
    noted_by = models.CharField("người ghi", max_length=150)
    noted_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "không tham gia biểu quyết"
        verbose_name_plural = "không tham gia biểu quyết"
        ordering = ["session", "nominee", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "nominee"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.nominee}"


class VoteResult(models.Model):
    """The count for one nominee when the session closes; `base` is the number of all members. Append-only (trigger)."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="results")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="results")
    yes = models.PositiveSmallIntegerField("đồng ý")
    no = models.PositiveSmallIntegerField("không đồng ý")
    abstain = models.PositiveSmallIntegerField("không có ý kiến")
    invalid = models.PositiveSmallIntegerField("không hợp lệ", default=0)
    base = models.PositiveSmallIntegerField("tổng số thành viên")
    passed = models.BooleanField("được thông qua")

    class Meta:
        verbose_name = "kết quả biểu quyết"
        verbose_name_plural = "kết quả biểu quyết"
        ordering = ["session", "nominee"]
        constraints = [
            models.UniqueConstraint(fields=["session", "nominee"], name="result_once"),
            models.CheckConstraint(
                condition=Q(base__gte=1) & Q(base__gte=F("yes") + F("no") + F("abstain") + F("invalid")),
                name="result_fits_base",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.yes}/{self.base}"

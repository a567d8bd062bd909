"""The council: a session of a round, its seats, the votes while it is open, and the results when it is closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.enums import Choice, SeatPosition, SessionState
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound
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


class VoteResult(models.Model):
    """The count for one nominee when the session closes; `base` is the number of all members. Append-only (trigger)."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="results")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="results")
    yes = models.PositiveSmallIntegerField("đồng ý")
    no = models.PositiveSmallIntegerField("không đồng ý")
    abstain = models.PositiveSmallIntegerField("không có ý kiến")
    base = models.PositiveSmallIntegerField("tổng số thành viên")
    passed = models.BooleanField("được thông qua")

    class Meta:
        verbose_name = "kết quả biểu quyết"
        verbose_name_plural = "kết quả biểu quyết"
        ordering = ["session", "nominee"]
        constraints = [
            models.UniqueConstraint(fields=["session", "nominee"], name="result_once"),
            models.CheckConstraint(
                condition=Q(base__gte=1) & Q(base__gte=F("yes") + F("no") + F("abstain")), name="result_fits_base"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.yes}/{self.base}"

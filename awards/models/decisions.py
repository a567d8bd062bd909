"""The Chairman's decision, the awards in it, and the certificates issued for them; written once, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import CertificateState, NomineeKind
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound, AwardSlot
from core.models import StoredFile


class Decision(models.Model):
    """Quyết định khen thưởng. `content` is everything the paper says, `sha256` its digest. Append-only (trigger)."""

    round = models.OneToOneField(AwardRound, models.PROTECT, related_name="decision", verbose_name="đợt khen thưởng")
    number = models.PositiveIntegerField("số")
    year = models.PositiveSmallIntegerField("năm")
    number_text = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký")
    signer_title = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("họ tên người ký", max_length=120)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc")

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number_text}"


class Award(models.Model):
    """One Giấy khen as decided and registered in the sổ khen thưởng. The slot makes an overrun of IV.2.1 impossible."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nominee = models.OneToOneField(Nominee, models.PROTECT, related_name="award")
    slot = models.OneToOneField(AwardSlot, models.PROTECT, null=True, blank=True, related_name="award")
    kind = models.CharField("loại", max_length=12, choices=NomineeKind)
    direct = models.BooleanField("người trực tiếp", default=False)
    register_number = models.PositiveIntegerField("số vào sổ")
    register_year = models.PositiveSmallIntegerField("năm vào sổ")
    reward_amount = models.PositiveIntegerField("tiền thưởng (đồng)")

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ["decision", "kind", "register_number"]
        constraints = [
            models.UniqueConstraint(fields=["register_year", "register_number"], name="award_register_once"),
            models.CheckConstraint(condition=Q(kind__in=NomineeKind.values), name="award_kind_known"),
            models.CheckConstraint(condition=Q(direct=False) | Q(kind="individual"), name="award_direct_is_a_person"),
        ]

    def __str__(self) -> str:
        return f"Khen thưởng số {self.register_number}/{self.register_year}"


class Certificate(models.Model):
    """A Giấy khen on paper. `token` is in its QR; the file is set once; afterwards only revocation (triggers)."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="certificate")
    token = models.CharField(max_length=43, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=CertificateState, default=CertificateState.PENDING)
    issued_at = models.DateTimeField("phát hành lúc", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoke_reason = models.TextField("lý do thu hồi", max_length=2000, blank=True)

    class Meta:
        verbose_name = "Giấy khen"
        verbose_name_plural = "Giấy khen"
        ordering = ["award"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificate_state_known"),
            models.CheckConstraint(
                condition=Q(state="pending", file__isnull=True, issued_at__isnull=True)
                | Q(state__in=["valid", "revoked"], file__isnull=False, issued_at__isnull=False),
                name="certificate_valid_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False) & ~Q(revoke_reason="")
                | ~Q(state="revoked") & Q(revoked_at__isnull=True, revoke_reason=""),
                name="certificate_revoked_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Giấy khen – {self.award.nominee}"

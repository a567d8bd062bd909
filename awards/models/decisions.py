"""The Chairman's decision, the awards in it, and the certificates issued for them; written once, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import CertificateState, NomineeKind, PaperMode, PaperSize
from awards.models.dossiers import Nominee
from awards.models.rounds import AwardRound, AwardSlot
from core.models import StoredFile
from core.text import REASON_LIMIT


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

    @property
    def certificate(self) -> "Certificate | None":
        """The one in force, else the last; lists prefetch `certificates`."""
        found = sorted(self.certificates.all(), key=lambda one: one.pk)
        return found[-1] if found else None


class Certificate(models.Model):
    """A Giấy khen on paper. `token` is in its QR; the file is set once; afterwards only revocation or replacement (triggers).

    A replacement is a new row that names the old one; `corrections` holds the words that differ from the decision.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="certificates")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    corrections = models.JSONField("đính chính", default=dict)
    token = models.CharField(max_length=43, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=CertificateState, default=CertificateState.PENDING)
    issued_at = models.DateTimeField("phát hành lúc", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoke_reason = models.TextField("lý do thu hồi, thay thế", max_length=REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "Giấy khen"
        verbose_name_plural = "Giấy khen"
        ordering = ["award"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificate_state_known"),
            models.CheckConstraint(
                condition=Q(state="pending", file__isnull=True, issued_at__isnull=True)
                | Q(state__in=["valid", "revoked", "replaced"], file__isnull=False, issued_at__isnull=False),
                name="certificate_valid_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["revoked", "replaced"], revoked_at__isnull=False) & ~Q(revoke_reason="")
                | ~Q(state__in=["revoked", "replaced"]) & Q(revoked_at__isnull=True, revoke_reason=""),
                name="certificate_revoked_has_reason",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state__in=["pending", "valid"]),
                name="certificate_one_in_force",
                violation_error_message="Giải thưởng này đang có một Giấy khen còn hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return f"Giấy khen – {self.award.nominee}"


class CertificateStyle(models.Model):
    """How Giấy khen are painted: the whole design, or words only on a pre-printed blank; lengths in mm."""

    name = models.CharField("tên mẫu in", max_length=120, unique=True)
    mode = models.CharField("cách in", max_length=8, choices=PaperMode, default=PaperMode.FULL)
    size = models.CharField("khổ giấy", max_length=8, choices=PaperSize, default=PaperSize.A4)
    offset_x = models.DecimalField("lệch ngang (mm)", max_digits=5, decimal_places=2, default=0)
    offset_y = models.DecimalField("lệch dọc (mm)", max_digits=5, decimal_places=2, default=0)
    fields = models.JSONField("vị trí từng ô (mm)", default=dict)  # field -> changes to the boxes of the design
    emblem = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Quốc huy do cơ quan tải lên"
    )
    changed_by = models.CharField("người sửa", max_length=150, blank=True)
    changed_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "mẫu in Giấy khen"
        verbose_name_plural = "mẫu in Giấy khen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=PaperMode.values), name="style_mode_known"),
            models.CheckConstraint(condition=Q(size__in=PaperSize.values), name="style_size_known"),
            models.CheckConstraint(
                condition=Q(offset_x__gte=-50, offset_x__lte=50, offset_y__gte=-50, offset_y__lte=50),
                name="style_offset_small",
                violation_error_message="Độ lệch từ -50 đến 50 mm.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignedFile(models.Model):
    """A Giấy khen or decision as it came back signed outside; accepted only when the signature holds. Append-only."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="signed_file")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="signed_file")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    signer = models.CharField("người ký (theo chứng thư)", max_length=300)
    issuer = models.CharField("nơi cấp chứng thư", max_length=300)
    fingerprint = models.CharField("dấu vân tay chứng thư", max_length=64)
    signed_at = models.DateTimeField("ký lúc (theo chữ ký)", null=True, blank=True)
    uploaded_by = models.CharField("người tải lên", max_length=150)
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tệp đã ký số"
        verbose_name_plural = "tệp đã ký số"
        constraints = [
            models.CheckConstraint(
                condition=Q(certificate__isnull=False, decision__isnull=True)
                | Q(certificate__isnull=True, decision__isnull=False),
                name="signed_file_of_one_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file.name} – {self.signer}"

"""The dossier of a unit in a round, the nominees in it, and the three papers of IV.3."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from awards.enums import ROLE_WORDS, Appraisal, DossierState, Honorific, Involvement, NomineeKind, PaperKind
from awards.models.rounds import AwardRound
from core import text
from core.models import StoredFile
from units.models import Unit


class Dossier(models.Model):
    """IV.3: 01 bộ hồ sơ của một đơn vị. After submitting, only a return by Phòng Nội vụ opens it again (trigger)."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="dossiers", verbose_name="đợt khen thưởng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="award_dossiers", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=10, choices=DossierState, default=DossierState.DRAFT)
    to_trinh_number = models.CharField("số tờ trình", max_length=60, blank=True)
    to_trinh_date = models.DateField("ngày tờ trình", null=True, blank=True)
    meeting_date = models.DateField("ngày họp Hội đồng của đơn vị", null=True, blank=True)
    meeting_place = models.CharField("nơi họp", max_length=200, blank=True)
    meeting_members = models.PositiveSmallIntegerField(
        "số thành viên Hội đồng", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    meeting_chair = models.CharField("người chủ trì", max_length=120, blank=True)
    meeting_secretary = models.CharField("thư ký cuộc họp", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=80, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    appraised_at = models.DateTimeField("thẩm định xong lúc", null=True, blank=True)
    return_reason = models.TextField("lý do trả lại", max_length=text.REASON_LIMIT, blank=True)

    class Meta:
        verbose_name = "hồ sơ đề nghị khen thưởng"
        verbose_name_plural = "hồ sơ đề nghị khen thưởng"
        ordering = ["round", "unit__sort", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="dossier_once",
                violation_error_message="Đơn vị đã có hồ sơ trong đợt này.",
            ),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="dossier_submitted_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="appraised") | Q(appraised_at__isnull=False), name="dossier_appraised_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="dossier_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Hồ sơ khen thưởng của {self.unit.short_name}"

    @property
    def editable(self) -> bool:
        return self.state in (DossierState.DRAFT, DossierState.RETURNED)

    @property
    def late(self) -> bool:
        """Submitted after the day that Phòng Nội vụ set; only remarked, never refused."""
        due, sent = self.round.nomination_due, self.submitted_at
        return bool(due and sent and timezone.localdate(sent) > due)


class ClockRun(models.Model):
    """A stretch in which the time of Phòng Nội vụ runs: from a submission to the return or the end of the appraisal."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="clock_runs")
    started_at = models.DateTimeField("bắt đầu tính lúc")
    ended_at = models.DateTimeField("dừng tính lúc", null=True, blank=True)

    class Meta:
        verbose_name = "khoảng tính thời hạn thẩm định"
        verbose_name_plural = "khoảng tính thời hạn thẩm định"
        ordering = ["dossier", "started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="clock_one_running"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="clock_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Thời hạn thẩm định – {self.dossier}"


class Nominee(models.Model):
    """A collective or a person put forward. `round` and `unit` repeat the dossier's (trigger) for the constraints."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="nominees")
    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="nominees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominees", verbose_name="đơn vị")
    kind = models.CharField("loại", max_length=12, choices=NomineeKind)
    honorific = models.CharField("Ông hoặc Bà", max_length=4, choices=Honorific, blank=True)
    name = models.CharField("tên", max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    search = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=500, editable=False)
    birth_year = models.PositiveSmallIntegerField(
        "năm sinh", null=True, blank=True, validators=[MinValueValidator(1930), MaxValueValidator(2015)]
    )
    distinct_note = models.CharField("xác nhận không phải người trùng tên", max_length=300, blank=True)
    position = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    involvement = models.CharField("mức độ tham gia", max_length=10, choices=Involvement, blank=True)
    achievements = models.TextField("thành tích đạt được", max_length=6000, blank=True)
    initiative = models.TextField("sáng kiến, giải pháp", max_length=2000, blank=True)
    initiative_recognition = models.CharField("văn bản công nhận sáng kiến", max_length=300, blank=True)
    cn_01 = models.BooleanField("tích cực tham gia phong trào", default=False)
    cn_02 = models.BooleanField("có sáng kiến được công nhận và nhân rộng toàn huyện", default=False)
    cn_03 = models.BooleanField("trực tiếp xây dựng, tham mưu cơ chế, chính sách", default=False)
    prior_awards = models.TextField("các hình thức đã được khen thưởng", max_length=2000, blank=True)
    not_under_discipline = models.BooleanField("không trong thời gian xem xét kỷ luật", default=False)
    votes_for = models.PositiveSmallIntegerField("số phiếu đồng ý của Hội đồng đơn vị", null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField("tổng số phiếu của Hội đồng đơn vị", null=True, blank=True)
    appraisal = models.CharField("kết quả thẩm định", max_length=12, choices=Appraisal, default=Appraisal.PENDING)
    appraisal_reason = models.TextField("ý kiến thẩm định", max_length=text.REASON_LIMIT, blank=True)
    listed = models.BooleanField("trong danh sách trình", default=False)
    list_order = models.PositiveSmallIntegerField("thứ tự trong danh sách", default=0)

    class Meta:
        verbose_name = "đối tượng đề nghị khen thưởng"
        verbose_name_plural = "đối tượng đề nghị khen thưởng"
        ordering = ["kind", "list_order", "sort_key", "id"]
        indexes = [models.Index(fields=["round", "kind", "listed"], name="nominee_list")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NomineeKind.values), name="nominee_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_key=""), name="nominee_named"),
            models.CheckConstraint(
                condition=Q(kind="collective", honorific="", involvement="", birth_year__isnull=True)
                | Q(
                    kind="individual",
                    honorific__in=Honorific.values,
                    involvement__in=Involvement.values,
                    birth_year__isnull=False,
                ),
                name="nominee_individual_facts",
                violation_error_message="Cá nhân cần có Ông/Bà, năm sinh và mức độ tham gia.",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "name_key"],
                condition=Q(kind="collective"),
                name="nominee_collective_once",
                violation_error_message="Tập thể này đã có trong hồ sơ.",
            ),
            models.UniqueConstraint(
                fields=["round", "name_key", "birth_year"],
                condition=Q(kind="individual", distinct_note=""),
                name="nominee_person_once",
                violation_error_message="Người này đã được đề nghị trong đợt.",
            ),
            models.CheckConstraint(
                condition=(Q(votes_for__isnull=True) & Q(votes_total__isnull=True))
                | Q(votes_for__isnull=False, votes_total__isnull=False, votes_total__gte=1)
                & Q(votes_for__lte=F("votes_total")),
                name="nominee_votes_fit",
                violation_error_message="Số phiếu đồng ý không được lớn hơn tổng số phiếu.",
            ),
            models.CheckConstraint(
                condition=Q(cn_02=False) | ~Q(initiative_recognition=""),
                name="nominee_cn02_is_recognised",
                violation_error_message="CN-02 cần số, ngày văn bản công nhận sáng kiến.",
            ),
            models.CheckConstraint(condition=Q(appraisal__in=Appraisal.values), name="nominee_appraisal_known"),
            models.CheckConstraint(
                condition=~Q(appraisal="ineligible") | ~Q(appraisal_reason=""),
                name="nominee_ineligible_has_reason",
                violation_error_message="Cần ghi lý do khi kết luận không đủ điều kiện.",
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | Q(appraisal="eligible"),
                name="nominee_listed_is_eligible",
                violation_error_message="Chỉ đưa vào danh sách trình khi đã thẩm định đủ điều kiện.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honorific} {self.name}".strip()

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Names as NFC and the keys of search, sorting and doubles; bulk writers call it themselves."""
        self.name, self.position = text.clean(self.name), text.clean(self.position)
        self.name_key = text.name_key(self.name)
        self.search = text.fold(f"{self.name} {self.position}")[:400]
        key = text.person_sort_key if self.kind == NomineeKind.INDIVIDUAL else text.sort_key
        self.sort_key = key(self.name)[:500]

    @property
    def is_individual(self) -> bool:
        return self.kind == NomineeKind.INDIVIDUAL

    @property
    def is_direct(self) -> bool:
        return self.involvement == Involvement.DIRECT

    @property
    def role_word(self) -> str:
        """Its part in the movement as a column of a paper says it; "" for a collective."""
        return ROLE_WORDS[Involvement(self.involvement)] if self.involvement else ""


class DossierPaper(models.Model):
    """IV.3: one paper. `body` holds its texts by field, drafted from the data, edited on the page, then confirmed."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    kind = models.CharField("loại giấy tờ", max_length=10, choices=PaperKind)
    nominee = models.ForeignKey(Nominee, models.CASCADE, null=True, blank=True, related_name="papers")
    body = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xác nhận"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản đã ký (quét)"
    )

    class Meta:
        verbose_name = "giấy tờ của hồ sơ"
        verbose_name_plural = "giấy tờ của hồ sơ"
        ordering = ["dossier", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="bao_cao", nominee__isnull=False)
                | Q(kind__in=["to_trinh", "bien_ban"], nominee__isnull=True),
                name="paper_report_has_nominee",
            ),
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(nominee__isnull=True), name="paper_once_per_dossier"
            ),
            models.UniqueConstraint(
                fields=["nominee"], condition=Q(nominee__isnull=False), name="paper_once_per_nominee"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="paper_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.nominee}" if self.nominee else self.get_kind_display()

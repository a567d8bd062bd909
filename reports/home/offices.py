"""What waits for Phòng VH-TT, Phòng Nội vụ, the council, the Chairman and the administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from awards.clock import Clock
from awards.enums import BY_UNITS, Appraisal, AwardKind, CertificateState, DossierState, RoundState, SessionState
from awards.models import AwardRound, Certificate, CouncilSession, Nominee, Vote
from awards.selectors.clock import waiting_clocks
from awards.selectors.outside import open_counts
from campaign.enums import RegistrationState
from campaign.models import Period
from core.models import Job, JobState
from reports.enums import ReportState
from reports.home.questions import answered
from reports.home.task import Task


def reviewer(user, now: datetime) -> Iterable[Task]:
    yield from answered(user)
    periods = Period.objects.order_by("year").annotate(
        registered=Count("registrations", filter=Q(registrations__state=RegistrationState.SUBMITTED), distinct=True),
        waiting=Count("reports", filter=Q(reports__state=ReportState.SUBMITTED), distinct=True),
    )
    for period in periods:
        if period.registered:
            url = reverse("campaign:registration-list") + f"?nam={period.year}&trang_thai=submitted"
            yield Task(
                f"Tiếp nhận đăng ký thi đua năm {period.year}",
                f"{period.registered} đăng ký đang chờ.",
                url,
                "Xem đăng ký",
            )
        if period.waiting:
            url = reverse("reports:review-queue", args=[period.year])
            yield Task(
                f"Thẩm định báo cáo năm {period.year}",
                f"{period.waiting} báo cáo đang chờ.",
                url,
                "Thẩm định",
                "warning",
            )


def appraiser(user, now: datetime) -> Iterable[Task]:
    rounds = AwardRound.objects.select_related("period").annotate(
        waiting=Count("dossiers", filter=Q(dossiers__state=DossierState.SUBMITTED), distinct=True),
        appraised=Count("dossiers", filter=Q(dossiers__state=DossierState.APPRAISED), distinct=True),
        met=Exists(CouncilSession.objects.filter(round=OuterRef("pk"), state=SessionState.CLOSED)),
        meeting=Exists(CouncilSession.objects.filter(round=OuterRef("pk"), state=SessionState.OPEN)),
    )
    running = waiting_clocks(now)
    for award_round in rounds:
        yield from _round_tasks(award_round, running.get(award_round.pk, []))
    yield from decided_elsewhere(Nominee.objects.all())
    pending = Certificate.objects.filter(state=CertificateState.PENDING).count()
    if pending:
        url = reverse("awards:round-list")
        yield Task("Giấy khen chưa in xong", f"{pending} Giấy khen đang chờ.", url, "Xem tiến độ", "warning")
    without = Period.objects.filter(award_rounds__isnull=True, reports__state=ReportState.ACCEPTED).distinct()
    for period in without:
        url = reverse("awards:round-create", args=[period.year])
        yield Task(f"Mở đợt khen thưởng năm {period.year}", "Đã có báo cáo được chấp nhận.", url, "Mở đợt")


def _round_tasks(award_round: AwardRound, clocks: list[Clock]) -> Iterable[Task]:
    url, name = reverse("awards:round-detail", args=[award_round.pk]), award_round.name
    still_open = award_round.state == RoundState.OPEN
    if award_round.sent_back_reason and still_open:
        title = f"Chủ tịch trả lại danh sách: {name}"
        yield Task(title, award_round.sent_back_reason, url, "Xem lại danh sách", "danger")
    if award_round.waiting:
        detail = f"{award_round.waiting} hồ sơ đang chờ{_time_left(clocks)}."
        tone = "danger" if clocks and clocks[0].overdue else "warning"
        queue = reverse("awards:dossier-list", args=[award_round.pk]) + "?trang_thai=submitted&sap_xep=han"
        yield Task(f"Thẩm định hồ sơ: {name}", detail, queue, "Thẩm định", tone)
    if award_round.kind in BY_UNITS:
        return  # neither council nor list of the district
    if still_open and award_round.appraised and not award_round.met:
        button = "Vào phiên họp" if award_round.meeting else "Chuẩn bị phiên họp"
        yield Task("Phiên họp Hội đồng", name, reverse("awards:session-list"), button)
    if still_open and award_round.met:
        url = reverse("awards:list", args=[award_round.pk])
        yield Task("Trình Chủ tịch danh sách khen thưởng", name, url, "Lập danh sách")


def decided_elsewhere(nominees) -> Iterable[Task]:
    """Decisions of other levels that are still to be recorded: one card a round."""
    for pk, waiting, name, kind in open_counts(nominees):
        who = "cấp tỉnh" if kind == AwardKind.BANG_KHEN_TINH else "người có thẩm quyền"
        detail = f"{name}: {waiting} đối tượng chưa có quyết định của {who}."
        url = reverse("awards:outside-list", args=[pk])
        yield Task("Ghi kết quả khen thưởng của cấp khác", detail, url, "Ghi kết quả")


def _time_left(clocks: list[Clock]) -> str:
    """ "; 2 hồ sơ quá hạn, lâu nhất quá hạn 3 ngày làm việc", or how long the next one has."""
    if not clocks:
        return ""
    late = sum(clock.overdue for clock in clocks)
    if late:
        return f"; {late} hồ sơ quá hạn, lâu nhất {clocks[0]}"
    return f"; hồ sơ gần hạn nhất {clocks[0]}"


def council(user, now: datetime) -> Iterable[Task]:
    sessions = CouncilSession.objects.filter(state=SessionState.OPEN, seats__user=user).select_related("round")
    for session in sessions:
        items = Nominee.objects.filter(round=session.round, appraisal=Appraisal.ELIGIBLE).count()
        voted = Vote.objects.filter(session=session, seat__user=user).count()
        left = f"{voted}/{items} trường hợp đã có ý kiến của anh/chị."
        yield Task(
            f"Biểu quyết: {session.round.name}",
            left,
            reverse("awards:ballot", args=[session.pk]),
            "Biểu quyết",
            "warning",
        )


def chairman(user, now: datetime) -> Iterable[Task]:
    for award_round in AwardRound.objects.filter(state=RoundState.PROPOSED).select_related("period"):
        url = reverse("awards:decision-review", args=[award_round.pk])
        here = award_round.kind == AwardKind.GIAY_KHEN_HUYEN
        title = "Quyết định khen thưởng" if here else "Chuyển cấp có thẩm quyền"
        detail = "Danh sách đã được thẩm định và biểu quyết."
        button = "Xem và quyết định" if here else "Xem và chuyển"
        yield Task(f"{title}: {award_round.name}", detail, url, button, "warning")


def admin(user, now: datetime) -> Iterable[Task]:
    failed = Job.objects.filter(state=JobState.FAILED).count()
    if failed:
        yield Task(
            "Việc nền không thành công", f"{failed} việc cần xem lại.", reverse("job-list"), "Xem việc nền", "danger"
        )

"""What happens to a report in the hands of Phòng VH-TT, and the score that follows."""

from decimal import Decimal

import pytest

from core.jobs import run
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from criteria.models import ScoreSheet
from reports.enums import Verdict
from reports.rules import Figures
from reports.services import drafting, review
from reports.services.scoring import KIND, score_report
from tests.reports.factories import EARLY, LATE, make_report_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verdict", "reason", "adjusted", "sentence"),
    [
        (Verdict.RETURNED, " ", None, "Ghi lý do trả lại"),
        (Verdict.ADJUSTED, "", Figures(a=Decimal(1), b=Decimal(2)), "Ghi lý do điều chỉnh"),
        (Verdict.ADJUSTED, "Đối chiếu hệ thống.", None, "Nhập số liệu sau điều chỉnh"),
        (Verdict.ADJUSTED, "Đối chiếu.", Figures(a=Decimal(3), b=Decimal(2)), r"\(3\) lớn hơn tổng số \(2\)"),
        (Verdict.RETURNED, "x" * 2001, None, "dài quá 2.000 ký tự"),
        (Verdict.PENDING, "", None, "Chọn chấp nhận"),
    ],
)
def test_a_wrong_decision_is_refused_with_a_sentence(period, verdict, reason, adjusted, sentence):
    desk = make_report_at("submitted", period)
    with pytest.raises(drafting.WrongLinesError, match=sentence):
        review.decide_entry(desk.entry("X-02"), verdict, by=desk.reviewer, now=EARLY, reason=reason, adjusted=adjusted)
    assert desk.entry("X-02").verdict == Verdict.PENDING


def test_only_the_office_decides_and_only_while_it_is_its_turn(period):
    desk = make_report_at("submitted", period)
    with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
        review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.officer, now=EARLY)
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    assert desk.entry("X-02").reviewed_by == desk.reviewer.username
    accepted = make_report_at("accepted", period)
    with pytest.raises(TransitionDenied, match="Chỉ thẩm định báo cáo đã nộp"):
        review.decide_entry(accepted.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai.")


def test_a_story_is_not_adjusted(period):
    desk = make_report_at("submitted", period)
    with pytest.raises(drafting.WrongLinesError, match="tường thuật không điều chỉnh được"):
        review.decide_entry(desk.entry("BC-01"), Verdict.ADJUSTED, by=desk.reviewer, now=EARLY, reason="Dài.")


def test_accepting_closes_the_review(period):
    desk = make_report_at("submitted", period)
    with pytest.raises(TransitionDenied, match="Còn 29 dòng chưa thẩm định"):
        review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai số.")
    assert review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY) == 28
    with pytest.raises(TransitionDenied, match="Có 1 dòng đang trả lại"):
        review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    with pytest.raises(TransitionDenied, match="Cần ghi lý do"):
        review.return_report(desk.report, by=desk.reviewer, reason=" ")
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    with pytest.raises(TransitionDenied, match="Chưa có dòng nào được trả lại"):
        review.return_report(desk.report, by=desk.reviewer, reason="Xem lại.")
    report = review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    assert (report.state, report.accepted_at) == ("accepted", EARLY)


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ({"bonus": Decimal("10.01"), "bonus_reason": "Tốt."}, "bonus"),
        ({"bonus": Decimal(-1), "bonus_reason": "Tốt."}, "bonus"),
        ({"bonus": Decimal("1.234"), "bonus_reason": "Tốt."}, "bonus"),
        ({"bonus": Decimal(1)}, "bonus_reason"),
        ({"minus": Decimal(101), "minus_reason": "Lỗi."}, "minus"),
        ({"minus": Decimal(1), "minus_reason": "  "}, "minus_reason"),
    ],
)
def test_points_by_hand_have_limits_and_reasons(period, points, field):
    desk = make_report_at("submitted", period)
    whole = {"bonus": Decimal(0), "bonus_reason": "", "minus": Decimal(0), "minus_reason": "", **points}
    with pytest.raises(Exception) as wrong:
        review.set_points(desk.report, by=desk.reviewer, now=EARLY, **whole)
    assert list(wrong.value.message_dict) == [field]
    right = {**whole, "bonus": Decimal("2.5"), "bonus_reason": "Mô hình điểm.", "minus": Decimal(0)}
    assert review.set_points(desk.report, by=desk.reviewer, now=EARLY, **right).bonus == Decimal("2.5")


def score_jobs(desk, column: str) -> list[Job]:
    return list(Job.objects.filter(kind=KIND, args={"report": desk.report.pk, "column": column}))


def test_sending_asks_for_one_score_and_the_worker_makes_the_sheet(period):
    desk = make_report_at("submitted", period)
    [job] = score_jobs(desk, "self")
    run(str(job.pk))
    sheet = ScoreSheet.objects.get(unit=desk.unit)
    assert (sheet.column, sheet.total, sheet.max_total, sheet.eligible) == ("self", 100, 100, True)
    assert sum(Decimal(line["points"]) for line in sheet.lines) == sheet.total
    again = score_report(desk.report, "self")
    assert again == sheet


def test_decisions_share_the_waiting_job_and_the_sheet_follows_the_adjustment(period):
    desk = make_report_at("submitted", period)
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.decide_entry(
        desk.entry("X-02"),
        Verdict.ADJUSTED,
        by=desk.reviewer,
        now=EARLY,
        reason="Đối chiếu hệ thống.",
        adjusted=Figures(a=Decimal(35), b=Decimal(100)),
    )
    [job] = score_jobs(desk, "appraised")
    run(str(job.pk))
    sheet = ScoreSheet.objects.get(unit=desk.unit, column="appraised")
    line = next(line for line in sheet.lines if line["code"] == "X-02")
    assert (line["value"], line["met"], line["points"]) == ("35% (35/100)", False, "3.50")
    assert not sheet.eligible
    assert desk.entry("X-02").a == 100  # the unit's own figure stays beside the adjusted one
    review.accept_report(desk.report, by=desk.reviewer, now=EARLY)
    assert [job.state for job in score_jobs(desk, "appraised")] == ["queued", "done"]


def test_a_late_report_loses_points_with_the_reason_in_both_columns(period):
    desk = make_report_at("submitted", period, now=LATE)
    review.set_points(
        desk.report,
        by=desk.reviewer,
        now=LATE,
        bonus=Decimal(1),
        bonus_reason="Mô hình.",
        minus=Decimal(3),
        minus_reason="Lỗi.",
    )
    own, appraised = score_report(desk.report, "self"), score_report(desk.report, "appraised")
    extra = [(line["name"], line["points"]) for line in own.lines if line["code"].startswith(("TRU", "THUONG"))]
    assert extra == [("Điểm trừ", "-2.00")]
    assert "muộn" in own.lines[-1]["reason"]
    assert (own.total, appraised.total) == (98, 96)


def test_every_step_is_in_the_log(period):
    desk = make_report_at("accepted", period)
    events = AuditEvent.objects.filter(subject_type="reports.selfreport", subject_id=str(desk.report.pk))
    assert list(events.order_by("id").values_list("action", flat=True)) == [
        "self_report.open",
        "self_report.save",
        "self_report.present",
        "self_report.submit",
        "self_report.claim",
        "self_report.accept_remaining",
        "self_report.accept",
    ]

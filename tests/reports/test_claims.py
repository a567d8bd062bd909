"""One reviewer at a time: taking up, taking over, laying back, and who is refused meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import AuditEvent
from core.workflow import TransitionDenied
from reports.enums import Verdict
from reports.models import SelfReport
from reports.services import claims, comments, review, sending
from tests.factories import make_user
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import decide_url, review_url, shown
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
LATER = EARLY + timedelta(hours=1)


@pytest.fixture
def desk(period):
    return make_report_at("submitted", period)


@pytest.fixture
def other():
    return make_user(Role.REVIEWER, full_name="Trần Văn Khác")


def actions(desk) -> list[str]:
    events = AuditEvent.objects.filter(subject_type="reports.selfreport", subject_id=str(desk.report.pk))
    return [action.removeprefix("self_report.") for action in events.order_by("id").values_list("action", flat=True)][
        4:
    ]


def test_the_second_reviewer_may_read_but_not_decide(desk, other):
    stale = SelfReport.objects.get(pk=desk.report.pk)  # read before anybody had it
    claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    nothing = {"bonus": Decimal(0), "bonus_reason": "", "minus": Decimal(0), "minus_reason": ""}
    steps = {
        "claim": lambda by: claims.claim_report(stale, by=by, now=LATER),
        "decide": lambda by: review.decide_entry(
            desk.entry("X-02"), Verdict.RETURNED, by=by, now=LATER, reason="Sai số."
        ),
        "rest": lambda by: review.accept_remaining(stale, by=by, now=LATER),
        "points": lambda by: review.set_points(stale, by=by, now=LATER, **nothing),
        "remark": lambda by: comments.comment_on(desk.entry("X-02"), "Xem lại.", by=by, now=LATER),
        "return": lambda by: review.return_report(stale, by=by, reason="Xem lại."),
    }
    for act in steps.values():
        with pytest.raises(TransitionDenied, match="đang thẩm định báo cáo này từ 09:00 ngày 10/12/2023"):
            act(other)
    assert not desk.report.entries.exclude(verdict=Verdict.PENDING).exists()
    for act in steps.values():
        act(desk.reviewer)
    assert desk.fresh().state == "returned"


def test_the_second_reviewer_does_not_accept_either(desk, other):
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    with pytest.raises(TransitionDenied, match="đang thẩm định"):
        review.accept_report(desk.report, by=other, now=LATER)
    review.accept_report(desk.report, by=desk.reviewer, now=LATER)
    assert (desk.fresh().claimed_by, desk.report.claimed_at) == (desk.reviewer.username, EARLY)


def test_the_first_decision_takes_the_report_up_once(desk):
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    review.decide_entry(desk.entry("BC-01"), Verdict.ACCEPTED, by=desk.reviewer, now=LATER)
    claims.claim_report(desk.report, by=desk.reviewer, now=LATER)
    assert (desk.fresh().claimed_by, desk.report.claimed_at) == (desk.reviewer.username, EARLY)
    assert actions(desk) == ["claim", "decide", "decide"]


def test_a_take_over_is_logged_and_told_to_the_first(desk, other):
    claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    with pytest.raises(TransitionDenied, match="vừa nhận báo cáo này"):
        claims.take_over_report(desk.report, holder="", by=other, now=LATER)
    claims.take_over_report(desk.report, holder=desk.reviewer.username, by=other, now=LATER)
    assert (desk.fresh().claimed_by, desk.report.claimed_at) == (other.username, LATER)
    assert actions(desk) == ["claim", "take_over"]
    notice = Notice.objects.get(user=desk.reviewer)
    assert "Trần Văn Khác đã nhận thay" in notice.text
    assert notice.url == review_url(desk)
    with pytest.raises(TransitionDenied, match="Trần Văn Khác đang thẩm định"):
        review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=LATER)
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=other, now=LATER)


def test_a_report_laid_back_is_anybodys(desk, other):
    claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    with pytest.raises(TransitionDenied, match="đang thẩm định"):
        claims.release_report(desk.report, by=other)
    claims.release_report(desk.report, by=desk.reviewer)
    assert (desk.fresh().claimed_by, desk.report.claimed_at) == ("", None)
    claims.claim_report(desk.report, by=other, now=LATER)
    assert actions(desk) == ["claim", "release", "claim"]


def test_only_a_reviewer_and_only_on_the_desk(desk):
    for act in (
        lambda by: claims.claim_report(desk.report, by=by, now=EARLY),
        lambda by: claims.take_over_report(desk.report, holder="", by=by, now=EARLY),
        lambda by: claims.release_report(desk.report, by=by),
    ):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
            act(desk.officer)
        act(desk.reviewer)


def test_the_claim_ends_when_the_report_leaves_the_desk(period, desk):
    claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    sending.withdraw_report(desk.fresh(), by=desk.officer, now=LATER)
    assert (desk.fresh().state, desk.report.claimed_by) == ("draft", "")
    with pytest.raises(TransitionDenied, match="Chỉ thẩm định báo cáo đã nộp"):
        claims.claim_report(desk.report, by=desk.reviewer, now=EARLY)
    assert make_report_at("returned", period).report.claimed_by == ""


def test_wrong_points_take_nothing_up(desk):
    wrong = {"bonus": Decimal(11), "bonus_reason": "Tốt.", "minus": Decimal(0), "minus_reason": ""}
    with pytest.raises(ValidationError):
        review.set_points(desk.report, by=desk.reviewer, now=EARLY, **wrong)
    assert desk.fresh().claimed_by == ""


def test_the_desk_says_who_has_it(desk, other, client_as):
    where = [2023, desk.unit.code]
    mine, theirs = client_as(desk.reviewer), client_as(other)
    assert "Chưa ai nhận thẩm định" in shown(mine.get(review_url(desk)))
    answer = mine.post(reverse("reports:review-claim", args=where), follow=True)
    assert "Anh/chị nhận thẩm định từ" in shown(answer) and decide_url(desk) in shown(answer)
    page = shown(theirs.get(review_url(desk)))
    assert f"{desk.reviewer.full_name}</strong> đang thẩm định" in page and decide_url(desk) not in page
    refused = theirs.post(decide_url(desk), {"X-02-verdict": "accepted"}, follow=True)
    assert "muốn ghi kết quả thì bấm “Nhận thay” trước" in shown(refused)
    data = {"holder": desk.reviewer.username}
    assert "Anh/chị đã nhận thay" in shown(
        theirs.post(reverse("reports:review-take-over", args=where), data, follow=True)
    )
    assert decide_url(desk) not in shown(mine.get(review_url(desk)))
    assert "Anh/chị đã thôi nhận" in shown(theirs.post(reverse("reports:review-release", args=where), follow=True))
    assert decide_url(desk) in shown(mine.get(review_url(desk)))

"""The talk about a line: questions, remarks, answers, who is told, and what stays undecided meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.workflow import TransitionDenied
from reports.enums import AnomalyKind, Verdict
from reports.home import tasks_for
from reports.models import Anomaly, Comment
from reports.rules import Figures
from reports.selectors.queue import held_back
from reports.services import comments, review
from tests.factories import make_user
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import detail_url, review_url, shown
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
QUESTION = "Số này gồm cả hồ sơ giấy không?"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def desk(period):
    return make_report_at("submitted", period)


def ask(desk, code: str = "X-02") -> Comment:
    return comments.ask_unit(desk.entry(code), QUESTION, by=desk.reviewer, now=EARLY)


def titles(user) -> list[str]:
    return [task.title for task in tasks_for(user, now=EARLY)]


def ask_url(desk, code: str = "X-02") -> str:
    return reverse("reports:entry-ask", args=[2023, desk.unit.code, code])


def answer_url(desk, code: str = "X-02") -> str:
    return reverse("reports:thread-answer", args=[2023, desk.unit.code, code])


def test_a_question_is_told_at_once_and_the_answer_comes_back(desk):
    ask(desk)
    ask(desk, "BC-01")
    notice = Notice.objects.filter(user=desk.officer, text__startswith="Phòng VH-TT hỏi về dòng").last()
    assert notice.url == detail_url(desk) + "#trao-doi-X-02"
    assert desk.entry("X-02").verdict == Verdict.PENDING
    assert "Trả lời 2 câu hỏi về báo cáo năm 2023" in titles(desk.officer)
    comments.answer_office(desk.entry("X-02"), "Chỉ hồ sơ điện tử.", by=desk.officer)
    assert "Trả lời 1 câu hỏi về báo cáo năm 2023" in titles(desk.officer)
    assert f"Đơn vị đã trả lời: {desk.unit.short_name}" in titles(desk.reviewer)
    told = Notice.objects.get(user=desk.reviewer)
    assert "trả lời về dòng" in told.text and told.url == review_url(desk) + "#dong-X-02"
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    assert f"Đơn vị đã trả lời: {desk.unit.short_name}" not in titles(desk.reviewer)


def test_a_decision_closes_the_question(desk):
    """For the reviewer at once; the unit learns it when the review is over."""
    ask(desk)
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    assert "Trả lời 1 câu hỏi về báo cáo năm 2023" in titles(desk.officer)
    with pytest.raises(TransitionDenied, match="đã có kết quả thẩm định"):
        ask(desk)
    comments.comment_on(desk.entry("X-02"), "Năm sau tách riêng.", by=desk.reviewer, now=EARLY)


def test_who_may_speak(period, desk):
    stranger, head, entry = make_user(Role.OFFICER), desk.head, desk.entry("X-02")
    with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
        comments.ask_unit(entry, QUESTION, by=desk.officer, now=EARLY)
    with pytest.raises(TransitionDenied, match="chưa hỏi gì về dòng này"):
        comments.answer_office(entry, "Tự nói trước.", by=desk.officer)
    ask(desk)
    for person in (stranger, head, desk.reviewer):
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ được phân công"):
            comments.answer_office(entry, "Trả lời thay.", by=person)
    comments.answer_office(entry, "Chỉ hồ sơ điện tử.", by=desk.officer)
    accepted = make_report_at("accepted", period)
    with pytest.raises(TransitionDenied, match="Việc thẩm định đã xong"):
        comments.answer_office(accepted.entry("X-02"), "Muộn.", by=accepted.officer)
    with pytest.raises(TransitionDenied, match="Chỉ thẩm định báo cáo đã nộp"):
        ask(accepted)


def test_a_returned_line_opens_the_talk_once_the_report_came_back(desk):
    review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai số.")
    with pytest.raises(TransitionDenied, match="chưa hỏi gì"):  # half a review is no message to the unit
        comments.answer_office(desk.entry("X-02"), "Sai chỗ nào ạ?", by=desk.officer)
    review.return_report(desk.report, by=desk.reviewer, reason="Xem lại.")
    comments.answer_office(desk.entry("X-02"), "Sai chỗ nào ạ?", by=desk.officer)
    assert Notice.objects.filter(user=desk.reviewer).count() == 1  # nobody holds it now: who decided the line is told


@pytest.mark.parametrize(("text", "sentence"), [(" \u200b ", "Ghi nội dung"), ("x" * 2001, "quá 2.000 ký tự")])
def test_a_word_says_something_and_ends(desk, text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        comments.ask_unit(desk.entry("X-02"), text, by=desk.reviewer, now=EARLY)
    assert not Comment.objects.exists() and desk.fresh().claimed_by == ""
    assert ask(desk).asks


def test_a_talk_has_an_end_and_nobody_edits_it(desk, monkeypatch):
    monkeypatch.setattr(comments, "MOST", 2)
    first = ask(desk)
    ask(desk)
    with pytest.raises(ValidationError, match="đã có 2 lượt trao đổi"):
        ask(desk)
    ask(desk, "BC-01")
    for change in (lambda: Comment.objects.filter(pk=first.pk).update(text="Khác."), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_batch_leaves_questions_and_heavy_anomalies_alone(desk, client_as):
    ask(desk)
    for code, weight, seen in (("X-02", 3, False), ("BC-01", 3, False), ("X-01", 2, False), ("X-04", 3, True)):
        entry = desk.report.entries.filter(indicator__code=code).select_related("indicator").first()
        if entry:
            found = {"seen_by": "ai-do", "seen_at": EARLY} if seen else {}
            Anomaly.objects.create(
                report=desk.report, indicator=entry.indicator, kind=AnomalyKind.JUMP, weight=weight,
                reason="Tăng gấp đôi so với năm trước.", found_at=EARLY, **found,
            )  # fmt: skip
    held = held_back(desk.report)
    assert (
        held.sentence == "Còn 2 dòng phải xem riêng: 1 dòng đang hỏi đơn vị, 1 dòng có dấu hiệu “Xem trước” chưa xem."
    )
    page = client_as(desk.reviewer).post(reverse("reports:accept-remaining", args=[2023, desk.unit.code]), follow=True)
    assert f"Đã chấp nhận 27 dòng còn lại. {held.sentence}" in shown(page)
    left = desk.report.entries.filter(verdict=Verdict.PENDING).values_list("indicator__code", flat=True)
    assert set(left) == {"X-02", "BC-01"}
    for code in ("X-02", "BC-01"):
        review.decide_entry(desk.entry(code), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    assert review.accept_report(desk.report, by=desk.reviewer, now=EARLY).state == "accepted"


def test_the_talk_on_both_pages(desk, client_as):
    office, unit, head = client_as(desk.reviewer), client_as(desk.officer), client_as(desk.head)
    empty = office.post(ask_url(desk), {"trao-doi-X-02-text": " "})
    assert empty.status_code == 422 and "Ghi nội dung trước khi gửi." in shown(empty)
    long = office.post(ask_url(desk), {"trao-doi-X-02-text": "câu dài " * 300})
    assert long.status_code == 422 and "câu dài câu dài" in shown(long)  # nothing typed is lost
    page = office.post(ask_url(desk), {"trao-doi-X-02-text": QUESTION}, follow=True)
    assert QUESTION in shown(page) and "Đang hỏi đơn vị" in shown(page)
    for client, may in ((unit, True), (head, False)):
        seen = shown(client.get(detail_url(desk)))
        assert QUESTION in seen and "Chờ đơn vị trả lời" in seen
        assert (answer_url(desk) in seen) is may
    assert head.post(answer_url(desk), {"trao-doi-X-02-text": "Thay."}).status_code == 403
    assert client_as(make_user(Role.OFFICER)).post(answer_url(desk), {"trao-doi-X-02-text": "A"}).status_code == 404
    assert unit.post(answer_url(desk), {}).status_code == 422
    assert unit.post(answer_url(desk, "PB-01"), {"trao-doi-PB-01-text": "A"}).status_code == 404
    assert "Chỉ hồ sơ <b>" not in shown(
        unit.post(answer_url(desk), {"trao-doi-X-02-text": "Chỉ hồ sơ <b>"}, follow=True)
    )
    assert "Chỉ hồ sơ &lt;b&gt;" in shown(office.get(review_url(desk)))
    remark = {"trao-doi-X-02-text": "Cảm ơn.", "remark": "1"}
    assert "Đã gửi ý kiến" in shown(office.post(ask_url(desk), remark, follow=True))
    assert Comment.objects.filter(asks=True).count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_tasks_cost_the_same(period, django_assert_num_queries, n):
    desks = [make_report_at("submitted", period) for _ in range(n)]
    reviewer = desks[0].reviewer
    for desk in desks:
        comments.ask_unit(desk.entry("X-02"), QUESTION, by=reviewer, now=EARLY + timedelta(minutes=1))
        comments.answer_office(desk.entry("X-02"), "Có.", by=desk.officer)
    assert reviewer.roles
    with django_assert_num_queries(4):  # the years, the answered lines, their reports, requests after the review
        found = tasks_for(reviewer, now=EARLY)
    assert len([task for task in found if task.title.startswith("Đơn vị đã trả lời")]) == n


def test_what_stands_beside_a_line(plan, client_as):
    """Last year, the group's spread, the anomalies of the line."""
    past, period = (plan.campaign.periods.get(year=year) for year in (2023, 2024))
    desk = make_report_at("accepted", past, X_02=Figures(a=Decimal(61), b=Decimal(100)))
    make_report_at("draft", period, X_02=Figures(a=Decimal(1), b=Decimal(100)))  # nobody else's business
    for part in (50, 80):
        make_report_at("submitted", period, X_02=Figures(a=Decimal(part), b=Decimal(100)))
    desk = make_report_at("submitted", period, desk.unit, X_02=Figures(a=Decimal(90), b=Decimal(100)))
    Anomaly.objects.create(
        report=desk.report, indicator=desk.entry("X-02").indicator, kind=AnomalyKind.JUMP, weight=2,
        reason="Tăng 29 điểm phần trăm so với năm trước.", found_at=EARLY,
    )  # fmt: skip
    page = client_as(desk.reviewer).get(reverse("reports:report-review", args=[2024, desk.unit.code]))
    line = next(line for _, lines in page.context["groups"] for line in lines if line.row.indicator.code == "X-02")
    bar = line.beside.bar
    assert (line.beside.last_year, line.beside.last_parts) == ("61%", "61 / 100\u00a0hồ sơ")
    assert (bar.lowest, bar.middle, bar.highest, bar.own_at) == ("50%", "80%", "90%", 290)
    assert bar.standing == "cao thứ 1 trong 3 đơn vị có số liệu"
    equal = next(
        line.beside.bar for _, lines in page.context["groups"] for line in lines if line.row.indicator.code == "X-03a"
    )
    assert equal.standing.startswith("cả 3 đơn vị cùng mức ")
    assert "Tăng 29 điểm phần trăm so với năm trước." in shown(page)


def test_the_unit_does_not_learn_from_its_talk_that_a_line_was_decided(desk, client_as):
    ask(desk)
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    assert "Chờ đơn vị trả lời" in shown(client_as(desk.officer).get(detail_url(desk)))
    assert "Trả lời 1 câu hỏi về báo cáo năm 2023" in titles(desk.officer)
    assert "Đang hỏi đơn vị" not in shown(client_as(desk.reviewer).get(review_url(desk)))

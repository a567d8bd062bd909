"""Notices: who hears what as a report goes from hand to hand, told once, counted at no cost, read one by one or all."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from core import files
from reports.enums import Verdict
from reports.rules import Figures
from reports.services import review, sending
from reports.services.papers import make_paper
from tests.factories import make_user
from tests.reports.factories import EARLY, at, make_report_at, send
from tests.reports.pages import shown
from units.enums import Role
from units.models import Notice
from units.services.notices import tell

pytestmark = pytest.mark.django_db


def heard(user) -> list[str]:
    return [notice.key.split(":")[0].removeprefix("report.") for notice in user.notices.order_by("pk")]


def test_everybody_hears_their_part(period):
    desk = make_report_at("draft", period)
    sending.present_report(desk.report, by=desk.officer, now=EARLY)
    sending.hand_back_report(desk.fresh(), by=desk.head, now=EARLY, reason="Sửa dòng 3.")
    sending.present_report(desk.fresh(), by=desk.officer, now=at(2023, 12, 11))
    sending.submit_report(desk.fresh(), by=desk.head, now=at(2023, 12, 11))
    assert (heard(desk.head), heard(desk.officer)) == (["presented"] * 2, ["handed_back", "submitted"])
    assert heard(desk.reviewer) == []  # the queue says so already
    assert not desk.head.notices.filter(read_at=None).exists()  # what was asked is done
    review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Thiếu.")
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.return_report(desk.fresh(), by=desk.reviewer, reason="Bổ sung.")
    send(desk, now=at(2023, 12, 12))
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.accept_report(desk.fresh(), by=desk.reviewer, now=EARLY)
    assert heard(desk.officer)[2:] == ["returned", "submitted", "accepted"]
    assert heard(desk.head)[2:] == ["returned", "presented", "accepted"]
    assert heard(desk.reviewer) == ["again"]


def test_told_once_in_one_query(django_assert_num_queries):
    people = [make_user() for _ in range(3)]
    for _ in range(2):
        with django_assert_num_queries(1):
            tell([*people, people[0]], "Báo cáo chờ ký.", "/", "k:1")
    assert Notice.objects.count() == 3
    tell(people[:1], "x" * 500, "", "k:2")
    assert len(people[0].notices.get(key="k:2").text) == 400


def test_the_bell_counts_and_reading_empties_it(client_as, period, django_assert_num_queries):
    user, other = make_user(Role.INSPECTOR), make_user(Role.INSPECTOR)
    client, address = client_as(user), reverse("notices")
    assert "topbar-count" not in shown(client.get(address))
    for number in range(3):
        tell([user], f"Việc {number}.", "/ke-hoach/", f"k:{number}")
        with django_assert_num_queries(7):
            page = shown(client.get(address))
        assert f'topbar-count">{number + 1}<' in page
    first = user.notices.first()
    assert client_as(other).post(reverse("notice-open", args=[first.pk]), {"open": "1"}).status_code == 404
    assert client.get(reverse("notice-open", args=[first.pk])).status_code == 405
    assert client.post(reverse("notice-open", args=[first.pk]), {"open": "1"}).url == "/ke-hoach/"
    assert 'topbar-count">2<' in shown(client.get(address))
    assert "Đã đánh dấu 2 thông báo" in shown(client.post(reverse("notices-read"), follow=True))
    assert "topbar-count" not in shown(client.get(address))


def test_the_head_reads_a_letter_and_the_copy_names_both(period, client_as):
    desk = make_report_at("draft", period, X_02=Figures(a=Decimal(3), b=Decimal(4), estimate=True))
    sending.present_report(desk.report, by=desk.officer, now=EARLY)
    where = [2023, desk.unit.code]
    with time_machine.travel(EARLY, tick=False):
        page = shown(client_as(desk.head).get(reverse("reports:self-report-submit", args=where)))
    for words in (
        f"Kính gửi: {desk.head.full_name}", "29/29 dòng", "Điểm tự chấm dự kiến", "1 dòng: ",
        "Ký nộp báo cáo năm 2023</button>", "Chuyển lại cán bộ", 'aria-current="step"',
    ):  # fmt: skip
        assert words in page, page[page.index("<main") :]
    sending.submit_report(desk.fresh(), by=desk.head, now=EARLY)
    submission = desk.report.submissions.get()
    content = submission.snapshot
    assert (content["format"], content["prepared_by"]["name"]) == (2, desk.officer.full_name)
    assert [row["code"] for part in content["sections"] for row in part["rows"] if row["estimate"]] == ["X-02"]
    paper = make_paper(submission)
    client = client_as(desk.reviewer)
    detail = shown(client.get(reverse("reports:submission-detail", args=[*where, 1])))
    for words in (paper.workbook.sha256, paper.file.sha256, submission.sha256, "certutil", desk.officer.full_name):
        assert words in detail
    answer = client.get(reverse("reports:submission-workbook", args=[*where, 1]))
    assert b"".join(answer.streaming_content) == files.read(paper.workbook)
    stranger = client_as(make_report_at("draft", period).officer)
    assert stranger.get(reverse("reports:submission-workbook", args=[*where, 1])).status_code == 404

"""The queue: its one order of need, its filters, its pages, the next report, and what it costs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from reports.enums import AnomalyKind, Verdict
from reports.models import Anomaly
from reports.selectors.queue import by_need, next_report, review_queue
from reports.services import claims, review
from tests.factories import make_unit, make_user
from tests.reports.factories import EARLY, LATE, fill, make_report_at, send
from tests.reports.pages import decide_url, shown
from units.enums import Role

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def queue(client, query: str = ""):
    return client.get(reverse("reports:review-queue", args=[2023]) + query)


def names(response) -> list[str]:
    return [row.unit.short_name for row in response.context["rows"]]


def waiting(period, name: str, *, now=EARLY, weights=(), seen: bool = False):
    desk = make_report_at("submitted", period, make_unit(name=name), now=now)
    for kind, weight in zip(AnomalyKind.values, weights, strict=False):
        mark = {"seen_by": "ai-do", "seen_at": now} if seen else {}
        Anomaly.objects.create(report=desk.report, kind=kind, weight=weight, reason="Lạ.", found_at=now, **mark)
    return desk


def come_back(period, name: str, *, now):
    """Returned with one line, sent again."""
    desk = make_report_at("returned", period, make_unit(name=name))
    send(desk, now=now)
    return desk


@pytest.fixture
def district(period):
    return {
        "late": waiting(period, "Xã F", now=LATE),
        "old": waiting(period, "Xã E"),
        "odd": waiting(period, "Xã C", now=EARLY + HOUR, weights=(3, 1)),
        "seen": waiting(period, "Xã D", now=EARLY - HOUR, weights=(3, 3), seen=True),
        "odder": waiting(period, "Xã B", now=LATE, weights=(2, 3)),
        "again": come_back(period, "Xã A", now=LATE),
        "returned": make_report_at("returned", period, make_unit(name="Xã G")),
        "draft": make_report_at("draft", period, make_unit(name="Xã H")),
        "accepted": make_report_at("accepted", period, make_unit(name="Xã I")),
    }


def test_the_order_of_need_the_filters_and_the_next(period, client_as, district):
    client, me = client_as(district["odd"].reviewer), district["odd"].reviewer
    page = queue(client, "?loai=CAP_XA")
    assert names(page) == ["Xã A", "Xã B", "Xã C", "Xã D", "Xã E", "Xã F", "Xã G", "Xã H", "Xã I"]
    text = shown(page)
    assert "<strong>1/8</strong> báo cáo đã nộp được thẩm định xong" in text
    assert text.count("Nộp lại") == 1
    assert [row.report.odd_count for row in page.context["rows"][:4]] == [0, 2, 2, 0]

    claims.claim_report(district["odd"].report, by=me, now=EARLY)
    claims.claim_report(district["again"].report, by=district["old"].reviewer, now=EARLY)
    assert names(queue(client, "?nguoi=toi")) == ["Xã C"]
    assert names(queue(client, "?nguoi=chua")) == ["Xã B", "Xã D", "Xã E", "Xã F"]
    assert names(queue(client, "?trang_thai=returned&q=xa g&nguoi=la")) == ["Xã G"]
    assert me.full_name in shown(queue(client, "?nguoi=toi"))
    assert next_report(period, me).short_name == "Xã B"
    assert next_report(period, me, after=district["odder"].report).short_name == "Xã C"
    assert next_report(period, district["old"].reviewer).short_name == "Xã A"


def test_only_reviewers_are_asked_whose(period, client_as):
    assert 'name="nguoi"' in shown(queue(client_as(make_user(Role.REVIEWER))))
    assert 'name="nguoi"' not in shown(queue(client_as(make_user(Role.INSPECTOR))))


def test_save_and_next_goes_down_the_lines_and_then_to_the_next_report(period, client_as):
    desk, following = waiting(period, "Xã A"), waiting(period, "Xã B", now=EARLY + HOUR)
    client = client_as(desk.reviewer)
    first = client.post(decide_url(desk), {"X-02-verdict": "accepted"})
    line = first.url.partition("#dong-")[2]
    assert line and desk.entry(line).verdict == Verdict.PENDING
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    last = client.post(decide_url(desk), {"X-02-verdict": "accepted"})
    assert last.url.endswith("#ket-luan")
    accept = client.post(reverse("reports:report-accept", args=[2023, desk.unit.code]), follow=True)
    assert accept.redirect_chain[0][0] == reverse("reports:report-review", args=[2023, following.unit.code])
    assert "Đã chấp nhận báo cáo của Xã A." in shown(accept)
    client.post(decide_url(following), {"X-02-verdict": "returned", "X-02-reason": "Sai số."})
    where = reverse("reports:report-return", args=[2023, following.unit.code])
    back = client.post(where, {"reason": "Bổ sung."}, follow=True)
    assert back.redirect_chain[0][0] == reverse("reports:review-queue", args=[2023])
    assert "Không còn báo cáo nào chờ anh/chị." in shown(back)


@pytest.fixture
def many(period):
    for number in range(60):
        make_unit(name=f"Xã {number:03d}")
    return period


def test_a_page_has_fifty_rows_and_the_filters_stay(many, client_as):
    client = client_as(make_user(Role.REVIEWER))
    first, second = queue(client, "?loai=CAP_XA"), queue(client, "?loai=CAP_XA&page=2")
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert names(first) + names(second) == [f"Xã {number:03d}" for number in range(60)]
    assert "loai=CAP_XA&amp;page=2" in shown(first)
    assert names(queue(client, "?loai=CAP_XA&page=khong")) == names(first)
    assert names(queue(client, "?loai=CAP_XA&page=99")) == names(second)


def test_an_unsent_draft_stays_a_draft(period):
    desk = make_report_at("draft", period)
    fill(desk)
    assert by_need(review_queue(period).filter(pk=desk.unit.pk)).get().need == 2

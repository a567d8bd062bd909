"""The anomaly desk as a whole: found by the job, shown to reviewers alone, seen and taken back; it never rejects."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import jobs
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from reports.enums import AnomalyKind, Outcome, ReportState, RequestKind, Verdict
from reports.models import Anomaly, SelfReport
from reports.rules import REASON_LIMIT, Figures
from reports.selectors import anomalies as selectors_anomalies
from reports.services import anomalies, evidence, review, sending
from reports.services.anomalies import ask_again, find_anomalies, keep, mark_seen, mark_unseen, queue_anomalies
from reports.services.reconsiderations import answer_reconsideration, ask_reconsideration
from tests.factories import make_unit
from tests.reports.factories import EARLY, at, fill, make_desk, make_report_at, pdf, send

pytestmark = pytest.mark.django_db

STORY = (
    "Các tổ công nghệ số cộng đồng mỗi tối thứ Ba đến từng thôn giúp bà con cài ứng dụng, nộp hồ sơ qua mạng và nhận kết quả "
    "tại nhà; đến tháng Mười đã có 412 hộ tự làm được mà không cần cán bộ đi cùng, nhiều hộ còn chỉ lại cho hàng xóm."
)
TWINS = {
    "X_02": Figures(a=Decimal(2171), b=Decimal(2633)),
    "X_03b": Figures(a=Decimal(1483), b=Decimal(3911)),
}
COPIED = {"BC_01": Figures(text=STORY)}
FIND_QUERIES, PAGE_QUERIES = 13, 12


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(2024, 12, 11), tick=False):
        yield


@pytest.fixture
def year(plan):
    return plan.campaign.periods.get(year=2024)


@pytest.fixture
def pair(year):
    """Two communes with the same two large lines and the same story."""
    return [make_report_at("submitted", year, make_unit(name=name), **TWINS, **COPIED) for name in ("Xã Một", "Xã Hai")]


def reckon(period, now=EARLY):
    return find_anomalies(period, now=now)


def told(desk) -> set[tuple[str, str]]:
    rows = Anomaly.objects.filter(report=desk.report).select_related("indicator")
    return {(row.kind, row.indicator.code if row.indicator else "") for row in rows}


def desk_url(query: str = "") -> str:
    return reverse("reports:anomaly-desk", args=[2024]) + query


def act(client, name: str, row: Anomaly, query: str = "", **data):
    return client.post(reverse(f"reports:anomaly-{name}", args=[2024, row.pk]) + query, data)


# --- finding ---------------------------------------------------------------------------------------------------------


def test_what_is_odd_is_found_in_both_reports(year, pair):
    assert reckon(year) == 2
    wanted = {("identical", "X-02"), ("identical", "X-03b"), ("copied", "BC-01")}
    assert told(pair[0]) == told(pair[1]) == wanted
    row = Anomaly.objects.get(report=pair[0].report, kind=AnomalyKind.COPIED)
    assert "Xã Hai" in row.reason


def test_good_reports_show_nothing(year):
    for _ in range(2):
        make_report_at("submitted", year)
    reckon(year)
    assert not Anomaly.objects.exists()


def test_last_year_counts_as_the_review_left_it(period, year, commune):
    old = make_report_at("submitted", period, commune, X_02=Figures(a=Decimal(950), b=Decimal(1000)))
    adjusted = Figures(a=Decimal(388), b=Decimal(1000))
    review.decide_entry(
        old.entry("X-02"), Verdict.ADJUSTED, by=old.reviewer, now=EARLY, reason="Tính lại.", adjusted=adjusted
    )
    new = make_report_at("submitted", year, commune, X_02=Figures(a=Decimal(900), b=Decimal(1000)))
    reckon(year)
    (row,) = Anomaly.objects.filter(report=new.report, kind=AnomalyKind.JUMP)
    assert row.reason == "Cao hơn năm trước 51,2 điểm phần trăm (38,80% → 90,00%)."
    assert not Anomaly.objects.filter(report=old.report).exists()


def test_last_year_counts_with_what_was_granted_since(period, year):
    """Granted 38,8 % instead of 95 %: 90 % is a jump. Kept at 95 %: it is none."""
    said, now = Figures(a=Decimal(950), b=Decimal(1000)), Figures(a=Decimal(900), b=Decimal(1000))
    low = Figures(a=Decimal(388), b=Decimal(1000))
    jumps = {}
    for outcome in (Outcome.GRANTED, Outcome.KEPT):
        old = make_report_at("accepted", period, X_02=said)
        ask = ask_reconsideration(
            old.entry("X-02"), RequestKind.APPEAL, text="Đếm nhầm.", figures=low, by=old.officer, now=EARLY
        )
        answer_reconsideration(ask, outcome, answer="Đã đối chiếu.", figures=low, by=old.reviewer, now=EARLY)
        jumps[outcome] = make_report_at("submitted", year, old.unit, X_02=now)
    reckon(year)
    found = Anomaly.objects.filter(kind=AnomalyKind.JUMP).values_list("report", "reason")
    assert list(found) == [
        (jumps[Outcome.GRANTED].report.pk, "Cao hơn năm trước 51,2 điểm phần trăm (38,80% → 90,00%).")
    ]


def test_the_same_file_is_found_by_its_bytes(year):
    desks = [make_desk(year, make_unit(name=name)) for name in ("Xã Một", "Xã Hai")]
    for desk in desks:
        fill(desk)
        evidence.add_evidence(desk.entry("X-02"), pdf(f"{desk.unit.code}.pdf"), by=desk.officer)
        send(desk)
    reckon(year)
    assert told(desks[0]) == told(desks[1]) == {("same_file", "X-02")}


def test_drafts_are_neither_read_nor_touched(year, pair):
    """A report that is taken back is its unit's own again; what a reviewer saw in it waits for it."""
    reckon(year)
    rows = Anomaly.objects.filter(report=pair[0].report)
    mark_seen(rows.first(), by=pair[0].reviewer, now=EARLY)
    sending.withdraw_report(pair[0].report, by=pair[0].officer, now=EARLY)
    before = list(rows.order_by("pk").values())
    assert reckon(year) == 1
    assert list(rows.order_by("pk").values()) == before
    assert told(pair[1]) == set()
    assert list(selectors_anomalies.odd_reports(year)) == []
    send(pair[0])
    reckon(year)
    assert rows.filter(seen_at__isnull=False).count() == 1


def test_reckoned_again_nothing_changes_and_what_was_seen_stays_seen(year, pair):
    reckon(year)
    mark_seen(Anomaly.objects.get(report=pair[0].report, kind=AnomalyKind.COPIED), by=pair[0].reviewer, now=EARLY)
    before = list(Anomaly.objects.order_by("pk").values())
    reckon(year, now=EARLY + timedelta(days=1))
    assert list(Anomaly.objects.order_by("pk").values()) == before


def test_another_reason_is_to_be_seen_again(year, pair):
    reckon(year)
    row = Anomaly.objects.get(report=pair[0].report, indicator__code="X-02")
    kept = Anomaly.objects.get(report=pair[0].report, kind=AnomalyKind.COPIED)
    for one in (row, kept):
        mark_seen(one, by=pair[0].reviewer, now=EARLY)
    make_report_at("submitted", year, make_unit(name="Xã Ba"), **TWINS)
    reckon(year)
    assert not Anomaly.objects.filter(pk=row.pk).exists()
    again = Anomaly.objects.get(report=pair[0].report, indicator__code="X-02")
    assert (again.seen_at, "Xã Ba" in again.reason) == (None, True)
    assert Anomaly.objects.get(pk=kept.pk).seen_at == EARLY


def test_finding_costs_the_same_for_two_units_and_for_four(period, year, pair, django_assert_num_queries):
    make_report_at("accepted", period, pair[0].unit, **TWINS)
    reckon(year)
    with django_assert_num_queries(FIND_QUERIES):
        reckon(year)
    for name in ("Xã Ba", "Xã Bốn"):
        before = make_report_at("accepted", period, make_unit(name=name))
        make_report_at("submitted", year, before.unit, **COPIED)
    reckon(year)  # this one writes what is new: one query to take away, one to add
    with django_assert_num_queries(FIND_QUERIES):
        assert reckon(year) == 4


def test_an_older_reckoning_never_wins(year, pair):
    old = anomalies.reckon(year)
    third = make_report_at("submitted", year, make_unit(name="Xã Ba"), **TWINS)
    assert reckon(year) == 3
    rows = list(Anomaly.objects.order_by("pk").values())
    assert keep(year, old, now=EARLY + timedelta(days=1)) is False
    assert list(Anomaly.objects.order_by("pk").values()) == rows
    assert ("identical", "X-02") in told(third)


@pytest.mark.parametrize(("meanwhile", "readings"), [(1, 2), (3, 4), (9, 4)])
def test_a_report_sent_while_a_year_is_compared_is_not_lost(year, pair, monkeypatch, meanwhile, readings):
    """It starts over, three times at most; what then still comes in has a job of its own."""
    read, desks = anomalies.read_district, []

    def reading(period):
        found = read(period)
        if len(desks) < meanwhile:
            desks.append(make_report_at("submitted", year, make_unit(name=f"Xã Mới {len(desks)}"), **TWINS))
        else:
            desks.append(None)
        return found

    monkeypatch.setattr(anomalies, "read_district", reading)
    count = reckon(year)
    assert (len(desks), count) == (readings, 2 + min(meanwhile, readings - 1))
    assert all(("identical", "X-02") in told(desk) for desk in desks[: readings - 1])
    assert Job.objects.filter(kind="reports.anomalies", state="queued").exists()


# --- the job ---------------------------------------------------------------------------------------------------------


def test_sending_asks_for_one_job_that_names_nobody(year, pair):
    (job,) = Job.objects.filter(kind="reports.anomalies")
    assert (job.created_by, job.args) == ("", {"period": year.pk})
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"reports": 2})
    assert Anomaly.objects.filter(report=pair[0].report).count() == 3


def test_a_running_job_may_have_read_before_so_another_one_follows(year):
    first = queue_anomalies(year)
    assert queue_anomalies(year) == first
    Job.objects.filter(pk=first.pk).update(state="running")
    assert queue_anomalies(year) != first


# --- seen, and back --------------------------------------------------------------------------------------------------


@pytest.fixture
def found(year, pair):
    reckon(year)
    return Anomaly.objects.get(report=pair[0].report, kind=AnomalyKind.COPIED)


def test_a_reviewer_says_seen_with_a_note_and_takes_it_back(found, pair):
    reviewer = pair[0].reviewer
    mark_seen(found, by=reviewer, now=EARLY, note=" Hai xã dùng chung bản tin của huyện. ")
    found.refresh_from_db()
    assert (found.seen_by, found.seen_at) == (reviewer.username, EARLY)
    assert found.seen_note == "Hai xã dùng chung bản tin của huyện."
    with pytest.raises(TransitionDenied, match="đã được xem"):
        mark_seen(found, by=reviewer, now=EARLY)
    mark_unseen(found, by=reviewer)
    found.refresh_from_db()
    assert (found.seen_by, found.seen_at, found.seen_note) == ("", None, "")
    with pytest.raises(TransitionDenied, match="chưa được đánh dấu"):
        mark_unseen(found, by=reviewer)
    assert list(AuditEvent.objects.order_by("-id").values_list("action", flat=True)[:2]) == [
        "anomaly.unseen",
        "anomaly.seen",
    ]


@pytest.mark.parametrize("who", ["officer", "head"])
def test_nobody_of_the_unit_has_a_word_here(found, pair, who):
    for step in (
        lambda by: mark_seen(found, by=by, now=EARLY),
        lambda by: mark_unseen(found, by=by),
        lambda by: ask_again(found.report.period, by=by),
    ):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
            step(getattr(pair[0], who))
    mark_seen(found, by=pair[0].reviewer, now=EARLY)


def test_a_note_has_a_length(found, pair):
    with pytest.raises(ValidationError, match="rút gọn"):
        mark_seen(found, by=pair[0].reviewer, now=EARLY, note="x" * (REASON_LIMIT + 1))
    mark_seen(found, by=pair[0].reviewer, now=EARLY, note="x" * REASON_LIMIT)


def test_what_waits_for_review_stands_before_what_is_heavier(found, pair):
    desk, year = pair[0], found.report.period
    Anomaly.objects.filter(report=pair[1].report).update(weight=1)
    order = lambda: [report.pk for report in selectors_anomalies.odd_reports(year)]  # noqa: E731
    assert order() == [desk.report.pk, pair[1].report.pk]
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    for entry in desk.report.entries.filter(verdict=Verdict.PENDING):
        review.decide_entry(entry, Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    review.accept_report(desk.fresh(), by=desk.reviewer, now=EARLY)
    assert order() == [pair[1].report.pk, desk.report.pk]


def test_nothing_is_rejected_by_it(found, pair):
    """A report with everything unseen is accepted like any other; what is to be looked at first is decided by hand."""
    desk = pair[0]
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    for entry in desk.report.entries.filter(verdict=Verdict.PENDING):
        review.decide_entry(entry, Verdict.ACCEPTED, by=desk.reviewer, now=EARLY)
    review.accept_report(desk.fresh(), by=desk.reviewer, now=EARLY)
    assert desk.fresh().state == ReportState.ACCEPTED
    assert Anomaly.objects.filter(report=desk.report, seen_at__isnull=True).count() == 3
    reckon(desk.report.period)
    mark_seen(found, by=desk.reviewer, now=EARLY)


# --- for the queue ---------------------------------------------------------------------------------------------------


def test_the_queue_counts_what_is_unseen(found, pair, django_assert_num_queries):
    mark_seen(found, by=pair[0].reviewer, now=EARLY)
    make_report_at("submitted", found.report.period, make_unit(name="Xã Ba"))
    with django_assert_num_queries(1):
        rows = {
            report.unit.short_name: (report.odd_count, report.odd_weight > 0)
            for report in selectors_anomalies.with_unseen(SelfReport.objects.select_related("unit"))
        }
    assert rows == {"Xã Một": (2, True), "Xã Hai": (3, True), "Xã Ba": (0, False)}

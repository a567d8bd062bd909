"""Phúc tra and official figures: who may ask until which instant, what an answer changes and what it leaves alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaign.models import Holiday, Period
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from criteria.models import ScoreSheet, Target
from reports.comparison import comparisons
from reports.district import district_rows
from reports.enums import Outcome, RequestKind
from reports.explanations import estimate_text
from reports.home import tasks_for
from reports.models import Entry, Reconsideration
from reports.pages.checks import own_checks
from reports.pages.section import SectionDesk
from reports.reconsidering import windows_of
from reports.rules import Figures
from reports.selectors import rows as selectors
from reports.services.reconsiderations import answer_reconsideration, ask_reconsideration
from reports.services.scoring import score_report
from tests.factories import make_user
from tests.reports.factories import EARLY, at, make_report_at
from tests.reports.pages import sheet_url, shown
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8  # session, person, appointments, what the frame shows, and the list with its page and years
APPEAL, OFFICIAL = RequestKind.APPEAL, RequestKind.OFFICIAL
NONE = Figures()
HALF, GOOD = Figures(a=Decimal(50), b=Decimal(100)), Figures(a=Decimal(80), b=Decimal(100))
ACCEPTED = at(2023, 12, 22, 15)  # a Friday
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(ACCEPTED, tick=False):
        yield


@pytest.fixture
def desk(period):
    """X-02 at 50 % (70 % are asked for), and an estimate in X-03a."""
    Period.objects.filter(pk=period.pk).update(summary_due=date(2024, 1, 10))
    period.refresh_from_db()
    estimate = Figures(a=Decimal(90), b=Decimal(100), estimate=True)
    return make_report_at("accepted", period, now=ACCEPTED, X_02=HALF, X_03a=estimate)


def ask(desk, kind=APPEAL, *, code="X-02", text="Có thêm báo cáo quý IV.", figures=NONE, by=None, now=ACCEPTED):
    return ask_reconsideration(desk.entry(code), kind, text=text, figures=figures, by=by or desk.officer, now=now)


def answer(desk, one, outcome, *, figures=NONE, words="Đã đối chiếu văn bản.", by=None, now=ACCEPTED):
    return answer_reconsideration(one, outcome, answer=words, figures=figures, by=by or desk.reviewer, now=now)


def counted(desk, code="X-02"):
    return selectors.row_of(desk.fresh(), code).appraised


# --- the windows ------------------------------------------------------------------------------------


def test_the_window_of_five_working_days_ends_with_its_last_day(desk):
    assert windows_of(desk.report).appeal == at(2023, 12, 30)  # Monday to Friday of the next week
    ends = at(2023, 12, 30)
    with pytest.raises(TransitionDenied, match=r"Đã hết hạn đề nghị phúc tra \(hết ngày 29/12/2023, 5 ngày làm việc"):
        ask(desk, now=ends)
    assert ask(desk, now=ends - MICROSECOND).pk


def test_a_holiday_moves_the_end_and_fewer_days_bring_it_nearer(desk, period):
    Holiday.objects.create(day=date(2023, 12, 25), name="Ngày nghỉ thử")
    ends = at(2024, 1, 2)  # the fifth day is Monday 01/01
    assert windows_of(desk.report).appeal == ends
    Holiday.objects.create(day=date(2024, 1, 1), name="Tết Dương lịch")
    ends = at(2024, 1, 3)
    with pytest.raises(TransitionDenied):
        ask(desk, now=ends)
    assert ask(desk, now=ends - MICROSECOND).pk
    Period.objects.filter(pk=period.pk).update(appeal_days=1)
    assert windows_of(desk.fresh()).appeal == at(2023, 12, 27)


def test_official_figures_are_taken_until_the_year_is_summed_up(desk):
    ends = at(2024, 1, 11)
    with pytest.raises(TransitionDenied, match="hết ngày 10/01/2024"):
        ask(desk, OFFICIAL, code="X-03a", figures=GOOD, now=ends)
    assert ask(desk, OFFICIAL, code="X-03a", figures=GOOD, now=ends - MICROSECOND).pk


# --- asking -------------------------------------------------------------------------------------------


def test_only_the_units_officer_asks_about_an_accepted_report(desk, period):
    for other in (desk.head, desk.reviewer, make_user(Role.OFFICER)):
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ được phân công"):
            ask(desk, by=other)
    submitted = make_report_at("submitted", period)
    with pytest.raises(TransitionDenied, match="đã được Phòng VH-TT chấp nhận"):
        ask(submitted)
    assert ask(desk).sent_by == desk.officer.username


@pytest.mark.parametrize(
    ("kind", "code", "text", "figures", "field"),
    [
        (APPEAL, "X-02", "  ", Figures(), "text"),
        (APPEAL, "X-02", "x" * 4001, Figures(), "text"),
        (APPEAL, "X-02", "Vì sao.", Figures(a=Decimal(3), b=Decimal(2)), "a"),
        (APPEAL, "X-02", "Vì sao.", Figures(a=Decimal(3)), "b"),
        (APPEAL, "X-02", "Vì sao.", Figures(a=Decimal("1.5"), b=Decimal(2)), "a"),
        (OFFICIAL, "X-03a", "Chốt số.", Figures(), "a"),
        (OFFICIAL, "X-03a", "Chốt số.", Figures(a=Decimal(0), b=Decimal(0)), "b"),
        (OFFICIAL, "X-03a", "", GOOD, "text"),
    ],
)
def test_a_request_is_explained_and_its_figures_hold(desk, kind, code, text, figures, field):
    with pytest.raises(ValidationError) as wrong:
        ask(desk, kind, code=code, text=text, figures=figures)
    assert list(wrong.value.message_dict) == [field]
    assert ask(desk, kind, code=code, figures=GOOD).pk


def test_what_cannot_be_asked(desk):
    with pytest.raises(TransitionDenied, match="không phải số ước"):
        ask(desk, OFFICIAL, figures=GOOD)
    with pytest.raises(TransitionDenied, match="tường thuật"):
        ask(desk, code="BC-01")
    first = ask(desk)
    with pytest.raises(TransitionDenied, match="đang có một đề nghị"):
        ask(desk)
    answer(desk, first, Outcome.KEPT)
    assert ask(desk).pk  # answered: another one may follow, inside the window


def test_the_database_refuses_too(desk, period):
    row = {"text": "Vì sao.", "sent_by": "x", "sent_at": ACCEPTED}
    submitted = make_report_at("submitted", period)
    for broken in (
        {"entry": submitted.entry("X-02"), "kind": "appeal"},
        {"entry": desk.entry("X-02"), "kind": "official"},
        {"entry": desk.entry("X-02"), "kind": "appeal", "text": ""},
        {"entry": desk.entry("X-02"), "kind": "appeal", "granted_a": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reconsideration.objects.create(**row | broken)
    one = ask(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reconsideration.objects.create(**row, entry=desk.entry("X-02"), kind="appeal")
    said = {"answer": "Đã xem.", "decided_by": "y", "decided_at": ACCEPTED}
    granted = said | {"outcome": "granted", "granted_a": 80, "granted_b": 100}
    for change in (
        granted | {"granted_a": None, "granted_b": None},
        granted | {"granted_a": 101},
        granted | {"decided_by": ""},
        said | {"outcome": "kept", "decided_by": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reconsideration.objects.filter(pk=one.pk).update(**change)
    with transaction.atomic():
        assert Reconsideration.objects.filter(pk=one.pk).update(**granted) == 1
        transaction.set_rollback(True)
    answer(desk, one, Outcome.KEPT)
    for change in ({"answer": "Khác."}, {"text": "Khác."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reconsideration.objects.filter(pk=one.pk).update(**change)


# --- answering --------------------------------------------------------------------------------------


def test_a_granted_figure_counts_from_then_on_and_the_report_stays(desk):
    before = score_report(desk.report, "appraised")
    assert before.eligible is False
    lines = list(Entry.objects.filter(report=desk.report).order_by("pk").values())
    one = ask(desk, figures=Figures(a=Decimal(90), b=Decimal(100)))
    assert counted(desk) == HALF
    answer(desk, one, Outcome.GRANTED, figures=GOOD)
    assert (counted(desk).a, counted(desk).b) == (80, 100)
    assert list(Entry.objects.filter(report=desk.report).order_by("pk").values()) == lines
    after = score_report(desk.report, "appraised")
    assert (before.number, after.number) == (1, 2)
    assert (after.eligible, after.total - before.total) == (False, 2)  # X-03a is still at 90 %
    assert "X-02" not in str(after.reasons) and "hồ sơ công việc" not in str(after.reasons)
    assert ScoreSheet.objects.get(pk=before.pk).total == before.total
    assert score_report(desk.report, "self").total == score_report(desk.report, "self").total


def test_a_kept_figure_changes_nothing(desk):
    before = score_report(desk.report, "appraised")
    jobs = Job.objects.count()
    one = answer(desk, ask(desk, figures=GOOD), Outcome.KEPT, figures=GOOD)
    assert (one.granted_a, counted(desk)) == (None, HALF)
    assert (Job.objects.count(), score_report(desk.report, "appraised").pk) == (jobs, before.pk)


def test_the_latest_granted_one_counts_over_the_adjusted_one(period):
    from reports.enums import Verdict
    from reports.services import review

    desk = make_report_at("submitted", period, X_02=HALF)
    review.decide_entry(desk.entry("X-02"), Verdict.ADJUSTED, by=desk.reviewer, now=EARLY, reason="Đếm lại.",
                        adjusted=Figures(a=Decimal(40), b=Decimal(100)))  # fmt: skip
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.accept_report(desk.report, by=desk.reviewer, now=ACCEPTED)
    assert counted(desk).a == 40
    for hours, a in ((1, 60), (2, 75)):
        now = ACCEPTED + timedelta(hours=hours)
        answer(desk, ask(desk, now=now), Outcome.GRANTED, figures=Figures(a=Decimal(a), b=Decimal(100)), now=now)
        assert counted(desk).a == a
    answer(desk, ask(desk), Outcome.KEPT, now=ACCEPTED + timedelta(hours=3))
    assert (counted(desk).a, selectors.row_of(desk.report, "X-02").reviewed.a) == (75, 40)


def test_the_council_is_scored_again_only_if_it_had_said_something(desk):
    from reports.services.council_points import set_council_points

    def councils():
        return Job.objects.filter(kind="reports.score", args__column="council").count()

    answer(desk, ask(desk), Outcome.GRANTED, figures=GOOD)
    assert councils() == 0
    set_council_points(desk.report, "X-02", points=Decimal(1), reason="Lý do.", by=make_user(Role.APPRAISER))
    Job.objects.filter(args__column="council").update(state="running")
    answer(desk, ask(desk), Outcome.GRANTED, figures=HALF)
    assert councils() == 2


@pytest.mark.parametrize(
    ("outcome", "words", "figures", "field"),
    [
        (Outcome.KEPT, " ", Figures(), "answer"),
        (Outcome.KEPT, "x" * 2001, Figures(), "answer"),
        (Outcome.GRANTED, "Đồng ý.", Figures(), "a"),
        (Outcome.GRANTED, "Đồng ý.", Figures(a=Decimal(3), b=Decimal(2)), "a"),
        (Outcome.OPEN, "Đồng ý.", Figures(), "outcome"),
    ],
)
def test_an_answer_has_a_reason_and_sound_figures(desk, outcome, words, figures, field):
    one = ask(desk)
    with pytest.raises(ValidationError) as wrong:
        answer(desk, one, outcome, words=words, figures=figures)
    assert list(wrong.value.message_dict) == [field]
    assert answer(desk, one, Outcome.GRANTED, figures=GOOD).outcome == Outcome.GRANTED


def test_only_phong_vh_tt_answers_and_only_once(desk):
    one = ask(desk)
    for other in (desk.officer, desk.head, make_user(Role.APPRAISER)):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng VH-TT"):
            answer(desk, one, Outcome.KEPT, by=other)
    answer(desk, one, Outcome.KEPT)
    with pytest.raises(TransitionDenied, match="đã được trả lời: giữ nguyên"):
        answer(desk, one, Outcome.GRANTED, figures=GOOD)


def test_both_sides_are_told_once_and_the_log_knows(desk):
    one = ask(desk)
    assert [n.user for n in Notice.objects.filter(key=f"reconsideration.asked:{one.pk}")] == [desk.reviewer]
    answer(desk, one, Outcome.KEPT)
    told = Notice.objects.filter(key=f"reconsideration.answered:{one.pk}")
    assert {n.user for n in told} == {desk.officer, desk.head}
    assert "giữ nguyên" in told[0].text
    actions = AuditEvent.objects.values_list("action", "actor")
    assert ("self_report.reconsider", desk.officer.username) in actions
    assert ("self_report.reconsidered", desk.reviewer.username) in actions


# --- estimates, the district, the pages -----------------------------------------------------------------


def test_an_estimate_becomes_official(desk, client_as):
    assert estimate_text(selectors.row_of(desk.report, "X-03a")) == "ước 90%"
    one = ask(desk, OFFICIAL, code="X-03a", figures=Figures(a=Decimal(100), b=Decimal(100)))
    answer(desk, one, Outcome.GRANTED, figures=Figures(a=Decimal(100), b=Decimal(100)))
    assert estimate_text(selectors.row_of(desk.fresh(), "X-03a")) == "ước 90% → chính thức 100%"
    score_report(desk.report, "appraised")
    assert "ước 90% → chính thức 100%" in shown(client_as(desk.head).get(sheet_url(desk)))


def test_the_districts_figures_follow(period, django_assert_num_queries):
    target = next(
        target
        for target in Target.objects.filter(plan_version=period.plan_version, indicator__kind="percent")
        if target.indicator.district_rule == "sum" and "CAP_XA" in target.indicator.reporter_kinds
    )
    code = target.indicator.code
    answers = {code.replace("-", "_"): HALF}
    desks = [make_report_at("accepted", period, now=ACCEPTED, **answers) for _ in range(2)]

    def reached() -> str:
        return {row.code: row.reached for row in district_rows(period)}[target.code]

    assert "(100/200)" in reached()
    answer(desks[0], ask(desks[0], code=code), Outcome.GRANTED, figures=GOOD)
    with django_assert_num_queries(3):
        assert "(130/200)" in reached()


def test_the_spread_of_the_group_follows(period):
    """A granted figure counts among the peers, a kept one does not; a line that was "không phát sinh" gets its figure."""
    peers = [make_report_at("accepted", period, now=ACCEPTED, X_02=HALF) for _ in range(3)]
    nothing = Figures(na=True, note="Không có hồ sơ.")
    peers.append(make_report_at("accepted", period, now=ACCEPTED, X_02=nothing))
    desk = make_report_at("submitted", period, X_02=Figures(a=Decimal(60), b=Decimal(100)))

    def spread() -> tuple[str, str, str, str]:
        bar = comparisons(desk.report, selectors.indicators_of(desk.report))["X-02"].bar
        return bar.lowest, bar.middle, bar.highest, bar.standing

    assert spread() == ("50%", "50%", "60%", "cao thứ 1 trong 4 đơn vị có số liệu")
    answer(peers[0], ask(peers[0], figures=GOOD), Outcome.KEPT, figures=GOOD)
    assert spread() == ("50%", "50%", "60%", "cao thứ 1 trong 4 đơn vị có số liệu")
    answer(peers[1], ask(peers[1]), Outcome.GRANTED, figures=Figures(a=Decimal(99), b=Decimal(100)))
    answer(peers[1], ask(peers[1]), Outcome.GRANTED, figures=GOOD)  # in the same instant: the later row
    answer(peers[3], ask(peers[3]), Outcome.GRANTED, figures=Figures(a=Decimal(70), b=Decimal(100)))
    assert spread() == ("50%", "60%", "80%", "cao thứ 3 trong 5 đơn vị có số liệu")


def test_last_year_counts_on_every_desk_with_what_was_granted(desk):
    """Beside the officer's line, beside the reviewer's, and in the checks: one reading of last year."""
    later = desk.report.period.campaign.periods.get(year=2024)
    answer(desk, ask(desk), Outcome.GRANTED, figures=GOOD)
    answer(desk, ask(desk, code="X-03a"), Outcome.KEPT, figures=HALF)
    now = make_report_at("draft", later, desk.unit, X_02=HALF)
    sections = [SectionDesk.of(now.report, section.code) for section in selectors.report_rows(now.report)]
    said = {line.code: line.last_year for section in sections for line in section.lines}
    beside = comparisons(now.report, selectors.indicators_of(now.report))
    for code, figure in (("X-02", "80%"), ("X-03a", "90%")):
        assert (said[code], beside[code].last_year) == (figure, figure)
    found = own_checks(now.report, selectors.report_rows(now.report), now.officer)
    told = [item.sentence for group in found.should if group.title == "Giảm so với năm trước" for item in group.items]
    assert len(told) == 1 and told[0].startswith("Năm trước 80%, năm nay 50%")


def detail(one) -> str:
    return reverse("reports:reconsideration-detail", args=[one.pk])


def test_the_pages_from_asking_to_the_answer(desk, client_as):
    score_report(desk.report, "appraised")
    officer, reviewer = client_as(desk.officer), client_as(desk.reviewer)
    url = reverse("reports:appeal-ask", args=[2023, desk.unit.code, "X-02"])
    assert url in shown(officer.get(sheet_url(desk)))
    assert url not in shown(client_as(desk.head).get(sheet_url(desk)))
    wrong = officer.post(url, {"text": "Có thêm văn bản.", "a": "120", "b": "100"})
    assert (wrong.status_code, "lớn hơn tổng số" in shown(wrong), "Có thêm văn bản." in shown(wrong)) == (
        422,
        True,
        True,
    )
    done = officer.post(url, {"text": "Có thêm văn bản.", "a": "80", "b": "100"})
    one = Reconsideration.objects.get()
    assert done["Location"] == detail(one)
    assert "Đang chờ Phòng VH-TT trả lời" in shown(officer.get(detail(one)))
    refused = officer.post(url, {"text": "Lần nữa."})
    assert (refused.status_code, "đang có một đề nghị" in shown(refused)) == (422, True)
    page = reviewer.get(detail(one))
    assert page.context["form"]["a"].value() == "80"
    reply = reverse("reports:reconsideration-answer", args=[one.pk])
    assert reviewer.post(reply, {"outcome": "granted", "a": "80", "b": "100", "answer": ""}).status_code == 422
    assert reviewer.post(reply, {"answer": "x"}).status_code == 422
    assert reviewer.post(reply, {"outcome": "granted", "a": "80", "b": "100", "answer": "Đúng."}).status_code == 302
    read = shown(officer.get(detail(one)))
    assert "tính theo <strong>80% (80 / 100\xa0hồ sơ)</strong>".replace("\xa0", " ") in read.replace("\xa0", " ")
    assert "Đúng." in read
    assert "Trả lời đơn vị" not in read


def test_another_units_request_is_not_there(desk, period, client_as):
    other = make_report_at("accepted", period, now=ACCEPTED)
    one = ask(desk)
    for url in (detail(one), reverse("reports:appeal-ask", args=[2023, desk.unit.code, "X-02"])):
        assert client_as(other.officer).get(url).status_code == 404
        assert client_as(desk.officer).get(url).status_code == 200
    listed = client_as(other.officer).get(reverse("reports:reconsideration-list"))
    assert list(listed.context["page_obj"]) == []
    assert client_as(other.officer).post(reverse("reports:reconsideration-answer", args=[one.pk])).status_code == 403
    assert client_as(desk.reviewer).get(detail(one)).status_code == 200


def test_the_list_costs_the_same_and_can_show_only_what_waits(period, client_as, django_assert_num_queries):
    url, asks = reverse("reports:reconsideration-list"), []
    for n in (1, 3):
        while len(asks) < n:
            desk = make_report_at("accepted", period, now=ACCEPTED)
            asks.append(ask(desk))
        client = client_as(make_user(Role.REVIEWER))
        with django_assert_num_queries(LIST_QUERIES):
            assert len(client.get(url).context["page_obj"]) == n
    answer(desk, asks[-1], Outcome.KEPT)
    assert list(client.get(url + "?trang_thai=cho&nam=2023").context["page_obj"]) == asks[:2]
    assert list(client.get(url).context["page_obj"]) == asks  # what waits stands first
    assert client.get(url + "?nam=abc&trang_thai=x").status_code == 200
    assert list(client.get(url + "?nam=2024").context["page_obj"]) == []


def test_home_tells_both_sides(desk):
    def titles(user):
        return [task.title for task in tasks_for(user, now=ACCEPTED)]

    assert "Gửi số chính thức năm 2023" in titles(desk.officer)
    assert "Xem kết quả thẩm định năm 2023" in titles(desk.officer)
    assert "Trả lời đề nghị xem lại năm 2023" not in titles(desk.reviewer)
    one = ask(desk, OFFICIAL, code="X-03a", figures=GOOD)
    assert "Trả lời đề nghị xem lại năm 2023" in titles(desk.reviewer)
    assert "Gửi số chính thức năm 2023" not in titles(desk.officer)
    assert "Đề nghị xem lại năm 2023 đang chờ trả lời" in titles(desk.officer)
    answer(desk, one, Outcome.KEPT)
    assert "Trả lời đề nghị xem lại năm 2023" not in titles(desk.reviewer)
    assert "Gửi số chính thức năm 2023" in titles(desk.officer)  # still an estimate
    late = [task.title for task in tasks_for(desk.officer, now=at(2024, 2, 1))]
    assert not {"Gửi số chính thức năm 2023", "Xem kết quả thẩm định năm 2023"} & set(late)


def test_after_the_decision_an_answer_says_that_the_awards_stay(desk, client_as):
    from awards.models import AwardRound

    one = ask(desk)
    note = "không làm thay đổi việc đó"
    assert note not in shown(client_as(desk.reviewer).get(detail(one)))
    AwardRound.objects.create(
        period=desk.report.period, name="Sơ kết", state="decided", achievement_text="x", signer_title="CHỦ TỊCH",
        proposed_at=ACCEPTED, proposal_date=date(2023, 12, 21),
    )  # fmt: skip
    assert note in shown(client_as(desk.reviewer).get(detail(one)))
    answer(desk, one, Outcome.GRANTED, figures=GOOD)
    assert note in Notice.objects.filter(key=f"reconsideration.answered:{one.pk}")[0].text
    assert counted(desk) == GOOD

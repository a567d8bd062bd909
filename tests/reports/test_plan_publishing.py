"""Edited weights of the plan: what they would do to the ranks, who may publish them, and that old sheets stay."""

import json
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from awards.enums import RoundState
from awards.models import AwardRound
from campaign.models import PlanVersion
from core import jobs
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from criteria.enums import Column
from criteria.models import Indicator, PlanDraft, ScoreSheet
from criteria.plans.changing import edited
from criteria.selectors import draft_token, indicators_for, plan_of, plan_of_draft, ranking
from criteria.services.plan_drafts import save_draft, start_draft
from criteria.services.plans import load_plan
from reports.plan_effect import Effect, effect_of
from reports.rules import Figures
from reports.selectors import rows as selectors
from reports.services import reports
from reports.services.plan_publishing import publish_plan, rescore_year, year_offers
from reports.services.scoring import score_report
from tests.factories import PLAN_FILE, make_user
from tests.reports.factories import DUE, EARLY, LATE, make_desk, make_report_at
from tests.reports.pages import sheet_url, shown
from units.enums import Role

MOVED = {"points:X:X-02": "9", "points:X:CQS-02": "1"}
WHY = "Theo kết luận cuộc họp ngày 10/12/2023."


@pytest.fixture
def reviewer(plan):
    return make_user(Role.REVIEWER)


@pytest.fixture
def draft(plan, reviewer):
    return start_draft(plan, by=reviewer)


def save(draft, values, by, reasons=None, **changes) -> PlanDraft:
    return save_draft(draft, values, reasons or {}, read=draft_token(draft), by=by, now=EARLY)


def publish(draft, by, years=(), reason=WHY, now=EARLY):
    return publish_plan(draft, years, reason=reason, read=draft_token(draft), by=by, now=now)


def percent(a: int, b: int = 100) -> Figures:
    return Figures(a=Decimal(a), b=Decimal(b))


def score_all(*desks) -> None:
    for desk in desks:
        for column in Column.SELF, Column.APPRAISED:
            score_report(desk.fresh(), column)


def bytes_of_sheets(*pks) -> list[tuple]:
    """Every column of every stored sheet, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM criteria_scoresheet ORDER BY created_at, id")
        rows = cursor.fetchall()
    return [row for row in rows if not pks or row[0] in pks]


def no_progress(done: int, total: int) -> None:
    pass


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_one_open_draft_per_version(draft, plan, reviewer):
    assert start_draft(plan, by=make_user(Role.REVIEWER)) == draft
    assert PlanDraft.objects.count() == 1


def test_a_bad_sum_is_refused_and_nothing_is_kept(draft, reviewer):
    with pytest.raises(ValidationError) as caught:
        save(draft, {"points:X:X-02": "9"}, reviewer)
    assert caught.value.message_dict["sum:X:B"] == [
        "Bộ Cấp xã: nhóm B, trọng số cộng lại là 52, phải đúng bằng 50: thừa 2 điểm."
    ]
    draft.refresh_from_db()
    assert draft.changes == {}
    assert set(save(draft, MOVED, reviewer).changes) == set(MOVED)


def test_the_plan_s_own_figure_asks_for_a_reason(draft, reviewer):
    with pytest.raises(ValidationError) as caught:
        save(draft, {"bar:X-02": "ge 75"}, reviewer)
    assert list(caught.value.message_dict) == ["reason:bar:X-02"]
    assert "từ 70% trở lên" in str(caught.value)
    assert save(draft, {"bar:PB-01": "ge 95"}, reviewer).changes["bar:PB-01"]["reason"] == ""
    draft.refresh_from_db()
    assert save(draft, {"bar:X-02": "ge 75"}, reviewer, {"bar:X-02": "Tỉnh giao 75%."}).changes.keys() == {"bar:X-02"}


def test_a_change_keeps_who_made_it_and_when(draft, reviewer):
    other = make_user(Role.REVIEWER)
    draft = save(draft, MOVED, reviewer)
    later = {**MOVED, "scoring:late_points": "3"}
    draft = save_draft(draft, later, {}, read=draft_token(draft), by=other, now=LATE)
    assert {key: one["by"] for key, one in draft.changes.items()} == {
        "points:X:X-02": reviewer.username, "points:X:CQS-02": reviewer.username, "scoring:late_points": other.username,
    }  # fmt: skip
    assert draft.changes["points:X:X-02"]["at"] == EARLY.isoformat()


def test_two_editors_the_second_is_told(draft, reviewer):
    read = draft_token(draft)
    save(draft, MOVED, reviewer)
    with pytest.raises(ValidationError, match="vừa được sửa từ một cửa sổ khác"):
        save_draft(draft, {"scoring:late_points": "3"}, {}, read=read, by=reviewer, now=EARLY)
    draft.refresh_from_db()
    assert set(draft.changes) == set(MOVED)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_the_reviewers_office_edits_and_publishes(draft, plan, reviewer, role):
    other = make_user(role)
    draft = save(draft, MOVED, reviewer)
    for forbidden in (
        lambda: start_draft(plan, by=other),
        lambda: save(draft, {}, other),
        lambda: publish(draft, other),
    ):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng Văn hóa và Thông tin"):
            forbidden()
    assert publish(draft, reviewer).number == 2


# --- publishing -----------------------------------------------------------------------------------------------------


def test_published_version_is_a_whole_plan_with_the_same_indicators(draft, plan, reviewer, commune):
    draft = save(draft, MOVED, reviewer)
    version = publish(draft, reviewer, [2024])
    assert (version.number, version.source_name) == (2, "Sửa trên trang từ phiên bản 1")
    assert version.digest != plan.digest
    assert plan_of(version) == edited(plan_of(plan), MOVED)
    assert (version.clauses.count(), version.targets.count(), version.standards.count()) == (160, 30, 57)
    assert version.standards.get(code="X-02", standard_set="X").weight == 9
    assert Indicator.objects.count() == 61
    assert indicators_for(version, commune) == indicators_for(plan, commune) != []
    assert dict(plan.campaign.periods.values_list("year", "plan_version__number")) == {2023: 1, 2024: 2, 2025: 1}
    event = AuditEvent.objects.get(action="plan.publish")
    assert (event.actor, event.data["years"], event.data["reason"]) == (reviewer.username, [2024], WHY)


def test_going_back_to_earlier_weights_is_a_version_of_its_own(draft, plan, reviewer):
    second = publish(save(draft, MOVED, reviewer), reviewer)
    back = {key: "7" if key.endswith("X-02") else "3" for key in MOVED}
    back = {"points:X:X-02": "7", "points:X:CQS-02": "3"}
    third = publish(save(start_draft(second, by=reviewer), back, reviewer), reviewer)
    fourth = publish(save(start_draft(third, by=reviewer), MOVED, reviewer), reviewer)
    assert plan_of(third) == plan_of(plan)
    assert plan_of(fourth) == plan_of(second)
    assert len(set(PlanVersion.objects.values_list("digest", flat=True))) == 4
    assert Indicator.objects.count() == 61


def test_what_cannot_be_published(draft, reviewer):
    with pytest.raises(ValidationError, match="chưa có thay đổi nào"):
        publish(draft, reviewer)
    draft = save(draft, MOVED, reviewer)
    with pytest.raises(ValidationError, match="ghi lý do"):
        publish(draft, reviewer, reason="  ")
    with pytest.raises(ValidationError, match="không có năm 2031"):
        publish(draft, reviewer, [2031])
    with pytest.raises(ValidationError, match="đã đóng"):
        publish(draft, reviewer, [2023], now=DUE + timedelta(days=30))
    read = draft_token(draft)
    draft = save(draft, {**MOVED, "scoring:late_points": "3"}, reviewer)
    with pytest.raises(ValidationError, match="vừa được sửa"):
        publish_plan(draft, [], reason=WHY, read=read, by=reviewer, now=EARLY)
    assert PlanVersion.objects.count() == 1
    version = publish(draft, reviewer, [2023])
    with pytest.raises(TransitionDenied, match="đã ban hành thành phiên bản 2"):
        publish(draft, reviewer)
    assert version.periods.get().year == 2023


def test_a_damaged_draft_is_refused_by_the_service_too(draft, reviewer):
    PlanDraft.objects.filter(pk=draft.pk).update(
        changes={"points:X:X-02": {"value": "9", "reason": "", "by": "x", "at": EARLY.isoformat()}}
    )
    draft.refresh_from_db()
    with pytest.raises(ValidationError, match="thừa 2 điểm"):
        publish(draft, reviewer)
    assert PlanVersion.objects.count() == 1


def test_a_decided_year_keeps_its_version(draft, reviewer, period):
    draft = save(draft, MOVED, reviewer)
    AwardRound.objects.create(
        period=period, name="Sơ kết", state=RoundState.DECIDED, signer_title="Chủ tịch", achievement_text="x",
        proposed_at=EARLY, proposal_date=EARLY.date(), proposal_number="1/TTr", signer_name="A",
    )  # fmt: skip
    refusals = {offer.period.year: offer.refusal for offer in year_offers(draft, now=EARLY)}
    assert (bool(refusals[2023]), refusals[2024]) == (True, "")
    with pytest.raises(ValidationError, match="đã có quyết định khen thưởng"):
        publish(draft, reviewer, [2023])
    assert publish(draft, reviewer, [2024]).periods.get().year == 2024


def test_years_with_reports_follow_only_when_asked(draft, reviewer, period):
    make_desk(period, registered=False)
    offers = {offer.period.year: offer for offer in year_offers(draft, now=EARLY)}
    assert {year: (one.by_default, one.refusal) for year, one in offers.items()} == {
        2023: (False, ""), 2024: (True, ""), 2025: (True, ""),
    }  # fmt: skip


def test_a_year_with_reports_of_another_file_is_not_offered(plan, reviewer, period, tmp_path):
    make_desk(period, registered=False)
    path = tmp_path / "moi.toml"
    path.write_text(PLAN_FILE.read_text(encoding="utf-8") + "# tệp mới\n", encoding="utf-8")
    newer = load_plan(path)
    draft = save(start_draft(newer, by=reviewer), MOVED, reviewer)
    with pytest.raises(ValidationError, match="soạn thay đổi từ phiên bản đó"):
        publish(draft, reviewer, [2023])
    own = save(start_draft(plan, by=reviewer), MOVED, reviewer)
    assert publish(own, reviewer, [2023]).periods.get().year == 2023


# --- a year under way -------------------------------------------------------------------------------------------------


def test_a_report_goes_on_under_the_new_weights(draft, reviewer, period, client_as):
    desk = make_report_at("draft", period)
    before = {
        row.indicator.code: row.entry.pk for section in selectors.report_rows(desk.fresh()) for row in section.rows
    }
    version = publish(save(draft, MOVED, reviewer), reviewer, [2023])
    assert desk.fresh().period.plan_version == version
    rows = {row.indicator.code: row for section in selectors.report_rows(desk.report) for row in section.rows}
    assert {code: row.entry.pk for code, row in rows.items()} == before
    assert rows["X-02"].rule.weight == 9
    reports.save_entries(desk.report, {"X-02": percent(80)}, by=desk.officer)
    assert desk.report.entries.count() == len(before)
    assert desk.entry("X-02").a == 80
    url = reverse("reports:self-report-detail", args=[2023, desk.unit.code])
    assert client_as(desk.officer).get(url).status_code == 200
    assert Job.objects.filter(kind="reports.rescore_year").count() == 0


def test_old_sheets_keep_every_byte_and_still_show_old_weights(draft, reviewer, period, client_as):
    desk = make_report_at("accepted", period, X_02=percent(35))
    score_all(desk)
    before = bytes_of_sheets()
    client = client_as(desk.officer)
    assert "3,5 trên 7 điểm" in shown(client.get(sheet_url(desk)))
    draft = save(draft, MOVED, reviewer)
    publish(draft, reviewer, [2023])
    assert bytes_of_sheets() == before
    page = shown(client.get(sheet_url(desk)))
    assert "3,5 trên 7 điểm" in page
    job = Job.objects.get(kind="reports.rescore_year")
    assert job.label == "Chấm lại điểm năm 2023 theo phiên bản 2 của kế hoạch"
    assert rescore_year(period.__class__.objects.get(pk=period.pk), no_progress) == 2
    assert bytes_of_sheets(*(row[0] for row in before)) == before
    assert list(ScoreSheet.objects.filter(column="appraised").order_by("number").values_list(
        "number", "plan_version__number"
    )) == [(1, 1), (2, 2)]  # fmt: skip
    assert "4,5 trên 9 điểm" in shown(client.get(sheet_url(desk)))
    assert rescore_year(period.__class__.objects.get(pk=period.pk), no_progress) == 0


# --- effect -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def race(period):
    """Communes whose order hangs on the weights: one late, one with bonus-like strength elsewhere, one not eligible."""
    desks = [
        make_report_at("accepted", period, X_02=percent(35), CQS_02=percent(100)),
        make_report_at("accepted", period, X_02=percent(100), CQS_02=percent(20)),
        make_report_at("accepted", period, now=LATE, CQS_08=percent(70), XHS_02=percent(40)),
        make_report_at("submitted", period, X_02=percent(72), CQS_07=percent(10)),
    ]
    score_all(*desks)
    return desks


def seen(effect) -> dict[str, tuple]:
    return {
        row.code: (row.place_after, Decimal(row.total_after), Decimal(row.percent_after), row.eligible_after)
        for group in effect.groups
        for row in group.rows
    }


def test_effect_says_who_moves_and_whose_eligibility_turns_first(race, draft, reviewer, period):
    values = {**MOVED, "bar:X-02": "ge 75", "requirement:X-04": "optional"}
    draft = save(draft, values, reviewer, {"bar:X-02": "Tỉnh giao 75%."})
    before = bytes_of_sheets()
    effect = effect_of(plan_of_draft(draft), period)
    assert bytes_of_sheets() == before
    rows = effect.groups[0].rows
    assert [row.code for row in rows if row.turned] == [rows[0].code] == [race[3].unit.code]
    assert any("chuẩn là từ 75%" in reason for reason in rows[0].new_reasons)
    assert (effect.turned, effect.column) == (1, Column.APPRAISED)
    assert Effect.from_plain(json.loads(json.dumps(effect.plain()))) == effect


def test_no_change_of_ranks_is_said(race, draft, reviewer, client_as):
    draft = save(draft, {"points:DN:TT-01": "9", "points:DN:TT-02": "11"}, reviewer)
    page = shown(client_as(reviewer).get(reverse("reports:plan-publish", args=[draft.pk])))
    assert "không thay đổi thứ hạng" in page
    assert "0 đơn vị đổi điểm" in page


@pytest.mark.parametrize("seed", range(3))
def test_effect_is_what_publishing_and_scoring_again_gives(race, draft, reviewer, period, seed):
    draft = save(draft, _random_changes(plan_of(draft.base), random.Random(seed)), reviewer)
    foreseen = seen(effect_of(plan_of_draft(draft), period))
    publish(draft, reviewer, [2023])
    period = period.__class__.objects.select_related("plan_version").get(pk=period.pk)
    rescore_year(period, no_progress)
    real = {
        one.unit.code: (one.place, one.sheet.total, one.sheet.percent, one.sheet.eligible)
        for one in ranking(period, Column.APPRAISED)
    }
    assert foreseen.items() <= real.items()
    assert len(real) == 4
    assert len(foreseen) == 4  # every unit of the race is touched by these changes


def _random_changes(plan, chance: random.Random) -> dict[str, str]:
    """Points moved inside each group of the communes' set, other requirements, another price for being late."""
    changes = {"scoring:late_points": str(chance.randint(0, 9))}
    for group in plan.point_groups:
        rows = [row for row in plan.weights if row.set == "X" and row.group == group.code]
        for giver, taker in zip(rows[::2], rows[1::2], strict=False):
            moved = Decimal(chance.randint(1, int(giver.points * 100) - 1)) / 100
            changes[f"points:X:{giver.rule}"] = f"{(giver.points - moved).normalize():f}"
            changes[f"points:X:{taker.rule}"] = f"{(taker.points + moved).normalize():f}"
    changes["requirement:X-02"] = chance.choice(["required", "optional"])
    return changes


def test_effect_costs_three_queries_however_many_units(draft, reviewer, period, django_assert_num_queries):
    plan = plan_of_draft(save(draft, MOVED, reviewer))
    for _ in range(2):
        score_all(make_report_at("accepted", period))
        with django_assert_num_queries(3):
            effect_of(plan, period)


def test_a_large_year_is_tried_by_a_worker_and_stores_no_sheet(race, draft, reviewer, client_as, monkeypatch):
    monkeypatch.setattr("reports.views.plan_effect.AT_ONCE", 2)
    draft = save(draft, MOVED, reviewer)
    client, url = client_as(reviewer), reverse("reports:plan-publish", args=[draft.pk])
    assert "Chấm thử để xem ảnh hưởng" in shown(client.get(url))
    client.post(reverse("reports:plan-trial", args=[draft.pk, 2023]))
    assert "Đang chấm thử lại 4 đơn vị" in shown(client.get(url))
    before, job = bytes_of_sheets(), Job.objects.get(kind="reports.plan_effect")
    jobs.run(str(job.pk))
    assert client.get(url).context["effect"] == effect_of(plan_of_draft(draft), race[0].report.period)
    assert bytes_of_sheets() == before
    save(draft, {**MOVED, "scoring:late_points": "3"}, reviewer)
    assert "Chấm thử để xem ảnh hưởng" in shown(client.get(url))

"""Loading a plan and storing scores, in the database."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from campaign.models import Campaign, Clause, PlanVersion, Registration
from core.models import AuditEvent
from criteria import selectors
from criteria.enums import Column
from criteria.models import Indicator, ScoreSheet, Standard, Target
from criteria.plans.reader import PlanError
from criteria.scoring.types import Adjustment, Answer
from criteria.services.plans import load_plan
from criteria.services.scoring import compute_sheet, score_many, score_unit
from tests.factories import PLAN_FILE, make_unit
from units.enums import UnitKind


@pytest.fixture
def changed_file(tmp_path):
    """The real plan with another weight, as Phòng VH-TT would change it."""

    def write(old='rule = "CQS-02"\npoints = 3', new='rule = "CQS-02"\npoints = 2'):
        text = PLAN_FILE.read_text(encoding="utf-8")
        assert text.count(old) == 1
        text = text.replace(old, new).replace('rule = "CQS-07"\npoints = 3', 'rule = "CQS-07"\npoints = 4')
        path = tmp_path / PLAN_FILE.name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def counts() -> list[int]:
    return [model.objects.count() for model in (Campaign, PlanVersion, Clause, Indicator, Target, Standard)]


# --- loading ----------------------------------------------------------------------------------------------------


def test_load_makes_every_row(plan):
    assert counts() == [1, 1, 160, 61, 30, 57]
    assert (plan.number, plan.source_name, plan.campaign.place) == (1, "dak_song_2023_2025.toml", "Đắk Song")
    assert list(plan.periods.order_by("year").values_list("year", "kind")) == [
        (2023, "so_ket"),
        (2024, "hang_nam"),
        (2025, "tong_ket"),
    ]


def test_clauses_keep_their_order_and_parents(plan):
    rows = list(plan.clauses.filter(code__startswith="III.3").values_list("code", "parent_code"))
    assert rows == [("III.3", "III"), *[(f"III.3.{n}", "III.3") for n in range(1, 9)]]


def test_deadlines_are_the_first_late_instant_in_vietnam(period):
    assert period.report_due.isoformat() == "2023-12-19T17:00:00+00:00"
    assert str(period.launch_plan_due) == "2023-06-30"
    assert str(period.summary_due) == "2023-12-30"


def test_loading_the_same_file_again_changes_nothing(plan):
    before, events = counts(), AuditEvent.objects.count()
    assert load_plan(PLAN_FILE) == plan
    assert (counts(), AuditEvent.objects.count()) == (before, events)


def test_changed_file_is_a_new_version_and_busy_years_stay_on_theirs(plan, period, commune, changed_file):
    Registration.objects.create(period=period, unit=commune)
    scored = plan.campaign.periods.get(year=2024)
    score_unit(commune, scored, {}, Column.SELF)
    second = load_plan(changed_file())
    assert (second.number, second.campaign) == (2, plan.campaign)
    versions = dict(plan.campaign.periods.values_list("year", "plan_version__number"))
    assert versions == {2023: 1, 2024: 1, 2025: 2}
    assert Clause.objects.filter(plan_version=plan).count() == 160
    event = AuditEvent.objects.filter(action="plan.load").latest("id")
    assert event.data["years"] == [2025]


def test_old_scores_stay_readable_on_the_old_version(plan, period, commune, changed_file):
    sheet = score_unit(commune, period, {"CQS-02": Answer(a=Decimal(1), b=Decimal(1))}, Column.SELF)
    load_plan(changed_file())
    sheet.refresh_from_db()
    line = next(line for line in sheet.lines if line["code"] == "CQS-02")
    assert (sheet.plan_version.number, line["points"]) == (1, "3.00")
    assert selectors.plan_of(sheet.plan_version).weights != selectors.plan_of(selectors.current_version()).weights


def test_names_of_the_campaign_set_by_people_survive_a_new_version(plan, changed_file):
    Campaign.objects.filter(pk=plan.campaign_id).update(signer_title="Phó Chủ tịch")
    assert load_plan(changed_file()).campaign.signer_title == "Phó Chủ tịch"


def test_faulty_file_writes_nothing(plan, changed_file):
    before = counts()
    with pytest.raises(PlanError) as caught:
        load_plan(changed_file(new='rule = "CQS-02"\npoints = 30'))
    assert caught.value.faults[0].message.startswith("Trọng số của bộ “X” cộng lại là")
    assert counts() == before


@pytest.mark.parametrize("model", [PlanVersion, Clause, Indicator, Target, Standard])
def test_rows_of_a_version_never_change(plan, model):
    row = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])


def test_command_loads_and_tells(db, capsys):
    call_command("load_plan", str(PLAN_FILE))
    assert capsys.readouterr().out == (
        "Chuyển đổi số 2023 - 2025 – phiên bản 1: 160 mục, 61 chỉ tiêu; áp dụng cho năm 2023, 2024, 2025.\n"
    )


def test_command_tells_every_fault_and_fails(db, changed_file, capsys):
    path = changed_file(new='rule = "CQS-02"\npoints = 30')
    with pytest.raises(CommandError, match="Tệp có 2 lỗi, chưa nạp gì"):
        call_command("load_plan", str(path))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{path}:") for line in lines)
    assert counts() == [0] * 6


def test_command_without_a_file(db, tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("load_plan", str(tmp_path / "khong-co.toml"))


# --- what a unit reports and is scored by --------------------------------------------------------------------------


ROWS = {
    UnitKind.PHONG_BAN: (20, 18, 100),
    UnitKind.DOAN_THE: (16, 14, 84),
    UnitKind.SU_NGHIEP: (16, 14, 84),
    UnitKind.NGANH_DOC: (19, 17, 97),
    UnitKind.CAP_XA: (29, 27, 100),
    UnitKind.DOANH_NGHIEP: (9, 8, 96),
}


@pytest.mark.parametrize("kind", UnitKind)
def test_rows_and_rules_by_kind(plan, kind):
    """Reported rows, weighted rules, and the points that apply: what is not the office's business is not counted."""
    unit = make_unit(kind)
    rules = selectors.rules_for(plan, unit)
    found = len(selectors.indicators_for(plan, unit)), len(list(rules)), sum(rule.weight for rule in rules)
    assert found == ROWS[kind]
    assert {rule.indicator for rule in rules} <= {row.code for row in selectors.indicators_for(plan, unit)}


def test_it_enterprise_reports_one_row_more(plan):
    unit = make_unit(UnitKind.DOANH_NGHIEP, is_it_enterprise=True)
    assert len(selectors.indicators_for(plan, unit)) == 10
    assert sum(rule.weight for rule in selectors.rules_for(plan, unit)) == 100


def test_owner_of_district_figures_reports_them_too(plan):
    unit = make_unit(UnitKind.NGANH_DOC, code="chi-cuc-thue")
    assert [row.code for row in selectors.indicators_for(plan, unit) if row.code.startswith("KTS")] == ["KTS-03"]


def test_person_rules_need_cn01_and_one_of_two(plan):
    rules = list(selectors.person_rules(plan))
    assert [(rule.code, rule.requirement, rule.at_least) for rule in rules] == [
        ("CN-01", "required", 0),
        ("CN-02", "choice", 1),
        ("CN-03", "choice", 1),
    ]


def test_leagues(plan):
    names = {kind: selectors.league_for(plan, make_unit(kind)).name for kind in UnitKind}
    assert names[UnitKind.CAP_XA] == "Khối xã, thị trấn"
    assert names[UnitKind.SU_NGHIEP] == names[UnitKind.NGANH_DOC]


# --- sheets ---------------------------------------------------------------------------------------------------------

HALF = {"X-02": Answer(a=Decimal(35), b=Decimal(100)), "TT-02": Answer(yes=True)}
MORE = HALF | {"X-02": Answer(a=Decimal(70), b=Decimal(100))}


def test_sheet_is_stored_as_computed(period, commune):
    sheet = score_unit(commune, period, HALF, Column.SELF)
    sheet.refresh_from_db()
    computed = compute_sheet(commune, period, HALF)
    assert (sheet.total, sheet.max_total, sheet.percent, sheet.eligible, sheet.digest) == (
        computed.total,
        computed.max_total,
        computed.percent,
        computed.eligible,
        computed.digest,
    )
    assert (sheet.total, sheet.number) == (Decimal("8.50"), 1)
    assert sum(Decimal(line["points"]) for line in sheet.lines) == sheet.total
    assert sheet.inputs["answers"]["X-02"] == {"a": "35", "b": "100"}
    assert sheet.reasons == list(computed.reasons)


def test_same_figures_give_the_same_row(period, commune):
    first = score_unit(commune, period, HALF, Column.SELF)
    assert score_unit(commune, period, HALF, Column.SELF) == first
    assert ScoreSheet.objects.count() == 1


def test_going_back_to_earlier_figures_is_the_newest_sheet(period, commune):
    sheets = [score_unit(commune, period, answers, Column.SELF) for answers in (HALF, MORE, HALF)]
    assert [sheet.number for sheet in sheets] == [1, 2, 3]
    assert selectors.latest_sheets(period, Column.SELF).get() == sheets[2]
    assert sheets[0].digest == sheets[2].digest


def test_columns_stand_side_by_side(period, commune):
    own = score_unit(commune, period, MORE, Column.SELF)
    bonus = [Adjustment(points=Decimal(3), reason="Mô hình được nhân rộng")]
    appraised = score_unit(commune, period, HALF, Column.APPRAISED, bonus)
    assert selectors.sheets_of(commune, period) == {"self": own, "appraised": appraised}
    assert selectors.final_sheets(period) == {commune.pk: appraised}
    council = score_unit(commune, period, MORE, Column.COUNCIL)
    assert selectors.final_sheets(period) == {commune.pk: council}


def test_late_report_loses_the_proposed_points_with_a_reason(period, commune):
    sheet = score_unit(commune, period, HALF, Column.APPRAISED, late=True)
    assert (sheet.total, sheet.lines[-1]["reason"]) == (
        Decimal("6.50"),
        "Điểm trừ 2: Nộp báo cáo sau hạn (mục VI.9).",
    )


def test_sheets_are_only_added(period, commune):
    sheet = score_unit(commune, period, HALF, Column.SELF)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(total=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).delete()
    sheet.refresh_from_db()
    assert sheet.total == Decimal("8.50")


@pytest.mark.parametrize("field", [{"column": "khac"}, {"total": -1}, {"number": 1}])
def test_database_refuses_what_no_service_writes(period, commune, field):
    sheet = score_unit(commune, period, HALF, Column.SELF)
    sheet.pk, sheet.number = None, 2
    for name, value in field.items():
        setattr(sheet, name, value)
    sheet._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        sheet.save(force_insert=True)


@pytest.mark.parametrize("n", [1, 3])
def test_scoring_one_unit_costs_the_same_whatever_was_scored_before(period, n, django_assert_num_queries):
    for _ in range(n):
        score_unit(make_unit(), period, HALF, Column.SELF)
    unit = make_unit()
    with django_assert_num_queries(4):  # the newest sheet, savepoint, insert, release
        score_unit(unit, period, HALF, Column.SELF)


@pytest.mark.parametrize("n", [1, 3])
def test_scoring_many_costs_two_statements(period, n, django_assert_num_queries):
    scored = [(make_unit(), HALF, (), False) for _ in range(n)]
    selectors.rules_for(period.plan_version, scored[0][0])
    with django_assert_num_queries(2):
        assert score_many(period, scored, Column.SELF) == n
    assert score_many(period, scored, Column.SELF) == 0
    assert ScoreSheet.objects.count() == n
    again = [(unit, MORE, (), True) for unit, *_ in scored]
    assert score_many(period, again, Column.SELF) == n
    assert set(ScoreSheet.objects.values_list("number", flat=True)) == {1, 2}
    sheet = selectors.latest_sheets(period, Column.SELF).first()
    assert sheet.digest == compute_sheet(scored[0][0], period, MORE, late=True).digest


@pytest.mark.parametrize("n", [1, 3])
def test_ranking_costs_two_queries(period, n, django_assert_num_queries):
    for _ in range(n):
        score_unit(make_unit(), period, HALF, Column.APPRAISED)
        score_unit(make_unit(UnitKind.DOAN_THE), period, {}, Column.APPRAISED)
    selectors.plan_of(period.plan_version)
    with django_assert_num_queries(2):  # appraised, council
        ranked = selectors.ranking(period)
    assert [(one.league, one.place) for one in ranked] == [
        *[("Khối Mặt trận, đoàn thể", 1)] * n,
        *[("Khối xã, thị trấn", 1)] * n,
    ]


def test_ranking_uses_the_newest_sheet_of_the_column_and_the_year(period, commune):
    other = make_unit(name="Xã khác")
    score_unit(commune, period, HALF, Column.APPRAISED)
    score_unit(other, period, MORE, Column.APPRAISED)
    assert [(one.unit, one.place) for one in selectors.ranking(period)] == [(other, 1), (commune, 2)]
    score_unit(commune, period, MORE, Column.APPRAISED)
    assert {one.place for one in selectors.ranking(period)} == {1}
    assert selectors.ranking(period, Column.SELF) == []
    assert selectors.ranking(period.campaign.periods.get(year=2024)) == []

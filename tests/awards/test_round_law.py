"""A round by kind and by day: căn cứ, form, base salary, coefficients – and "lấy lại căn cứ theo ngày"."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards import reward
from awards.enums import AwardKind
from awards.models import AwardRound
from awards.services import rounds
from awards.services.round_defaults import law_changes, legal_basis, round_defaults
from awards.services.rounds import create_round, propose, update_round
from core.workflow import TransitionDenied
from tests.awards.dossiers import make_dossier_at
from units.enums import Role

pytestmark = pytest.mark.django_db
HUYEN, TINH, XA, THU_TRUONG = AwardKind.values
END = {year: date(year, 12, 31) for year in (2023, 2024, 2025)}
OWN = "Căn cứ Quy chế thi đua, khen thưởng của tỉnh"


@pytest.fixture
def appraiser(people):
    return people[Role.APPRAISER]


def period_of(plan, year: int):
    return plan.campaign.periods.get(year=year)


# --- kinds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "day", "person", "collective", "sure"),
    [
        (HUYEN, END[2023], "0.3", "0.6", True),
        (THU_TRUONG, END[2023], "0.3", "0.6", True),
        (XA, END[2023], "0.15", "0.3", True),
        (TINH, END[2023], "1", "2", True),
        (TINH, date(2024, 1, 1), "1.5", "3", True),
        (HUYEN, date(2024, 1, 1), "0.3", "0.6", False),  # kept, by memory only
        (XA, date(2025, 6, 30), "0.15", "0.3", False),
        *((kind, date(2025, 7, 1), None, None, False) for kind in AwardKind.values),  # no source for NĐ 152
        (HUYEN, date(2010, 1, 1), None, None, False),
    ],
)
def test_coefficients_by_kind_and_day(kind, day, person, collective, sure):
    factor = reward.factor_on(kind, day)
    expected = tuple(Decimal(one) if one else None for one in (person, collective))
    assert (factor.person, factor.collective, factor.sure) == (*expected, sure)


@pytest.mark.parametrize(
    ("kind", "name_end", "signer"),
    [
        (HUYEN, "(năm 2024 và năm 2025)", "CHỦ TỊCH"),
        (TINH, "– Bằng khen của Chủ tịch UBND tỉnh", "CHỦ TỊCH"),
        (XA, "– Giấy khen của Chủ tịch UBND cấp xã", "CHỦ TỊCH"),
        (THU_TRUONG, "– Giấy khen của Thủ trưởng cơ quan, đơn vị", "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_each_kind_has_its_name_and_signer_and_no_quota_in_2025(plan, kind, name_end, signer):
    defaults = round_defaults(period_of(plan, 2025), kind)
    assert defaults["kind"] == kind
    assert defaults["name"].endswith(name_end)
    assert defaults["signer_title"].upper() == signer
    assert (defaults["quota_collective"], defaults["quota_individual"]) == (None, None)


def test_three_rounds_of_one_year_stand_side_by_side(plan, appraiser):
    period = period_of(plan, 2024)
    made = [rounds.create_round(period, by=appraiser, kind=kind) for kind in (HUYEN, TINH, XA)]
    assert [one.reward_coefficient_individual for one in made] == [Decimal("0.3"), Decimal("1.5"), Decimal("0.15")]
    assert len({one.name for one in made}) == 3


def test_a_coefficient_without_source_is_typed_by_the_office(plan, appraiser):
    period = period_of(plan, 2025)
    with pytest.raises(ValidationError) as refused:
        rounds.create_round(period, by=appraiser)
    assert set(refused.value.message_dict) == {"reward_coefficient_collective", "reward_coefficient_individual"}
    assert "Chưa có nguồn xác nhận" in str(refused.value)
    typed = {"reward_coefficient_collective": Decimal("0.6"), "reward_coefficient_individual": Decimal("0.3")}
    assert rounds.create_round(period, by=appraiser, **typed).reward_coefficient_individual == Decimal("0.3")


@pytest.mark.parametrize("papers", [[], ["to_trinh", "don-xin"]])
def test_a_round_asks_for_papers_that_exist(plan, appraiser, papers):
    with pytest.raises(ValidationError, match="ít nhất một loại giấy tờ"):
        rounds.create_round(period_of(plan, 2023), by=appraiser, papers_required=papers)
    assert not AwardRound.objects.exists()


# --- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "there", "gone", "salary"),
    [
        (date(2023, 12, 28), ("91/2017/NĐ-CP", "12/2019/TT-BNV"), "06/2022/QH15", 1_800_000),
        (date(2024, 6, 30), ("06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV"), "91/2017/NĐ-CP", 1_800_000),
        (date(2024, 7, 1), ("06/2022/QH15", "98/2023/NĐ-CP"), "152/2025/NĐ-CP", 2_340_000),
        (date(2025, 6, 30), ("98/2023/NĐ-CP", "01/2024/TT-BNV"), "152/2025/NĐ-CP", 2_340_000),
        (date(2025, 12, 1), ("06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV"), "98/2023/NĐ-CP", 2_340_000),
    ],
)
def test_a_round_of_any_year_takes_the_law_of_the_chosen_day(plan, day, there, gone, salary):
    defaults = round_defaults(period_of(plan, 2023), on=day)
    text = "\n".join(defaults["legal_basis"])
    assert [number in text for number in there] == [True] * len(there)
    assert gone not in text
    assert defaults["base_salary"] == salary
    assert bool(defaults["form_name"]) == (day.year == 2023)  # the number of the later forms is not confirmed


def test_changes_of_another_day_keep_what_the_office_wrote_itself(plan):
    data = period_of(plan, 2023).plan_version.data
    now = round_defaults(period_of(plan, 2023))
    now["legal_basis"] = [*now["legal_basis"], OWN]
    found = {one.field: one for one in law_changes(data, HUYEN, date(2024, 12, 1), now)}
    assert set(found) == {"legal_basis", "form_name", "base_salary"}
    lines = legal_basis(data, date(2024, 12, 1))
    assert found["legal_basis"].then == [*lines[:-1], OWN, lines[-1]]
    assert found["base_salary"].then == 2_340_000
    assert not law_changes(data, HUYEN, END[2023], now | {"legal_basis": legal_basis(data, END[2023])})


# --- the page ----------------------------------------------------------------------------------------------


def sent_of(form, **changes) -> dict:
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields} | changes


@pytest.fixture
def edit(client_as, office_desk):
    client = client_as(office_desk.appraiser)
    url = reverse("awards:round-edit", args=[office_desk.award_round.pk])
    form = client.get(url).context["form"]

    def post(**changes):
        return client.post(url, sent_of(form, **changes))

    return post


def test_asking_for_another_day_shows_and_saves_nothing(edit, office_desk):
    before = AwardRound.objects.values().get()
    answer = edit(basis_on="01/12/2024", name="Tên đang gõ dở", xem_can_cu="1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert {one.field for one in answer.context["proposals"]} == {"legal_basis", "form_name", "base_salary"}
    assert "98/2023/NĐ-CP" in text and "Tên đang gõ dở" in text
    assert answer.context["form"]["base_salary"].value() == "1.800.000"  # what was typed still stands
    assert AwardRound.objects.values().get() == before


def test_only_what_is_ticked_is_written_into_the_form(edit):
    answer = edit(basis_on="01/12/2024", name="Tên đang gõ dở", lay_can_cu="1", dung=["base_salary", "name"])
    form = answer.context["form"]
    assert (form["base_salary"].value(), form["name"].value()) == ("2.340.000", "Tên đang gõ dở")
    assert "91/2017" in form["legal_basis"].value()
    assert AwardRound.objects.get().base_salary == 1_800_000


def test_taken_over_and_saved(client_as, edit, office_desk):
    form = edit(basis_on="01/12/2024", lay_can_cu="1", dung=["legal_basis", "base_salary", "form_name"]).context["form"]
    url = reverse("awards:round-edit", args=[office_desk.award_round.pk])
    assert client_as(office_desk.appraiser).post(url, sent_of(form)).status_code == 302
    kept = AwardRound.objects.get()
    assert (kept.base_salary, kept.form_name) == (2_340_000, "")
    assert kept.legal_basis == legal_basis(kept.period.plan_version.data, date(2024, 12, 1))


def test_a_day_that_cannot_be_read_is_said_at_its_field(edit):
    answer = edit(basis_on="32/13/2024", xem_can_cu="1")
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"basis_on"}


def test_the_form_of_a_kind_is_prefilled_and_says_what_is_unsure(client_as, appraiser, plan):
    client = client_as(appraiser)
    page = client.get(reverse("awards:round-create", args=[2025]), {"hinh_thuc": THU_TRUONG})
    text = page.content.decode()
    assert page.context["form"]["kind"].value() == THU_TRUONG
    assert page.context["form"]["reward_coefficient_individual"].value() is None
    assert "không nêu trưởng phòng, ban cấp huyện" in text
    assert "Chưa có nguồn xác nhận hệ số theo Nghị định số 152/2025/NĐ-CP" in text
    text = client.get(reverse("awards:round-create", args=[2023]), {"hinh_thuc": TINH}).content.decode()
    assert "Kế hoạch không nêu “Bằng khen của Chủ tịch UBND tỉnh” cho năm 2023" in text
    assert 'value="1"' in text and "Chưa có nguồn" not in text  # NĐ 91: 1,0 is confirmed
    page = client.get(reverse("awards:round-create", args=[2024]), {"hinh_thuc": "x", "ngay": "15/03/2024"})
    assert page.context["form"]["kind"].value() == HUYEN
    assert page.context["form"]["base_salary"].value() == "1.800.000"


def test_a_round_with_dossiers_keeps_its_kind(office_desk, period):
    make_dossier_at("draft", office_desk)
    with pytest.raises(ValidationError, match="không đổi hình thức khen"):
        update_round(office_desk.award_round, by=office_desk.appraiser, kind="bang-khen-tinh")
    update_round(office_desk.award_round, by=office_desk.appraiser, kind="giay-khen-huyen", name="Tên khác")
    empty = create_round(period, by=office_desk.appraiser, name="Đợt chưa có hồ sơ")
    assert update_round(empty, by=office_desk.appraiser, kind="bang-khen-tinh").kind == "bang-khen-tinh"


def test_what_units_decide_is_not_proposed_by_the_district(period, appraiser):
    units = create_round(period, by=appraiser, kind="giay-khen-xa", name="Đợt của xã")
    with pytest.raises(TransitionDenied, match="không qua danh sách trình của huyện"):
        propose(units, by=appraiser, number="12/TTr-PNV", day=date(2023, 12, 27))

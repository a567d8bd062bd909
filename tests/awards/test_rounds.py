"""Rounds: made from the plan with its giả định, changed while open, and the pages that show them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.enums import AwardKind, Involvement, RoundState
from awards.forms.rounds import RoundForm
from awards.models import AwardRound
from awards.services import lists, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards.dossiers import Office, collective, make_dossier_at, person
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraiser(people):
    return people[Role.APPRAISER]


def form_of(period, **changes) -> dict:
    """What the browser sends when the prefilled form is saved as it is."""
    defaults = rounds.round_defaults(period)
    form = RoundForm(initial=defaults | {"legal_basis": "\n".join(defaults["legal_basis"])})
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()} | changes


def test_defaults_of_2023_are_those_of_the_plan(period):
    defaults = rounds.round_defaults(period)
    assert (defaults["quota_collective"], defaults["quota_individual"], defaults["direct_percent"]) == (5, 10, 70)
    assert defaults["kind"] == AwardKind.GIAY_KHEN_HUYEN
    assert defaults["form_name"] == "Mẫu số 07, Nghị định số 91/2017/NĐ-CP"
    assert defaults["base_salary"] == 1_800_000
    assert defaults["legal_basis"][1] == (
        "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành một số "
        "điều của Luật Thi đua, khen thưởng"
    )


@pytest.mark.parametrize(("year", "decree", "salary"), [(2024, "98/2023", 2_340_000), (2025, "152/2025", 2_340_000)])
def test_later_rounds_have_no_quota_and_the_law_of_their_day(plan, year, decree, salary):
    defaults = rounds.round_defaults(plan.campaign.periods.get(year=year))
    assert (defaults["quota_collective"], defaults["quota_individual"]) == (None, None)
    assert any(decree in line for line in defaults["legal_basis"])
    assert not any("91/2017" in line for line in defaults["legal_basis"])
    assert (defaults["form_name"], defaults["base_salary"]) == ("", salary)


def test_only_phong_noi_vu_makes_a_round(period, people, appraiser):
    for role in set(Role) - {Role.APPRAISER}:
        with pytest.raises(TransitionDenied):
            rounds.create_round(period, by=people[role])
    assert not AwardRound.objects.exists()
    assert rounds.create_round(period, by=appraiser).slots.count() == 15
    assert AuditEvent.objects.filter(action="award_round.create", actor=appraiser.username).count() == 1


def test_changed_quota_makes_new_slots(office_desk):
    rounds.update_round(office_desk.award_round, by=office_desk.appraiser, quota_collective=2, quota_individual=4)
    slots = office_desk.award_round.slots
    assert sorted(slots.values_list("kind", "direct_only")) == [
        ("collective", False),
        ("collective", False),
        ("individual", False),
        ("individual", True),
        ("individual", True),
        ("individual", True),
    ]


def test_quota_below_the_list_is_refused_whole(office_desk):
    desk = make_dossier_at("appraised", office_desk, collective(), collective(), person())
    lists.set_list(office_desk.award_round, {n.pk for n in desk.dossier.nominees.all()}, by=office_desk.appraiser)
    with pytest.raises(ValidationError, match="quá số 1 tập thể"):
        rounds.update_round(office_desk.award_round, by=office_desk.appraiser, quota_collective=1)
    office_desk.award_round.refresh_from_db()
    assert (office_desk.award_round.quota_collective, office_desk.award_round.slots.count()) == (5, 15)


def test_stricter_share_than_the_list_is_refused(office_desk):
    desk = make_dossier_at("appraised", office_desk, *[person(involvement=Involvement.LEADER) for _ in range(3)])
    lists.set_list(office_desk.award_round, {n.pk for n in desk.dossier.nominees.all()}, by=office_desk.appraiser)
    with pytest.raises(ValidationError, match="quá số 2 người"):
        rounds.update_round(office_desk.award_round, by=office_desk.appraiser, direct_percent=80)


def test_proposed_round_is_not_changed(office_desk):
    award_round = office_desk.award_round
    AwardRound.objects.filter(pk=award_round.pk).update(
        state=RoundState.PROPOSED, proposed_at="2023-12-27T00:00Z", proposal_date=date(2023, 12, 27)
    )
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        rounds.update_round(award_round, by=office_desk.appraiser, quota_collective=6)


# --- pages -----------------------------------------------------------------------------------------------


def test_the_prefilled_form_is_saved_as_it_is(client_as, appraiser, period):
    client = client_as(appraiser)
    url = reverse("awards:round-create", args=[2023])
    assert 'value="1.800.000"' in client.get(url).content.decode()
    answer = client.post(url, form_of(period))
    award_round = AwardRound.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("awards:round-detail", args=[award_round.pk]))
    assert award_round.legal_basis == rounds.round_defaults(period)["legal_basis"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quota_collective": "năm"}, "không phải là số"),
        ({"quota_collective": "-1"}, "Số không được âm"),
        ({"quota_individual": "1,5"}, "cần một số nguyên từ 0 đến 500"),
        ({"quota_individual": "99999999999999999999"}, "Số quá dài"),
        ({"direct_percent": "170"}, "cần một số nguyên từ 0 đến 100"),
        ({"direct_percent": ""}, "cần được điền"),
        ({"name": "x" * 201}, "dài quá 200 ký tự"),
        ({"name": "\u200b\u0000"}, "cần được điền"),
        ({"kind": "huy-chuong"}, "Chọn một trong các mục có sẵn"),
        ({"nomination_due": "31/02/2023"}, "Viết ngày dạng ngày/tháng/năm"),
        ({"nomination_due": "01/01/2022"}, "Năm phải từ 2023 đến 2035"),
        ({"nomination_due": "01/01/1890"}, "Năm 1890 không hợp lý"),
        ({"base_salary": "1.800.000.000"}, "cần một số nguyên"),
        ({"legal_basis": ""}, "cần được điền"),
        ({"reward_coefficient_individual": "0,333"}, "nhiều nhất hai chữ số lẻ"),
        ({"reward_coefficient_individual": "nửa"}, "không phải là số"),
        ({"reward_coefficient_collective": "101"}, "cần một số từ 0 đến 100"),
        ({"reward_coefficient_collective": "-0,3"}, "Số không được âm"),
        ({"papers_required": []}, "Chọn ít nhất một loại giấy tờ."),
        ({"papers_required": ["don-xin"]}, "Chọn trong các loại giấy tờ có sẵn."),
        ({"appraisal_days": "0"}, "cần một số nguyên từ 1 đến 90"),
        ({"comment_days": "61"}, "cần một số nguyên từ 1 đến 60"),
        ({"quorum": "3/2"}, "Chọn một trong các mục có sẵn"),
        ({"threshold": "1/0"}, "Chọn một trong các mục có sẵn"),
        ({"voting_method": "gio-tay"}, "Chọn một trong các mục có sẵn"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(client_as, appraiser, period, changes, sentence):
    answer = client_as(appraiser).post(reverse("awards:round-create", args=[2023]), form_of(period, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AwardRound.objects.exists()


def test_numbers_as_people_write_them(client_as, appraiser, period):
    client_as(appraiser).post(
        reverse("awards:round-create", args=[2023]),
        form_of(period, base_salary="1.800.000", quota_collective=" 5 ", nomination_due="20/12/2023"),
    )
    award_round = AwardRound.objects.get()
    assert (award_round.base_salary, award_round.quota_collective) == (1_800_000, 5)
    assert award_round.nomination_due == date(2023, 12, 20)


def test_every_setting_is_kept_and_logged(client_as, appraiser, period):
    changes = {
        "reward_coefficient_collective": "0,6",
        "reward_coefficient_individual": "0,25",
        "papers_required": ["to_trinh", "bao_cao"],
        "appraisal_days": "12",
        "comment_days": "5",
        "quorum": "3/4",
        "threshold": "7/10",
        "voting_method": "paper",
    }
    client_as(appraiser).post(reverse("awards:round-create", args=[2023]), form_of(period, **changes))
    one = AwardRound.objects.get()
    assert (one.reward_coefficient_collective, one.reward_coefficient_individual) == (Decimal("0.6"), Decimal("0.25"))
    assert (one.papers_required, one.appraisal_days, one.comment_days) == (["to_trinh", "bao_cao"], 12, 5)
    assert (one.quorum_num, one.quorum_den, one.threshold_num, one.threshold_den) == (3, 4, 7, 10)
    assert one.voting_method == "paper"
    data = AuditEvent.objects.get(action="award_round.create").data
    assert (data["papers_required"], data["coefficients"]) == (["to_trinh", "bao_cao"], ["0.6", "0.25"])
    assert (data["quorum"], data["threshold"], data["comment_days"]) == ("3/4", "7/10", 5)


def test_an_unusual_fraction_stays_when_the_form_is_saved(client_as, office_desk):
    AwardRound.objects.update(threshold_num=3, threshold_den=5)
    client = client_as(office_desk.appraiser)
    url = reverse("awards:round-edit", args=[office_desk.award_round.pk])
    form = client.get(url).context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert sent["threshold"] == "3/5"
    assert client.post(url, sent).status_code == 302
    office_desk.award_round.refresh_from_db()
    assert (office_desk.award_round.threshold_num, office_desk.award_round.threshold_den) == (3, 5)


def test_second_round_of_the_same_name_is_told(client_as, appraiser, office_desk):
    client, url = client_as(appraiser), reverse("awards:round-create", args=[2023])
    assert client.get(url).context["form"]["name"].value() == f"{office_desk.award_round.name} (đợt 2)"
    answer = client.post(url, form_of(office_desk.award_round.period))
    assert answer.status_code == 422
    assert "Kỳ này đã có đợt khen thưởng cùng tên." in answer.content.decode()
    assert AwardRound.objects.count() == 1


def test_round_page_shows_what_is_assumed(client_as, people, office_desk):
    page = client_as(people[Role.INSPECTOR]).get(reverse("awards:round-detail", args=[office_desk.award_round.pk]))
    text = page.content.decode()
    assert text.count("giả định") >= 4
    assert "7 suất dành riêng cho người trực tiếp, lãnh đạo nhiều nhất 3 người" in text


@pytest.mark.parametrize("number", [1, 3])
def test_round_list_costs_the_same_for_any_number(client_as, people, office_desk, django_assert_num_queries, number):
    for n in range(number - 1):
        rounds.create_round(office_desk.award_round.period, by=office_desk.appraiser, name=f"Đợt {n}")
    client = client_as(people[Role.INSPECTOR])
    with django_assert_num_queries(6):
        answer = client.get(reverse("awards:round-list"))
    assert len(answer.context["rounds"]) == number


def test_every_year_may_have_another_round(client_as, appraiser, period, people):
    """The list offers the first year without a round; with one, it is still there to be chosen."""
    client, start = client_as(appraiser), reverse("awards:round-start")
    form = client.get(reverse("awards:round-list")).context["start"]
    assert (form["nam"].value(), [year for year, _ in form.fields["nam"].choices]) == (2023, [2023, 2024, 2025])
    rounds.create_round(period, by=appraiser)
    page = client.get(reverse("awards:round-list"))
    assert (page.context["start"]["nam"].value(), start in page.content.decode()) == (2024, True)
    answer = client.get(start, {"nam": "2023", "hinh_thuc": "bang-khen-tinh"})
    assert answer.url == reverse("awards:round-create", args=[2023]) + "?hinh_thuc=bang-khen-tinh"
    assert start not in client_as(people[Role.INSPECTOR]).get(reverse("awards:round-list")).content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"nam": "1999", "hinh_thuc": "bang-khen-tinh"}, {"nam": "2023", "hinh_thuc": "x"}]
)
def test_a_start_that_cannot_be_read_goes_back_with_a_sentence(client_as, appraiser, period, asked):
    answer = client_as(appraiser).get(reverse("awards:round-start"), asked, follow=True)
    assert answer.redirect_chain == [(reverse("awards:round-list"), 302)]
    assert "Chọn năm và hình thức khen" in answer.content.decode()


def test_unknown_round_and_year_are_404(client_as, appraiser, office_desk):
    client = client_as(appraiser)
    for url in (
        reverse("awards:round-detail", args=[10**30]),
        reverse("awards:round-create", args=[1999]),
        reverse("awards:round-create", args=[10**30]),
        reverse("awards:list", args=[999]),
    ):
        assert client.get(url).status_code == 404


def test_office_is_named_in_the_log(office_desk: Office):
    rounds.update_round(office_desk.award_round, by=office_desk.appraiser, quota_collective=4)
    event = AuditEvent.objects.get(action="award_round.update")
    assert (event.actor, event.data["quota_collective"]) == (office_desk.appraiser.username, 4)

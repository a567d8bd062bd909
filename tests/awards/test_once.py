"""One achievement – one award, in the rounds of a year: the rule, the database, the pages; and who is the same."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.enums import NomineeKind
from awards.models import Award, Nominee
from awards.once import Elsewhere, Identity, Standing, alike, refusals, same
from awards.selectors.once import elsewhere, once_violations
from awards.services import decisions, dossiers, lists, outside, rounds
from core.text import name_key
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.dossiers import Office, in_letters, make_desk, make_dossier_at, person
from tests.awards.outside import outside_row, revoke, the_same_in
from tests.factories import make_unit

pytestmark = pytest.mark.django_db
ONE = Identity(individual=True, key="nguyễn thị hòa", birth_year=1985, unit=1)
NAMES = ["Nguyễn Thị Hòa", "Đinh Đức Hòa"]


# --- the rule, without a database ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "is_alike", "is_same"),
    [
        ({}, True, True),
        ({"unit": 2}, True, True),  # a person is the same wherever
        ({"birth_year": 1986}, False, False),
        ({"key": "nguyễn thị hoa"}, False, False),
        ({"distinct": True}, True, False),
        ({"individual": False}, False, False),
    ],
)
def test_who_is_the_same_person(other, is_alike, is_same):
    changed = Identity(**({"individual": True, "key": ONE.key, "birth_year": 1985, "unit": 1} | other))
    assert (alike(ONE, changed), same(ONE, changed), same(changed, ONE)) == (is_alike, is_same, is_same)


def test_a_collective_is_the_same_in_its_own_unit_only():
    one = Identity(individual=False, key="tổ một", birth_year=None, unit=1)
    assert same(one, one)
    assert not same(one, Identity(individual=False, key="tổ một", birth_year=None, unit=2))


def test_only_awarded_and_closed_lists_refuse_and_the_sentence_names_where():
    def found(standing, **fields):
        return Elsewhere(label="Bà Hòa", round_id=1, round_name="Sơ kết", standing=standing, **fields)

    assert refusals([found(Standing.PUT_FORWARD)]) == []
    assert refusals([found(Standing.AWARDED, declared_distinct=True)]) == []
    (listed,) = refusals([found(Standing.LISTED)])
    assert "danh sách trình của đợt “Sơ kết”" in listed.message and listed.blocking
    (awarded,) = refusals([found(Standing.AWARDED, decision="Quyết định số 05/QĐ-UBND")])
    assert awarded.message == (
        "“Bà Hòa” đã được khen thưởng ở đợt “Sơ kết” theo Quyết định số 05/QĐ-UBND. "
        "Một thành tích chỉ khen một lần trong năm. Bỏ khỏi danh sách."
    )
    assert "cũng đang được đề nghị" in found(Standing.PUT_FORWARD).sentence
    assert "khai là hai người khác nhau" in found(Standing.AWARDED, declared_distinct=True).sentence


# --- the same name, however it is typed ------------------------------------------------------------------


def spellings(name: str) -> list[str]:
    return [
        unicodedata.normalize("NFD", name),
        name.replace("òa", "oà"),
        name.replace("Đ", "\u00d0").replace("đ", "\u00f0"),
        f"  {name.replace(' ', '   ')} ",
        name.upper(),
        name.lower(),
        name.replace(" ", "\u00a0"),
        f"\u200b{name}",
    ]


CASES = [(name, typed) for name in NAMES for typed in spellings(name) if typed != name]


@pytest.mark.parametrize(("name", "typed"), CASES)
def test_one_person_however_typed_is_refused_across_the_units_of_a_round(office_desk, name, typed):
    first, second = make_desk(office_desk.award_round), make_desk(office_desk.award_round)
    dossiers.add_nominee(first.dossier, by=first.officer, **person(name=name))
    with pytest.raises(ValidationError, match="Người này đã được đề nghị trong đợt; liên hệ Phòng Nội vụ"):
        dossiers.add_nominee(second.dossier, by=second.officer, **person(name=typed))
    assert Nominee.objects.count() == 1


@pytest.mark.parametrize(("name", "typed"), CASES)
def test_one_person_however_typed_is_found_across_rounds(office_desk, second_office, name, typed):
    first, second = make_desk(office_desk.award_round), make_desk(second_office.award_round)
    dossiers.add_nominee(first.dossier, by=first.officer, **person(name=name))
    again = dossiers.add_nominee(second.dossier, by=second.officer, **person(name=typed))
    (found,) = elsewhere(second_office.award_round, [again])[again.pk]
    assert (found.standing, found.round_id) == (Standing.PUT_FORWARD, office_desk.award_round.pk)


@pytest.mark.parametrize(
    "typed", ["Nguyễn Thị Hoa", "Nguyễn Thị Hoàn", "Nguyên Thị Hòa", "Dinh Đức Hòa", "Nguyễn Hòa Thị"]
)
def test_another_name_is_another_person(office_desk, second_office, typed):
    first, second = make_desk(office_desk.award_round), make_desk(second_office.award_round)
    for name in NAMES:
        dossiers.add_nominee(first.dossier, by=first.officer, **person(name=name))
    again = dossiers.add_nominee(second.dossier, by=second.officer, **person(name=typed))
    assert elsewhere(second_office.award_round, [again]) == {}
    assert name_key(typed) not in {name_key(name) for name in NAMES}


@pytest.fixture
def second_office(office_desk) -> Office:
    """A second round of the same year."""
    other = rounds.create_round(office_desk.award_round.period, by=office_desk.appraiser, name="Đợt hai")
    return Office(other, office_desk.appraiser)


# --- the database ----------------------------------------------------------------------------------------


def refuses(action) -> bool:
    try:
        with transaction.atomic():
            action()
    except IntegrityError as refusal:
        assert "da duoc khen thuong" in str(refusal)
        return True
    return False


def test_the_database_refuses_a_second_award_by_another_level(awarded, commune_round):
    twin = the_same_in(commune_round, awarded.nominee)
    assert refuses(outside_row(twin).save)
    assert not refuses(outside_row(making.make_nominee(commune_round, twin.unit)).save)  # somebody else
    later = the_same_in(commune_round, awarded.nominee, distinct_note="Là người khác")
    assert not refuses(outside_row(later).save)


def test_a_revoked_award_frees_the_place(awarded, commune_round, chairman):
    twin = the_same_in(commune_round, awarded.nominee)
    assert refuses(outside_row(twin).save)
    revoke(awarded, chairman)
    assert elsewhere(commune_round, [twin])[twin.pk][0].standing == Standing.PUT_FORWARD
    assert not refuses(outside_row(twin).save)


def test_the_database_refuses_a_giay_khen_for_who_is_awarded_elsewhere(
    period, appraiser, members, chairman, commune_round
):
    """The row is right in all else: once the other level's decision is withdrawn, the same one is taken."""
    award_round = making.make_proposed_round(period, appraiser, collectives=0, direct=1, name="Đợt một")
    nominee = award_round.nominees.get()
    kept = outside_row(the_same_in(commune_round, nominee))
    kept.save()
    decision = decisions._store(award_round, [nominee], by=chairman, signed_on=making.SIGNED_ON, signer="Chủ tịch")
    row = Award(
        decision=decision, nominee=nominee, slot=award_round.slots.filter(direct_only=True).first(), kind=nominee.kind,
        direct=True, reward_amount=540_000, register_number=1, register_year=2023,
    )  # fmt: skip
    assert refuses(row.save)
    outside.withdraw_outside_award(kept, by=appraiser, reason="Ghi nhầm người.")
    row.pk = None
    assert not refuses(row.save)


# --- listing, proposing, deciding --------------------------------------------------------------------------


def test_who_is_awarded_is_not_listed_again_and_not_suggested(awarded, period, appraiser):
    award_round = making.make_round(period, appraiser, name="Đợt hai")
    twin, free = the_same_in(award_round, awarded.nominee), making.make_nominee(award_round, make_unit())
    with pytest.raises(TransitionDenied) as refused:
        lists.set_list(award_round, {twin.pk, free.pk}, by=appraiser)
    decision = awarded.decision
    assert f"“{twin}” đã được khen thưởng ở đợt “Đợt một” theo {decision} ngày 28/12/2023." in str(refused.value)
    assert not award_round.nominees.filter(listed=True).exists()
    lists.suggest_list(award_round, by=appraiser)
    assert list(award_round.nominees.filter(listed=True)) == [free]


def test_who_is_on_a_closed_list_is_not_listed_again_but_while_it_is_open_is(proposed, period, appraiser, chairman):
    award_round = making.make_round(period, appraiser, name="Đợt hai")
    twin = the_same_in(award_round, proposed.nominees.filter(kind=NomineeKind.INDIVIDUAL).first())
    with pytest.raises(TransitionDenied, match="danh sách trình của đợt"):
        lists.set_list(award_round, {twin.pk}, by=appraiser)
    rounds.send_back(proposed, by=chairman, reason="Xem lại.")
    lists.set_list(award_round, {twin.pk}, by=appraiser)
    assert award_round.nominees.get(listed=True) == twin


def test_the_second_of_two_open_lists_is_not_proposed(period, appraiser, members, chairman):
    """Both lists were made while neither was closed: the proposal asks again."""
    first = making.make_round(period, appraiser, name="Đợt một")
    second = making.make_round(period, appraiser, name="Đợt hai")
    twin = the_same_in(second, making.make_nominee(first, make_unit()))
    free = making.make_nominee(second, twin.unit)
    for one in (first, second):
        making.hold_vote(one, appraiser)
    for one in (first, second):
        lists.set_list(one, set(one.nominees.values_list("pk", flat=True)), by=appraiser)
    rounds.propose(first, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    with pytest.raises(TransitionDenied, match="danh sách trình của đợt “Đợt một”"):
        rounds.propose(second, by=appraiser, number="13/TTr-PNV", day=making.PROPOSED_ON)
    lists.set_list(second, {free.pk}, by=appraiser)
    assert rounds.propose(second, by=appraiser, number="13/TTr-PNV", day=making.PROPOSED_ON).state == "proposed"


def test_awarded_after_the_proposal_stops_the_decision(period, appraiser, members, chairman, commune_round):
    award_round = making.make_proposed_round(period, appraiser, collectives=0, direct=1, name="Đợt một")
    twin = the_same_in(commune_round, award_round.nominees.get())
    outside_row(twin).save()
    with pytest.raises(TransitionDenied, match="Quyết định số 7/QĐ-UBND ngày 29/12/2023 của Chủ tịch UBND xã"):
        decisions.decide_round(award_round, by=chairman, signed_on=making.SIGNED_ON)
    assert making.nothing_happened(award_round)


# --- pages -----------------------------------------------------------------------------------------------


def test_the_unit_and_phong_noi_vu_are_told_with_a_link(client_as, office_desk, second_office):
    first = make_dossier_at("submitted", office_desk, person(name="Nguyễn Thị Hòa"))
    second = make_dossier_at("submitted", second_office, person(name="Nguyễn Thị Hoà"))
    original, twin = first.dossier.nominees.get(), second.dossier.nominees.get()
    page = client_as(second.officer).get(reverse("awards:dossier-detail", args=[second.dossier.pk])).content.decode()
    assert f"“{twin}” đã được đề nghị ở đợt khác." in page
    assert office_desk.award_round.name not in page
    assert first.unit.short_name not in page  # another unit's dossier is nobody's business
    page = client_as(office_desk.appraiser).get(reverse("awards:nominee-appraise", args=[twin.pk])).content.decode()
    assert reverse("awards:nominee-appraise", args=[original.pk]) in page and first.unit.short_name in page


def test_a_declared_namesake_is_shown_to_who_appraises(client_as, office_desk, second_office):
    make_dossier_at("submitted", office_desk, person(name="Nguyễn Thị Hòa"))
    second = make_dossier_at(
        "submitted", second_office, person(name="Nguyễn Thị Hòa", distinct_note="Là bà Hòa ở thôn khác")
    )
    twin = second.dossier.nominees.get()
    page = client_as(office_desk.appraiser).get(reverse("awards:nominee-appraise", args=[twin.pk])).content.decode()
    assert "hồ sơ khai là hai người khác nhau" in page
    assert once_violations(second_office.award_round, [twin]) == []


@pytest.mark.parametrize("number", [1, 4])
def test_any_number_of_nominees_costs_the_same(office_desk, second_office, django_assert_num_queries, number):
    names = [f"Nguyễn Thị Hòa {in_letters(n)}" for n in range(number)]
    first, second = make_desk(office_desk.award_round), make_desk(second_office.award_round)
    for desk in (first, second):
        for name in names:
            dossiers.add_nominee(desk.dossier, by=desk.officer, **person(name=name))
    nominees = list(second.dossier.nominees.all())
    with django_assert_num_queries(3):
        found = elsewhere(second_office.award_round, nominees)
    assert len(found) == number

"""One person under two spellings or notes: refused in one dossier, told across units, never told from a draft."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Nominee
from awards.namesakes import close, note_fault, told_apart
from awards.once import Identity
from awards.pages import decision
from awards.selectors.lists import proposal_violations
from awards.selectors.namesakes import namesakes, on_list
from awards.selectors.once import elsewhere
from awards.selectors.verdicts import verdicts
from awards.services import dossiers, rounds
from tests.awards import making
from tests.awards.dossiers import Office, make_desk, make_dossier_at, person
from tests.factories import make_unit
from units.enums import UnitKind

pytestmark = pytest.mark.django_db
NOTE = "Là ông An ở thôn 5, không phải ông An ở xã khác"
AN = {"name": "Trần Văn An", "birth_year": 1980, "honorific": "Ông"}


def add(desk, **fields):
    return dossiers.add_nominee(desk.dossier, by=desk.officer, **person(**AN | fields))


@pytest.fixture
def desks(office_desk):
    return make_desk(office_desk.award_round), make_desk(office_desk.award_round)


@pytest.fixture
def second_office(office_desk) -> Office:
    other = rounds.create_round(office_desk.award_round.period, by=office_desk.appraiser, name="Đợt hai")
    return Office(other, office_desk.appraiser)


# --- pure ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note", [".", "…", "Người khác", "." * 40, "khác " * 10, "Khôngcầnghirõkhácởđiểmnào", "1 2 3 " * 8]
)
def test_a_stop_declares_nothing(note):
    assert "ít nhất 20 ký tự" in note_fault(note)
    assert not told_apart(note)


def test_a_sentence_declares_and_nothing_is_no_fault():
    assert (note_fault(NOTE), told_apart(NOTE)) == ("", True)
    assert (note_fault(""), told_apart("")) == ("", False)


@pytest.mark.parametrize(
    ("key", "year", "is_close"),
    [
        ("trần văn an", 1981, True),
        ("trần văn ân", 1980, True),  # marks only
        ("trần văn anh", 1979, True),
        ("trầnvăn an", 1980, True),
        ("trần văn an", 1980, False),  # the same, which others tell
        ("trần văn an", 1982, False),
        ("trần văn bình", 1980, False),
    ],
)
def test_who_is_close(key, year, is_close):
    def who(key, year):
        return Identity(individual=True, key=key, birth_year=year, unit=1)

    assert close(who("trần văn an", 1980), who(key, year)) is is_close


# --- the service -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", ".", NOTE])
def test_no_note_lifts_the_block_in_one_dossier(desks, note):
    desk, _ = desks
    add(desk, distinct_note=NOTE)
    with pytest.raises(ValidationError) as refused:
        add(desk, distinct_note=note)
    assert note == "." or "phải khác năm sinh" in refused.value.messages[0]
    assert add(desk, birth_year=1990).pk  # the way out
    assert desk.dossier.nominees.count() == 2


def test_another_unit_needs_a_real_note(desks):
    first, second = desks
    add(first)
    for note, field in (("", "name"), (".", "distinct_note"), ("\u3164" * 30, "name")):
        with pytest.raises(ValidationError) as refused:
            add(second, distinct_note=note)
        assert list(refused.value.message_dict) == [field]
    assert add(second, distinct_note=NOTE).pk


def test_a_change_into_the_same_person_is_refused_too(desks):
    desk, _ = desks
    add(desk)
    other = add(desk, name="Trần Văn Bình", distinct_note=NOTE)
    with pytest.raises(ValidationError, match="phải khác năm sinh"):
        dossiers.update_nominee(other, by=desk.officer, name="Trần Văn An")
    assert Nominee.objects.get(pk=other.pk).name == "Trần Văn Bình"


@pytest.mark.parametrize("name", ["Trần Văn \u0410n", "Trần Văn An.", "Trần Văn An 2"])
def test_a_sign_that_is_no_letter_is_refused_by_name(desks, name):
    with pytest.raises(ValidationError, match="Tên không được có") as refused:
        add(desks[0], name=name)
    assert list(refused.value.message_dict) == ["name"]


@pytest.mark.parametrize(
    "name", ["Trần\u200bVăn An", "\u3164Trần Văn An", "Trần\u2800Văn An", "Tr\u034fần Văn An\ufe0f"]
)
def test_a_sign_that_nobody_sees_is_the_same_person(desks, name):
    first, second = desks
    add(first)
    with pytest.raises(ValidationError, match="Người này đã được đề nghị trong đợt; liên hệ Phòng Nội vụ"):
        add(second, name=name)


# --- what is told to whom --------------------------------------------------------------------------------


def page(client_as, user, name, pk):
    return client_as(user).get(reverse(f"awards:{name}", args=[pk])).content.decode()


def test_phong_noi_vu_sees_both_places_of_declared_namesakes(client_as, office_desk):
    first = make_dossier_at("submitted", office_desk, person(**AN))
    second = make_dossier_at("submitted", office_desk, person(**AN, distinct_note=NOTE))
    one, twin = first.dossier.nominees.get(), second.dossier.nominees.get()
    for here, there in ((one, twin), (twin, one)):
        text = page(client_as, office_desk.appraiser, "nominee-appraise", here.pk)
        assert f"“{here}” ({here.unit.short_name}) và “{there}” ({there.unit.short_name}) cùng tên" in text
        assert NOTE in text and reverse("awards:nominee-appraise", args=[there.pk]) in text


def test_a_near_name_is_told_and_an_officer_is_not_told_whose(client_as, office_desk):
    first = make_dossier_at("submitted", office_desk, person(**AN))
    second = make_dossier_at("submitted", office_desk, person(**AN | {"birth_year": 1981, "name": "Trần Văn Ân"}))
    one, other = first.dossier.nominees.get(), second.dossier.nominees.get()
    text = page(client_as, office_desk.appraiser, "nominee-appraise", other.pk)
    assert f"có thể là cùng một người với “{one}”, sinh năm 1980 ({first.unit.short_name})" in text
    for name, pk in (("dossier-detail", second.dossier.pk), ("nominee-edit", other.pk)):
        text = page(client_as, second.officer, name, pk)
        assert "có thể là cùng một người với một người đã được đề nghị trong đợt này" in text
        assert first.unit.short_name not in text and "Trần Văn An" not in text


def test_a_near_name_in_the_own_dossier_is_named(client_as, desks):
    desk, _ = desks
    add(desk)
    other = add(desk, birth_year=1981)
    text = page(client_as, desk.officer, "dossier-detail", desk.dossier.pk)
    assert "có thể là cùng một người với “Ông Trần Văn An”, sinh năm 1980" in text
    assert "có thể là cùng một người" in page(client_as, desk.officer, "nominee-edit", other.pk)


def test_the_draft_of_another_unit_is_never_told(client_as, office_desk, second_office):
    mine = make_desk(office_desk.award_round)
    drafts = [make_desk(office_desk.award_round), make_desk(second_office.award_round)]
    one = add(mine)
    before = page(client_as, mine.officer, "dossier-detail", mine.dossier.pk)
    add(drafts[0], birth_year=1981)
    add(drafts[1])
    add(drafts[1], name="Trần Văn Ân")
    units = frozenset(mine.officer.units)
    assert "có thể là cùng" not in page(client_as, mine.officer, "dossier-detail", mine.dossier.pk)
    assert "ở đợt khác" not in before
    assert elsewhere(office_desk.award_round, [one], units=units) == {}
    assert namesakes(office_desk.award_round, [one], units=units) == {}
    assert elsewhere(office_desk.award_round, [one])[one.pk]  # it is there


def test_a_list_not_decided_is_told_like_a_dossier(period, appraiser, members, commune_round):
    """Put forward or on the proposed list: an officer of another unit reads the same words."""
    award_round = making.make_voted_round(period, appraiser, collectives=0, direct=1, name="Đợt một")
    nominee = award_round.nominees.get()
    twin = making.make_nominee(
        commune_round, make_unit(UnitKind.CAP_XA), name=nominee.name, birth_year=nominee.birth_year
    )
    units = frozenset({twin.unit_id})

    def told(**options):
        return [one.sentence for one in elsewhere(commune_round, [twin], **options)[twin.pk]]

    before = told(units=units), told()
    making.lists.set_list(award_round, {nominee.pk}, by=appraiser)
    rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    assert told(units=units) == before[0] == [f"“{twin}” đã được đề nghị ở đợt khác."]
    assert told() != before[1]  # Phòng Nội vụ does know


def test_what_is_decided_is_told_to_everyone(awarded, commune_round):
    nominee = awarded.nominee
    twin = making.make_nominee(
        commune_round, make_unit(UnitKind.CAP_XA), name=nominee.name, birth_year=nominee.birth_year
    )
    (found,) = elsewhere(commune_round, [twin], units=frozenset({twin.unit_id}))[twin.pk]
    assert "đã được khen thưởng ở đợt “Đợt một”" in found.sentence


# --- the list and the Chairman ---------------------------------------------------------------------------


def listed_twins(period, appraiser, note):
    award_round = making.make_round(period, appraiser, name="Đợt một")
    facts = {"name": "Trần Văn An", "birth_year": 1980}
    one = making.make_nominee(award_round, make_unit(UnitKind.CAP_XA), **facts)
    twin = making.make_nominee(award_round, make_unit(UnitKind.CAP_XA), **facts, distinct_note=note)
    making.hold_vote(award_round, appraiser)
    Nominee.objects.filter(pk__in=[one.pk, twin.pk]).update(listed=True)
    return award_round, one, twin


def test_the_list_and_the_chairman_are_warned_of_namesakes(period, appraiser, members):
    award_round, one, twin = listed_twins(period, appraiser, NOTE)
    verdict = next(found for found in verdicts(award_round) if found.title == "Mỗi người một lần")
    check = next(
        found
        for found in decision.checks(award_round, decision.list_lines(award_round), signed_on=making.SIGNED_ON)
        if found.code == "votes"
    )
    assert (verdict.state, check.state) == ("near", decision.WARNING)
    for sentence in (verdict.sentences[0], check.summary):
        assert one.unit.short_name in sentence and twin.unit.short_name in sentence and NOTE in sentence
    assert "once" not in {found.code for found in proposal_violations(award_round)}


def test_a_stop_that_stands_in_the_database_declares_nothing(period, appraiser, members):
    """The unique constraint lets any note through; the rules of the list do not."""
    award_round, *_ = listed_twins(period, appraiser, ".")
    assert "once" in {found.code for found in proposal_violations(award_round)}
    verdict = next(found for found in verdicts(award_round) if found.title == "Mỗi người một lần")
    assert verdict.state == "not_met"


def test_two_people_of_two_names_are_no_namesakes(period, appraiser):
    award_round = making.make_round(period, appraiser, name="Đợt một")
    ones = [making.make_nominee(award_round, make_unit()) for _ in range(2)]
    assert on_list(ones) == []


@pytest.mark.parametrize("number", [1, 4])
def test_one_query_for_any_number(desks, django_assert_num_queries, number):
    desk, _ = desks
    for n in range(number):
        add(desk, birth_year=1960 + 3 * n)
        add(desk, birth_year=1961 + 3 * n)
    nominees = list(desk.dossier.nominees.select_related("unit"))
    with django_assert_num_queries(1):
        found = namesakes(desk.dossier.round, nominees, units=None)
    assert len(found) == 2 * number

"""The database's own truths of rounds and dossiers: every constraint and trigger provoked, past all services."""

from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from awards.enums import Appraisal, Involvement, NomineeKind, PaperKind
from awards.models import AwardRound, AwardSlot, Dossier, DossierPaper, Nominee
from awards.services import rounds
from core.models import StoredFile
from tests.awards.dossiers import Desk, collective, fill, make_desk, make_dossier_at, person
from tests.factories import make_unit
from tests.refusing import refuses
from units.enums import Role

pytestmark = pytest.mark.django_db


def update(row, **fields):
    """A bare UPDATE, as somebody with the database would write it."""
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def award_round(office_desk):
    return office_desk.award_round


@pytest.fixture
def desk(award_round) -> Desk:
    return make_desk(award_round)


def nominee(desk: Desk, **fields) -> Nominee:
    facts = {"dossier": desk.dossier, "round": desk.dossier.round, "unit": desk.unit} | person(**fields)
    return Nominee(**facts)


def group(desk: Desk, **fields) -> Nominee:
    return Nominee(dossier=desk.dossier, round=desk.dossier.round, unit=desk.unit, **collective(**fields))


# --- rounds and slots --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "gone"},
        {"kind": "huy-chuong"},
        {"direct_percent": 101},
        {"quorum_num": 4},
        {"quorum_num": 0},
        {"threshold_num": 3},
        {"threshold_num": 0},
        {"state": "proposed"},  # without the time and the date of the tờ trình
    ],
)
def test_round_checks(award_round, fields):
    assert refuses(update(award_round, **fields))
    assert not refuses(update(award_round, direct_percent=60))  # the same door, a right value


def test_round_name_once_in_a_period(award_round):
    assert refuses(
        lambda: AwardRound.objects.create(period=award_round.period, **rounds.round_defaults(award_round.period))
    )
    other = rounds.round_defaults(award_round.period) | {"name": "Đợt khác"}
    assert not refuses(lambda: AwardRound.objects.create(period=award_round.period, **other))


def propose(award_round):
    AwardRound.objects.filter(pk=award_round.pk).update(
        state="proposed", proposed_at=timezone.now(), proposal_date=date(2023, 12, 27)
    )


def test_settings_are_locked_once_proposed(award_round):
    assert not refuses(update(award_round, quota_individual=12))
    propose(award_round)
    for fields in ({"quota_individual": 20}, {"direct_percent": 10}, {"base_salary": 1}, {"signer_name": "Ai đó"}):
        assert refuses(update(award_round, **fields))
    assert not refuses(update(award_round, sent_back_reason="Xem lại"))


def test_decided_round_never_changes(award_round):
    propose(award_round)
    assert not refuses(update(award_round, state="decided"))
    assert refuses(update(award_round, state="open"))
    assert refuses(update(award_round, sent_back_reason="Xem lại"))


def test_slots_follow_the_plan(award_round):
    slots = award_round.slots
    assert slots.filter(kind=NomineeKind.COLLECTIVE, direct_only=False).count() == 5
    assert slots.filter(kind=NomineeKind.INDIVIDUAL, direct_only=True).count() == 7
    assert slots.filter(kind=NomineeKind.INDIVIDUAL, direct_only=False).count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "collective", "ordinal": 1},  # already there
        {"kind": "collective", "ordinal": 0},
        {"kind": "khac", "ordinal": 30},
        {"kind": "collective", "ordinal": 30, "direct_only": True},
    ],
)
def test_slot_checks(award_round, fields):
    assert refuses(lambda: AwardSlot.objects.create(round=award_round, **fields))
    assert not refuses(
        lambda: AwardSlot.objects.create(round=award_round, kind="individual", ordinal=30, direct_only=True)
    )


def test_slots_are_locked_once_proposed(award_round):
    slot = award_round.slots.first()
    propose(award_round)
    assert refuses(lambda: AwardSlot.objects.create(round=award_round, kind="collective", ordinal=6))
    assert refuses(update(slot, direct_only=True, kind="individual", ordinal=99))
    assert refuses(slot.delete)


# --- dossiers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "gone"},
        {"state": "submitted"},
        {"state": "returned", "submitted_at": timezone.now()},
        {"state": "appraised"},
    ],
)
def test_dossier_checks(desk, fields):
    assert refuses(update(desk.dossier, **fields))


def test_one_dossier_per_unit_and_round(desk):
    assert refuses(lambda: Dossier.objects.create(round=desk.dossier.round, unit=desk.unit))
    assert not refuses(lambda: Dossier.objects.create(round=desk.dossier.round, unit=make_unit()))


def test_submitted_dossier_is_locked(office_desk):
    desk = make_dossier_at("submitted", office_desk)
    one = desk.dossier.nominees.first()
    paper = desk.dossier.papers.first()
    assert refuses(update(desk.dossier, to_trinh_number="99/TTr"))
    assert refuses(update(desk.dossier, meeting_members=9))
    assert refuses(update(desk.dossier, submitted_at=timezone.now()))
    assert refuses(lambda: Dossier.objects.filter(pk=desk.dossier.pk).delete())
    assert refuses(update(one, name="Người khác"))
    assert refuses(update(one, cn_02=True, initiative_recognition="QĐ 1"))
    assert refuses(update(one, votes_for=0))
    assert refuses(update(paper, body={}))
    assert refuses(update(paper, confirmed_at=None, confirmed_by=None))
    assert refuses(lambda: DossierPaper.objects.filter(pk=paper.pk).delete())
    assert refuses(nominee(desk).save)


def test_returned_dossier_is_open_again(office_desk):
    desk = make_dossier_at("returned", office_desk)
    assert not refuses(update(desk.dossier, to_trinh_number="99/TTr"))
    assert not refuses(update(desk.dossier.nominees.first(), achievements="Bổ sung"))
    assert not refuses(nominee(desk).save)


# --- nominees ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"honorific": ""},
        {"honorific": "Cô"},
        {"involvement": ""},
        {"involvement": "khac"},
        {"birth_year": None},
        {"kind": NomineeKind.COLLECTIVE},  # a collective with the facts of a person
        {"kind": "khac"},
        {"name": " "},
        {"votes_for": 5, "votes_total": 4},
        {"votes_for": None, "votes_total": 4},
        {"votes_for": 0, "votes_total": 0},
        {"cn_02": True, "initiative_recognition": ""},
        {"appraisal": "khac"},
        {"appraisal": Appraisal.INELIGIBLE, "appraisal_reason": ""},
        {"listed": True},
    ],
)
def test_nominee_checks(desk, fields):
    assert refuses(nominee(desk, **fields).save)
    assert not refuses(nominee(desk).save)


@pytest.mark.parametrize("fields", [{"honorific": "Ông"}, {"involvement": Involvement.DIRECT}, {"birth_year": 1980}])
def test_collective_has_no_facts_of_a_person(desk, fields):
    one = group(desk)
    for name, value in fields.items():
        setattr(one, name, value)
    assert refuses(one.save)


def test_one_collective_once(desk):
    group(desk, name="Tổ Hoà Bình").save()
    assert refuses(group(desk, name="TỔ  HÒA BÌNH").save)  # tone position, case and blanks do not make another
    assert not refuses(group(desk, name="Tổ Hoa Bình").save)


def test_one_person_once_in_the_round(desk, award_round):
    other = make_desk(award_round)
    nominee(desk, name="Nguyễn Thị Hoà", birth_year=1985).save()
    same = {"name": "nguyễn thị hòa", "birth_year": 1985}
    assert refuses(nominee(desk, **same).save)
    assert refuses(nominee(other, **same).save)
    assert not refuses(nominee(other, **same | {"birth_year": 1986}).save)
    assert not refuses(nominee(other, **same, distinct_note="Hai người khác nhau, ở hai xã").save)


def test_nominee_belongs_to_its_dossier(desk, award_round):
    other = make_desk(award_round)
    stranger = nominee(desk)
    stranger.unit = other.unit
    assert refuses(stranger.save)
    one = nominee(desk)
    one.save()
    assert refuses(update(one, dossier=other.dossier, unit=other.unit))
    assert refuses(update(one, unit=other.unit))


def test_appraisal_only_while_submitted(office_desk):
    draft = make_dossier_at("draft", office_desk)
    sent = make_dossier_at("submitted", office_desk)
    done = make_dossier_at("appraised", office_desk)
    verdict = {"appraisal": Appraisal.INELIGIBLE, "appraisal_reason": "Thiếu giấy tờ"}
    assert refuses(update(draft.dossier.nominees.first(), **verdict))
    assert refuses(update(done.dossier.nominees.first(), **verdict))
    assert not refuses(update(sent.dossier.nominees.first(), **verdict))


def test_ineligible_is_never_listed(office_desk):
    desk = make_dossier_at("submitted", office_desk)
    assert refuses(update(desk.dossier.nominees.first(), listed=True))


# --- the list ----------------------------------------------------------------------------------------


def eligible(office_desk, *nominees: dict) -> list[Nominee]:
    return list(make_dossier_at("appraised", office_desk, *nominees).dossier.nominees.order_by("pk"))


def test_sixth_collective_is_refused_by_the_database(office_desk):
    groups = eligible(office_desk, *[collective() for _ in range(6)])
    assert [refuses(update(one, listed=True)) for one in groups] == [False] * 5 + [True]


def test_fourth_leader_is_refused_by_the_database(office_desk):
    leaders = eligible(office_desk, *[person(involvement=Involvement.LEADER) for _ in range(4)])
    assert [refuses(update(one, listed=True)) for one in leaders] == [False] * 3 + [True]


def test_eleventh_person_is_refused_by_the_database(office_desk):
    people = eligible(office_desk, *[person() for _ in range(11)])
    assert [refuses(update(one, listed=True)) for one in people] == [False] * 10 + [True]


def test_without_quota_the_database_refuses_no_number(office_desk):
    rounds.update_round(office_desk.award_round, by=office_desk.appraiser, quota_collective=None, quota_individual=None)
    many = eligible(
        office_desk, *[collective() for _ in range(6)], *[person(involvement=Involvement.LEADER) for _ in range(4)]
    )
    assert not any(refuses(update(one, listed=True)) for one in many)


def test_the_list_is_locked_once_proposed(office_desk):
    first, second = eligible(office_desk, collective(), collective())
    assert not refuses(update(first, listed=True))
    propose(office_desk.award_round)
    assert refuses(update(second, listed=True))
    assert refuses(update(first, listed=False))
    assert refuses(update(first, list_order=F("list_order") + 1))
    assert refuses(update(first, listed=False, appraisal=Appraisal.PENDING))


# --- papers ------------------------------------------------------------------------------------------


def test_paper_checks(desk, people):
    one, other = fill(desk)
    DossierPaper.objects.filter(dossier=desk.dossier).delete()

    def paper(**fields):
        return DossierPaper(dossier=desk.dossier, **{"kind": PaperKind.TO_TRINH} | fields).save

    assert refuses(paper(nominee=one))
    assert refuses(paper(kind=PaperKind.BAO_CAO))
    assert refuses(paper(kind="khac"))
    assert refuses(paper(confirmed_at=timezone.now()))
    assert refuses(paper(confirmed_by=people[Role.OFFICER]))
    assert not refuses(paper())
    assert refuses(paper())
    assert not refuses(paper(kind=PaperKind.BAO_CAO, nominee=one))
    assert refuses(paper(kind=PaperKind.BAO_CAO, nominee=one))
    assert not refuses(paper(kind=PaperKind.BAO_CAO, nominee=other))


def test_report_is_of_a_nominee_of_the_same_dossier(desk, award_round):
    [stranger] = fill(make_desk(award_round), person())
    assert refuses(DossierPaper(dossier=desk.dossier, kind=PaperKind.BAO_CAO, nominee=stranger).save)


def test_a_paper_does_not_move(desk, award_round):
    fill(desk)
    paper = desk.dossier.papers.filter(nominee__isnull=True).first()
    other = make_desk(award_round)
    assert refuses(update(paper, dossier=other.dossier))
    assert not refuses(update(paper, body={"addressee": "Chủ tịch"}))


def test_scan_is_kept_while_a_paper_points_to_it(desk):
    fill(desk)
    stored = StoredFile.objects.create(name="quet.pdf", content_type="application/pdf", size=3, sha256="0" * 64)
    desk.dossier.papers.filter(nominee__isnull=True).update(file=stored)
    with pytest.raises(Exception, match="protected"):
        stored.delete()

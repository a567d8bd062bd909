"""Appraisal by Phòng Nội vụ: verdicts beside their facts, returns, the search, and what each role may do."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.enums import Appraisal, DossierState, Involvement, NomineeKind
from awards.models import Dossier, Nominee
from awards.papers.drafts import standing
from awards.selectors.scores import unit_scores
from awards.services import appraisal, lists, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from criteria.models import ScoreSheet
from tests.awards.dossiers import collective, fill, make_desk, make_dossier_at, person, score
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


def verdict(nominee: Nominee, office_desk, verdict=Appraisal.ELIGIBLE, reason=""):
    return appraisal.appraise_nominee(nominee, verdict, by=office_desk.appraiser, reason=reason)


# --- services --------------------------------------------------------------------------------------------


def test_only_phong_noi_vu_appraises(office_desk, people):
    one = make_dossier_at("submitted", office_desk).dossier.nominees.first()
    for role in set(Role) - {Role.APPRAISER}:
        with pytest.raises(TransitionDenied, match="không có quyền thẩm định"):
            appraisal.appraise_nominee(one, Appraisal.ELIGIBLE, by=people[role])
    assert verdict(one, office_desk).appraisal == Appraisal.ELIGIBLE
    assert AuditEvent.objects.get(action="award_dossier.appraise").actor == office_desk.appraiser.username


@pytest.mark.parametrize("state", ["draft", "returned", "appraised"])
def test_appraisal_is_only_of_submitted_dossiers(office_desk, state):
    one = make_dossier_at(state, office_desk).dossier.nominees.first()
    with pytest.raises(TransitionDenied, match="đã nộp và chưa hoàn tất"):
        verdict(one, office_desk)


def test_ineligible_needs_a_reason(office_desk):
    one = make_dossier_at("submitted", office_desk).dossier.nominees.first()
    with pytest.raises(ValidationError, match="Ghi lý do không đủ điều kiện"):
        verdict(one, office_desk, Appraisal.INELIGIBLE, " \u200b ")
    assert verdict(one, office_desk, Appraisal.INELIGIBLE, "Thiếu xác nhận.").appraisal_reason == "Thiếu xác nhận."
    with pytest.raises(ValidationError, match="Chọn “Đủ điều kiện”"):
        verdict(one, office_desk, Appraisal.PENDING)


def test_collective_without_a_score_or_below_the_standards_is_not_eligible(office_desk):
    period = office_desk.award_round.period
    desk = make_desk(office_desk.award_round, scored=False)
    fill(desk, collective("Tổ Một"))
    from awards.services.dossiers import submit_dossier

    submit_dossier(desk.dossier, by=desk.officer)
    one = desk.dossier.nominees.get()
    with pytest.raises(ValidationError, match="chưa có phiếu điểm thẩm định"):
        verdict(one, office_desk)
    assert not score(desk.unit, period, good=False).eligible
    with pytest.raises(ValidationError, match="chưa đủ tiêu chuẩn tập thể"):
        verdict(one, office_desk)
    assert score(desk.unit, period).eligible  # the newest sheet counts
    assert verdict(one, office_desk).appraisal == Appraisal.ELIGIBLE


def test_return_drops_verdicts_and_places_on_the_list(office_desk):
    desk = make_dossier_at("appraised", office_desk, collective(), person())
    one = desk.dossier.nominees.get(kind=NomineeKind.COLLECTIVE)
    lists.set_list(office_desk.award_round, {one.pk}, by=office_desk.appraiser)
    dossier = appraisal.return_dossier(desk.dossier, by=office_desk.appraiser, reason="Bổ sung\ngiấy tờ")
    assert (dossier.state, dossier.return_reason) == (DossierState.RETURNED, "Bổ sung\ngiấy tờ")
    assert set(dossier.nominees.values_list("appraisal", "listed")) == {(Appraisal.PENDING, False)}


# --- pages -----------------------------------------------------------------------------------------------


def test_appraiser_goes_from_one_nominee_to_the_next(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk, collective(), person())
    first, second = desk.dossier.nominees.order_by("kind")
    client = client_as(office_desk.appraiser)
    url = reverse("awards:nominee-appraise", args=[first.pk])
    page = client.get(url).content.decode()
    assert "100%" in page
    assert "Không có điều nào trái" in page
    assert client.post(url, {"verdict": "eligible"}).url == reverse("awards:nominee-appraise", args=[second.pk])
    answer = client.post(
        reverse("awards:nominee-appraise", args=[second.pk]), {"verdict": "ineligible", "reason": "Chưa đủ giấy tờ."}
    )
    assert answer.url == reverse("awards:dossier-detail", args=[desk.dossier.pk])
    done = client.post(reverse("awards:dossier-finish", args=[desk.dossier.pk]), follow=True).content.decode()
    assert "Đã hoàn tất thẩm định hồ sơ." in done
    assert "Chưa đủ giấy tờ." in client_as(desk.officer).get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Ô “Kết luận” cần được điền."),
        ({"verdict": "maybe"}, "Chọn một trong các mục có sẵn."),
        ({"verdict": "pending"}, "Chọn một trong các mục có sẵn."),
        ({"verdict": "ineligible"}, "Ghi lý do không đủ điều kiện"),
        ({"verdict": "ineligible", "reason": "a" * 2001}, "dài quá 2.000 ký tự"),
    ],
)
def test_bad_verdict_gets_a_sentence(office_desk, client_as, sent, sentence):
    one = make_dossier_at("submitted", office_desk).dossier.nominees.first()
    answer = client_as(office_desk.appraiser).post(reverse("awards:nominee-appraise", args=[one.pk]), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    one.refresh_from_db()
    assert one.appraisal == Appraisal.PENDING


def test_return_without_a_reason_is_told(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk)
    client = client_as(office_desk.appraiser)
    url = reverse("awards:dossier-return", args=[desk.dossier.pk])
    for sent in ({}, {"reason": "  "}, {"reason": "a" * 2001}):
        assert "Cần ghi lý do" in client.post(url, sent, follow=True).content.decode()
    assert desk.fresh().state == DossierState.SUBMITTED
    client.post(url, {"reason": "Bổ sung."})
    assert desk.fresh().state == DossierState.RETURNED


READ = {Role.REVIEWER, Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR, Role.ADMIN}


def test_who_reads_and_who_writes(office_desk, client_as, people):
    desk = make_dossier_at("submitted", office_desk)
    one, pk = desk.dossier.nominees.first(), office_desk.award_round.pk
    reading = [
        reverse("awards:dossier-list", args=[pk]),
        reverse("awards:nominee-appraise", args=[one.pk]),
        reverse("awards:list", args=[pk]),
    ]
    writing = [
        reverse("awards:nominee-appraise", args=[one.pk]),
        reverse("awards:dossier-return", args=[desk.dossier.pk]),
        reverse("awards:dossier-finish", args=[desk.dossier.pk]),
        reverse("awards:list", args=[pk]),
        reverse("awards:list-suggest", args=[pk]),
        reverse("awards:round-propose", args=[pk]),
        reverse("awards:round-edit", args=[pk]),
        reverse("awards:round-create", args=[2023]),
    ]
    for role in Role:
        client = client_as(people[role])
        assert {client.get(path).status_code for path in reading} == ({200} if role in READ else {403}), role
        if role != Role.APPRAISER:
            assert {client.post(path).status_code for path in writing} == {403}, role
    assert desk.fresh().state == DossierState.SUBMITTED


def test_search_ignores_marks_and_finds_people(office_desk, client_as):
    unit = make_unit(name="Ủy ban nhân dân xã Đắk N’Drung", short_name="Xã Đắk N’Drung")
    first = make_dossier_at("submitted", office_desk, person(name="H’Wễ Ktưỡng"), unit=unit)
    second = make_dossier_at("appraised", office_desk, person(name="Trần Văn Lợi"))
    client, url = client_as(office_desk.appraiser), reverse("awards:dossier-list", args=[office_desk.award_round.pk])

    def found(**query) -> set[int]:
        return {row.pk for row in client.get(url, query).context["page"].object_list}

    both = {first.dossier.pk, second.dossier.pk}
    assert found() == both
    assert found(q="dak ndrung") == found(q="ĐẮK N'DRUNG") == {first.dossier.pk}
    assert found(q="hwe ktuong") == {first.dossier.pk}
    assert found(q="loi") == {second.dossier.pk}
    assert found(trang_thai="appraised") == {second.dossier.pk}
    assert found(q="loi", trang_thai="submitted") == set()
    assert found(q="%", trang_thai="no-such") == set()
    assert found(q="x" * 5000, page="abc") == both  # a filter that cannot be read is no filter
    assert found(q="a\x00b") == both


@pytest.mark.parametrize("number", [1, 3])
def test_dossier_list_costs_the_same_for_any_number(office_desk, client_as, django_assert_num_queries, number):
    for _ in range(number):
        make_dossier_at("submitted", office_desk, collective(), person())
    client = client_as(office_desk.appraiser)
    with django_assert_num_queries(10):
        answer = client.get(reverse("awards:dossier-list", args=[office_desk.award_round.pk]))
    rows = answer.context["page"].object_list
    assert [(row.collectives, row.individuals, row.waiting, row.eligible) for row in rows] == [(1, 1, 2, 0)] * number


def test_leader_is_shown_as_leader(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk, person(involvement=Involvement.LEADER))
    url = reverse("awards:nominee-appraise", args=[desk.dossier.nominees.get().pk])
    page = client_as(office_desk.appraiser).get(url).content.decode()
    assert "Lãnh đạo, phối hợp, tuyên truyền" in page


def test_council_sheet_counts_before_the_appraised_one(office_desk):
    """final_sheets: what the council scored replaces what Phòng VH-TT appraised."""
    from criteria.enums import Column

    unit = make_unit()
    period = office_desk.award_round.period
    appraised = score(unit, period)
    assert unit_scores(period)[unit.pk].sheet.pk == appraised.pk
    council = ScoreSheet.objects.get(pk=appraised.pk)
    council.pk, council.column = None, Column.COUNCIL
    council.save(force_insert=True)
    assert unit_scores(period)[unit.pk].sheet.column == Column.COUNCIL


def test_a_rank_is_provisional_while_others_of_the_group_wait(office_desk):
    period = office_desk.award_round.period
    unit = make_unit(kind=UnitKind.DOAN_THE)
    score(unit, period)
    make_unit(kind=UnitKind.DOAN_THE, valid_to=date(period.year, 6, 30))  # ended: reports nothing
    alone = unit_scores(period)[unit.pk]
    assert (alone.provisional, standing(alone)[-len(alone.league) :]) == (False, alone.league)
    other = make_unit(kind=UnitKind.DOAN_THE)
    early = unit_scores(period)[unit.pk]
    assert early.provisional and standing(early).endswith(f"{early.league} (tạm tính)")
    score(other, period)
    assert not unit_scores(period)[unit.pk].provisional


def test_outsider_sees_nothing(office_desk, client_as):
    client = client_as(make_user())
    for name in ("round-list",):
        assert client.get(reverse(f"awards:{name}")).status_code == 403


def test_late_dossier_is_marked_and_not_refused(office_desk, client_as):
    award_round = office_desk.award_round
    rounds.update_round(award_round, by=office_desk.appraiser, nomination_due=date(2023, 12, 28))
    desk = make_dossier_at("submitted", office_desk)
    url = reverse("awards:dossier-list", args=[award_round.pk])
    client = client_as(office_desk.appraiser)
    for sent_on, late in ((datetime(2023, 12, 28, 23, 59), False), (datetime(2023, 12, 29, 0, 0), True)):
        Dossier.objects.filter(pk=desk.dossier.pk).update(state="returned", return_reason="x")
        Dossier.objects.filter(pk=desk.dossier.pk).update(submitted_at=timezone.make_aware(sent_on))
        assert ("Nộp muộn" in client.get(url).content.decode()) == late

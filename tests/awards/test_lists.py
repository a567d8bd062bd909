"""The list for the Chairman: ticks with their verdicts, refusals that change nothing, the suggestion, two people at once."""

import threading

import pytest
from django.db import connections, transaction
from django.urls import reverse

from awards.enums import Appraisal, Involvement, NomineeKind, RoundState
from awards.models import AwardRound, Nominee
from awards.selectors import verdicts
from awards.services import appraisal, lists, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.dossiers import Office, collective, make_dossier_at, person
from units.enums import Role

LEADER = {"involvement": Involvement.LEADER}


def eligible(office_desk: Office, *facts: dict) -> list[Nominee]:
    return list(make_dossier_at("appraised", office_desk, *facts).dossier.nominees.order_by("pk"))


def listed(office_desk: Office) -> set[int]:
    return set(office_desk.award_round.nominees.filter(listed=True).values_list("pk", flat=True))


def choose(office_desk: Office, *nominees: Nominee) -> None:
    lists.set_list(office_desk.award_round, {one.pk for one in nominees}, by=office_desk.appraiser)


# --- service ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_phong_noi_vu_lists(office_desk, people):
    [one] = eligible(office_desk, collective())
    for role in set(Role) - {Role.APPRAISER}:
        for act in (lists.suggest_list, lambda award_round, by: lists.set_list(award_round, {one.pk}, by=by)):
            with pytest.raises(TransitionDenied, match="không có quyền lập danh sách"):
                act(office_desk.award_round, by=people[role])
    assert listed(office_desk) == set()
    choose(office_desk, one)
    assert listed(office_desk) == {one.pk}
    assert AuditEvent.objects.get(action="award_round.list").data == {"added": [one.name], "removed": []}


@pytest.mark.django_db
def test_sixth_collective_is_refused_and_the_list_stays(office_desk):
    groups = eligible(office_desk, *[collective() for _ in range(6)])
    choose(office_desk, *groups[:5])
    with pytest.raises(TransitionDenied, match="Danh sách có 6 tập thể, quá số 5 tập thể"):
        choose(office_desk, *groups)
    assert listed(office_desk) == {one.pk for one in groups[:5]}


@pytest.mark.django_db
def test_fourth_leader_is_refused_and_the_list_stays(office_desk):
    leaders = eligible(office_desk, *[person(**LEADER) for _ in range(4)])
    choose(office_desk, *leaders[:3])
    with pytest.raises(TransitionDenied, match="Danh sách đã có 4 lãnh đạo"):
        choose(office_desk, *leaders)
    assert listed(office_desk) == {one.pk for one in leaders[:3]}


@pytest.mark.django_db
def test_eleventh_person_is_refused(office_desk):
    everyone = eligible(office_desk, *[person() for _ in range(11)])
    choose(office_desk, *everyone[:10])
    with pytest.raises(TransitionDenied, match="quá số 10 cá nhân"):
        choose(office_desk, *everyone)


@pytest.mark.django_db
def test_who_is_not_eligible_or_not_of_the_round_is_refused(office_desk, period):
    [one] = eligible(office_desk, collective())
    waiting = make_dossier_at("submitted", office_desk, collective()).dossier.nominees.get()
    other = Office(rounds.create_round(period, by=office_desk.appraiser, name="Đợt khác"), office_desk.appraiser)
    [stranger] = eligible(other, collective())
    for wrong in (waiting, stranger):
        with pytest.raises(TransitionDenied, match="chưa được thẩm định đủ điều kiện"):
            choose(office_desk, one, wrong)
    with pytest.raises(TransitionDenied):
        lists.set_list(office_desk.award_round, {10**12}, by=office_desk.appraiser)
    assert listed(office_desk) == set()


@pytest.mark.django_db
def test_whom_the_council_refused_is_not_listed(period, people):
    appraiser = people[Role.APPRAISER]
    people[Role.COUNCIL].appointments.all().delete()
    making.make_members(3)
    award_round = making.make_round(period, appraiser)
    refused = making.make_nominee(award_round, making.make_unit())
    session = making.make_open_session(award_round, appraiser)
    making.vote_all(session, "no")
    making.council.close_session(session, by=appraiser)
    with pytest.raises(TransitionDenied, match="không được Hội đồng thông qua"):
        lists.set_list(award_round, {refused.pk}, by=appraiser)


@pytest.mark.django_db
def test_order_of_the_list_is_by_merit(office_desk):
    weak, strong = eligible(
        office_desk,
        person(votes_for=3, votes_total=5),
        person(cn_02=True, initiative_recognition="QĐ số 5 ngày 01/11/2023", votes_for=3, votes_total=5),
    )
    [group] = eligible(office_desk, collective())
    choose(office_desk, weak, strong, group)
    order = award_order(office_desk)
    assert order == [group.pk, strong.pk, weak.pk]


def award_order(office_desk: Office) -> list[int]:
    rows = office_desk.award_round.nominees.filter(listed=True).order_by("list_order")
    return list(rows.values_list("pk", flat=True))


@pytest.mark.django_db
def test_suggestion_fills_the_list_within_the_law(office_desk):
    eligible(
        office_desk,
        *[collective() for _ in range(6)],
        *[person() for _ in range(6)],
        *[person(**LEADER) for _ in range(5)],
    )
    assert lists.suggest_list(office_desk.award_round, by=office_desk.appraiser) == 5 + 8  # 6 direct carry 2 leaders
    rows = Nominee.objects.filter(pk__in=listed(office_desk))
    assert rows.filter(kind=NomineeKind.COLLECTIVE).count() == 5
    assert rows.filter(involvement=Involvement.LEADER).count() == 2


@pytest.mark.django_db
def test_list_of_a_proposed_round_is_closed(office_desk):
    [one] = eligible(office_desk, collective())
    AwardRound.objects.filter(pk=office_desk.award_round.pk).update(
        state=RoundState.PROPOSED, proposed_at="2023-12-27T00:00Z", proposal_date=making.PROPOSED_ON
    )
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        choose(office_desk, one)


@pytest.mark.django_db
def test_verdict_against_a_listed_nominee_takes_it_off(office_desk):
    desk = make_dossier_at("submitted", office_desk, collective())
    one = desk.dossier.nominees.get()
    appraisal.appraise_nominee(one, Appraisal.ELIGIBLE, by=office_desk.appraiser)
    choose(office_desk, one)
    appraisal.appraise_nominee(one, Appraisal.INELIGIBLE, by=office_desk.appraiser, reason="Phát hiện sai sót.")
    assert listed(office_desk) == set()


# --- verdicts --------------------------------------------------------------------------------------------


def states(office_desk: Office) -> dict[str, str]:
    return {verdict.title: verdict.state for verdict in verdicts.verdicts(office_desk.award_round)}


@pytest.mark.django_db
def test_verdicts_follow_every_change(office_desk):
    group, *persons = eligible(
        office_desk, collective(), *[person() for _ in range(3)], *[person(**LEADER) for _ in range(2)]
    )
    assert states(office_desk) == {"Chưa chọn ai": "todo"}
    choose(office_desk, group, *persons[:3])
    assert states(office_desk) == {
        "Số lượng": "met",
        "Trực tiếp và lãnh đạo": "met",
        "Mỗi người một lần": "met",
        "Một thành tích một lần": "met",
        "Đủ điều kiện": "met",
        "Hội đồng thông qua": "not_met",
        "Bằng nhau": "met",
    }
    choose(office_desk, group, *persons)  # two leaders among five
    assert states(office_desk)["Trực tiếp và lãnh đạo"] == "not_met"
    choose(office_desk, persons[-1])  # one leader alone: only a warning
    assert states(office_desk)["Trực tiếp và lãnh đạo"] == "near"


# --- page ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_works_without_scripts(office_desk, client_as):
    one, two = eligible(office_desk, collective(), person())
    client, url = client_as(office_desk.appraiser), reverse("awards:list", args=[office_desk.award_round.pk])
    answer = client.post(url, {"nominee": [one.pk, two.pk]}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    page = answer.content.decode()
    assert "Đã lưu danh sách." in page
    assert "1/5 tập thể, 1/10 cá nhân." in page
    assert client.post(url, {}).status_code == 302  # nobody ticked: an empty list
    assert listed(office_desk) == set()


@pytest.mark.django_db
def test_page_saves_in_place_with_the_fragment(office_desk, client_as):
    leaders = eligible(office_desk, *[person(**LEADER) for _ in range(4)])
    client, url = client_as(office_desk.appraiser), reverse("awards:list", args=[office_desk.award_round.pk])
    fine = client.post(url, {"nominee": [leaders[0].pk]}, headers={"HX-Request": "true"})
    assert (fine.status_code, next(t.name for t in fine.templates)) == (200, "awards/_list_board.html")
    page = fine.content.decode()
    assert "<html" not in page and "Đã lưu danh sách" in page
    wrong = client.post(url, {"nominee": [one.pk for one in leaders]}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Danh sách đã có 4 lãnh đạo" in page and page.count(" checked>") == 4  # what was chosen is not lost
    assert listed(office_desk) == {leaders[0].pk}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "9" * 40, "²", "1 OR 1=1"])
def test_unreadable_ticks_are_told(office_desk, client_as, value):
    [one] = eligible(office_desk, collective())
    choose(office_desk, one)
    url = reverse("awards:list", args=[office_desk.award_round.pk])
    answer = client_as(office_desk.appraiser).post(url, {"nominee": [one.pk, value]})
    assert answer.status_code == 422
    assert "Không đọc được danh sách vừa chọn." in answer.content.decode()
    assert listed(office_desk) == {one.pk}


@pytest.mark.django_db
def test_readers_see_the_list_and_cannot_tick(office_desk, client_as, people):
    [one] = eligible(office_desk, collective())
    client, url = client_as(people[Role.INSPECTOR]), reverse("awards:list", args=[office_desk.award_round.pk])
    page = client.get(url).content.decode()
    assert one.name in page and "checkbox" not in page and "Lưu danh sách" not in page
    assert client.post(url, {"nominee": [one.pk]}).status_code == 403
    assert listed(office_desk) == set()


@pytest.mark.django_db
def test_propose_from_the_page(period, people, client_as):
    appraiser = people[Role.APPRAISER]
    people[Role.COUNCIL].appointments.all().delete()
    making.make_members(3)
    award_round = making.make_voted_round(period, appraiser)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    client, url = client_as(appraiser), reverse("awards:round-propose", args=[award_round.pk])
    for sent, sentence in (
        ({}, "Ô “Số tờ trình của Phòng Nội vụ” cần được điền."),
        ({"number": "abc", "day": "2023-12-27"}, "Số tờ trình viết như 45/TTr-PNV"),
        ({"number": "45/TTr-PNV", "day": "mai"}, "Viết ngày dạng ngày/tháng/năm"),
    ):
        answer = client.post(url, sent)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert client.post(url, {"number": "45/TTr-PNV", "day": "27/12/2023"}).status_code == 302
    award_round.refresh_from_db()
    assert (award_round.state, award_round.proposal_number) == (RoundState.PROPOSED, "45/TTr-PNV")
    again = client.post(url, {"number": "46/TTr-PNV", "day": "27/12/2023"})
    assert again.status_code == 422  # the second tab
    award_round.refresh_from_db()
    assert award_round.proposal_number == "45/TTr-PNV"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_list_page_costs_the_same_for_any_number(office_desk, client_as, django_assert_num_queries, number):
    for _ in range(number):
        eligible(office_desk, collective(), person())
    client = client_as(office_desk.appraiser)
    with django_assert_num_queries(19):
        answer = client.get(reverse("awards:list", args=[office_desk.award_round.pk]))
    assert [len(part.lines) for part in answer.context["outside"]] == [number, number]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_saving_the_list_writes_once_per_change(office_desk, number):
    """Ticking again what is ticked writes nothing and logs nothing."""
    chosen = [eligible(office_desk, collective())[0] for _ in range(number)]
    choose(office_desk, *chosen)
    events = AuditEvent.objects.count()
    choose(office_desk, *chosen)
    assert AuditEvent.objects.count() == events


# --- two people at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_never_overrun(office_desk):
    """Each thread puts another five of ten on the list; whoever is last wins whole, never six and never a mixture."""
    groups = eligible(office_desk, *[collective() for _ in range(10)])
    halves = [{one.pk for one in groups[:5]}, {one.pk for one in groups[5:]}]
    start, faults = threading.Barrier(2, timeout=20), []

    def save(half):
        start.wait()
        try:
            lists.set_list(office_desk.award_round, half, by=office_desk.appraiser)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert listed(office_desk) in halves


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_services_lock_the_list_would_overrun(office_desk):
    """Negative control: two bare transactions that do not see each other both pass the trigger, so the lock is needed."""
    groups = eligible(office_desk, *[collective() for _ in range(10)])
    halves = [[one.pk for one in groups[:5]], [one.pk for one in groups[5:]]]
    written = threading.Barrier(2, timeout=20)

    def save(half):
        with transaction.atomic():
            Nominee.objects.filter(pk__in=half).update(listed=True)
            written.wait()
        connections.close_all()

    threads = [threading.Thread(target=save, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(listed(office_desk)) == 10


@pytest.mark.django_db
def test_many_of_a_kind_are_told_as_a_number(office_desk):
    choose(office_desk, *eligible(office_desk, *[collective() for _ in range(5)]))
    voted = next(
        verdict for verdict in verdicts.verdicts(office_desk.award_round) if verdict.title == "Hội đồng thông qua"
    )
    assert len(voted.sentences) == 3
    assert voted.sentences[-1] == "Và 3 trường hợp khác như vậy."

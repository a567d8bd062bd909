"""What if: a list that is judged and not saved, the order of the office, and the suggestion beside the present list."""

from dataclasses import replace

import pytest
from django.urls import reverse

from awards.enums import Appraisal, NomineeKind
from awards.models import AwardRound, Nominee
from awards.selectors.lists import board
from awards.selectors.verdicts import judge
from awards.services import dossiers, lists, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.dossiers import Office, make_dossier_at
from tests.factories import make_unit
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def unit():
    return make_unit(UnitKind.CAP_XA)


def merit(nominee: Nominee, *, votes: int = 5, both: bool = False) -> Nominee:
    """Facts that place it, written past the dossier, which is closed by now."""
    making.Dossier.objects.filter(pk=nominee.dossier_id).update(state="returned", return_reason="làm lại")
    extra = {"cn_02": True, "initiative_recognition": "QĐ số 5 ngày 01/11/2023"} if both else {}
    Nominee.objects.filter(pk=nominee.pk).update(votes_for=votes, votes_total=5, **extra)
    making.Dossier.objects.filter(pk=nominee.dossier_id).update(state="appraised")
    return nominee


def person(award_round, unit, *, votes: int = 5, both: bool = False, **fields) -> Nominee:
    return merit(making.make_nominee(award_round, unit, **fields), votes=votes, both=both)


def collective(award_round) -> Nominee:
    return making.make_nominee(award_round, make_unit(UnitKind.CAP_XA), kind=NomineeKind.COLLECTIVE)


def url(name: str, award_round) -> str:
    return reverse(f"awards:{name}", args=[award_round.pk])


def order(award_round) -> list[int]:
    return list(award_round.nominees.filter(listed=True).order_by("list_order").values_list("pk", flat=True))


def meet(award_round, appraiser, choice: str = "yes"):
    session = making.make_open_session(award_round, appraiser)
    making.vote_all(session, choice)
    making.council.close_session(session, by=appraiser)


# --- judged, not saved -----------------------------------------------------------------------------------


def test_trying_saves_nothing_and_logs_nothing(award_round, appraiser, unit, client_as):
    ones = [person(award_round, unit, direct=False) for _ in range(4)]
    lists.set_list(award_round, {ones[0].pk}, by=appraiser)
    events = AuditEvent.objects.count()
    tried = {"nominee": [one.pk for one in ones], "seen": str(ones[0].pk)}
    answer = client_as(appraiser).post(url("list-judge", award_round), tried, headers=HTMX)
    page = answer.content.decode()
    assert (answer.status_code, next(t.name for t in answer.templates)) == (200, "awards/_list_panel.html")
    assert "Đang thử, chưa lưu." in page and "Danh sách đã có 4 lãnh đạo" in page
    assert "4/10 cá nhân" in page and "Lưu danh sách rồi trình." in page
    assert order(award_round) == [ones[0].pk]
    assert AuditEvent.objects.count() == events


def test_trying_what_is_saved_is_no_change(award_round, appraiser, unit, client_as):
    one = person(award_round, unit)
    lists.set_list(award_round, {one.pk}, by=appraiser)
    page = client_as(appraiser).post(url("list-judge", award_round), {"nominee": [one.pk]}, headers=HTMX)
    assert "Đúng như danh sách đã lưu." in page.content.decode()


def test_only_phong_noi_vu_tries(award_round, people, client_as):
    for role in set(Role) - {Role.APPRAISER, Role.COUNCIL}:
        client = client_as(people[role])
        assert {client.post(url(name, award_round)).status_code for name in ("list-judge", "list-suggest")} == {403}


def test_a_try_without_scripts_is_a_whole_page_and_steps_work(award_round, appraiser, unit, client_as):
    one, two = person(award_round, unit), person(award_round, unit)
    client = client_as(appraiser)
    sent = {"nominee": [one.pk, two.pk], "move": f"down:{one.pk}"}
    answer = client.post(url("list-judge", award_round), sent)
    assert next(t.name for t in answer.templates) == "awards/list.html"
    rows = answer.context["inside"][1].lines
    assert [line.row.nominee.pk for line in rows] == [two.pk, one.pk]
    for move in (f"up:{one.pk}", "down:0", "sideways:1", "up:", "x"):  # over the end, or nonsense: nothing moves
        rows = client.post(url("list-judge", award_round), sent | {"move": move}).context["inside"][1].lines
        assert [line.row.nominee.pk for line in rows] == [one.pk, two.pk]
    assert client.get(url("list-judge", award_round)).url == url("list", award_round)
    assert order(award_round) == []


@pytest.mark.parametrize("field", ["nominee", "seen"])
@pytest.mark.parametrize("value", ["abc", "-1", "9" * 40, "²", "1;2"])
def test_what_cannot_be_read_is_told(award_round, appraiser, unit, client_as, field, value):
    one, client = person(award_round, unit), client_as(appraiser)
    for name in ("list-judge", "list"):
        answer = client.post(url(name, award_round), {"nominee": [one.pk]} | {field: value})
        assert answer.status_code == 422
        assert "Không đọc được danh sách vừa chọn." in answer.content.decode()
    assert order(award_round) == []


def test_a_flood_of_ids_is_no_list(award_round, appraiser, client_as):
    answer = client_as(appraiser).post(url("list-judge", award_round), {"nominee": range(1, 1001 + 1)})
    assert answer.status_code in (400, 422)  # Django itself counts fields first


def test_strangers_are_left_out_of_a_try(award_round, appraiser, unit, client_as):
    one, waiting = person(award_round, unit), making.make_nominee(award_round, unit, eligible=False)
    answer = client_as(appraiser).post(url("list-judge", award_round), {"nominee": [one.pk, waiting.pk, 10**9, one.pk]})
    assert [len(part.lines) for part in answer.context["inside"]] == [0, 1]
    assert "1 đối tượng đã nộp nhưng chưa được kết luận đủ điều kiện" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 6])
def test_a_try_and_a_suggestion_cost_the_same_for_any_number(
    award_round, appraiser, unit, client_as, django_assert_num_queries, number
):
    ones = [one for _ in range(number) for one in (collective(award_round), person(award_round, unit))]
    client, sent = client_as(appraiser), {"nominee": [one.pk for one in ones[:4]]}
    with django_assert_num_queries(11):
        client.post(url("list-judge", award_round), sent, headers=HTMX)
    with django_assert_num_queries(12):
        client.post(url("list-suggest", award_round), sent)


# --- the sentences -------------------------------------------------------------------------------------------


def sentences(award_round, *chosen) -> dict[str, str]:
    there = board(award_round)
    return {one.title: " ".join(one.sentences) for one in judge(there, there.arranged(one.pk for one in chosen))}


def test_share_tells_its_integer_rule_and_what_is_left(award_round, unit):
    ones = [person(award_round, unit, direct=n >= 2) for n in range(10)]
    assert sentences(award_round, *ones)["Trực tiếp và lãnh đạo"] == (
        "10 cá nhân → nhiều nhất 3 lãnh đạo, phối hợp, tuyên truyền (30%, làm tròn xuống); đang có 2, còn thêm được 1."
    )
    assert sentences(award_round, *ones[1:5])["Trực tiếp và lãnh đạo"] == (
        "4 cá nhân → nhiều nhất 1 lãnh đạo, phối hợp, tuyên truyền (30%, làm tròn xuống); đang có 1, "
        "không thêm được nữa. Đủ 10 cá nhân thì nhiều nhất 3."
    )


def test_equals_on_both_sides_are_told_only_when_the_list_is_full(award_round, unit):
    ones = [person(award_round, unit, votes=4, name=f"Lê Văn {letter}") for letter in "ABCDEFGHIKL"]
    assert sentences(award_round, *ones[:9])["Bằng nhau"] == "Không có trường hợp bằng nhau ở chỗ cắt."
    assert sentences(award_round, *ones[:10])["Bằng nhau"] == (
        "“Ông Lê Văn A” và 9 đối tượng khác (trong danh sách) bằng “Ông Lê Văn L” (còn lại) về tiêu chuẩn "
        "(một trong CN-02, CN-03), mức độ tham gia và phiếu của đơn vị (80%). Phòng Nội vụ chọn và nêu lý do ở tờ trình."
    )


def test_equal_leaders_are_told_when_the_share_is_full(award_round, unit):
    direct = [person(award_round, unit) for _ in range(3)]
    leaders = [person(award_round, unit, direct=False, name=f"Lê Văn {letter}") for letter in "AB"]
    told = sentences(award_round, *direct, leaders[1])["Bằng nhau"]
    assert told.startswith("“Ông Lê Văn B” (trong danh sách) bằng “Ông Lê Văn A” (còn lại)")


def test_an_achievement_that_was_rewarded_keeps_a_list_from_being_saved(award_round, unit):
    """The sentence comes with the row; here it is put there by hand."""
    one, two = person(award_round, unit), person(award_round, unit)
    there = board(award_round)
    told = "“Ông A” đã được khen thưởng ở đợt khác."
    rows = [replace(row, rewarded=told) if row.nominee.pk == one.pk else row for row in there.everyone]
    there = replace(there, everyone=rows)
    assert there.refused(there.arranged([one.pk, two.pk])) == [told]
    assert there.refused(there.arranged([two.pk])) == []
    assert there.suggestion().chosen == (two.pk,)
    assert there.suggestion().left_out[one.pk].sentence == told
    verdict = next(v for v in judge(there, there.arranged([one.pk])) if v.title == "Một thành tích một lần")
    assert (verdict.state, verdict.sentences) == ("not_met", (told,))


# --- the order of the office ---------------------------------------------------------------------------------


def test_order_is_the_offices_and_collectives_come_first(award_round, appraiser, unit):
    one, two, group = person(award_round, unit), person(award_round, unit), collective(award_round)
    lists.set_list(award_round, [two.pk, group.pk, one.pk], by=appraiser)  # equal merit: no reason is asked
    assert order(award_round) == [group.pk, two.pk, one.pk]
    lists.set_list(award_round, [group.pk, one.pk, two.pk], by=appraiser)
    assert order(award_round) == [group.pk, one.pk, two.pk]
    event = AuditEvent.objects.filter(action="award_round.list").latest("pk")
    assert event.data == {"added": [], "removed": [], "order": [str(group), str(one), str(two)]}
    lists.set_list(award_round, {one.pk, two.pk}, by=appraiser)  # a set has no order: by merit, then by name
    assert order(award_round) == [row.nominee.pk for row in board(award_round).rows if row.nominee != group]


def test_a_lesser_merit_in_front_asks_for_a_reason_that_is_logged(award_round, appraiser, unit, client_as):
    weak, strong = person(award_round, unit, votes=3, name="Trần Văn Mẫu"), person(award_round, unit, both=True)
    client, sent = client_as(appraiser), {"nominee": [weak.pk, strong.pk], "seen": ""}
    tried = client.post(url("list-judge", award_round), sent, headers=HTMX).content.decode()
    assert "Lý do đổi thứ tự" in tried
    for empty in ("", "   "):
        answer = client.post(url("list", award_round), sent | {"reason": empty})
        assert answer.status_code == 422
        assert f"“Ông Trần Văn Mẫu” đứng trước “{strong}” dù xếp sau theo thành tích." in answer.content.decode()
    answer = client.post(url("list", award_round), sent | {"reason": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.content.decode()) == (422, True)  # nothing typed is lost
    assert order(award_round) == []
    assert client.post(url("list", award_round), sent | {"reason": "Có <b>thành tích</b> đột xuất."}).status_code == 302
    assert order(award_round) == [weak.pk, strong.pk]
    data = AuditEvent.objects.get(action="award_round.list").data
    assert (data["reason"], data["order"]) == ("Có <b>thành tích</b> đột xuất.", [str(weak), str(strong)])
    lists.set_list(award_round, [weak.pk, strong.pk], by=appraiser)  # nothing changes: nothing is asked
    assert AuditEvent.objects.filter(action="award_round.list").count() == 1


def test_a_reason_that_nobody_asked_for_is_not_kept(award_round, appraiser, unit):
    lists.set_list(award_round, [person(award_round, unit).pk], by=appraiser, reason="Không cần.")
    assert "reason" not in AuditEvent.objects.get(action="award_round.list").data


# --- two at the same list ------------------------------------------------------------------------------------


def test_what_a_colleague_saved_is_not_overwritten_unseen(award_round, appraiser, unit, client_as):
    one, two = person(award_round, unit), person(award_round, unit)
    client, mine = client_as(appraiser), {"nominee": [one.pk], "seen": ""}
    lists.set_list(award_round, [two.pk], by=appraiser)
    tried = client.post(url("list-judge", award_round), mine, headers=HTMX)
    assert "vừa được người khác thay đổi" in tried.content.decode()
    assert tried.context["seen"] == ""  # trying does not hide what happened
    refused = client.post(url("list", award_round), mine)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Danh sách vừa được người khác lưu." in page and "Thêm " in page
    assert order(award_round) == [two.pk]
    assert client.post(url("list", award_round), mine | {"seen": refused.context["seen"]}).status_code == 302
    assert order(award_round) == [one.pk]


# --- the suggestion ------------------------------------------------------------------------------------------


def test_suggestion_stands_beside_the_list_and_saves_nothing(award_round, appraiser, unit, client_as):
    ones = [person(award_round, unit, votes=5 - n % 2) for n in range(12)]
    refused = person(award_round, unit, name="Trần Thị Không")
    making.Dossier.objects.filter(pk=refused.dossier_id).update(state="submitted")
    Nominee.objects.filter(pk=refused.pk).update(appraisal=Appraisal.INELIGIBLE, appraisal_reason="Thiếu CN-01.")
    making.Dossier.objects.filter(pk=refused.dossier_id).update(state="appraised")
    meet(award_round, appraiser)
    out = ones[11]
    lists.set_list(award_round, {out.pk}, by=appraiser)
    client = client_as(appraiser)
    answer = client.get(url("list-suggest", award_round))
    page = answer.content.decode()
    assert (len(answer.context["came"]), [one.row.nominee.pk for one in answer.context["went"]]) == (10, [out.pk])
    assert "Không đủ điều kiện: Thiếu CN-01." in page and "Hết số lượng: xếp thứ 12 trong 12" in page
    assert "Bằng nhau ở chỗ cắt" in page and "cần Phòng Nội vụ chọn" in page
    assert "chưa biểu quyết đối tượng nào" not in page
    assert order(award_round) == [out.pk]
    taken = client.post(url("list-judge", award_round), {"nominee": answer.context["suggested_ids"]})
    assert len(taken.context["inside"][1].lines) == 10 and "Đang thử, chưa lưu." in taken.content.decode()
    assert order(award_round) == [out.pk]
    same = client.post(url("list-suggest", award_round), {"nominee": answer.context["suggested_ids"]})
    assert "Trùng với đề xuất" in same.content.decode()


def test_every_name_has_one_reason(award_round, appraiser, unit):
    for n in range(6):
        person(award_round, unit, direct=n < 3)
    making.make_nominee(award_round, unit, eligible=False)
    meet(award_round, appraiser)
    late = person(award_round, unit)
    there = board(award_round)
    found = there.suggestion()
    assert set(found.left_out) | set(found.chosen) == set(award_round.nominees.values_list("pk", flat=True))
    codes = [reason.code for reason in found.left_out.values()]
    assert sorted(codes) == ["not_eligible", "not_voted", "share", "share"]
    assert found.left_out[late.pk].code == "not_voted"


def test_before_the_council_everybody_counts_and_it_is_said(award_round, appraiser, unit, client_as):
    one = person(award_round, unit)
    answer = client_as(appraiser).get(url("list-suggest", award_round))
    assert answer.context["suggested_ids"] == [one.pk]
    assert "Hội đồng chưa biểu quyết đối tượng nào" in answer.content.decode()
    meet(award_round, appraiser, "no")
    answer = client_as(appraiser).get(url("list-suggest", award_round))
    assert (answer.context["suggested_ids"], answer.context["before_council"]) == ([], False)


def test_a_draft_dossier_is_not_the_offices_to_judge(award_round, appraiser):
    desk = make_dossier_at("draft", Office(award_round, appraiser))
    assert board(award_round).everyone == []
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    waiting = board(award_round)
    assert (len(waiting.everyone), waiting.rows) == (2, [])
    assert {one.code for one in waiting.suggestion().left_out.values()} == {"not_eligible"}


@pytest.mark.parametrize(("direct", "leaders"), [(12, 6), (3, 6), (6, 3), (1, 2)])
def test_what_is_suggested_can_be_proposed(period, appraiser, members, direct, leaders):
    award_round = making.make_voted_round(period, appraiser, collectives=6, direct=direct, leaders=leaders)
    number = lists.suggest_list(award_round, by=appraiser)
    listed = award_round.nominees.filter(listed=True)
    assert number == listed.count() > 0
    proposed = rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    assert proposed.state == "proposed"


def test_the_years_other_lists_use_up_its_places(period, appraiser, members):
    first = making.make_voted_round(period, appraiser, collectives=4, direct=0, name="Đợt đầu")
    lists.suggest_list(first, by=appraiser)
    rounds.propose(first, by=appraiser, number="1/TTr-PNV", day=making.PROPOSED_ON)
    second = making.make_voted_round(period, appraiser, collectives=3, direct=0, name="Đợt sau")
    assert lists.suggest_list(second, by=appraiser) == 1
    left = board(second).suggestion().left_out.values()
    assert {one.code for one in left} == {"quota"}
    assert all("các đợt khác trong năm đã dùng 4 trong 5 suất tập thể, còn 1" in one.sentence for one in left)
    assert "Tính chung các đợt trong năm" in sentences(second, *second.nominees.filter(listed=True))
    rounds.propose(second, by=appraiser, number="2/TTr-PNV", day=making.PROPOSED_ON)
    assert AwardRound.objects.filter(state="proposed").count() == 2


def test_a_closed_round_shows_its_list_and_takes_no_tray(award_round, appraiser, unit, client_as):
    one = person(award_round, unit)
    meet(award_round, appraiser)
    lists.set_list(award_round, [one.pk], by=appraiser)
    rounds.propose(award_round, by=appraiser, number="1/TTr-PNV", day=making.PROPOSED_ON)
    client = client_as(appraiser)
    assert "Áp dụng đề xuất" not in client.get(url("list-suggest", award_round)).content.decode()
    assert client.post(url("list", award_round), {"nominee": []}).status_code == 422
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        lists.suggest_list(award_round, by=appraiser)
    assert order(award_round) == [one.pk]

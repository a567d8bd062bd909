"""Thông báo kết quả: who gets one with which reason, numbers and days, sent once and frozen, read by the unit alone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.enums import Appraisal
from awards.models import Dossier, Nominee, OfficePaper
from awards.papers import office_printing, office_word
from awards.papers.office_fields import line_key
from awards.selectors.outcomes import refusals
from awards.services import lists, office_notices, office_papers, rounds
from core.workflow import TransitionDenied
from reports.home import tasks_for
from tests.awards import making
from tests.awards.dossiers import scan
from tests.awards.office import Scene, decide, make_voted_scene, propose, word_text
from tests.awards.room import refused_by_the_database
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 29)


@pytest.fixture
def scene(period, appraiser, members) -> Scene:
    return make_voted_scene(period, appraiser)


@pytest.fixture
def decided(scene, appraiser, chairman) -> Scene:
    decide(scene, appraiser, chairman)
    return scene


@pytest.fixture
def paper(decided, appraiser) -> OfficePaper:
    office_notices.draft_notices(decided.award_round, by=appraiser)
    return OfficePaper.objects.get(dossier__unit=decided.loser)


def texts_of(paper: OfficePaper, **changed: str) -> dict[str, str]:
    return {key: text for key, text in paper.body.items() if isinstance(text, str)} | changed


def save(paper, by, *, number="12/TB-PNV", day=DAY, **changed) -> OfficePaper:
    return office_notices.save_notice(paper, texts_of(paper, **changed), by=by, number=number, day=day)


def statuses(client, addresses: list[str]) -> list[int]:
    answers = [client.get(address) for address in addresses]
    for answer in answers:
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    return [answer.status_code for answer in answers]


def send(paper, by) -> OfficePaper:
    return office_notices.send_notice(save(paper, by), by=by)


# --- who, and why --------------------------------------------------------------------------------------------


def test_everyone_handed_in_and_not_listed_is_told_the_stage_and_the_reason(scene):
    found = {row.nominee.pk: (row.outcome, row.reason) for row in refusals(scene.fresh())}
    assert found == {
        scene.ineligible.pk: ("Không đủ điều kiện", "Sáng kiến chưa có văn bản công nhận"),
        scene.not_passed.pk: (
            "Hội đồng không thông qua",
            "Được 0/3 phiếu đồng ý (0%), chưa đạt mức trên 1/2 tổng số thành viên Hội đồng",
        ),
        scene.left_out.pk: (
            "Không có trong danh sách",
            "Hội đồng đã thông qua nhưng số lượng khen thưởng của đợt có hạn, nhiều nhất 02 cá nhân "
            "(điểm b mục IV.2.1)",
        ),
    }


@pytest.mark.parametrize(
    ("direct", "ending"),
    [(False, "không quá 30% số cá nhân (mục IV.2, Lưu ý)"), (True, "không có trong danh sách trình vì …")],
)
def test_a_leader_is_told_of_the_thirty_percent_and_who_was_just_not_chosen_waits_for_words(
    period, appraiser, members, direct, ending
):
    scene = make_voted_scene(period, appraiser, quota_individual=10, out_direct=direct)
    reasons = {row.nominee.pk: row.reason for row in refusals(scene.fresh())}
    assert reasons[scene.left_out.pk].endswith(ending)


def test_who_is_awarded_in_another_round_is_told_of_that_award(scene, appraiser, chairman):
    other = making.make_round(scene.award_round.period, appraiser, name="Đợt trước", quota_individual=1)
    for nominee in (scene.not_passed, scene.left_out):
        facts = {"name": nominee.name, "birth_year": nominee.birth_year, "honorific": nominee.honorific}
        making.make_nominee(other, scene.loser, **facts)
    making.hold_vote(other, appraiser)
    twin = other.nominees.get(name=scene.left_out.name)
    lists.set_list(other, {twin.pk}, by=appraiser)
    rounds.propose(other, by=appraiser, number="9/TTr-PNV", day=making.PROPOSED_ON)
    found = {row.nominee.pk: row for row in refusals(scene.fresh())}
    told, free = found[scene.left_out.pk], found[scene.not_passed.pk]
    assert (told.outcome, told.unexplained, free.stage) == ("Đã được khen thưởng", False, "not_passed")
    assert told.reason == (
        f"“{twin}” đã có trong danh sách trình của đợt “Đợt trước”. Một thành tích chỉ khen một lần trong năm"
    )


def test_where_other_rounds_have_used_the_places_of_the_year_that_is_told(period, appraiser, members):
    making.make_proposed_round(period, appraiser, name="Đợt trước", collectives=0, direct=8)
    scene = make_voted_scene(period, appraiser, quota_individual=10)
    (told,) = [row.reason for row in refusals(scene.fresh()) if row.nominee == scene.left_out]
    assert told == (
        "Hội đồng đã thông qua nhưng số lượng khen thưởng cả năm có hạn, nhiều nhất 10 cá nhân (điểm b mục IV.2.1), "
        "các đợt khác đã đề nghị 08"
    )


def test_a_dossier_never_handed_in_is_told_nothing(scene, appraiser):
    unit = make_unit(UnitKind.CAP_XA)
    Dossier.objects.create(round=scene.award_round, unit=unit)
    assert unit.pk not in {row.nominee.unit_id for row in refusals(scene.fresh())}


def test_who_was_not_appraised_or_not_voted_on_waits_for_words(scene):
    late = making.make_nominee(scene.award_round, scene.winner, name="Người Đến Muộn")
    pending = making.make_nominee(scene.award_round, scene.winner, name="Người Chờ", eligible=False)
    assert pending.appraisal == Appraisal.PENDING
    found = {row.nominee.pk: (row.stage, row.reason) for row in refusals(scene.fresh())}
    assert (found[late.pk], found[pending.pk]) == (("not_voted", "…"), ("waiting", "…"))


def test_the_number_of_queries_does_not_grow_with_the_refused(scene, django_assert_num_queries):
    for n in range(12):
        making.make_nominee(scene.award_round, scene.loser, name=f"Thêm Người {n}", eligible=False)
    award_round = scene.fresh()
    with django_assert_num_queries(8):
        assert len(refusals(award_round)) == 15


# --- draft, number, send ---------------------------------------------------------------------------------------


def test_not_before_the_round_has_its_outcome(scene, appraiser):
    for _ in range(2):
        for act in (
            lambda: office_notices.draft_notices(scene.award_round, by=appraiser),
            lambda: office_notices.number_notices(scene.award_round, by=appraiser, first="1/TB-PNV", day=DAY),
            lambda: office_notices.send_notices(scene.award_round, by=appraiser),
        ):
            with pytest.raises(TransitionDenied, match="đã có quyết định"):
                act()
        if scene.award_round.state == "open":
            propose(scene, appraiser)


def test_one_for_each_unit_with_somebody_refused_drafted_once(decided, appraiser):
    assert office_notices.draft_notices(decided.award_round, by=appraiser) == 1
    assert office_notices.draft_notices(decided.award_round, by=appraiser) == 0
    body = OfficePaper.objects.get(kind="thong_bao").body
    assert "01/QĐ-UBND ngày 28 tháng 12 năm 2023" in body["bases"]
    assert "Đơn vị đề nghị 03 cá nhân; chưa có trường hợp nào được tặng Giấy khen." in body["opening"]
    assert [line["name"] for line in body["lines"]] == ["H’Wễ Ktưỡng", "Lê Văn Rớt", "Phạm Thị Thiếu"]
    assert body[line_key(body["lines"][2])] == "Sáng kiến chưa có văn bản công nhận"


def test_of_a_forwarded_round_the_letter_is_the_base(period, appraiser, chairman, members):
    scene = make_voted_scene(period, appraiser, kind="bang-khen-tinh")
    rounds.forward_round(propose(scene, appraiser), by=chairman, number="9/UBND-NV", day=making.SIGNED_ON)
    assert office_notices.draft_notices(scene.fresh(), by=appraiser) == 1
    body = OfficePaper.objects.get(kind="thong_bao").body
    assert "Văn bản số 9/UBND-NV ngày 28 tháng 12 năm 2023" in body["bases"]
    assert "chưa có trường hợp nào được trình cấp có thẩm quyền" in body["opening"]


@pytest.mark.parametrize(
    ("number", "day", "sentence"),
    [
        ("12", DAY, "viết như 12/TB-PNV"),
        ("12/QĐ-UBND", DAY, "viết như 12/TB-PNV"),
        ("00/TB-PNV", DAY, "viết như 12/TB-PNV"),
        ("12/TB-PNV", date(2023, 12, 27), "từ 28/12/2023"),
        ("12/TB-PNV", date(2035, 1, 1), "tương lai"),
    ],
)
def test_a_wrong_number_or_day_is_refused_and_nothing_is_kept(paper, appraiser, number, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        save(paper, appraiser, number=number, day=day, closing="Khác")
    kept = OfficePaper.objects.get(pk=paper.pk)
    assert (kept.number, kept.day, kept.body) == ("", None, paper.body)


def test_it_is_sent_whole_with_number_and_day_or_not_at_all(paper, appraiser, decided):
    with pytest.raises(TransitionDenied, match="chưa có số và ngày"):
        office_notices.send_notice(paper, by=appraiser)
    line = line_key(paper.body["lines"][0])
    half = save(paper, appraiser, **{line: "Vì …"})
    with pytest.raises(TransitionDenied, match="Lý do – Ông H’Wễ Ktưỡng” còn chỗ “…”"):
        office_notices.send_notice(half, by=appraiser)
    sent = office_notices.send_notice(save(half, appraiser, **{line: "Số lượng có hạn"}), by=appraiser)
    assert sent.confirmed_by == appraiser
    told = decided.clerk.notices.get()
    assert "12/TB-PNV" in told.text and told.url.endswith(f"/ho-so/{paper.dossier_id}/#thong-bao")


def test_sent_it_never_changes_again(paper, appraiser):
    sent = send(paper, appraiser)
    for act in (
        lambda: save(sent, appraiser, closing="Khác"),
        lambda: office_notices.redraft_notice(sent, by=appraiser),
        lambda: office_papers.reopen_paper(sent, by=appraiser),
        lambda: office_notices.send_notice(sent, by=appraiser),
    ):
        with pytest.raises(TransitionDenied, match="đã gửi đơn vị"):
            act()
    rows = OfficePaper.objects.filter(pk=sent.pk)
    changes = [
        {"body": sent.body | {"closing": "Khác"}},
        {"number": "13/TB-PNV"},
        {"day": DAY + timedelta(days=1)},
        {"confirmed_at": None, "confirmed_by": None},
    ]
    for change in changes:
        assert refused_by_the_database(lambda change=change: rows.update(**change))
    assert refused_by_the_database(rows.delete)
    assert office_papers.attach_scan(sent, scan(), by=appraiser).file


def test_a_draft_may_still_change_and_go_and_the_database_asks_for_number_and_unit(paper, appraiser, decided):
    rows = OfficePaper.objects.filter(pk=paper.pk)
    assert not refused_by_the_database(lambda: rows.update(number="13/TB-PNV"))
    assert not refused_by_the_database(rows.delete)
    assert refused_by_the_database(lambda: rows.update(confirmed_at=timezone.now(), confirmed_by=appraiser))
    elsewhere = Dossier.objects.create(
        round=making.make_round(decided.award_round.period, appraiser, name="Đợt khác"), unit=decided.loser
    )
    assert refused_by_the_database(
        lambda: OfficePaper.objects.create(round=decided.award_round, kind="thong_bao", dossier=elsewhere)
    )


def make_two(decided, appraiser) -> list[OfficePaper]:
    """The winner's unit gets one as well: somebody of it came too late for the council."""
    nominee = Nominee.objects.filter(unit=decided.winner, kind="individual", listed=True).first()
    assert nominee
    office_notices.draft_notices(decided.award_round, by=appraiser)
    return list(OfficePaper.objects.filter(kind="thong_bao").order_by("dossier__unit__sort"))


@pytest.fixture
def two(period, appraiser, chairman, members) -> list[OfficePaper]:
    scene = make_voted_scene(period, appraiser)
    making.make_nominee(scene.award_round, scene.winner, name="Người Đến Muộn")
    return make_two(_decide(scene, appraiser, chairman), appraiser)


def _decide(scene, appraiser, chairman) -> Scene:
    decide(scene, appraiser, chairman)
    return scene


def test_many_are_numbered_one_after_the_other_in_the_order_of_the_units(two, appraiser):
    count = office_notices.number_notices(two[0].round, by=appraiser, first="9/TB-PNV", day=DAY)
    found = OfficePaper.objects.filter(kind="thong_bao").order_by("dossier__unit__sort").values_list("number", "day")
    assert (count, list(found)) == (2, [("09/TB-PNV", DAY), ("10/TB-PNV", DAY)])
    with pytest.raises(ValidationError, match="đã dùng cho thông báo gửi Xã Nam Bình"):
        save(OfficePaper.objects.get(pk=two[1].pk), appraiser, number="9/TB-PNV")
    assert office_notices.number_notices(two[0].round, by=appraiser, first="20/TB-PNV", day=DAY) == 0


def test_a_number_already_used_stops_the_numbering_as_a_whole(two, appraiser):
    save(two[1], appraiser, number="08/TB-PNV", day=DAY)
    with pytest.raises(ValidationError) as refused:
        office_notices.number_notices(two[0].round, by=appraiser, first="8/TB-PNV", day=DAY)
    assert "first" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        office_notices.number_notices(two[0].round, by=appraiser, first="7/TB-PNV", day=date(2023, 1, 1))
    assert "day" in refused.value.message_dict
    assert OfficePaper.objects.get(pk=two[0].pk).number == ""


def test_the_database_keeps_a_number_once_a_year(two, appraiser):
    save(two[0], appraiser)
    mine, other = (OfficePaper.objects.filter(pk=paper.pk) for paper in two)
    assert refused_by_the_database(lambda: other.update(number="12/TB-PNV", day=date(2023, 12, 31)))
    # without a day it is no number of a year yet; the day makes it one
    other.update(number="12/TB-PNV", day=None)
    assert refused_by_the_database(lambda: other.update(day=date(2023, 12, 30)))
    for fine in ({"day": date(2024, 1, 2)}, {"number": "13/TB-PNV", "day": DAY}, {"number": "", "day": DAY}):
        assert not refused_by_the_database(lambda fine=fine: other.update(**fine))
    assert not refused_by_the_database(lambda: mine.update(number="12/TB-PNV", day=DAY))  # its own number is no other's


def test_a_new_row_with_a_used_number_is_refused_by_the_database(two, appraiser):
    save(two[0], appraiser)
    rows = OfficePaper.objects.filter(pk=two[1].pk)
    facts = {"round": two[1].round, "kind": "thong_bao", "dossier": two[1].dossier, "number": "12/TB-PNV"}
    rows.delete()
    assert refused_by_the_database(lambda: OfficePaper.objects.create(**facts, day=date(2023, 12, 30)))
    assert not refused_by_the_database(lambda: OfficePaper.objects.create(**facts, day=date(2024, 1, 2)))


def test_the_whole_ones_are_sent_and_the_others_are_named(two, appraiser):
    office_notices.number_notices(two[0].round, by=appraiser, first="9/TB-PNV", day=DAY)
    sent, kept = office_notices.send_notices(two[0].round, by=appraiser)
    assert sent == 1 and len(kept) == 1
    assert kept[0].startswith("Xã Nam Bình: Chưa xác nhận được thông báo") and "còn chỗ “…”" in kept[0]
    assert office_notices.send_notices(two[0].round, by=appraiser) == (0, kept)


def test_only_phong_noi_vu_writes(paper, decided, people):
    for role in (Role.CHAIRMAN, Role.INSPECTOR, Role.OFFICER, Role.REVIEWER):
        for act in (
            lambda by: office_notices.draft_notices(decided.award_round, by=by),
            lambda by: office_notices.redraft_notice(paper, by=by),
            lambda by: office_notices.number_notices(decided.award_round, by=by, first="1/TB-PNV", day=DAY),
            lambda by: office_notices.send_notice(paper, by=by),
            lambda by: office_notices.send_notices(decided.award_round, by=by),
            lambda by: save(paper, by),
        ):
            with pytest.raises(TransitionDenied, match="Việc này của Phòng Nội vụ"):
                act(people[role])


# --- printed ---------------------------------------------------------------------------------------------------


def test_print_and_word_say_number_day_and_every_reason(paper, appraiser):
    assert "BẢN XEM TRƯỚC" in making.text_of(office_printing.render(paper))
    sent = send(paper, appraiser)
    printed = making.text_of(office_printing.render(sent))
    for words in ("Số: 12/TB-PNV", "Đắk Song, ngày 29 tháng 12 năm 2023", "BẢN XEM TRƯỚC"):
        assert (words in printed) == (words != "BẢN XEM TRƯỚC")
    for words in (printed, word_text(office_word.render(sent))):
        for part in ("THÔNG BÁO", "H’Wễ Ktưỡng", "0/3 phiếu đồng ý", "chưa có văn bản công nhận.", "TRƯỞNG PHÒNG"):
            assert part in words


# --- pages -------------------------------------------------------------------------------------------------------


def test_through_the_pages_from_the_list_to_the_unit(decided, appraiser, client_as):
    office, unit = client_as(appraiser), client_as(decided.clerk)
    listing = reverse("awards:office-notices", args=[decided.award_round.pk])
    assert "Soạn 1 thông báo" in office.get(listing).content.decode()
    office.post(reverse("awards:office-notices-draft", args=[decided.award_round.pk]))
    paper = OfficePaper.objects.get(dossier__unit=decided.loser)
    dossier = reverse("awards:dossier-detail", args=[paper.dossier_id])
    assert "Thông báo kết quả" not in unit.get(dossier).content.decode()
    wrong = office.post(
        reverse("awards:office-notices-number", args=[decided.award_round.pk]), {"first": "12", "day": "29/12/2023"}
    )
    assert wrong.status_code == 422 and "viết như 12/TB-PNV" in wrong.content.decode()
    office.post(
        reverse("awards:office-notices-number", args=[decided.award_round.pk]),
        {"first": "12/TB-PNV", "day": "29/12/2023"},
    )
    here = reverse("awards:office-paper", args=[paper.pk])
    page = office.get(here).content.decode()
    assert "12/TB-PNV" in page and "29/12/2023" in page and "sau khi gửi không sửa và không thu lại được" in page
    office.post(reverse("awards:office-notices-send", args=[decided.award_round.pk]))
    assert "Đã gửi" in office.get(listing).content.decode()
    page = unit.get(dossier).content.decode()
    assert "Thông báo kết quả" in page and "12/TB-PNV" in page
    assert office.post(here, texts_of(paper, closing="Khác", number="12/TB-PNV", day="29/12/2023")).status_code == 422
    assert unit.get(reverse("awards:office-paper-pdf", args=[paper.pk])).content.startswith(b"%PDF")
    assert unit.get(reverse("awards:office-paper-word", args=[paper.pk])).content.startswith(b"PK")


def test_the_unit_reads_its_own_once_it_is_sent_and_nobody_else_does(paper, appraiser, decided, people, client_as):
    names = ("office-paper-pdf", "office-paper-word", "office-paper-signed")
    addresses = [reverse(f"awards:{name}", args=[paper.pk]) for name in names]
    own, other = client_as(decided.clerk), client_as(make_user(Role.OFFICER, decided.winner))
    assert statuses(own, addresses) == [404, 404, 404]
    office_papers.attach_scan(send(paper, appraiser), scan(), by=appraiser)
    assert statuses(own, addresses) == [200, 200, 200]
    assert statuses(other, addresses) == [404, 404, 404]
    assert own.get(reverse("awards:office-paper", args=[paper.pk])).status_code == 403
    dossier = reverse("awards:dossier-detail", args=[paper.dossier_id])
    assert "12/TB-PNV" in client_as(people[Role.INSPECTOR]).get(dossier).content.decode()
    for role in (Role.REVIEWER, Role.COUNCIL, Role.ADMIN):
        client = client_as(make_user(role))
        assert statuses(client, addresses) == [403, 403, 403]
        assert "12/TB-PNV" not in client.get(dossier).content.decode()


def test_it_stands_on_the_first_page_of_the_unit_for_thirty_days(paper, appraiser, decided):
    with time_machine.travel("2024-01-05T08:00+07:00", tick=False):
        send(paper, appraiser)
    start = OfficePaper.objects.get(pk=paper.pk).confirmed_at
    other = make_user(Role.OFFICER, decided.winner)
    for user, days, seen in (
        (decided.clerk, 1, True),
        (decided.clerk, 29, True),
        (decided.clerk, 31, False),
        (other, 1, False),
    ):
        titles = [task.title for task in tasks_for(user, now=start + timedelta(days=days))]
        assert ("Thông báo kết quả xét khen thưởng" in titles) == seen


def test_the_list_of_units_costs_the_same_for_one_and_for_many(
    decided, appraiser, client_as, django_assert_max_num_queries
):
    office, listing = client_as(appraiser), reverse("awards:office-notices", args=[decided.award_round.pk])
    office.get(listing)
    with django_assert_max_num_queries(18):
        office.get(listing)


def test_nobody_refused_is_said_so(period, appraiser, chairman, members, client_as):
    award_round = making.make_decision(period, appraiser, chairman).round
    page = client_as(appraiser).get(reverse("awards:office-notices", args=[award_round.pk])).content.decode()
    assert "không có gì phải thông báo" in page
    assert office_notices.draft_notices(award_round, by=appraiser) == 0

"""Rà soát hồ sơ on the pages: what stops the submission and what does not, who sees what, and where the links lead."""

import re

import pytest
from django.urls import reverse

from awards.enums import Appraisal, DossierState, NomineeKind, OfficePaperKind, PaperKind
from awards.models import Dossier, DossierPaper, OfficePaper
from awards.pages.consistency import dossier_review, nominee_review
from awards.selectors import consistency
from awards.services import appraisal, dossiers, lists, papers
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.dossiers import (
    FACTS,
    Desk,
    collective,
    fill,
    make_desk,
    make_dossier_at,
    person,
    scan,
)
from tests.awards.test_consistency_reading import OTHER, STORY
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


def paper_of(desk: Desk, kind: str) -> DossierPaper:
    return desk.dossier.papers.filter(kind=kind).order_by("id").last()


def reword(desk: Desk, kind: str, field: str, text: str) -> DossierPaper:
    """The officer writes one text anew and confirms the paper."""
    paper = paper_of(desk, kind)
    paper = papers.save_paper(paper, paper.body | {field: text}, by=desk.officer)
    return papers.confirm_paper(paper, by=desk.officer)


def submit(desk: Desk) -> Dossier:
    return dossiers.submit_dossier(desk.dossier, by=desk.officer)


def confirm_again(desk: Desk) -> None:
    """Only what the portal opened again by itself."""
    for paper in desk.dossier.papers.filter(confirmed_at=None):
        papers.confirm_paper(paper, by=desk.officer)


def page_of(client, desk: Desk) -> str:
    return client.get(reverse("awards:dossier-detail", args=[desk.dossier.pk])).content.decode()


def codes(desk: Desk) -> set[str]:
    return {one.code for one in consistency.findings(desk.fresh(), named=True)}


# --- the guard -----------------------------------------------------------------------------------


def test_papers_that_agree_are_submitted(office_desk):
    desk = make_dossier_at("draft", office_desk, collective(votes_for=4, votes_total=4), person())
    assert codes(desk) == {"scan_missing"}
    for paper in desk.dossier.papers.all():
        papers.attach_scan(paper, scan(), by=desk.officer)
    assert codes(desk) == set()
    assert submit(desk).state == DossierState.SUBMITTED


@pytest.mark.parametrize(
    ("kind", "field", "wrong", "sentence"),
    [
        (PaperKind.TO_TRINH, "opening", "Kính đề nghị tặng Giấy khen cho 03 cá nhân.", "Tờ trình ghi 03 cá nhân, danh"),
        (
            PaperKind.BIEN_BAN,
            "opened",
            "08 giờ 00, ngày 26 tháng 12 năm 2023",
            "Biên bản ghi họp bắt đầu ngày 26/12/2023",
        ),
        (
            PaperKind.BIEN_BAN,
            "conclusion",
            "Bà Mẫu Thị Đúng được 2/5 phiếu đồng ý.",
            "Biên bản ghi 2/5 về Bà Mẫu Thị Đúng",
        ),
        (
            PaperKind.BAO_CAO,
            "facts",
            "Họ và tên: Bà Mẫu Thị Dúng",
            "ghi tên “Mẫu Thị Dúng”, danh sách ghi “Mẫu Thị Đúng”",
        ),
    ],
)
def test_what_is_certain_stops_the_submission_until_it_is_mended(office_desk, kind, field, wrong, sentence):
    desk = make_dossier_at("draft", office_desk, person(name="Mẫu Thị Đúng"))
    right = paper_of(desk, kind).body[field]
    reword(desk, kind, field, wrong)
    with pytest.raises(TransitionDenied) as refused:
        submit(desk)
    assert sentence in str(refused.value)
    reword(desk, kind, field, right)
    assert submit(desk).state == DossierState.SUBMITTED


def test_two_things_are_counted_in_the_refusal(office_desk):
    desk = make_dossier_at("draft", office_desk, person())
    reword(desk, PaperKind.TO_TRINH, "opening", "Kính đề nghị tặng Giấy khen cho 03 cá nhân.")
    reword(desk, PaperKind.BIEN_BAN, "opened", "08 giờ 00, ngày 26 tháng 12 năm 2023")
    with pytest.raises(TransitionDenied, match=r"\(và 1 chỗ khác ở phần “Rà soát hồ sơ”\)"):
        submit(desk)


def test_what_may_be_right_stops_nothing(office_desk, client_as):
    desk = make_dossier_at("draft", office_desk, collective(votes_for=5, votes_total=5), person())
    page = page_of(client_as(desk.officer), desk)
    assert "05" not in codes(desk) and "votes_over_present" in codes(desk)
    assert "Nên xem lại" in page and "nếu người vắng gửi ý kiến bằng văn bản" in page
    assert "Phải sửa" not in page
    assert submit(desk).state == DossierState.SUBMITTED


def test_a_report_confirmed_before_the_signer_changed_is_confirmed_again(office_desk):
    """The tờ trình is opened again by itself; a report prints the signer too and was left as it was."""
    desk = make_dossier_at("draft", office_desk, person())
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS | {"signer_name": "Người Ký Khác"})
    confirm_again(desk)
    with pytest.raises(TransitionDenied, match="được xác nhận trước khi người ký hoặc ngày tờ trình thay đổi"):
        submit(desk)
    papers.confirm_paper(paper_of(desk, PaperKind.BAO_CAO), by=desk.officer)
    assert submit(desk).state == DossierState.SUBMITTED


def test_other_particulars_leave_a_report_as_it_is(office_desk):
    desk = make_dossier_at("draft", office_desk, person())
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS | {"meeting_place": "Hội trường"})
    confirm_again(desk)
    assert "confirmed_before_change" not in codes(desk)
    assert submit(desk).state == DossierState.SUBMITTED


def test_a_paper_that_the_round_does_not_ask_for_is_not_compared(office_desk):
    desk = make_dossier_at("draft", office_desk, person())
    reword(desk, PaperKind.BIEN_BAN, "opened", "08 giờ 00, ngày 26 tháng 12 năm 2023")
    assert "minutes_day" in codes(desk)
    desk.dossier.round.papers_required = [PaperKind.TO_TRINH, PaperKind.BAO_CAO]
    desk.dossier.round.save()
    assert "minutes_day" not in codes(desk)


# --- the panel and its links ---------------------------------------------------------------------


def wrong_everywhere(office_desk) -> Desk:
    """A dossier still with the unit, with a finding at each kind of place."""
    desk = make_dossier_at("draft", office_desk, collective(votes_for=5, votes_total=5), person(name="Mẫu Thị Đúng"))
    Dossier.objects.filter(pk=desk.dossier.pk).update(meeting_chair="Lý Thường Lạ")
    reword(desk, PaperKind.TO_TRINH, "opening", "Kính đề nghị tặng Giấy khen cho 03 cá nhân năm 2022.")
    reword(desk, PaperKind.BIEN_BAN, "opened", "08 giờ 00, ngày 26 tháng 12 năm 2023")
    facts = "Họ và tên: Bà Mẫu Thị Dúng\nNăm sinh: 1901\nMức độ tham gia: Khác"
    reword(desk, PaperKind.BAO_CAO, "facts", facts)
    desk.fresh()
    return desk


def follow(client, review) -> list[tuple[str, str]]:
    """Each link of the panel leads to a page that is there, with the anchor on it."""
    seen = []
    for line in (*review.must, *review.should):
        assert len(line.links) == 2
        for label, url in line.links:
            address, _, anchor = url.partition("#")
            answer = client.get(address)
            assert answer.status_code == 200, url
            if anchor:
                assert re.search(rf'id="{re.escape(anchor)}"', answer.content.decode()), url
            seen.append((label, url))
    return seen


def test_the_unit_is_led_to_the_very_field(office_desk, client_as):
    desk = wrong_everywhere(office_desk)
    links = follow(client_as(desk.officer), dossier_review(desk.dossier, desk.officer))
    anchors = {url.partition("#")[2] for _, url in links}
    assert {"id_opening", "id_opened", "id_facts", "id_meeting_chair", "id_meeting_date", "id_birth_year"} <= anchors
    page = page_of(client_as(desk.officer), desk)
    for label, url in links:
        assert f'href="{url}"' in page and label[1:] in page
    assert "Phải sửa" in page and "Nên xem lại" in page


def test_the_offices_are_led_to_the_print_and_the_appraisal(office_desk, client_as, people):
    desk = make_dossier_at("submitted", office_desk, collective(votes_for=5, votes_total=5), person())
    for role in (Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR):
        follow(client_as(people[role]), dossier_review(desk.dossier, people[role]))
    page = page_of(client_as(office_desk.appraiser), desk)
    assert "Rà soát hồ sơ" in page and "ghi 5 phiếu" in page and "ban-in/?xem=1" in page


def test_the_unit_still_sees_it_after_submitting(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk, collective(votes_for=5, votes_total=5), person())
    links = follow(client_as(desk.officer), dossier_review(desk.fresh(), desk.officer))
    assert not any("tham-dinh" in url or "#id_" in url for _, url in links)


def test_at_the_appraisal_stands_what_touches_this_nominee(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk, collective(votes_for=5, votes_total=5), person())
    group = desk.dossier.nominees.get(kind=NomineeKind.COLLECTIVE)
    one = desk.dossier.nominees.get(kind=NomineeKind.INDIVIDUAL)
    client = client_as(office_desk.appraiser)
    follow(client, nominee_review(group, office_desk.appraiser))
    assert "ghi 5 phiếu" in client.get(reverse("awards:nominee-appraise", args=[group.pk])).content.decode()
    page = client.get(reverse("awards:nominee-appraise", args=[one.pk])).content.decode()
    assert "khớp nhau về đối tượng này" in page


def test_what_the_rules_say_already_is_not_said_twice(office_desk, client_as):
    desk = make_desk(office_desk.award_round)
    dossiers.add_nominee(desk.dossier, by=desk.officer, **person())
    assert "report_missing" in codes(desk)
    page = page_of(client_as(desk.officer), desk)
    assert page.count("Còn thiếu báo cáo thành tích") == 1
    assert "chưa có báo cáo thành tích" not in page


def test_an_empty_dossier_has_no_panel(office_desk, client_as):
    assert "Rà soát hồ sơ" not in page_of(client_as((desk := make_desk(office_desk.award_round)).officer), desk)


# --- reports in the same words -------------------------------------------------------------------


def teller(office_desk, text: str, state: str, **fields) -> Desk:
    return make_dossier_at(state, office_desk, person(achievements=text, **fields))


def test_a_copy_from_another_unit(office_desk, client_as):
    source = teller(office_desk, STORY, "submitted", name="Hồ Thị Nguồn")
    copy = teller(office_desk, STORY, "draft", name="Lý Thị Chép")
    own = page_of(client_as(copy.officer), copy)
    assert "giống 100% phần lời với báo cáo trong hồ sơ của đơn vị khác" in own
    assert "Hồ Thị Nguồn" not in own and source.unit.short_name not in own
    assert f"/giay-to/{paper_of(source, PaperKind.BAO_CAO).pk}/" not in own
    submit(copy)
    office = page_of(client_as(office_desk.appraiser), copy)
    assert f"báo cáo của Bà Hồ Thị Nguồn, {source.unit.short_name}" in office
    follow(client_as(office_desk.appraiser), dossier_review(copy.fresh(), office_desk.appraiser))
    other_way = page_of(client_as(source.officer), source)
    assert "đơn vị khác" in other_way and "Lý Thị Chép" not in other_way


def test_what_another_unit_still_writes_is_not_compared(office_desk):
    teller(office_desk, STORY, "draft")
    copy = teller(office_desk, STORY, "draft")
    assert "reports_alike_outside" not in codes(copy)


def test_own_words_are_no_copy(office_desk):
    teller(office_desk, STORY, "submitted")
    assert "reports_alike_outside" not in codes(teller(office_desk, OTHER, "draft"))


def test_two_people_of_one_dossier(office_desk, client_as):
    desk = make_desk(office_desk.award_round)
    fill(desk, person(achievements=STORY, name="Hồ Thị Một"), person(achievements=STORY, name="Hồ Thị Hai"))
    page = page_of(client_as(desk.officer), desk)
    assert re.search("Báo cáo thành tích của Bà Hồ Thị (Một|Hai) và của Bà Hồ Thị (Một|Hai) giống nhau 100%", page)


# --- cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 4])
def test_facts_cost_the_same_for_any_number(office_desk, django_assert_num_queries, number):
    for _ in range(number):
        make_dossier_at("submitted", office_desk, collective(), *(person() for _ in range(number)))
    desk = make_dossier_at("draft", office_desk, collective(), *(person() for _ in range(number)))
    with django_assert_num_queries(3):
        consistency.certain(desk.dossier)
    with django_assert_num_queries(5):
        consistency.findings(desk.dossier, named=True)


@pytest.mark.parametrize("number", [1, 3])
def test_appraisal_page_costs_the_same(office_desk, client_as, django_assert_num_queries, number):
    desk = make_dossier_at("submitted", office_desk, *(collective() for _ in range(number)), person())
    one = desk.dossier.nominees.get(kind=NomineeKind.INDIVIDUAL)
    client = client_as(office_desk.appraiser)
    with django_assert_num_queries(21):
        client.get(reverse("awards:nominee-appraise", args=[one.pk]))


# --- the round -----------------------------------------------------------------------------------


def test_the_list_page_tells_what_the_council_and_the_letter_say(period, appraiser, members, client_as):
    award_round = making.make_voted_round(period, appraiser, collectives=1, direct=2)
    ids = list(award_round.nominees.order_by("kind", "id").values_list("pk", flat=True))
    lists.set_list(award_round, set(ids[:2]), by=appraiser)
    award_round.signer_name = "Đặng Văn Ký"
    award_round.save()
    client, url = client_as(appraiser), reverse("awards:list", args=[award_round.pk])
    page = client.get(url).content.decode()
    assert "Hội đồng thông qua 2 cá nhân, danh sách trình có 1 và còn chỗ." in page
    lists.set_list(award_round, set(ids), by=appraiser)
    assert "kết quả của Hội đồng và tờ trình của Phòng Nội vụ khớp nhau" in client.get(url).content.decode()
    OfficePaper.objects.create(
        round=award_round,
        kind=OfficePaperKind.TO_TRINH,
        body={"opening": "Kính đề nghị tặng Giấy khen cho 01 tập thể, 03 cá nhân.", "lines": []},
    )
    page = client.get(url).content.decode()
    assert "Tờ trình của Phòng Nội vụ ghi 03 cá nhân, danh sách có 02." in page


@pytest.mark.parametrize("number", [1, 3])
def test_round_facts_cost_the_same(period, appraiser, members, django_assert_num_queries, number):
    award_round = making.make_voted_round(period, appraiser, collectives=number, direct=number)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    with django_assert_num_queries(5):
        facts = consistency.round_facts(award_round)
    assert (len(facts.listed), facts.passed_people) == (2 * number, number)
    assert {(one.yes, one.base) for one in facts.listed} == {(3, 3)}


def test_another_unit_sees_nothing_of_the_panel(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk)
    stranger = client_as(make_user(Role.OFFICER, make_unit()))
    assert stranger.get(reverse("awards:dossier-detail", args=[desk.dossier.pk])).status_code == 404


def test_appraised_dossiers_are_read_as_of_their_submission(office_desk):
    desk = make_dossier_at("submitted", office_desk, person())
    one = desk.dossier.nominees.get()
    appraisal.appraise_nominee(one, Appraisal.ELIGIBLE, by=office_desk.appraiser)
    appraisal.finish_appraisal(desk.dossier, by=office_desk.appraiser)
    assert "day_to_come" not in codes(desk)

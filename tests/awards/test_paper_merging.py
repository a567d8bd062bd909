"""Two people have one paper open: each one's part is kept, the same part is asked about, and nothing typed is lost."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.enums import OfficePaperKind, PaperKind
from awards.models import DossierPaper, OfficePaper
from awards.papers.fields import PAPER_FIELDS
from awards.papers.merging import marks_of, merged, read_marks, refuse_unread
from awards.services import dossiers, office_notices, office_papers, papers
from tests.awards.dossiers import FACTS, collective, make_desk
from tests.awards.making import make_user
from tests.awards.office import decide, make_voted_scene
from tests.factories import make_unit
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
FIELDS = PAPER_FIELDS[PaperKind.TO_TRINH]
OPENED = {
    "addressee": "Kính gửi A",
    "bases": "Căn cứ\nmột",
    "opening": "Mở",
    "closing": "Kết",
    "recipients": "Như trên",
}


def sent(**typed) -> dict:
    """What a page that was opened on OPENED posts."""
    return OPENED | {"marks": json.dumps(marks_of(FIELDS, OPENED))} | typed


# --- the rule ------------------------------------------------------------------------------------


def test_each_ones_part_is_kept():
    stands = OPENED | {"bases": "Căn cứ hai"}
    assert merged(FIELDS, stands, sent(closing="Kết khác")) == stands | {"closing": "Kết khác"}
    without = {key: text for key, text in sent(closing="Kết khác").items() if key != "marks"}
    assert merged(FIELDS, stands, without)["bases"] == OPENED["bases"]  # the control: marks are what keeps it


@pytest.mark.parametrize("typed", ["Kết của tôi", ""])
def test_the_same_part_is_refused_with_what_stands(typed):
    stands = OPENED | {"closing": "Kết của người khác"}
    with pytest.raises(ValidationError) as refusal:
        merged(FIELDS, stands, sent(closing=typed))
    assert set(refusal.value.message_dict) == {"closing"}
    assert "Kết của người khác" in refusal.value.message_dict["closing"][0]
    assert merged(FIELDS, stands, sent(closing=" Kết của người khác "))["closing"] == "Kết của người khác"


def test_what_a_browser_does_to_spaces_is_no_edit():
    stands = OPENED | {"bases": "Căn cứ hai"}
    assert merged(FIELDS, stands, sent(bases="Căn cứ\r\nmột "))["bases"] == "Căn cứ hai"


def test_nobody_confirms_what_he_has_not_read():
    refuse_unread(FIELDS, OPENED, sent(closing="Kết khác"))
    with pytest.raises(ValidationError, match="Đọc lại rồi xác nhận"):
        refuse_unread(FIELDS, OPENED | {"bases": "Căn cứ hai"}, sent(closing="Kết khác"))


@pytest.mark.parametrize("posted", [None, "", "x", "[1]", "3", '"a"', "\x00"])
def test_marks_that_are_none_are_no_crash(posted):
    assert read_marks(posted) == {}


# --- a dossier's paper ---------------------------------------------------------------------------


@pytest.fixture
def desk(office_desk):
    desk = make_desk(office_desk.award_round, make_unit(UnitKind.CAP_XA, name="UBND xã Nam Bình", short_name="Xã NB"))
    dossiers.add_nominee(desk.dossier, by=desk.officer, **collective("UBND xã Nam Bình"))
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS)
    papers.draft_papers(desk.dossier, by=desk.officer)
    desk.fresh()
    return desk


@pytest.fixture
def paper(desk) -> DossierPaper:
    return desk.dossier.papers.get(kind=PaperKind.TO_TRINH)


def opened(client, url: str) -> dict:
    """The values a browser would send back from the page."""
    form = client.get(url).context["form"]
    return {bound.name: bound.value() or "" for bound in form}


def shown(answer) -> dict:
    return {bound.name: bound.value() for bound in answer.context["form"]}


def test_two_officers_of_a_unit_edit_different_parts(desk, paper, client_as):
    mine = client_as(desk.officer)
    url = reverse("awards:paper-edit", args=[paper.pk])
    assert 'name="marks"' in mine.get(url).content.decode()
    page = opened(mine, url)
    papers.save_paper(paper, paper.body | {"bases": "Căn cứ của đồng nghiệp"}, by=desk.officer)
    assert mine.post(url, page | {"closing": "Kết của tôi"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.body["bases"], paper.body["closing"]) == ("Căn cứ của đồng nghiệp", "Kết của tôi")


def test_the_same_part_is_asked_about_and_the_second_save_counts(desk, paper, client_as):
    mine, url = client_as(desk.officer), reverse("awards:paper-edit", args=[paper.pk])
    page = opened(mine, url) | {"closing": "Kết của tôi", "opening": "Mở của tôi"}
    papers.save_paper(paper, paper.body | {"closing": "Kết của đồng nghiệp", "bases": "Căn cứ mới"}, by=desk.officer)
    answer = mine.post(url, page)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Kết của đồng nghiệp" in text
    assert "Kết của tôi" in text and "Mở của tôi" in text
    paper.refresh_from_db()
    assert paper.body["closing"] == "Kết của đồng nghiệp" and paper.body["opening"] != "Mở của tôi"
    assert mine.post(url, shown(answer)).status_code == 302
    paper.refresh_from_db()
    assert paper.body["closing"] == "Kết của tôi" and paper.body["opening"] == "Mở của tôi"
    assert paper.body["bases"] == "Căn cứ mới"  # still not touched by this person


def test_confirming_shows_first_what_came_in_between_and_saves_nothing(desk, paper, client_as):
    mine, url = client_as(desk.officer), reverse("awards:paper-edit", args=[paper.pk])
    page = opened(mine, url) | {"closing": "Kết của tôi", "confirm": "1"}
    papers.save_paper(paper, paper.body | {"bases": "Căn cứ của đồng nghiệp"}, by=desk.officer)
    answer = mine.post(url, page)
    assert answer.status_code == 422 and "Đọc lại rồi xác nhận" in answer.content.decode()
    assert shown(answer)["bases"] == "Căn cứ của đồng nghiệp" and shown(answer)["closing"] == "Kết của tôi"
    paper.refresh_from_db()
    assert paper.confirmed_at is None and paper.body["closing"] != "Kết của tôi"
    assert mine.post(url, shown(answer) | {"confirm": "1"}).status_code == 302
    paper.refresh_from_db()
    assert paper.confirmed_at and paper.body["bases"] == "Căn cứ của đồng nghiệp"


def test_what_cannot_be_confirmed_is_not_saved_and_stays_in_the_form(desk, paper, client_as):
    mine, url = client_as(desk.officer), reverse("awards:paper-edit", args=[paper.pk])
    answer = mine.post(url, opened(mine, url) | {"closing": "Kết còn …", "confirm": "1"})
    assert answer.status_code == 422 and "Kết còn …" in answer.content.decode()
    paper.refresh_from_db()
    assert "Kết còn …" not in paper.body["closing"] and paper.confirmed_at is None


# --- papers of Phòng Nội vụ ----------------------------------------------------------------------


def test_two_of_the_office_edit_one_to_trinh(period, appraiser, members, client_as):
    scene = make_voted_scene(period, appraiser)
    paper = office_papers.draft_proposal(scene.award_round, by=appraiser)
    office, url = client_as(appraiser), reverse("awards:office-paper", args=[paper.pk])
    page = opened(office, url)
    texts = {key: text for key, text in paper.body.items() if isinstance(text, str)}
    office_papers.save_paper(paper, texts | {"closing": "Kết của đồng nghiệp"}, by=make_user(Role.APPRAISER))
    assert office.post(url, page | {"opening": "Mở của tôi"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.body["opening"], paper.body["closing"]) == ("Mở của tôi", "Kết của đồng nghiệp")
    answer = office.post(url, page | {"closing": "Kết của tôi", "confirm": "1"})
    assert answer.status_code == 422 and "Kết của đồng nghiệp" in answer.content.decode()
    assert shown(answer)["opening"] == page["opening"]  # asked about one part at a time, lost is none
    for _ in range(2):
        answer = office.post(url, shown(answer) | {"confirm": "1"})
    assert answer.status_code == 302
    paper.refresh_from_db()
    assert paper.confirmed_at and (paper.body["opening"], paper.body["closing"]) == ("Mở của tôi", "Kết của tôi")


def test_a_notice_that_cannot_be_sent_is_not_saved_and_one_that_can_is_both(
    period, appraiser, members, chairman, client_as
):
    scene = make_voted_scene(period, appraiser)
    award_round = decide(scene, appraiser, chairman)
    office_notices.draft_notices(award_round, by=appraiser)
    paper = OfficePaper.objects.filter(kind=OfficePaperKind.THONG_BAO).first()
    office, url = client_as(appraiser), reverse("awards:office-paper", args=[paper.pk])
    day = f"{office_notices.first_day(award_round):%d/%m/%Y}"
    page = opened(office, url) | {"number": "12/TB-PNV", "day": day, "confirm": "1"}
    answer = office.post(url, page | {"closing": "Kết còn …"})
    assert answer.status_code == 422 and "Kết còn …" in answer.content.decode()
    paper.refresh_from_db()
    assert (paper.number, paper.confirmed_at) == ("", None) and "Kết còn …" not in paper.body["closing"]
    assert office.post(url, page | {"closing": "Kết của tôi"}).status_code == 302
    paper.refresh_from_db()
    assert paper.confirmed_at and (paper.number, paper.body["closing"]) == ("12/TB-PNV", "Kết của tôi")

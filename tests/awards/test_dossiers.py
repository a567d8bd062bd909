"""The officer's dossier: services with their refusals, pages, bad input, other units, two tabs, query counts."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.enums import Appraisal, DossierState, Involvement, NomineeKind, PaperKind
from awards.models import Dossier, Nominee
from awards.services import dossiers
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards.dossiers import FACTS, Desk, collective, fill, make_desk, make_dossier_at, person
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def award_round(office_desk):
    return office_desk.award_round


@pytest.fixture
def desk(award_round) -> Desk:
    return make_desk(award_round)


@pytest.fixture
def officer(client_as, desk):
    return client_as(desk.officer)


def sent(facts: dict, **changes) -> dict:
    """The fields as a browser posts them: no unticked box, no empty number."""
    values = {name: value for name, value in (facts | changes).items() if name != "kind"}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (False, None)}


# --- services --------------------------------------------------------------------------------------------


def test_only_the_unit_itself_opens_its_dossier(award_round, people):
    unit = make_unit()
    stranger = make_user(Role.OFFICER)
    for by in (stranger, people[Role.APPRAISER], people[Role.ADMIN], people[Role.CHAIRMAN]):
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ của đơn vị"):
            dossiers.create_dossier(award_round, unit, by=by)
    own = make_user(Role.OFFICER, unit)
    first = dossiers.create_dossier(award_round, unit, by=own)
    assert dossiers.create_dossier(award_round, unit, by=own) == first
    assert AuditEvent.objects.filter(action="award_dossier.create").count() == 1


def test_names_are_kept_composed_and_clean(desk):
    typed = unicodedata.normalize("NFD", "Nguyễn  Thị \u200bẨn")
    nominee = dossiers.add_nominee(desk.dossier, by=desk.officer, **person(name=typed))
    assert nominee.name == "Nguyễn Thị Ẩn"
    assert nominee.name_key == "nguyễn thị ẩn"


def test_the_same_person_again_is_told_how_to_go_on(desk, award_round):
    other = make_desk(award_round)
    dossiers.add_nominee(desk.dossier, by=desk.officer, **person(name="Nguyễn Thị Hoà"))
    with pytest.raises(ValidationError) as here:
        dossiers.add_nominee(desk.dossier, by=desk.officer, **person(name="Nguyễn Thị Hòa"))
    assert "đã được đề nghị trong hồ sơ này" in here.value.message_dict["name"][0]
    with pytest.raises(ValidationError) as there:
        dossiers.add_nominee(other.dossier, by=other.officer, **person(name="Nguyễn Thị Hòa"))
    sentence = there.value.message_dict["name"][0]
    assert "Người này đã được đề nghị trong đợt; liên hệ Phòng Nội vụ." in sentence
    assert desk.unit.short_name not in sentence  # another unit's dossier is nobody's business
    dossiers.add_nominee(other.dossier, by=other.officer, **person(name="Nguyễn Thị Hòa", birth_year=1990))
    note = "Là bà Hòa ở thôn 5, không phải bà Hòa ở xã khác"
    dossiers.add_nominee(other.dossier, by=other.officer, **person(name="Nguyễn Thị Hòa", distinct_note=note))
    assert Nominee.objects.filter(name_key="nguyễn thị hòa").count() == 3


def test_the_same_collective_again(desk):
    dossiers.add_nominee(desk.dossier, by=desk.officer, **collective("Tổ Một"))
    with pytest.raises(ValidationError, match="đã có trong hồ sơ này"):
        dossiers.add_nominee(desk.dossier, by=desk.officer, **collective("tổ  một"))


def test_facts_change_opens_only_the_papers_that_print_them(office_desk):
    desk = make_dossier_at("draft", office_desk, collective(), person())
    changed = desk.dossier.nominees.get(kind=NomineeKind.INDIVIDUAL)
    dossiers.update_nominee(changed, by=desk.officer, position="Phó Trưởng phòng")
    confirmed = {(paper.kind, paper.nominee_id) for paper in desk.dossier.papers.filter(confirmed_at__isnull=False)}
    kept = desk.dossier.nominees.get(kind=NomineeKind.COLLECTIVE).pk
    assert confirmed == {(PaperKind.BAO_CAO, kept)}


def test_removed_nominee_takes_its_report_along(office_desk):
    desk = make_dossier_at("draft", office_desk, collective(), person())
    gone = desk.dossier.nominees.get(kind=NomineeKind.INDIVIDUAL)
    dossiers.remove_nominee(gone, by=desk.officer)
    assert desk.dossier.nominees.count() == 1
    assert sorted(desk.dossier.papers.values_list("kind", flat=True)) == ["bao_cao", "bien_ban", "to_trinh"]
    assert AuditEvent.objects.filter(action="award_dossier.remove_nominee").count() == 1


@pytest.mark.parametrize("state", ["submitted", "appraised"])
def test_sent_dossier_is_not_changed(office_desk, state):
    desk = make_dossier_at(state, office_desk)
    one = desk.dossier.nominees.first()
    for act in (
        lambda: dossiers.add_nominee(desk.dossier, by=desk.officer, **person()),
        lambda: dossiers.update_nominee(one, by=desk.officer, achievements="Khác"),
        lambda: dossiers.remove_nominee(one, by=desk.officer),
        lambda: dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS),
    ):
        with pytest.raises(TransitionDenied, match="Hồ sơ đã nộp"):
            act()


def test_returned_dossier_is_changed_and_sent_again(office_desk):
    desk = make_dossier_at("returned", office_desk)
    assert set(desk.dossier.nominees.values_list("appraisal", flat=True)) == {Appraisal.PENDING}
    dossiers.remove_nominee(desk.dossier.nominees.first(), by=desk.officer)
    from tests.awards.dossiers import confirm_papers

    confirm_papers(desk)
    again = dossiers.submit_dossier(desk.dossier, by=desk.officer)
    assert (again.state, again.return_reason) == (DossierState.SUBMITTED, "")


# --- pages -----------------------------------------------------------------------------------------------


def test_officer_walks_from_nothing_to_a_nominee(client_as, award_round):
    unit = make_unit(name="Ủy ban nhân dân xã Thuận Hạnh")
    client = client_as(make_user(Role.OFFICER, unit))
    answer = client.post(reverse("awards:dossier-create", args=[award_round.pk]), {"unit": unit.pk})
    dossier = Dossier.objects.get()
    assert answer.url == reverse("awards:dossier-detail", args=[dossier.pk])
    url = reverse("awards:nominee-add", args=[dossier.pk, "tap-the"])
    assert "Ủy ban nhân dân xã Thuận Hạnh" in client.get(url).content.decode()
    assert client.post(url, sent(collective("Ủy ban nhân dân xã Thuận Hạnh"))).url == answer.url
    url = reverse("awards:nominee-add", args=[dossier.pk, "ca-nhan"])
    assert client.post(url, sent(person(name="Điểu K’Lượng"))).url == answer.url
    assert client.post(reverse("awards:dossier-edit", args=[dossier.pk]), FACTS).url == answer.url
    page = client.get(answer.url).content.decode()
    assert "Bà Điểu K’Lượng" in page
    assert "Còn thiếu tờ trình" in page
    assert dossier.nominees.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Ô “Họ và tên” cần được điền."),
        ({"name": "x" * 201}, "dài quá 200 ký tự"),
        ({"birth_year": "chín mươi"}, "không phải là số"),
        ({"birth_year": "1890"}, "từ 1930 đến 2015"),
        ({"birth_year": "-5"}, "Số không được âm"),
        ({"honorific": "Cô"}, "Chọn một trong các mục có sẵn."),
        ({"involvement": ""}, "cần được điền"),
        ({"votes_for": "5", "votes_total": "4"}, "Số phiếu đồng ý (5) lớn hơn tổng số phiếu (4)."),
        ({"votes_for": "5", "votes_total": ""}, "Nhập cả số phiếu đồng ý và tổng số phiếu"),
        ({"votes_for": "0", "votes_total": "0"}, "Tổng số phiếu phải từ 1 trở lên."),
        ({"votes_for": "1.234,5"}, "cần một số nguyên từ 0 đến 99"),
        ({"votes_for": "1,234.5"}, "Không đọc được số"),
        ({"cn_02": "on"}, "CN-02 cần số, ngày văn bản công nhận"),
        ({"achievements": "a" * 6001}, "dài quá 6.000 ký tự"),
    ],
)
def test_bad_person_gets_a_sentence_and_stores_nothing(officer, desk, changes, sentence):
    answer = officer.post(reverse("awards:nominee-add", args=[desk.dossier.pk, "ca-nhan"]), sent(person(), **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Nominee.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to_trinh_number": "mười hai"}, "Số tờ trình viết như 12/TTr-UBND"),
        ({"to_trinh_date": "2023-12-24"}, "Ngày tờ trình phải từ ngày họp Hội đồng trở đi."),
        ({"meeting_date": "30/02/2023"}, "Viết ngày dạng ngày/tháng/năm"),
        ({"meeting_members": "0"}, "từ 1 đến 99"),
        ({"meeting_members": "3 người"}, "không phải là số"),
        ({"signer_name": "  "}, "Ô “Họ tên người ký” cần được điền."),
    ],
)
def test_bad_particulars_get_a_sentence(officer, desk, changes, sentence):
    answer = officer.post(reverse("awards:dossier-edit", args=[desk.dossier.pk]), FACTS | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert desk.fresh().to_trinh_number == ""


def test_second_tab_after_submitting_is_told_and_changes_nothing(office_desk, client_as):
    desk = make_dossier_at("draft", office_desk, person())
    client = client_as(desk.officer)
    one = desk.dossier.nominees.get()
    assert client.post(reverse("awards:dossier-submit", args=[desk.dossier.pk])).status_code == 302
    page = client.post(reverse("awards:dossier-submit", args=[desk.dossier.pk]), follow=True).content.decode()
    assert "Không thể “Nộp hồ sơ” khi hồ sơ đang ở trạng thái “Đã nộp, chờ thẩm định”." in page
    late = client.post(reverse("awards:nominee-edit", args=[one.pk]), sent(person(name="Người Khác")))
    assert late.status_code == 422
    assert "Hồ sơ đã nộp nên không sửa được." in late.content.decode()
    one.refresh_from_db()
    assert one.name != "Người Khác"


OWN_PAGES = ("dossier-detail", "dossier-edit", "dossier-submit", "papers-draft")
NOMINEE_PAGES = ("nominee-edit", "nominee-remove")
PAPER_PAGES = ("paper-edit", "paper-redraft", "paper-confirm", "paper-scan", "paper-pdf")


def test_another_units_dossier_is_a_404_everywhere(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk)
    stranger, owner = client_as(make_user(Role.OFFICER)), client_as(desk.officer)
    paths = [reverse(f"awards:{name}", args=[desk.dossier.pk]) for name in OWN_PAGES]
    paths += [reverse(f"awards:{name}", args=[desk.dossier.nominees.first().pk]) for name in NOMINEE_PAGES]
    paths += [reverse(f"awards:{name}", args=[desk.dossier.papers.first().pk]) for name in PAPER_PAGES]
    paths.append(reverse("awards:nominee-add", args=[desk.dossier.pk, "ca-nhan"]))
    for path in paths:
        seen = {stranger.get(path).status_code, stranger.post(path).status_code} - {405}
        assert seen == {404}, path
        assert {owner.get(path).status_code, owner.post(path).status_code} & {404} == set(), path


def test_an_officer_cannot_open_a_dossier_for_another_unit(client_as, award_round):
    other = make_unit()
    client = client_as(make_user(Role.OFFICER))
    url = reverse("awards:dossier-create", args=[award_round.pk])
    for unit in (other.pk, "", "abc", "9" * 40, "²"):
        assert client.post(url, {"unit": unit}).status_code == 404
    assert not Dossier.objects.exists()


def test_draft_is_hidden_from_the_offices_and_shown_once_submitted(office_desk, client_as):
    draft, sent_in = make_dossier_at("draft", office_desk), make_dossier_at("submitted", office_desk)
    client = client_as(office_desk.appraiser)
    assert client.get(reverse("awards:dossier-detail", args=[draft.dossier.pk])).status_code == 404
    assert client.get(reverse("awards:dossier-detail", args=[sent_in.dossier.pk])).status_code == 200


def test_unknown_kind_of_nominee_is_404(officer, desk):
    assert officer.get(reverse("awards:nominee-add", args=[desk.dossier.pk, "gia-dinh"])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_dossier_page_costs_the_same_for_any_number(client_as, office_desk, django_assert_num_queries, number):
    facts = [collective() for _ in range(number)] + [person() for _ in range(number)]
    desk = make_dossier_at("draft", office_desk, *facts)
    client = client_as(desk.officer)
    with django_assert_num_queries(32):
        answer = client.get(reverse("awards:dossier-detail", args=[desk.dossier.pk]))
    assert len(answer.context["people"]) == number


def test_leaders_in_a_small_dossier_only_warn(office_desk, client_as):
    desk = make_desk(office_desk.award_round)
    fill(desk, person(involvement=Involvement.LEADER))
    page = client_as(desk.officer).get(reverse("awards:dossier-detail", args=[desk.dossier.pk])).content.decode()
    assert "Danh sách dưới 4 cá nhân nên chỉ cảnh báo." in page
    assert dossiers.submit_dossier(desk.dossier, by=desk.officer).state == DossierState.SUBMITTED


def test_a_dossier_has_room_for_so_many_nominees(desk, monkeypatch):
    monkeypatch.setattr(dossiers, "MOST_NOMINEES", 2)
    for year in (1980, 1981):
        dossiers.add_nominee(desk.dossier, by=desk.officer, **person(birth_year=year))
    with pytest.raises(TransitionDenied, match=r"đã có 2 tập thể, cá nhân.*bỏ bớt một dòng"):
        dossiers.add_nominee(desk.dossier, by=desk.officer, **person(birth_year=1982))
    assert desk.dossier.nominees.count() == 2

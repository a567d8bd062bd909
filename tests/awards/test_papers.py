"""The three papers of IV.3: drafted from the data, edited, confirmed, printed, scanned; who may read the scan."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from awards.enums import Involvement, NomineeKind, PaperKind
from awards.models import DossierPaper
from awards.papers import printing
from awards.services import dossiers, papers
from core.letterhead import DocumentNumber
from core.workflow import TransitionDenied
from tests.awards.dossiers import FACTS, ROSTER, Desk, collective, fill, make_desk, make_dossier_at, person, scan, score
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office_desk) -> Desk:
    unit = make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình")
    return make_desk(office_desk.award_round, unit)


@pytest.fixture
def drafted(desk) -> Desk:
    dossiers.add_nominee(desk.dossier, by=desk.officer, **collective("Ủy ban nhân dân xã Nam Bình"))
    dossiers.add_nominee(
        desk.dossier,
        by=desk.officer,
        **person(name="H’Wễ Ktưỡng", prior_awards="2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện"),
    )
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS)
    papers.draft_papers(desk.dossier, by=desk.officer)
    desk.fresh()
    return desk


def paper_of(desk: Desk, kind: str, who: str = "") -> DossierPaper:
    found = desk.dossier.papers.select_related("dossier__round__period__campaign", "dossier__unit", "nominee")
    return found.get(kind=kind, **({"nominee__kind": who} if who else {}))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


# --- drafts ----------------------------------------------------------------------------------------------


def test_every_paper_of_iv_3_is_drafted_once(drafted):
    kinds = sorted(drafted.dossier.papers.values_list("kind", flat=True))
    assert kinds == ["bao_cao", "bao_cao", "bien_ban", "to_trinh"]
    assert papers.draft_papers(drafted.dossier, by=drafted.officer) == 0
    dossiers.add_nominee(drafted.dossier, by=drafted.officer, **person())
    assert papers.draft_papers(drafted.dossier, by=drafted.officer) == 1


def test_nothing_to_draft_in_an_empty_dossier(desk):
    with pytest.raises(TransitionDenied, match="Hồ sơ chưa có ai"):
        papers.draft_papers(desk.dossier, by=desk.officer)


def test_to_trinh_is_drafted_from_the_round_and_the_dossier(drafted):
    body = paper_of(drafted, PaperKind.TO_TRINH).body
    assert body["addressee"] == "Chủ tịch Ủy ban nhân dân huyện Đắk Song"
    assert "Nghị định số 91/2017/NĐ-CP" in body["bases"]
    assert (
        "biên bản họp Hội đồng Thi đua - Khen thưởng của Ủy ban nhân dân xã Nam Bình ngày 25 tháng 12 năm 2023"
        in body["bases"]
    )
    assert "01 tập thể, 01 cá nhân" in body["opening"]


def test_report_of_a_collective_carries_the_accepted_results(drafted, period):
    body = paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.COLLECTIVE).body
    sheet = drafted.unit.score_sheets.get()
    applicable = [line for line in sheet.lines if line["applicable"]]
    assert [row["name"] for row in body["results"]] == [line["name"] for line in applicable]
    assert {row["verdict"] for row in body["results"]} == {"Đạt"}


def test_report_of_a_person_has_role_and_contribution_and_the_standing_of_the_unit(drafted):
    body = paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.INDIVIDUAL).body
    assert body["results"] == []
    assert body["figures"]["standing"].startswith("100% số điểm theo thang đề xuất, xếp thứ 1/1")
    assert body["achievements"].splitlines()[0] == "Vai trò trong phong trào: trực tiếp thực hiện."
    assert "Họ và tên: Bà H’Wễ Ktưỡng" in body["facts"]
    assert "Quê quán: …" in body["facts"]
    read = text_of(printing.render(paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.INDIVIDUAL)))
    assert "Kết quả chung năm 2023 của Ủy ban nhân dân xã Nam Bình: 100% số điểm" in read


def test_report_carries_what_the_unit_had_registered(drafted):
    registration = drafted.dossier.round.period.registrations.get(unit=drafted.unit)
    paper = paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.COLLECTIVE)
    assert paper.body["figures"]["commitment"] == registration.commitment.splitlines()
    read = text_of(printing.render(paper))
    assert "đã đăng ký thi đua năm 2023" in read
    assert "theo các chỉ tiêu, đã được thẩm định" in read


def test_refresh_takes_new_figures_and_keeps_the_words(drafted):
    paper = paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.COLLECTIVE)
    body = paper.body | {"achievements": "Lời của đơn vị.", "facts": "Tên: Xã Nam Bình"}
    papers.confirm_paper(papers.save_paper(paper, body, by=drafted.officer), by=drafted.officer)
    assert not papers.refresh_paper(paper, by=drafted.officer)
    paper.refresh_from_db()
    assert paper.confirmed_at  # nothing new: still confirmed
    score(drafted.unit, drafted.dossier.round.period, good=False)
    assert papers.refresh_paper(paper, by=drafted.officer)
    paper.refresh_from_db()
    assert {row["verdict"] for row in paper.body["results"]} == {"Chưa đạt"}
    assert (paper.body["achievements"], paper.body["facts"]) == ("Lời của đơn vị.", "Tên: Xã Nam Bình")
    assert paper.confirmed_at is None


def test_only_reports_have_figures(drafted):
    with pytest.raises(TransitionDenied, match="Chỉ báo cáo thành tích"):
        papers.refresh_paper(paper_of(drafted, PaperKind.TO_TRINH), by=drafted.officer)


def test_unscored_unit_gets_a_report_without_results(office_desk):
    desk = make_desk(office_desk.award_round, scored=False)
    dossiers.add_nominee(desk.dossier, by=desk.officer, **collective())
    papers.draft_papers(desk.dossier, by=desk.officer)
    assert paper_of(desk, PaperKind.BAO_CAO).body["results"] == []


def test_redraft_takes_todays_data(drafted):
    paper = paper_of(drafted, PaperKind.TO_TRINH)
    papers.save_paper(paper, paper.body | {"addressee": "Ai đó"}, by=drafted.officer)
    dossiers.add_nominee(drafted.dossier, by=drafted.officer, **person())
    fresh = papers.redraft_paper(paper, by=drafted.officer)
    assert fresh.body["addressee"] == "Chủ tịch Ủy ban nhân dân huyện Đắk Song"
    assert "01 tập thể, 02 cá nhân" in fresh.body["opening"]


# --- edit and confirm --------------------------------------------------------------------------------------


def test_placeholders_stop_the_confirmation(drafted):
    paper = paper_of(drafted, PaperKind.BIEN_BAN)
    with pytest.raises(TransitionDenied, match="còn chỗ “…” chưa điền"):
        papers.confirm_paper(paper, by=drafted.officer)
    filled = {key: text.replace("…", "08") for key, text in paper.body.items()} | {"attendees": ROSTER}
    paper = papers.confirm_paper(papers.save_paper(paper, filled, by=drafted.officer), by=drafted.officer)
    assert paper.confirmed_by == drafted.officer


@pytest.mark.parametrize(
    ("attendees", "sentence"),
    [
        ("", "Mục “Thành phần Hội đồng” còn trống."),
        ("Một người; không đủ", "cần đủ họ và tên; chức vụ; nhiệm vụ"),
        ("A; B; C", "Thành phần Hội đồng có 1 người, khác số thành viên đã nhập (5)."),
    ],
)
def test_roster_must_fit_the_council(drafted, attendees, sentence):
    paper = paper_of(drafted, PaperKind.BIEN_BAN)
    filled = {key: text.replace("…", "08") for key, text in paper.body.items()} | {"attendees": attendees}
    papers.save_paper(paper, filled, by=drafted.officer)
    with pytest.raises(TransitionDenied) as refused:
        papers.confirm_paper(paper, by=drafted.officer)
    assert sentence in str(refused.value)


def test_edited_text_needs_a_new_confirmation_and_the_same_text_does_not(office_desk):
    desk = make_dossier_at("draft", office_desk)
    paper = paper_of(desk, PaperKind.TO_TRINH)
    papers.attach_scan(paper, scan(), by=desk.officer)
    same = papers.save_paper(paper, paper.body, by=desk.officer)
    assert same.confirmed_at and same.file
    changed = papers.save_paper(paper, paper.body | {"closing": "Kính trình xem xét"}, by=desk.officer)
    assert (changed.confirmed_at, changed.file) == (None, None)


def test_only_the_unit_works_on_its_papers(drafted, office_desk):
    paper = paper_of(drafted, PaperKind.TO_TRINH)
    for by in (office_desk.appraiser, make_user(Role.OFFICER)):
        for act in (
            lambda by=by: papers.save_paper(paper, {}, by=by),
            lambda by=by: papers.confirm_paper(paper, by=by),
            lambda by=by: papers.redraft_paper(paper, by=by),
            lambda by=by: papers.attach_scan(paper, scan(), by=by),
        ):
            with pytest.raises(TransitionDenied, match="Chỉ cán bộ của đơn vị"):
                act()


# --- print -------------------------------------------------------------------------------------------------


def test_to_trinh_as_printed(office_desk):
    unit = make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình")
    facts = (collective("Ủy ban nhân dân xã Nam Bình"), person(name="H’Wễ Ktưỡng"))
    desk = make_dossier_at("draft", office_desk, *facts, unit=unit)
    doc = printing.to_trinh_of(paper_of(desk, PaperKind.TO_TRINH))
    assert doc.head.number == DocumentNumber("TTr-UBND", 15)
    assert str(doc.head.place_date) == "Nam Bình, ngày 26 tháng 12 năm 2023"
    assert [signer.lines for signer in doc.signers] == [("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")]
    assert (doc.individuals[0].salutation, doc.individuals[0].role, doc.individuals[0].vote_share) == (
        "Bà",
        "Trực tiếp",
        80,
    )
    assert not doc.draft
    read = text_of(printing.render(paper_of(desk, PaperKind.TO_TRINH)))
    for expected in ("ỦY BAN NHÂN DÂN XÃ NAM BÌNH", "Số: 15/TTr-UBND", "H’Wễ Ktưỡng", "80%", "Trần Văn Mẫu"):
        assert expected in read
    assert "BẢN XEM TRƯỚC" not in read


@pytest.mark.parametrize(
    ("kind", "title", "lines"),
    [
        (UnitKind.CAP_XA, "Phó Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (UnitKind.PHONG_BAN, "Trưởng phòng", ("TRƯỞNG PHÒNG",)),
        (UnitKind.PHONG_BAN, "Phó Trưởng phòng", ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
        (UnitKind.DOANH_NGHIEP, "Giám đốc", ("GIÁM ĐỐC",)),
        (UnitKind.DOANH_NGHIEP, "Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ],
)
def test_signature_follows_the_kind_of_unit(office_desk, kind, title, lines):
    desk = make_desk(office_desk.award_round, make_unit(kind))
    dossiers.add_nominee(desk.dossier, by=desk.officer, **person())
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS | {"signer_title": title})
    papers.draft_papers(desk.dossier, by=desk.officer)
    [signer] = printing.to_trinh_of(paper_of(desk, PaperKind.TO_TRINH)).signers
    assert signer.lines == lines


def test_parent_organ_stands_over_the_offices_of_the_district_only(office_desk):
    parents = {}
    for kind in UnitKind:
        desk = make_desk(office_desk.award_round, make_unit(kind), registered=False, scored=False)
        parents[kind] = printing.issuer(desk.dossier).parent
    district = "Ủy ban nhân dân huyện Đắk Song"
    assert {kind for kind, parent in parents.items() if parent == district} == {UnitKind.PHONG_BAN, UnitKind.SU_NGHIEP}
    assert set(parents.values()) == {district, ""}


def test_minutes_count_over_all_members(office_desk):
    desk = make_dossier_at("draft", office_desk, person(votes_for=3, votes_total=4))
    doc = printing.bien_ban_of(paper_of(desk, PaperKind.BIEN_BAN))
    [line] = doc.individuals
    assert (line.agree, line.disagree, line.excluded, line.share, line.passed) == (3, 1, 1, 60, True)
    assert [person.name for person in doc.absent] == ["Đỗ Thị Mẫu"]
    assert doc.absent[0].absence_reason == "đi công tác"
    assert [signer.title for signer in doc.signers] == ["THƯ KÝ", "CHỦ TỌA"]
    assert doc.head.place_date is None


def test_reports_as_printed(drafted):
    one = paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.INDIVIDUAL)
    read = text_of(printing.render(one))
    for expected in (
        "BÁO CÁO THÀNH TÍCH",
        "Bà H’Wễ Ktưỡng",
        "12/QĐ-UBND",
        "NGƯỜI BÁO CÁO",
        "Mẫu số 07",
        "BẢN XEM TRƯỚC",
    ):
        assert expected in read
    group = printing.report_of(paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.COLLECTIVE))
    assert [signer.title for signer in group.signers] == ["XÁC NHẬN CỦA\nCẤP TRÌNH KHEN", "THỦ TRƯỞNG ĐƠN VỊ"]


def test_role_of_a_leader_is_printed(office_desk):
    desk = make_desk(office_desk.award_round)
    fill(desk, person(involvement=Involvement.LEADER))
    [line] = printing.to_trinh_of(paper_of(desk, PaperKind.TO_TRINH)).individuals
    assert line.role == "Lãnh đạo, phối hợp"


def test_file_names_are_plain_letters(drafted):
    name = printing.file_name(paper_of(drafted, PaperKind.BAO_CAO, NomineeKind.INDIVIDUAL))
    assert name == "bao-cao-thanh-tich-xa-nam-binh-hwe-ktuong.pdf"


# --- pages -------------------------------------------------------------------------------------------------


def test_page_saves_then_confirms(drafted, client_as):
    client = client_as(drafted.officer)
    paper = paper_of(drafted, PaperKind.TO_TRINH)
    url = reverse("awards:paper-edit", args=[paper.pk])
    texts = paper.body | {"closing": "Kính trình\nxem xét"}
    assert client.post(url, texts).url == url
    answer = client.post(url, texts | {"confirm": "1"})
    assert answer.url == reverse("awards:dossier-detail", args=[drafted.dossier.pk])
    paper.refresh_from_db()
    assert paper.body["closing"] == "Kính trình\nxem xét"
    assert paper.confirmed_by_id == drafted.officer.pk


def test_pasted_megabytes_are_refused_with_a_sentence(drafted, client_as):
    client = client_as(drafted.officer)
    paper = paper_of(drafted, PaperKind.TO_TRINH)
    url = reverse("awards:paper-edit", args=[paper.pk])
    answer = client.post(url, paper.body | {"closing": "a" * 12_001})
    assert answer.status_code == 422
    assert "dài quá 12.000 ký tự" in answer.content.decode()
    assert client.post(url, paper.body | {"closing": "a" * 10_000_000}).status_code == 400
    before = paper.body
    paper.refresh_from_db()
    assert paper.body == before


def test_long_text_is_refused_by_the_service_too(drafted):
    with pytest.raises(ValidationError, match=r"dài quá 12\.000 ký tự"):
        papers.save_paper(paper_of(drafted, PaperKind.TO_TRINH), {"closing": "a" * 12_001}, by=drafted.officer)


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("quet.pdf", b"khong phai pdf", "application/pdf"), "không đúng với đuôi .pdf"),
        (SimpleUploadedFile("quet.exe", b"MZ", "application/pdf"), "không thuộc loại được nhận"),
        (SimpleUploadedFile("quet.docx", b"PK", "application/pdf"), "không thuộc loại được nhận"),
        (SimpleUploadedFile("quet.pdf", b"", "application/pdf"), "Tệp vừa gửi trống"),
        (None, "Chọn tệp bản quét rồi gửi."),
    ],
)
def test_bad_scan_gets_a_sentence(office_desk, client_as, upload, sentence):
    desk = make_dossier_at("draft", office_desk)
    paper = paper_of(desk, PaperKind.TO_TRINH)
    url = reverse("awards:paper-scan", args=[paper.pk])
    answer = client_as(desk.officer).post(url, {"file": upload} if upload else {})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    paper.refresh_from_db()
    assert paper.file is None


def test_scan_waits_for_the_confirmation(drafted, client_as):
    paper = paper_of(drafted, PaperKind.TO_TRINH)
    answer = client_as(drafted.officer).post(reverse("awards:paper-scan", args=[paper.pk]), {"file": scan()})
    assert answer.status_code == 422
    assert "Xác nhận nội dung trước" in answer.content.decode()


def test_scan_is_read_by_the_unit_and_after_submitting_by_the_offices(office_desk, client_as, people):
    desk = make_dossier_at("draft", office_desk)
    paper = papers.attach_scan(paper_of(desk, PaperKind.TO_TRINH), scan(), by=desk.officer)
    url = reverse("awards:file", args=[paper.file.pk])
    readers = {role: client_as(people[role]) for role in Role if role not in (Role.OFFICER, Role.HEAD)}

    def status(client) -> int:
        answer = client.get(url)
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # read to the end, which closes the file
        return answer.status_code

    assert status(client_as(desk.officer)) == 200
    assert {status(client) for client in readers.values()} == {404}
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    assert {status(client) for client in readers.values()} == {200}
    assert client_as(make_user(Role.OFFICER)).get(url).status_code == 404
    assert client_as(make_user()).get(url).status_code == 403
    assert (
        readers[Role.INSPECTOR].get(reverse("awards:file", args=["0" * 8 + "-0000-4000-8000-" + "0" * 12])).status_code
        == 404
    )


def test_pdf_is_served_under_its_own_name(office_desk, client_as):
    desk = make_dossier_at("submitted", office_desk)
    url = reverse("awards:paper-pdf", args=[paper_of(desk, PaperKind.BIEN_BAN).pk])
    client = client_as(office_desk.appraiser)
    download, inline = client.get(url), client.get(url + "?xem=1")
    assert download["Content-Disposition"].startswith('attachment; filename="bien-ban-hop-hoi-dong-')
    assert inline["Content-Disposition"].startswith("inline")
    assert download.content.startswith(b"%PDF-")


def test_a_paper_without_texts_still_prints(drafted):
    """Nothing typed is an empty place on paper, never an error."""
    for paper in drafted.dossier.papers.all():
        DossierPaper.objects.filter(pk=paper.pk).update(body={})
        paper.refresh_from_db()
        assert printing.render(paper).startswith(b"%PDF-")

"""A dossier's paper by Word on the pages: what a file changes is shown, then taken over or not; trích ngang lists."""

import zipfile
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.enum.section import WD_ORIENT

from awards.enums import NomineeKind, PaperKind
from awards.models import Nominee
from awards.papers import trich_ngang, word
from awards.services import dossiers, paper_exchange, papers
from core.models import AuditEvent
from core.office import read_xlsx
from core.workflow import TransitionDenied
from tests.awards.dossiers import Desk, collective, make_desk, make_dossier_at, person, scan
from tests.awards.making import text_of
from tests.awards.test_papers import paper_of
from tests.awards.test_papers_word import edited, say
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office_desk) -> Desk:
    unit = make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình")
    return make_dossier_at("draft", office_desk, collective("Ủy ban nhân dân xã Nam Bình"), person(), unit=unit)


def upload(data: bytes, name: str = "to-trinh.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def word_of(paper, **texts: str) -> bytes:
    data = paper_exchange.write_out(paper)
    return edited(data, lambda opened: [say(opened, key, *text.split("\n")) for key, text in texts.items()])


def received(desk: Desk, paper, data: bytes):
    return paper_exchange.receive(paper, upload(data), by=desk.officer)


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_of_a_dossier_comes_back_untouched(desk, kind):
    for paper in desk.dossier.papers.filter(kind=kind).select_related("dossier__round__period__campaign", "nominee"):
        found = received(desk, paper, paper_exchange.write_out(paper)).incoming
        assert (found.changes, found.faults, found.notes) == ((), (), ())


def test_taken_over_text_needs_a_new_confirmation_and_lets_the_scan_go(desk):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    papers.attach_scan(paper, scan(), by=desk.officer)
    before = paper.body
    seal = received(desk, paper, word_of(paper, closing="Kính trình xem xét./.")).seal
    paper.refresh_from_db()
    assert paper.body == before and paper.confirmed_at and paper.file  # looking writes nothing
    assert paper_exchange.accept(paper, seal, set(), by=desk.officer) == 1
    paper.refresh_from_db()
    assert paper.body == before | {"closing": "Kính trình xem xét"}
    assert (paper.confirmed_at, paper.file) == (None, None)
    event = AuditEvent.objects.get(action="award_dossier.take_word")
    assert event.data["fields"] == ["closing"]
    assert paper_exchange.accept(paper, seal, set(), by=desk.officer) == 0  # pressed twice


def test_conflict_keeps_the_portal_unless_the_file_is_chosen(desk):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    data = word_of(paper, closing="Trong tệp./.", opening="Mở đầu trong tệp")
    papers.save_paper(paper, paper.body | {"closing": "Trên cổng"}, by=desk.officer)
    paper = paper_of(desk, PaperKind.TO_TRINH)
    found = received(desk, paper, data)
    assert [change.key for change in found.incoming.conflicts] == ["closing"]
    assert paper_exchange.accept(paper, found.seal, set(), by=desk.officer) == 1
    paper = paper_of(desk, PaperKind.TO_TRINH)
    assert (paper.body["opening"], paper.body["closing"]) == ("Mở đầu trong tệp", "Trên cổng")
    again = received(desk, paper, data)
    assert paper_exchange.accept(paper, again.seal, {"closing"}, by=desk.officer) == 1
    assert paper_of(desk, PaperKind.TO_TRINH).body["closing"] == "Trong tệp"


def test_part_changed_after_looking_takes_nothing(desk):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    seal = received(desk, paper, word_of(paper, closing="Trong tệp./.", opening="Mở đầu trong tệp")).seal
    papers.save_paper(paper, paper.body | {"closing": "Vừa sửa"}, by=desk.officer)
    with pytest.raises(TransitionDenied, match="mục “Đoạn kết” đã được sửa trên cổng"):
        paper_exchange.accept(paper, seal, {"closing"}, by=desk.officer)
    assert paper_of(desk, PaperKind.TO_TRINH).body["opening"] == paper.body["opening"]


def test_seal_is_of_one_paper_and_one_person(desk):
    paper, other = paper_of(desk, PaperKind.TO_TRINH), paper_of(desk, PaperKind.BIEN_BAN)
    seal = received(desk, paper, word_of(paper, closing="Trong tệp")).seal
    colleague = make_user(Role.OFFICER, desk.unit)
    for target, by, sent in ((other, desk.officer, seal), (paper, colleague, seal), (paper, desk.officer, seal + "x")):
        with pytest.raises(TransitionDenied, match="trang xem trước đã cũ"):
            paper_exchange.accept(target, sent, set(), by=by)


def test_only_the_unit_and_only_before_sending(desk, office_desk):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    data = paper_exchange.write_out(paper)
    seal = received(desk, paper, word_of(paper, closing="Trong tệp")).seal
    for by in (office_desk.appraiser, make_user(Role.OFFICER)):
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ của đơn vị"):
            paper_exchange.receive(paper, upload(data), by=by)
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    for act in (
        lambda: paper_exchange.receive(paper, upload(data), by=desk.officer),
        lambda: paper_exchange.accept(paper, seal, set(), by=desk.officer),
    ):
        with pytest.raises(TransitionDenied, match="Hồ sơ đã nộp"):
            act()


# --- files that are refused ----------------------------------------------------------------------------------


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 50_000_000)
    return out.getvalue()


def foreign() -> bytes:
    out = BytesIO()
    docx.Document().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (lambda paper: paper_exchange.write_out(paper)[:3000], "a.docx", "không đúng với đuôi .docx"),
        (lambda paper: foreign(), "a.docx", "không phải bản Word tải từ trang giấy tờ"),
        (lambda paper: bomb(), "a.docx", "tệp nén bất thường"),
        (lambda paper: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.doc", "dạng Word cũ (.doc)"),
        (lambda paper: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.docx", "dạng Word cũ (.doc)"),
        (lambda paper: b"%PDF-1.7", "a.pdf", "không thuộc loại được nhận"),
        (lambda paper: b"", "a.docx", "Tệp vừa gửi trống"),
    ],
    ids=["damaged", "foreign", "bomb", "doc", "doc renamed", "pdf", "empty"],
)
def test_file_that_cannot_be_taken_gets_its_own_sentence(desk, client_as, make, name, sentence):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    url = reverse("awards:paper-receive", args=[paper.pk])
    answer = client_as(desk.officer).post(url, {"file": upload(make(paper), name)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_file_of_another_paper_is_named(desk, client_as):
    paper, other = paper_of(desk, PaperKind.TO_TRINH), paper_of(desk, PaperKind.BIEN_BAN)
    url = reverse("awards:paper-receive", args=[paper.pk])
    answer = client_as(desk.officer).post(url, {"file": upload(paper_exchange.write_out(other))})
    assert answer.status_code == 422
    assert f"bản Word của “{other} – Xã Nam Bình”" in answer.content.decode()


# --- pages ---------------------------------------------------------------------------------------------------


def test_page_shows_the_changes_then_takes_them(desk, client_as):
    client, paper = client_as(desk.officer), paper_of(desk, PaperKind.TO_TRINH)
    got = client.get(reverse("awards:paper-word", args=[paper.pk]))
    assert got["Content-Disposition"].endswith('.docx"')
    data = edited(got.content, lambda opened: say(opened, "closing", "Kính trình xem xét./."))
    shown = client.post(reverse("awards:paper-receive", args=[paper.pk]), {"file": upload(data)})
    page = shown.content.decode()
    assert "Sẽ thay đổi 1 mục" in page and "Đoạn kết" in page and "<del>" in page
    answer = client.post(reverse("awards:paper-accept", args=[paper.pk]), {"seal": shown.context["received"].seal})
    assert answer.url == reverse("awards:paper-edit", args=[paper.pk])
    assert paper_of(desk, PaperKind.TO_TRINH).body["closing"] == "Kính trình xem xét"


def test_page_says_when_nothing_changed(desk, client_as):
    paper = paper_of(desk, PaperKind.TO_TRINH)
    data = upload(paper_exchange.write_out(paper))
    page = client_as(desk.officer).post(reverse("awards:paper-receive", args=[paper.pk]), {"file": data})
    assert "Tệp không có thay đổi nào để nhận." in page.content.decode()
    assert "Nhận các thay đổi" not in page.content.decode()


def test_offices_get_a_plain_file_that_cannot_be_sent_back(desk, client_as, people):
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    paper = paper_of(desk, PaperKind.TO_TRINH)
    got = client_as(people[Role.APPRAISER]).get(reverse("awards:paper-word", args=[paper.pk]))
    assert b"w:sdt" not in zipfile.ZipFile(BytesIO(got.content)).read("word/document.xml")


def test_figures_are_renewed_on_the_page(desk, client_as):
    paper = paper_of(desk, PaperKind.BAO_CAO, NomineeKind.COLLECTIVE)
    client = client_as(desk.officer)
    answer = client.post(reverse("awards:paper-refresh", args=[paper.pk]), follow=True)
    assert "Số liệu trong giấy tờ đã là số liệu mới nhất." in answer.content.decode()
    assert "Cập nhật số liệu từ báo cáo" in answer.content.decode()


# --- trích ngang -----------------------------------------------------------------------------------------------


def test_list_has_a_line_for_everybody_with_all_that_is_known(office_desk):
    facts = person(
        name="H’Wễ Ktưỡng",
        initiative="Mã QR tra cứu",
        initiative_recognition="QĐ 12/QĐ-UBND",
        prior_awards="2022; Giấy khen; 45/QĐ-UBND; UBND xã",
    )
    desk = make_dossier_at("draft", office_desk, collective("Tổ công nghệ số"), facts)
    doc = trich_ngang.of_dossier(desk.dossier)
    assert [table.heading for table in doc.tables] == ["I. TẬP THỂ (01 tập thể)", "II. CÁ NHÂN (01 cá nhân)"]
    [row] = doc.tables[1].rows
    assert row == (
        "01",
        "Bà H’Wễ Ktưỡng",
        "1985",
        "Công chức Văn hóa - Xã hội",
        "Trực tiếp",
        "Hướng dẫn 412 hộ nộp hồ sơ trực tuyến.",
        "Mã QR tra cứu, QĐ 12/QĐ-UBND",
        "Giấy khen năm 2022 (45/QĐ-UBND)",
        "04/05 (80%)",
        "Giấy khen",
    )
    assert doc.reference == "Kèm theo Tờ trình số 15/TTr-UBND ngày 26/12/2023"


def test_list_in_three_forms(desk, client_as):
    Nominee.objects.filter(dossier=desk.dossier, kind=NomineeKind.COLLECTIVE).update(achievements="=1+1 nhiệm vụ")
    client = client_as(desk.officer)

    def get(kind: str) -> bytes:
        return client.get(reverse("awards:dossier-trich-ngang", args=[desk.dossier.pk, kind])).content

    printed = text_of(get("pdf"))
    assert "DANH SÁCH TRÍCH NGANG" in printed and "II. CÁ NHÂN (01 cá nhân)" in printed
    section = docx.Document(BytesIO(get("word"))).sections[0]
    assert (section.orientation, round(section.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    rows = read_xlsx(get("excel"))
    texts = [str(cell) for row in rows for cell in row]
    assert any(text.startswith("DANH SÁCH TRÍCH NGANG") for text in texts) and "=1+1 nhiệm vụ" in texts
    assert client.get(reverse("awards:dossier-trich-ngang", args=[desk.dossier.pk, "odt"])).status_code == 404


def test_list_of_a_round_has_what_lies_at_the_office_in_few_queries(
    office_desk, client_as, people, django_assert_num_queries
):
    sent = make_dossier_at("submitted", office_desk, collective("Tổ đã nộp"), person())
    make_dossier_at("draft", office_desk, collective("Tổ chưa nộp"))
    make_dossier_at("returned", office_desk, collective("Tổ bị trả"))
    url = reverse("awards:round-trich-ngang", args=[office_desk.award_round.pk, "pdf"])
    read = text_of(client_as(people[Role.APPRAISER]).get(url).content)
    assert "Tổ đã nộp" in read and sent.unit.short_name in read
    assert "Tổ chưa nộp" not in read and "Tổ bị trả" not in read
    office_desk.award_round.refresh_from_db()
    assert office_desk.award_round.period.campaign  # loaded before counting, as the view has it
    with django_assert_num_queries(1):
        trich_ngang.of_round(office_desk.award_round)


def test_every_column_has_room_across_the_page(office_desk):
    """A4 across has 257 mm; the summary takes what the others leave, in the list of a round too."""
    make_dossier_at("submitted", office_desk, collective(), person())
    for table in trich_ngang.of_round(office_desk.award_round).tables:
        widths = [width for width, _, _ in table.columns]
        assert widths.count(None) == 1
        assert 257 - sum(width or 0 for width in widths) >= 40


def test_empty_lists_send_back_with_a_sentence(office_desk, client_as, people):
    desk = make_desk(office_desk.award_round)
    answer = client_as(desk.officer).get(
        reverse("awards:dossier-trich-ngang", args=[desk.dossier.pk, "pdf"]), follow=True
    )
    assert "Hồ sơ chưa có ai" in answer.content.decode()
    url = reverse("awards:round-trich-ngang", args=[office_desk.award_round.pk, "excel"])
    assert "Chưa có đơn vị nào nộp hồ sơ" in client_as(people[Role.APPRAISER]).get(url, follow=True).content.decode()


def test_list_is_read_by_the_unit_and_the_offices_only(desk, client_as, people):
    url = reverse("awards:dossier-trich-ngang", args=[desk.dossier.pk, "word"])
    assert client_as(make_user(Role.OFFICER)).get(url).status_code == 404
    assert client_as(people[Role.APPRAISER]).get(url).status_code == 404  # not sent yet
    assert client_as(desk.officer).get(url).status_code == 200
    assert word.render(trich_ngang.of_dossier(desk.dossier)) == client_as(desk.officer).get(url).content

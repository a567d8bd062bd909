"""A paper of Phòng Nội vụ out as Word and back: what changed stands in the form, nothing is written until it is saved."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from awards.models import OfficePaper
from awards.services import office_exchange, office_papers
from core.workflow import TransitionDenied
from tests.awards.office import Scene, make_voted_scene, propose
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(period, appraiser, members) -> Scene:
    return make_voted_scene(period, appraiser)


@pytest.fixture
def paper(scene, appraiser) -> OfficePaper:
    return office_papers.draft_proposal(scene.award_round, by=appraiser)


def edited(data: bytes, old: str, new: str) -> SimpleUploadedFile:
    """The file with one wording changed, as Word saves it."""
    document, out = Document(BytesIO(data)), BytesIO()
    found = [p for p in document.element.body.iter("{*}t") if p.text and old in p.text]
    assert found
    for text in found:
        text.text = text.text.replace(old, new)
    document.save(out)
    return SimpleUploadedFile("to-trinh.docx", out.getvalue())


def test_a_changed_part_comes_back_and_the_rest_stays(paper, appraiser):
    data = office_exchange.write_out(paper)
    incoming = office_exchange.read_back(paper, edited(data, "xem xét, quyết định", "xem xét"), by=appraiser)
    assert [(change.key, change.conflict) for change in incoming.changes] == [("closing", False)]
    assert incoming.changes[0].after == paper.body["closing"].replace("xem xét, quyết định", "xem xét")
    assert OfficePaper.objects.get(pk=paper.pk).body == paper.body


def test_an_untouched_file_changes_nothing(paper, appraiser):
    upload = SimpleUploadedFile("to-trinh.docx", office_exchange.write_out(paper))
    incoming = office_exchange.read_back(paper, upload, by=appraiser)
    assert (incoming.changes, incoming.faults, incoming.notes) == ((), (), ())


def test_through_the_page_it_is_filled_in_and_saved_by_the_reader(paper, appraiser, client_as):
    office = client_as(appraiser)
    data = office.get(reverse("awards:office-paper-word", args=[paper.pk])).content
    receive = reverse("awards:office-paper-receive", args=[paper.pk])
    page = office.post(receive, {"file": edited(data, "xem xét, quyết định", "xem xét và ký")}).content.decode()
    assert "chưa lưu" in page and "xem xét và ký" in page
    assert "xem xét và ký" not in OfficePaper.objects.get(pk=paper.pk).body["closing"]
    kept = {key: text for key, text in paper.body.items() if isinstance(text, str)}
    office.post(reverse("awards:office-paper", args=[paper.pk]), kept | {"closing": "Kính trình trên cổng"})
    page = office.post(receive, {"file": edited(data, "xem xét, quyết định", "xem xét và ký")}).content.decode()
    assert "đã được sửa trên cổng sau khi tải tệp" in page and "Kính trình trên cổng" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("to-trinh.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dạng Word cũ"),
        ("to-trinh.docx", b"khong phai", "to-trinh.docx"),
        ("to-trinh.docx", b"", "trống"),
    ],
)
def test_what_is_no_word_file_of_this_page_is_refused(paper, appraiser, client_as, name, content, sentence):
    receive = reverse("awards:office-paper-receive", args=[paper.pk])
    answer = client_as(appraiser).post(receive, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_the_file_of_another_paper_and_a_file_come_too_late_are_refused(paper, scene, appraiser, people, client_as):
    data = office_exchange.write_out(paper)
    receive = reverse("awards:office-paper-receive", args=[paper.pk])
    foreign = OfficePaper(pk=paper.pk + 1, round=scene.award_round, kind=paper.kind, body=paper.body)
    upload = SimpleUploadedFile("khac.docx", office_exchange.write_out(foreign))
    answer = client_as(appraiser).post(receive, {"file": upload})
    assert answer.status_code == 422 and "Tệp này là bản Word của" in answer.content.decode()
    with pytest.raises(TransitionDenied, match="Việc này của Phòng Nội vụ"):
        office_exchange.read_back(paper, SimpleUploadedFile("a.docx", data), by=people[Role.CHAIRMAN])
    propose(scene, appraiser)
    answer = client_as(appraiser).post(receive, {"file": SimpleUploadedFile("a.docx", data)})
    assert answer.status_code == 422 and "đã trình Chủ tịch" in answer.content.decode()

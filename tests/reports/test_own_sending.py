"""The officer adds evidence, sends the report, takes it back, reads what was sent."""

from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from reports import access
from reports.edits import versions_of
from reports.enums import Verdict
from reports.models import Evidence
from reports.pages.section import SectionDesk
from reports.rules import Figures
from reports.services import evidence, review, sending
from tests.reports.factories import EARLY, LATE, PDF, make_desk, make_report_at, pdf, register, send
from tests.reports.pages import detail_url, section_url, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(EARLY, tick=False):
        yield


def test_evidence_is_added_shown_and_removed_with_the_section(period, client_as):
    desk = make_desk(period)
    client = client_as(desk.officer)
    data = {"X-02-a": "70", "X-02-b": "100", "X-02-file": pdf("báo-cáo.pdf"), "X-02-reference": "tr. 3"}
    assert "báo-cáo.pdf" in shown(client.post(section_url(desk), data, follow=True))
    evidence = Evidence.objects.get()
    data = {"version": 1, "X-02-a": "70", "X-02-b": "100", "X-02-remove": str(evidence.pk)}
    client.post(section_url(desk), data)
    assert not Evidence.objects.exists()


LIARS = {
    "exe as pdf": ("a.pdf", b"MZ\x90\x00"),
    "html as png": ("a.png", b"<html><script>alert(1)</script>"),
    "zip as docx": ("a.docx", b"PK\x05\x06" + b"\x00" * 18),
    "a page": ("a.html", b"<html>"),
    "empty": ("a.pdf", b""),
    "script in pdf": ("a.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>")),
}


@pytest.mark.parametrize(("name", "body"), LIARS.values(), ids=LIARS)
def test_a_file_that_lies_gets_a_sentence_at_its_field(period, client_as, name, body):
    desk = make_desk(period)
    data = {"X-02-a": "70", "X-02-b": "100", "X-02-file": SimpleUploadedFile(name, body)}
    answer = client_as(desk.officer).post(section_url(desk), data)
    assert answer.status_code == 422
    assert 'id="id_X-02-file_error"' in shown(answer)
    assert (desk.entry("X-02").a, Evidence.objects.count()) == (70, 0)  # the figures are kept


def test_a_file_is_kept_beside_a_cell_that_is_not(period, client_as):
    desk = make_desk(period)
    data = {"X-02-a": "chín", "X-02-b": "100", "X-02-file": pdf("kết-quả.pdf"), "TT-01-file": pdf("lạc.pdf")}
    answer = client_as(desk.officer).post(section_url(desk), data)
    assert answer.status_code == 422
    assert "“chín” không phải là số" in shown(answer)
    assert [(one.file.name, one.entry.b) for one in Evidence.objects.all()] == [("kết-quả.pdf", 100)]


def test_a_chosen_file_that_could_not_be_kept_is_named(period, client_as):
    """The report goes to the head's desk between the opening of the page and its coming back."""
    desk = make_report_at("draft", period)
    report = access.get_own_report_or_404(desk.officer, 2023, desk.unit.code)
    page = SectionDesk.of(report, "tieu-chuan-thi-dua")
    sending.present_report(desk.report, by=desk.officer, now=EARLY)
    files = MultiValueDict({"X-02-file": [pdf("kết-quả.pdf")]})
    assert page.save(QueryDict("X-02-a=9"), files, by=desk.officer) == 409
    assert "chờ lãnh đạo đơn vị ký nộp" in page.error
    assert any("Tệp “kết-quả.pdf” chưa được giữ" in str(form.errors.get("file", "")) for form in page.forms)
    assert (desk.entry("X-02").a, Evidence.objects.count()) == (100, 0)


def test_a_file_opens_for_those_who_may_read_its_report(period, client_as):
    desk, other = make_report_at("draft", period), make_report_at("draft", period)
    proof = evidence.add_evidence(desk.entry("X-02"), pdf(), by=desk.officer)
    url = reverse("reports:evidence-file", args=[proof.file_id])
    assert client_as(other.officer).get(url).status_code == 404
    assert client_as(desk.reviewer).get(url).status_code == 404  # still a draft
    answer = client_as(desk.officer).get(url)
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"][:10]) == (PDF, "attachment")
    send(desk, now=EARLY)
    opened = client_as(desk.reviewer).get(url + "?xem")
    assert opened["Content-Disposition"].startswith("inline")
    assert b"".join(opened.streaming_content) == PDF
    assert client_as(other.officer).get(url).status_code == 404


def test_sending_without_registration_is_refused_with_a_link(period, client_as):
    desk = make_desk(period, registered=False)
    client = client_as(desk.officer)
    where = [2023, desk.unit.code]
    page = shown(client.get(reverse("reports:self-report-present", args=where)))
    assert "chưa gửi đăng ký thi đua năm 2023" in page
    assert f'href="{reverse("campaign:registration-edit", args=where)}"' in page
    answer = client.post(reverse("reports:self-report-present", args=where), follow=True)
    assert "chưa gửi đăng ký thi đua năm 2023" in shown(answer)
    register(period, desk.unit, desk.officer)
    assert "Còn 29 việc: 29 dòng chưa điền. Cần điền" in shown(
        client.get(reverse("reports:self-report-present", args=where))
    )
    assert desk.fresh().state == "draft"


def test_sending_leaves_a_copy_to_read_and_to_print(period, client_as):
    desk = make_report_at("draft", period)
    client = client_as(desk.head)
    where = [2023, desk.unit.code]
    presented = client_as(desk.officer).post(reverse("reports:self-report-present", args=where), follow=True)
    assert "Chờ lãnh đạo đơn vị ký nộp" in shown(presented)
    answer = client.post(reverse("reports:self-report-submit", args=where), follow=True)
    assert "Đã nộp báo cáo năm 2023." in shown(answer)
    copy = client.get(reverse("reports:submission-detail", args=[*where, 1]))
    assert desk.report.submissions.get().sha256 in shown(copy)
    waiting = client.get(reverse("reports:submission-pdf", args=[*where, 1]), follow=True)
    assert "Bản PDF đang được tạo" in shown(waiting)
    assert client.get(reverse("reports:submission-detail", args=[*where, 2])).status_code == 404
    other = make_report_at("draft", period)
    assert client_as(other.officer).get(reverse("reports:submission-detail", args=[*where, 1])).status_code == 404
    again = client.post(reverse("reports:self-report-submit", args=where), follow=True)
    assert "Báo cáo đã nộp lúc 09:00 ngày 10/12/2023; anh/chị không cần nộp lại." in shown(again)
    assert desk.report.submissions.count() == 1


def test_all_lines_can_be_read_through_before_sending(period, client_as):
    desk = make_report_at("draft", period, X_02=Figures(a=Decimal(1204), b=Decimal(1510)))
    page = shown(client_as(desk.officer).get(reverse("reports:self-report-present", args=[2023, desk.unit.code])))
    assert "<strong>79,74%</strong>" in page and "1.204 / 1.510" in page
    assert page.index("79,74%") < page.index("Trình ký nộp báo cáo năm 2023</button>")
    incomplete = make_desk(period)
    where = [2023, incomplete.unit.code]
    page = shown(client_as(incomplete.officer).get(reverse("reports:self-report-present", args=where)))
    assert "Mức phải đạt" not in page and "Còn 29 việc: 29 dòng chưa điền. Cần điền" in page


def test_a_returned_report_is_sent_again_and_says_so(period, client_as):
    desk = make_report_at("submitted", period)
    for code in ("TT-01", "X-02"):
        review.decide_entry(desk.entry(code), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Thiếu.")
    review.return_report(desk.report, by=desk.reviewer, reason="Xem lại.")
    client, report = client_as(desk.officer), desk.fresh()
    page = shown(client.get(reverse("reports:self-report-present", args=[2023, desk.unit.code])))
    assert "Trình ký nộp lại báo cáo năm 2023</button>" in page
    numbers = versions_of(report).numbers
    data = {"TT-01-yes": "1", "TT-01-yes-base": numbers["TT-01", "yes"], "next": "1"}
    assert client.post(section_url(desk, "to-chuc-phong-trao"), data).url == section_url(desk)
    data = {"X-02-a": "80", "X-02-a-base": numbers["X-02", "a"], "X-02-b": "100", "next": "1"}
    assert client.post(section_url(desk), data).url == detail_url(desk)


def test_a_late_report_is_told_and_marked(period, client_as):
    desk = make_report_at("draft", period)
    with time_machine.travel(LATE, tick=False):
        sending.present_report(desk.report, by=desk.officer, now=LATE)
        client = client_as(desk.head)
        page = client.get(reverse("reports:self-report-submit", args=[2023, desk.unit.code]))
        answer = client.post(reverse("reports:self-report-submit", args=[2023, desk.unit.code]), follow=True)
    assert "Đã quá hạn nộp" in shown(page)
    assert "Báo cáo được ghi “nộp muộn”" in shown(answer)


def test_taking_back_and_being_told_when_it_is_too_late(period, client_as):
    desk = make_report_at("submitted", period)
    url = reverse("reports:self-report-withdraw", args=[2023, desk.unit.code])
    assert "Đã rút báo cáo lại" in shown(client_as(desk.officer).post(url, follow=True))
    accepted = make_report_at("accepted", period)
    url = reverse("reports:self-report-withdraw", args=[2023, accepted.unit.code])
    assert "Không thể “Rút lại để sửa”" in shown(client_as(accepted.officer).post(url, follow=True))


def test_half_a_review_is_no_message_to_the_unit(period, client_as):
    desk = make_report_at("submitted", period)
    review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai số liệu.")
    assert "Sai số liệu." not in shown(client_as(desk.officer).get(detail_url(desk)))
    assert "Sai số liệu." in shown(client_as(desk.reviewer).get(detail_url(desk)))
    review.return_report(desk.report, by=desk.reviewer, reason="Xem lại.")
    assert "Sai số liệu." in shown(client_as(desk.officer).get(detail_url(desk)))


def test_what_is_missing_is_listed_with_links(period, client_as):
    desk = make_desk(period)
    page = shown(client_as(desk.officer).get(detail_url(desk)))
    assert "Còn 29 việc: 29 dòng chưa điền" in page
    assert f'href="{section_url(desk)}#dong-X-02"' in page
    assert "Bắt đầu báo cáo" in page

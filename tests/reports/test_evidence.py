"""Files beside a line: sent, used again, corrected, taken off and brought back; nobody else's business."""

import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from core import files
from core.models import StoredFile
from core.workflow import TransitionDenied
from reports.enums import Verdict
from reports.models import Evidence
from reports.services import evidence as services
from reports.services import review
from tests.reports.factories import EARLY, PDF, make_desk, make_report_at, pdf, send
from tests.reports.pages import section_url, shown
from tests.reports.proof import asked, item_url, line_url, names, page_url, picture, reuse_url, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings, tmp_path):
    settings.PREVIEW_ROOT = tmp_path / "previews"
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def desk(period):
    return make_desk(period)


@pytest.fixture
def client(client_as, desk):
    return client_as(desk.officer)


def test_several_files_at_once_without_script(desk, client):
    answer = client.post(
        line_url(desk),
        {"file": [pdf("a.pdf", "a"), upload("b.html", b"<html>"), pdf("c.pdf", "c")], "reference": "tr. 3"},
        follow=True,
    )
    assert names(desk) == [("a.pdf", "tr. 3"), ("c.pdf", "tr. 3")]
    assert "Tệp “b.html” không thuộc loại được nhận" in shown(answer)
    assert "chưa chọn tệp nào" in shown(client.post(line_url(desk), {}, follow=True))


def test_a_script_gets_the_files_of_the_line_back(desk, client):
    answer = asked(client, line_url(desk), file=pdf("báo-cáo.pdf"), reference="mục II")
    told = answer.json()
    assert (answer.status_code, told["count"], told["sentence"]) == (200, 1, "Đã gửi 1 tệp.")
    assert "báo-cáo.pdf" in told["list"] and "mục II" in told["list"] and desk.officer.full_name in told["list"]
    again = asked(client, line_url(desk), file=pdf("tên-khác.pdf"))
    assert (again.status_code, again.json()["count"]) == (422, 1)
    assert again.json()["sentence"].startswith("Tệp “tên-khác.pdf” đã có ở dòng này (“báo-cáo.pdf”)")
    assert asked(client, line_url(desk, "X-03a"), file=pdf("tên-khác.pdf")).status_code == 200


LIARS = {
    "a page": ("a.html", b"<html><script>alert(1)</script>"),
    "a drawing": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a script": ("a.js", b"alert(1)"),
    "a page as a picture": ("a.png", b"<html><script>alert(1)</script>"),
    "a drawing as a pdf": ("a.pdf", b"<svg/>%PDF-1.7 %%EOF"),
    "a script in a pdf": ("a.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>")),
}


def test_what_a_browser_could_run_is_refused(desk, client):
    refused = {name: asked(client, line_url(desk), file=upload(*liar)).status_code for name, liar in LIARS.items()}
    assert refused == dict.fromkeys(LIARS, 422)
    assert not Evidence.objects.exists()
    assert asked(client, line_url(desk), file=pdf()).status_code == 200


def test_a_picture_that_is_also_a_page_leaves_as_a_picture_only(desk, client):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    asked(client, line_url(desk), file=upload("a.png", out.getvalue() + b"<html><script>alert(1)</script>"))
    stored = Evidence.objects.get().file
    assert b"<script>" not in files.read(stored)
    for url in (reverse("reports:evidence-file", args=[stored.pk]) + "?xem", page_url(stored)):
        answer = client.get(url)
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert b"<script>" not in b"".join(answer)


def test_a_photograph_from_a_telephone_stands_upright(desk, client):
    out, tags = io.BytesIO(), Image.Exif()
    tags[0x0112] = 6  # turn a quarter to the right
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=tags)
    asked(client, line_url(desk), file=upload("ảnh.jpg", out.getvalue()))
    assert picture(files.read(Evidence.objects.get().file)).size == (20, 40)


def test_limits_are_told_before_and_kept(desk, client, settings):
    settings.MAX_REPORT_BYTES = 3 * len(PDF)
    page = shown(client.get(line_url(desk)))
    assert "mỗi tệp không quá 20 MB, mỗi dòng tối đa 10 tệp" in page
    assert "tối đa 10 tệp. Cả báo cáo đã dùng" in shown(client.get(section_url(desk)))
    for mark in "ab":
        assert asked(client, line_url(desk), file=pdf(f"{mark}.pdf", mark)).status_code == 200
    full = asked(client, line_url(desk), file=pdf("c.pdf", "c"))
    assert full.status_code == 422
    assert "Hãy nén tệp, gỡ tệp không cần, hoặc dùng lại tệp đã gửi" in full.json()["sentence"]
    stored = Evidence.objects.first().file
    assert asked(client, reuse_url(desk, "X-03a"), file=stored.pk).status_code == 200  # costs nothing
    assert services.used_bytes(desk.report) == sum(
        {row.file.sha256: row.file.size for row in Evidence.objects.all()}.values()
    )


@pytest.fixture
def looked_into(monkeypatch) -> list:
    """The files whose content was checked."""
    found, check = [], files.check_upload
    monkeypatch.setattr(
        files, "check_upload", lambda upload, **kinds: found.append(upload.name) or check(upload, **kinds)
    )
    return found


def test_a_full_line_looks_into_no_file(desk, client, looked_into):
    for mark in "abcdefghij":
        services.add_file(desk.report, "X-02", pdf(f"{mark}.pdf", mark), by=desk.officer)
    looked_into.clear()
    refused = asked(client, line_url(desk), file=pdf("k.pdf", "k"))
    assert (refused.status_code, "tối đa 10 tệp" in refused.json()["sentence"]) == (422, True)
    assert asked(client, line_url(desk, "KHONG-CO"), file=pdf("k.pdf", "k")).status_code == 404
    assert looked_into == []


def test_a_closed_report_or_line_looks_into_no_file(period, looked_into):
    desk = make_report_at("draft", period)
    stale = desk.fresh()
    send(desk, now=EARLY)
    looked_into.clear()
    for report in (stale, desk.fresh()):
        with pytest.raises(TransitionDenied):
            services.add_file(report, "X-02", pdf(), by=desk.officer)
    review.decide_entry(desk.entry("TT-01"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Thiếu dấu.")
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.return_report(desk.report, by=desk.reviewer, reason="Bổ sung.")
    with pytest.raises(ValidationError, match="không bị trả lại"):
        services.add_file(desk.fresh(), "X-02", pdf(), by=desk.officer)
    assert looked_into == []
    services.add_file(desk.fresh(), "TT-01", pdf(), by=desk.officer)
    assert looked_into == ["minh-chung.pdf"]


def test_more_files_than_a_line_holds_are_refused_in_one_go(desk, client, looked_into):
    many = [pdf(f"{number}.pdf", str(number)) for number in range(11)]
    refused = asked(client, line_url(desk), file=many)
    assert (refused.status_code, refused.json()["count"]) == (422, 0)
    assert refused.json()["sentence"].startswith("Mỗi lần gửi tối đa 10 tệp")
    assert looked_into == [] and names(desk) == []


def test_one_file_proves_several_lines(desk, client):
    asked(client, line_url(desk), file=pdf("bao-cao.pdf"), reference="tr. 3")
    stored = Evidence.objects.get().file
    assert "bao-cao.pdf" in shown(client.get(reuse_url(desk, "X-03a")))
    assert "chưa có tệp nào khác" in shown(client.get(reuse_url(desk)))
    assert client.post(reuse_url(desk, "X-03a"), {"file": stored.pk, "reference": "tr. 7"}).status_code == 302
    assert (names(desk), names(desk, "X-03a")) == ([("bao-cao.pdf", "tr. 3")], [("bao-cao.pdf", "tr. 7")])
    assert asked(client, reuse_url(desk, "X-03a"), file=stored.pk).status_code == 422
    assert StoredFile.objects.filter(name="bao-cao.pdf").count() == 1


def test_only_files_of_this_very_report_are_used_again(desk, client, client_as, period):
    other = make_desk(period)
    theirs = services.add_file(other.report, "X-02", pdf("cua-xa-khac.pdf"), by=other.officer)
    for wrong in (theirs.file_id, "khong-phai-ma", ""):
        refused = asked(client, reuse_url(desk), file=wrong)
        assert (refused.status_code, "không có trong báo cáo" in refused.json()["sentence"]) == (422, True)
    services.remove_evidence(theirs, by=other.officer)
    assert asked(client, reuse_url(desk), file=theirs.file_id).status_code == 422
    assert asked(client_as(other.officer), reuse_url(other), file=theirs.file_id).status_code == 200
    mine = services.add_file(desk.report, "X-02", pdf("cua-minh.pdf"), by=desk.officer)
    assert asked(client, reuse_url(desk, "X-03a"), file=mine.file_id).status_code == 200


def test_taken_off_by_mistake_and_brought_back(desk, client):
    item = services.add_file(desk.report, "X-02", pdf("bao-cao.pdf"), reference="tr. 3", by=desk.officer)
    gone = asked(client, item_url("remove", desk, item)).json()
    assert (gone["count"], gone["sentence"]) == (0, "Đã gỡ tệp “bao-cao.pdf”.")
    assert asked(client, reuse_url(desk), **gone["undo"]).status_code == 200
    assert names(desk) == [("bao-cao.pdf", "tr. 3")]
    page = shown(client.post(item_url("remove", desk, Evidence.objects.get()), follow=True))
    assert "Gỡ nhầm?" in page and "Hoàn tác" in page
    assert "Gỡ nhầm?" not in shown(client.get(line_url(desk)))


def test_another_page_is_named_by_laying_the_file_anew(desk, client):
    item = services.add_file(desk.report, "X-02", pdf(), reference="tr. 3", by=desk.officer)
    assert asked(client, item_url("reference", desk, item), reference="  tr. 5 ").status_code == 200
    assert names(desk) == [("minh-chung.pdf", "tr. 5")]
    assert not Evidence.objects.filter(pk=item.pk).exists()
    assert client.post(item_url("reference", desk, item), {"reference": "x"}).status_code == 404


def test_a_file_of_a_sent_copy_stays_kept(period, client_as):
    desk = make_report_at("draft", period)
    item = services.add_evidence(desk.entry("TT-01"), pdf("ke-hoach.pdf"), by=desk.officer)
    send(desk, now=EARLY)
    client = client_as(desk.officer)
    url = item_url("remove", desk, item)
    assert asked(client, url).status_code == 422
    review.decide_entry(desk.entry("TT-01"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Thiếu dấu.")
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)
    review.return_report(desk.report, by=desk.reviewer, reason="Bổ sung.")
    assert "không bị trả lại" in asked(client, line_url(desk), file=pdf("x.pdf", "x")).json()["sentence"]
    answer = asked(client, url)
    assert (answer.status_code, "vẫn giữ tệp này" in answer.json()["sentence"]) == (200, True)
    assert files.read(item.file) == PDF


def test_nothing_of_this_is_another_units_business(desk, client, client_as, period):
    other = make_desk(period)
    item = services.add_file(other.report, "X-02", pdf(), by=other.officer)
    mine = services.add_file(desk.report, "X-02", pdf("cua-minh.pdf"), by=desk.officer)
    urls = [
        line_url(other),
        reuse_url(other),
        reverse("reports:evidence-preview", args=[item.file_id]),
        page_url(item.file),
        reverse("reports:evidence-file", args=[item.file_id]),
    ]
    assert [client.get(url).status_code for url in urls] == [404] * 5
    assert client.post(line_url(other), {"file": pdf("x.pdf", "x")}).status_code == 404
    assert client.post(reuse_url(other), {"file": mine.file_id}).status_code == 404
    for name in ("remove", "reference"):
        assert client.post(item_url(name, other, item)).status_code == 404
        assert client.post(item_url(name, desk, item)).status_code == 404  # their file under my own address
    assert client_as(desk.reviewer).get(page_url(item.file)).status_code == 404  # still a draft
    assert client.get(line_url(desk)).status_code == 200
    with pytest.raises(TransitionDenied):
        services.reuse_file(other.report, "X-03a", item.file_id, by=desk.officer)
    with pytest.raises(ValidationError, match="không thuộc báo cáo"):
        services.add_file(desk.report, "PB-01", pdf(), by=desk.officer)


def test_the_files_of_a_section_cost_the_same_however_many(desk, client):
    services.add_file(desk.report, "X-02", pdf("a.pdf", "a"), by=desk.officer)
    with CaptureQueriesContext(connection) as one:
        client.get(section_url(desk))
    for code in ("X-02", "X-03a", "X-03b"):
        services.add_file(desk.report, code, pdf("b.pdf", f"b{code}"), by=desk.officer)
    with CaptureQueriesContext(connection) as four:
        assert shown(client.get(section_url(desk))).count("data-proof-item") == 4
    assert len(four) == len(one)


def test_a_refused_file_leaves_nothing_on_the_disk(desk, settings):
    settings.MAX_REPORT_BYTES = len(PDF)
    kept = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    with pytest.raises(ValidationError, match="tối đa"):
        services.add_file(desk.report, "X-02", pdf("a.pdf", "nobody else sends this one"), by=desk.officer)
    assert {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()} == kept
    assert services.add_file(desk.report, "X-02", pdf(), by=desk.officer).pk

"""Files looked at on the page, and the same file in two places told to those who review."""

import io
import subprocess

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from campaign.models import Period
from core import files, preview
from reports.models import Evidence
from reports.pages.evidence import first_page, prepare_evidence
from reports.selectors import evidence as selectors_evidence
from reports.selectors import rows as selectors
from reports.services import evidence as services
from tests.factories import make_unit
from tests.reports.factories import EARLY, make_desk, make_report_at, pdf, send
from tests.reports.pages import shown
from tests.reports.proof import asked, item_url, line_url, page_url, pages, picture, upload

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


def test_a_pdf_is_shown_page_by_page(desk, client):
    body = pages(7)
    item = services.add_file(desk.report, "X-02", upload("a.pdf", body), reference="tr. 3", by=desk.officer)
    whole = shown(client.get(reverse("reports:evidence-preview", args=[item.file_id])))
    assert whole.count("/trang/") == 5 and "Xem tiếp từ trang 6" in whole and "<h1>a.pdf</h1>" in whole
    part = client.get(
        reverse("reports:evidence-preview", args=[item.file_id]), {"tu": 3}, headers={"HX-Request": "true"}
    )
    assert "<h1>" not in shown(part) and shown(part).count("/trang/") == 5 and "Trang 7/7" in shown(part)
    drawn = client.get(page_url(item.file, 7))
    assert (drawn.status_code, drawn["Cache-Control"]) == (200, "private, no-cache")
    assert picture(drawn.content).width == 1100
    assert client.get(page_url(item.file, 7), headers={"If-None-Match": drawn["ETag"]}).status_code == 304
    beyond = client.get(page_url(item.file, 8))
    assert (beyond.status_code, beyond.content.decode()) == (422, "Tệp chỉ có 7 trang.")
    assert files.read(item.file) == body


def test_a_file_that_cannot_be_drawn_is_offered_to_take_home(desk, client):
    broken = services.add_file(desk.report, "X-02", pdf("hong.pdf"), by=desk.officer)
    page = client.get(reverse("reports:evidence-preview", args=[broken.file_id]))
    assert page.status_code == 200
    assert (
        "không xem trước được" in shown(page)
        and "Tải tệp về" in shown(page)
        and "<img" not in shown(page).split("<main")[1]
    )
    answer = client.get(page_url(broken.file))
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "end",
    [subprocess.TimeoutExpired("child", 15), subprocess.CalledProcessError(-9, "child")],
    ids=["time", "killed"],
)
def test_a_page_that_takes_too_long_fails_the_whole_file(desk, client, monkeypatch, end):
    item = services.add_file(desk.report, "X-02", upload("a.pdf", pages(5)), by=desk.officer)
    drawn = []

    def run(command, **_options):
        drawn.append(command[-2])
        raise end

    monkeypatch.setattr(preview.subprocess, "run", run)
    answers = [client.get(page_url(item.file, number)) for number in (1, 2, 3, 1)]
    assert {answer.status_code for answer in answers} == {422}
    assert "không xem trước được" in shown(client.get(reverse("reports:evidence-preview", args=[item.file_id])))
    assert drawn == ["1"]


def test_a_page_that_merely_cannot_be_drawn_does_not_fail_the_others(desk, client, monkeypatch):
    item = services.add_file(desk.report, "X-02", upload("a.pdf", pages(2)), by=desk.officer)
    run = preview.subprocess.run

    def one_bad(command, **options):
        if command[-2] == "1":
            raise subprocess.CalledProcessError(1, command)
        return run(command, **options)

    monkeypatch.setattr(preview.subprocess, "run", one_bad)
    assert [client.get(page_url(item.file, number)).status_code for number in (1, 2)] == [422, 200]


def test_who_comes_while_another_draws_is_asked_to_come_again(desk, client, monkeypatch):
    item = services.add_file(desk.report, "X-02", upload("a.pdf", pages(2)), by=desk.officer)
    assert preview.WAIT_SECONDS <= 2
    monkeypatch.setattr(preview, "WAIT_SECONDS", 0)
    url = reverse("reports:evidence-preview", args=[item.file_id])
    with preview._alone():
        picture_answer, page = client.get(page_url(item.file)), client.get(url)
        part = client.get(url, headers={"HX-Request": "true"})
    for answer in (picture_answer, page, part):
        assert "Máy chủ đang bận dựng trang" in answer.content.decode() and answer["Retry-After"] == "5"
    assert [answer.status_code for answer in (picture_answer, page, part)] == [503, 503, 200]
    assert "Thử lại" in shown(part)
    assert client.get(page_url(item.file)).status_code == 200


def test_a_picture_and_a_counted_file_are_not_drawn_for_their_html(desk, client, monkeypatch):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    photo = services.add_file(desk.report, "X-02", upload("a.png", out.getvalue()), by=desk.officer)
    paper = services.add_file(desk.report, "X-02", upload("a.pdf", pages(3)), by=desk.officer)
    assert client.get(page_url(paper.file, 2)).status_code == 200  # tells how many there are
    drawn = []
    monkeypatch.setattr(preview, "_drawn", lambda *given: drawn.append(given))
    for item, count in ((photo, 1), (paper, 3)):
        page = shown(client.get(reverse("reports:evidence-preview", args=[item.file_id])))
        assert page.count("/trang/") == count
    assert drawn == []


def test_a_huge_page_is_drawn_small(desk):
    item = services.add_file(desk.report, "X-02", upload("a.pdf", pages(1, width=14_000)), by=desk.officer)
    assert picture(preview.draw(item.file, 1).path).size <= (1100, 1100)


def test_the_cache_keeps_within_its_limit(desk, settings):
    item = services.add_file(desk.report, "X-02", upload("a.pdf", pages(3)), by=desk.officer)
    kept = [preview.draw(item.file, number).path for number in (1, 2, 3)]
    before = kept[0].stat().st_mtime_ns
    settings.PREVIEW_CACHE_BYTES = sum(path.stat().st_size for path in kept)
    preview.prune()
    assert [path.exists() for path in kept].count(True) >= 2
    settings.PREVIEW_CACHE_BYTES = 0
    preview.prune()
    assert not any(path.exists() for path in kept)
    assert preview.draw(item.file, 1).path.stat().st_mtime_ns != before


@pytest.mark.parametrize(
    ("reference", "page"),
    [("tr. 3", 3), ("Trang 12-14", 12), ("tr.5, mục II", 5), ("mục II", 1), ("", 1), ("tr. 0", 1), ("trích 3", 1)],
)
def test_the_page_that_a_reference_names(reference, page):
    assert first_page(reference) == page


# --- the same file elsewhere ---------------------------------------------------------------------------------------------


def sent_with(period, *marks: str):
    desk = make_report_at("draft", period, make_unit())
    codes = ["X-02", "X-03a", "X-03b"]
    for code, mark in zip(codes, marks, strict=False):
        services.add_evidence(desk.entry(code), pdf(f"{mark}.pdf", mark), by=desk.officer)
    send(desk, now=EARLY)
    return desk


def viewed(desk, user, code="X-02") -> str:
    sections = selectors.report_rows(desk.report)
    prepare_evidence(desk.report, sections, user)
    row = next(row for section in sections for row in section.rows if row.indicator.code == code)
    return " ".join(render_to_string("reports/_evidence_view.html", {"row": row}).split())


def test_the_same_file_in_two_units_is_told_to_reviewers_only(period, django_assert_num_queries):
    first, second = sent_with(period, "a", "b", "c"), sent_with(period, "a", "x", "y")
    told = f"{first.unit.short_name} cũng gửi chính tệp này ở báo cáo năm 2023, dòng “Hồ sơ công việc tại cấp xã"
    assert told in viewed(second, second.reviewer)
    assert "cũng gửi" not in viewed(second, second.reviewer, "X-03a")
    assert second.officer.full_name in viewed(second, second.reviewer)
    for insider in (second.officer, second.head):
        assert "cũng gửi" not in viewed(second, insider)
    with django_assert_num_queries(2):
        assert len(selectors_evidence.same_files(second.report)) == 1
    third = sent_with(period, "a", "b", "c")
    with django_assert_num_queries(2):
        assert len(selectors_evidence.same_files(third.report)) == 3


def test_a_draft_gives_nothing_away_and_last_years_file_is_named(period):
    draft = make_report_at("draft", period)
    services.add_evidence(draft.entry("X-02"), pdf("a.pdf", "a"), by=draft.officer)
    sent = sent_with(period, "a")
    assert selectors_evidence.same_files(sent.report) == {}
    later = Period.objects.get(campaign=period.campaign, year=2024)
    with time_machine.travel("2024-12-10 09:00+07:00", tick=False):
        again = make_desk(later, sent.unit)
        services.add_file(again.report, "X-03a", pdf("a.pdf", "a"), by=again.officer)
    (sentence,) = next(iter(selectors_evidence.same_files(again.report).values()))
    assert sentence.startswith("Đơn vị đã dùng chính tệp này ở báo cáo năm 2023, dòng “Hồ sơ công việc")


def test_a_reviewer_looks_and_does_not_touch(period, client_as):
    desk = sent_with(period, "a")
    client = client_as(desk.reviewer)
    item = Evidence.objects.get()
    assert client.get(reverse("reports:evidence-preview", args=[item.file_id])).status_code == 200
    assert client.get(line_url(desk)).status_code == 403
    assert asked(client, item_url("remove", desk, item)).status_code == 403

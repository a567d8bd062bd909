"""Files in a real browser: dropped on a line, told with progress, refused with a sentence, looked at, taken back."""

import io

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from core import preview
from reports.models import Evidence
from reports.services import evidence as services
from tests.browsing import PHONE
from tests.reports.factories import EARLY, make_desk, pdf
from tests.reports.pages import section_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP = """
(line, files) => {
  const carried = new DataTransfer();
  files.forEach(([name, size]) => carried.items.add(new File(["%PDF-1.7\\n" + "x".repeat(size) + "\\n%%EOF\\n"], name)));
  for (const name of ["dragover", "drop"]) {
    line.dispatchEvent(new DragEvent(name, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}
"""


@pytest.fixture
def desk(period, commune, people, settings, tmp_path, monkeypatch):
    settings.PREVIEW_ROOT = tmp_path / "previews"
    monkeypatch.setattr(preview, "WAIT_SECONDS", 60)  # other tests share the machine; being busy has its own test
    with time_machine.travel(EARLY, tick=False):
        return make_desk(period, commune)


def document(pages: int) -> bytes:
    made, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        made.new_page(595, 842)
    made.save(out)
    return out.getvalue()


def open_line(page, code="X-02"):
    line = page.locator(f"#dong-{code}")
    proof = line.locator("details.report-proof")
    if proof.get_attribute("open") is None:
        proof.locator("> summary").click()
    return line


def test_files_are_dropped_on_a_line_and_tell_how_far_they_are(desk, visit):
    one = visit(desk.officer)
    page = one.open(section_url(desk))
    line = page.locator("#dong-X-02")
    held = []
    page.route("**/minh-chung/X-02/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - it is given a mark
    line.locator("h3").evaluate(DROP, [["một.pdf", 10], ["hai.pdf", 20], ["ba.exe", 10]])
    expect(line.get_by_role("progressbar")).to_have_count(2)
    expect(line.locator(".is-refused")).to_contain_text("Tệp “ba.exe” không thuộc loại được nhận")
    held[0].continue_()
    expect(line.locator("[data-proof-item]")).to_have_count(2)
    expect(line.get_by_role("progressbar")).to_have_count(0)
    assert [row.file.name for row in Evidence.objects.select_related("file")] == ["một.pdf", "hai.pdf"]
    line.get_by_role("button", name="Đã hiểu").click()
    expect(line.locator(".is-refused")).to_have_count(0)


def test_a_lost_line_is_told_and_tried_again(desk, visit):
    one = visit(desk.officer)
    page = one.open(section_url(desk))
    line = open_line(page)
    page.route("**/minh-chung/X-02/", lambda route: route.abort(), times=1)
    line.locator("[data-proof-where]").fill("tr. 3")
    line.locator("[data-proof-input]").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": document(1)}
    )
    expect(line.locator(".is-refused")).to_contain_text("Chưa gửi được vì mất kết nối")
    one.faults.remove("Failed to load resource: net::ERR_FAILED")  # the cut that was made on purpose
    line.get_by_role("button", name="Thử lại").click()
    expect(line.locator(".proof-reference")).to_have_text("tr. 3")


def test_a_file_is_looked_at_corrected_taken_off_and_brought_back(desk, visit):
    body = {"name": "báo-cáo.pdf", "mimeType": "application/pdf", "buffer": document(7)}
    one = visit(desk.officer, viewport=PHONE)
    page = one.open(section_url(desk))
    line = open_line(page)
    line.locator("[data-proof-input]").set_input_files(body)
    line.get_by_text("Xem trên trang").click()
    first = line.get_by_alt_text("Trang 1 của báo-cáo.pdf")
    expect(first).to_be_visible()
    page.wait_for_function("image => image.naturalWidth === 1100", arg=first.element_handle())
    expect(line.locator("figure")).to_have_count(5)
    line.get_by_role("link", name="Xem tiếp từ trang 6").click()
    expect(line.locator("figure")).to_have_count(7)
    assert one.overflow() <= 0
    line.get_by_text("Sửa trang, mục", exact=True).click()
    field = line.locator("[data-proof-reference]")
    field.fill("trang 6")
    field.press("Enter")
    expect(line.locator(".proof-reference")).to_have_text("trang 6")
    line.get_by_role("button", name="Gỡ tệp báo-cáo.pdf").click()
    expect(line.locator("[data-proof-item]")).to_have_count(0)
    undo = line.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(line.locator(".proof-reference")).to_have_text("trang 6")


def test_a_file_of_another_line_is_used_again(desk, visit):
    services.add_file(desk.report, "X-03a", pdf("bao-cao-chung.pdf"), by=desk.officer)
    page = visit(desk.officer).open(section_url(desk))
    line = open_line(page)
    line.get_by_text("Dùng tệp đã gửi ở dòng khác").click()
    line.get_by_role("button", name="Dùng tệp bao-cao-chung.pdf").click()
    expect(line.locator("[data-proof-item]")).to_contain_text("bao-cao-chung.pdf")
    expect(line.locator("[data-proof-choices]")).to_contain_text("chưa có tệp nào khác")


def test_the_page_of_a_line_works_without_script(desk, visit):
    page = visit(desk.officer, script=False).open(section_url(desk))
    open_line(page).get_by_role("link", name="Gửi nhiều tệp").click()
    chosen = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": document(n)} for n in (1, 2)]
    page.get_by_label("Tệp, chọn nhiều tệp").set_input_files(chosen)
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("heading", name="Tệp đang có (2)")).to_be_visible()
    page.get_by_role("button", name="Gỡ tệp 1.pdf").click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("heading", name="Tệp đang có (2)")).to_be_visible()
    assert reverse("reports:evidence-line", args=[2023, desk.unit.code, "X-02"]) in page.url

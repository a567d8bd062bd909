"""Excel round trip in a real browser: download, fill in, send back, look, take over."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from reports.enums import Cell
from reports.exchange import excel
from reports.services.cells import CellChange, save_cells
from tests.browsing import PHONE
from tests.reports.exchange_makers import resaved, rows_of
from tests.reports.factories import make_report_at

pytestmark = pytest.mark.browser


def test_excel_form_goes_out_and_comes_back(period, visit, tmp_path):
    desk = make_report_at("draft", period)
    one = visit(desk.officer)
    page = one.open(f"/bao-cao/2023/{desk.unit.code}/")
    page.get_by_role("link", name="Điền bằng Excel").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Tải biểu Excel").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)

    def fill(book):
        sheet = book[excel.FIGURES]
        rows = rows_of(sheet)
        sheet.cell(rows["TT-03"], 6).value = 12
        sheet.cell(rows["TT-03"], 9).value = "Có danh sách kèm theo"
        sheet.cell(rows["X-02"], 4).value = 88

    file.write_bytes(resaved(file.read_bytes(), fill))
    save_cells(desk.fresh(), [CellChange("X-02", Cell.A, Decimal(91), 1)], by=desk.officer)
    page.get_by_label("Tệp đã điền").set_input_files(file)
    page.get_by_role("button", name="Tải lên và xem trước").click()
    expect(page.get_by_role("heading", name="Xem trước biểu Excel")).to_be_visible()
    changed = page.locator("#thay-doi")
    expect(changed).to_contain_text("12")
    expect(changed.locator("ins")).to_have_text("Có danh sách kèm theo")
    expect(page.locator("#da-sua")).to_contain_text("91")
    assert one.overflow() <= 0
    page.set_viewport_size(PHONE)
    assert one.overflow() <= 0
    page.get_by_label("Lấy giá trị trong tệp").check()
    page.get_by_role("button", name="Nhận theo lựa chọn").click()
    expect(page.get_by_text("Đã nhận 3 ô từ tệp.")).to_be_visible()
    assert one.overflow() <= 0
    assert (desk.entry("TT-03").value, desk.entry("X-02").a) == (12, 88)

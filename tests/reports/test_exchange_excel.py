"""An Excel form comes back as it went, or with exactly what was changed in it: 200 seeded reports, no database."""

import json
import random
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.workbook_check import UnreadableWorkbook
from reports.exchange import diff, excel
from reports.exchange.excel_reader import Workbook
from reports.exchange.lines import FormSheet, ticket_of
from tests.reports.exchange_makers import GRADES, figures_of, resaved, rows_of, sheet_of, small_sheet


@pytest.fixture(scope="module")
def sheet() -> FormSheet:
    return small_sheet()


def excel_changes(data: bytes, sheet: FormSheet) -> list[diff.Change]:
    book = Workbook(data)
    filled = book.filled(sheet.lines)
    assert (filled.faults, filled.notes) == ([], [])
    return diff.changes(json.loads(book.ticket())["cells"], filled.cells)


def written(sheet: FormSheet) -> bytes:
    return excel.form_of_report(sheet, json.dumps(ticket_of(sheet, "excel", user="lan")))


@pytest.mark.parametrize("seed", range(4))
def test_untouched_form_changes_nothing(seed):
    for place in range(50):
        sheet = sheet_of(random.Random(f"{seed}-{place}"))
        assert excel_changes(written(sheet), sheet) == []


def test_what_looks_like_an_escape_of_excel_stays_what_it_is(sheet):
    lines = tuple(replace(line, figures=replace(line.figures, note="a_x0041_b _x000D_")) for line in sheet.lines)
    assert excel_changes(written(replace(sheet, lines=lines)), replace(sheet, lines=lines)) == []


def test_form_saved_by_another_program_changes_nothing():
    for seed in range(8):
        sheet = sheet_of(random.Random(f"saved-{seed}"))
        assert excel_changes(resaved(written(sheet)), sheet) == []


PLACES = {"a": 4, "b": 5, "value": 6, "yes": 6, "na": 7, "estimate": 8, "note": 9}


def change_some(sheet: FormSheet, rng: random.Random, book) -> dict[tuple[str, str], object]:
    """Writes into a random part of the cells; answers what each says then."""
    said = {}
    for line in sheet.lines:
        page = book[excel.STORIES if line.narrative else excel.FIGURES]
        row = rows_of(page)[line.code]
        fresh = figures_of(rng, line.kind)
        for name in line.cells:
            value, before = getattr(fresh, name), getattr(line.figures, name)
            if line.kind == "graded" and name == "value":
                value, before = (one if one in range(len(GRADES)) else None for one in (value, before))
            if rng.random() < 0.6 or value == before:
                continue
            shown = {True: "x", False: None}.get(value, value) if isinstance(value, bool) else value
            if name == "yes":
                shown = {True: "Có", False: "Chưa", None: None}[value]
            if line.kind == "graded" and name == "value":
                shown = None if value is None else GRADES[int(value)]
            place = PLACES[name] if not line.narrative else {"text": 3, "note": 4}[name]
            cell = page.cell(row, place)
            cell.value = float(shown) if isinstance(shown, Decimal) else shown or None
            if isinstance(shown, str):
                cell.data_type = "s"
            said[line.code, name] = value
    return said


def test_changed_cells_are_exactly_those():
    count = 0
    for seed in range(30):
        rng = random.Random(f"changed-{seed}")
        sheet, said = sheet_of(rng), {}
        data = resaved(written(sheet), lambda book: said.update(change_some(sheet, rng, book)))  # noqa: B023
        found = excel_changes(data, sheet)
        assert {(change.code, change.field): change.value for change in found} == said
        assert len(found) == len(said)
        count += len(said)
    assert count > 150


def read(sheet: FormSheet, edit):
    return Workbook(resaved(written(sheet), edit)).filled(sheet.lines)


def put(**cells):
    """put(F6="abc"): writes into the page of figures."""

    def edit(book):
        for address, value in cells.items():
            book[excel.FIGURES][address] = value

    return edit


def test_each_unreadable_cell_is_named_with_a_sentence(sheet):
    rows = rows_of(load_workbook(BytesIO(written(sheet)))[excel.FIGURES])
    wrong = {
        f"D{rows['TL-01']}": "nhiều",
        f"E{rows['TL-01']}": True,
        f"F{rows['SL-01']}": "1,234",
        f"F{rows['CK-01']}": "có lẽ",
        f"F{rows['MD-01']}": "Xuất sắc",
        f"G{rows['SL-01']}": "không rõ",
    }
    filled = read(sheet, put(**wrong))
    assert {fault.place for fault in filled.faults} == set(wrong)
    assert all(len(fault.sentence) > 20 for fault in filled.faults)
    assert len(filled.cells) == 5 + 4 + 3 + 4 + 3 - len(wrong)  # the rest is read


def test_numbers_are_read_as_offices_write_them(sheet):
    rows = rows_of(load_workbook(BytesIO(written(sheet)))[excel.FIGURES])
    d, e, f = (f"{letter}{rows[code]}" for letter, code in (("D", "TL-01"), ("E", "TL-01"), ("F", "SL-01")))
    filled = read(sheet, put(**{d: "1.204,5", e: 0.1 + 0.2, f: " 12 "}))
    values = {(cell.code, cell.field): cell.value for cell in filled.cells}
    assert values["TL-01", "a"] == Decimal("1204.5")
    assert values["TL-01", "b"] == Decimal("0.3")
    assert values["SL-01", "value"] == 12


def test_rows_are_found_by_code_wherever_they_stand(sheet):
    def shuffle(book):
        page = book[excel.FIGURES]
        rows = rows_of(page)
        page.cell(rows["SL-01"], 6).value = 5
        first, last = rows["TL-01"], rows["MD-01"]
        upper, lower = ([cell.value for cell in page[row]] for row in (first, last))
        for row, values in ((first, lower), (last, upper)):
            for place, value in enumerate(values, start=1):
                page.cell(row, place).value = value

    data = resaved(written(sheet), shuffle)
    found = excel_changes(data, sheet)
    assert [(change.code, change.field, change.value) for change in found] == [("SL-01", "value", 5)]


def test_deleted_extra_and_doubled_rows_are_told(sheet):
    def edit(book):
        page = book[excel.FIGURES]
        page.delete_rows(rows_of(page)["SL-01"])
        last = page.max_row + 1
        page.cell(last, 1).value, page.cell(last, 6).value = "MOI-01", 3
        page.cell(last + 1, 1).value, page.cell(last + 1, 6).value = "CK-01", "Có"

    filled = read(sheet, edit)
    assert [fault.code for fault in filled.faults] == ["CK-01"]
    assert any("thiếu 1 dòng" in note and "SL-01" in note for note in filled.notes)
    assert any("1 dòng không thuộc biểu" in note for note in filled.notes)
    assert "SL-01" not in {cell.code for cell in filled.cells}


def test_story_page_thrown_away_is_told_and_the_head_row_is_needed(sheet):
    filled = read(sheet, lambda book: book.remove(book[excel.STORIES]))
    assert len(filled.notes) == 1
    assert filled.notes[0].endswith("Phần lời giữ nguyên như trên cổng.")
    with pytest.raises(UnreadableWorkbook, match="tiêu đề"):
        read(sheet, lambda book: book[excel.FIGURES].delete_rows(3))
    with pytest.raises(UnreadableWorkbook, match="thiếu cột “Ghi chú”"):
        read(sheet, put(I3="Nhận xét"))


def test_only_inputs_are_open_and_hidden_pages_cannot_be_shown_by_hand(sheet):
    shut = replace(sheet, returned=True, lines=tuple(replace(one, open=one.code == "TL-01") for one in sheet.lines))
    book = load_workbook(BytesIO(written(shut)))
    page = book[excel.FIGURES]
    assert all(page.protection.sheet for page in book)
    opened = {cell.coordinate for row in page for cell in row if not cell.protection.locked}
    row = rows_of(page)["TL-01"]
    assert opened == {f"{letter}{row}" for letter in "DEGHI"}
    assert {one.title: one.sheet_state for one in book} == {
        excel.FIGURES: "visible", excel.STORIES: "visible", excel.LISTS: "veryHidden", excel.HIDDEN: "veryHidden",
    }  # fmt: skip
    assert page.cell(3, page.max_column).value == "Phòng VH-TT yêu cầu"

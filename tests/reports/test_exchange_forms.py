"""A form comes back as it went, or with exactly what was changed in it: 200 seeded reports, without the database."""

import json
import random
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from core.text import clean_lines
from core.word_check import UnreadableDocument, read_docx
from core.workbook_check import UnreadableWorkbook
from reports.exchange import diff, excel, word
from reports.exchange.excel_reader import Workbook
from reports.exchange.lines import FormLine, FormSheet, ticket_of
from reports.rules import LARGEST, Figures

KINDS = ["percent", "count", "money", "yes_no", "graded", "narrative"]
GRADES = ("Chưa thực hiện", "Thực hiện một phần", "Khá, tốt", "Tốt")
WORDS = [
    "Đã", "tổ chức", "phong trào", "=1+1", '"trích dẫn"', "“ngoặc”", "<b>", "&amp;", "-", "@ai", "+84",
    "87,5%", "hoà", "thuỷ", "đồng chí", "🙂", "1/2", "[BC-01]", "x" * 90, "'", "\\n",
]  # fmt: skip


def text_of(rng: random.Random, most: int = 12) -> str:
    lines = [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(rng.randint(1, most))]
    return clean_lines(rng.choice(["\n", "\n\n"]).join(lines))


def number_of(rng: random.Random) -> Decimal:
    return rng.choice(
        [
            Decimal(0),
            Decimal(rng.randint(0, 10**13 - 1)),
            Decimal(rng.randint(0, 10**15 - 1)) / 100,
            Decimal(rng.randint(0, 2000)).quantize(Decimal("0.01")),
            LARGEST,
            Decimal("0.01"),
        ]
    )


def figures_of(rng: random.Random, kind: str) -> Figures:
    maybe = lambda value: value if rng.random() < 0.75 else None  # noqa: E731
    said = {
        "percent": lambda: {"a": maybe(number_of(rng)), "b": maybe(number_of(rng))},
        "count": lambda: {"value": maybe(Decimal(rng.randint(0, 10**9)))},
        "money": lambda: {"value": maybe(number_of(rng))},
        "yes_no": lambda: {"yes": rng.choice([True, False, None])},
        "graded": lambda: {"value": maybe(Decimal(rng.randrange(len(GRADES) + 1)))},
        "narrative": lambda: {"text": maybe(text_of(rng)) or ""},
    }[kind]()
    flags = {} if kind == "narrative" else {"na": rng.random() < 0.2, "estimate": rng.random() < 0.3}
    return Figures(**said, **flags, note=text_of(rng, 3) if rng.random() < 0.4 else "")


def sheet_of(rng: random.Random, size: int = 8) -> FormSheet:
    kinds = [*KINDS, *rng.choices(KINDS, k=size - len(KINDS))]
    lines = tuple(
        FormLine(
            code=f"L-{place:02d}",
            section=f"Phần {place % 3}",
            name=f"=Chỉ tiêu {place}",
            kind=kind,
            figures=figures_of(rng, kind),
            numbers={"a": rng.randint(0, 5)},
            open=rng.random() < 0.8,
            choices=GRADES if kind == "graded" else (),
            evidence_hint="Báo cáo",
        )
        for place, kind in enumerate(kinds)
    )
    return FormSheet(7, 2023, "xa", "Xã Nam Bình", "Chuyển đổi số", "20/12/2023", "09:00", lines)


def excel_changes(data: bytes, sheet: FormSheet) -> list[diff.Change]:
    book = Workbook(data)
    filled = book.filled(sheet.lines)
    assert (filled.faults, filled.notes) == ([], [])
    return diff.changes(json.loads(book.ticket())["cells"], filled.cells)


def written(sheet: FormSheet) -> bytes:
    return excel.form_of_report(sheet, json.dumps(ticket_of(sheet, "excel", user="lan")))


def resaved(data: bytes, edit=lambda book: None) -> bytes:
    """As another program saves it."""
    book, out = load_workbook(BytesIO(data)), BytesIO()
    edit(book)
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sheet() -> FormSheet:
    lines = [
        FormLine("TL-01", "Số liệu", "Hồ sơ", "percent", Figures(a=Decimal(1), b=Decimal(2)), {"a": 3}),
        FormLine("SL-01", "Số liệu", "Sáng kiến", "count"),
        FormLine("CK-01", "Số liệu", "Kế hoạch", "yes_no"),
        FormLine("MD-01", "Khác", "Mức độ", "graded", choices=GRADES),
        FormLine("BC-01", "Phần lời", "Tình hình", "narrative", Figures(text="Một.\n\nHai.")),
        FormLine("BC-02", "Phần lời", "Khó khăn", "narrative", evidence_hint="Báo cáo"),
    ]
    return FormSheet(7, 2023, "xa", "Xã Nam Bình", "Chuyển đổi số", "20/12/2023", "09:00", tuple(lines))


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


def rows_of(page) -> dict[str, int]:
    return {cell.value: cell.row for cell in page["A"] if cell.value}


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
    assert len(filled.cells) == 4 + 4 + 4 + 5 + 4 - len(wrong)  # the rest is read


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


# --- Word ------------------------------------------------------------------------------------------------------------


def document(sheet: FormSheet) -> bytes:
    return word.document_of_report(sheet, json.dumps(ticket_of(sheet, "word", user="lan")))


def word_changes(data: bytes, sheet: FormSheet) -> list[diff.Change]:
    found = read_docx(data)
    filled = word.filled(found, sheet.lines)
    assert (filled.faults, filled.notes) == ([], [])
    return diff.changes(json.loads(word.ticket_in(found))["cells"], filled.cells)


def saved_by_word(data: bytes, edit=lambda document: None) -> bytes:
    opened, out = Document(BytesIO(data)), BytesIO()
    edit(opened)
    opened.save(out)
    return out.getvalue()


def body_of(opened, code: str):
    """The paragraphs in the box of a line."""
    return [
        paragraph
        for control in opened.element.body.iter("{*}sdt")
        if control.find(".//{*}tag").values()[0] == code
        for paragraph in control.iter("{*}p")
    ]


def say(paragraph, text: str) -> None:
    from docx.text.paragraph import Paragraph

    Paragraph(paragraph, None).text = text


def test_untouched_document_changes_nothing():
    for seed in range(30):
        sheet = sheet_of(random.Random(f"word-{seed}"))
        data = document(sheet)
        assert word_changes(data, sheet) == []
        if seed < 8:
            assert word_changes(saved_by_word(data), sheet) == []


def test_changed_texts_are_exactly_those():
    for seed in range(15):
        rng = random.Random(f"words-{seed}")
        sheet, said = sheet_of(rng, 12), {}

        def edit(opened):
            for line in sheet.lines:  # noqa: B023
                text = text_of(rng, 1)  # noqa: B023
                if line.narrative and rng.random() < 0.5 and clean_lines(line.figures.text) != text:  # noqa: B023
                    first, *rest = body_of(opened, line.code)
                    say(first, f"  {text} ")
                    for paragraph in rest:
                        paragraph.getparent().remove(paragraph)
                    said[line.code] = text  # noqa: B023

        found = word_changes(saved_by_word(document(sheet), edit), sheet)
        assert {change.code: change.value for change in found} == said


def without_boxes(opened) -> None:
    """As LibreOffice leaves it: the paragraphs stay, the boxes around them go."""
    for control in list(opened.element.body.iter("{*}sdt")):
        for paragraph in list(control.iter("{*}p")):
            control.addprevious(paragraph)
        control.getparent().remove(control)


def test_parts_are_found_without_their_boxes_or_without_their_headings(sheet):
    assert word_changes(saved_by_word(document(sheet), without_boxes), sheet) == []

    def without_headings(opened):
        for paragraph in opened.paragraphs:
            if paragraph.style.name == "Heading 2":
                paragraph._p.getparent().remove(paragraph._p)

    assert word_changes(saved_by_word(document(sheet), without_headings), sheet) == []


def test_what_is_written_below_a_box_or_in_a_table_is_not_lost(sheet):
    def edit(opened):
        without_boxes(opened)
        opened.add_paragraph("Viết ngoài khung.")
        table = opened.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Thôn 1", "12 hộ"

    found = read_docx(saved_by_word(document(sheet), edit))
    filled = word.filled(found, sheet.lines)
    assert {cell.code: cell.value for cell in filled.cells}["BC-02"] == "Viết ngoài khung.\nThôn 1 | 12 hộ"
    assert any("Bảng" in note for note in filled.notes)


def test_tracked_changes_count_as_accepted(sheet):
    def edit(opened):
        (paragraph, *_rest) = body_of(opened, "BC-01")
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        for name, child, text in (("ins", "t", " Thêm."), ("del", "delText", " Bỏ.")):
            change = etree.SubElement(paragraph, f"{{{space}}}{name}")
            run = etree.SubElement(change, f"{{{space}}}r")
            etree.SubElement(run, f"{{{space}}}{child}").text = text

    (change,) = word_changes(saved_by_word(document(sheet), edit), sheet)
    assert change.value == "Một. Thêm.\n\nHai."


def test_lost_and_doubled_headings_are_told(sheet):
    def lose(opened):
        for control in opened.element.body.iter("{*}sdt"):
            control.getparent().remove(control)
            break
        opened.paragraphs[4]._p.getparent().remove(opened.paragraphs[4]._p)

    filled = word.filled(read_docx(saved_by_word(document(sheet), lose)), sheet.lines)
    assert [cell.code for cell in filled.cells] == ["BC-02"]
    assert any("không còn phần “Tình hình”" in note for note in filled.notes)

    def double(opened):
        opened.add_paragraph("Tình hình [BC-01]", style="Heading 2")

    filled = word.filled(read_docx(saved_by_word(document(sheet), double)), sheet.lines)
    assert [fault.code for fault in filled.faults] == ["BC-01"]
    assert [cell.code for cell in filled.cells] == ["BC-02"]


def test_no_word_document_is_refused_with_a_sentence(sheet):
    for data in (b"", b"PK\x03\x04 x", written(sheet)):
        with pytest.raises(UnreadableDocument, match="Word"):
            read_docx(data)


# --- words -----------------------------------------------------------------------------------------------------------


def test_word_diff_holds_both_texts():
    for seed in range(300):
        rng = random.Random(f"diff-{seed}")
        before, after = text_of(rng), text_of(rng)
        pieces = diff.words(before, after)
        assert "".join(text for kind, text in pieces if kind != "ins") == before
        assert "".join(text for kind, text in pieces if kind != "del") == after
        assert all(kind == "same" for kind, _ in diff.words(before, before))


def test_word_diff_shows_only_the_changed_words():
    assert diff.words("Đã tổ chức tốt phong trào.", "Đã triển khai tốt phong trào.") == [
        ("same", "Đã "),
        ("del", "tổ chức"),
        ("ins", "triển khai"),
        ("same", " tốt phong trào."),
    ]

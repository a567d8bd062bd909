"""The narrative part comes back from Word as it went, or with exactly what was written in it; differences by words."""

import json
import random
import zipfile
from io import BytesIO

import pytest
from lxml import etree

from core import word_check
from core.text import clean_lines
from core.word_check import Paragraph, UnreadableDocument, read_docx
from reports.exchange import diff, word
from reports.exchange.lines import FormSheet, ticket_of
from tests.reports.exchange_makers import body_of, saved_by_word, say, sheet_of, small_sheet, text_of


@pytest.fixture(scope="module")
def sheet() -> FormSheet:
    return small_sheet()


def document(sheet: FormSheet) -> bytes:
    return word.document_of_report(sheet, json.dumps(ticket_of(sheet, "word", user="lan")))


def word_changes(data: bytes, sheet: FormSheet) -> list[diff.Change]:
    found = read_docx(data)
    filled = word.filled(found, sheet.lines)
    assert (filled.faults, filled.notes) == ([], [])
    return diff.changes(json.loads(word.ticket_in(found))["cells"], filled.cells)


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
    for data in (b"", b"PK\x03\x04 x", document(sheet)[:900]):
        with pytest.raises(UnreadableDocument, match="Word"):
            read_docx(data)


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


# --- documents made to keep the portal busy ------------------------------------------------------------------------------


def raw_document(body: str, *, size: int = 0) -> bytes:
    out = BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
        if size:
            archive.writestr("word/media/a.png", b"0" * size)
    return out.getvalue()


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def test_document_within_the_limits_is_read():
    assert len(read_docx(raw_document("<w:p/>" * word_check.MAX_PARAGRAPHS)).paragraphs) == 20_000
    assert read_docx(raw_document(nested(word_check.MAX_TABLES_IN_TABLES))).tables == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<w:p/>" * 20_001, "quá nhiều đoạn"),
        ("<w:r/>" * 200_001, "quá nhiều đoạn"),
        (nested(6), "bảng lồng"),
        (f"<w:tbl><w:tr>{'<w:tc>' * 100}<w:p/>{'</w:tc>' * 100}</w:tr></w:tbl>", "bảng lồng"),
        (f"<w:tbl>{'<w:tr>' * 6}<w:tc/>{'</w:tr>' * 6}</w:tbl>", "bảng lồng"),
    ],
    ids=["paragraphs", "elements", "tables in tables", "cells in cells", "rows in rows"],
)
def test_too_many_elements_are_refused_before_a_tree_is_built(body, sentence, monkeypatch):
    built = []
    monkeypatch.setattr(word_check.ElementTree, "fromstring", built.append)
    with pytest.raises(UnreadableDocument, match=sentence):
        read_docx(raw_document(body))
    assert built == []


def test_words_are_counted_before_they_are_joined(monkeypatch):
    """Five cells in five rows around one text: it is read once, found too long, and not read again."""
    read, real = [], word_check._Walk._texts

    def counted(self, element):
        for text in real(self, element):
            read.append(len(text))
            yield text

    monkeypatch.setattr(word_check._Walk, "_texts", counted)
    text = f"<w:p><w:r>{'<w:t>lời </w:t>' * 100}</w:r></w:p>"
    around = "<w:tbl>" + "<w:tr><w:tc>" * 5 + text + "</w:tc></w:tr>" * 5 + "</w:tbl>"
    monkeypatch.setattr(word_check, "MAX_CHARACTERS", 300)
    with pytest.raises(UnreadableDocument, match="quá dài"):
        read_docx(raw_document(around))
    assert sum(read) <= 12 * 304  # each step of the way down sees what was read, nothing beyond it
    monkeypatch.setattr(word_check, "MAX_CHARACTERS", 100_000)
    assert read_docx(raw_document(around)).paragraphs[0].text.startswith("lời lời")


def test_document_that_unpacks_to_more_than_its_limit_is_refused(monkeypatch):
    monkeypatch.setattr(word_check, "MAX_BYTES", 20 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="quá lớn"):
        read_docx(raw_document("<w:p/>", size=10 * 1024 * 1024))


class Counted(str):
    """A text that counts how often it is looked at."""

    looks = 0
    __hash__ = str.__hash__

    def __bool__(self) -> bool:
        Counted.looks += 1
        return len(self) > 0

    def __eq__(self, other) -> bool:
        Counted.looks += 1
        return str.__eq__(self, other)


def test_each_paragraph_is_looked_at_a_few_times_however_many_there_are(sheet, monkeypatch):
    monkeypatch.setattr(Counted, "looks", 0)
    monkeypatch.setattr(word, "_mark", lambda paragraph: Counted(paragraph.style))
    stories = {line.code: line for line in sheet.lines if line.narrative}
    headings, blanks = [Paragraph("", "BC-01")] * 500, [Paragraph(Counted(""))] * 500
    texts, doubled = word._texts([*headings, *blanks], stories)
    assert (len(texts["BC-01"]), doubled) == (500, {"BC-01"})
    assert Counted.looks < 10 * 1000

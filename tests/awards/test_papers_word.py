"""A paper out as Word and back: untouched it changes nothing, edited it changes exactly what was edited."""

import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from awards import documents
from awards.enums import PaperKind
from awards.papers import exchange, printing, word
from awards.papers.fields import PAPER_FIELDS
from awards.papers.retyping import retyped
from core.letterhead import DocumentNumber
from core.text import clean_lines
from core.word_check import read_docx
from core.word_parts import Block, parts_in
from tests.awards.test_documents import make_achievement, make_bien_ban, make_quyet_dinh, make_to_trinh

IDENTITY = {"what": "dossier_paper", "pk": 7, "title": "Tờ trình của xã Nam Bình"}
MAKERS = {
    PaperKind.TO_TRINH: make_to_trinh,
    PaperKind.BIEN_BAN: make_bien_ban,
    PaperKind.BAO_CAO: make_achievement,
}
BODIES = {
    PaperKind.TO_TRINH: {
        "addressee": "Chủ tịch Ủy ban nhân dân huyện Đắk Song",
        "bases": "Căn cứ Luật Thi đua, Khen thưởng\nCăn cứ biên bản họp",
        "opening": "Kính đề nghị tặng Giấy khen, gồm:",
        "closing": "(Có báo cáo kèm theo)\nKính trình xem xét, quyết định",
        "recipients": "Như trên\nLưu: VT",
    },
    PaperKind.BIEN_BAN: {
        "number": "05/BB-HĐTĐKT",
        "opened": "08 giờ 00, ngày 20 tháng 12 năm 2023",
        "attendees": "Trần Văn Mẫu; Chủ tịch; Chủ tịch Hội đồng\nLê Thị Thử; Công chức; Thư ký\n"
        "Đỗ Thị Mẫu; Công chức; Ủy viên; vắng: đi công tác",
        "proceedings": "Quán triệt tiêu chuẩn.\nThảo luận.",
        "ballot": "Đã biểu quyết, kết quả như sau:",
        "conclusion": "Nhất trí đề nghị.",
        "closed": "Cuộc họp kết thúc vào 10 giờ 30",
        "recipients": "Phòng Nội vụ\nLưu: VT",
    },
    PaperKind.BAO_CAO: {
        "facts": "Họ và tên: Bà H’Wễ Ktưỡng\nNăm sinh: 1985",
        "achievements": "Hướng dẫn 412 hộ.\nMở 12 lớp.",
        "initiatives": "Mã QR tra cứu thủ tục",
        "prior_awards": "2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện",
    },
}


def doc_of(kind: str, body: dict):
    """The frozen paper of a body, by the reading of `printing`."""
    lines = {key: printing.lines_of(text) for key, text in body.items()}
    if kind == PaperKind.TO_TRINH:
        return make_to_trinh(**body | {"bases": lines["bases"], "recipients": lines["recipients"]})
    if kind == PaperKind.BIEN_BAN:
        base = make_bien_ban()
        number = printing.document_number(body["number"], "BB")
        return replace(
            base,
            head=replace(base.head, number=number),
            attendees=tuple(printing.attendee_of(line) for line in lines["attendees"]),
            **{key: lines[key] for key in ("proceedings", "recipients")},
            **{key: body[key] for key in ("opened", "ballot", "conclusion", "closed")},
        )
    return make_achievement(
        facts=tuple(printing.fact_of(line) for line in lines["facts"]),
        parts=(documents.Part("Thành tích", body["achievements"]),),
        initiatives=lines["initiatives"],
        prior_awards=tuple(printing.prior_award_of(line) for line in lines["prior_awards"]),
    )


def write(kind: str, body: dict, identity=None) -> bytes:
    return exchange.write_out(doc_of(kind, body), fields=PAPER_FIELDS[kind], body=body, identity=identity or IDENTITY)


def read(data: bytes, kind: str, body: dict, identity=None) -> exchange.Incoming:
    return exchange.read_back(
        data, doc_of(kind, body), fields=PAPER_FIELDS[kind], body=body, identity=identity or IDENTITY
    )


def edited(data: bytes, edit) -> bytes:
    opened, out = docx.Document(BytesIO(data)), BytesIO()
    edit(opened)
    opened.save(out)
    return out.getvalue()


def control(opened, key: str):
    for one in opened.element.body.iter(qn("w:sdt")):
        if one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == key:
            return one
    raise AssertionError(key)


def say(opened, key: str, *lines: str) -> None:
    """Types these paragraphs over a part that has no table."""
    content = control(opened, key).find(qn("w:sdtContent"))
    first, *rest = content.findall(qn("w:p"))
    for paragraph in rest:
        content.remove(paragraph)
    for place, line in enumerate(lines):
        paragraph = first if place == 0 else content.makeelement(qn("w:p"))
        for child in list(paragraph):
            if child.tag != qn("w:pPr"):
                paragraph.remove(child)
        paragraph.add_r().text = line
        if place:
            content.append(paragraph)


def without_boxes(opened) -> None:
    """As another office program leaves it: the paragraphs stay, the boxes around them go."""
    for box in list(opened.element.body.iter(qn("w:sdt"))):
        for block in list(box.find(qn("w:sdtContent"))):
            box.addprevious(block)
        box.getparent().remove(box)


def printed(kind: str, body: dict) -> dict:
    keys = [field.key for field in PAPER_FIELDS[kind]]
    data = word.compose(doc_of(kind, body), marks=dict.fromkeys(keys, "Mục")).bytes()
    found = parts_in(read_docx(data, cells=True), keys).parts
    return {key: [block.cells for block in blocks if block.text] for key, blocks in found.items()}


# --- properties -------------------------------------------------------------------------------------------

PIECES = [*"abêđưỗ12.,;:/-–()“”… ", "\n", "\t", "H’Wễ", "ngày", "./.", "- ", "1. ", "\u00a0", "e\u0301", "; "]
WORDS = st.lists(st.sampled_from(PIECES), max_size=14).map(lambda pieces: clean_lines("".join(pieces)))


def bodies(kind: str):
    fields = PAPER_FIELDS[kind]
    return st.fixed_dictionaries(
        {
            field.key: WORDS.map(lambda text, one=field.rows == 1: text.replace("\n", " ") if one else text)
            for field in fields
        }
    )


@pytest.mark.parametrize("kind", list(PaperKind))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_untouched_file_changes_nothing(kind, data):
    body = data.draw(bodies(kind))
    file = write(kind, body)
    assert read(file, kind, body) == exchange.Incoming()
    assert read(edited(file, lambda opened: None), kind, body) == exchange.Incoming()


@pytest.mark.parametrize("kind", list(PaperKind))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_changed_parts_are_exactly_those_that_print_something_else(kind, data):
    """What leaves as one body and comes back as another: taken over, the paper prints as the file does."""
    old, new = BODIES[kind], data.draw(bodies(kind))
    kept = data.draw(st.sets(st.sampled_from(sorted(old))))
    wanted = {key: old[key] if key in kept else new[key] for key in old}
    ticket = read_docx(write(kind, old)).properties
    fields = PAPER_FIELDS[kind]
    file = word.compose(doc_of(kind, wanted), marks={f.key: f.label for f in fields}).bytes(properties=ticket)
    found = read(file, kind, old)
    before, after = printed(kind, old), printed(kind, wanted)
    differ = {key for key in old if key in after and before.get(key) != after[key]}
    refused = {f.key for f in fields if any(f"“{f.label}”" in fault for fault in found.faults)}
    assert {change.key for change in found.changes} | refused == differ
    assert not found.conflicts
    taken = old | {change.key: change.after for change in found.changes}
    result = printed(kind, taken)
    assert {key: result[key] for key in differ - refused} == {key: after[key] for key in differ - refused}


# --- what a person does in Word -----------------------------------------------------------------------------


def test_what_is_typed_in_word_comes_back_without_numbers_dashes_and_stops():
    kind, body = PaperKind.TO_TRINH, BODIES[PaperKind.TO_TRINH]

    def edit(opened):
        say(opened, "addressee", "Kính gửi: Hội đồng Thi đua - Khen thưởng huyện.")
        say(opened, "bases", "Căn cứ một;", "Căn cứ hai;", "Căn cứ ba.")
        say(opened, "closing", "Kính trình./.")
        say(opened, "recipients", "- Như trên;", "- Phòng Nội vụ;", "- Lưu: VT.")

    found = read(edited(write(kind, body), edit), kind, body)
    assert {change.key: change.after for change in found.changes} == {
        "addressee": "Hội đồng Thi đua - Khen thưởng huyện",
        "bases": "Căn cứ một\nCăn cứ hai\nCăn cứ ba",
        "closing": "Kính trình",
        "recipients": "Như trên\nPhòng Nội vụ\nLưu: VT",
    }
    assert (found.conflicts, found.faults, found.notes) == ((), (), ())


def test_minutes_come_back_with_number_and_roster():
    kind, body = PaperKind.BIEN_BAN, BODIES[PaperKind.BIEN_BAN]

    def edit(opened):
        say(opened, "number", "Số: 07/BB-HĐTĐKT")
        say(opened, "opened", "Thời gian bắt đầu: 09 giờ 15, ngày 21 tháng 12 năm 2023.")
        say(opened, "proceedings", "1. Một.", "2. Hai.", "3. Ba.")
        cell = control(opened, "attendees").findall(f".//{qn('w:tc')}")[6]  # second row, position
        cell.find(f".//{qn('w:t')}").text = "Phó Chủ tịch; Bí thư"

    found = {change.key: change.after for change in read(edited(write(kind, body), edit), kind, body).changes}
    assert found == {
        "number": "07/BB-HĐTĐKT",
        "opened": "09 giờ 15, ngày 21 tháng 12 năm 2023",
        "proceedings": "Một.\nHai.\nBa.",
        "attendees": "Trần Văn Mẫu; Phó Chủ tịch, Bí thư; Chủ tịch Hội đồng\nLê Thị Thử; Công chức; Thư ký\n"
        "Đỗ Thị Mẫu; Công chức; Ủy viên; vắng: đi công tác",
    }


@pytest.mark.parametrize("kind", list(PaperKind))
def test_parts_are_found_by_their_style_when_the_boxes_are_gone(kind):
    body = BODIES[kind]
    file = edited(write(kind, body), without_boxes)
    assert qn("w:sdt") not in {one.tag for one in docx.Document(BytesIO(file)).element.body.iter()}
    assert read(file, kind, body) == exchange.Incoming()


def test_paragraph_pasted_between_two_of_a_part_belongs_to_it():
    kind, body = PaperKind.BAO_CAO, BODIES[PaperKind.BAO_CAO]

    def edit(opened):
        without_boxes(opened)
        first = next(p for p in opened.paragraphs if p.text.startswith("Hướng dẫn 412"))
        pasted = opened.add_paragraph("Dán từ nơi khác.")
        first._p.addnext(pasted._p)

    [change] = read(edited(write(kind, body), edit), kind, body).changes
    assert change.after == "Hướng dẫn 412 hộ.\nDán từ nơi khác.\nMở 12 lớp."


def test_changed_on_the_portal_meanwhile_is_a_conflict_and_the_same_change_is_none():
    kind, body = PaperKind.TO_TRINH, BODIES[PaperKind.TO_TRINH]

    def edit(opened):
        say(opened, "opening", "Lời mới trong tệp.")
        say(opened, "addressee", "Kính gửi: Nơi khác.")

    file = edited(write(kind, body), edit)
    now = body | {"opening": "Lời mới trên cổng.", "closing": "Kết mới trên cổng."}
    found = read(file, kind, now)
    assert [(change.key, change.conflict) for change in found.changes] == [("addressee", False), ("opening", True)]
    assert (found.conflicts[0].before, found.conflicts[0].after) == ("Lời mới trên cổng.", "Lời mới trong tệp.")
    same = body | {"opening": "Lời mới trong tệp."}
    assert [change.key for change in read(file, kind, same).changes] == ["addressee"]


def test_lost_parts_and_words_outside_the_parts_are_told():
    kind, body = PaperKind.TO_TRINH, BODIES[PaperKind.TO_TRINH]

    def edit(opened):
        box = control(opened, "closing")
        box.getparent().remove(box)
        table = opened.tables[1]
        table.cell(1, 1).paragraphs[0].runs[0].text = "Xã Khác"

    found = read(edited(write(kind, body), edit), kind, body)
    assert found.changes == ()
    assert "không còn mục “Đoạn kết”" in found.notes[0]
    assert "“Xã Khác”" in found.notes[1]


def test_emptied_and_overlong_parts_are_not_taken():
    kind, body = PaperKind.TO_TRINH, BODIES[PaperKind.TO_TRINH]

    def edit(opened):
        say(opened, "opening", "")
        say(opened, "closing", "a" * 12_001)

    found = read(edited(write(kind, body), edit), kind, body)
    assert found.changes == ()
    assert ["bị để trống" in found.faults[0], "dài quá 12.000 ký tự" in found.faults[1]] == [True, True]


def test_file_of_another_paper_and_a_foreign_file_have_their_own_sentence():
    kind, body = PaperKind.TO_TRINH, BODIES[PaperKind.TO_TRINH]
    other = write(kind, body, IDENTITY | {"pk": 8, "title": "Tờ trình của xã Thuận Hà"})
    with pytest.raises(ValidationError, match="bản Word của “Tờ trình của xã Thuận Hà”"):
        read(other, kind, body)
    with pytest.raises(ValidationError, match="không phải bản Word tải từ trang giấy tờ"):
        read(word.render(doc_of(kind, body)), kind, body)
    forged = word.compose(doc_of(kind, body)).bytes(properties={exchange.TICKET: signing.dumps({"format": 1})})
    with pytest.raises(ValidationError, match="không phải bản Word tải từ trang giấy tờ"):
        read(forged, kind, body)


# --- the document itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize("doc", [make_to_trinh(), make_bien_ban(), make_achievement(), make_quyet_dinh()])
def test_same_value_gives_the_same_bytes_without_a_clock(doc):
    data = word.render(doc)
    assert word.render(doc) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {member.date_time for member in package.infolist()} == {(2023, 1, 1, 0, 0, 0)}


def test_paper_has_the_margins_face_and_page_numbers_of_nd_30():
    opened = docx.Document(BytesIO(word.render(make_quyet_dinh(draft=True))))
    first, annex = opened.sections
    for section in (first, annex):
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 20]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert section.different_first_page_header_footer
    assert "PAGE" in first.header.paragraphs[0]._p.xml
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert first.first_page_header.paragraphs[0].text == "BẢN XEM TRƯỚC"
    normal = opened.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)


def test_word_says_what_the_printed_paper_says():
    read_back = " ".join(p.text for p in read_docx(word.render(make_quyet_dinh()), cells=True).paragraphs)
    for expected in ("QUYẾT ĐỊNH", "Điều 1. ", "H’Wễ Ktưỡng", "1.080.000 đồng", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert expected in read_back
    assert "./." in read_back


def test_number_not_given_leaves_room_for_the_pen():
    head = replace(make_to_trinh().head, number=DocumentNumber("TTr-UBND"))
    texts = [p.text for p in read_docx(word.render(make_to_trinh(head=head)), cells=True).paragraphs]
    assert any(text.startswith("Số:") and text.endswith("/TTr-UBND") for text in texts)


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([Block(("Chưa được khen thưởng trong phong trào thi đua này.",))], ""),
        ([Block(("2022", "Giấy khen", "12/QĐ", "UBND huyện"))], "2022; Giấy khen; 12/QĐ; UBND huyện"),
        ([Block(("", "Giấy khen năm 2020", "", ""))], "Giấy khen năm 2020"),
        ([Block(("2021; Giấy khen; 3/QĐ; UBND xã",))], "2021; Giấy khen; 3/QĐ; UBND xã"),
    ],
)
def test_prior_awards_typed_as_rows_or_lines(blocks, text):
    assert retyped("prior_awards", blocks, before="", one_line=False) == text

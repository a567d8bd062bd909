"""A paper out as Word and back: untouched it changes nothing, edited it changes exactly what was edited."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from awards import documents
from awards.enums import PaperKind
from awards.papers import exchange, printing, word
from awards.papers.fields import PAPER_FIELDS
from core.text import clean_lines
from core.word_check import read_docx
from core.word_parts import parts_in
from tests.awards.test_documents import make_achievement, make_bien_ban, make_to_trinh

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

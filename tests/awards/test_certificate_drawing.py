"""Giấy khen: what is drawn is what was decided, on every paper, for every length of name."""

import time
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from awards.certificates import (
    A3,
    A4,
    PRESETS,
    CertificateContent,
    Layout,
    Mode,
    compose,
    draw_certificates,
    draw_print_run,
)
from awards.certificates.layout import SIGNATURE_GAP
from awards.certificates.ornament import border
from core.boxes import MM_PER_POINT
from core.canvas import svg
from core.letterhead import Signer, signer_for_head
from core.text import clean

SAMPLE = CertificateContent(
    name="Nguyễn Thị Ẩn",
    salutation="Bà",
    position="Công chức Văn hóa - Xã hội, Ủy ban nhân dân xã Thuận Hạnh",
    achievement="Đã có thành tích xuất sắc trong phong trào thi đua “Chuyển đổi số giai đoạn 2023 - 2025, "
    "định hướng đến năm 2030” trên địa bàn huyện, năm 2023",
    authority="Chủ tịch Ủy ban nhân dân huyện Đắk Song",
    decision_number="08/QĐ-UBND",
    decided_on=date(2024, 1, 5),
    register_number="0012/2024",
    place="Đắk Song",
    signed_on=date(2024, 1, 5),
    signer=Signer("CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    verify_url="https://thidua.example/kiem-tra/4f1c9a7be2d04c55a1b2c3d4e5f60718/",
    verify_words="thidua.example/kiem-tra",
)
COLLECTIVE = replace(
    SAMPLE,
    name="Trung tâm Văn hóa, Thể thao và Truyền thông huyện Đắk Song",
    salutation="Tập thể",
    position="",
    signer=signer_for_head("Chủ tịch", "Phó Chủ tịch", "H’Wễ Ktưỡng"),
)
WORDS = "Trạm Khuyến nông và Dịch vụ nông nghiệp hữu cơ Đắk Song thuộc Trung tâm Hỗ trợ chuyển đổi số xã Thuận Hạnh"
NAMES = {5: "Vũ An", 60: WORDS[:60].strip().ljust(60, "x"), 120: (WORDS + " " + WORDS)[:119] + "g"}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_every_line_is_on_the_paper_and_can_be_copied():
    (pdf,) = draw_certificates([SAMPLE])
    read = text_of(pdf)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐẮK SONG",
        "TẶNG",
        "GIẤY KHEN",
        "Bà",
        "Nguyễn Thị Ẩn",
        SAMPLE.position,
        SAMPLE.achievement,
        "Quyết định số: 08/QĐ-UBND ngày 05 tháng 01 năm 2024",
        "Vào sổ khen thưởng số: 0012/2024",
        "Đắk Song, ngày 05 tháng 01 năm 2024",
        "CHỦ TỊCH",
        "Nguyễn Văn Mẫu",
        "Đối chiếu tại: thidua.example/kiem-tra",
    ):
        assert expected in read
    document = PdfReader(BytesIO(pdf))
    assert document.metadata.title == "Giấy khen: Nguyễn Thị Ẩn"
    assert all("/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"] for font in _fonts(document))


def _fonts(document: PdfReader):
    return [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("length", [5, 60, 120])
@pytest.mark.parametrize("item", [SAMPLE, COLLECTIVE], ids=["person", "collective"])
def test_names_of_any_length_are_whole_and_inside_the_frame(length, item):
    name = NAMES[length]
    assert len(name) == length
    (pdf,) = draw_certificates([replace(item, name=name)])
    assert text_of(pdf).count(name) == 1
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    text = page.get_textpage()
    frame = 18.6 * 72 / 25.4
    for number in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(number)
        if left == right:
            continue
        assert frame <= left and right <= width - frame
        assert frame <= bottom and top <= height - frame


official = st.text(
    alphabet="aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyỹỵẵễửAĐẴỄỬWM’'-,.“” 0123456789", min_size=1, max_size=120
)


@settings(max_examples=60, deadline=None)
@given(*[official.map(clean).filter(bool)] * 4, st.sampled_from(list(PRESETS.values())))
def test_no_field_leaves_its_box_whatever_is_written(name, position, achievement, authority, layout):
    item = replace(SAMPLE, name=name, position=position, achievement=achievement, authority=authority)
    for line in compose(item, layout).lines:
        assert line.x >= 18 * layout.scale
        assert line.x + line.width <= layout.width - 18 * layout.scale
        assert line.y <= layout.height - 18 * layout.scale
    assert "".join(line.text for line in compose(item, layout).lines).count("GIẤY KHEN") >= 1


@pytest.mark.parametrize("layout", PRESETS.values(), ids=PRESETS)
@pytest.mark.parametrize("item", [SAMPLE, COLLECTIVE], ids=["chairman", "deputy"])
def test_room_for_signature_and_seal(layout, item):
    lines = compose(item, layout).lines
    title = next(line for line in lines if line.text == item.signer.lines[-1])
    name = next(line for line in lines if line.text == item.signer.name)
    free = (name.y - 0.94 * name.size * MM_PER_POINT) - (title.y + 0.22 * title.size * MM_PER_POINT)
    assert free >= SIGNATURE_GAP


def test_motto_rule_is_exactly_as_long_as_the_motto():
    page = compose(SAMPLE, A4)
    motto = next(line for line in page.lines if line.text == SAMPLE.motto)
    (_, start, _), (_, end, _) = page.shapes[0].path
    assert (start, end) == (motto.x, motto.x + motto.width)


@pytest.mark.parametrize("layout", PRESETS.values(), ids=PRESETS)
def test_the_qr_is_read_back_from_the_printed_page(layout):
    (pdf,) = draw_certificates([SAMPLE], layout)
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [SAMPLE.verify_url]


def test_same_bytes_alone_in_a_batch_and_later():
    (alone,) = draw_certificates([SAMPLE])
    time.sleep(1.1)
    batch = draw_certificates([COLLECTIVE, SAMPLE, COLLECTIVE])
    assert batch[1] == alone
    assert batch[0] == batch[2] != alone
    assert draw_certificates([replace(SAMPLE, name="Nguyễn Thị Ân")]) != [alone]
    assert PdfReader(BytesIO(alone)).metadata.creation_date is None


def test_print_run_has_one_page_each_and_one_background():
    people = [replace(SAMPLE, name=f"Người Thử {number}") for number in range(1, 31)]
    run = draw_print_run(people)
    document = PdfReader(BytesIO(run))
    assert [f"Người Thử {number}" in page.extract_text() for number, page in enumerate(document.pages, 1)] == [
        True
    ] * 30
    backgrounds = {page["/Resources"]["/XObject"].raw_get("/Bg").idnum for page in document.pages}
    assert len(backgrounds) == 1
    assert len(run) < 12 * len(draw_certificates(people[:1])[0])


def test_overlay_paints_only_personal_words_moved_by_the_printer_offset():
    blank = Layout(297, 210, Mode.OVERLAY, shift_x=2, shift_y=-1.5)
    read = text_of(draw_certificates([SAMPLE], blank)[0])
    assert "Nguyễn Thị Ẩn" in read and "0012/2024" in read
    assert "CỘNG HÒA" not in read and "GIẤY KHEN" not in read
    assert len(compose(SAMPLE, blank).shapes) == 2  # the QR and its white ground; no border, no rule
    full = next(line for line in compose(SAMPLE, A4).lines if line.text == SAMPLE.name)
    moved = next(line for line in compose(SAMPLE, blank).lines if line.text == SAMPLE.name)
    assert (moved.x - full.x, moved.y - full.y) == (pytest.approx(2), pytest.approx(-1.5))


def test_a_draft_says_so_and_an_issued_one_does_not():
    draft = Layout(297, 210, Mode.DRAFT)
    assert "BẢN XEM TRƯỚC" in text_of(draw_certificates([SAMPLE], draft)[0])
    assert "BẢN XEM TRƯỚC" not in text_of(draw_certificates([SAMPLE])[0])


def test_papers_too_small_for_a_signature_are_refused():
    with pytest.raises(ValueError, match="297 × 210"):
        Layout(210, 148)


def test_page_size_is_true_to_the_millimetre():
    page = pypdfium2.PdfDocument(draw_certificates([SAMPLE], A3)[0])[0]
    assert [round(side * 25.4 / 72, 1) for side in page.get_size()] == [420, 297]


def test_the_border_is_the_same_drawing_on_screen():
    drawn = svg(border(297, 210), 297, 210)
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210">')
    assert drawn.count("<path") == len(border(297, 210))

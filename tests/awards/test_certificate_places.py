"""Fields on pre-printed blanks: places in mm, what is refused, the calibration sheet, long and short names, the emblem."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from awards.certificates import A4, PRESETS, Layout, Mode, compose, draw_certificates, draw_print_run
from awards.certificates.layout import Place
from awards.certificates.places import LABELS, design_places, faults, read_places, written
from awards.certificates.trial import (
    LONG_GROUP,
    LONG_PERSON,
    broken_words,
    crowded,
    draw_calibration,
    draw_sample,
    samples,
)
from core.raster import MOST_PIXELS, raster
from tests.awards.test_certificate_drawing import COLLECTIVE, SAMPLE, text_of

MM = 72 / 25.4
BLANKS = {name: Layout(one.width, one.height, Mode.OVERLAY) for name, one in PRESETS.items()}


def placed(layout: Layout, **changes: Place) -> Layout:
    return replace(layout, places=tuple((design_places(layout) | changes).items()))


@pytest.mark.parametrize("name", BLANKS)
def test_the_places_of_the_design_are_good_and_print_the_same_words(name):
    layout = BLANKS[name]
    places = design_places(layout)
    assert set(places) == set(LABELS)
    assert faults(places, layout) == {}
    assert read_places(written(places), layout) == places
    here, there = compose(SAMPLE, layout), compose(SAMPLE, placed(layout))
    assert [line.text for line in here.lines] == [line.text for line in there.lines]


@pytest.mark.parametrize("layout", BLANKS.values(), ids=BLANKS)
def test_the_qr_on_a_blank_is_read_back(layout):
    (pdf,) = draw_certificates([SAMPLE], placed(replace(layout, shift_x=1.5, shift_y=-2)))
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [SAMPLE.verify_url]


def test_a_field_is_printed_where_the_office_puts_it():
    box = Place(20, 30, 100, 12, 18, "left")
    layout = placed(replace(BLANKS["A3"], shift_x=-3, shift_y=2), name=box)
    (line,) = (line for line in compose(SAMPLE, layout).lines if line.text == SAMPLE.name)
    assert line.x == pytest.approx(17) and 32 < line.y < 44 and line.size <= 18
    page = pypdfium2.PdfDocument(draw_certificates([SAMPLE], layout)[0])[0].get_textpage()
    left, _, _, _ = page.get_charbox(page.get_text_range().index(SAMPLE.name[0] + SAMPLE.name[1:4]))
    assert left / MM == pytest.approx(17, abs=0.6)


def test_a_field_that_is_not_shown_is_not_printed():
    hidden = {name: replace(place, shown=False) for name, place in design_places(BLANKS["A4"]).items()}
    layout = placed(BLANKS["A4"], qr=hidden["qr"], place_date=hidden["place_date"])
    read = text_of(draw_certificates([SAMPLE], layout)[0])
    assert "Đắk Song, ngày" not in read and SAMPLE.name in read
    assert compose(SAMPLE, layout).shapes == ()


@pytest.mark.parametrize(
    ("field", "change", "words"),
    [
        ("name", {"x": 300.0}, "ra ngoài tờ giấy 297 × 210 mm"),
        ("name", {"x": 31.0, "width": 265.5}, "ra ngoài"),  # inside, but for the shift of the printer
        ("position", {"y": 205.0}, "ra ngoài"),
        ("register", {"height": 1.0}, "cao từ 4 mm"),
        ("decision", {"size": 2.0}, "Cỡ chữ từ 6"),
        ("qr", {"width": 12.0, "height": 12.0}, "rộng từ 18 mm"),
        ("name", {"shown": False}, "luôn phải in"),
    ],
)
def test_bad_places_are_told_by_field(field, change, words):
    layout = replace(BLANKS["A4"], shift_x=1.0)
    places = design_places(layout)
    assert faults(places, layout) == {}
    wrong = faults(places | {field: replace(places[field], **change)}, layout)
    assert set(wrong) == {field} and words in wrong[field]


def test_a_place_that_is_not_shown_may_be_anywhere():
    layout = BLANKS["A4"]
    away = replace(design_places(layout)["verify"], x=900.0, shown=False)
    assert faults(design_places(layout) | {"verify": away}, layout) == {}


# --- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [*PRESETS.values(), *BLANKS.values()], ids=str)
def test_short_and_long_names_are_whole_and_readable(layout):
    assert len(LONG_PERSON) > 60 and len(LONG_GROUP) > 60
    for item in (*samples(), replace(SAMPLE, name="Vũ An"), replace(COLLECTIVE, name="Tổ 1")):
        assert crowded(item, layout) == [] and broken_words(item, layout) == []
        lines = [line.text for line in compose(item, layout).lines]
        assert item.name in " ".join(lines)


def test_two_lines_of_a_name_are_a_pair():
    layout = placed(BLANKS["A4"], name=Place(60, 86, 150, 18, 32))
    lines = [line for line in compose(replace(SAMPLE, name=LONG_PERSON), layout).lines if line.text in LONG_PERSON]
    assert len(lines) == 2
    assert min(line.width for line in lines) > 0.7 * max(line.width for line in lines)


def test_words_too_small_or_broken_are_told():
    narrow = placed(BLANKS["A4"], name=Place(60, 86, 40, 5, 20))
    assert [name for name, _ in crowded(replace(SAMPLE, name=LONG_PERSON), narrow)] == ["name"]
    assert broken_words(replace(SAMPLE, name="x" * 150), A4) == ["name"]
    assert broken_words(replace(SAMPLE, name="Nguyễn Văn Mẫu " * 8), A4) == []


# --- sheets for the printer's table --------------------------------------------------------


@pytest.mark.parametrize("name", BLANKS)
def test_the_calibration_sheet_names_every_box_and_counts_the_paper(name):
    layout = BLANKS[name]
    data = draw_calibration(layout, "Phôi thử")
    assert data == draw_calibration(layout, "Phôi thử")
    page = pypdfium2.PdfDocument(data)[0]
    assert [round(side / MM) for side in page.get_size()] == [layout.width, layout.height]
    read = text_of(data)
    assert all(label in read for label in LABELS.values())
    assert all(str(number) in read.split() for number in range(50, int(layout.width), 50))


def test_the_crosses_stand_at_full_centimetres_of_the_paper():
    dark = pypdfium2.PdfDocument(draw_calibration(A4, "x"))[0].render(scale=10 / MM).to_pil().convert("L")
    for x, y in ((10, 10), (150, 50), (250, 60), (280, 190)):
        around = [dark.getpixel((x * 10 + dx, y * 10)) for dx in range(-3, 4)]
        assert min(around) < 200, (x, y)
    assert min(dark.getpixel((15 * 10 + dx, 15 * 10)) for dx in range(-3, 4)) > 230


def test_a_sample_says_that_it_is_none():
    for layout in (A4, BLANKS["A3"]):
        read = text_of(draw_sample(layout))
        assert read.count("BẢN XEM TRƯỚC") == 2 and "0000/2023" in read
        assert LONG_PERSON in read and LONG_GROUP in read
    assert "BẢN XEM TRƯỚC" not in text_of(draw_certificates([SAMPLE], BLANKS["A3"])[0])


# --- emblem --------------------------------------------------------------------------------


def disc(side: int = 600) -> bytes:
    picture, out = Image.new("RGBA", (side, side)), BytesIO()
    ImageDraw.Draw(picture).ellipse((2, 2, side - 2, side - 2), fill=(200, 20, 30, 255))
    picture.save(out, "PNG")
    return out.getvalue()


def test_the_emblem_is_kept_once_and_painted_on_every_page():
    layout = replace(A4, emblem=raster(disc()))
    assert layout.emblem.width == MOST_PIXELS
    run = draw_print_run([replace(SAMPLE, name=f"Người Thử {n}") for n in range(20)], layout)
    assert run == draw_print_run([replace(SAMPLE, name=f"Người Thử {n}") for n in range(20)], layout)
    pages = PdfReader(BytesIO(run)).pages
    assert len({page["/Resources"]["/XObject"].raw_get("/Em").idnum for page in pages}) == 1
    picture = pypdfium2.PdfDocument(run)[3].render(scale=2).to_pil()
    red, green, _ = picture.getpixel((round(148.5 * MM * 2), round(16.5 * MM * 2)))[:3]
    assert red > 180 and green < 60


def test_a_blank_has_its_emblem_already():
    with_emblem = replace(BLANKS["A4"], emblem=raster(disc()))
    assert draw_certificates([SAMPLE], with_emblem) == draw_certificates([SAMPLE], BLANKS["A4"])

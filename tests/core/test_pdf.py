"""The PDF door: Vietnamese comes out whole, nothing comes in from outside, bytes are the same every day."""

import socket
import time
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core import pdf
from core.text import clean

ALL_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def page(body: str) -> str:
    return f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Thử</title></head><body>{body}</body></html>"


def test_every_vietnamese_letter_is_read_back_in_every_style():
    words = " ".join((ALL_LETTERS + ALL_LETTERS.upper())[start : start + 12] for start in range(0, 134, 12))
    styles = f"<p>{words}</p><p><b>{words}</b></p><p><i>{words}</i></p><p><b><i>{words}</i></b></p>"
    data = pdf.render_html(page(styles))
    assert text_of(data) == " ".join([words] * 4)
    fonts = {font["/BaseFont"] for font in _fonts(data)}
    assert {name.split("+")[1] for name in fonts} == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def _fonts(data: bytes):
    reader = PdfReader(BytesIO(data))
    return [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]


def test_same_bytes_a_second_later_and_no_date_inside():
    html = page("<p>Nguyễn Thị Ẩn</p>")
    first = pdf.render_html(html)
    time.sleep(1.1)
    assert pdf.render_html(html) == first
    assert pdf.render_html(page("<p>Nguyễn Thị Ân</p>")) != first
    metadata = PdfReader(BytesIO(first)).metadata
    assert metadata.title == "Thử"
    assert metadata.creation_date is None


def test_papers_can_be_read_aloud():
    root = PdfReader(BytesIO(pdf.render_html(page("<h1>Đề mục</h1><p>Lời</p>")))).trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root and root["/ViewerPreferences"]["/DisplayDocTitle"]


CANARY = "khong-duoc-lo-ra-ngoai-7391"
PROBES = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>p {{ background: url("{url}") }}</style><p>x</p>',
    '<style>@font-face {{ font-family: A; src: url("{url}") }} p {{ font-family: A }}</style><p>x</p>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
)


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("kind", ["file", "http", "metadata", "relative", "asset-escape", "data"])
def test_nothing_is_fetched(probe, kind, tmp_path, monkeypatch):
    secret = tmp_path / "secret.css"
    secret.write_text(f'p::before {{ content: "{CANARY}" }}', "utf-8")
    opened = []
    monkeypatch.setattr(socket.socket, "connect", lambda *arguments: opened.append(arguments))
    url = {
        "file": secret.as_uri(),
        "http": "http://127.0.0.1:9/x",
        "metadata": "http://169.254.169.254/latest/meta-data/",
        "relative": "../../etc/passwd",
        "asset-escape": "asset:../pdf.py",
        "data": "data:text/css,p{}",
    }[kind]
    try:
        data = pdf.render_html(page("<p>chữ</p>" + probe.format(url=url)))
    except pdf.ForbiddenResource as refusal:
        assert "Không được lấy tài nguyên ngoài" in str(refusal)
    else:  # the element does nothing in a PDF, so nobody asked for its address
        assert CANARY not in text_of(data)
        assert not PdfReader(BytesIO(data)).attachments
        assert b"EmbeddedFile" not in data
    assert not opened


def test_the_fetcher_would_have_been_needed(tmp_path):
    """The same probe with a package address is served, so the refusals above are not silence."""
    picture = '<img src="asset:fonts/Tinos-Regular.ttf">'
    assert pdf.render_html(page(picture)).startswith(b"%PDF")
    with pytest.raises(pdf.ForbiddenResource):
        pdf.render_html(page(f'<img src="{(tmp_path / "x.png").as_uri()}">'))


HOSTILE = ["<style>@page{size:1mm}</style>", "<img src=file:///etc/passwd>", "{{ SECRET_KEY }}", "a\u202eb", "&amp;<b>"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_printed_as_text(name):
    from django.template import engines

    template = engines["django"].from_string(page("<p>{{ name }}</p>"))
    shown = clean(name)
    assert text_of(pdf.render_html(template.render({"name": shown}))) == shown


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=40).map(clean))
def test_any_clean_text_makes_a_paper(value):
    from django.utils.html import escape

    data = pdf.render_html(page(f"<p>{escape(value)}</p>"))
    assert len(PdfReader(BytesIO(data)).pages) == 1


def test_page_numbers_stand_in_the_top_margin_from_the_second_page_on():
    paragraph = "<p>" + "Thi đua là yêu nước. " * 60 + "</p>"
    annex = f'<div class="annex">{paragraph * 6}</div>'
    document = pypdfium2.PdfDocument(pdf.render_html(page(paragraph * 6 + annex)))
    tops = [_top_margin_text(sheet) for sheet in document]
    middle = len(tops) // 2
    assert tops[0] == "" and tops[1] == "2"
    assert tops[middle] == "" and tops[middle + 1] == "2"


def _top_margin_text(sheet) -> str:
    width, height = sheet.get_size()
    return sheet.get_textpage().get_text_bounded(0, height - 20 / 25.4 * 72, width, height).strip()


def test_signature_takes_lines_of_text_along():
    """Whatever the length of the text, the last page never holds the signature alone."""
    signature = (
        '<table class="signature"><tr><td><div class="who">CHỦ TỊCH</div><div class="name">Tên</div></td></tr></table>'
    )
    for count in range(24, 44, 3):
        words = "".join(f"<p>Đoạn văn {number}: " + "thi đua " * 25 + "</p>" for number in range(count // 3))
        last = PdfReader(BytesIO(pdf.render_html(page(words + signature)))).pages[-1].extract_text()
        lines = [line for line in last.splitlines() if "thi đua" in line]
        assert "CHỦ TỊCH" in last
        assert len(lines) >= 2, count


def test_fonts_carry_their_licence():
    folder = Path(pdf.ASSETS) / "fonts"
    assert {path.name for path in folder.iterdir()} == {*pdf.FONTS, "OFL.txt", "VERSION"}
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")

"""Word out: an A4 document in the office's face, with parts that may be edited and properties that a reader finds again."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core.office import plain_text

__all__ = ["BODY", "FACE", "HINT", "WordFile", "WordPaper", "set_face", "shown"]

FACE = "Times New Roman"
BODY, HINT = "Nội dung báo cáo", "Gợi ý của cổng"
SOFT = RGBColor(0x4A, 0x55, 0x60)
_PROPERTY_LENGTH = 240  # Word shows and keeps 255
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties'
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_PROPERTY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
    "<vt:lpwstr>{text}</vt:lpwstr></property>"
)


class WordFile:
    """A document being written from top to bottom; the same calls give the same bytes on any day."""

    def __init__(self, *, title: str, author: str) -> None:
        self._document = Document()
        core = self._document.core_properties
        core.title, core.author, core.language = shown(title)[:255], shown(author)[:255], "vi-VN"
        core.comments = core.last_modified_by = ""
        core.created = core.modified = datetime(2023, 1, 1)  # no clock in the bytes
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin = page.bottom_margin = page.right_margin = Mm(20)
        page.left_margin = Mm(30)
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "vi-VN")  # else Word underlines every word as misspelt English
        self._controls = 0
        package = self._document.part.package
        for key in [key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            del package.rels[key]  # the picture of another document

    def _control(self, content: Iterable[Any], *, tag: str, title: str, locked: bool = False) -> Any:
        """A box that cannot be deleted around `content`; what stands in it can be edited, unless `locked`."""
        self._controls += 1
        control, properties, inside = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
        for name, value in (
            ("w:alias", title[:60]),
            ("w:tag", tag),
            ("w:id", str(1000 + self._controls)),
            ("w:lock", "sdtContentLocked" if locked else "sdtLocked"),
        ):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            properties.append(element)
        control.extend([properties, inside])
        inside.extend(content)
        return control

    def bytes(self, *, properties: dict[str, str] | None = None) -> bytes:
        """`properties`: long texts are cut into numbered pieces."""
        if properties:
            blob = _PROPERTIES.format("".join(_pieces(properties))).encode()
            package = self._document.part.package
            part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, blob, package)
            package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        file = BytesIO()
        self._document.save(file)
        return _without_times(file)


def _without_times(file: BytesIO) -> bytes:
    """The same package; its members no longer say when they were packed."""
    out = BytesIO()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for member in packed.infolist():
            fresh.writestr(
                zipfile.ZipInfo(member.filename, (2023, 1, 1, 0, 0, 0)), packed.read(member), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


class WordPaper(WordFile):
    """Texts under headings, each in a box to write in: the narrative part of a report."""

    def __init__(self, *, title: str, author: str) -> None:
        super().__init__(title=title, author=author)
        styles = self._document.styles
        set_face(styles["Normal"], 13)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        set_face(styles["Heading 2"], 13, bold=True)
        styles["Heading 2"].paragraph_format.space_before = Pt(18)
        hint = styles.add_style(HINT, WD_STYLE_TYPE.PARAGRAPH)
        hint.base_style = styles["Normal"]
        set_face(hint, 11, italic=True, color=SOFT)
        body = styles.add_style(BODY, WD_STYLE_TYPE.PARAGRAPH)
        body.base_style = styles["Normal"]
        set_face(body, 13)
        body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        body.paragraph_format.line_spacing = 1.15
        _box(body)
        self._body = body.style_id

    def title(self, text: str, *, size: int = 14, bold: bool = True) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(shown(text))
        run.bold, run.font.size = bold, Pt(size)

    def hint(self, text: str) -> None:
        self._document.add_paragraph(shown(text), style=HINT)

    def heading(self, text: str, mark: str) -> None:
        """A heading with the mark by which the part is found again."""
        heading = self._document.add_paragraph(shown(text) + " ", style="Heading 2")
        run = heading.add_run(f"[{mark}]")
        run.bold, run.font.size, run.font.color.rgb = False, Pt(10), SOFT

    def part(self, text: str, *, tag: str, title: str, locked: bool = False) -> None:
        """A box that cannot be deleted; what stands in it can be edited, unless `locked`."""
        content = []
        for line in shown(text).split("\n"):
            paragraph = OxmlElement("w:p")
            paragraph.style = self._body  # by its id: looking a style up by name is slow
            if line:
                paragraph.add_r().text = line
            content.append(paragraph)
        control = self._control(content, tag=tag, title=title, locked=locked)
        self._document.element.body.insert(len(self._document.element.body) - 1, control)  # before the page's settings


def _pieces(properties: dict[str, str]) -> list[str]:
    cut = [
        (f"{name}.{place // _PROPERTY_LENGTH + 1}", text[place : place + _PROPERTY_LENGTH])
        for name, text in properties.items()
        for place in range(0, len(text), _PROPERTY_LENGTH)
    ]
    return [_PROPERTY.format(pid=pid, name=escape(name), text=escape(text)) for pid, (name, text) in enumerate(cut, 2)]


def shown(text: str) -> str:
    """What a document can hold of a text."""
    return plain_text(text).replace("\r", "")


def set_face(style, size: float, *, bold: bool = False, italic: bool = False, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, italic
    style.font.color.rgb = color or RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FACE)


def _box(style) -> None:
    """A thin frame, so that an empty part is seen too."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "6"), ("color", "9AA5B1")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")

"""The looks of an official paper in Word: its paragraph styles and its tables, as Nghị định 30/2020 sizes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.word import set_face

TWIPS_PER_MM = 1440 / 25.4
INDENT = 12.7  # mm, the first line of a paragraph
CELL_SIDES = 1.2  # mm between a cell's frame and its text


@dataclass(frozen=True)
class Look:
    """A paragraph style; `before` and `after` in points, `first` is the first line's indent in mm."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = ALIGN.JUSTIFY
    first: float = 0
    before: float = 0
    after: float = 6
    keep: bool = False


TEXT = Look("Lời văn", first=INDENT)
FLUSH = Look("Lời văn không thụt")
BASE = Look("Căn cứ ban hành", italic=True, first=INDENT)
SECTION = Look("Đề mục", bold=True, first=INDENT, before=6, keep=True)
CENTRE = Look("Giữa dòng", align=ALIGN.CENTER, after=10)
PARENT = Look("Cơ quan chủ quản", size=12, align=ALIGN.CENTER, after=0)
ORGAN = Look("Cơ quan ban hành", size=12, bold=True, align=ALIGN.CENTER, after=0)
MOTTO = Look("Tiêu ngữ", size=13, bold=True, align=ALIGN.CENTER, after=0)
NUMBER = Look("Số, ký hiệu", size=13, align=ALIGN.CENTER, before=7, after=0)
PLACE = Look("Địa danh, ngày", size=13.5, italic=True, align=ALIGN.CENTER, before=7, after=0)
TITLE = Look("Tên văn bản", bold=True, align=ALIGN.CENTER, after=0, keep=True)
REFERENCE = Look("Dòng kèm theo", italic=True, align=ALIGN.CENTER, after=4, keep=True)
AUTHORITY = Look("Thẩm quyền ban hành", bold=True, align=ALIGN.CENTER, before=4, after=8, keep=True)
RULE = Look("Đường kẻ", size=2, align=ALIGN.CENTER, before=2, after=0)
AFTER_TABLE = Look("Sau bảng", size=2, align=ALIGN.CENTER, after=6)
HEAD_CELL = Look("Đầu bảng", size=12, bold=True, align=ALIGN.CENTER, after=0)
CELL = Look("Ô bảng", size=12, align=ALIGN.LEFT, after=0)
SMALL_HEAD = Look("Đầu bảng nhỏ", size=11, bold=True, align=ALIGN.CENTER, after=0)
SMALL_CELL = Look("Ô bảng nhỏ", size=11, align=ALIGN.LEFT, after=0)
SIGNER = Look("Người ký", bold=True, align=ALIGN.CENTER, after=0, keep=True)
SIGN_NOTE = Look("Ghi chú người ký", size=12, italic=True, align=ALIGN.CENTER, after=0, keep=True)
SIGN_NAME = Look("Họ tên người ký", bold=True, align=ALIGN.CENTER, before=74, after=0)
TO_LABEL = Look("Nơi nhận", size=12, bold=True, italic=True, align=ALIGN.LEFT, after=0, keep=True)
TO_LINE = Look("Danh sách nơi nhận", size=11, align=ALIGN.LEFT, after=0)


KEPT = {"Normal", "header", "Default Paragraph Font", "Normal Table", "No List"}


class Styles:
    """The styles of one document: made when first asked for, found by name without looking through the file again."""

    def __init__(self, document: Any) -> None:
        self._styles, self._ids = document.styles, dict[str, str]()
        for style in list(self._styles.element.findall(qn("w:style"))):
            if style.name_val not in KEPT:  # a hundred and sixty that no paper of ours uses
                self._styles.element.remove(style)
        set_face(self._styles["Normal"], 14)

    def of(self, look: Look) -> str:
        """The id of the style."""
        if look.name not in self._ids:
            style = self._styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.quick_style = self._styles["Normal"], True
            set_face(style, look.size, bold=look.bold, italic=look.italic)
            shape = style.paragraph_format
            shape.alignment, shape.keep_with_next = look.align, look.keep
            shape.first_line_indent = Mm(look.first)
            shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
            shape.line_spacing = 1.08 if look.size >= 13.5 else 1.0
            shape.widow_control = True
            self._ids[look.name] = style.style_id
        return self._ids[look.name]

    def named(self, name: str, look: Look) -> str:
        """A style of another name that looks the same: Word keeps the name of a style, whatever is typed in it."""
        if name not in self._ids:
            self.of(look)
            style = self._styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = self._styles[look.name]
            self._ids[name] = style.style_id
        return self._ids[name]


def paragraph(style_id: str, pieces: Iterable[tuple[str, bool | None]], *, align: Any = None) -> Any:
    """`pieces`: text and whether it is bold (None: as the style says); a line break in a text stays."""
    made = OxmlElement("w:p")
    made.style = style_id
    if align is not None:
        made.alignment = align
    for text, bold in pieces:
        if text:
            run = made.add_r()
            run.text = text
            if bold is not None:
                run.get_or_add_rPr()._set_bool_val("b", bold)
    return made


def table(widths: Sequence[float], *, framed: bool) -> Any:
    """An empty table of fixed columns in mm."""
    made, properties, grid = (OxmlElement(name) for name in ("w:tbl", "w:tblPr", "w:tblGrid"))
    properties.append(_element("w:tblW", w=_twips(sum(widths)), type="dxa"))
    if framed:
        properties.append(
            _element("w:tblInd", w=_twips(CELL_SIDES), type="dxa")
        )  # the frame, not the text, at the margin
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
        properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    sides = OxmlElement("w:tblCellMar")
    for side, gap in (("top", 0.7), ("left", CELL_SIDES), ("bottom", 0.7), ("right", CELL_SIDES)):
        sides.append(_element(f"w:{side}", w=_twips(gap if framed else 0), type="dxa"))
    properties.append(sides)
    for width in widths:
        grid.append(_element("w:gridCol", w=_twips(width)))
    made.extend([properties, grid])
    return made


def row(cells: Sequence[Sequence[Any]], widths: Sequence[float], *, head: bool = False) -> Any:
    """A row that is never cut over two pages; `head` repeats on every page. Each cell is its paragraphs."""
    made, properties = OxmlElement("w:tr"), OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    made.append(properties)
    for content, width in zip(cells, widths, strict=True):
        cell, shape = OxmlElement("w:tc"), OxmlElement("w:tcPr")
        shape.append(_element("w:tcW", w=_twips(width), type="dxa"))
        if head:
            shape.append(_element("w:vAlign", val="center"))
        cell.append(shape)
        cell.extend(content)
        made.append(cell)
    return made


def with_rule(made: Any, side: str, *, left: float, right: float) -> Any:
    """A line above or below a paragraph, drawn in by these mm on both sides."""
    properties = made.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    borders.append(_element(f"w:{side}", val="single", sz="6", space="1", color="000000"))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.ind_left, properties.ind_right = Mm(left), Mm(right)
    return made


def _twips(width: float) -> str:
    return str(round(width * TWIPS_PER_MM))


def _element(name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made

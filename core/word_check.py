"""An uploaded Word document as plain paragraphs: checked first, tracked changes taken as accepted, pictures left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from defusedxml import ElementTree

from core import package

MAX_BYTES = 10 * 1024 * 1024
LIMITS = package.Limits(members=400, unpacked=10 * 1024 * 1024, ratio=150)
MAX_CHARACTERS, MAX_DEPTH = 1_000_000, 60
MAX_PARAGRAPHS, MAX_ELEMENTS, MAX_TABLES_IN_TABLES = 20_000, 200_000, 5
_READ = ("word/document.xml", "word/styles.xml", "docprops/custom.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {_W + name for name in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "instrText")}
_PICTURES = {_W + "drawing", _W + "pict", _W + "object"}
_TEXTS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


class UnreadableDocument(ValueError):  # noqa: N818 - the name says what was met
    """The sentence for the person who uploaded it."""


@dataclass(frozen=True)
class Paragraph:
    """`style` is its name, `tag` that of the content control around it, `listed` whether Word numbers or bullets it.

    `place`: table, row and cell from 0, when the cells were asked for.
    """

    text: str
    style: str = ""
    tag: str = ""
    listed: bool = False
    place: tuple[int, int, int] | None = None


@dataclass
class WordText:
    paragraphs: list[Paragraph] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    tables: int = 0


def read_docx(data: bytes, *, cells: bool = False) -> WordText:
    """`cells`: the paragraphs of each cell by themselves; else a row of a table becomes one line.

    Raises UnreadableDocument with a sentence for whatever is not a plain document.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("Tệp lớn hơn 10 MB. Bỏ bớt hình trong tệp rồi tải lại.")
    try:
        parts = {name.lower(): content for name, content in package.parts(data, LIMITS)}
    except package.UnsafePackage as fault:
        raise UnreadableDocument(str(fault)) from fault
    except package.NotAPackage as fault:
        raise UnreadableDocument("Không mở được tệp. Tệp bị hỏng hoặc không phải văn bản Word .docx.") from fault
    if "word/document.xml" not in parts:
        raise UnreadableDocument("Tệp không phải văn bản Word .docx. Mở bằng Word và lưu lại với định dạng .docx.")
    try:
        scan = _Scan()
        for name in _READ:
            scan.read(parts.get(name, b""))
        styles = _style_names(parts.get("word/styles.xml"))
        body = ElementTree.fromstring(parts["word/document.xml"]).find(_W + "body")
        found = WordText(properties=_properties(parts.get("docprops/custom.xml")))
        if body is not None:
            _Walk(styles, found, cells=cells).blocks(body, tag="", depth=0)
    except UnreadableDocument:
        raise
    except Exception as fault:  # XML of a damaged or hostile file raises many kinds; all mean the same here
        raise UnreadableDocument("Không đọc được văn bản. Mở bằng Word, lưu lại dạng .docx rồi tải lại.") from fault
    return found


class _Scan:
    """Walks the parts once before a tree is built, and stops at the first element beyond the limits."""

    def __init__(self) -> None:
        self.elements = self.paragraphs = 0
        self.within = dict.fromkeys(("tbl", "tr", "tc"), 0)

    def read(self, content: bytes) -> None:
        if not content:
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.Parse(content, True)

    def _start(self, name: str, _attributes: dict) -> None:
        name = name.rpartition(":")[2]
        self.elements += 1
        self.paragraphs += name == "p"
        if name in self.within:
            self.within[name] += 1
        if self.paragraphs > MAX_PARAGRAPHS or self.elements > MAX_ELEMENTS:
            raise UnreadableDocument("Văn bản có quá nhiều đoạn. Chỉ giữ phần lời của báo cáo rồi tải lại.")
        # the words of each row and cell are read again by every row and cell around it
        if max(self.within.values()) > MAX_TABLES_IN_TABLES:
            raise UnreadableDocument("Văn bản có bảng lồng quá nhiều lớp. Chép nội dung ra ngoài bảng rồi tải lại.")

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in self.within:
            self.within[name] -= 1


def _style_names(content: bytes | None) -> dict[str, str]:
    """Programs may rename the ids of styles; their names stay."""
    if content is None:
        return {}
    names = {}
    for style in ElementTree.fromstring(content).iter(_W + "style"):
        name = style.find(_W + "name")
        names[style.get(_W + "styleId", "")] = name.get(_W + "val", "") if name is not None else ""
    return names


def _properties(content: bytes | None) -> dict[str, str]:
    """Custom properties; numbered pieces of one text are joined again."""
    if content is None:
        return {}
    pieces: dict[str, list[tuple[int, str]]] = {}
    for element in ElementTree.fromstring(content):
        name, _, number = element.get("name", "").rpartition(".")
        if name and number.isascii() and number.isdigit() and len(number) < 6:
            pieces.setdefault(name, []).append((int(number), "".join(element.itertext())))
    return {name: "".join(text for _, text in sorted(found)) for name, found in pieces.items()}


def _unboxed(parent: Any, name: str, tag: str) -> Iterator[tuple[Any, str]]:
    """The rows of a table or the cells of a row, those in a content control too, each with the tag around it."""
    for element in parent:
        if element.tag == _W + name:
            yield element, tag
        elif element.tag == _W + "sdt":
            own, content = element.find(f"{_W}sdtPr/{_W}tag"), element.find(_W + "sdtContent")
            if content is not None:
                yield from _unboxed(content, name, (own.get(_W + "val", "") if own is not None else "") or tag)
        elif element.tag not in _SKIPPED and not element.tag.endswith("Pr"):
            yield from _unboxed(element, name, tag)


class _Walk:
    """Goes through the blocks of a document in reading order."""

    def __init__(self, styles: dict[str, str], found: WordText, *, cells: bool) -> None:
        self.styles, self.found, self.characters = styles, found, 0
        self.cells, self.place = cells, None

    def blocks(self, parent: Any, *, tag: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableDocument("Văn bản lồng nhau quá nhiều lớp. Chép nội dung sang một tệp mới rồi tải lại.")
        for element in parent:
            if element.tag == _W + "p":
                self._paragraph(element, tag)
            elif element.tag == _W + "tbl" and self.cells and self.place is None:
                self._table_by_cells(element, tag, depth)
            elif element.tag == _W + "tbl":
                self._table(element, tag)
            elif element.tag == _W + "sdt":
                own = element.find(f"{_W}sdtPr/{_W}tag")
                content = element.find(_W + "sdtContent")
                if content is not None:
                    inner = own.get(_W + "val", "") if own is not None else ""
                    self.blocks(content, tag=inner or tag, depth=depth + 1)
            elif element.tag not in _SKIPPED and element.tag != _W + "sectPr":
                self.blocks(element, tag=tag, depth=depth + 1)  # w:ins, w:customXml and the like

    def _paragraph(self, element: Any, tag: str) -> None:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        listed = element.find(f"{_W}pPr/{_W}numPr") is not None
        inner = element.find(f".//{_W}sdt/{_W}sdtPr/{_W}tag")  # some programs move a control into its paragraph
        tag = tag or (inner.get(_W + "val", "") if inner is not None else "")
        text = "".join(self._counted(element))
        name = self.styles.get(style.get(_W + "val", ""), "") if style is not None else ""
        self.found.paragraphs.append(Paragraph(text, name, tag, listed, self.place))

    def _table(self, element: Any, tag: str) -> None:
        """Rows become lines, so that no word is lost."""
        self.found.tables += 1
        for row in element.iter(_W + "tr"):
            cells = [" ".join("".join(self._counted(cell)).split()) for cell in row.iter(_W + "tc")]
            text = " | ".join(cell for cell in cells if cell)
            self.found.paragraphs.append(Paragraph(text, "", tag, place=self.place))

    def _table_by_cells(self, element: Any, tag: str, depth: int) -> None:
        number = self.found.tables
        self.found.tables += 1
        for row, (line, row_tag) in enumerate(_unboxed(element, "tr", tag)):
            for place, (cell, cell_tag) in enumerate(_unboxed(line, "tc", row_tag)):
                self.place = (number, row, place)
                self.blocks(cell, tag=cell_tag, depth=depth + 1)
        self.place = None

    def _counted(self, element: Any) -> Iterator[str]:
        """Counts before anything is joined."""
        for text in self._texts(element):
            self.characters += len(text)
            if self.characters > MAX_CHARACTERS:
                raise UnreadableDocument("Văn bản quá dài. Chỉ giữ phần lời của báo cáo rồi tải lại.")
            yield text

    def _texts(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _PICTURES:
                self.found.pictures += 1
            elif child.tag == _W + "t":
                yield child.text or ""
            elif child.tag in _TEXTS:
                yield _TEXTS[child.tag]
            elif child.tag not in _SKIPPED and not child.tag.endswith("}Fallback"):
                yield from self._texts(child)
                if child.tag == _W + "p":
                    yield " "

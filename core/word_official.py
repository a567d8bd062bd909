"""An official paper (Nghị định 30/2020) as Word: letterhead, title, paragraphs, tables, signatures, annexes.

A part that may be edited stands in a content control with its key as tag, and in a paragraph style of its own: Word keeps
the control, programs that drop it keep the style, so the text is found again either way (core/word_parts.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core import boxes, letterhead, text
from core import word_looks as looks
from core.fonts import Face, metrics
from core.letterhead import Letterhead, Signer
from core.word import WordFile, shown
from core.word_looks import Look
from core.word_parts import style_name

DRAFT = "BẢN XEM TRƯỚC"
_LEFT_HALF = 0.41  # of the width: the issuer's column of the letterhead
_TITLE_MARGIN = 11  # mm on each side of a title, as the printed page balances it
_ALIGNS = {"left": ALIGN.LEFT, "mid": ALIGN.CENTER, "num": ALIGN.RIGHT}


@dataclass(frozen=True)
class Grid:
    """A table: columns in mm (None takes what is left), their heads, `kinds` left, mid or num; a cell is a text."""

    widths: tuple[float | None, ...]
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    small: bool = False
    bold: frozenset[int] = frozenset()  # columns whose first line is bold


class OfficialPaper(WordFile):
    """`marks`: the key and label of each part that may be edited; without them the paper is plain."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        draft: bool = False,
        marks: Mapping[str, str] | None = None,
        landscape: bool = False,
    ) -> None:
        super().__init__(title=title, author=author)
        self._marks = dict(marks or {})
        self._mark = ""
        self._styles = looks.Styles(self._document)
        section = self._document.sections[0]
        if landscape:
            _turn(section)
        self._width = _text_width(section)
        self._number_pages(section, draft)

    def _number_pages(self, section: Any, draft: bool) -> None:
        """Khoản 1 mục I: in the top margin, centred, not on the first page."""
        section.different_first_page_header_footer = True
        section.header_distance = Mm(9)
        number = section.header.paragraphs[0]
        number.alignment = ALIGN.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        run.text = "2"
        field.append(run)
        number._p.append(field)
        number.style.font.size = Pt(13)
        if draft:
            first = section.first_page_header.paragraphs[0]
            first.alignment = ALIGN.RIGHT
            mark = first.add_run(DRAFT)
            mark.font.size, mark.font.color.rgb = Pt(11), RGBColor(0x80, 0x80, 0x80)

    # --- parts that may be edited ---------------------------------------------------------------

    @contextmanager
    def part(self, key: str) -> Iterator[None]:
        """What is written inside is the part `key`, if it may be edited here. An empty part keeps an empty line."""
        if key not in self._marks:
            yield
            return
        before, self._mark = len(self._blocks()), key
        yield
        if not (made := self._blocks()[before:]):
            self.line("", looks.TEXT)
            made = self._blocks()[before:]
        self._mark = ""
        self._put(self._control(made, tag=key, title=self._marks[key]))

    def _blocks(self) -> list[Any]:
        return [block for block in self._document.element.body if block.tag != qn("w:sectPr")]

    def _put(self, *blocks: Any) -> None:
        body = self._document.element.body
        for block in blocks:
            body.insert(len(body) - 1, block)  # before the page's settings

    def _style(self, look: Look, key: str = "") -> str:
        key = key or self._mark
        if key not in self._marks:
            return self._styles.of(look)
        return self._styles.named(style_name(list(self._marks), key), look)

    # --- text -----------------------------------------------------------------------------------

    def line(self, words: str, look: Look = looks.TEXT, *, lead: str = "", strong: str = "") -> None:
        """One paragraph; `lead` stands before it in bold, `strong` after it."""
        pieces = ((shown(lead), True), (shown(words), None), (shown(strong), True))
        self._put(looks.paragraph(self._style(look), pieces))

    def lines(self, words: Iterable[str], look: Look = looks.TEXT) -> None:
        for one in words:
            self.line(one, look)

    def title(self, kind: str, about: str, *, rule: bool = True) -> None:
        """Tên loại và trích yếu, with the rule of a third to a half of the text below."""
        style = self._style(looks.TITLE)
        broken = "\n".join(
            part for line in letterhead.bind_title(shown(about)).splitlines() for part in self._balanced(line)
        )
        top = replace(looks.TITLE, name="Tên loại văn bản", before=10)
        self._put(looks.paragraph(self._style(top), [(kind.upper(), None)]))
        self._put(looks.paragraph(style, [(broken, None)]))
        if rule:
            self.rule(broken, Face.BOLD)
        else:
            self._put(self._gap())

    def _balanced(self, line: str) -> list[str]:
        return boxes.balanced(line, self._width - 2 * _TITLE_MARGIN, 14) if line.strip() else []

    def rule(self, above: str, face: Face) -> None:
        widest = max((metrics(face).width(line, 14) * boxes.MM_PER_POINT for line in above.split("\n")), default=0)
        inset = (self._width - min(widest, self._width - 2 * _TITLE_MARGIN) * 0.4) / 2
        look = replace(looks.RULE, name="Đường kẻ dưới tên", size=4, after=8)
        self._put(looks.with_rule(looks.paragraph(self._style(look), []), "top", left=inset, right=inset))

    def _gap(self, look: Look = looks.RULE) -> Any:
        return looks.paragraph(self._styles.of(look), [])

    # --- head and foot --------------------------------------------------------------------------

    def letterhead(self, head: Letterhead, *, number_part: str = "") -> None:
        """The 2×2 head without frames: number and place stand in one row (Phụ lục I, mục II)."""
        widths = (self._width * _LEFT_HALF, self._width * (1 - _LEFT_HALF))
        left = [self._one(line, looks.PARENT) for line in head.issuer.parent_lines]
        left += [self._one(line, looks.ORGAN) for line in head.issuer.organ_lines]
        longest = max((_width(line, Face.BOLD, 12) for line in head.issuer.organ_lines), default=0)
        left.append(self._drawn(widths[0], longest * 0.4))
        right = [
            self._one(head.nation, replace(looks.ORGAN, name="Quốc hiệu")),
            self._one(head.motto, looks.MOTTO),
            self._drawn(widths[1], _width(head.motto, Face.BOLD, 13)),
        ]
        number = looks.paragraph(
            self._style(looks.NUMBER, number_part), [("" if head.number is None else str(head.number), None)]
        )
        table = looks.table(widths, framed=False)
        table.append(looks.row([left, right], widths))
        place, comma, day = str(head.place_date or "").partition(", ")
        cells = [self._tagged(number_part, [number]), [self._one(place + comma + text.no_break(day), looks.PLACE)]]
        table.append(looks.row(cells, widths))
        self._put(table, self._gap())

    def signatures(
        self, signers: Sequence[Signer], recipients: Sequence[str] = (), *, part: str = "recipients"
    ) -> None:
        """Nơi nhận at the left, level with the signer's title; the paragraph before is never left alone."""
        self._keep_last()
        columns = len(signers) + bool(recipients)
        widths = tuple([self._width / columns] * columns)
        cells = [[*self._recipients(recipients, part)]] if recipients else []
        cells += [self._signer(signer) for signer in signers]
        table = looks.table(widths, framed=False)
        table.append(looks.row(cells, widths))
        self._put(looks.paragraph(self._style(looks.SIGN_NOTE), []), table)

    def recipients(self, lines: Sequence[str], *, part: str = "recipients") -> None:
        """Below the signatures, as minutes have them."""
        if lines:
            self._put(self._gap(), *self._recipients(lines, part))

    def _recipients(self, lines: Sequence[str], part: str) -> list[Any]:
        style = self._style(looks.TO_LINE, part)
        shown_lines = [looks.paragraph(style, [(shown(one), None)]) for one in letterhead.recipients(tuple(lines))]
        label = self._one("Nơi nhận:", looks.TO_LABEL)
        return [label, *self._tagged(part, shown_lines or [looks.paragraph(style, [])])]

    def _signer(self, signer: Signer) -> list[Any]:
        made = [self._one(line, looks.SIGNER) for line in signer.lines]
        made += [self._one(signer.note, looks.SIGN_NOTE)] if signer.note else []
        return [*made, self._one(text.no_break(signer.name), looks.SIGN_NAME)]

    def _tagged(self, key: str, content: list[Any]) -> list[Any]:
        """Blocks of a cell as a part; a cell must end in a paragraph of its own."""
        if key not in self._marks:
            return content
        return [self._control(content, tag=key, title=self._marks[key]), self._gap()]

    def _one(self, words: str, look: Look) -> Any:
        return looks.paragraph(self._styles.of(look), [(shown(words), None)])

    def _drawn(self, column: float, width: float) -> Any:
        inset = max(0.0, (column - width) / 2)
        return looks.with_rule(self._gap(), "top", left=inset, right=inset)

    def _keep_last(self) -> None:
        """The last paragraph goes along with what follows."""
        last = self._blocks()[-1] if self._blocks() else None
        for paragraph in [] if last is None else list(last.iter(qn("w:p")))[-1:]:
            paragraph.get_or_add_pPr().get_or_add_keepNext()

    # --- tables and sections --------------------------------------------------------------------

    def grid(self, grid: Grid) -> None:
        """A framed table; its head repeats on each page. Inside a part its cells belong to it."""
        given = sum(width or 0 for width in grid.widths)
        free = (self._width - given) / max(1, sum(width is None for width in grid.widths))
        widths = [width or free for width in grid.widths]
        head_look, cell_look = (looks.SMALL_HEAD, looks.SMALL_CELL) if grid.small else (looks.HEAD_CELL, looks.CELL)
        head_style, style = self._styles.of(head_look), self._style(cell_look)
        table = looks.table(widths, framed=True)
        heads = [[looks.paragraph(head_style, [(head, None)])] for head in grid.heads]
        table.append(looks.row(heads, widths, head=True))
        for cells in grid.rows:
            made = [
                [self._cell(words, style, kind=kind, bold=place in grid.bold)]
                for place, (words, kind) in enumerate(zip(cells, grid.kinds, strict=True))
            ]
            table.append(looks.row(made, widths))
        self._put(table, self._gap(looks.AFTER_TABLE))

    def _cell(self, words: str, style: str, *, kind: str, bold: bool) -> Any:
        first, broken, rest = shown(words).partition("\n")
        pieces = [(first, True), (broken + rest, None)] if bold else [(shown(words), None)]
        return looks.paragraph(style, pieces, align=_ALIGNS[kind] if kind != "left" else None)

    def annex(self, *, landscape: bool = False) -> None:
        """A new page with a numbering of its own."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        if landscape:
            _turn(section)
        self._width = _text_width(section)
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
        end = self._blocks()[-1]  # the break stands in an empty paragraph: as low as can be
        end.style = self._styles.of(looks.RULE)


def _width(words: str, face: Face, size: float) -> float:
    return metrics(face).width(words, size) * boxes.MM_PER_POINT


def _turn(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = Mm(20)


def _text_width(section: Any) -> float:
    return (section.page_width - section.left_margin - section.right_margin) / Mm(1)

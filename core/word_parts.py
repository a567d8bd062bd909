"""The parts of an official paper that came back from Word: found by the tag of their box, else by their style; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.word_check import Paragraph, WordText

TABLE_HEAD = "đầu bảng"  # how the styles of a table's head begin: its words belong to no part
_STYLE = re.compile(r"^mục sửa được (\d{1,3})$", re.IGNORECASE)


def style_name(keys: Sequence[str], key: str) -> str:
    """The name of a part's paragraph style: by its place in the list of keys, since a style's name takes no comma."""
    return f"Mục sửa được {keys.index(key) + 1}"


@dataclass(frozen=True)
class Block:
    """A paragraph of a part (one cell), or a row of its table without the head (several)."""

    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(cell for cell in self.cells if cell)


@dataclass
class PartsFound:
    """`parts`: what stands in each part that the file still has; `fixed`: every other line, as one wrote it."""

    parts: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()


def parts_in(document: WordText, keys: Sequence[str]) -> PartsFound:
    """`document` read with its cells (`read_docx(data, cells=True)`); `keys` in the order in which it was written.

    A paragraph without tag and style of its own between two of the same part was pasted there and belongs to it.
    """
    rows = _rows(document.paragraphs)
    owners = [_owner(row, keys) for row in rows]
    _fill_between(owners)
    found: dict[str, list[Block]] = {}
    fixed = []
    for owner, row in zip(owners, rows, strict=True):
        blocks = _blocks(row)
        if owner:
            found.setdefault(owner, []).extend(blocks)
        else:
            fixed += [block.text for block in blocks if block.text]
    return PartsFound({key: tuple(blocks) for key, blocks in found.items()}, tuple(fixed))


def _blocks(row: list[list[Paragraph]]) -> list[Block]:
    """A row of a table is one block; a paragraph is a block for each of its lines. A bullet of Word's own is a dash."""
    if len(row) > 1:
        return [Block(tuple(_tidy(" ".join(paragraph.text for paragraph in cell)) for cell in row))]
    lines = [(line, paragraph.listed) for paragraph in row[0] for line in paragraph.text.split("\n")]
    return [Block((f"- {tidy}" if listed and tidy else tidy,)) for line, listed in lines for tidy in [_tidy(line)]]


def _rows(paragraphs: Sequence[Paragraph]) -> list[list[list[Paragraph]]]:
    """Paragraphs one by one; those of one table row together, by cell, when its cells belong to one part."""
    rows: list[list[list[Paragraph]]] = []
    last: tuple[int, int] | None = None
    for paragraph in paragraphs:
        place = paragraph.place
        if place is None:
            rows.append([[paragraph]])
        elif last == place[:2]:
            while len(rows[-1]) <= place[2]:
                rows[-1].append([])
            rows[-1][place[2]].append(paragraph)
        else:
            rows.append([[] for _ in range(place[2])] + [[paragraph]])
        last = None if place is None else place[:2]
    return [part for row in rows for part in _split(row)]


def _split(row: list[list[Paragraph]]) -> list[list[list[Paragraph]]]:
    """A row of our own data is one; a row that only holds the page together (head, signatures) falls into paragraphs."""
    marks = {(paragraph.tag, _STYLE.match(paragraph.style) is not None) for cell in row for paragraph in cell}
    if len(row) > 1 and len(marks) == 1 and next(iter(marks)) != ("", False):
        return [row]
    return [[[paragraph]] for cell in row for paragraph in cell]


def _owner(row: list[list[Paragraph]], keys: Sequence[str]) -> str:
    first = next((paragraph for cell in row for paragraph in cell), None)
    if first is None or first.style.lower().startswith(TABLE_HEAD):
        return ""
    if first.tag in keys:
        return first.tag
    styled = _STYLE.match(first.style)
    number = int(styled[1]) if styled else 0
    return keys[number - 1] if 0 < number <= len(keys) else ""


def _fill_between(owners: list[str]) -> None:
    first = {owner: place for place, owner in reversed(list(enumerate(owners))) if owner}
    last = {owner: place for place, owner in enumerate(owners) if owner}
    for owner, start in first.items():
        inside = owners[start : last[owner] + 1]
        if set(inside) <= {owner, ""}:
            owners[start : last[owner] + 1] = [owner] * len(inside)


def _tidy(words: str) -> str:
    return " ".join(words.split())

"""What a part of a printed paper is as typed text: without the numbers, dashes and stops that the printing added; pure."""

import re
from collections.abc import Callable, Sequence

from core.text import clean, clean_lines, name_key
from core.word_parts import Block

_NUMBER = re.compile(r"^(?:\d{1,3}\.|[-–+•])\s+")
_DASH = re.compile(r"^[-–+•]\s*")
_ARTICLE = re.compile(r"^(?:Điều\s+)?\d{1,3}\.\s*", re.IGNORECASE)
_AWARD = 4  # năm; hình thức; quyết định; cơ quan: a line of another form is printed as the second
_LABELS = {"addressee": "Kính gửi:", "opened": "Thời gian bắt đầu:", "number": "Số:"}
NOTHING = "Chưa được khen thưởng trong phong trào thi đua này."


def retyped(key: str, blocks: Sequence[Block], *, before: str, one_line: bool) -> str:
    """The text of the part `key`; `before` is what stands on the portal, for what is not printed in the part."""
    written = [block for block in blocks if block.text]
    if key in _TABLES:
        return clean_lines(_TABLES[key](written, before))
    lines = [_undone(key, block.text) for block in written]
    if key in ("closing", "closed", "articles") and lines:
        lines[-1] = lines[-1].rstrip().removesuffix("./.").rstrip()
    if one_line:
        return clean(_single(key, " ".join(lines)))
    return clean_lines("\n".join(lines))


def _undone(key: str, line: str) -> str:
    if key in ("bases", "recipients"):
        return (_DASH.sub("", line) if key == "recipients" else line).rstrip().rstrip(";.").rstrip()
    if key in ("proceedings", "facts"):
        line = _NUMBER.sub("", line)
        return line.removesuffix(".") if key == "facts" else line
    if key == "initiatives":
        return _DASH.sub("", line)
    if key == "articles":
        return _ARTICLE.sub("", line)
    return line


def _single(key: str, line: str) -> str:
    label = _LABELS.get(key, "")
    if label and name_key(line).startswith(name_key(label)):
        line = line.partition(":")[2].strip()
    if key == "number":
        return "" if line.startswith("/") else line
    return line.removesuffix(".") if key in ("addressee", "opened") else line


def _attendees(blocks: Sequence[Block], before: str) -> str:
    """The rows of who was there; those away are printed in a sentence and stay as they are."""
    away = [line for line in before.splitlines() if is_away(line)]
    return "\n".join([*(_row(block, 3).rstrip("; ") for block in blocks), *away])


def is_away(line: str) -> bool:
    """A member of a council with "vắng" in the fourth place of its line."""
    parts = line.split(";")
    return len(parts) > 3 and name_key(parts[3]).startswith("vắng")


def _prior_awards(blocks: Sequence[Block], before: str) -> str:
    return "\n".join(_row(block, _AWARD) for block in blocks if block.text != NOTHING)


def _row(block: Block, columns: int) -> str:
    """The last `columns` cells of a row, as the page writes them; a line typed in place of a row stays."""
    cells = block.cells[-columns:]
    if len(block.cells) == 1 or (columns == _AWARD and not any((cells[0], *cells[2:]))):
        return block.text
    return "; ".join(cell.replace(";", ",") for cell in cells)


_TABLES: dict[str, Callable[[Sequence[Block], str], str]] = {"attendees": _attendees, "prior_awards": _prior_awards}

"""Text into boxes in millimetres: shrink, then wrap into balanced lines, never overflow, never lose a letter. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from core.fonts import Face, metrics

MM_PER_POINT = 25.4 / 72
LEADING = 1.2  # Ẵ with its two marks needs 0.92 em above the base line and ỵ 0.22 em below
ASCENT = 0.94


@dataclass(frozen=True)
class Box:
    """Where a field stands: millimetres from the top left corner, sizes in points."""

    x: float
    y: float
    width: float
    height: float
    size: float
    face: Face = Face.REGULAR
    colour: str = "#141414"
    align: str = "center"
    valign: str = "middle"
    lines: int = 1
    shrink: float = 0.72  # how far a line may shrink before the text is wrapped instead
    wrapped: float = 1.0  # the largest size of several lines, as a share of `size`

    def scaled(self, factor: float, left: float, top: float) -> "Box":
        return replace(
            self,
            x=left + self.x * factor,
            y=top + self.y * factor,
            width=self.width * factor,
            height=self.height * factor,
            size=self.size * factor,
        )


@dataclass(frozen=True)
class Line:
    """One line as painted: `x`, `y` are the left end of the base line in millimetres."""

    text: str
    x: float
    y: float
    width: float
    size: float
    face: Face
    colour: str


@lru_cache(maxsize=4096)
def fit(text: str, box: Box) -> tuple[Line, ...]:
    """The lines of `text`, as large as the box allows. A typed line break is kept."""
    paragraphs = [line for line in text.split("\n") if line.strip()]
    if not paragraphs:
        return ()
    for size, limit in _attempts(box):
        lines = [line for words in paragraphs for line in _wrapped(words.split(" "), box, size, limit)]
        if _fits(lines, box, size):
            return _placed(lines, box, size)
    return _squeezed(paragraphs, box)


def balanced(text: str, width: float, size: float, face: Face = Face.BOLD) -> list[str]:
    """Lines of one size in a column of `width` mm, as few as it takes and of like length: for titles."""
    room = Box(0, 0, width, 1000, size, face)
    return _wrapped(text.split(" "), room, size, 99)


def _attempts(box: Box) -> Iterator[tuple[float, int]]:
    """One line from full size down to `shrink`, then two lines, and so on; the last count goes down to a third."""
    for limit in range(1, box.lines + 1):
        smallest = box.size * (box.shrink if limit < box.lines else 0.34)
        size = box.size * (box.wrapped if limit > 1 else 1)
        while size >= smallest:
            yield size, limit
            size -= 0.5


def _fits(lines: list[str], box: Box, size: float) -> bool:
    face = metrics(box.face)
    height = len(lines) * size * LEADING * MM_PER_POINT
    return height <= box.height and all(face.width(line, size) * MM_PER_POINT <= box.width for line in lines)


def _wrapped(words: list[str], box: Box, size: float, limit: int) -> list[str]:
    """At most `limit` lines, the longest as short as can be, so that two lines look like a pair."""
    face = metrics(box.face)
    widths = [face.width(word, size) for word in words]
    blank = face.width(" ", size)
    fewest = len(_greedy(words, widths, blank, box.width / MM_PER_POINT))
    low, high = max(widths), sum(widths) + blank * len(words)
    if fewest > limit:
        return [" ".join(words)]
    for _ in range(24):
        middle = (low + high) / 2
        if len(_greedy(words, widths, blank, middle)) <= fewest:
            high = middle
        else:
            low = middle
    return _greedy(words, widths, blank, high)


def _greedy(words: list[str], widths: list[float], blank: float, room: float) -> list[str]:
    lines: list[list[str]] = []
    used = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and used + blank + width <= room:
            lines[-1].append(word)
            used += blank + width
        else:
            lines.append([word])
            used = width
    return [" ".join(line) for line in lines]


def _squeezed(paragraphs: list[str], box: Box) -> tuple[Line, ...]:
    """Words without blanks, or far too much text: cut anywhere, and shrink until it is inside."""
    size = box.size * 0.5
    while True:
        lines = [line for text in paragraphs for line in _cut(text, box, size)]
        if _fits(lines, box, size):
            return _placed(lines, box, size)
        size *= 0.9


def _cut(text: str, box: Box, size: float) -> list[str]:
    face, lines = metrics(box.face), [""]
    for char in text:
        if lines[-1] and face.width(lines[-1] + char, size) * MM_PER_POINT > box.width:
            lines.append("")
        lines[-1] += char
    return lines


def _placed(lines: list[str], box: Box, size: float) -> tuple[Line, ...]:
    face, step = metrics(box.face), size * LEADING * MM_PER_POINT
    spare = box.height - len(lines) * step
    top = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[box.valign]
    placed = []
    for number, text in enumerate(lines):
        width = face.width(text, size) * MM_PER_POINT
        x = box.x + {"left": 0.0, "center": (box.width - width) / 2, "right": box.width - width}[box.align]
        y = top + number * step + size * ASCENT * MM_PER_POINT
        placed.append(Line(text, x, y, width, size, box.face, box.colour))
    return tuple(placed)

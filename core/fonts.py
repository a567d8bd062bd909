"""The faces we ship: widths for fitting text into boxes, and a small font program with only the glyphs of one paper.

The glyph numbers never change with the text, so the same words give the same bytes in any batch.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_FOLDER = Path(__file__).parent / "assets" / "fonts"
# Latin with every Vietnamese letter, the marks of the languages of Tây Nguyên, and the signs of an office.
_CHARACTERS = [
    *range(0x20, 0x250),
    *range(0x300, 0x330),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2028),
    0x20AB,
    0x2116,
]


class Face(StrEnum):
    REGULAR = "Tinos-Regular"
    BOLD = "Tinos-Bold"
    ITALIC = "Tinos-Italic"
    BOLD_ITALIC = "Tinos-BoldItalic"


@dataclass(frozen=True)
class Metrics:
    """One face: glyph numbers and advances by character, raw tables for the font program."""

    units: int
    ascent: int
    descent: int
    bounds: tuple[int, int, int, int]
    glyphs: dict[int, int]
    advances: tuple[int, ...]
    outlines: tuple[bytes, ...]
    parts: dict[int, tuple[int, ...]]
    tables: dict[str, bytes]

    def glyph(self, char: str) -> int:
        return self.glyphs.get(ord(char), 0)

    def width(self, text: str, size: float) -> float:
        """Advance width in the unit of `size`; no kerning, and none is painted."""
        return sum(self.advances[self.glyph(char)] for char in text) * size / self.units

    def program(self, glyphs: set[int]) -> bytes:
        """A TrueType file with the outlines of `glyphs` only; all other glyph numbers stay, empty."""
        wanted = {0, *glyphs}
        for glyph in tuple(wanted):
            wanted.update(self.parts.get(glyph, ()))
        outlines, offsets, place = [], [0], 0
        for number, outline in enumerate(self.outlines):
            kept = outline if number in wanted else b""
            outlines.append(kept)
            place += len(kept)
            offsets.append(place)
        loca = struct.pack(f">{len(offsets)}L", *offsets)
        return _assemble({**self.tables, "glyf": b"".join(outlines), "loca": loca})


@cache
def metrics(face: Face) -> Metrics:
    font = _latin_part(face)
    order = font.getGlyphOrder()
    number = {name: place for place, name in enumerate(order)}
    glyf, head = font["glyf"], font["head"]
    head.indexToLocFormat = 1
    outlines = tuple(_padded(glyf[name].compile(glyf, recalcBBoxes=False)) for name in order)
    parts = {number[name]: tuple(number[part] for part in _parts(glyf, name)) for name in order}
    return Metrics(
        units=head.unitsPerEm,
        ascent=font["hhea"].ascent,
        descent=font["hhea"].descent,
        bounds=(head.xMin, head.yMin, head.xMax, head.yMax),
        glyphs={code: number[name] for code, name in font.getBestCmap().items()},
        advances=tuple(font["hmtx"][name][0] for name in order),
        outlines=outlines,
        parts={glyph: inner for glyph, inner in parts.items() if inner},
        tables={tag: font[tag].compile(font) for tag in ("head", "hhea", "hmtx", "maxp")},
    )


def _latin_part(face: Face) -> TTFont:
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "name", "post", "OS/2", "DSIG", "gasp"]
    font = TTFont(_FOLDER / f"{face}.ttf", recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    saved = BytesIO()
    font.save(saved)
    return TTFont(BytesIO(saved.getvalue()), recalcTimestamp=False)


def _parts(glyf, name: str) -> list[str]:
    """Names of every glyph a composite is built of, at any depth."""
    if not glyf[name].isComposite():
        return []
    direct = glyf[name].getComponentNames(glyf)
    return [*direct, *(inner for part in direct for inner in _parts(glyf, part))]


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def _assemble(tables: dict[str, bytes]) -> bytes:
    """Table directory and tables; check sums stay zero, no PDF reader looks at them."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    place = len(head) + 16 * count
    directory, body = [], []
    for tag, data in sorted(tables.items()):
        directory.append(struct.pack(">4sLLL", tag.encode(), 0, place, len(data)))
        body.append(_padded(data))
        place += len(body[-1])
    return head + b"".join(directory) + b"".join(body)

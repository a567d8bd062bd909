"""A PDF painted by hand: one background laid out once, lines of text at given millimetres. The only import of pydyf."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO

import pydyf

from core.boxes import MM_PER_POINT, Line
from core.fonts import Face, metrics
from core.raster import Raster

POINTS_PER_MM = 1 / MM_PER_POINT


@dataclass(frozen=True)
class Shape:
    """A path in millimetres, y downwards; commands M, L, C, Z with absolute numbers, as in SVG."""

    path: tuple[tuple, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Picture:
    """Shapes that many pages share, as PDF operators; compressed once."""

    operators: bytes
    digest: str = field(default="")


@dataclass(frozen=True)
class Stamp:
    """A picture in the same place of every page, kept once in the file; millimetres."""

    raster: Raster
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...] = ()


def picture(shapes: Iterable[Shape]) -> Picture:
    operators = "\n".join(_paint(shape) for shape in shapes).encode()
    return Picture(zlib.compress(operators, 9), sha256(operators).hexdigest())


def svg(shapes: Iterable[Shape], width: float, height: float) -> str:
    """The same drawing for a browser."""
    drawn = "".join(_svg_path(shape) for shape in shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}">{drawn}</svg>'


def write(
    pages: Sequence[Page],
    *,
    width: float,
    height: float,
    background: Picture | None,
    title: str,
    author: str,
    stamp: Stamp | None = None,
) -> bytes:
    """Same arguments, same bytes: no date, no random name, an identifier taken from the content."""
    pdf = pydyf.PDF()
    resources = _resources(pdf, pages, background, (width, height))
    if stamp:
        resources.setdefault("XObject", pydyf.Dictionary())["Em"] = _image(pdf, stamp.raster).reference
    contents = [_page_operators(page, height, background, stamp) for page in pages]
    for operators in contents:
        content = pydyf.Stream([operators], compress=True)
        pdf.add_object(content)
        pdf.add_page(_page(pdf, content, resources, width, height))
    pdf.info.update({"Title": pydyf.String(title), "Author": pydyf.String(author)})
    pdf.catalog["Lang"] = pydyf.String("vi")
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true", "PrintScaling": "/None"})
    output = BytesIO()
    pdf.write(output, identifier=_identity(contents, background, stamp), compress=True)
    return output.getvalue()


def _identity(contents: Sequence[bytes], background: Picture | None, stamp: Stamp | None) -> bytes:
    shared = (background.digest if background else "") + (stamp.raster.digest if stamp else "")
    return sha256(b"\0".join([shared.encode(), *contents])).hexdigest()[:32].encode()


def _page(pdf: pydyf.PDF, content: pydyf.Stream, resources: pydyf.Dictionary, width: float, height: float):
    return pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, _n(width * POINTS_PER_MM), _n(height * POINTS_PER_MM)]),
            "Contents": content.reference,
            "Resources": resources.reference,
        }
    )


def _page_operators(page: Page, height: float, background: Picture | None, stamp: Stamp | None) -> bytes:
    parts = [f"q {_millimetres(height)} cm /Bg Do Q" if background else "", _stamped(stamp, height)]
    if page.shapes:
        parts.append(f"q {_millimetres(height)} cm {' '.join(_paint(shape) for shape in page.shapes)} Q")
    parts.append("BT")
    parts += [_show(line, height) for line in page.lines]
    parts.append("ET")
    return "\n".join(filter(None, parts)).encode()


def _stamped(stamp: Stamp | None, height: float) -> str:
    if stamp is None:
        return ""
    sides = (stamp.width, 0, 0, stamp.height, stamp.x, height - stamp.y - stamp.height)
    return f"q {' '.join(_n(side * POINTS_PER_MM) for side in sides)} cm /Em Do Q"


def _millimetres(height: float) -> str:
    """From millimetres with y down to points with y up."""
    return f"{_n(POINTS_PER_MM)} 0 0 {_n(-POINTS_PER_MM)} 0 {_n(height * POINTS_PER_MM)}"


def _show(line: Line, height: float) -> str:
    face = metrics(line.face)
    glyphs = "".join(f"{face.glyph(char):04x}" for char in line.text)
    x, y = line.x * POINTS_PER_MM, (height - line.y) * POINTS_PER_MM
    return f"{_rgb(line.colour)} rg /{line.face.name} {_n(line.size)} Tf 1 0 0 1 {_n(x)} {_n(y)} Tm <{glyphs}> Tj"


def _resources(pdf: pydyf.PDF, pages: Sequence[Page], background: Picture | None, size: tuple[float, float]):
    used: dict[Face, set[str]] = {}
    for page in pages:
        for line in page.lines:
            used.setdefault(line.face, set()).update(line.text)
    fonts = {face.name: _font(pdf, face, used[face]).reference for face in sorted(used)}
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary(fonts)})
    if background:
        form = pydyf.Stream([background.operators], extra=_form(size))
        pdf.add_object(form)
        resources["XObject"] = pydyf.Dictionary({"Bg": form.reference})
    pdf.add_object(resources)
    return resources


def _image(pdf: pydyf.PDF, picture: Raster) -> pydyf.Stream:
    """The picture and its transparency, each kept once however many pages show it."""
    common = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": picture.width,
        "Height": picture.height,
        "BitsPerComponent": 8,
        "Filter": "/FlateDecode",
    }
    cover = pydyf.Stream([picture.cover], extra=common | {"ColorSpace": "/DeviceGray"})
    pdf.add_object(cover)
    colours = pydyf.Stream([picture.colours], extra=common | {"ColorSpace": "/DeviceRGB", "SMask": cover.reference})
    pdf.add_object(colours)
    return colours


def _form(size: tuple[float, float]) -> dict:
    return {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, _n(size[0]), _n(size[1])]),
        "Filter": "/FlateDecode",
    }


def _font(pdf: pydyf.PDF, face: Face, characters: set[str]) -> pydyf.Dictionary:
    """A composite font, embedded, with the way back to Unicode for copying and searching."""
    shape, known = metrics(face), sorted(characters)
    glyphs = {shape.glyph(char): char for char in known}
    program = shape.program(set(glyphs))
    file = pydyf.Stream([program], extra={"Length1": len(program)}, compress=True)
    unicode_map = pydyf.Stream([_to_unicode(glyphs)], compress=True)
    name = f"/{_tag(glyphs)}+{face}"
    descriptor, descendant = _descriptor(face, name), _descendant(shape, name, sorted(glyphs))
    for part in (file, unicode_map, descriptor, descendant):
        pdf.add_object(part)
    descriptor["FontFile2"] = file.reference
    descendant["FontDescriptor"] = descriptor.reference
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descendant.reference]),
            "ToUnicode": unicode_map.reference,
        }
    )
    pdf.add_object(font)
    return font


def _descriptor(face: Face, name: str) -> pydyf.Dictionary:
    shape = metrics(face)
    return pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 4 | (64 if "Italic" in face else 0),
            "FontBBox": pydyf.Array([round(value * 1000 / shape.units) for value in shape.bounds]),
            "ItalicAngle": -12 if "Italic" in face else 0,
            "Ascent": round(shape.ascent * 1000 / shape.units),
            "Descent": round(shape.descent * 1000 / shape.units),
            "CapHeight": 655,
            "StemV": 120 if "Bold" in face else 80,
        }
    )


def _descendant(shape, name: str, glyphs: list[int]) -> pydyf.Dictionary:
    widths = pydyf.Array()
    for glyph in glyphs:
        widths += [glyph, pydyf.Array([_n(shape.advances[glyph] * 1000 / shape.units)])]
    return pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDToGIDMap": "/Identity",
            "CIDSystemInfo": pydyf.Dictionary(
                {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
            ),
            "W": widths,
        }
    )


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    pairs = [f"<{glyph:04x}> <{char.encode('utf-16-be').hex()}>" for glyph, char in sorted(glyphs.items())]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _tag(glyphs: dict[int, str]) -> str:
    digest = sha256("".join(glyphs.values()).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def _paint(shape: Shape) -> str:
    steps = " ".join(f"{' '.join(_n(n) for n in numbers)} {_OPERATORS[op]}".strip() for op, *numbers in shape.path)
    before = (f"{_rgb(shape.fill)} rg " if shape.fill else "") + (
        f"{_rgb(shape.stroke)} RG {_n(shape.width)} w " if shape.stroke else ""
    )
    return (
        before
        + steps
        + {(True, True): " B", (True, False): " f", (False, True): " S"}[bool(shape.fill), bool(shape.stroke)]
    )


def _svg_path(shape: Shape) -> str:
    steps = " ".join(f"{op}{' '.join(_n(number) for number in numbers)}" for op, *numbers in shape.path)
    stroke = f' stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"' if shape.stroke else ""
    return f'<path d="{steps}" fill="{shape.fill or "none"}"{stroke}/>'


@cache
def _rgb(colour: str) -> str:
    return " ".join(_n(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")

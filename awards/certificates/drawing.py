"""Giấy khen to PDF bytes: fields fitted into boxes, one border for all, a file per person and one for the printer."""

from collections.abc import Sequence
from functools import cache

import segno

from awards.certificates.content import CertificateContent
from awards.certificates.layout import A4, PERSONAL, Layout, Mode
from awards.certificates.ornament import border
from core.boxes import MM_PER_POINT, Line, fit
from core.canvas import Page, Picture, Shape, picture, write
from core.letterhead import PlaceDate, bind_title
from core.text import date_long

INK = "#111111"
_FIXED = ("nation", "motto", "authority", "awarding", "award_form")


def draw_certificates(items: Sequence[CertificateContent], layout: Layout = A4) -> list[bytes]:
    """A PDF of one page for each; the same content gives the same bytes in any batch, on any day."""
    return [_document([item], layout, title=f"{item.award_form}: {item.name}") for item in items]


def draw_print_run(items: Sequence[CertificateContent], layout: Layout = A4) -> bytes:
    """All certificates in one file, in the given order, for the printer."""
    return _document(items, layout, title=f"{items[0].award_form}: {len(items)} tờ")


def _document(items: Sequence[CertificateContent], layout: Layout, *, title: str) -> bytes:
    background = None if layout.mode is Mode.OVERLAY else _background(layout.width, layout.height)
    pages = [compose(item, layout) for item in items]
    return write(
        pages,
        width=layout.width,
        height=layout.height,
        background=background,
        title=title,
        author=items[0].authority,
    )


@cache
def _background(width: float, height: float) -> Picture:
    return picture(border(width, height))


def compose(item: CertificateContent, layout: Layout) -> Page:
    """One page as lines and shapes; on a pre-printed blank only the personal words."""
    names = PERSONAL if layout.mode is Mode.OVERLAY else (*_FIXED, *PERSONAL, "verify")
    words = _words(item)
    lines = {name: fit(words[name], layout.box(name)) for name in names}
    if not item.position:
        lines["name"] = fit(item.name, layout.box("name_alone"))
    watermark = fit("BẢN XEM TRƯỚC", layout.box("draft")) if layout.mode is Mode.DRAFT else ()
    shapes = (
        [] if layout.mode is Mode.OVERLAY else [*_rule_under(lines["motto"], layout), *_qr(item.verify_url, layout)]
    )
    return Page((*watermark, *(line for name in names for line in lines[name])), tuple(shapes))


def _words(item: CertificateContent) -> dict[str, str]:
    return {
        "nation": item.nation,
        "motto": item.motto,
        "authority": item.authority.upper(),
        "awarding": "TẶNG",
        "award_form": item.award_form.upper(),
        "salutation": item.salutation,
        "name": item.name,
        "position": item.position,
        "achievement": bind_title(item.achievement),
        "place_date": str(PlaceDate(item.place, item.signed_on)),
        "signer_title": "\n".join(item.signer.lines),
        "signer_name": item.signer.name,
        "decision": f"Quyết định số: {item.decision_number} {date_long(item.decided_on)}",
        "register": f"Vào sổ khen thưởng số: {item.register_number}",
        "verify": f"Đối chiếu tại: {item.verify_words}",
    }


def _rule_under(lines: tuple[Line, ...], layout: Layout) -> list[Shape]:
    """NĐ 30/2020: a solid rule under the motto, exactly as long as its text."""
    drop = 2.0 * layout.scale
    return [
        Shape(
            (("M", line.x, line.y + drop), ("L", line.x + line.width, line.y + drop)),
            stroke=INK,
            width=0.7 * MM_PER_POINT * layout.scale,
        )
        for line in lines
    ]


def _qr(url: str, layout: Layout) -> list[Shape]:
    """Dark modules as one path over a white ground with its quiet zone; a fixed mask saves trying all eight."""
    rows = tuple(segno.make(url, error="m", micro=False, mask=3).matrix_iter(border=4))
    left, top, side = layout.qr
    module = side / len(rows)
    ground = (
        ("M", left, top),
        ("L", left + side, top),
        ("L", left + side, top + side),
        ("L", left, top + side),
        ("Z",),
    )
    steps: list[tuple] = []
    for number, row in enumerate(rows):
        for start, end in _runs(row):
            x, right, y = left + start * module, left + end * module, top + number * module
            steps += [("M", x, y), ("L", right, y), ("L", right, y + module), ("L", x, y + module), ("Z",)]
    return [Shape(ground, fill="#ffffff"), Shape(tuple(steps), fill=INK)]


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Dark stretches of one row as (start, end)."""
    runs, start = [], None
    for place, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            runs.append((start, place))
            start = None
    return runs

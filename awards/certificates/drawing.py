"""Giấy khen to PDF bytes: fields fitted into boxes, one border for all, a file per person and one for the printer."""

from collections.abc import Sequence
from functools import cache

import segno

from awards.certificates.content import CertificateContent
from awards.certificates.layout import A4, PERSONAL, Layout, Mode
from awards.certificates.ornament import border, medal_place
from core.boxes import MM_PER_POINT, Line, fit
from core.canvas import Page, Picture, Shape, Stamp, picture, write
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
    full = layout.mode is not Mode.OVERLAY  # a blank has its border and its emblem already
    pages = [compose(item, layout) for item in items]
    return write(
        pages,
        width=layout.width,
        height=layout.height,
        background=_background(layout.width, layout.height, layout.emblem is not None) if full else None,
        title=title,
        author=items[0].authority,
        stamp=_emblem(layout) if full else None,
    )


@cache
def _background(width: float, height: float, medal: bool) -> Picture:
    return picture(border(width, height, medal=medal))


def _emblem(layout: Layout) -> Stamp | None:
    """The picture as large as its square allows, in the middle of it."""
    if layout.emblem is None:
        return None
    left, top, side = medal_place(layout.width, layout.height)
    longest = max(layout.emblem.width, layout.emblem.height)
    width, height = side * layout.emblem.width / longest, side * layout.emblem.height / longest
    return Stamp(layout.emblem, left + (side - width) / 2, top + (side - height) / 2, width, height)


def compose(item: CertificateContent, layout: Layout) -> Page:
    """One page as lines and shapes; on a pre-printed blank only the words of this paper and the way to check it."""
    blank = layout.mode is Mode.OVERLAY
    lines = fields(item, layout)
    watermark = fit("BẢN XEM TRƯỚC", layout.box("draft")) if layout.mode is Mode.DRAFT or layout.trial else ()
    rule = [] if blank else _rule_under(lines["motto"], layout)
    qr = _qr(item.verify_url, layout) if layout.shows("qr") else []
    return Page((*watermark, *(line for found in lines.values() for line in found)), (*rule, *qr))


def fields(item: CertificateContent, layout: Layout) -> dict[str, tuple[Line, ...]]:
    """The lines of every field that this layout shows."""
    names = PERSONAL if layout.mode is Mode.OVERLAY else (*_FIXED, *PERSONAL)
    words = _words(item)
    boxes = {name: layout.box(name) for name in (*names, "verify") if layout.shows(name)}
    if not item.position and "name" in boxes:
        boxes["name"] = layout.name_alone
    return {name: fit(words[name], box) for name, box in boxes.items()}


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

"""Sheets for the printer's table: crosses every ten millimetres with the boxes outlined, and a sample that is no Giấy khen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from awards.certificates.content import CertificateContent
from awards.certificates.drawing import draw_print_run, fields
from awards.certificates.layout import Layout
from awards.certificates.places import LABELS
from core.boxes import Box, Line, fit
from core.canvas import Page, Shape, write
from core.fonts import Face
from core.letterhead import Signer

LEAST_READABLE = 8.0  # points; the check address is printed smaller on purpose
GREY, BLUE, RED = "#8a8f98", "#1d4ed8", "#b3121d"
LONG_PERSON = "Nguyễn Hoàng Thị Phương Khuyên Êban Niê Kđăm Ktưỡng H’Wễ Buôn Yă"
LONG_GROUP = "Trung tâm Văn hóa, Thể thao, Truyền thông và Chuyển đổi số huyện Đắk Song"
LONG_POSITION = "Công chức Văn hóa - Xã hội kiêm Phó Trưởng Ban Chỉ đạo chuyển đổi số, Ủy ban nhân dân xã Thuận Hạnh"
LONG_ACHIEVEMENT = (
    "Đã có thành tích xuất sắc trong phong trào thi đua “Chuyển đổi số giai đoạn 2023 - 2025, "
    "định hướng đến năm 2030” trên địa bàn huyện Đắk Song, năm 2023"
)
_HOW = (
    "Trang căn chỉnh: in đúng cỡ 100%, đo từ mép giấy đến dấu cộng đỏ. Dấu ở 10 mm mà đo được 12 mm thì nhập độ lệch -2. "
    "Chồng tờ này lên phôi, soi đèn để xem từng khung."
)


def samples(authority: str = "Chủ tịch Ủy ban nhân dân huyện Đắk Song", place: str = "Đắk Song"):
    """The longest plausible words: a person with a position, and a collective without."""
    person = CertificateContent(
        name=LONG_PERSON,
        salutation="Bà",
        position=LONG_POSITION,
        achievement=LONG_ACHIEVEMENT,
        authority=authority,
        decision_number="0000/QĐ-UBND",
        decided_on=date(2023, 12, 28),
        register_number="0000/2023",
        place=place,
        signed_on=date(2023, 12, 28),
        signer=Signer("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Nguyễn Hoàng Văn Mẫu"),
        verify_url="https://mau.vi-du.vn/kiem-tra/0000000000000000000000000000/",
        verify_words="mau.vi-du.vn/kiem-tra – mã 0000 0000 0000 0000 0000 0000 0000",
    )
    return [person, replace(person, salutation="Tập thể", name=LONG_GROUP, position="")]


def draw_sample(layout: Layout, **words: str) -> bytes:
    """Two sheets with the longest plausible words, marked as no Giấy khen."""
    return draw_print_run(samples(**words), replace(layout, trial=True))


def crowded(item: CertificateContent, layout: Layout) -> list[tuple[str, float]]:
    """Fields whose words had to become smaller than a reader likes, with that size in points."""
    found = []
    for name, lines in fields(item, layout).items():
        size = min((line.size for line in lines), default=LEAST_READABLE)
        if name in LABELS and name != "verify" and size < LEAST_READABLE:
            found.append((name, size))
    return found


def broken_words(item: CertificateContent, layout: Layout) -> list[str]:
    """Fields in which a word without a blank had to be broken in its middle."""
    whole, lines = {"name": item.name, "position": item.position, "achievement": item.achievement}, fields(item, layout)
    return [name for name, text in whole.items() if name in lines and _words(lines[name]) > len(text.split())]


def _words(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text.split()) for line in lines)


# --- calibration ---------------------------------------------------------------------------


def draw_calibration(layout: Layout, title: str) -> bytes:
    """One sheet: crosses at every full centimetre of the paper, and each box as it will be printed, with its name."""
    shapes = [*_crosses(layout), *_outlines(layout), _note_ground(layout)]
    lines = [*_numbers(layout), *_names(layout), *fit(f"{title}. {_HOW}", _note_box(layout))]
    return write(
        [Page(tuple(lines), tuple(shapes))],
        width=layout.width,
        height=layout.height,
        background=None,
        title=f"Trang căn chỉnh: {title}",
        author="",
    )


def _crosses(layout: Layout) -> Iterator[Shape]:
    faint, strong = [], []
    for x in range(10, int(layout.width), 10):
        for y in range(10, int(layout.height), 10):
            big = (x % 50 == 0 and y % 50 == 0) or (x, y) == (10, 10)
            arm = 2.5 if big else 1.0
            cross = (("M", x - arm, y), ("L", x + arm, y), ("M", x, y - arm), ("L", x, y + arm))
            (strong if big else faint).extend(cross)
    yield Shape(tuple(faint), stroke=GREY, width=0.12)
    yield Shape(tuple(strong), stroke=RED, width=0.25)


def _numbers(layout: Layout) -> Iterator[Line]:
    """Every fifth centimetre along the upper and the left edge."""
    for x in (10, *range(50, int(layout.width), 50)):
        yield from fit(f"{x}", Box(x - 8, 2, 16, 4, 8, colour=RED))
    for y in (10, *range(50, int(layout.height), 50)):
        yield from fit(f"{y}", Box(1, y - 2, 6, 4, 8, colour=RED))


def _shown(layout: Layout) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    for name in LABELS:
        if not layout.shows(name):
            continue
        if name == "qr":
            left, top, side = layout.qr
            yield name, (left, top, side, side)
        else:
            box = layout.box(name)
            yield name, (box.x, box.y, box.width, box.height)


def _outlines(layout: Layout) -> Iterator[Shape]:
    for _, (x, y, width, height) in _shown(layout):
        right, bottom = x + width, y + height
        frame = (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",))
        yield Shape(frame, stroke=BLUE, width=0.25)


def _names(layout: Layout) -> Iterator[Line]:
    for name, (x, y, width, height) in _shown(layout):
        room = Box(x + 1, y + 0.5, width - 2, height - 1, 10, Face.BOLD, BLUE, "left", lines=3)
        yield from fit(LABELS[name], room)


def _note_box(layout: Layout) -> Box:
    return Box(30, layout.height - 16, layout.width - 60, 12, 11, lines=2)


def _note_ground(layout: Layout) -> Shape:
    box = _note_box(layout)
    right, bottom = box.x + box.width, box.y + box.height
    return Shape(
        (("M", box.x, box.y), ("L", right, box.y), ("L", right, bottom), ("L", box.x, bottom), ("Z",)), "#ffffff"
    )

"""Boxes of a Giấy khen in millimetres on 297×210, carried over to the other papers; overlay on pre-printed blanks."""

from dataclasses import dataclass, replace
from enum import StrEnum

from core.boxes import Box
from core.fonts import Face
from core.raster import Raster

RED = "#b3121d"
BASE_WIDTH, BASE_HEIGHT = 297.0, 210.0
SIGNATURE_GAP = 35.0  # mm kept free for the signature and the seal

_TEXT = {"x": 34.0, "width": 229.0}
_RIGHT = {"x": 163.0, "width": 84.0}
_LEFT = {"x": 58.0, "width": 104.0, "align": "left", "lines": 2}
_BOXES = {
    "nation": Box(**_TEXT, y=30.5, height=6.5, size=15, face=Face.BOLD),
    "motto": Box(**_TEXT, y=36.8, height=7, size=16, face=Face.BOLD),
    "authority": Box(**_TEXT, y=47.5, height=10, size=20, face=Face.BOLD, colour=RED, lines=2),
    "awarding": Box(**_TEXT, y=57.5, height=6, size=14, face=Face.BOLD),
    "award_form": Box(**_TEXT, y=62.5, height=18, size=42, face=Face.BOLD, colour=RED),
    "salutation": Box(**_TEXT, y=80.5, height=6.5, size=15, face=Face.ITALIC),
    "name": Box(**_TEXT, y=86.5, height=16, size=32, face=Face.BOLD, lines=2, shrink=0.66, wrapped=0.75),
    "name_alone": Box(**_TEXT, y=86.5, height=25, size=32, face=Face.BOLD, lines=2, wrapped=0.75),
    "position": Box(**_TEXT, y=102.5, height=10, size=15, face=Face.REGULAR, lines=2),
    "achievement": Box(**_TEXT, y=112.5, height=13.5, size=15.5, face=Face.ITALIC, lines=3, shrink=0.9),
    "place_date": Box(**_RIGHT, y=126.5, height=6, size=14, face=Face.ITALIC),
    "signer_title": Box(**_RIGHT, y=132.5, height=12, size=14, face=Face.BOLD, valign="top", lines=4),
    "signer_name": Box(**_RIGHT, y=179.8, height=7, size=15, face=Face.BOLD),
    "decision": Box(**_LEFT, y=157, height=6.5, size=12),
    "register": Box(**_LEFT, y=163.5, height=6.5, size=12),
    "verify": Box(**_LEFT, y=170, height=8, size=9, colour="#4a4a4a"),
    "draft": Box(x=60, width=177, y=66, height=60, size=64, face=Face.BOLD, colour="#e3e3e3"),
}
_QR = (33.0, 156.5, 22.0)
PERSONAL = (
    *("salutation", "name", "position", "achievement"),
    *("place_date", "signer_title", "signer_name", "decision", "register"),
)


class Mode(StrEnum):
    FULL = "full"
    OVERLAY = "overlay"  # only personal words, on a pre-printed blank
    DRAFT = "draft"


@dataclass(frozen=True)
class Place:
    """Where a field stands on the sheet, in mm before the shift of the printer; `size` in points."""

    x: float
    y: float
    width: float
    height: float
    size: float
    align: str = "center"
    shown: bool = True


@dataclass(frozen=True)
class Layout:
    """Paper size in millimetres; `shift_x`, `shift_y` correct the printer's feed when printing on blanks.

    `places` are the fields that stand elsewhere than in the design; `trial` marks a sheet that is no Giấy khen.
    """

    width: float
    height: float
    mode: Mode = Mode.FULL
    shift_x: float = 0.0
    shift_y: float = 0.0
    places: tuple[tuple[str, Place], ...] = ()
    emblem: Raster | None = None
    trial: bool = False

    def __post_init__(self) -> None:
        if self.width < BASE_WIDTH or self.height < BASE_HEIGHT:
            raise ValueError("Khổ giấy khen phải từ 297 × 210 mm trở lên để còn chỗ ký và đóng dấu.")

    @property
    def scale(self) -> float:
        return min(self.width / BASE_WIDTH, self.height / BASE_HEIGHT)

    def place(self, name: str) -> Place | None:
        return dict(self.places).get(name)

    def shows(self, name: str) -> bool:
        place = self.place(name)
        return place is None or place.shown

    def box(self, name: str) -> Box:
        box = _BOXES[name].scaled(self.scale, *self._origin)
        if (place := self.place(name)) is None:
            return box
        x, y = place.x + self.shift_x, place.y + self.shift_y
        return replace(box, x=x, y=y, width=place.width, height=place.height, size=place.size, align=place.align)

    @property
    def name_alone(self) -> Box:
        """The name of somebody without a position takes that room too, unless the office has placed the name itself."""
        return self.box("name" if self.place("name") else "name_alone")

    @property
    def qr(self) -> tuple[float, float, float]:
        """Left, top and side of the QR with its quiet zone."""
        if place := self.place("qr"):
            return place.x + self.shift_x, place.y + self.shift_y, place.width
        (left, top), (x, y, side) = self._origin, _QR
        return left + x * self.scale, top + y * self.scale, side * self.scale

    @property
    def _origin(self) -> tuple[float, float]:
        left = (self.width - BASE_WIDTH * self.scale) / 2 + self.shift_x
        return left, (self.height - BASE_HEIGHT * self.scale) / 2 + self.shift_y


A4 = Layout(297, 210)
A3 = Layout(420, 297)
PRESETS = {"A4": A4, "A3": A3, "360×270": Layout(360, 270), "400×300": Layout(400, 300)}

"""Nghị định 30/2020/NĐ-CP, Phụ lục I: the parts every official paper shares, as plain values. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.text import bind, date_long, no_break, two_digits

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "…"  # ellipsis where a person will write


class Authority(StrEnum):
    """Khoản 7 mục II: in whose place the signer signs."""

    FOR_BODY = "TM."  # thay mặt tập thể
    FOR_HEAD = "KT."  # cấp phó ký thay
    BY_ORDER = "TL."  # thừa lệnh
    BY_DELEGATION = "TUQ."  # thừa ủy quyền
    ACTING = "Q."  # quyền


@dataclass(frozen=True)
class Issuer:
    """Cơ quan ban hành, under its cơ quan chủ quản when it has one.

    A line break in a name is kept; a long name without one is broken before its place (… / HUYỆN ĐẮK SONG).
    """

    organ: str
    parent: str = ""

    @property
    def organ_lines(self) -> tuple[str, ...]:
        return _lines_of(self.organ)

    @property
    def parent_lines(self) -> tuple[str, ...]:
        return _lines_of(self.parent)


_BEFORE_PLACE = re.compile(r" (?=(?:huyện|xã|thị trấn|thị xã|thành phố|tỉnh) )", re.IGNORECASE)
_LINE_LENGTH = 24  # capitals of 13 pt in the left half of the head


def _lines_of(name: str) -> tuple[str, ...]:
    if len(name) > _LINE_LENGTH and "\n" not in name:
        split = _BEFORE_PLACE.sub("\n", name, count=1)
        name = split if split != name else _halved(name)
    return tuple(line.strip().upper() for line in name.splitlines())


def _halved(name: str) -> str:
    """Two lines of about the same length: no single word is left alone on the second."""
    spaces = [place for place, char in enumerate(name) if char == " "]
    middle = min(spaces, key=lambda place: abs(len(name) - 2 * place), default=0)
    return f"{name[:middle]}\n{name[middle + 1 :]}" if middle else name


@dataclass(frozen=True)
class DocumentNumber:
    """Số, ký hiệu: "Số: 05/QĐ-UBND"; room for a pen while the number is not given."""

    symbol: str
    number: int | None = None

    def __str__(self) -> str:
        shown = two_digits(self.number) if self.number is not None else "\u00a0" * 8
        return f"Số: {shown}/{self.symbol}"


@dataclass(frozen=True)
class PlaceDate:
    """Địa danh và thời gian ban hành; day and month stay open for the pen when no date is given."""

    place: str
    day: date | None = None
    year: int | None = None

    def __str__(self) -> str:
        if self.day:
            return f"{self.place}, {date_long(self.day)}"
        return f"{self.place}, ngày {BLANK} tháng {BLANK} năm {self.year or BLANK}"


@dataclass(frozen=True)
class Letterhead:
    """The 2×2 head of a paper. Minutes (Mẫu 1.9) have no place and date; reports of a person have no number."""

    issuer: Issuer
    number: DocumentNumber | None = None
    place_date: PlaceDate | None = None
    nation: str = NATION
    motto: str = MOTTO


@dataclass(frozen=True)
class Signer:
    """Quyền hạn, chức vụ, họ tên: prefixes are whole lines ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")."""

    title: str
    name: str = ""
    prefixes: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for prefix in self.prefixes:
            if prefix.split(" ")[0] not in set(Authority):
                raise ValueError(f"“{prefix}” không phải quyền hạn ký theo Nghị định 30/2020: TM., KT., TL., TUQ., Q.")

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.prefixes, self.title)


def signer_for_body(body: str, title: str, name: str = "") -> Signer:
    """TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"""
    return Signer(title.upper(), name, (f"{Authority.FOR_BODY} {body.upper()}",))


def signer_for_head(head: str, title: str, name: str = "", *, body: str = "") -> Signer:
    """KT. CHỦ TỊCH / PHÓ CHỦ TỊCH, under TM. when the paper is a body's own."""
    above = (f"{Authority.FOR_BODY} {body.upper()}",) if body else ()
    return Signer(title.upper(), name, (*above, f"{Authority.FOR_HEAD} {head.upper()}"))


def legal_bases(lines: tuple[str, ...], last: str = ".") -> tuple[str, ...]:
    """Căn cứ ban hành: one a line, each ends in a semicolon, the last in a full stop unless more follows."""
    return _punctuate(lines, last=last)


def recipients(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Nơi nhận: a dash before, a semicolon after each, a full stop after the last ("- Lưu: VT, NV.")."""
    return tuple(f"- {line}" for line in _punctuate(lines, last="."))


def _punctuate(lines: tuple[str, ...], *, last: str) -> tuple[str, ...]:
    bare = [line.strip().rstrip(";.,").strip() for line in lines if line.strip()]
    return tuple(f"{line}{last if place == len(bare) else ';'}" for place, line in enumerate(bare, start=1))


_POINTS = "abcdđeghiklmnopqrstuvxy"


def point_letter(place: int) -> str:
    """Điểm a), b) … in the Vietnamese alphabet: đ after d, no f, j, w, z. `place` counts from 1."""
    return _POINTS[place - 1]


def roman(number: int) -> str:
    """Phần, mục: I, II, III …"""
    shown = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, value)
        shown += sign * times
    return shown


# Words of two syllables that read badly when a title's line ends between them.
_PAIRS = re.compile(
    r"\b(chuyển đổi số|chủ tịch|ủy ban|nhân dân|giấy khen|thi đua|khen thưởng|thành tích|xuất sắc|giai đoạn|kết quả"
    r"|tập thể|cá nhân|thực hiện|phong trào|định hướng)\b",
    re.IGNORECASE,
)


def bind_title(title: str) -> str:
    """A title or a short solemn line: dates, years and the office's pairs of syllables stay together."""
    return _PAIRS.sub(lambda match: no_break(match[0]), bind(title))

"""Lines with parts, as the form of a nominee takes them: initiatives with their recognition, earlier awards. Pure.

A line is parts between semicolons. What lacks a part is told by its number, its beginning and what is missing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

INITIATIVE_EXAMPLE = "Mã QR tra cứu thủ tục tại nhà văn hóa thôn; 12/QĐ-UBND; 05/03/2023; UBND huyện Đắk Song"
PRIOR_EXAMPLE = "2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; Chủ tịch UBND huyện"
FIRST_YEAR = 1975
_DAY = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b")
_DAY_IN_WORDS = re.compile(r"\b([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})\b")
_NUMBER = re.compile(r"[0-9]+\s*/\s*[^\W\d_]")
Check = Callable[[str], bool]


@dataclass(frozen=True)
class Part:
    """A part of a line: what it is called, and how it is recognised."""

    name: str
    fits: Check
    like: str


def day_of(text: str) -> date | None:
    """The day written in a text, 05/03/2023 or 5 tháng 3 năm 2023; None when there is none that exists."""
    for pattern in (_DAY, _DAY_IN_WORDS):
        if found := pattern.search(text):
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _words(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _number(text: str) -> bool:
    return bool(_NUMBER.search(text))


def _year(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= 2100


INITIATIVE = (
    Part("tên sáng kiến", _words, "Mã QR tra cứu thủ tục"),
    Part("số văn bản công nhận", _number, "12/QĐ-UBND"),
    Part("ngày công nhận", lambda text: day_of(text) is not None, "05/03/2023"),
    Part("cơ quan công nhận", _words, "UBND huyện Đắk Song"),
)
PRIOR = (
    Part("năm", _year, "2022"),
    Part("hình thức", _words, "Giấy khen"),
    Part(
        "số và ngày quyết định", lambda text: _number(text) and day_of(text) is not None, "12/QĐ-UBND ngày 05/01/2023"
    ),
    Part("cơ quan ban hành", _words, "Chủ tịch UBND huyện"),
)


def split(line: str) -> list[str]:
    return [part.strip() for part in line.strip().rstrip(";").split(";")]


def _fault(number: int, line: str, parts: Sequence[Part]) -> str:
    """What is wrong with one line, "" when nothing is."""
    given = split(line)
    shown = line.strip() if len(line.strip()) <= 40 else line.strip()[:40] + "…"
    if len(given) > len(parts):
        return (
            f"Dòng {number} (“{shown}”) có {len(given)} phần, nhiều hơn {len(parts)}. "
            f"Chỉ dùng dấu chấm phẩy giữa các phần: {'; '.join(part.name for part in parts)}."
        )
    given += [""] * (len(parts) - len(given))
    missing = [part.name for part, text in zip(parts, given, strict=True) if not text]
    odd = [part for part, text in zip(parts, given, strict=True) if text and not part.fits(text)]
    said = [f"thiếu {', '.join(missing)}"] if missing else []
    said += [f"phần “{part.name}” chưa đúng, viết như “{part.like}”" for part in odd]
    return f"Dòng {number} (“{shown}”): {'; '.join(said)}." if said else ""


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def initiative_faults(text: str) -> list[str]:
    """A line that is only a name is an initiative without recognition; once recognition is begun, all of it is asked."""
    found = (_fault(number, line, INITIATIVE) for number, line in _lines(text) if len(split(line)) > 1)
    return [fault for fault in found if fault]


def prior_faults(text: str) -> list[str]:
    return [fault for number, line in _lines(text) if (fault := _fault(number, line, PRIOR))]


def recognition(text: str, limit: int = 300) -> str:
    """The recognised initiatives as one line of their papers, cut at a whole one; "" when none is recognised."""
    papers = [said for _, line in _lines(text) if (said := _recognised(line))]
    kept = ""
    for paper in papers:
        longer = f"{kept}; {paper}" if kept else paper
        if len(longer) > limit:
            break
        kept = longer
    return kept or (papers[0][:limit] if papers else "")


def _recognised(line: str) -> str:
    given = split(line)
    if len(given) != len(INITIATIVE) or not all(given):
        return ""
    _, number, day, authority = given
    return f"{number} ngày {day} của {authority}"


def in_words(text: str, apart: str = "") -> str:
    """The recognised initiatives as a paper says them, one a line; `apart` is a recognition kept beside the names."""
    known = [(split(line)[0], paper) for _, line in _lines(text) if (paper := _recognised(line))]
    if known:
        return "\n".join(f"{name}, được công nhận theo {paper}" for name, paper in known)
    return f"{text.strip()}, {apart}" if apart and text.strip() else apart


def unrecognised(text: str, apart: str = "") -> list[str]:
    """The names of initiatives that no paper recognises: they are merit, but not "đã được công nhận"."""
    lines = [line for _, line in _lines(text)]
    if apart and not any(map(_recognised, lines)):
        return []
    return [split(line)[0] for line in lines if not _recognised(line)]


def names(text: str) -> str:
    return "; ".join(split(line)[0] for _, line in _lines(text))


def add_lines(text: str, more: Sequence[str]) -> tuple[str, int]:
    """The text with the lines that it does not have yet, and how many were added."""
    there = {_key(line) for _, line in _lines(text)}
    new = [line for line in more if _key(line) not in there]
    return "\n".join([*filter(None, [text.strip("\n")]), *new]), len(new)


def _key(line: str) -> str:
    """Two lines are one award when year and decision agree, however the rest is worded."""
    given = split(line.casefold())
    return "|".join(given[:1] + given[2:3])

"""Reads what officers write in Vietnamese: numbers of nominees, days, times, votes, shares, names, roster lines."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from core.text import clean_lines, fold, name_key, number_in_words

_IN_WORDS = {number_in_words(n): n for n in range(1, 200)}
_WORDS = "|".join(sorted(map(re.escape, _IN_WORDS), key=len, reverse=True))
_KIND = r"(?P<kind>tập thể|cá nhân)(?!\w)"
_DIGITS_FIRST = re.compile(rf"(?<![\w/.,%-])(?P<n>\d{{1,3}})(?:\s*\((?P<words>[^()\d]{{2,40}})\))?\s+{_KIND}")
_WORDS_FIRST = re.compile(rf"(?<!\w)(?P<words>{_WORDS})(?:\s*\((?P<n>\d{{1,3}})\))?\s+{_KIND}")
_KIND_FIRST = re.compile(rf"(?<!\w){_KIND}\s*(?::\s*|\((?=\d{{1,3}}\)))(?P<n>\d{{1,3}})(?![\w/,%])")
# "trong năm cá nhân", "mỗi một cá nhân": no number is meant
_NO_NUMBER = re.compile(r"(?:trong|hằng|hàng|mỗi|từng|cả|các|những|nhiều|cuối|đầu|giữa)\s+$")

_LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SHORT_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/])")
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*(?:giờ|h|g|:)\s*(\d{2})?(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\w)năm\s+(20\d{2})(?!\d|\s*[-–])", re.IGNORECASE)
_SENTENCE = re.compile(r"\n|(?<=[.!?])\s+")
_FRACTION = re.compile(r"(?<![\d/])(\d{1,2})\s*/\s*(\d{1,2})(?![\d/]|\s*/)(?!/?[A-ZĐ])")
_PERCENT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,2})?)\s*%")
_VOTE_WORDS = re.compile(r"phiếu|đồng ý|nhất trí|tán thành|biểu quyết|thành viên")
_A_BAR = re.compile(r"(?:từ|trên|quá|hơn|ít nhất|tối thiểu|không dưới|đạt từ|>|≥)\s*$")

_TITLES = ("đồng chí", "ông", "bà", "anh", "chị", "cô", "chú", "đ/c", "ths.", "ts.", "bs.")

key_of = lru_cache(maxsize=20_000)(name_key)  # names and words are few, and met again and again
folded = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True)
class Count:
    """ "02 (hai) tập thể": the figure, the figure in words where both stand, and where it begins."""

    individual: bool
    number: int
    in_words: int | None
    at: int


@dataclass(frozen=True)
class Attendee:
    name: str
    post: str
    duty: str
    absent: bool


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(clean_lines(text)) if part.strip()]


def counts_in(sentence: str) -> list[Count]:
    """How many tập thể and cá nhân a sentence speaks of, in figures, in words, or in both."""
    low = sentence.lower()
    found = [_count(hit) for pattern in (_DIGITS_FIRST, _KIND_FIRST) for hit in pattern.finditer(low)]
    found += [_count(hit) for hit in _WORDS_FIRST.finditer(low) if not _NO_NUMBER.search(low[: hit.start()])]
    return sorted({count for count in found if count}, key=lambda count: count.at)


def _count(hit: re.Match[str]) -> Count | None:
    parts = hit.groupdict()
    words = _IN_WORDS.get((parts.get("words") or "").strip())
    number = int(parts["n"]) if parts["n"] else words
    if number is None:
        return None
    return Count(parts["kind"] == "cá nhân", number, words if parts["n"] else None, hit.start())


def dates_in(text: str) -> list[date]:
    """Days written long or short; one that no calendar has is left out."""
    clean = clean_lines(text)
    hits = [hit for pattern in (_LONG_DATE, _SHORT_DATE) for hit in pattern.finditer(clean)]
    days = [_day(*map(int, hit.groups())) for hit in hits]
    return [day for day in days if day]


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def minutes_of_day(text: str) -> int | None:
    """The first time of the day in a text, as minutes after midnight."""
    for hit in _TIME.finditer(clean_lines(text)):
        hour, minute = int(hit[1]), int(hit[2] or 0)
        if hour < 24 and minute < 60:
            return hour * 60 + minute
    return None


def years_in(text: str) -> set[int]:
    """Years that stand alone, as in "phong trào năm 2023"; those inside a date do not count."""
    return {int(year) for year in _YEAR.findall(_LONG_DATE.sub(" ", clean_lines(text)))}


def fractions_in(sentence: str) -> list[tuple[int, int]]:
    """ "04/05 phiếu": a part of a whole beside a word of voting; days and numbers of papers are none."""
    low = _SHORT_DATE.sub(" ", sentence)
    hits = [hit for hit in _FRACTION.finditer(low) if _is_vote(low.lower(), hit)]
    found = [(int(hit[1]), int(hit[2])) for hit in hits]
    return [(part, whole) for part, whole in found if part <= whole and whole]


def percents_in(sentence: str) -> list[tuple[Decimal, int]]:
    """ "80%" beside a word of voting, with its decimal places; "từ 70% trở lên" is a bar, not a result."""
    low = sentence.lower()
    found = []
    for hit in _PERCENT.finditer(low):
        is_bar = _A_BAR.search(low[: hit.start()]) or low[hit.end() :].lstrip().startswith("trở lên")
        if _is_vote(low, hit) and not is_bar:
            written = hit[1].replace(",", ".")
            found.append((Decimal(written), len(written.partition(".")[2])))
    return found


def _is_vote(low: str, hit: re.Match[str]) -> bool:
    before, after = low[max(0, hit.start() - 25) : hit.start()], low[hit.end() : hit.end() + 30]
    if before.rstrip().endswith(("ngày", "số", "điều", "khoản", "mẫu")) or "chỉ tiêu" in after:
        return False
    return bool(_VOTE_WORDS.search(before) or _VOTE_WORDS.search(after))


def attendees_in(text: str) -> list[Attendee]:
    """The roster of the minutes, one line a person: name; post; duty[; vắng: reason]."""
    found = []
    for line in clean_lines(text).split("\n"):
        parts = [part.strip() for part in line.split(";")] + ["", "", ""]
        if parts[0]:
            found.append(Attendee(bare(parts[0]), parts[1], parts[2], name_key(parts[3]).startswith("vắng")))
    return found


def labelled(text: str) -> list[tuple[str, str]]:
    """ "Họ và tên: Bà An" as ("ho va ten", "Bà An")."""
    pairs = [line.partition(":") for line in clean_lines(text).split("\n")]
    return [(re.sub(r"[^\w ]", "", fold(label)).strip(), value.strip()) for label, colon, value in pairs if colon]


def bare(name: str) -> str:
    """A name without "Ông", "Đồng chí" before it and without a stop or a number of a list."""
    name = re.sub(r"^\d{1,2}[.)]\s*", "", name.strip()).strip(" .,")
    for title in _TITLES:
        if name.lower().startswith(title + " "):
            return bare(name[len(title) + 1 :])
    return name


def same_name(one: str, other: str) -> bool:
    return key_of(bare(one)) == key_of(bare(other))


def holds(text: str, name: str) -> bool:
    """The name stands in the text as whole words, whatever its case and tone position."""
    return f" {_plain(name)} " in f" {_plain(text)} "


@lru_cache(maxsize=512)  # the same few texts are asked for every name
def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", name_key(text)))

"""Names that are nearly a given name, found in what officers write, however much and whatever they write.

The words come from any officer, so the work has a ceiling of its own: text by text it is charged to a `Work`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from awards.consistency.reading import folded, key_of
from core.text import clean_lines

MOST = 2  # letters in which a slip of the pen differs, marks aside
MOST_WORDS = 12  # capitalised in a row: more of them are a heading in capitals, no name of a person
MOST_WINDOWS = 2_000  # of one text for one length of name; a letter that names a hundred people has some 500
CEILING = 1_000_000  # looks of one page, a second or two; a hundred honest reports of a dozen names each stay below it
_COMPARED, _SEARCHED, _FOUND = 50, 10, 500  # in looks: letter by letter, through a text, told to the reader
_BREAKS = re.compile(r"[\n,;:.()“”\"]")
_TOKEN = re.compile(r"[^\W\d_][\w’'ʼ-]*")

_Windows = dict[int, list[tuple[int, str, str, int]]]  # by length: place, as written, without marks, letters


class Work:
    """What one page may still spend; when it is spent, nothing more is found to be like a name.

    It keeps the windows of the text that was read last, so ask for all names of one text before the next.
    """

    def __init__(self, left: int = CEILING) -> None:
        self.left = left
        self._text = ""
        self._windows: dict[int, _Windows] = {}
        self._near: dict[tuple[str, str], bool] = {}

    def spend(self, looks: int) -> bool:
        self.left -= looks
        return self.left >= 0

    def windows(self, text: str, size: int) -> _Windows:
        if text is not self._text:
            self._text, self._windows = text, {}
        if size not in self._windows:
            self._windows[size] = _windows_of(text, size, self)
        return self._windows[size]

    def near(self, one: str, other: str) -> bool:
        """Paid for once: the same people are named in report after report. False with nothing left to spend."""
        if (one, other) not in self._near:
            self._near[one, other] = self.spend(_COMPARED) and distance(one, other) <= MOST
        return self._near[one, other]


def distance(one: str, other: str, most: int = MOST) -> int:
    """Letters to change, add or drop (Levenshtein); `most` + 1 stands for anything beyond."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def near(written: str, name: str) -> int | None:
    """0: only marks differ; 1 or 2: so many letters; None: the same name, or another one altogether."""
    one, other = folded(written), folded(name)
    if abs(len(one) - len(other)) > MOST or key_of(written) == key_of(name):
        return None
    apart = distance(one, other)
    return apart if apart <= MOST and apart * 5 <= len(other) else None


def names_like(text: str, name: str, *, person: bool = True, work: Work | None = None) -> Iterator[str]:
    """Words in a row, as many as the name has, that are nearly the name: of a person all begin with a capital.

    Thôn 1 and Thôn 2 are two collectives, so that their names may differ in marks only.
    """
    work = work or Work()
    for written in _like_person(text, name, work) if person else _like_group(text, name, work):
        if not work.spend(_FOUND):
            return
        yield written


def _like_person(text: str, name: str, work: Work) -> list[str]:
    wanted, size = folded(name), len(name.split())
    if size > MOST_WORDS or not work.spend(1):
        return []
    letters, windows, found = _letters(wanted), work.windows(text, size), []
    for length in range(len(wanted) - MOST, len(wanted) + MOST + 1):
        for place, written, plain, others in windows.get(length, ()):
            if not work.spend(1):
                return []
            # most often it is the name itself; and a changed letter is one lost and one won
            if written == name or (letters ^ others).bit_count() > 2 * MOST or not work.near(plain, wanted):
                continue
            if near(written, name) is not None:
                found.append((place, written))
    return [written for _, written in sorted(found)]


def _windows_of(text: str, size: int, work: Work) -> _Windows:
    """Each window once, by its length without marks."""
    windows: _Windows = {}
    met: set[str] = set()
    for run in _runs(text, capitals=True):
        for start in range(len(run) - size + 1):
            written = " ".join(run[start : start + size])
            if len(met) == MOST_WINDOWS or not work.spend(1):
                return windows
            if written not in met:
                plain = " ".join(folded(word) for word in run[start : start + size])
                windows.setdefault(len(plain), []).append((len(met), written, plain, _letters(plain)))
                met.add(written)
    return windows


def _letters(text: str) -> int:
    """Which letters stand in a text, as bits; two letters may share a bit, which only lets more through."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _like_group(text: str, name: str, work: Work) -> Iterator[str]:
    """Where the words of the name stand, whatever their marks; looked for as one string, so words cost nothing."""
    words, plain = _words(text)
    size, wanted = len(name.split()), "\n" + "\n".join(map(folded, name.split())) + "\n"
    met, place, at = set[str](), 0, -1
    while work.spend(_SEARCHED):
        before, at = max(at, 0), plain.find(wanted, at + 1)
        if at < 0:
            return
        place += plain.count("\n", before, at)
        written = " ".join(words[place : place + size])
        if written not in met and near(written, name) == 0:
            yield written
        met.add(written)


@lru_cache(maxsize=256)  # the same few texts are asked for every name
def _words(text: str) -> tuple[list[str], str]:
    """The words of a text, a blank one where a line breaks, and the same words without marks, one on a line."""
    words = [word for run in _runs(text, capitals=False) for word in (*run, "")]
    return words, "\n" + "\n".join(folded(word) if word else "|" for word in words) + "\n"


@lru_cache(maxsize=256)
def _runs(text: str, *, capitals: bool) -> tuple[list[str], ...]:
    lines = _BREAKS.split(clean_lines(text))
    return tuple(run for line in lines for run in (_capitalised(line) if capitals else [line.split()]))


def _capitalised(line: str) -> Iterator[list[str]]:
    run: list[str] = []
    for word in (*line.split(), ""):
        if _TOKEN.fullmatch(word) and word[0].isupper():
            run.append(word)
            continue
        if 0 < len(run) <= MOST_WORDS:
            yield run
        run = []

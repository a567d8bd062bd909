"""Two people of one name, and one person under two spellings: what is told, and what a declaration must say. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from awards.consistency.nearly import distance
from awards.once import Identity
from core.text import fold

NOTE_SIGNS, NOTE_WORDS = 20, 2  # giả định: less cannot say who the other person is
_folded = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True, kw_only=True)
class Namesake:
    """Someone who may be the nominee; `nominee_id` is 0 where the reader may not know who."""

    sentence: str
    nominee_id: int = 0
    unit: str = ""


def note_fault(note: str) -> str:
    """Why this declaration cannot tell two people apart; "" when it can, or when nothing is declared."""
    if not note or told_apart(note):
        return ""
    return (
        f"Ghi rõ người này khác người trùng tên ở điểm nào, ít nhất {NOTE_SIGNS} ký tự, "
        "ví dụ nơi ở, nơi công tác, ngày sinh. Nếu không có ai trùng tên thì để trống ô này."
    )


def told_apart(note: str) -> bool:
    """A real sentence: a stop or a dash declares nothing."""
    words = [word for word in fold(note).split() if sum(map(str.isalpha, word)) > 1]
    return len(note) >= NOTE_SIGNS and len(set(words)) >= NOTE_WORDS


def close(one: Identity, other: Identity) -> bool:
    """Not the same on paper, and yet perhaps one person: a year off by one, or a letter or marks in the name."""
    if not (one.individual and other.individual) or one.birth_year is None or other.birth_year is None:
        return False
    if (one.key, one.birth_year) == (other.key, other.birth_year) or abs(one.birth_year - other.birth_year) > 1:
        return False
    return distance(_folded(one.key), _folded(other.key), most=1) <= 1

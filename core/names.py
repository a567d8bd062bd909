"""Which signs the name of a person or a collective may hold: what looks like a letter makes a second identity. Pure."""

import re
import unicodedata

# Latin letters of Vietnamese, Ê Đê and M'Nông names; without ı, ſ and others that read as another letter
_LETTERS = (
    "A-Za-zÀ-ÖØ-öø-ÿ\u0100-\u012f\u0134-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u017e\u0180\u0189\u0243\u0256"
    "ƠơƯư\u1e00-\u1e99\u1e9e-\u1eff"
)
_MARKS = "\u0300-\u0303\u0306\u0309\u030c\u031b\u0323"  # that no composed letter takes up, as in ê̆
_PERSON = re.compile(f"[^{_LETTERS}{_MARKS} '’-]")
_COLLECTIVE = re.compile(f"[^{_LETTERS}{_MARKS}0-9 '’.,()/&–-]")


def name_fault(name: str, *, collective: bool = False) -> str:
    """The sentence that names the first sign which may not stand in a cleaned name; "" for a good name."""
    found = (_COLLECTIVE if collective else _PERSON).search(name)
    if found is None:
        return ""
    allowed = (
        "chữ cái, chữ số, dấu cách, dấu nháy và các dấu . , ( ) / & -"
        if collective
        else ("chữ cái, dấu cách, dấu nháy và gạch nối")
    )
    word = f"dấu “{found[0]}”" if not found[0].isalnum() else f"ký tự “{found[0]}”"
    looks = " (trông giống chữ Việt nhưng là chữ khác)" if _foreign(found[0]) else ""
    return f"Tên không được có {word}{looks} ở vị trí thứ {found.start() + 1}. Tên chỉ gồm {allowed}. Gõ lại tên."


def _foreign(sign: str) -> bool:
    return sign.isalpha() and unicodedata.normalize("NFKC", sign).isascii() is False

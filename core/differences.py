"""What differs between two texts, word by word; pure."""

import re
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\n|[^\S\n]+|\w+(?:[.,]\w+)*|[^\w\s]")


def words(before: str, after: str) -> list[tuple[str, str]]:
    """("same" | "del" | "ins", text) pieces: without "ins" they are `before`, without "del" `after`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("del", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("ins", "".join(new[j1:j2])))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A blank that stayed between two changed words belongs to the change: whole phrases read better than word salad."""
    runs: list[tuple[str, str]] = []
    deleted = inserted = ""
    for place, (kind, text) in enumerate(pieces):
        bridge = kind == "same" and text.isspace() and "\n" not in text and 0 < place < len(pieces) - 1
        if kind == "del":
            deleted += text
        elif kind == "ins":
            inserted += text
        elif bridge and deleted and inserted:
            deleted, inserted = deleted + text, inserted + text
        else:
            runs += [(name, part) for name, part in (("del", deleted), ("ins", inserted)) if part]
            deleted = inserted = ""
            runs.append((kind, text))
    return runs + [(name, part) for name, part in (("del", deleted), ("ins", inserted)) if part]

"""Two people edit different parts of one paper: each one's part is kept, and the same part is asked about.

The page carries a mark of every part as it stood when the page was opened (`marks_of`). A part that the person left as it was
keeps what stands now; one that both changed is refused with what stands, and nothing is written.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from awards.papers.exchange import mark_of
from awards.papers.fields import PaperField
from core.text import clean, clean_lines

MARKS = "marks"  # the hidden field, and its key among the posted texts


class PartsMovedError(ValidationError):
    """Some parts stand otherwise than when the page was opened; `stands` says how, by key."""

    def __init__(self, sentences: dict[str, str], stands: dict[str, str]):
        super().__init__(sentences)
        self.stands = stands


def marks_of(fields: Sequence[PaperField], body: Mapping[str, Any]) -> dict[str, str]:
    return {field.key: _mark(field, body.get(field.key, "")) for field in fields}


def read_marks(text: Any) -> dict[str, str]:
    """What came back from the page; empty when it is no such thing, and then every part counts as typed."""
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def merged(fields: Sequence[PaperField], body: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, str]:
    """The texts to keep. Without marks, as services give them, each text is what its caller wants."""
    marks = read_marks(texts.get(MARKS))
    typed = {field.key: clean_lines(texts.get(field.key, "")) for field in fields}
    moved = {field.key for field in fields if _moved(field, body, marks)}
    left = {field.key for field in fields if field.key in moved and untouched(field, typed[field.key], marks)}
    stands = {field.key: str(body.get(field.key, "")) for field in fields}
    clash = {key: stands[key] for key in moved - left if typed[key] != clean_lines(stands[key])}
    if clash:
        raise PartsMovedError({key: _clash(text) for key, text in clash.items()}, clash)
    return {key: stands[key] if key in left else text for key, text in typed.items()}


def refuse_unread(fields: Sequence[PaperField], body: Mapping[str, Any], texts: Mapping[str, Any]) -> None:
    """Before confirming: nobody confirms a part that was changed since the page was opened without having read it."""
    marks = read_marks(texts.get(MARKS))
    merged(fields, body, texts)
    unread = {
        field.key: str(body.get(field.key, ""))
        for field in fields
        if _moved(field, body, marks) and untouched(field, texts.get(field.key, ""), marks)
    }
    if unread:
        raise PartsMovedError(dict.fromkeys(unread, _UNREAD), unread)


def untouched(field: PaperField, typed: str, marks: Mapping[str, str]) -> bool:
    """The person sends the part back as the page showed it."""
    return marks.get(field.key) == _mark(field, typed)


def _moved(field: PaperField, body: Mapping[str, Any], marks: Mapping[str, str]) -> bool:
    return field.key in marks and marks[field.key] != _mark(field, body.get(field.key, ""))


def _mark(field: PaperField, text: Any) -> str:
    """Of the text as a form would read it: no mark tells spaces apart that a browser does not send."""
    return mark_of(clean(str(text)) if field.rows == 1 else clean_lines(str(text)))


def _clash(text: str) -> str:
    stands = f"thành: “{text}”" if text else "thành để trống"
    return (
        f"Trong lúc anh/chị viết, mục này đã được người khác sửa {stands}. Ô dưới đây giữ chữ của anh/chị: "
        "gộp phần cần giữ rồi lưu lại; khi lưu, chữ trong ô thay cho bản đang có."
    )


_UNREAD = "Mục này vừa được người khác sửa; ô dưới đây đã đổi theo bản mới. Đọc lại rồi xác nhận."

"""A paper of awards out as Word and back, for any kind of paper: what its writer changed, part by part.

    write_out(doc, fields=…, body=…, identity=…) -> bytes
    read_back(data, doc, fields=…, body=…, identity=…) -> Incoming

`doc` is the frozen value of the paper as it stands now, `fields` its `PaperField`s (their keys are those of
awards/papers/word.py), `body` the texts by key as they stand now, `identity` says which paper it is: any plain values plus
`title`, the name that a refusal tells. The file carries a sealed ticket: the identity, and for each part a digest of the text
it was made from and of what was printed. A part has changed when the file prints something else than it did when it left; it is
in conflict when the portal's text has changed too. Nothing is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError

from awards.papers import word
from awards.papers.fields import PaperField
from awards.papers.retyping import retyped
from core import files
from core.digest import digest
from core.text import format_int
from core.word_check import UnreadableDocument, WordText, read_docx
from core.word_official import OfficialPaper
from core.word_parts import Block, PartsFound, parts_in

TICKET = "CongThiDua"
FORMAT = 1
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of a .doc
EXAMPLES = 3  # of lines outside the parts that were changed
_SIGNER = signing.Signer(salt="awards.papers.exchange")
_GET_A_NEW_ONE = "Tải bản Word mới ở trang giấy tờ, chép phần đã sửa sang rồi gửi lại."


@dataclass(frozen=True)
class Change:
    """`before` stands on the portal, `after` comes in; `conflict`: the portal's text has changed since the file left."""

    key: str
    label: str
    before: str
    after: str
    conflict: bool = False


@dataclass(frozen=True)
class Incoming:
    """`faults` are parts that cannot be taken, `notes` what the person should know; each a sentence."""

    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.conflict)

    @property
    def fresh(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.conflict)


def write_out(doc: Any, *, fields: Sequence[PaperField], body: Mapping[str, Any], identity: Mapping[str, Any]) -> bytes:
    """The DOCX whose parts may be edited and sent back."""
    marks = {field.key: field.label for field in fields}
    paper = word.compose(doc, marks=marks)
    found = _parts(paper, list(marks))
    ticket = {
        "format": FORMAT,
        "identity": dict(identity),
        "parts": {key: [mark_of(body.get(key, "")), _printed(blocks)] for key, blocks in found.parts.items()},
        "fixed": _fixed(found),
    }
    return paper.bytes(properties={TICKET: _SIGNER.sign_object(ticket, compress=True)})


def read_back(
    data: bytes, doc: Any, *, fields: Sequence[PaperField], body: Mapping[str, Any], identity: Mapping[str, Any]
) -> Incoming:
    """Raises ValidationError with a sentence for a file that is damaged, foreign, or of another paper."""
    marks = {field.key: field.label for field in fields}
    try:
        document = read_docx(data, cells=True)
    except UnreadableDocument as refused:
        raise ValidationError(str(refused)) from refused
    ticket = _checked(_unsealed(document), identity)
    found, stands = parts_in(document, list(marks)), _parts(word.compose(doc, marks=marks), list(marks))
    changes, faults = [], []
    for field in fields:
        change = _change(field, found, ticket["parts"], body)
        if change and _printed(found.parts[field.key]) != _printed(stands.parts.get(field.key, ())):
            if fault := _fault(field, change.after):
                faults.append(fault)
            else:
                changes.append(change)
    notes = _notes(found, stands, document, ticket=ticket, marks=marks)
    return Incoming(tuple(changes), tuple(faults), tuple(notes))


def check_word(upload) -> files.CheckedFile:
    """The uploaded DOCX, not kept. Word before 2007 keeps another kind of file, whatever its name, and is told so."""
    head = upload.read(len(_OLD_WORD))
    upload.seek(0)
    if head == _OLD_WORD or (upload.name or "").lower().endswith(".doc"):
        raise ValidationError("Tệp này là dạng Word cũ (.doc). Mở bằng Word, lưu lại ở dạng .docx rồi gửi.")
    return files.check_upload(upload, kinds=("docx",))


def mark_of(text: Any) -> str:
    """A short digest of a text, to see later whether it is still the same."""
    return digest(str(text))[:24]


# --- parts ----------------------------------------------------------------------------------------


def _parts(paper: OfficialPaper, keys: list[str]) -> PartsFound:
    return parts_in(read_docx(paper.bytes(), cells=True), keys)


def _change(
    field: PaperField, found: PartsFound, parts: Mapping[str, list[str]], body: Mapping[str, Any]
) -> Change | None:
    """What the file says else than when it left; None when it says the same, or no longer has the part."""
    if field.key not in found.parts or field.key not in parts:
        return None
    made_from, printed = parts[field.key]
    blocks = found.parts[field.key]
    if _printed(blocks) == printed:
        return None
    before = str(body.get(field.key, ""))
    after = retyped(field.key, blocks, before=before, one_line=field.rows == 1)
    if after == before:
        return None
    return Change(field.key, field.label, before, after, conflict=mark_of(before) != made_from)


def _fault(field: PaperField, after: str) -> str:
    if field.required and not after:
        return f"Mục “{field.label}” bị để trống trong tệp nên giữ nguyên như trên cổng."
    if len(after) > field.limit:
        longest = format_int(field.limit)
        return f"Mục “{field.label}” trong tệp dài quá {longest} ký tự nên chưa nhận được. Viết gọn lại rồi gửi lại."
    return ""


def _notes(
    found: PartsFound, stands: PartsFound, document: WordText, *, ticket: dict[str, Any], marks: Mapping[str, str]
) -> list[str]:
    notes = [
        f"Tệp không còn mục “{label}”; mục này giữ nguyên như trên cổng."
        for key, label in marks.items()
        if key in ticket["parts"] and key not in found.parts
    ]
    if _fixed(found) != ticket["fixed"]:
        known = set(stands.fixed)
        strange = [line for line in found.fixed if line not in known][:EXAMPLES]
        such = f" (ví dụ “{'”, “'.join(line[:80] for line in strange)}”)" if strange else ""
        notes.append(
            f"Chữ ngoài các mục sửa được đã bị đổi hoặc xóa trong tệp{such}. Phần đó lấy từ dữ liệu của hồ sơ nên không "
            "nhận từ Word; sửa ở trang hồ sơ."
        )
    if document.pictures:
        notes.append("Hình trong tệp không được nhận.")
    return notes


# --- ticket ---------------------------------------------------------------------------------------


def _unsealed(document: WordText) -> dict[str, Any]:
    try:
        ticket = _SIGNER.unsign_object(document.properties.get(TICKET, ""))
    except signing.BadSignature:
        ticket = {}
    if not isinstance(ticket, dict) or ticket.get("format") != FORMAT:
        raise ValidationError(
            "Tệp này không phải bản Word tải từ trang giấy tờ, hoặc phần cổng dùng để nhận ra tệp đã bị mất. "
            + _GET_A_NEW_ONE
        )
    return ticket


def _checked(ticket: dict[str, Any], identity: Mapping[str, Any]) -> dict[str, Any]:
    theirs, own = dict(ticket["identity"]), dict(identity)
    title = theirs.pop("title", "giấy tờ khác")
    own.pop("title", None)
    if theirs != own:
        raise ValidationError(f"Tệp này là bản Word của “{title}”. Mở đúng giấy tờ đó rồi gửi tệp.")
    return ticket


def _printed(blocks: Sequence[Block]) -> str:
    return digest([list(block.cells) for block in blocks if block.text])[:24]


def _fixed(found: PartsFound) -> str:
    return digest(" ".join(found.fixed))[:24]

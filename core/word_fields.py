"""Fields of a Word part that fetch or start something by themselves when the document is opened, printed or updated."""

import re
from xml.parsers import expat

_FETCHING = frozenset({
    "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE", "RD",
})  # fmt: skip
_NAMES = (b"fldChar", b"fldSimple")  # every instruction stands in one of them
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_BRANCHES = {f"http://schemas.openxmlformats.org/markup-compatibility/2006 {name}" for name in ("Choice", "Fallback")}
_READ = {"instrText", "delInstrText", "t", "delText"}
_INSTRUCTION = re.compile(r'[\s"\\]*([A-Za-z]+)')
_LONGEST, _DEEPEST = 64, 50  # letters kept of an instruction; fields within fields


class FetchingField(ValueError):  # noqa: N818 - the name says what was met
    """Such a field, or fields so tangled that programs would read different ones."""


def refuse_fetching(content: bytes) -> None:
    """Raises FetchingField; expat's error for XML that is none. The text itself is never kept."""
    plain = content.replace(b"\0", b"")  # UTF-16
    if not any(name in plain for name in _NAMES):
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    fields = _Fields()
    parser.StartElementHandler, parser.EndElementHandler = fields.start, fields.end
    parser.CharacterDataHandler = fields.text
    parser.Parse(content, True)
    fields.close(0)


def _check(instruction: str) -> None:
    found = _INSTRUCTION.match(instruction)
    if found and found[1].upper() in _FETCHING:
        raise FetchingField(found[1])


class _Field:
    def __init__(self) -> None:
        self.instruction, self.told = "", False  # told: its result has begun


class _Fields:
    """The fields that are open. An instruction may be split over runs, and hold fields whose results are part of it.

    Of two branches that one program or another reads, each is whole in itself: nothing of a field crosses its bounds.
    """

    def __init__(self) -> None:
        self.open: list[_Field] = []
        self.floors = [0]
        self.reads = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _BRANCHES:
            self.floors.append(len(self.open))
        space, _, local = name.rpartition(" ")
        if space not in _WORD:
            return
        self.reads += local in _READ
        if local == "fldSimple":
            _check(attributes.get(f"{space} instr", ""))
        elif local == "fldChar":
            self._mark(attributes.get(f"{space} fldCharType", "").strip())

    def end(self, name: str) -> None:
        if name in _BRANCHES:
            self.close(self.floors[-1], whole=True)
            self.floors.pop()
        space, _, local = name.rpartition(" ")
        self.reads -= space in _WORD and local in _READ

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            if len(self.open) == _DEEPEST:
                raise FetchingField("too deep")
            self.open.append(_Field())
        elif len(self.open) > self.floors[-1]:
            _check(self.open[-1].instruction)
            self.open[-1].told = True
            if kind == "end":
                self.open.pop()
        elif len(self.floors) > 1:
            raise FetchingField("across branches")

    def text(self, text: str) -> None:
        """Goes to the innermost field whose instruction is still being told."""
        if not self.reads:
            return
        for place in range(len(self.open) - 1, -1, -1):
            field = self.open[place]
            if field.told:
                continue
            if place < self.floors[-1]:
                raise FetchingField("across branches")
            field.instruction = (field.instruction + text).lstrip()[:_LONGEST]
            return

    def close(self, floor: int, *, whole: bool = False) -> None:
        """What is still open counts as told; in a branch it is refused."""
        for field in self.open[floor:]:
            _check(field.instruction)
        if whole and len(self.open) != floor:
            raise FetchingField("across branches")

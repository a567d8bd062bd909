"""Finds the line of every table and key of a TOML text; what it cannot place gets the line of the header."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*(\[\[|\[)\s*\"?([^\]\"]+?)\"?\s*\]")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([A-Za-z0-9_-]+))\s*(?:=|\.)")
_STRINGS = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')


@dataclass
class Place:
    """Where a table starts and where its keys are."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def of(self, key: str) -> int:
        return self.keys.get(key, self.line)


@dataclass
class Lines:
    """Places by table name, in the order of the file."""

    tables: dict[str, list[Place]] = field(default_factory=dict)
    root: Place = field(default_factory=lambda: Place(1))

    def place(self, table: str, index: int = 0) -> Place:
        places = self.tables.get(table, [])
        return places[index] if index < len(places) else Place(self.root.of(table))


def locate(text: str) -> Lines:
    """One pass over the lines; a header or a key inside a string of several lines is none."""
    lines = Lines()
    current, closing, depth = lines.root, "", 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw
        if closing:
            _, found, line = line.partition(closing)
            if not found:
                continue
            closing = ""
        elif depth <= 0:
            current = _read_start(line, number, lines, current)
        bare, closing = _without_strings(line)
        if not _HEADER.match(line):
            depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    return lines


def _read_start(line: str, number: int, lines: Lines, current: Place) -> Place:
    if header := _HEADER.match(line):
        current = Place(number)
        lines.tables.setdefault(header[2].strip(), []).append(current)
    elif key := _KEY.match(line):
        current.keys.setdefault(key[1] or key[2], number)
    return current


def _without_strings(line: str) -> tuple[str, str]:
    """The line without its strings and comment, and the quotes of a string that stays open."""
    bare, position = "", 0
    while match := _STRINGS.search(line, position):
        bare += line[position : match.start()]
        position = match.end()
        if match[0] in ('"""', "'''"):
            end = line.find(match[0], position)
            if end < 0:
                return bare, match[0]
            position = end + 3
    return bare + line[position:], ""

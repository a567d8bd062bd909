"""Walks the portal's addresses: name, arguments that fit the pattern but name nothing, and the view."""

import uuid
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

DUMMIES = {
    "year": 2031,
    "pk": 999_999,
    "code": "khong-co",
    "number": 77,
    "section": "to-chuc",
    "indicator": "KHONG-CO",
    "kind": "ca-nhan",
    "token": "khong-co-ma-nay",
    "file_id": uuid.UUID(int=7),
}
OUTSIDE = {"admin"}  # Django's own site: tests/units/test_admin.py


def views(resolver=None, namespace: str = "") -> Iterator[tuple[str, dict, object]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + str(entry.name), arguments(entry), entry.callback
        elif getattr(entry, "app_name", "") not in OUTSIDE:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from views(entry, inner)


def arguments(entry: URLPattern) -> dict:
    found = {}
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__
        if kind == "UUIDConverter":
            found[name] = uuid.UUID(int=7)
        elif kind == "IntConverter":
            found[name] = DUMMIES.get(name, 999_999) if isinstance(DUMMIES.get(name, 1), int) else 999_999
        else:
            found[name] = DUMMIES.get(name, "khong-co")
    return found

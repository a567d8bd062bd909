"""The tray: a list as the page sends it, in its order, whether it is to be tried or saved."""

from dataclasses import dataclass

from django.http import QueryDict

MOST = 1000  # nominees of one list; more is no list of this portal
UNREADABLE = "Không đọc được danh sách vừa chọn. Tải lại trang rồi chọn lại."


@dataclass(frozen=True)
class Tray:
    """Ids in the order of the page; `seen` is the saved list that the page was made from, None when it did not say."""

    chosen: list[int]
    seen: list[int] | None
    reason: str


def read_tray(data: QueryDict) -> Tray | None:
    """None when what was sent is no list of ids. `move` ("up:12", "down:12") is done here, for pages without scripts."""
    chosen, seen = _ids(data.getlist("nominee")), None
    if "seen" in data:
        seen = _ids([one for one in data["seen"].split(",") if one])
    if chosen is None or ("seen" in data and seen is None):
        return None
    return Tray(_moved(chosen, data.get("move", "")), seen, data.get("reason", ""))


def _ids(values: list[str]) -> list[int] | None:
    if len(values) > MOST or not all(one.isascii() and one.isdigit() and len(one) < 18 for one in values):
        return None
    return [int(one) for one in values]


def _moved(chosen: list[int], move: str) -> list[int]:
    """One step up or down; a step over the end, or one that cannot be read, changes nothing."""
    way, _, one = move.partition(":")
    place = next((n for n, pk in enumerate(chosen) if str(pk) == one), None)
    other = None if place is None else {"up": place - 1, "down": place + 1}.get(way)
    if other is not None and 0 <= other < len(chosen):
        chosen[place], chosen[other] = chosen[other], chosen[place]
    return chosen

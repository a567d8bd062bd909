"""Fields on a pre-printed blank: their names, where the design puts them, what is wrong with a place. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from awards.certificates.layout import Layout, Place

LABELS = {
    "salutation": "Ông, Bà, Tập thể",
    "name": "Họ tên, tên tập thể",
    "position": "Chức vụ, đơn vị",
    "achievement": "Thành tích",
    "place_date": "Nơi, ngày ký",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
    "decision": "Số quyết định",
    "register": "Số vào sổ",
    "verify": "Địa chỉ kiểm tra",
    "qr": "Mã QR",
}
NEEDED = ("name", "decision", "register")
ALIGNMENTS = {"left": "Trái", "center": "Giữa", "right": "Phải"}
LEAST_QR = 18.0  # mm; smaller ones are not read from a photograph
SMALLEST, LARGEST = 6.0, 96.0  # points
LEAST_WIDTH, LEAST_HEIGHT = 10.0, 4.0  # mm


def design_places(layout: Layout) -> dict[str, Place]:
    """Where the full design has these fields on a sheet of this size, to a tenth of a millimetre."""
    plain = replace(layout, places=(), shift_x=0.0, shift_y=0.0)
    places = {}
    for name in LABELS:
        if name == "qr":
            left, top, side = (round(length, 1) for length in plain.qr)
            places[name] = Place(left, top, side, side, 0)
            continue
        box = plain.box(name)
        x, y, width, height = (round(length, 1) for length in (box.x, box.y, box.width, box.height))
        places[name] = Place(x, y, width, height, round(box.size, 1), box.align)
    return places


def read_places(stored: Mapping[str, Mapping[str, Any]], layout: Layout) -> dict[str, Place]:
    """The kept places, each field that is not among them where the design has it."""
    places = design_places(layout)
    return {name: replace(place, **stored.get(name, {})) for name, place in places.items()}


def written(places: Mapping[str, Place]) -> dict[str, dict[str, Any]]:
    """As plain values for keeping."""
    return {name: asdict(place) for name, place in places.items()}


def faults(places: Mapping[str, Place], layout: Layout) -> dict[str, str]:
    """Field → the sentence that says why it cannot be printed there."""
    found = {name: _fault(name, place, layout) for name, place in places.items() if place.shown}
    found |= {name: "Ô này luôn phải in trên Giấy khen." for name in NEEDED if not places[name].shown}
    return {name: sentence for name, sentence in found.items() if sentence}


def _fault(name: str, place: Place, layout: Layout) -> str:
    if name == "qr" and place.width < LEAST_QR:
        return f"Mã QR cần rộng từ {_mm(LEAST_QR)} mm trở lên để điện thoại đọc được."
    if name != "qr" and not SMALLEST <= place.size <= LARGEST:
        return f"Cỡ chữ từ {_mm(SMALLEST)} đến {_mm(LARGEST)}."
    if place.width < LEAST_WIDTH or place.height < LEAST_HEIGHT:
        return f"Ô cần rộng từ {_mm(LEAST_WIDTH)} mm và cao từ {_mm(LEAST_HEIGHT)} mm trở lên."
    left, top = place.x + layout.shift_x, place.y + layout.shift_y
    right, bottom = left + place.width, top + place.height
    if left >= 0 and top >= 0 and right <= layout.width + 0.001 and bottom <= layout.height + 0.001:
        return ""
    return (
        f"Ô nằm ra ngoài tờ giấy {_mm(layout.width)} × {_mm(layout.height)} mm: "
        f"ngang từ {_mm(left)} đến {_mm(right)}, dọc từ {_mm(top)} đến {_mm(bottom)} (đã cộng độ lệch)."
    )


def _mm(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0").replace(".", ",")

"""How a unit heads and signs its own papers: the place before the date, the words above the signature."""

import re

from core.letterhead import Signer, signer_for_body
from units.enums import UnitKind
from units.models import Unit

_KIND_OF_COMMUNE = re.compile(r"^(Xã|Thị trấn|Phường)\s+", re.IGNORECASE)


def issuing_place(unit: Unit, district: str) -> str:
    """Địa danh: of a commune its own name, of the others that of the district (NĐ 30/2020, phụ lục I, mục II.4)."""
    return _KIND_OF_COMMUNE.sub("", unit.short_name) if unit.kind == UnitKind.CAP_XA else district


def head_signer(unit: Unit) -> Signer:
    """A commune's chairman signs for its committee; the head of any other unit in his own right."""
    if unit.kind == UnitKind.CAP_XA:
        return signer_for_body("Ủy ban nhân dân", "Chủ tịch")
    return Signer("THỦ TRƯỞNG ĐƠN VỊ")

"""django-import-export Resources of units and accounts."""

from units.resources.people import AccountResource
from units.resources.units import UnitResource

__all__ = ["AccountResource", "UnitResource"]

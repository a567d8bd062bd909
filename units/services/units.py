"""Units: add, change, and load from a data file; each with its line in the log."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, text
from units.enums import UnitKind
from units.models import Unit

FIELDS = (
    "code",
    "name",
    "short_name",
    "kind",
    "aliases",
    "state_code",
    "email",
    "is_it_enterprise",
    "valid_from",
    "valid_to",
    "successor_id",
    "sort",
)
SORT_OF_KIND = {kind: (place + 1) * 1000 for place, kind in enumerate(UnitKind)}


@transaction.atomic
def save_unit(unit: Unit, *, by) -> Unit:
    """Adds or changes a unit and logs what changed; refuses a second unit of the same name at the same time."""
    before = Unit.objects.select_for_update().filter(pk=unit.pk).values(*FIELDS).first() if unit.pk else None
    unit.fill_keys()
    refuse_twin(unit)
    unit.sort = unit.sort or SORT_OF_KIND[unit.kind]
    unit.full_clean()
    unit.save()
    changes = changes_of(before, {field: getattr(unit, field) for field in FIELDS})
    if before is None:
        audit.append("unit.added", unit, by=by, data={"code": unit.code})
    elif changes:
        audit.append("unit.changed", unit, by=by, data={"changes": changes})
    return unit


def refuse_twin(unit: Unit) -> None:
    """Two units may bear one name only one after the other, as a commune and the one that took its place."""
    key = text.name_key(unit.name)
    for other in Unit.objects.exclude(pk=unit.pk).filter(search__contains=text.fold(unit.name)):
        if text.name_key(other.name) == key and overlap(unit, other):
            raise ValidationError(
                {
                    "name": f"Đã có đơn vị “{other.name}” (mã {other.code}) đang hoạt động cùng thời gian. "
                    "Sửa đơn vị ấy, hoặc ghi ngày kết thúc hoạt động của nó trước."
                }
            )


def overlap(one: Unit, other: Unit) -> bool:
    """Were both in force on some day?"""
    last = date.max
    return one.valid_from <= (other.valid_to or last) and other.valid_from <= (one.valid_to or last)


def changes_of(before: dict | None, after: dict) -> dict[str, list[str]]:
    """Field → [before, after] as text, for the log."""
    if before is None:
        return {}
    return {field: [str(before[field]), str(value)] for field, value in after.items() if before[field] != value}


@dataclass(frozen=True)
class Loaded:
    """How many rows of a data file were new, changed, or the same."""

    new: int
    changed: int
    same: int


@transaction.atomic
def load_units(path: Path, *, by=None) -> Loaded:
    """Reads a data file (see units/data) into the table; the same file again changes nothing.

    Raises ValidationError with a sentence that names the unit. Units that the file does not name stay.
    """
    rows = _read(path)
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    tally = {"new": 0, "changed": 0, "same": 0}
    for place, row in enumerate(rows):
        code = row["code"]
        unit = known.setdefault(code, Unit(code=code))
        tally[_store(unit, row, place)] += 1
    for row in rows:
        successor = known[row["successor"]] if row.get("successor") else None
        if known[row["code"]].successor_id != (successor and successor.pk):
            known[row["code"]].successor = successor
            known[row["code"]].save(update_fields=["successor"])
    if tally["new"] or tally["changed"]:
        first = known[rows[0]["code"]]
        audit.append("unit.loaded", first, by=by, data={"file": path.name, **tally})
    return Loaded(**tally)


_KEYS = dict.fromkeys(("code", "name", "short_name", "kind", "aliases", "state_code", "email", "successor"), str) | {
    "is_it_enterprise": bool,
    "valid_from": date,
    "valid_to": date,
}


def _read(path: Path) -> list[dict]:
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["unit"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as fault:
        raise ValidationError(
            f"Không đọc được tệp đơn vị {path.name}: cần các bảng [[unit]] viết đúng TOML."
        ) from fault
    codes = [row.get("code") for row in rows]
    for place, row in enumerate(rows, start=1):
        _check(row, place, codes)
    return rows


def _check(row: dict, place: int, codes: list) -> None:
    where = f"Đơn vị thứ {place} ({row.get('code', 'chưa có mã')})"
    if unknown := set(row) - set(_KEYS):
        raise ValidationError(f"{where}: không có mục tên “{sorted(unknown)[0]}”.")
    if wrong := [key for key, value in row.items() if type(value) is not _KEYS[key]]:
        raise ValidationError(f"{where}: mục “{wrong[0]}” sai kiểu dữ liệu.")
    if missing := [key for key in ("code", "name", "short_name", "kind") if not row.get(key)]:
        raise ValidationError(f"{where}: thiếu mục “{missing[0]}”.")
    if row["kind"] not in UnitKind.values:
        raise ValidationError(f"{where}: loại “{row['kind']}” không có trong danh mục.")
    if codes.count(row["code"]) > 1:
        raise ValidationError(f"{where}: mã này xuất hiện hai lần.")
    if row.get("successor") and row["successor"] not in codes:
        raise ValidationError(f"{where}: đơn vị kế thừa “{row['successor']}” không có trong tệp.")


def _store(unit: Unit, row: dict, place: int) -> str:
    values = {key: value for key, value in row.items() if key != "successor"}
    values["sort"] = SORT_OF_KIND[row["kind"]] + place
    before = {field: getattr(unit, field) for field in values}
    for field, value in values.items():
        setattr(unit, field, value)
    if unit.pk and before == values:
        return "same"
    new = unit.pk is None
    try:
        unit.full_clean()
    except ValidationError as fault:
        raise ValidationError(f"Đơn vị {row['code']}: {' '.join(fault.messages)}") from fault
    unit.save()
    return "new" if new else "changed"

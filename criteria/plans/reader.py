"""Reads a plan file: first the shape, then the rules between rows. All faults at once, in Vietnamese."""

import re
import tomllib
import unicodedata
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from criteria.plans.checks import Declared, check
from criteria.plans.lines import Lines, Place, locate
from criteria.plans.schema import Plan
from criteria.plans.schema_awards import Row


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, on which line of the file."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.message}"


class PlanError(Exception):
    """The file cannot be loaded; `faults` lists everything that was found, in the order of the file."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def read_plan_file(path: Path) -> Plan:
    """Reads the file and, when its `source` lies beside it, compares every clause with it word for word."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PlanError([Fault(line, "Tệp phải lưu ở dạng UTF-8; dòng này có ký tự không đọc được.")]) from error
    try:
        source = path.with_name(path.stem + ".txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        source = None
    return read_plan(text, source=source)


def read_plan(text: str, *, source: str | None = None) -> Plan:
    """The plan, or PlanError with every fault."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanError([_syntax_fault(str(error), text)]) from error
    lines = locate(text)
    faults: list[Fault] = []
    plan = _read_tables(raw, lines, faults)
    if plan is not None:
        faults += [Fault(line, message) for line, message in check(plan, lines, _declared(raw, plan), source)]
    if faults or plan is None:
        raise PlanError(faults)
    return plan


def _declared(raw: dict[str, Any], plan: Plan) -> Declared:
    """Codes that stand in the file even if their row is faulty, and tables with such a row: no fault is told twice."""
    codes, broken = {}, set()
    for name, rows in raw.items():
        if isinstance(rows, list):
            codes[name] = {row["code"] for row in rows if isinstance(row.get("code"), str)}
            if len(rows) != len(getattr(plan, name, rows)):
                broken.add(name)
    return Declared(codes, broken)


def _syntax_fault(error: str, text: str) -> Fault:
    match = re.search(r"at line (\d+), column (\d+)", error)
    line = int(match[1]) if match else text.count("\n") + 1
    where = f" ở cột {match[2]}" if match else " ở cuối tệp"
    if "overwrite" in error or "already" in error or "twice" in error:
        return Fault(line, "Một khóa hoặc một bảng được viết hai lần; giữ lại một.")
    return Fault(line, f"Sai cú pháp TOML{where}: kiểm tra dấu ngoặc kép, dấu bằng và dấu ngoặc vuông của dòng này.")


def _read_tables(raw: dict[str, Any], lines: Lines, faults: list[Fault]) -> Plan | None:
    """Reads every table, noting faults and leaving out broken rows; None when a whole table is missing."""
    tables: dict[str, Any] = {}
    kinds = _hints(Plan)
    for name in raw.keys() - kinds.keys():
        known = ", ".join(kinds)
        faults.append(Fault(lines.place(name).line, f"Không có bảng “{name}”. Các bảng được dùng: {known}."))
    for name, kind in kinds.items():
        row_type = get_args(kind)[0] if get_origin(kind) is tuple else kind
        many = get_origin(kind) is tuple
        tables[name] = _read_table(raw.get(name), name, row_type, many=many, lines=lines, faults=faults)
    return None if None in tables.values() else Plan(**tables)


def _read_table(value: Any, name: str, row_type: type[Row], *, many: bool, lines: Lines, faults: list[Fault]) -> Any:
    shown = f"[[{name}]]" if many else f"[{name}]"
    if value is None:
        faults.append(Fault(1, f"Thiếu bảng {shown}."))
        return None
    rows = value if isinstance(value, list) else [value]
    if isinstance(value, list) != many or not all(isinstance(row, dict) for row in rows):
        faults.append(Fault(lines.place(name).line, f"Bảng “{name}” phải viết là {shown}."))
        return None
    made = [_read_row(row, name, row_type, lines.place(name, index), faults) for index, row in enumerate(rows)]
    return tuple(row for row in made if row is not None) if many else made[0]


def _read_row(row: dict[str, Any], table: str, row_type: type[Row], place: Place, faults: list[Fault]) -> Row | None:
    """One row; None when a key is missing or of another type (an unknown key is told and left out)."""
    hints, values = _hints(row_type), dict[str, Any](line=place.line)
    required = {f.name for f in fields(row_type) if f.default is MISSING}
    known = ", ".join(name for name in hints if name != "line")
    for key in (row.keys() - hints.keys()) | (row.keys() & {"line"}):
        faults.append(Fault(place.of(key), f"Không có khóa “{key}” trong bảng {table}. Các khóa: {known}."))
    before = len(faults)
    for key in required - row.keys():
        faults.append(Fault(place.line, f"Thiếu khóa “{key}” trong bảng {table}."))
    for key in row.keys() & hints.keys() - {"line"}:
        try:
            values[key] = _convert(row[key], hints[key])
        except ValueError as error:
            faults.append(Fault(place.of(key), f"Khóa “{key}” của bảng {table} {error}"))
            continue
        if key in required and not values[key] and values[key] in ("", ()):
            faults.append(Fault(place.of(key), f"Khóa “{key}” của bảng {table} không được để trống."))
    return row_type(**values) if len(faults) == before else None


_seen_hints: dict[type, dict[str, Any]] = {}


def _hints(row_type: type) -> dict[str, Any]:
    if row_type not in _seen_hints:
        _seen_hints[row_type] = get_type_hints(row_type)
    return _seen_hints[row_type]


def _convert(value: Any, kind: Any) -> Any:
    """The value as the schema wants it; ValueError carries the rest of the sentence."""
    if get_origin(kind) is UnionType:
        return None if value is None else _convert(value, get_args(kind)[0])
    if get_origin(kind) is tuple:
        return _convert_list(value, get_args(kind))
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise ValueError(f"là “{value}” không hợp lệ; chọn một trong: {', '.join(kind)}.")
        return kind(value)
    if kind is Decimal and isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError("phải là một số hữu hạn.")
        return number
    if kind in _NAMES and type(value) is kind:
        if kind is str and not unicodedata.is_normalized("NFC", value):
            raise ValueError("có chữ chưa ở dạng Unicode dựng sẵn (NFC); gõ lại bằng bộ gõ Unicode dựng sẵn.")
        return value
    raise ValueError(f"phải là {_NAMES[kind]}.")


_NAMES: dict[type, str] = {
    str: "chữ trong ngoặc kép",
    int: "số nguyên",
    bool: "true hoặc false",
    Decimal: "số",
    date: "ngày dạng năm-tháng-ngày, ví dụ 2023-12-19",
}


def _convert_list(value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("phải là danh sách trong ngoặc vuông.")
    if kinds[-1] is Ellipsis:
        return tuple(_convert(item, kinds[0]) for item in value)
    if len(value) != len(kinds):
        raise ValueError(f"phải gồm các nhóm {len(kinds)} số.")
    return tuple(_convert(item, kind) for item, kind in zip(value, kinds, strict=True))


# --- plain data, as a version keeps it ------------------------------------------------------------------------------


def to_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON can hold it: numbers and dates as text, no line numbers, nothing that was not written."""
    plain: dict[str, Any] = {}
    for name, table in ((f.name, getattr(plan, f.name)) for f in fields(Plan)):
        plain[name] = [_plain_row(row) for row in table] if isinstance(table, tuple) else _plain_row(table)
    return plain


def _plain_row(row: Row) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, Decimal | date) else value
        for key, value in asdict(row).items()
        if key != "line" and value not in (None, "", ())
    }


def from_data(data: dict[str, Any]) -> Plan:
    """The plan again from what `to_data` gave; it was checked when it was loaded."""
    tables: dict[str, Any] = {}
    for name, kind in _hints(Plan).items():
        if get_origin(kind) is tuple:
            tables[name] = tuple(_row_from(row, get_args(kind)[0]) for row in data[name])
        else:
            tables[name] = _row_from(data[name], kind)
    return Plan(**tables)


def _row_from(row: dict[str, Any], row_type: type[Row]) -> Any:
    hints = _hints(row_type)
    return row_type(**{key: _convert(_from_text(value, hints[key]), hints[key]) for key, value in row.items()})


def _from_text(value: Any, kind: Any) -> Any:
    plain = get_args(kind)[0] if get_origin(kind) is UnionType else kind
    if plain is Decimal:
        return Decimal(value)
    return date.fromisoformat(value) if plain is date else value

"""What must hold between the rows of a plan: codes, references, weights, periods, awards, the text word for word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from criteria.plans import measures
from criteria.plans.lines import Lines
from criteria.plans.schema import UNIT_KINDS, Plan, PointGroupRow, WeightRow

Found = Iterator[tuple[int, str]]


@dataclass(frozen=True)
class Declared:
    """Codes by table as they stand in the file, faulty rows included; tables in which a row had to be left out."""

    codes: dict[str, set[str]]
    broken: set[str]


def check(plan: Plan, lines: Lines, declared: Declared, source: str | None) -> Iterable[tuple[int, str]]:
    """Every fault as (line, sentence)."""
    if plan.plan.schema != 1:
        yield lines.place("plan").of("schema"), "Phần mềm này đọc tệp có schema = 1."
    yield from _duplicates(plan, lines)
    yield from _references(plan, lines, declared)
    yield from _unit_kinds(plan, lines)
    yield from measures.check(plan, lines, declared.codes)
    yield from _weight_rows(plan, lines, declared.codes)
    if not declared.broken & {"weights", "point_groups", "sets"}:
        yield from _weight_sums(plan)
    yield from _scoring(plan, lines)
    yield from _choices(plan, lines)
    yield from _days(plan, lines)
    yield from _awards(plan, lines, declared.codes)
    yield from _word_for_word(plan, lines, source)


def _tables(plan: Plan) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for table in (f.name for f in fields(Plan)):
        rows = getattr(plan, table)
        yield table, rows if isinstance(rows, tuple) else (rows,)


_KEYS = {"periods": ("year",), "weights": ("set", "rule"), "quotas": ("round", "award_kind")}


def _duplicates(plan: Plan, lines: Lines) -> Found:
    for table, rows in _tables(plan):
        keys = _KEYS.get(table, ("code",))
        first: dict[tuple[Any, ...], int] = {}
        for index, row in enumerate(rows):
            code = tuple(getattr(row, key, None) for key in keys)
            if code == (None,):
                continue
            if code in first:
                shown = " / ".join(map(str, code))
                line = _line(lines, table, rows, index, keys[-1])
                yield line, f"Mã “{shown}” của bảng {table} đã có ở dòng {first[code]}; mỗi mã chỉ dùng một lần."
            else:
                first[code] = row.line


def _line(lines: Lines, table: str, rows: tuple[Any, ...], index: int, key: str) -> int:
    """The line of a key of a row; rows know where they start, keys are found from there."""
    for place in lines.tables.get(table, []):
        if place.line == rows[index].line:
            return place.of(key)
    return int(rows[index].line)


_REFERENCES = {
    "assumption": ("assumptions", "giả định"),
    "late_assumption": ("assumptions", "giả định"),
    "deadline": ("deadlines", "thời hạn"),
    "indicator": ("indicators", "chỉ tiêu đo"),
    "choice": ("choices", "nhóm lựa chọn"),
    "set": ("sets", "bộ tiêu chuẩn"),
    "sets": ("sets", "bộ tiêu chuẩn"),
    "group": ("point_groups", "nhóm điểm"),
    "round": ("award_rounds", "đợt khen thưởng"),
    "award_kind": ("award_kinds", "hình thức khen thưởng"),
    "award_kinds": ("award_kinds", "hình thức khen thưởng"),
    "clause": ("clauses", "mục của kế hoạch"),
    "parent": ("clauses", "mục của kế hoạch"),
}


def _references(plan: Plan, lines: Lines, declared: Declared) -> Found:
    for table, rows in _tables(plan):
        for index, row in enumerate(rows):
            for key in _REFERENCES.keys() & vars(row).keys():
                target, noun = _REFERENCES[key]
                value = getattr(row, key)
                for code in value if isinstance(value, tuple) else (value,):
                    if code and code not in declared.codes.get(target, set()):
                        yield _line(lines, table, rows, index, key), f"Không có {noun} nào mang mã “{code}”."
    yield from _parents_first(plan, lines)


def _parents_first(plan: Plan, lines: Lines) -> Found:
    seen: set[str] = set()
    codes = {row.code for row in plan.clauses}
    for index, row in enumerate(plan.clauses):
        if row.parent in codes and row.parent not in seen:
            line = _line(lines, "clauses", plan.clauses, index, "parent")
            yield line, f"Mục cha “{row.parent}” phải đứng trước mục “{row.code}”."
        seen.add(row.code)


def _unit_kinds(plan: Plan, lines: Lines) -> Found:
    for table, key in (("indicators", "reporters"), ("sets", "kinds"), ("tasks", "kinds"), ("leagues", "kinds")):
        rows = getattr(plan, table)
        for index, row in enumerate(rows):
            for kind in getattr(row, key):
                if kind not in UNIT_KINDS:
                    line = _line(lines, table, rows, index, key)
                    yield line, f"Không có loại đơn vị “{kind}”; chọn trong: {', '.join(UNIT_KINDS)}."
    for table in ("sets", "leagues"):
        yield from _kind_twice(table, getattr(plan, table), lines)


def _kind_twice(table: str, rows: tuple[Any, ...], lines: Lines) -> Found:
    owner: dict[str, str] = {}
    for index, row in enumerate(rows):
        for kind in row.kinds:
            if kind in owner:
                line = _line(lines, table, rows, index, "kinds")
                yield line, f"Loại đơn vị {kind} đã thuộc “{owner[kind]}”; mỗi loại chỉ ở một chỗ."
            owner.setdefault(kind, row.code)


# --- weights --------------------------------------------------------------------------------------------------------


def _weight_rows(plan: Plan, lines: Lines, codes: dict[str, set[str]]) -> Found:
    known = codes.get("standards", set()) | codes.get("targets", set())
    standards = {row.code: row for row in plan.standards}
    for index, row in enumerate(plan.weights):
        if row.rule not in known:
            yield _line(lines, "weights", plan.weights, index, "rule"), f"Không có tiêu chuẩn, chỉ tiêu “{row.rule}”."
        if row.rule in standards and row.set not in standards[row.rule].sets:
            line = _line(lines, "weights", plan.weights, index, "set")
            yield line, f"Tiêu chuẩn “{row.rule}” không thuộc bộ “{row.set}”."
        if row.points <= 0:
            yield _line(lines, "weights", plan.weights, index, "points"), "Số điểm phải lớn hơn 0."
        yield from measures.check_weight(plan, row, _line(lines, "weights", plan.weights, index, "scale"))


@dataclass(frozen=True)
class OffSum:
    """Points that do not add up: of a group in a set, of a set, or (neither named) of all groups together."""

    line: int
    set: str
    group: str
    total: Decimal
    wanted: Decimal


def off_sums(plan: Plan) -> Iterator[OffSum]:
    """Each set gives exactly 100, and each group in it exactly what the group has."""
    hundred = Decimal(100)
    if (whole := _total(plan.point_groups)) != hundred and plan.point_groups:
        yield OffSum(plan.point_groups[0].line, "", "", whole, hundred)
    by_set: dict[str, list[WeightRow]] = defaultdict(list)
    for row in plan.weights:
        by_set[row.set].append(row)
    for code, rows in by_set.items():
        if (total := _total(rows)) != hundred:
            yield OffSum(rows[0].line, code, "", total, hundred)
        for group in plan.point_groups:
            members = [row for row in rows if row.group == group.code]
            if (total := _total(members)) != group.points:
                yield OffSum((members or rows)[0].line, code, group.code, total, group.points)


def _total(rows: Iterable[WeightRow | PointGroupRow]) -> Decimal:
    return sum((row.points for row in rows), Decimal(0))


def _weight_sums(plan: Plan) -> Found:
    weighted = {row.set for row in plan.weights}
    for one in plan.sets:
        if one.kinds and one.code not in weighted:
            yield one.line, f"Bộ “{one.code}” chưa có trọng số nào trong bảng weights."
    for off in off_sums(plan):
        where = f"Trọng số nhóm {off.group} của bộ “{off.set}”" if off.group else f"Trọng số của bộ “{off.set}”"
        where = where if off.set else "Điểm của các nhóm"
        yield off.line, f"{where} cộng lại là {_shown(off.total)}, phải đúng bằng {_shown(off.wanted)}."


def _shown(number: Any) -> str:
    return format(number, "f").rstrip("0").rstrip(".").replace(".", ",") if "." in str(number) else str(number)


def _scoring(plan: Plan, lines: Lines) -> Found:
    for key, most in (("bonus_max", 10), ("late_points", 100)):
        if not 0 <= getattr(plan.scoring, key) <= most:
            yield lines.place("scoring").of(key), f"Khóa “{key}” phải từ 0 đến {most}."


def _choices(plan: Plan, lines: Lines) -> Found:
    """Nobody can reach more of a group than the group has."""
    for index, row in enumerate(plan.choices):
        members = sum(one.choice == row.code for one in plan.standards)
        if members and not 1 <= row.at_least <= members:
            line = _line(lines, "choices", plan.choices, index, "at_least")
            yield line, f"Nhóm “{row.code}” có {members} tiêu chuẩn; at_least phải từ 1 đến {members}."


# --- days, awards, text ---------------------------------------------------------------------------------------------


def _days(plan: Plan, lines: Lines) -> Found:
    if plan.campaign.ends_on < plan.campaign.starts_on:
        yield lines.place("campaign").of("ends_on"), "Ngày kết thúc phong trào phải sau ngày bắt đầu."
    for index, row in enumerate(plan.periods):
        if not plan.campaign.starts_on.year <= row.year <= plan.campaign.ends_on.year:
            line = _line(lines, "periods", plan.periods, index, "year")
            yield line, f"Năm {row.year} nằm ngoài thời gian của phong trào."
        if row.closes_last_day < row.report_last_day:
            line = _line(lines, "periods", plan.periods, index, "closes_last_day")
            yield line, f"Ngày đóng kỳ {row.year} không được trước hạn nộp báo cáo."
    for index, basis in enumerate(plan.legal_bases):
        if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
            line = _line(lines, "legal_bases", plan.legal_bases, index, "valid_to")
            yield line, f"Căn cứ “{basis.code}” hết hiệu lực trước khi có hiệu lực."


def _awards(plan: Plan, lines: Lines, codes: dict[str, set[str]]) -> Found:
    for index, row in enumerate(plan.quotas):
        for key in ("collectives", "individuals"):
            if (number := getattr(row, key)) is not None and number < 0:
                yield _line(lines, "quotas", plan.quotas, index, key), "Số lượng khen thưởng không được âm."
    share = plan.direct_share
    if share.direct_percent + share.leading_percent != 100 or min(share.direct_percent, share.leading_percent) < 0:
        line = lines.place("direct_share").of("direct_percent")
        yield line, "Tỷ lệ người trực tiếp và lãnh đạo cộng lại phải đúng bằng 100."


def _word_for_word(plan: Plan, lines: Lines, source: str | None) -> Found:
    """Every clause is found in the plan's text, words compared one by one (line breaks and emphasis marks aside)."""
    if source is None:
        return
    whole = f" {words(source)} "
    for index, row in enumerate(plan.clauses):
        if f" {words(row.text)} " not in whole:
            line = _line(lines, "clauses", plan.clauses, index, "text")
            yield line, f"Nguyên văn mục “{row.code}” không có trong văn bản kế hoạch; chép lại đúng từng chữ."


def words(text: str) -> str:
    """The words of a text with single blanks; the asterisks of emphasis are no words."""
    return " ".join(text.replace("*", "").split())

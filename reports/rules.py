"""What may stand in one line of a report, by kind of figure; pure: no Django, no clock, no database."""

from dataclasses import dataclass, fields
from decimal import Decimal

from core import text as office
from core.text import format_decimal
from criteria.scoring.types import Answer

TEXT_LIMIT, NOTE_LIMIT, REASON_LIMIT = 4000, 1000, office.REASON_LIMIT
LARGEST = Decimal("9999999999999.99")


@dataclass(frozen=True)
class Figures:
    """The answer to one indicator. A graded answer is the place of the level, from 0, in `value`."""

    a: Decimal | None = None
    b: Decimal | None = None
    value: Decimal | None = None
    yes: bool | None = None
    text: str = ""
    na: bool = False
    note: str = ""
    estimate: bool = False

    @property
    def empty(self) -> bool:
        return self == Figures()

    @property
    def answered(self) -> bool:
        """A figure, a story or "không phát sinh" with its note; a bare note answers nothing."""
        return self.na or bool(self.text) or self.yes is not None or self.value is not None or self.b is not None

    def answer(self) -> Answer:
        """The same, in the words of the score."""
        return Answer(**{name: getattr(self, name) for name in FIELDS if name != "estimate"})


FIELDS = tuple(field.name for field in fields(Figures))
AMOUNTS = ("percent", "count", "money")
_USED = {
    "percent": ("a", "b"),
    "count": ("value",),
    "money": ("value",),
    "graded": ("value",),
    "yes_no": ("yes",),
    "narrative": ("text",),
}


def cells_of(kind: str) -> tuple[str, ...]:
    """The cells of a line of this kind; a story cannot be "không phát sinh", and only an amount can be an estimate."""
    more = ("note",) if kind == "narrative" else ("na", "note")
    return (*_USED[kind], *more, "estimate") if kind in AMOUNTS else (*_USED[kind], *more)


_LABELS = {
    "a": "Số thực hiện (a)",
    "b": "Tổng số (b)",
    "yes": "Kết quả",
    "text": "Nội dung",
    "na": "Không phát sinh",
    "note": "Ghi chú",
    "estimate": "Ước thực hiện",
}


def cell_label(name: str, *, a: str = "", b: str = "", unit: str = "", graded: bool = False) -> str:
    """What a cell is called: by what the plan says that a and b are and what is counted, where that is known."""
    if name == "value":
        return "Mức độ" if graded else f"Số {unit}" if unit else "Kết quả"
    return {"a": a, "b": b}.get(name) or _LABELS[name]


WHOLE = "Số lượng phải là số nguyên, ví dụ 12."
# What comes in parts; people and papers do not.
_MEASURED = frozenset(["đồng", "ha", "m", "m2", "m²", "km", "km2", "km²", "kg", "tấn", "lít"])


def problems(kind: str, figures: Figures, *, grades: int = 0, unit: str = "") -> dict[str, str]:
    """Field -> sentence; empty when the line can be sent as it is. `unit`: what a and b count, if it is known."""
    return line_problems(kind, figures) | cell_problems(kind, figures, grades=grades, unit=unit)


def cell_problems(kind: str, figures: Figures, *, grades: int = 0, unit: str = "") -> dict[str, str]:
    """What is wrong with a cell by itself, whatever stands in the others: such a cell is not kept."""
    found = _too_much(figures)
    if kind == "percent":
        found = _fractions(figures, unit) | found
    elif kind == "graded" and figures.value is not None and figures.value not in range(grades):
        found["value"] = "Chọn một mức trong danh sách."
    elif kind == "count" and figures.value is not None and figures.value != figures.value.to_integral_value():
        found["value"] = WHOLE
    return found


def line_problems(kind: str, figures: Figures) -> dict[str, str]:
    """What is wrong between the cells of a line: kept while it is being filled in, never sent (a trigger says so too)."""
    if figures.na:
        return _na_problems(figures)
    return _ratio_problems(figures) if kind == "percent" else {}


def in_whole_numbers(unit: str) -> bool:
    """Whether these come in whole numbers; of what has no name nothing is known."""
    return bool(unit) and not _MEASURED & set(unit.lower().split())


def _fractions(figures: Figures, unit: str) -> dict[str, str]:
    if not in_whole_numbers(unit):
        return {}
    parts = {"a": figures.a, "b": figures.b}
    return {
        name: WHOLE for name, number in parts.items() if number is not None and number != number.to_integral_value()
    }


def _too_much(figures: Figures) -> dict[str, str]:
    found = {}
    for name in ("a", "b", "value"):
        number = getattr(figures, name)
        if number is None:
            continue
        if number < 0:
            found[name] = "Số không được âm. Nhập số từ 0 trở lên."
        elif number > LARGEST:
            found[name] = "Số quá lớn. Nhập số không quá 13 chữ số; kiểm tra lại đơn vị tính."
        elif number != round(number, 2):
            found[name] = "Nhập không quá hai chữ số sau dấu phẩy, ví dụ 87,55."
    for name in ("text", "note"):
        if sentence := too_long(name, getattr(figures, name)):
            found[name] = sentence
    return found


def too_long(name: str, written: str) -> str:
    """Why a text cannot be kept; empty when it can."""
    limit = TEXT_LIMIT if name == "text" else NOTE_LIMIT
    if len(written) <= limit:
        return ""
    return (
        f"Nội dung dài {format_decimal(len(written))} ký tự, quá mức {format_decimal(limit)}. "
        "Hãy rút gọn; phần chi tiết gửi kèm bằng tệp minh chứng."
    )


def _na_problems(figures: Figures) -> dict[str, str]:
    found = {}
    if not figures.note:
        found["note"] = "Ghi lý do không phát sinh, ví dụ: “Trong năm không có cuộc kiểm tra nào”."
    if any(getattr(figures, name) not in (None, "") for name in ("a", "b", "value", "yes", "text")):
        found["na"] = "Đã chọn “Không phát sinh” thì để trống số liệu; nếu có số liệu, bỏ chọn ô này."
    return found


def _ratio_problems(figures: Figures) -> dict[str, str]:
    a, b = figures.a, figures.b
    if a is None and b is None:
        return {}
    if a is None:
        return {"a": "Cần điền cả hai số. Nếu chưa thực hiện, nhập 0."}
    if b is None:
        return {"b": "Cần điền cả hai số, hoặc để trống cả hai."}
    if b == 0:
        return {"b": "Tổng số bằng 0: chọn “Không phát sinh” và ghi lý do, hai ô số để trống."}
    if a > b:
        return {
            "a": f"Số thực hiện ({format_decimal(a)}) lớn hơn tổng số ({format_decimal(b)}). "
            "Kiểm tra lại một trong hai số."
        }
    return {}

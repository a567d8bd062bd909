"""Tiền thưởng kèm Giấy khen: coefficient × base salary on the day of the decision, rounded up to 10 000 đ. Pure.

NĐ 91/2017, Điều 73 (0,3 for a person by the district, twice for a collective) and Điều 68 khoản 2 (rounding up).
Which date picks the base salary, and rounding after the coefficient of a collective, are giả định (domain §5.4).
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

STEP = 10_000  # đồng


@dataclass(frozen=True)
class BaseSalary:
    """Lương cơ sở in đồng, from a day on, with the decree that set it."""

    since: date
    amount: int
    basis: str


BASE_SALARIES = (
    BaseSalary(date(2019, 7, 1), 1_490_000, "Nghị định số 38/2019/NĐ-CP"),
    BaseSalary(date(2023, 7, 1), 1_800_000, "Nghị định số 24/2023/NĐ-CP"),
    BaseSalary(date(2024, 7, 1), 2_340_000, "Nghị định số 73/2024/NĐ-CP"),
    BaseSalary(date(2026, 7, 1), 2_530_000, "Nghị định số 161/2026/NĐ-CP"),
)
COLLECTIVE_TIMES = 2


@dataclass(frozen=True)
class Factor:
    """The coefficient of a person from a day on; None: no source known, the office types it. Unsure = giả định."""

    kind: str
    since: date
    person: Decimal | None
    basis: str
    sure: bool = True

    @property
    def collective(self) -> Decimal | None:
        return None if self.person is None else self.person * COLLECTIVE_TIMES


_OLD, _NEW, _LAST = date(2017, 7, 31), date(2024, 1, 1), date(2025, 7, 1)
_ND91, _ND98, _ND152 = (f"Nghị định số {n}/NĐ-CP" for n in ("91/2017", "98/2023", "152/2025"))
FACTORS = (
    Factor("giay-khen-huyen", _OLD, Decimal("0.3"), _ND91),
    Factor("giay-khen-thu-truong", _OLD, Decimal("0.3"), _ND91),
    Factor("giay-khen-xa", _OLD, Decimal("0.15"), _ND91),
    Factor("bang-khen-tinh", _OLD, Decimal(1), _ND91),
    Factor("giay-khen-huyen", _NEW, Decimal("0.3"), _ND98, sure=False),
    Factor("giay-khen-thu-truong", _NEW, Decimal("0.3"), _ND98, sure=False),
    Factor("giay-khen-xa", _NEW, Decimal("0.15"), _ND98, sure=False),
    Factor("bang-khen-tinh", _NEW, Decimal("1.5"), _ND98),
    *(
        Factor(kind, _LAST, None, _ND152, sure=False)
        for kind in ("giay-khen-huyen", "giay-khen-thu-truong", "giay-khen-xa", "bang-khen-tinh")
    ),
)


def factor_on(kind: str, day: date) -> Factor:
    """Which coefficient a kind of award has on a day; before the first one known there is none to propose."""
    known = [row for row in FACTORS if row.kind == kind and row.since <= day]
    return max(known, key=lambda row: row.since) if known else Factor(kind, day, None, "", sure=False)


def base_salary_on(day: date, table: tuple[BaseSalary, ...] = BASE_SALARIES) -> BaseSalary:
    """The base salary in force on `day`; ValueError with a sentence before the first one known."""
    known = [row for row in table if row.since <= day]
    if not known:
        first = min(row.since for row in table)
        raise ValueError(
            f"Chưa có mức lương cơ sở trước ngày {first:%d/%m/%Y}. Kiểm tra lại ngày quyết định khen thưởng."
        )
    return max(known, key=lambda row: row.since)


def round_up(amount: Decimal) -> int:
    """To the next ten thousand đồng; an amount that is whole already stays."""
    return int((amount / STEP).to_integral_value(ROUND_CEILING)) * STEP


def reward(salary: int, factor: Decimal) -> int:
    return round_up(salary * factor)

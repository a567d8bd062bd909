"""Tiền thưởng: the table of NĐ 91/2017 by base salary, rounding up, and the day that picks the salary."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.reward import BASE_SALARIES, STEP, base_salary_on, factor_on, reward, round_up

DAYS = (date(2023, 6, 30), date(2023, 12, 25), date(2025, 12, 25), date(2026, 7, 1))
TABLE = [
    ("0.3", (450_000, 540_000, 710_000, 760_000)),  # a person, by the district
    ("0.6", (900_000, 1_080_000, 1_410_000, 1_520_000)),
    ("0.15", (230_000, 270_000, 360_000, 380_000)),  # a person, by a commune
]


@pytest.mark.parametrize(("factor", "amounts"), TABLE)
def test_the_table_of_the_decree(factor, amounts):
    assert tuple(reward(base_salary_on(day).amount, Decimal(factor)) for day in DAYS) == amounts


def test_the_quota_of_2023_costs_what_the_office_expects():
    day = date(2023, 12, 25)
    factor, salary = factor_on("giay-khen-huyen", day), base_salary_on(day).amount
    assert 5 * reward(salary, factor.collective) + 10 * reward(salary, factor.person) == 10_800_000


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2019, 7, 1), 1_490_000),
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_the_salary_changes_on_its_first_day(day, amount):
    assert base_salary_on(day).amount == amount


def test_a_day_before_the_first_known_salary_is_a_sentence():
    with pytest.raises(ValueError, match="trước ngày 01/07/2019"):
        base_salary_on(date(2019, 6, 30))
    assert base_salary_on(date(2019, 7, 1)) == BASE_SALARIES[0]


def test_a_collective_gets_twice_the_coefficient():
    day = date(2023, 12, 25)
    kinds = ("giay-khen-huyen", "giay-khen-xa", "bang-khen-tinh")
    assert [factor_on(kind, day).collective for kind in kinds] == [Decimal("0.6"), Decimal("0.30"), Decimal(2)]


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("223500", 230_000),
        ("230000", 230_000),
        ("230000.01", 240_000),
        ("0", 0),
        ("1", 10_000),
        ("9999.9999", 10_000),
    ],
)
def test_rounding_is_up(amount, rounded):
    assert round_up(Decimal(amount)) == rounded


@given(st.integers(0, 10**9), st.decimals("0", "10", places=2))
def test_rounding_never_takes_and_gives_less_than_one_step(salary, factor):
    exact = Fraction(salary) * Fraction(factor)
    paid = reward(salary, factor)
    assert paid % STEP == 0
    assert 0 <= paid - exact < STEP

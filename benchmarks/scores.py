"""F5: storing scores beside the engine alone; F10: ten times as many units take ten times as long."""

from decimal import Decimal

from benchmarks.measure import compare
from criteria.enums import Column
from criteria.scoring.types import Answer, Kind
from criteria.selectors import indicators_for
from criteria.services.scoring import compute_sheet, score_many
from units.enums import UnitKind
from units.models import Unit

FEW, MANY = 40, 400


def answers(version, unit: Unit) -> dict[str, Answer]:
    made = {
        Kind.PERCENT: Answer(a=Decimal(80), b=Decimal(100)),
        Kind.YES_NO: Answer(yes=True),
        Kind.NARRATIVE: Answer(text="Đã thực hiện."),
    }
    return {one.code: made.get(Kind(one.kind), Answer(value=Decimal(1))) for one in indicators_for(version, unit)}


def scoring(period) -> None:
    units = [
        Unit(code=f"bench-{n}", name=f"Xã thử {n}", short_name=f"Xã {n}", kind=UnitKind.CAP_XA) for n in range(MANY)
    ]
    for unit in units:
        unit.fill_keys()
    units = Unit.objects.bulk_create(units)
    given = answers(period.plan_version, units[0])
    rows = [(unit, given, (), False) for unit in units]
    compare(
        "F5",
        f"score {MANY} units, explain every line and store; the pure engine alone",
        lambda: score_many(period, rows, Column.SELF),
        lambda: [compute_sheet(unit, period, given) for unit in units],
        rounds=1,  # the same figures a second time store nothing
        goal="<= 3",
    )
    compare(
        "F10",
        f"score and store {MANY} units; {FEW} units",
        lambda: score_many(period, rows, Column.APPRAISED),
        lambda: score_many(period, rows[:FEW], Column.COUNCIL),
        scale=MANY / FEW,
        rounds=1,
        goal="<= 1.2",
    )

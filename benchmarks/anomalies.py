"""F11: the anomaly desk over five districts' worth of units beside one district of 57."""

from benchmarks.measure import compare
from reports.anomalies import find
from tests.reports.seeded import clean

FEW, MANY = 57, 285


def anomalies() -> None:
    few, many = (clean(1, units=units, percents=32).district for units in (FEW, MANY))
    compare(
        "F11",
        f"look for what is odd among {MANY} units of 40 lines in two years; {FEW} units",
        lambda: find(many),
        lambda: find(few),
        scale=MANY / FEW,
        goal="<= 2",
    )

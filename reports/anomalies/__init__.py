"""The anomaly desk's law: a year of reports in, findings with their reasons out; pure, whatever the order of its input."""

from reports.anomalies.copies import copies
from reports.anomalies.jumps import jumps
from reports.anomalies.limits import LIMITS, Limits
from reports.anomalies.outliers import outliers
from reports.anomalies.rounding import rounding
from reports.anomalies.same_files import same_files
from reports.anomalies.twins import twins
from reports.anomalies.types import District, FileUse, Finding, Kind, Line, Proof, Rule, Sheet

RULES: dict[Kind, Rule] = {
    Kind.JUMP: jumps,
    Kind.IDENTICAL: twins,
    Kind.ROUNDING: rounding,
    Kind.COPIED: copies,
    Kind.OUTLIER: outliers,
    Kind.SAME_FILE: same_files,
}

__all__ = ["LIMITS", "RULES", "District", "FileUse", "Finding", "Kind", "Limits", "Line", "Proof", "Sheet", "find"]


def find(district: District, limits: Limits = LIMITS, rules: dict[Kind, Rule] = RULES) -> list[Finding]:
    """All that is odd in a year, by report and line; each rule speaks at most once about a line."""
    return sorted(finding for rule in rules.values() for finding in rule(district, limits))

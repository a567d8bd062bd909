"""Rà soát hồ sơ: do the papers, the list and the minutes agree? Pure: frozen facts in, findings out.

The rules of IV.1 and IV.3 (who is eligible, how many votes, which papers) are in awards/rules.py and not said again.
A finding that is certain is a `must`; whatever may be right in some unit is a `should` and stops nothing, because a
check that cries wolf is read by nobody.
"""

from awards.consistency import counts, days, names, people, rounds, votes
from awards.consistency.copies import copies
from awards.consistency.types import (
    Dossier,
    Finding,
    Listed,
    Nominee,
    OfficePaper,
    Paper,
    Place,
    Report,
    Round,
    Session,
    Severity,
    Where,
)

__all__ = [
    "Dossier",
    "Finding",
    "Listed",
    "Nominee",
    "OfficePaper",
    "Paper",
    "Place",
    "Report",
    "Round",
    "Session",
    "Severity",
    "Where",
    "check",
    "check_round",
    "copies",
]

CHECKS = (
    counts.reports,
    people.unconfirmed,
    people.stale,
    counts.counts,
    names.names,
    votes.votes,
    days.days,
    days.numbers,
    people.people,
    names.initiatives,
    days.prior_awards,
    people.unsigned,
)


def check(dossier: Dossier) -> list[Finding]:
    """Everything in one dossier that does not agree, what must be mended first."""
    found = [finding for rule in CHECKS for finding in rule(dossier)]
    return sorted(found, key=lambda finding: not finding.must)


check_round = rounds.check

"""Rows of awards: rounds with slots, dossiers with nominees and papers, the council, decisions with certificates."""

from awards.models.council import CouncilSeat, CouncilSession, Vote, VoteResult
from awards.models.decisions import Award, Certificate, Decision
from awards.models.dossiers import Dossier, DossierPaper, Nominee
from awards.models.rounds import AwardRound, AwardSlot

__all__ = [
    "Award",
    "AwardRound",
    "AwardSlot",
    "Certificate",
    "CouncilSeat",
    "CouncilSession",
    "Decision",
    "Dossier",
    "DossierPaper",
    "Nominee",
    "Vote",
    "VoteResult",
]

"""Rows of awards: rounds with slots, dossiers with nominees and papers, the council, decisions with certificates."""

from awards.models.ballots import BallotReceipt, PaperCount, SecretBallot, Vote, WrittenOpinion
from awards.models.council import CouncilSeat, CouncilSession, Recusal, SessionMaterial, VoteResult
from awards.models.decisions import Award, Certificate, CertificateStyle, Decision, SignedFile
from awards.models.dossiers import ClockRun, Dossier, DossierPaper, Nominee
from awards.models.office import OfficePaper, OutsideAward
from awards.models.public import Objection, PublicListing
from awards.models.rounds import AwardRound, AwardSlot

__all__ = [
    "Award",
    "AwardRound",
    "AwardSlot",
    "BallotReceipt",
    "Certificate",
    "CertificateStyle",
    "ClockRun",
    "CouncilSeat",
    "CouncilSession",
    "Decision",
    "Dossier",
    "DossierPaper",
    "Nominee",
    "Objection",
    "OfficePaper",
    "OutsideAward",
    "PaperCount",
    "PublicListing",
    "Recusal",
    "SecretBallot",
    "SessionMaterial",
    "SignedFile",
    "Vote",
    "VoteResult",
    "WrittenOpinion",
]

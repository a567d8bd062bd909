"""Reports: the report and its lines, what was sent, what is said about it, the yearly summary."""

from reports.models.report import CellEdit, Entry, Evidence, SelfReport
from reports.models.review import Anomaly, Comment, CouncilPoints, Reconsideration
from reports.models.sending import FilledForm, Submission, SubmissionPaper
from reports.models.summary import SummaryPaper, YearSummary

__all__ = [
    "Anomaly",
    "CellEdit",
    "Comment",
    "CouncilPoints",
    "Entry",
    "Evidence",
    "FilledForm",
    "Reconsideration",
    "SelfReport",
    "Submission",
    "SubmissionPaper",
    "SummaryPaper",
    "YearSummary",
]

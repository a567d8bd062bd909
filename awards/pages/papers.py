"""What the pages of one paper show: its texts to edit, and what a Word file would change."""

from typing import Any

from awards.enums import PaperKind
from awards.forms.papers import PaperForm, ScanForm, WordForm
from awards.models import DossierPaper, OfficePaper
from awards.papers.exchange import Change
from awards.services.paper_exchange import Received
from core.differences import words

TAKE_FILE, KEEP_PORTAL = "tep", "cong"


def state_of(paper: DossierPaper | OfficePaper | None) -> str:
    """Of a paper in a list: missing, draft or done."""
    if paper is None:
        return "missing"
    return "done" if paper.confirmed_at else "draft"


def editing(paper: DossierPaper, *, form=None, scan_form=None, word_form=None) -> dict[str, Any]:
    """The page of a paper; a form that was refused stands in place of its fresh one."""
    return {
        "paper": paper,
        "dossier": paper.dossier,
        "form": form or PaperForm(paper.kind, initial=paper.body),
        "scan_form": scan_form or ScanForm(),
        "word_form": word_form or WordForm(),
        "has_figures": paper.kind == PaperKind.BAO_CAO,
    }


def preview(paper: DossierPaper, received: Received) -> dict[str, Any]:
    incoming = received.incoming
    return {
        "paper": paper,
        "dossier": paper.dossier,
        "received": received,
        "incoming": incoming,
        "fresh": [_row(change) for change in incoming.fresh],
        "conflicts": [_row(change) for change in incoming.conflicts],
        "confirmed": paper.confirmed_at is not None,
    }


def _row(change: Change) -> dict[str, Any]:
    return {"change": change, "pieces": words(change.before, change.after)}


def choices_of(posted) -> set[str]:
    """The keys of the parts in conflict where the file shall win."""
    return {name.removeprefix("chon-") for name in posted if name.startswith("chon-") and posted[name] == TAKE_FILE}

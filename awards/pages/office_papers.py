"""Pages of Phòng Nội vụ's own papers: one paper, the thông báo of a round, what stands beside proposing."""

from dataclasses import dataclass

from awards.access import OFFICE_READERS
from awards.enums import CONCLUDED, OfficePaperKind, RoundState
from awards.models import AwardRound, Dossier, OfficePaper
from awards.pages.papers import state_of
from awards.papers.drafts import counted
from awards.papers.office_fields import line_key
from awards.papers.office_proposal import reasons_wanted
from awards.selectors.outcomes import refusals
from awards.services.office_papers import is_stale, proposal_of, unfinished
from units.enums import Role
from units.models import Unit

SHOWN = 3  # names of one unit in the list; the rest is a number


@dataclass(frozen=True)
class NoticeRow:
    """A unit with refused nominees, and its thông báo if there is one."""

    unit: Unit
    dossier_id: int
    counted: str
    names: str
    paper: OfficePaper | None

    @property
    def state(self) -> str:
        return state_of(self.paper)

    @property
    def word(self) -> str:
        return {"missing": "Chưa soạn", "draft": "Chưa gửi", "done": "Đã gửi"}[self.state]


def editable(paper: OfficePaper, user) -> bool:
    """Whether this person may change its texts now."""
    if Role.APPRAISER not in user.roles or paper.confirmed_at:
        return False
    return paper.kind == OfficePaperKind.THONG_BAO or paper.round.state == RoundState.OPEN


def paper_page(paper: OfficePaper, user) -> dict:
    proposal = paper.kind == OfficePaperKind.TO_TRINH
    may_edit, office = editable(paper, user), Role.APPRAISER in user.roles
    opened = paper.round.state == RoundState.OPEN
    return {
        "paper": paper,
        "award_round": paper.round,
        "proposal": proposal,
        "office": office,
        "editable": may_edit,
        "may_reopen": proposal and office and opened and bool(paper.confirmed_at),
        "stale": proposal and opened and is_stale(paper),
        "open_texts": unfinished(paper) if may_edit else [],
        "lines": [(line, paper.body.get(line_key(line), "")) for line in paper.body.get("lines", [])],
    }


def notices_page(award_round: AwardRound, user) -> dict:
    """One row a unit; nothing before the round has its outcome."""
    rows = _notice_rows(award_round) if award_round.state in CONCLUDED else []
    papers = [row.paper for row in rows if row.paper]
    drafts = [paper for paper in papers if not paper.confirmed_at]
    return {
        "award_round": award_round,
        "office": Role.APPRAISER in user.roles,
        "finished": award_round.state in CONCLUDED,
        "rows": rows,
        "sent": len(papers) - len(drafts),
        "undrafted": len(rows) - len(papers),
        "drafts": len(drafts),
        "unnumbered": sum(not paper.number for paper in drafts),
    }


def _notice_rows(award_round: AwardRound) -> list[NoticeRow]:
    papers = {paper.dossier_id: paper for paper in award_round.office_papers.filter(kind=OfficePaperKind.THONG_BAO)}
    found: dict[int, list] = {}
    for row in refusals(award_round):
        found.setdefault(row.nominee.dossier_id, []).append(row.nominee)
    return [
        NoticeRow(nominees[0].unit, pk, counted(one.kind for one in nominees), _names(nominees), papers.get(pk))
        for pk, nominees in found.items()
    ]


def _names(nominees: list) -> str:
    more = f" và {len(nominees) - SHOWN} trường hợp khác" if len(nominees) > SHOWN else ""
    return ", ".join(str(one) for one in nominees[:SHOWN]) + more


def propose_context(award_round: AwardRound) -> dict:
    """What the page of proposing says of the tờ trình: none yet, untouched, edited, confirmed, out of date.

    `reasons_wanted` is what the office has to write before a tờ trình that nobody has edited can go.
    """
    paper = proposal_of(award_round)
    edited = bool(paper and paper.body.get("edited"))
    context = {"proposal": paper, "reasons_wanted": "" if edited else reasons_wanted(award_round)}
    if paper is None:
        return context
    return context | {"proposal_stale": is_stale(paper), "proposal_edited": edited}


def notice_for(dossier: Dossier, user) -> OfficePaper | None:
    """The thông báo that the unit has, for its officers and for who reads such papers."""
    if dossier.round.state not in CONCLUDED:
        return None
    if dossier.unit_id not in user.units and not OFFICE_READERS & user.roles:
        return None
    rows = dossier.office_papers.filter(kind=OfficePaperKind.THONG_BAO, confirmed_at__isnull=False)
    return rows.select_related("file").first()

"""Phòng Nội vụ's own papers as the frozen values of awards/documents.py; one not yet confirmed prints as a draft."""

import re
from decimal import Decimal

from awards import documents, tally
from awards.enums import AwardKind, NomineeKind, OfficePaperKind, RoundState
from awards.models import AwardRound, OfficePaper
from awards.papers.drafts import movement
from awards.papers.office_fields import line_key
from awards.papers.office_words import award_name, office_name
from awards.papers.printing import document_number, lines_of, named, texts_of
from awards.selectors.listed import name_of
from core.letterhead import Issuer, Letterhead, PlaceDate, Signer, signer_for_head

SYMBOLS = {OfficePaperKind.TO_TRINH: "TTr-PNV", OfficePaperKind.THONG_BAO: "TB-PNV"}


def document_of(paper: OfficePaper) -> documents.ToTrinh | documents.ThongBao:
    return proposal_document(paper) if paper.kind == OfficePaperKind.TO_TRINH else notice_document(paper)


def render(paper: OfficePaper) -> bytes:
    if paper.kind == OfficePaperKind.TO_TRINH:
        return documents.render_to_trinh(proposal_document(paper))
    return documents.render_thong_bao(notice_document(paper))


def file_name(paper: OfficePaper, extension: str) -> str:
    whose = paper.dossier.unit.short_name if paper.dossier else paper.round.name
    parts = [paper.get_kind_display(), whose, str(paper.round.period.year)]
    return named(parts, extension)


def proposal_document(paper: OfficePaper) -> documents.ToTrinh:
    """VI.2: numbered once the round is proposed; before that number, day and month are left for the pen."""
    award_round, body = paper.round, texts_of(paper)
    proposed = award_round.state != RoundState.OPEN  # sent back, it waits for a new number
    lines = {kind: _lines(body, kind, award_round) for kind in NomineeKind}
    return documents.ToTrinh(
        head=_head(
            paper,
            award_round.proposal_number if proposed else "",
            award_round.proposal_date if proposed else None,
        ),
        about=f"Về việc đề nghị tặng {award_name(award_round)} trong {movement(award_round)}",
        addressee=body["addressee"].rstrip("."),
        bases=lines_of(body["bases"]),
        opening=body["opening"],
        collectives=lines[NomineeKind.COLLECTIVE],
        individuals=lines[NomineeKind.INDIVIDUAL],
        closing=body["closing"],
        recipients=lines_of(body["recipients"]),
        signers=(_signer(body),),
        draft=paper.confirmed_at is None,
    )


def notice_document(paper: OfficePaper) -> documents.ThongBao:
    """VI.2: the reasons as Phòng Nội vụ wrote them."""
    body = texts_of(paper)
    return documents.ThongBao(
        head=_head(paper, paper.number, paper.day),
        about=f"Về kết quả xét khen thưởng trong {movement(paper.round)} năm {paper.round.period.year}",
        bases=lines_of(body["bases"]),
        opening=body["opening"],
        lines=tuple(
            documents.RefusedLine(name_of(line), line["position"] or "Tập thể", line["outcome"], body[line_key(line)])
            for line in paper.body.get("lines", [])
        ),
        closing=body["closing"],
        recipients=lines_of(body["recipients"]),
        signers=(_signer(body),),
        draft=paper.confirmed_at is None,
    )


# --- parts ---------------------------------------------------------------------------------------


def _head(paper: OfficePaper, number: str, day) -> Letterhead:
    campaign = paper.round.period.campaign
    return Letterhead(
        Issuer(office_name(paper.round), campaign.organ),
        document_number(number, SYMBOLS[OfficePaperKind(paper.kind)]),
        PlaceDate(campaign.place, day, paper.round.period.year),
    )


def _signer(body: dict) -> Signer:
    """TRƯỞNG PHÒNG, or KT. TRƯỞNG PHÒNG before a deputy (NĐ 30/2020, khoản 7 mục II)."""
    title, name = body["signer_title"], body["signer_name"]
    head = re.sub(r"^phó\s+", "", title, flags=re.IGNORECASE)
    return signer_for_head(head, title, name) if head != title else Signer(title.upper(), name)


def _lines(body: dict, kind: str, award_round: AwardRound) -> tuple[documents.NomineeLine, ...]:
    form = AwardKind(award_round.kind).short
    return tuple(
        documents.NomineeLine(
            name=line["name"],
            summary=body[line_key(line)],
            award_form=form,
            salutation=line["honorific"],
            position=line["position"],
            role=line["role"],
            vote_share=_share(line),
        )
        for line in body.get("lines", [])
        if line["kind"] == kind
    )


def _share(line: dict) -> Decimal | None:
    return tally.share(line["yes"], line["base"]) if line["base"] else None

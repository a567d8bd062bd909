"""A dossier paper as the frozen values of awards/documents.py, and as PDF; one not yet confirmed prints as a draft."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from awards import documents, entries
from awards.enums import AwardKind, NomineeKind, PaperKind
from awards.models import Dossier, DossierPaper, Nominee, OfficePaper
from awards.papers import word
from awards.papers.drafts import award_name, movement
from awards.papers.retyping import is_away
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer, signer_for_body, signer_for_head
from core.text import fold
from units.enums import UNDER_THE_DISTRICT, UnitKind
from units.letterhead import issuing_place

SUMMARY_LENGTH = 160


def document_of(paper: DossierPaper) -> documents.ToTrinh | documents.BienBan | documents.AchievementReport:
    """The frozen value of a paper as it stands."""
    if paper.kind == PaperKind.TO_TRINH:
        return to_trinh_of(paper)
    return bien_ban_of(paper) if paper.kind == PaperKind.BIEN_BAN else report_of(paper)


def render(paper: DossierPaper) -> bytes:
    """The paper as PDF."""
    doc = document_of(paper)
    if isinstance(doc, documents.ToTrinh):
        return documents.render_to_trinh(doc)
    if isinstance(doc, documents.BienBan):
        return documents.render_bien_ban(doc)
    if paper.nominee.is_individual:
        return documents.render_individual_report(doc)
    return documents.render_collective_report(doc)


def render_word(paper: DossierPaper) -> bytes:
    """The paper as Word, to keep or print; the one to edit and send back is made by services.paper_exchange."""
    return word.render(document_of(paper))


def texts_of(paper: DossierPaper | OfficePaper) -> defaultdict[str, str]:
    """The body, where a text that was never written is empty."""
    return defaultdict(str, paper.body)


def file_name(paper: DossierPaper, extension: str = "pdf") -> str:
    parts = [paper.get_kind_display(), paper.dossier.unit.short_name, paper.nominee.name if paper.nominee else ""]
    return named(parts, extension)


def named(parts: Iterable[str], extension: str) -> str:
    """A file name of plain letters, as every system takes it."""
    return re.sub(r"[^a-z0-9]+", "-", fold(" ".join(parts))).strip("-")[:100] + f".{extension}"


def to_trinh_of(paper: DossierPaper) -> documents.ToTrinh:
    """IV.3.a: the list is the dossier's nominees as they stand."""
    dossier, body = paper.dossier, texts_of(paper)
    lines = {kind: tuple(_nominee_line(n, dossier) for n in _nominees(dossier, kind)) for kind in NomineeKind}
    return documents.ToTrinh(
        head=Letterhead(issuer(dossier), document_number(dossier.to_trinh_number, "TTr"), place_date(dossier)),
        about=f"Về việc đề nghị tặng {award_name(dossier)} trong {movement(dossier.round)}",
        addressee=body["addressee"].rstrip("."),
        bases=lines_of(body["bases"]),
        opening=body["opening"],
        collectives=lines[NomineeKind.COLLECTIVE],
        individuals=lines[NomineeKind.INDIVIDUAL],
        closing=body["closing"],
        recipients=lines_of(body["recipients"]),
        signers=(head_signer(dossier),),
        draft=paper.confirmed_at is None,
    )


def bien_ban_of(paper: DossierPaper) -> documents.BienBan:
    """IV.3.b, NĐ 30/2020 Mẫu 1.9: no place and date at the head, secretary left, chair right."""
    dossier, body = paper.dossier, texts_of(paper)
    votes = {kind: tuple(_vote_line(n, dossier) for n in _nominees(dossier, kind)) for kind in NomineeKind}
    return documents.BienBan(
        head=Letterhead(issuer(dossier), document_number(body["number"], "BB")),
        about=f"Họp Hội đồng Thi đua - Khen thưởng xét, đề nghị khen thưởng trong {movement(dossier.round)}",
        opened=body["opened"].rstrip("."),
        place=dossier.meeting_place.rstrip("."),
        attendees=tuple(attendee_of(line) for line in lines_of(body["attendees"]) if line.strip("; ")),
        chair=dossier.meeting_chair,
        secretary=dossier.meeting_secretary,
        proceedings=lines_of(body["proceedings"]),
        ballot=body["ballot"],
        collectives=votes[NomineeKind.COLLECTIVE],
        individuals=votes[NomineeKind.INDIVIDUAL],
        conclusion=body["conclusion"],
        closed=body["closed"],
        recipients=lines_of(body["recipients"]),
        signers=(Signer("THƯ KÝ", dossier.meeting_secretary), Signer("CHỦ TỌA", dossier.meeting_chair)),
        draft=paper.confirmed_at is None,
    )


def report_of(paper: DossierPaper) -> documents.AchievementReport:
    """IV.3.c: Mẫu số 07 while its decree is in force; the form is named only when the round names it."""
    dossier, nominee, body = paper.dossier, paper.nominee, texts_of(paper)
    person = nominee.is_individual
    signers = [Signer("XÁC NHẬN CỦA\nCẤP TRÌNH KHEN", note="(Ký, đóng dấu)")]
    head_title = "THỦ TRƯỞNG ĐƠN VỊ"
    signers.append(Signer(head_title, dossier.signer_name, note="(Ký, đóng dấu)"))
    if person:
        signers.append(Signer("NGƯỜI BÁO CÁO", nominee.name, note="(Ký, ghi rõ họ tên)"))
    return documents.AchievementReport(
        head=Letterhead(issuer(dossier), None, place_date(dossier)),
        award_form=award_name(dossier),
        subject=str(nominee),
        subject_detail=(nominee.position or dossier.unit.name) if person else "",
        facts=tuple(fact_of(line) for line in lines_of(body["facts"])),
        parts=(documents.Part("Thành tích trong phong trào thi đua", body["achievements"]),),
        results=tuple(
            documents.ResultLine(row["name"], row["target"], row["reached"], row["verdict"])
            for row in body.get("results", [])
        ),
        initiatives=lines_of(body["initiatives"]),
        prior_awards=tuple(prior_award_of(line) for line in lines_of(body["prior_awards"])),
        signers=tuple(signers),
        form_reference=dossier.round.form_name,
        draft=paper.confirmed_at is None,
        **_figures(body.get("figures") or {}),
    )


def _figures(figures: dict) -> dict:
    """The unit's data in a report; papers of before know none."""
    if not figures:
        return {}
    year, unit = figures["year"], figures["unit"]
    plan = f" ({figures['plan']})" if figures["plan"] else ""
    registered = (f"Nội dung {unit} đã đăng ký thi đua năm {year}{plan}:", *figures["commitment"])
    return {
        "registered": registered if figures["commitment"] else (),
        "results_heading": f"Kết quả năm {year} của {unit} theo các chỉ tiêu, đã được thẩm định:",
        "standing": f"Kết quả chung năm {year} của {unit}: {figures['standing']}." if figures["standing"] else "",
    }


# --- parts ---------------------------------------------------------------------------------------


def issuer(dossier: Dossier) -> Issuer:
    """The nominating unit, under the district only where the district is its cơ quan chủ quản."""
    parent = dossier.round.period.campaign.organ if dossier.unit.kind in UNDER_THE_DISTRICT else ""
    return Issuer(dossier.unit.name, parent)


def place_date(dossier: Dossier) -> PlaceDate:
    place = issuing_place(dossier.unit, dossier.round.period.campaign.place)
    return PlaceDate(place, dossier.to_trinh_date, dossier.round.period.year)


def head_signer(dossier: Dossier) -> Signer:
    """TM. ỦY BAN NHÂN DÂN for a commune; KT. before a deputy (NĐ 30/2020, khoản 7 mục II)."""
    title, name = dossier.signer_title, dossier.signer_name
    body = "Ủy ban nhân dân" if dossier.unit.kind == UnitKind.CAP_XA else ""
    deputy_of = re.sub(r"^phó\s+", "", title, flags=re.IGNORECASE)
    if deputy_of != title:
        head = deputy_of if body else re.sub(r"^(phòng|ban)\b", r"trưởng \1", deputy_of, flags=re.IGNORECASE)
        return signer_for_head(head, title, name, body=body)
    return signer_for_body(body, title, name) if body else Signer(title.upper(), name)


def document_number(written: str, symbol: str) -> DocumentNumber:
    """ "12/TTr-UBND" as number and symbol; an empty one leaves room for the pen."""
    number, _, rest = written.partition("/")
    if number.isdigit() and len(number) <= 5 and rest:
        return DocumentNumber(rest, int(number))
    return DocumentNumber(symbol)


def _nominees(dossier: Dossier, kind: str) -> list[Nominee]:
    return [nominee for nominee in dossier.nominees.order_by("sort_key", "id") if nominee.kind == kind]


def _nominee_line(nominee: Nominee, dossier: Dossier) -> documents.NomineeLine:
    return documents.NomineeLine(
        name=nominee.name,
        summary=shortened(nominee.achievements or entries.names(nominee.initiative)),
        award_form=AwardKind(dossier.round.kind).short,
        salutation=nominee.honorific,
        position=nominee.position or dossier.unit.name,
        role=nominee.role_word,
        vote_share=vote_share(nominee, dossier),
    )


def _vote_line(nominee: Nominee, dossier: Dossier) -> documents.VoteLine:
    agree, total = nominee.votes_for or 0, nominee.votes_total or 0
    share = vote_share(nominee, dossier) or Decimal(0)
    return documents.VoteLine(
        name=str(nominee),
        position=nominee.position if nominee.is_individual else "",
        award_form=AwardKind(dossier.round.kind).short,
        agree=agree,
        disagree=total - agree,
        abstain=0,
        excluded=max(0, (dossier.meeting_members or total) - total),
        share=share,
        passed=agree * 2 > (dossier.meeting_members or total),
    )


def vote_share(nominee: Nominee, dossier: Dossier) -> Decimal | None:
    """Per cent of all members of the unit's council, for print only."""
    base = dossier.meeting_members or nominee.votes_total
    if nominee.votes_for is None or not base:
        return None
    return Decimal(nominee.votes_for * 100) / Decimal(base)


def attendee_of(line: str) -> documents.Attendee:
    parts = [part.strip() for part in line.split(";")] + ["", "", ""]
    return documents.Attendee(parts[0], parts[1], parts[2], not is_away(line), parts[3].partition(":")[2].strip())


def fact_of(line: str) -> documents.Fact:
    label, _, value = line.partition(":")
    return documents.Fact(label.strip(), value.strip())


def prior_award_of(line: str) -> documents.PriorAward:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) < 4:
        return documents.PriorAward("", line, "", "")
    return documents.PriorAward(parts[0], parts[1], parts[2], "; ".join(parts[3:]))


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def shortened(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The first paragraph, cut at a word."""
    first = text.strip().partition("\n")[0]
    return first if len(first) <= length else first[:length].rsplit(" ", 1)[0] + "…"

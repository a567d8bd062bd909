"""Phòng Nội vụ's own papers (VI.2): the tờ trình of a round, and what both kinds share: save, confirm, reopen, scan."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from awards.enums import OfficePaperKind, RoundState
from awards.models import AwardRound, OfficePaper
from awards.papers.fields import open_texts
from awards.papers.office_fields import fields_of
from awards.papers.office_proposal import basis_of, reasons_wanted
from awards.papers.office_proposal import draft_proposal as first_texts
from awards.services.papers import SCANS, checked_texts
from core import audit, files
from core.workflow import TransitionDenied
from units.enums import Role

STALE = (
    "Danh sách, kết quả họp hoặc tiền thưởng đã thay đổi sau khi soạn tờ trình. Bấm “Soạn lại”, xem lại rồi xác nhận."
)


def lock_round(award_round: AwardRound, by) -> AwardRound:
    """The round of a paper that is being written; only Phòng Nội vụ writes."""
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền soạn văn bản này. Việc này của Phòng Nội vụ.")
    rows = AwardRound.objects.select_for_update(of=("self",))
    return rows.select_related("period__campaign", "period__plan_version").get(pk=award_round.pk)


def lock_paper(paper: OfficePaper, by) -> OfficePaper:
    """Locks the round first, then its paper, as proposing does."""
    award_round = lock_round(paper.round, by)
    rows = OfficePaper.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    paper = rows.get(pk=paper.pk)
    paper.round = award_round
    if paper.dossier:
        paper.dossier.round = award_round
    return paper


def lock_editable(paper: OfficePaper, by) -> OfficePaper:
    """A tờ trình until it is confirmed, a thông báo until it is sent."""
    paper = lock_paper(paper, by)
    refuse_locked(paper)
    if paper.confirmed_at:
        raise TransitionDenied("Tờ trình đã xác nhận. Bấm “Mở lại để sửa” rồi sửa.")
    return paper


def refuse_locked(paper: OfficePaper) -> None:
    """What was sent stays as it was sent (trigger): a proposed tờ trình, a thông báo that the unit has."""
    if paper.kind == OfficePaperKind.TO_TRINH and paper.round.state != RoundState.OPEN:
        raise TransitionDenied(
            "Đợt khen thưởng đã trình Chủ tịch nên tờ trình không sửa được nữa. "
            "Nếu cần sửa, đề nghị Chủ tịch trả lại danh sách."
        )
    if paper.kind == OfficePaperKind.THONG_BAO and paper.confirmed_at:
        raise TransitionDenied("Thông báo đã gửi đơn vị nên không sửa được nữa.")


# --- tờ trình ------------------------------------------------------------------------------------------


@transaction.atomic
def draft_proposal(award_round: AwardRound, *, by) -> OfficePaper:
    """The tờ trình of the round, drafted from its list; the one that is there already stays as it is."""
    award_round = lock_round(award_round, by)
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied("Đợt khen thưởng đã trình Chủ tịch nên không soạn tờ trình được nữa.")
    if paper := proposal_of(award_round):
        return paper
    basis = basis_of(award_round)
    if not basis.lines:
        raise TransitionDenied("Danh sách trình chưa có ai. Lập danh sách rồi soạn tờ trình.")
    paper = OfficePaper.objects.create(
        round=award_round, kind=OfficePaperKind.TO_TRINH, body=first_texts(award_round, basis, by)
    )
    audit.append("office_paper.draft", paper, by=by, data={"round": award_round.pk})
    return paper


def proposal_of(award_round: AwardRound) -> OfficePaper | None:
    return award_round.office_papers.filter(kind=OfficePaperKind.TO_TRINH).first()


def is_stale(paper: OfficePaper) -> bool:
    """The round says something else today than when its tờ trình was drafted."""
    return paper.body.get("basis") != asdict(basis_of(paper.round))


@transaction.atomic
def ready_proposal(award_round: AwardRound, *, by) -> OfficePaper:
    """What proposing needs: a confirmed tờ trình of today's list.

    One that nobody has edited by hand is drafted and confirmed here; an edited one is Phòng Nội vụ's to confirm. Where
    a reason is the office's to write, none is drafted: the sentence says whose.
    """
    paper = draft_proposal(award_round, by=by)
    stale, edited = is_stale(paper), paper.body.get("edited")
    if edited and stale:
        raise TransitionDenied(STALE)
    if edited and not paper.confirmed_at:
        raise TransitionDenied("Tờ trình của Phòng Nội vụ đang sửa dở. Mở tờ trình, xác nhận rồi trình.")
    if not edited and (wanted := reasons_wanted(award_round)):
        raise TransitionDenied(wanted)
    if stale:
        paper = reopen_paper(paper, by=by) if paper.confirmed_at else paper
        paper = redraft_proposal(paper, by=by)
    return paper if paper.confirmed_at else confirm_proposal(paper, by=by)


@transaction.atomic
def redraft_proposal(paper: OfficePaper, *, by) -> OfficePaper:
    """Throws the edited texts away and drafts them again from today's list."""
    paper = lock_editable(paper, by)
    basis = basis_of(paper.round)
    if not basis.lines:
        raise TransitionDenied("Danh sách trình chưa có ai. Lập danh sách rồi soạn lại tờ trình.")
    paper.body = first_texts(paper.round, basis, by)
    return keep(paper, "office_paper.redraft", by)


@transaction.atomic
def confirm_proposal(paper: OfficePaper, *, by) -> OfficePaper:
    """Refused while a text is open, or when the list is another one than the texts speak of."""
    paper = lock_editable(paper, by)
    if is_stale(paper):
        raise TransitionDenied(STALE)
    return confirm(paper, by)


@transaction.atomic
def reopen_paper(paper: OfficePaper, *, by) -> OfficePaper:
    """A confirmed tờ trình may be changed until the round is proposed; its scan is let go with the old words."""
    paper = lock_paper(paper, by)
    refuse_locked(paper)
    if not paper.confirmed_at:
        return paper
    paper.confirmed_at, paper.confirmed_by, paper.file = None, None, None
    return keep(paper, "office_paper.reopen", by)


# --- both kinds ------------------------------------------------------------------------------------------


@transaction.atomic
def save_paper(paper: OfficePaper, texts: dict[str, str], *, by) -> OfficePaper:
    """Keeps the edited texts; the same texts change nothing."""
    paper = lock_editable(paper, by)
    body = paper.body | checked_texts(fields_of(paper.kind, paper.body), paper.body, texts)
    if body == paper.body:
        return paper
    paper.body = body | {"edited": True}
    return keep(paper, "office_paper.save", by)


@transaction.atomic
def attach_scan(paper: OfficePaper, upload, *, by) -> OfficePaper:
    """The signed and sealed copy, scanned: of a confirmed paper, also after it was proposed or sent."""
    paper = lock_paper(paper, by)
    if paper.confirmed_at is None:
        raise TransitionDenied("Xác nhận nội dung trước, in, ký, đóng dấu rồi gửi bản quét.")
    paper.file = files.save_upload(upload, by=by, kinds=SCANS)
    paper.save(update_fields=["file"])
    audit.append("office_paper.attach_scan", paper, by=by, data={"sha256": paper.file.sha256, "name": paper.file.name})
    return paper


def unfinished(paper: OfficePaper) -> list[str]:
    """What is still open in the texts, as sentences."""
    return open_texts(fields_of(paper.kind, paper.body), paper.body)


def confirm(paper: OfficePaper, by) -> OfficePaper:
    """The texts are whole: from now on the paper is what it says. Inside the caller's transaction."""
    if wrong := unfinished(paper):
        more = f" (và {len(wrong) - 1} mục khác)" if len(wrong) > 1 else ""
        raise TransitionDenied(f"Chưa xác nhận được {paper.get_kind_display().lower()}. {wrong[0]}{more}")
    paper.confirmed_at, paper.confirmed_by = timezone.now(), by
    return keep(paper, "office_paper.confirm", by)


def keep(paper: OfficePaper, action: str, by) -> OfficePaper:
    paper.save(update_fields=["number", "day", "body", "confirmed_at", "confirmed_by", "file"])
    audit.append(action, paper, by=by, data={"round": paper.round_id, "dossier": paper.dossier_id})
    return paper

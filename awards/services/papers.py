"""The three papers of IV.3: draft them from the data, keep what the officer edits, confirm, attach the signed scan."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.enums import PaperKind
from awards.models import Dossier, DossierPaper
from awards.papers.drafts import data_parts, draft
from awards.papers.fields import PAPER_FIELDS, PaperField, open_texts
from awards.papers.merging import merged, refuse_unread
from awards.selectors.dossiers import wanted_papers
from awards.selectors.scores import unit_figures
from awards.services.dossiers import lock_editable
from core import audit, files
from core.text import format_int
from core.workflow import TransitionDenied

SCANS = ("pdf", "png", "jpg")
MAX_TEXT = 12_000


@transaction.atomic
def draft_papers(dossier: Dossier, *, by) -> int:
    """Drafts every paper that is not there yet; what was edited stays. Returns how many were made."""
    dossier = lock_editable(dossier, by)
    nominees = list(dossier.nominees.select_related("unit"))
    if not nominees:
        raise TransitionDenied("Hồ sơ chưa có ai. Thêm tập thể, cá nhân rồi soạn giấy tờ.")
    there = set(dossier.papers.values_list("kind", "nominee_id"))
    figures = unit_figures(dossier)
    wanted = wanted_papers(nominees, dossier.round.papers_required)
    made = [
        DossierPaper(dossier=dossier, kind=kind, nominee=one, body=draft(kind, dossier, one, figures))
        for kind, one in wanted
        if (kind, one.pk if one else None) not in there
    ]
    DossierPaper.objects.bulk_create(made)
    if made:
        audit.append("award_dossier.draft_papers", dossier, by=by, data={"count": len(made)})
    return len(made)


@transaction.atomic
def redraft_paper(paper: DossierPaper, *, by) -> DossierPaper:
    """Throws the edited texts away and drafts them again from today's data."""
    dossier = lock_editable(paper.dossier, by)
    paper = _lock(paper)
    fresh = draft(paper.kind, dossier, paper.nominee, unit_figures(dossier))
    return _keep(paper, fresh, by, "award_dossier.redraft_paper")


@transaction.atomic
def refresh_paper(paper: DossierPaper, *, by) -> bool:
    """The figures of the unit's report and registration anew, the officer's texts as they are. False: nothing is new."""
    dossier = lock_editable(paper.dossier, by)
    paper = _lock(paper)
    if paper.kind != PaperKind.BAO_CAO:
        raise TransitionDenied("Chỉ báo cáo thành tích có số liệu lấy từ báo cáo của đơn vị.")
    body = paper.body | data_parts(paper.nominee, unit_figures(dossier))
    if body == paper.body:
        return False
    _keep(paper, body, by, "award_dossier.refresh_paper")
    return True


@transaction.atomic
def save_paper(paper: DossierPaper, texts: dict[str, str], *, by) -> DossierPaper:
    """Keeps the edited texts; a changed paper must be confirmed again, and a scan of the old one is let go."""
    lock_editable(paper.dossier, by)
    paper = _lock(paper)
    body = paper.body | checked_texts(PAPER_FIELDS[paper.kind], paper.body, texts)
    if body == paper.body:
        return paper
    return _keep(paper, body, by, "award_dossier.save_paper")


def checked_texts(fields: Sequence[PaperField], body: Mapping, texts: Mapping) -> dict[str, str]:
    """The texts to keep beside what stands; refuses what is too long, and what two people changed at once."""
    found = merged(fields, body, texts)
    for key, text in found.items():
        if len(text) > MAX_TEXT:
            raise ValidationError({key: f"Đoạn này dài quá {format_int(MAX_TEXT)} ký tự. Viết gọn lại."})
    return found


@transaction.atomic
def save_and_confirm(paper: DossierPaper, texts: dict[str, str], *, by) -> DossierPaper:
    """Both or neither: what is confirmed is what this person saw and sent."""
    lock_editable(paper.dossier, by)
    paper = _lock(paper)
    refuse_unread(PAPER_FIELDS[paper.kind], paper.body, texts)
    return confirm_paper(save_paper(paper, texts, by=by), by=by)


@transaction.atomic
def confirm_paper(paper: DossierPaper, *, by) -> DossierPaper:
    """IV.3: "có xác nhận của cấp trình khen". Refused while a required text is empty or still has its “…”."""
    dossier = lock_editable(paper.dossier, by)
    paper = _lock(paper)
    if wrong := unfinished(paper, dossier):
        raise TransitionDenied(f"Chưa xác nhận được {paper.get_kind_display().lower()}. {wrong[0]}")
    paper.confirmed_at, paper.confirmed_by = timezone.now(), by
    paper.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.append("award_dossier.confirm_paper", paper, by=by, data={"dossier": dossier.pk})
    return paper


@transaction.atomic
def attach_scan(paper: DossierPaper, upload, *, by) -> DossierPaper:
    """The signed and sealed copy of a confirmed paper, scanned."""
    lock_editable(paper.dossier, by)
    paper = _lock(paper)
    if paper.confirmed_at is None:
        raise TransitionDenied("Xác nhận nội dung trước, in, ký, đóng dấu rồi gửi bản quét.")
    paper.file = files.save_upload(upload, by=by, kinds=SCANS)
    paper.save(update_fields=["file"])
    audit.append("award_dossier.attach_scan", paper, by=by, data={"sha256": paper.file.sha256, "name": paper.file.name})
    return paper


def unfinished(paper: DossierPaper, dossier: Dossier) -> list[str]:
    """What is still open in the texts of a paper, as sentences."""
    found = open_texts(PAPER_FIELDS[paper.kind], paper.body)
    if paper.kind == PaperKind.BIEN_BAN and not found:
        found += _attendance(paper.body["attendees"], dossier)
    return found


def _attendance(text: str, dossier: Dossier) -> list[str]:
    lines = [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip()]
    if short := next((line[0] for line in lines if len(line) < 3), ""):
        return [f"Dòng “{short}” ở thành phần Hội đồng cần đủ họ và tên; chức vụ; nhiệm vụ."]
    if dossier.meeting_members is not None and len(lines) != dossier.meeting_members:
        return [
            f"Thành phần Hội đồng có {len(lines)} người, khác số thành viên đã nhập ({dossier.meeting_members}). "
            "Sửa lại một trong hai."
        ]
    return []


def _lock(paper: DossierPaper) -> DossierPaper:
    return DossierPaper.objects.select_for_update(of=("self",)).select_related("nominee__unit").get(pk=paper.pk)


def _keep(paper: DossierPaper, body: dict, by, action: str) -> DossierPaper:
    paper.body, paper.confirmed_at, paper.confirmed_by, paper.file = body, None, None, None
    paper.save(update_fields=["body", "confirmed_at", "confirmed_by", "file"])
    audit.append(action, paper, by=by, data={"dossier": paper.dossier_id})
    return paper

"""Danh sách trích ngang as PDF, Word or Excel: of a dossier for who may read it, of a round for the offices."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from awards import access, documents
from awards.papers import trich_ngang, word
from awards.views.papers import READ
from core import files
from units.access import roles

KINDS: dict[str, tuple[str, Callable[[documents.TrichNgang], bytes]]] = {
    "pdf": ("pdf", documents.render_trich_ngang),
    "word": ("docx", word.render),
    "excel": ("xlsx", trich_ngang.workbook),
}


@require_GET
@roles(*READ)
def of_dossier(request, pk, kind):
    dossier = access.get_dossier_or_404(request.user, pk)
    doc = trich_ngang.of_dossier(dossier)
    if not doc.tables:
        messages.info(request, "Hồ sơ chưa có ai nên chưa có danh sách trích ngang.")
        return redirect("awards:dossier-detail", pk)
    return _answer(doc, kind, f"trich-ngang-{dossier.unit.code}-{dossier.round.period.year}")


@require_GET
@roles(*access.READERS)
def of_round(request, pk, kind):
    award_round = access.get_round_or_404(pk)
    doc = trich_ngang.of_round(award_round)
    if not doc.tables:
        messages.info(request, "Chưa có đơn vị nào nộp hồ sơ nên chưa có danh sách trích ngang.")
        return redirect("awards:dossier-list", pk)
    return _answer(doc, kind, f"trich-ngang-dot-{award_round.pk}-{award_round.period.year}")


def _answer(doc: documents.TrichNgang, kind: str, name: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404("Danh sách chỉ có ở dạng PDF, Word và Excel.")
    extension, make = KINDS[kind]
    return HttpResponse(
        make(doc),
        content_type=files.CONTENT_TYPES[extension],
        headers={
            "Content-Disposition": content_disposition_header(True, f"{name}.{extension}"),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )

"""Papers of the upper level as Word: Phòng Nội vụ's own, the council's minutes, the decision with its list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from awards import access
from awards.enums import SessionState, VotingMethod
from awards.pages.office_papers import editable
from awards.papers import office_printing, office_word
from awards.services import decision_paper, decisions, minutes, office_exchange
from awards.services.signing import name_of
from awards.views import council as room
from awards.views import decisions as signed
from core.files import CONTENT_TYPES
from units.access import roles
from units.enums import Role


def word_answer(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=CONTENT_TYPES["docx"])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_GET
@roles(Role.OFFICER, *access.OFFICE_READERS)
def office_paper(request, pk):
    """While it may be edited, the file may be sent back; afterwards it is a plain one."""
    paper = access.get_office_paper_or_404(request.user, pk)
    data = office_exchange.write_out(paper) if editable(paper, request.user) else office_word.render(paper)
    return word_answer(data, office_printing.file_name(paper, "docx"))


@require_GET
@roles(*room.READERS)
def session_minutes(request, pk):
    session = room.session_or_404(pk)
    if session.state == SessionState.PREPARED:
        messages.info(request, "Phiên họp chưa khai mạc nên chưa có biên bản.")
        return redirect("awards:session-detail", pk)
    return word_answer(minutes.word_minutes(session), f"bien-ban-hoi-dong-{pk}.docx")


@require_GET
@roles(*room.READERS)
def count_minutes(request, pk):
    session = room.session_or_404(pk)
    if session.state != SessionState.CLOSED or session.method == VotingMethod.OPEN:
        messages.info(request, "Biên bản kiểm phiếu chỉ có khi phiên họp bỏ phiếu kín đã kết thúc.")
        return redirect("awards:session-detail", pk)
    return word_answer(minutes.word_count_minutes(session), f"bien-ban-kiem-phieu-{pk}.docx")


@require_GET
@roles(Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR)
def decision_draft(request, round_pk):
    award_round = access.get_round_or_404(round_pk)
    content = decisions.draft_content(award_round, signer=award_round.signer_name or request.user.full_name)
    return word_answer(decision_paper.word_of(content), f"du-thao-quyet-dinh-{round_pk}.docx")


@require_GET
@roles(*signed.READERS)
def decision(request, pk):
    found = signed.get_decision(pk)
    return word_answer(decision_paper.word_of(found.content), name_of(found).removesuffix(".pdf") + ".docx")

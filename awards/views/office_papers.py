"""Pages of one paper of Phòng Nội vụ: read, edit, confirm or send, reopen, print, the signed scan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.enums import OfficePaperKind
from awards.forms.office import OfficePaperForm
from awards.forms.papers import ScanForm, WordForm
from awards.pages.office_papers import paper_page
from awards.papers import office_printing
from awards.services import office_finish as finish
from awards.services import office_notices as notices
from awards.services import office_papers as services
from awards.views.steps import fill, office_only, sent, take
from core import files
from units.access import roles
from units.enums import Role

READERS = tuple(access.OFFICE_READERS)


@require_GET
@roles(*READERS)
def proposal(request, pk):
    """The tờ trình of a round; where there is none yet, the page that says so."""
    award_round = access.get_round_or_404(pk)
    if paper_of := services.proposal_of(award_round):
        return redirect("awards:office-paper", paper_of.pk)
    messages.info(request, "Đợt này chưa có tờ trình của Phòng Nội vụ.")
    page = "awards:round-propose" if Role.APPRAISER in request.user.roles else "awards:round-detail"
    return redirect(page, pk)


@require_POST
@roles(Role.APPRAISER)
def proposal_draft(request, pk):
    award_round = access.get_round_or_404(pk)
    return take(
        request,
        lambda: services.draft_proposal(award_round, by=request.user),
        "Đã soạn tờ trình từ danh sách và kết quả họp. Xem lại, sửa nếu cần rồi xác nhận.",
        redirect("awards:office-proposal", pk),
    )


@require_http_methods(["GET", "POST"])
@roles(*READERS)
def paper(request, pk):
    office_only(request)
    found = access.get_office_paper_or_404(request.user, pk)
    form = OfficePaperForm(found.kind, found.body, sent(request), initial={"number": found.number, "day": found.day})
    confirming = "confirm" in request.POST
    if request.method == "POST" and fill(form, lambda: _save(found, form, request.user, confirming)):
        messages.success(request, _done(found) if confirming else f"Đã lưu {found.get_kind_display().lower()}.")
        return redirect("awards:office-paper", pk)
    context = paper_page(found, request.user) | {"form": form, "scan_form": ScanForm(), "word_form": WordForm()}
    return render(request, "awards/office_paper.html", context, status=422 if form.errors else 200)


def _save(found, form: OfficePaperForm, by, confirming: bool) -> None:
    """Saves; with `confirming` the tờ trình is confirmed, the thông báo sent, or nothing is saved either."""
    texts = {key: value for key, value in form.cleaned_data.items() if key not in ("number", "day")}
    if found.kind == OfficePaperKind.TO_TRINH:
        (finish.save_and_confirm if confirming else services.save_paper)(found, texts, by=by)
        return
    act = finish.save_and_send if confirming else notices.save_notice
    act(found, texts, by=by, number=form.cleaned_data["number"], day=form.cleaned_data["day"])


def _done(found) -> str:
    if found.kind == OfficePaperKind.TO_TRINH:
        return "Đã lưu và xác nhận tờ trình. Đợt khen thưởng có thể trình Chủ tịch."
    return f"Đã gửi thông báo. Cán bộ {found.dossier.unit.short_name} thấy ở hồ sơ."


@require_POST
@roles(Role.APPRAISER)
def paper_redraft(request, pk):
    found = access.get_office_paper_or_404(request.user, pk)
    act = services.redraft_proposal if found.kind == OfficePaperKind.TO_TRINH else notices.redraft_notice
    return take(
        request,
        lambda: act(found, by=request.user),
        "Đã soạn lại từ dữ liệu hiện có.",
        redirect("awards:office-paper", pk),
    )


@require_POST
@roles(Role.APPRAISER)
def paper_reopen(request, pk):
    found = access.get_office_paper_or_404(request.user, pk)
    return take(
        request,
        lambda: services.reopen_paper(found, by=request.user),
        "Đã mở lại tờ trình. Sửa xong thì xác nhận lại.",
        redirect("awards:office-paper", pk),
    )


@require_POST
@roles(Role.APPRAISER)
def paper_scan(request, pk):
    found = access.get_office_paper_or_404(request.user, pk)
    form = ScanForm(request.POST, request.FILES)
    if fill(form, lambda: services.attach_scan(found, form.cleaned_data["file"], by=request.user)):
        messages.success(request, "Đã nhận bản quét.")
        return redirect("awards:office-paper", pk)
    texts = OfficePaperForm(found.kind, found.body, initial={"number": found.number, "day": found.day})
    context = paper_page(found, request.user) | {"form": texts, "scan_form": form, "word_form": WordForm()}
    return render(request, "awards/office_paper.html", context, status=422)


@require_GET
@roles(Role.OFFICER, *READERS)
def paper_signed(request, pk):
    """The signed copy, scanned."""
    found = access.get_office_paper_or_404(request.user, pk)
    if found.file is None:
        raise Http404("Văn bản này chưa có bản quét.")
    return files.response(found.file)


@require_GET
@roles(Role.OFFICER, *READERS)
def paper_pdf(request, pk):
    """The paper as printed; one not confirmed yet is marked as a preview."""
    found = access.get_office_paper_or_404(request.user, pk)
    answer = HttpResponse(office_printing.render(found), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment="xem" not in request.GET, filename=office_printing.file_name(found, "pdf")
    )
    return answer

"""Pages of the three papers of IV.3: draft all, edit one, confirm, download, send the signed scan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.forms.papers import PaperForm, ScanForm
from awards.pages.papers import editing
from awards.papers import printing
from awards.services import papers as services
from awards.views.steps import fill, sent, take
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)


@require_POST
@roles(Role.OFFICER)
def papers_draft(request, pk):
    dossier = access.get_own_dossier_or_404(request.user, pk)
    return take(
        request,
        lambda: services.draft_papers(dossier, by=request.user),
        "Đã soạn giấy tờ từ dữ liệu. Mở từng giấy tờ, sửa nếu cần rồi xác nhận.",
        redirect("awards:dossier-detail", pk),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def paper_edit(request, pk):
    paper = access.get_own_paper_or_404(request.user, pk)
    form = PaperForm(paper.kind, sent(request), initial=paper.body)
    confirming = "confirm" in request.POST
    act = services.save_and_confirm if confirming else services.save_paper
    if request.method == "POST" and fill(form, lambda: act(paper, form.cleaned_data, by=request.user)):
        done = "Đã lưu và xác nhận" if confirming else "Đã lưu"
        messages.success(request, f"{done} {paper.get_kind_display().lower()}.")
        return redirect("awards:dossier-detail", paper.dossier_id) if confirming else redirect("awards:paper-edit", pk)
    return render(request, "awards/paper_form.html", editing(paper, form=form), status=422 if form.errors else 200)


@require_POST
@roles(Role.OFFICER)
def paper_redraft(request, pk):
    paper = access.get_own_paper_or_404(request.user, pk)
    return take(
        request,
        lambda: services.redraft_paper(paper, by=request.user),
        "Đã soạn lại từ dữ liệu hiện có.",
        redirect("awards:paper-edit", pk),
    )


@require_POST
@roles(Role.OFFICER)
def paper_refresh(request, pk):
    """The figures of the unit's report anew; what the officer wrote stays."""
    paper = access.get_own_paper_or_404(request.user, pk)
    try:
        fresh = services.refresh_paper(paper, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        done = "Đã cập nhật số liệu từ báo cáo; phần anh/chị viết giữ nguyên. Đọc lại rồi xác nhận."
        messages.success(request, done if fresh else "Số liệu trong giấy tờ đã là số liệu mới nhất.")
    return redirect("awards:paper-edit", pk)


@require_POST
@roles(Role.OFFICER)
def paper_confirm(request, pk):
    paper = access.get_own_paper_or_404(request.user, pk)
    return take(
        request,
        lambda: services.confirm_paper(paper, by=request.user),
        f"Đã xác nhận {paper.get_kind_display().lower()}.",
        redirect("awards:dossier-detail", paper.dossier_id),
    )


@require_POST
@roles(Role.OFFICER)
def paper_scan(request, pk):
    paper = access.get_own_paper_or_404(request.user, pk)
    form = ScanForm(request.POST, request.FILES)
    if fill(form, lambda: services.attach_scan(paper, form.cleaned_data["file"], by=request.user)):
        messages.success(request, "Đã nhận bản quét.")
        return redirect("awards:paper-edit", pk)
    return render(request, "awards/paper_form.html", editing(paper, scan_form=form), status=422)


@require_GET
@roles(*READ)
def paper_pdf(request, pk):
    """The paper as printed today; one not confirmed yet is marked as a preview."""
    paper = access.get_paper_or_404(request.user, pk)
    answer = HttpResponse(printing.render(paper), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment="xem" not in request.GET, filename=printing.file_name(paper)
    )
    return answer

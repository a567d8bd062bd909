"""A paper by Word: take the file, send it back, see part by part what it changes, take it over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from awards import access
from awards.forms.papers import WordForm
from awards.pages import papers as pages
from awards.papers import printing
from awards.services import paper_exchange as services
from awards.views.papers import READ
from core import files
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role


@require_GET
@roles(*READ)
def paper_word(request, pk):
    """The unit gets the file that it may edit and send back; everybody else, and a sent dossier, a plain one."""
    paper = access.get_paper_or_404(request.user, pk)
    own = paper.dossier.unit_id in request.user.units and paper.dossier.editable
    data = services.write_out(paper) if own else printing.render_word(paper)
    return HttpResponse(
        data,
        content_type=files.CONTENT_TYPES["docx"],
        headers={
            "Content-Disposition": content_disposition_header(True, printing.file_name(paper, "docx")),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@roles(Role.OFFICER)
def paper_receive(request, pk):
    """What the file would change; nothing is written by looking."""
    paper = access.get_own_paper_or_404(request.user, pk)
    form = WordForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            received = services.receive(paper, form.cleaned_data["file"], by=request.user)
        except ValidationError as refused:
            form.add_error("file", refused.messages)
        except TransitionDenied as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "awards/paper_word.html", pages.preview(paper, received))
    return render(request, "awards/paper_form.html", pages.editing(paper, word_form=form), status=422)


@require_POST
@roles(Role.OFFICER)
def paper_accept(request, pk):
    paper = access.get_own_paper_or_404(request.user, pk)
    taken = pages.choices_of(request.POST)
    try:
        count = services.accept(paper, request.POST.get("seal", ""), taken, by=request.user)
    except TransitionDenied as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        done = (
            f"Đã nhận {count} mục từ tệp Word. Đọc lại rồi xác nhận giấy tờ." if count else "Không có mục nào thay đổi."
        )
        messages.success(request, done)
    return redirect("awards:paper-edit", pk)

"""A paper of Phòng Nội vụ back from Word: the page of the paper with what the file says, to be read and then saved."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_POST

from awards import access
from awards.forms.office import OfficePaperForm
from awards.forms.papers import ScanForm, WordForm
from awards.pages.office_papers import paper_page
from awards.services import office_exchange as services
from awards.views.steps import fill
from units.access import roles
from units.enums import Role


@require_POST
@roles(Role.APPRAISER)
def paper_receive(request, pk):
    """Nothing is written by reading: the changed parts stand in the form, those in conflict beside it."""
    paper = access.get_office_paper_or_404(request.user, pk)
    word_form, read = WordForm(request.POST, request.FILES), []
    stands = {"number": paper.number, "day": paper.day}
    context = paper_page(paper, request.user) | {"scan_form": ScanForm(), "word_form": word_form}
    if not fill(
        word_form, lambda: read.append(services.read_back(paper, word_form.cleaned_data["file"], by=request.user))
    ):
        context["form"] = OfficePaperForm(paper.kind, paper.body, initial=stands)
        return render(request, "awards/office_paper.html", context, status=422)
    incoming = read[0]
    texts = {change.key: change.after for change in incoming.fresh}
    context["form"] = OfficePaperForm(paper.kind, paper.body, initial=stands | texts)
    context["incoming"] = incoming
    if not (incoming.changes or incoming.faults or incoming.notes):
        messages.info(request, "Tệp Word không có gì khác với nội dung trên cổng.")
    return render(request, "awards/office_paper.html", context)

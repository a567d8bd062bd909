"""Sign outside: take the file away, bring it back signed; the same pages for a Giấy khen and for the quyết định."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.forms.signing import SignedForm
from awards.models import Certificate
from awards.pages.signing import line_of
from awards.services import signing
from awards.views.decisions import get_decision, pdf_answer
from awards.views.steps import fill
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

SIGNERS = (Role.APPRAISER, Role.CHAIRMAN)


def _certificate(pk: int) -> Certificate:
    return get_object_or_404(Certificate.objects.select_related("award__decision", "award__nominee", "file"), pk=pk)


@require_http_methods(["GET", "POST"])
@roles(*SIGNERS)
def decision_signing(request, pk: int):
    decision = get_decision(pk)
    return _page(request, decision, decision)


@require_http_methods(["GET", "POST"])
@roles(*SIGNERS)
def certificate_signing(request, pk: int):
    certificate = _certificate(pk)
    return _page(request, certificate, certificate.award.decision)


@require_GET
@roles(*SIGNERS)
def decision_to_sign(request, pk: int):
    return _download(request, get_decision(pk), pk)


@require_GET
@roles(*SIGNERS)
def certificate_to_sign(request, pk: int):
    certificate = _certificate(pk)
    return _download(request, certificate, certificate.award.decision_id)


def _download(request, paper, decision_pk: int):
    try:
        original = signing.to_sign(paper, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:decision-detail", decision_pk)
    return pdf_answer(original.read(), original.name, download=True)


def _page(request, paper, decision):
    form = SignedForm(request.POST, request.FILES) if request.method == "POST" else SignedForm()
    if form.is_bound and fill(form, lambda: signing.attach_signed(paper, form.cleaned_data["file"], by=request.user)):
        messages.success(request, f"Đã nhận bản ký số: {paper}.")
        return redirect("awards:decision-detail", decision.pk)
    context = {
        "paper": paper,
        "decision": decision,
        "line": line_of(paper, signing.signed_of(paper)),
        "form": form,
        "blocked": _blocked(),
    }
    return render(request, "awards/signing.html", context, status=422 if form.errors else 200)


def _blocked() -> str:
    """Why nothing can be checked on this machine yet."""
    try:
        roots = signing.office_certificates()
    except TransitionDenied as refusal:
        return str(refusal)
    return (
        "" if roots else "Cơ quan chưa cài chứng thư gốc của nơi cấp chứng thư số, nên cổng chưa kiểm tra được chữ ký."
    )

"""Files of Giấy khen for those who may take them, printing again, and revocation."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.forms.reason import ReasonForm
from awards.forms.replacement import ReplaceForm
from awards.models import Certificate
from awards.services import certificates, decisions, replacement, signing
from awards.views.decisions import READERS, get_decision, pdf_answer
from awards.views.steps import fill, sent
from awards.workflow import CERTIFICATE
from core import files
from core import jobs as core_jobs
from core.jobs import JobState
from core.models import Job
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role


def _certificate(pk: int) -> Certificate:
    rows = Certificate.objects.select_related("award__decision", "award__nominee", "file")
    return get_object_or_404(rows, pk=pk)


@require_GET
@roles(Role.OFFICER)
def own_certificates(request):
    """What the Chairman has awarded to the officer's own units."""
    rows = (
        Certificate.objects.filter(award__nominee__unit__in=request.user.units)
        .select_related("award__decision", "award__nominee", "file", "signed_file")
        .order_by("-award__decision__year", "-award__decision__number", "award__register_number")
    )
    papers = [(one, certificates.current_words(one)) for one in rows]
    return render(request, "awards/certificate_own.html", {"papers": papers})


@require_GET
@roles(*READERS, Role.OFFICER)
def certificate_file(request, pk: int):
    """Offices read every Giấy khen, an officer those of the own unit; any other is as if it were not there."""
    certificate = _certificate(pk)
    own = certificate.award.nominee.unit_id in request.user.units
    if not own and not request.user.roles & set(READERS):
        raise Http404("Không tìm thấy Giấy khen này.")
    if certificate.file is None:
        messages.info(request, "Giấy khen này đang được in. Anh/chị chờ ít phút rồi mở lại.")
        return redirect(
            "awards:own-certificates" if own else "awards:decision-detail",
            *([] if own else [certificate.award.decision_id]),
        )
    signed = signing.signed_of(certificate)
    return files.response(signed.file if signed else certificate.file, inline=True)


@require_GET
@roles(*READERS)
def certificates_pdf(request, pk: int):
    decision = get_decision(pk)
    return _take_away(request, decision, lambda: pdf_answer(certificates.merged_pdf(decision), _name(decision, "pdf")))


@require_GET
@roles(*READERS)
def certificates_zip(request, pk: int):
    decision = get_decision(pk)

    def answer() -> FileResponse:
        return FileResponse(
            certificates.as_zip(decision),
            content_type="application/zip",
            as_attachment=True,
            filename=_name(decision, "zip"),
        )

    return _take_away(request, decision, answer)


def _name(decision, extension: str) -> str:
    return f"giay-khen-qd-{decision.number:02d}-{decision.year}.{extension}"


def _take_away(request, decision, answer):
    try:
        return answer()
    except TransitionDenied as refusal:
        messages.info(request, str(refusal))
        return redirect("awards:decision-detail", decision.pk)


@require_POST
@roles(Role.APPRAISER)
def certificates_print(request, pk: int):
    """Asks for printing again after a failure; what is printed stays as it is."""
    decision = get_decision(pk)
    failed = Job.objects.filter(kind=decisions.PRINT_JOB, dedupe=str(decision.pk), state=JobState.FAILED).first()
    if failed:
        core_jobs.retry(failed)
    else:
        decisions.order_printing(decision, by=request.user)
    messages.success(request, "Đã yêu cầu in tiếp các Giấy khen còn thiếu.")
    return redirect("awards:decision-detail", decision.pk)


@require_POST
@roles(Role.CHAIRMAN)
def certificate_revoke(request, pk: int):
    certificate = _certificate(pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        certificates.revoke(certificate, by=request.user, reason=reason)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thu hồi Giấy khen của {certificate.award.nominee}. Trang kiểm tra đã ghi rõ.")
    return redirect("awards:decision-detail", certificate.award.decision_id)


@require_http_methods(["GET", "POST"])
@roles(Role.CHAIRMAN)
def certificate_replace(request, pk: int):
    """The words of the paper to put right, what will happen, and the Chairman's confirmation."""
    certificate = _certificate(pk)
    form = ReplaceForm(sent(request), initial=certificates.current_words(certificate))
    if request.method == "POST" and fill(form, lambda: _replace(request, certificate, form)):
        messages.success(request, "Đã thay thế Giấy khen. Giấy khen mới đang được in; tờ cũ đã ghi là thay thế.")
        return redirect("awards:decision-detail", certificate.award.decision_id)
    refusal = CERTIFICATE.refusal(certificate, "replace", request.user.roles, asking=True)
    context = {
        "form": form,
        "certificate": certificate,
        "decision": certificate.award.decision,
        "printed": certificates.current_words(certificate),
        "refusal": refusal,
    }
    return render(request, "awards/certificate_replace.html", context, status=422 if form.errors else 200)


def _replace(request, certificate: Certificate, form: ReplaceForm) -> None:
    replacement.replace_certificate(
        certificate, by=request.user, reason=form.cleaned_data["reason"], corrections=form.corrections()
    )

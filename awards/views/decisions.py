"""The Chairman's page, the two buttons on it, and the decision once it is signed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from awards import access
from awards.enums import RoundState
from awards.forms.decisions import SignForm
from awards.forms.reason import ReasonForm
from awards.models import Decision
from awards.pages.decision import review_page
from awards.pages.signing import signing_lines
from awards.services import certificates, decisions, rounds, signing
from awards.services.decision_paper import render_draft
from awards.services.money import money_workbook
from awards.views.public_results import workbook_answer
from core.models import Job
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

READERS = (Role.CHAIRMAN, Role.APPRAISER, Role.REVIEWER, Role.COUNCIL, Role.INSPECTOR)


def get_decision(pk: int) -> Decision:
    return get_object_or_404(Decision.objects.select_related("round__period__campaign"), pk=pk)


def pdf_answer(data: bytes, name: str, *, download: bool = False) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@roles(*READERS)
def decision_list(request):
    rows = Decision.objects.select_related("round__period")
    return render(request, "awards/decision_list.html", {"decisions": rows})


@require_GET
@roles(Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR)
def decision_review(request, round_pk: int):
    """The letter: what is asked, the list, the checks with their proof, two buttons."""
    award_round = access.get_round_or_404(round_pk)
    if award_round.state == RoundState.DECIDED:
        return redirect("awards:decision-detail", award_round.decision.pk)
    today = timezone.localdate()
    context = review_page(award_round, request.user, today=today) | {"form": SignForm(initial={"signed_on": today})}
    return render(request, "awards/decision_review.html", context)


@require_GET
@roles(Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR)
def decision_draft(request, round_pk: int):
    award_round = access.get_round_or_404(round_pk)
    content = decisions.draft_content(award_round, signer=award_round.signer_name or request.user.full_name)
    return pdf_answer(render_draft(content), f"du-thao-quyet-dinh-{round_pk}.pdf")


@require_POST
@roles(Role.CHAIRMAN)
def decision_sign(request, round_pk: int):
    award_round = access.get_round_or_404(round_pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["signed_on"]))
        return redirect("awards:decision-review", round_pk)
    try:
        decision = decisions.decide_round(award_round, by=request.user, signed_on=form.cleaned_data["signed_on"])
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:decision-review", round_pk)
    messages.success(request, f"Đã ban hành {decision}. Giấy khen đang được in.")
    return redirect("awards:decision-detail", decision.pk)


@require_POST
@roles(Role.CHAIRMAN)
def decision_send_back(request, round_pk: int):
    award_round = access.get_round_or_404(round_pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect("awards:decision-review", round_pk)
    try:
        rounds.send_back(award_round, by=request.user, reason=form.cleaned_data["reason"])
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:decision-review", round_pk)
    messages.success(request, "Đã trả lại danh sách cho Phòng Nội vụ kèm lý do.")
    return redirect("home")


@require_GET
@roles(*READERS)
def decision_detail(request, pk: int):
    decision = get_decision(pk)
    papers = list(certificates.of_decision(decision))
    rows = [row for row in papers if row.state != "replaced"]
    job = Job.objects.filter(kind=decisions.PRINT_JOB, args__decision=decision.pk).order_by("-created_at").first()
    pending = sum(row.state == "pending" for row in rows)
    context = {
        "decision": decision,
        "content": decision.content,
        "rows": [(row, certificates.words_of(decision, row)) for row in papers],
        "in_force": len(rows),
        "job": job,
        "asked_by_me": bool(job and job.created_by == request.user.get_username()),  # others may not follow a job
        "pending": pending,
        "printed": len(rows) - pending,
        "total": sum(row["reward"] for row in decision.content["awards"]),
        "may_retry": bool(pending and Role.APPRAISER in request.user.roles and not (job and job.open)),
        "chooses_style": Role.APPRAISER in request.user.roles,
        "may_revoke": Role.CHAIRMAN in request.user.roles,
        "signing": signing_lines(decision, rows),
        "may_pay": bool({Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR} & request.user.roles),
        "may_sign": bool(signing.SIGNERS & request.user.roles),
    }
    return render(request, "awards/decision_detail.html", context)


@require_GET
@roles(*READERS)
def decision_pdf(request, pk: int):
    decision = get_decision(pk)
    return pdf_answer(signing.decision_file(decision), signing.name_of(decision))


@require_GET
@roles(Role.CHAIRMAN, Role.APPRAISER, Role.INSPECTOR)
def decision_money(request, pk: int):
    """Danh sách chi tiền thưởng for Phòng Tài chính - Kế hoạch."""
    decision = get_decision(pk)
    name = f"tien-thuong-quyet-dinh-{decision.number:02d}-{decision.year}.xlsx"
    return workbook_answer(money_workbook(decision), name)

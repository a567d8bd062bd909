"""Thông báo kết quả of a round: the units with refused nominees; draft all, number all, send all that are whole."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from awards import access
from awards.forms.office import NumberingForm
from awards.pages.office_papers import notices_page
from awards.services import office_notices as services
from awards.views.steps import fill, take
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

SHOWN = 5  # sentences about what was not sent; the rest is a number


@require_GET
@roles(*access.OFFICE_READERS)
def notice_list(request, pk):
    award_round = access.get_round_or_404(pk)
    context = notices_page(award_round, request.user) | {"form": NumberingForm()}
    return render(request, "awards/office_notices.html", context)


@require_POST
@roles(Role.APPRAISER)
def notices_draft(request, pk):
    award_round = access.get_round_or_404(pk)
    return take(
        request,
        lambda: services.draft_notices(award_round, by=request.user),
        "Đã soạn thông báo cho các đơn vị. Mở từng thông báo xem lại lý do, đánh số rồi gửi.",
        redirect("awards:office-notices", pk),
    )


@require_POST
@roles(Role.APPRAISER)
def notices_number(request, pk):
    award_round = access.get_round_or_404(pk)
    form, numbered = NumberingForm(request.POST), []
    if fill(form, lambda: numbered.append(services.number_notices(award_round, by=request.user, **form.cleaned_data))):
        messages.success(request, f"Đã đánh số {numbered[0]} thông báo.")
        return redirect("awards:office-notices", pk)
    context = notices_page(award_round, request.user) | {"form": form}
    return render(request, "awards/office_notices.html", context, status=422)


@require_POST
@roles(Role.APPRAISER)
def notices_send(request, pk):
    award_round = access.get_round_or_404(pk)
    try:
        sent, kept = services.send_notices(award_round, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:office-notices", pk)
    if sent:
        messages.success(request, f"Đã gửi {sent} thông báo. Cán bộ các đơn vị thấy ở hồ sơ và ở “Việc của tôi”.")
    for sentence in kept[:SHOWN]:
        messages.warning(request, sentence)
    if len(kept) > SHOWN:
        messages.warning(request, f"Còn {len(kept) - SHOWN} thông báo khác chưa gửi được.")
    return redirect("awards:office-notices", pk)

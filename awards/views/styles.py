"""Pages of the styles of printing: list, make, change, trial sheets; and the choice of a round."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards import access
from awards.certificates.trial import draw_calibration, draw_sample
from awards.enums import PaperMode
from awards.forms.styles import BlankStyleForm, ChooseStyleForm, FullStyleForm, NewStyleForm
from awards.models import CertificateStyle
from awards.services import styles as services
from awards.views.decisions import pdf_answer
from awards.views.steps import fill, sent
from core import files
from units.access import roles
from units.enums import Role

KEEPERS = (Role.APPRAISER, Role.ADMIN)


def _style(pk: int) -> CertificateStyle:
    return get_object_or_404(CertificateStyle.objects.select_related("emblem"), pk=pk)


@require_GET
@roles(*KEEPERS)
def style_list(request):
    rows = CertificateStyle.objects.prefetch_related("rounds")
    return render(request, "awards/style_list.html", {"styles": rows})


@require_http_methods(["GET", "POST"])
@roles(*KEEPERS)
def style_add(request):
    form = NewStyleForm(sent(request), initial={"mode": PaperMode.OVERLAY})
    made = []
    if request.method == "POST" and fill(form, lambda: made.append(_create(request, form))):
        messages.success(request, "Đã lập mẫu in. Anh/chị chỉnh từng ô rồi in thử.")
        return redirect("awards:style-edit", made[0].pk)
    return render(request, "awards/style_add.html", {"form": form}, status=422 if form.errors else 200)


def _create(request, form) -> CertificateStyle:
    data = form.cleaned_data
    return services.create_style(data["name"], by=request.user, mode=data["mode"], size=data["size"])


@require_http_methods(["GET", "POST"])
@roles(*KEEPERS)
def style_edit(request, pk: int):
    style = _style(pk)
    form, changes = _form_of(request, style)
    if request.method == "POST" and fill(
        form, lambda: services.update_style(style, by=request.user, name=form.cleaned_data["name"], **changes())
    ):
        messages.success(request, "Đã lưu mẫu in. Anh/chị in thử trước khi in lên phôi.")
        return redirect("awards:style-edit", pk)
    context = {"form": form, "style": style, "blank": style.mode == PaperMode.OVERLAY}
    return render(request, "awards/style_edit.html", context, status=422 if form.errors else 200)


def _form_of(request, style: CertificateStyle):
    """The form of this kind of style, and what it changes once it is valid."""
    if style.mode == PaperMode.OVERLAY:
        initial = {"name": style.name, "offset_x": style.offset_x, "offset_y": style.offset_y}
        blank = BlankStyleForm(sent(request), initial=initial, places=services.places_of(style))
        offsets = ("offset_x", "offset_y")
        return blank, lambda: {"places": blank.placed(), **{name: blank.cleaned_data[name] for name in offsets}}
    uploads = request.FILES if request.method == "POST" else None
    full = FullStyleForm(sent(request), uploads, initial={"name": style.name})
    return full, lambda: {name: full.cleaned_data[name] for name in ("emblem", "drop_emblem")}


@require_GET
@roles(*KEEPERS)
def style_trial(request, pk: int):
    """Crosses every centimetre with the boxes outlined."""
    style = _style(pk)
    return pdf_answer(draw_calibration(services.layout_of_style(style), style.name), f"can-chinh-mau-{pk}.pdf")


@require_GET
@roles(*KEEPERS)
def style_sample(request, pk: int):
    """The longest plausible words, marked as no Giấy khen."""
    return pdf_answer(draw_sample(services.layout_of_style(_style(pk))), f"in-thu-mau-{pk}.pdf")


@require_GET
@roles(*KEEPERS)
def style_emblem(request, pk: int):
    style = _style(pk)
    if style.emblem is None:
        raise Http404("Mẫu in này chưa có hình Quốc huy.")
    return files.response(style.emblem, inline=True)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def round_style(request, pk: int):
    award_round = access.get_round_or_404(pk)
    form = ChooseStyleForm(sent(request), initial={"style": award_round.style_id})
    if request.method == "POST" and fill(
        form, lambda: services.choose_style(award_round, by=request.user, style=form.cleaned_data["style"])
    ):
        messages.success(request, "Đã chọn mẫu in cho đợt.")
        return redirect("awards:round-detail", pk)
    context = {"form": form, "award_round": award_round}
    return render(request, "awards/round_style.html", context, status=422 if form.errors else 200)

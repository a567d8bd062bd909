"""The office's side of a public comment: publish, withdraw, enter what came on paper, answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.enums import ObjectionState
from awards.forms.comments import AnswerForm, PaperObjectionForm, SameAnswerForm
from awards.models import Objection
from awards.pages import comments as pages
from awards.selectors.comments import listing_in_force, objections_of
from awards.services import comments as services
from awards.views.steps import fill, sent, take
from units.access import roles
from units.enums import Role


@require_GET
@roles(Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR)
def comments(request, pk: int):
    """The list in force with its time, what came in with its answers, the lists before."""
    award_round = access.get_round_or_404(pk)
    return render(request, "awards/comments.html", pages.round_comments(award_round, request.user))


@require_POST
@roles(Role.APPRAISER)
def comment_publish(request, pk: int):
    award_round = access.get_round_or_404(pk)
    return take(
        request,
        lambda: services.publish_listing(award_round, by=request.user),
        "Đã công khai danh sách. Mọi người xem và gửi ý kiến ở trang “Lấy ý kiến” của cổng.",
        redirect("awards:comments", pk),
    )


@require_POST
@roles(Role.APPRAISER)
def comment_withdraw(request, pk: int):
    listing = _in_force(access.get_round_or_404(pk))
    return take(
        request,
        lambda: services.withdraw_listing(listing, by=request.user, reason=request.POST.get("reason", "")),
        "Đã rút danh sách. Sửa danh sách rồi công khai lại.",
        redirect("awards:comments", pk),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def comment_enter(request, pk: int):
    """One that came on paper, with the day on which it came."""
    award_round = access.get_round_or_404(pk)
    listing = _in_force(award_round)
    form = PaperObjectionForm(sent(request), rows=listing.content["rows"])
    if request.method == "POST" and fill(form, lambda: _enter(request, listing, form)):
        messages.success(request, "Đã ghi ý kiến. Báo cho người gửi mã tra cứu ở bảng dưới.")
        return redirect("awards:comments", pk)
    context = {"award_round": award_round, "listing": listing, "form": form}
    return render(request, "awards/comment_enter.html", context, status=422 if form.errors else 200)


def _enter(request, listing, form: PaperObjectionForm) -> None:
    chosen = form.cleaned_data["nominee"]
    nominee = listing.round.nominees.filter(pk=chosen).first() if chosen else None
    day = form.cleaned_data["received_on"]
    services.enter_objection(listing, nominee, by=request.user, received_on=day, **form.words)


def _in_force(award_round):
    if listing := listing_in_force(award_round):
        return listing
    raise Http404("Đợt này không có danh sách nào đang công khai.")


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def comment_answer(request, pk: int):
    found = Objection.objects.filter(pk=pk).select_related("listing__round__period", "nominee").first()
    if found is None:
        raise Http404("Không tìm thấy ý kiến này.")
    form = AnswerForm(sent(request))
    if request.method == "POST" and fill(
        form, lambda: services.answer_objection(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã trả lời. Người gửi đọc được bằng mã tra cứu.")
        return redirect("awards:comments", found.listing.round_id)
    context = pages.answer_page(found) | {"form": form}
    return render(request, "awards/comment_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def comment_answer_same(request, pk: int):
    """One answer to several objections of the same content."""
    award_round = access.get_round_or_404(pk)
    waiting = [one for one in objections_of(award_round) if one.state == ObjectionState.OPEN]
    form = SameAnswerForm(sent(request), waiting=waiting)
    if request.method == "POST" and fill(form, lambda: _answer_same(request, award_round, form)):
        messages.success(request, f"Đã trả lời {len(form.cleaned_data['chosen'])} ý kiến bằng cùng một câu.")
        return redirect("awards:comments", pk)
    context = {"award_round": award_round, "form": form, "waiting": waiting}
    return render(request, "awards/comment_answer_same.html", context, status=422 if form.errors else 200)


def _answer_same(request, award_round, form: SameAnswerForm) -> None:
    chosen = form.cleaned_data
    services.answer_objections(award_round, chosen["chosen"], chosen["state"], chosen["answer"], by=request.user)

"""What is put down at a session: materials, who stands back, opinions in writing, counts of paper ballots."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.enums import SessionState, VotingMethod
from awards.forms.room import MaterialForm, OpinionForm, PaperCountForm, RecusalForm
from awards.models import CouncilSession
from awards.pages import council as page
from awards.pages import room as room_page
from awards.selectors.room import votable
from awards.services import room as services
from awards.views.council import READERS, detail_context, session_or_404
from awards.views.steps import fill, sent, take
from core import files
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

CLERKS = (Role.APPRAISER, Role.COUNCIL)


# --- materials, who stands back ------------------------------------------------------


@require_POST
@roles(Role.APPRAISER)
def material_add(request, pk: int):
    session = session_or_404(pk)
    form = MaterialForm(request.POST, request.FILES)

    def act():
        data = form.cleaned_data
        services.add_material(session, by=request.user, title=data["title"], upload=data["file"])

    if fill(form, act):
        messages.success(request, "Đã thêm tài liệu; các thành viên của phiên họp đọc được.")
        return redirect("awards:session-detail", pk)
    context = detail_context(request, session, material_form=form)
    return render(request, "awards/session_detail.html", context, status=422)


@require_POST
@roles(Role.APPRAISER)
def material_remove(request, pk: int, material_pk: int):
    session = session_or_404(pk)
    return take(
        request,
        lambda: services.remove_material(session, material_pk, by=request.user),
        "Đã bỏ tài liệu.",
        redirect("awards:session-detail", pk),
    )


@require_GET
@roles(*READERS)
def material_file(request, pk: int, material_pk: int):
    """For the offices, and of the council for who sits in this session."""
    session = session_or_404(pk)
    if not page.reads_materials(request.user, page.seat_of(session, request.user)):
        raise Http404("Không tìm thấy tài liệu này.")
    return files.response(get_object_or_404(session.materials.select_related("file"), pk=material_pk).file, inline=True)


@require_POST
@roles(Role.APPRAISER)
def recusal_add(request, pk: int):
    session = session_or_404(pk)
    roster, nominees = page.roster_of(session), list(votable(session))
    form = RecusalForm(request.POST, seats=roster, nominees=nominees)

    def act():
        seat = next(one for one in roster if str(one.pk) == form.cleaned_data["seat"])
        nominee = next(one for one in nominees if str(one.pk) == form.cleaned_data["nominee"])
        services.declare_recusal(session, seat, nominee, by=request.user, reason=form.cleaned_data["reason"])

    if fill(form, act):
        messages.success(request, "Đã ghi thành viên không tham gia biểu quyết.")
        return redirect("awards:session-detail", pk)
    context = detail_context(request, session, recusal_form=form)
    return render(request, "awards/session_detail.html", context, status=422)


@require_POST
@roles(Role.APPRAISER)
def recusal_withdraw(request, pk: int, recusal_pk: int):
    session = session_or_404(pk)
    return take(
        request,
        lambda: services.withdraw_recusal(session, recusal_pk, by=request.user),
        "Đã bỏ ghi không tham gia biểu quyết.",
        redirect("awards:session-detail", pk),
    )


# --- opinions in writing -------------------------------------------------------------


def _clerk_session(request, pk: int) -> CouncilSession:
    """A member who is not there enters and reads nothing of others."""
    session = session_or_404(pk)
    if not services.is_clerk(session, request.user):
        raise Http404("Không tìm thấy trang này.")
    return session


@require_GET
@roles(*CLERKS)
def opinion_list(request, pk: int):
    session = _clerk_session(request, pk)
    context = {"session": session, "letters": room_page.letters_of(session), "live": page.live(session)}
    return render(request, "awards/opinion_list.html", context)


@require_http_methods(["GET", "POST"])
@roles(*CLERKS)
def opinion_enter(request, pk: int, seat_pk: int):
    session = _clerk_session(request, pk)
    seat = get_object_or_404(session.seats, pk=seat_pk)
    form = OpinionForm(sent(request), request.FILES or None, nominees=room_page.open_to(session, seat))
    if request.method == "POST" and fill(form, lambda: _enter(request, session, seat, form)):
        messages.success(request, f"Đã nhập ý kiến của {seat.name}. Một người khác đối chiếu bản quét rồi xác nhận.")
        return redirect("awards:opinion-list", pk)
    context = {"session": session, "seat": seat, "form": form, "live": page.live(session)}
    return render(request, "awards/opinion_form.html", context, status=422 if form.errors else 200)


def _enter(request, session, seat, form):
    services.enter_opinions(session, seat, form.choices(), by=request.user, upload=form.cleaned_data["file"])


@require_POST
@roles(*CLERKS)
def opinion_confirm(request, pk: int, seat_pk: int):
    session = _clerk_session(request, pk)
    seat = get_object_or_404(session.seats, pk=seat_pk)
    return take(
        request,
        lambda: services.confirm_opinions(session, seat, by=request.user),
        f"Đã xác nhận ý kiến bằng văn bản của {seat.name}; được tính vào kết quả.",
        redirect("awards:opinion-list", pk),
    )


@require_POST
@roles(*CLERKS)
def opinion_drop(request, pk: int, seat_pk: int):
    session = _clerk_session(request, pk)
    seat = get_object_or_404(session.seats, pk=seat_pk)
    return take(
        request,
        lambda: services.drop_opinions(session, seat, by=request.user),
        f"Đã bỏ ý kiến chưa xác nhận của {seat.name}. Có thể nhập lại.",
        redirect("awards:opinion-list", pk),
    )


@require_GET
@roles(*CLERKS)
def opinion_file(request, pk: int, opinion_pk: int):
    session = _clerk_session(request, pk)
    opinion = get_object_or_404(session.written_opinions.select_related("file"), pk=opinion_pk)
    return files.response(opinion.file, inline=True)


# --- paper ballots -------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@roles(*CLERKS)
def paper_count(request, pk: int):
    """Each counter sees and writes the own figures only."""
    session = _clerk_session(request, pk)
    if session.method != VotingMethod.PAPER or session.state != SessionState.OPEN:
        messages.info(request, "Chỉ ghi kết quả kiểm phiếu khi phiên họp bỏ phiếu bằng giấy đang mở.")
        return redirect("awards:session-detail", pk)
    lines = room_page.count_lines(session, request.user)
    forms = [
        PaperCountForm(sent(request), nominee=one.nominee, handed_out=one.handed_out, initial=one.initial)
        for one in lines
    ]
    refusal = ""
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        counts = {form.nominee.pk: figures for form in forms if (figures := form.figures())}
        try:
            services.enter_paper_counts(session, counts, by=request.user)
        except TransitionDenied as denied:
            refusal = str(denied)
        else:
            messages.success(request, "Đã lưu kết quả kiểm phiếu của anh/chị.")
            return redirect("awards:session-detail", pk)
    wrong = refusal or any(form.errors for form in forms)
    context = {"session": session, "rows": list(zip(lines, forms, strict=True)), "refusal": refusal, "wrong": wrong}
    return render(request, "awards/paper_count.html", context, status=422 if wrong else 200)

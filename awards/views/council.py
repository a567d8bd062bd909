"""The council's pages: sessions, roster, the ballot one item at a time, closing and minutes."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.enums import RoundState, SessionState
from awards.forms.council import CloseSessionForm, SeatFormSet, SessionForm
from awards.models import AwardRound, CouncilSession
from awards.pages import council as page
from awards.selectors.scores import unit_scores
from awards.services import council
from awards.services.minutes import render_minutes
from awards.workflow import SESSION
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

READERS = (Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR)


def _session(pk: int) -> CouncilSession:
    rows = CouncilSession.objects.select_related("round__period__campaign", "round__period__plan_version")
    return get_object_or_404(rows, pk=pk)


def _answer(request, session, step, done: str):
    """Runs one service step and tells how it went."""
    try:
        step()
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("awards:session-detail", session.pk)


@require_GET
@roles(*READERS)
def session_list(request):
    sessions = list(page.sessions_list())
    busy = {session.round_id for session in sessions if session.state != SessionState.CLOSED}
    waiting = []
    if Role.APPRAISER in request.user.roles:
        waiting = list(AwardRound.objects.filter(state=RoundState.OPEN).exclude(pk__in=busy).select_related("period"))
    return render(request, "awards/council_list.html", {"sessions": sessions, "waiting": waiting})


def _fill(form: SessionForm, step) -> CouncilSession | None:
    """Runs the step on a valid form; a refusal becomes a sentence of the form."""
    if form.is_valid():
        try:
            return step(**form.cleaned_data)
        except TransitionDenied as refusal:
            form.add_error(None, str(refusal))
    return None


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_create(request, round_pk: int):
    award_round = get_object_or_404(AwardRound.objects.select_related("period__campaign"), pk=round_pk)
    start = timezone.localtime().replace(hour=8, minute=0)
    posted = request.method == "POST"
    form = SessionForm(request.POST) if posted else SessionForm(initial={"held_at": start})
    session = _fill(form, partial(council.prepare_session, award_round, by=request.user)) if posted else None
    if session:
        messages.success(request, "Đã lập phiên họp. Ghi người có mặt, rồi khai mạc.")
        return redirect("awards:session-roster", session.pk)
    context = {"form": form, "round": award_round}
    return render(request, "awards/session_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_edit(request, pk: int):
    session = _session(pk)
    posted = request.method == "POST"
    here = {"held_at": session.held_at, "place": session.place}
    form = SessionForm(request.POST) if posted else SessionForm(initial=here)
    if posted and _fill(form, partial(council.move_session, session, by=request.user)):
        messages.success(request, "Đã lưu thời gian, địa điểm họp.")
        return redirect("awards:session-detail", session.pk)
    context = {"form": form, "round": session.round, "session": session}
    return render(request, "awards/session_form.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.APPRAISER)
def session_cancel(request, pk: int):
    session = _session(pk)
    try:
        council.cancel_session(session, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:session-detail", pk)
    messages.success(request, "Đã hủy phiên họp chưa khai mạc.")
    return redirect("awards:session-list")


@require_GET
@roles(*READERS)
def session_detail(request, pk: int):
    session = _session(pk)
    seat = page.seat_of(session, request.user) if Role.COUNCIL in request.user.roles else None
    roster, quorum = page.roster_of(session), council.quorum_of(session)
    context = {
        "session": session,
        "roster": roster,
        "present": sum(row.present for row in roster),
        "present_hint": f"cần ít nhất {quorum.least(len(roster))} người",
        "quorum": quorum,
        "rule": council.rule_of(session),
        "seat": seat,
        "steps": {step.name: (step, refusal) for step, refusal in SESSION.allowed(session, request.user.roles)},
        "close_form": CloseSessionForm(),
        "office": Role.APPRAISER in request.user.roles,
    }
    if session.state == SessionState.CLOSED:
        context["results"] = page.results_of(session)
    else:
        turnout = page.turnout_of(session)
        cast, wanted = sum(t.cast for t in turnout), sum(t.possible for t in turnout)
        context |= {"turnout": turnout, "cast": cast, "wanted": wanted, "missing": max(0, wanted - cast)}
    if seat and session.state == SessionState.OPEN:
        context["ballot"] = page.ballot_of(session, seat)
    return render(request, "awards/session_detail.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_roster(request, pk: int):
    session = _session(pk)
    roster = page.roster_of(session)
    fields = ("title", "position", "present", "absence_reason")
    initial = [{"seat_id": seat.pk, **{name: getattr(seat, name) for name in fields}} for seat in roster]
    formset = SeatFormSet(request.POST or None, initial=initial)
    refusal, status = "", 200
    if request.method == "POST":
        if formset.is_valid():
            try:
                council.save_roster(session, [form.change() for form in formset], by=request.user)
            except TransitionDenied as denied:
                refusal, status = str(denied), 422
            else:
                messages.success(request, "Đã ghi thành phần dự họp.")
                return redirect("awards:session-detail", session.pk)
        else:
            status = 422
    seats = {seat.pk: seat for seat in roster}
    rows = [(form, seats.get(_seat_id(form))) for form in formset]
    context = {"session": session, "formset": formset, "rows": [row for row in rows if row[1]], "refusal": refusal}
    return render(request, "awards/session_roster.html", context, status=status)


def _seat_id(form) -> int | None:
    value = str(form["seat_id"].value())
    return int(value) if value.isdecimal() and len(value) < 18 else None


@require_POST
@roles(Role.APPRAISER)
def seat_remove(request, pk: int, seat_pk: int):
    session = _session(pk)
    try:
        council.remove_seat(session, seat_pk, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ người này khỏi danh sách thành viên của phiên họp.")
    return redirect("awards:session-roster", session.pk)


@require_POST
@roles(Role.APPRAISER)
def session_open(request, pk: int):
    session = _session(pk)
    done = "Phiên họp đã khai mạc. Danh sách thành viên được giữ nguyên từ lúc này; các thành viên bắt đầu biểu quyết."
    return _answer(request, session, lambda: council.open_session(session, by=request.user), done)


@require_POST
@roles(Role.APPRAISER)
def session_close(request, pk: int):
    session = _session(pk)
    form = CloseSessionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ý kiến thảo luận dài quá 6.000 ký tự. Hãy viết gọn lại rồi kết thúc phiên họp.")
        return redirect("awards:session-detail", session.pk)
    notes = form.cleaned_data["notes"]
    done = "Phiên họp đã kết thúc. Kết quả và biên bản ở bên dưới."
    return _answer(request, session, lambda: council.close_session(session, by=request.user, notes=notes), done)


@require_GET
@roles(*READERS)
def session_minutes(request, pk: int):
    session = _session(pk)
    if session.state == SessionState.PREPARED:
        messages.info(request, "Phiên họp chưa khai mạc nên chưa có biên bản.")
        return redirect("awards:session-detail", session.pk)
    answer = HttpResponse(render_minutes(session), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="bien-ban-hoi-dong-{session.pk}.pdf"'
    return answer


# --- the ballot ----------------------------------------------------------------------


@require_GET
@roles(Role.COUNCIL)
def ballot(request, pk: int):
    """To the first item that still waits for this member's vote."""
    session = _session(pk)
    own = page.ballot_of(session, page.seat_of(session, request.user))
    item = own.next_open() or next(iter(own.items), None)
    if session.state != SessionState.OPEN or item is None:
        return redirect("awards:session-detail", session.pk)
    return redirect("awards:ballot-item", session.pk, item.nominee.pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COUNCIL)
def ballot_item(request, pk: int, nominee_pk: int):
    session = _session(pk)
    own = page.ballot_of(session, page.seat_of(session, request.user))
    item = own.at(nominee_pk)
    if item is None:
        messages.error(request, "Mục này không thuộc danh sách biểu quyết của phiên họp.")
        return redirect("awards:session-detail", session.pk)
    if request.method == "POST":
        return _vote(request, session, own, item)
    context = {
        "session": session,
        "ballot": own,
        "item": item,
        "nominee": item.nominee,
        "score": unit_scores(session.round.period).get(item.nominee.unit_id),
        "before": own.neighbour(item, -1),
        "after": own.neighbour(item, +1),
    }
    return render(request, "awards/session_vote.html", context)


def _vote(request, session, own, item):
    try:
        vote = council.cast_vote(session, item.nominee, by=request.user, choice=request.POST.get("choice", ""))
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:ballot-item", session.pk, item.nominee.pk)
    messages.success(request, f"Đã ghi ý kiến “{vote.get_choice_display()}” về {item.nominee}.")
    following = own.next_open(item)
    if following is None or following.number == item.number:
        messages.info(request, "Anh/chị đã biểu quyết đủ các mục. Có thể đổi ý kiến cho đến khi phiên họp kết thúc.")
        return redirect("awards:session-detail", session.pk)
    return redirect("awards:ballot-item", session.pk, following.nominee.pk)

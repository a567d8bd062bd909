"""The council's pages: sessions, roster, closing and minutes; ballots.py votes, room.py takes what is put down."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.enums import RoundState, SessionState, VotingMethod
from awards.forms.council import CloseSessionForm, SeatFormSet, SessionForm
from awards.forms.room import MaterialForm, RecusalForm
from awards.models import AwardRound, CouncilSession
from awards.pages import council as page
from awards.selectors.room import base_words, room_of, votable
from awards.services import council
from awards.services.minutes import render_count_minutes, render_minutes
from awards.services.room import is_clerk
from awards.views.steps import sent
from awards.workflow import SESSION
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

READERS = (Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR)


def session_or_404(pk: int) -> CouncilSession:
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
            return step(**form.values())
        except TransitionDenied as refusal:
            form.add_error(None, str(refusal))
    return None


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_create(request, round_pk: int):
    award_round = get_object_or_404(AwardRound.objects.select_related("period__campaign"), pk=round_pk)
    start = timezone.localtime().replace(hour=8, minute=0)
    posted = request.method == "POST"
    form = SessionForm(sent(request), initial={"held_at": start}, rules=council.rules_of(award_round))
    session = _fill(form, partial(council.prepare_session, award_round, by=request.user)) if posted else None
    if session:
        messages.success(request, "Đã lập phiên họp. Ghi người có mặt, rồi khai mạc.")
        return redirect("awards:session-roster", session.pk)
    context = {"form": form, "round": award_round}
    return render(request, "awards/session_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_edit(request, pk: int):
    session = session_or_404(pk)
    posted = request.method == "POST"
    here = {"held_at": session.held_at, "place": session.place}
    form = SessionForm(sent(request), initial=here, rules=council.rules_in_force(session))
    if posted and _fill(form, partial(council.move_session, session, by=request.user)):
        messages.success(request, "Đã lưu phiên họp.")
        return redirect("awards:session-detail", session.pk)
    context = {"form": form, "round": session.round, "session": session}
    return render(request, "awards/session_form.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.APPRAISER)
def session_cancel(request, pk: int):
    session = session_or_404(pk)
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
    return render(request, "awards/session_detail.html", detail_context(request, session_or_404(pk)))


def detail_context(request, session: CouncilSession, **more) -> dict:
    """The page of a session; a form that was refused comes in `more` and stands in its place."""
    room, office = room_of(session), Role.APPRAISER in request.user.roles
    seat = page.seat_of(session, request.user) if Role.COUNCIL in request.user.roles else None
    roster, quorum = page.roster_of(session), council.quorum_of(session)
    context = {
        "session": session,
        "roster": roster,
        "present": sum(row.present for row in roster),
        "present_hint": f"cần ít nhất {quorum.least(len(roster))} người",
        "quorum": quorum,
        "rule": council.rule_of(session),
        "base_words": base_words(session),
        "seat": seat,
        "steps": {step.name: (step, refusal) for step, refusal in SESSION.allowed(session, request.user.roles)},
        "office": office,
        "clerk": session.state == SessionState.OPEN and is_clerk(session, request.user),
        "readable": page.reads_materials(request.user, seat),
        "materials": session.materials.select_related("file"),
        "recusals": page.recusals_of(session),
        "close_form": CloseSessionForm(),
        "material_form": MaterialForm(),
    }
    if session.state == SessionState.CLOSED:
        context["results"] = page.results_of(session, room)
        return context | more
    if office:
        context["recusal_form"] = RecusalForm(seats=roster, nominees=votable(session))
    if seat and session.state == SessionState.OPEN:
        context["ballot"] = page.ballot_of(session, seat, room)
    return context | page.turnout_context(session, room) | more


@require_GET
@roles(*READERS)
def session_turnout(request, pk: int):
    """The part of the page that renews itself while the session is open; then the page is loaded anew."""
    session = session_or_404(pk)
    if session.state != SessionState.OPEN:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    room = room_of(session)
    context = {"session": session, **page.turnout_context(session, room)}
    seat = page.seat_of(session, request.user) if Role.COUNCIL in request.user.roles else None
    if seat:
        context["ballot"] = page.ballot_of(session, seat, room)
    return render(request, "awards/_session_turnout.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def session_roster(request, pk: int):
    session = session_or_404(pk)
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
    session = session_or_404(pk)
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
    session = session_or_404(pk)
    done = "Phiên họp đã khai mạc. Danh sách thành viên được giữ nguyên từ lúc này; các thành viên bắt đầu biểu quyết."
    return _answer(request, session, lambda: council.open_session(session, by=request.user), done)


@require_POST
@roles(Role.APPRAISER)
def session_close(request, pk: int):
    session = session_or_404(pk)
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
    session = session_or_404(pk)
    if session.state == SessionState.PREPARED:
        messages.info(request, "Phiên họp chưa khai mạc nên chưa có biên bản.")
        return redirect("awards:session-detail", session.pk)
    return _paper(render_minutes(session), f"bien-ban-hoi-dong-{session.pk}.pdf")


@require_GET
@roles(*READERS)
def session_count_minutes(request, pk: int):
    """Biên bản kiểm phiếu, of a session that voted by secret ballots and is closed."""
    session = session_or_404(pk)
    if session.state != SessionState.CLOSED or session.method == VotingMethod.OPEN:
        messages.info(request, "Biên bản kiểm phiếu chỉ có khi phiên họp bỏ phiếu kín đã kết thúc.")
        return redirect("awards:session-detail", session.pk)
    return _paper(render_count_minutes(session), f"bien-ban-kiem-phieu-{session.pk}.pdf")


def _paper(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer

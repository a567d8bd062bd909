"""The ballot, one item at a time: an open vote that may be changed, a secret one that may not."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.enums import SessionState, VotingMethod
from awards.pages import council as page
from awards.selectors.scores import unit_scores
from awards.services import ballots as services
from awards.services.room import declare_recusal
from awards.views.council import session_or_404
from awards.views.steps import take
from core.text import clean
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role


@require_GET
@roles(Role.COUNCIL)
def ballot(request, pk: int):
    """To the first item that still waits for this member's vote."""
    session = session_or_404(pk)
    own = page.ballot_of(session, page.seat_of(session, request.user))
    item = own.next_open() or next(iter(own.items), None)
    if session.state != SessionState.OPEN or item is None:
        return redirect("awards:session-detail", session.pk)
    return redirect("awards:ballot-item", session.pk, item.nominee.pk)


@sensitive_post_parameters("choice")
@require_http_methods(["GET", "POST"])
@roles(Role.COUNCIL)
def ballot_item(request, pk: int, nominee_pk: int):
    session = session_or_404(pk)
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
    """The answer to a secret ballot is the same whatever was chosen."""
    choice, secret = request.POST.get("choice", ""), session.method == VotingMethod.SECRET
    try:
        if secret:
            services.cast_secret_ballot(session, item.nominee, by=request.user, choice=choice)
            done = f"Đã bỏ phiếu kín về {item.nominee}."
        else:
            vote = services.cast_vote(session, item.nominee, by=request.user, choice=choice)
            done = f"Đã ghi ý kiến “{vote.get_choice_display()}” về {item.nominee}."
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:ballot-item", session.pk, item.nominee.pk)
    messages.success(request, done)
    following = own.next_open(item)
    if following is None or following.number == item.number:
        later = "" if secret else " Có thể đổi ý kiến cho đến khi phiên họp kết thúc."
        messages.info(request, f"Anh/chị đã biểu quyết đủ các mục.{later}")
        return redirect("awards:session-detail", session.pk)
    return redirect("awards:ballot-item", session.pk, following.nominee.pk)


@require_POST
@roles(Role.COUNCIL)
def ballot_recuse(request, pk: int, nominee_pk: int):
    """A member stands back from one item, with a reason."""
    session = session_or_404(pk)
    seat = page.seat_of(session, request.user)
    item = page.ballot_of(session, seat).at(nominee_pk)
    if seat is None or item is None:
        messages.error(request, "Mục này không thuộc danh sách biểu quyết của anh/chị.")
        return redirect("awards:session-detail", session.pk)
    reason = clean(request.POST.get("reason", ""))
    return take(
        request,
        lambda: declare_recusal(session, seat, item.nominee, by=request.user, reason=reason),
        f"Đã ghi anh/chị không tham gia biểu quyết về {item.nominee}.",
        redirect("awards:ballot-item", session.pk, item.nominee.pk),
    )

"""Public pages of a list put out for comment: the lists, one list with its form, the code, the answer by code."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from awards.enums import ObjectionState
from awards.forms.comments import LookUpForm, ObjectionForm
from awards.models import PublicListing
from awards.pages.comments import line_of, listing_page
from awards.selectors import comments as selectors
from awards.services import comments as services
from awards.services.certificates import grouped
from awards.views.steps import fill, sent
from awards.views.verify import too_many
from units.access import public

READS_PER_MINUTE = 120  # an office behind one address may all look at once
SENDS_PER_MINUTE = 6  # objections, and looks for an answer: nobody types faster
PER_PAGE = 20
CODE = "objection_code"


def limited(view: Callable) -> Callable:
    """Pages and sendings from one address are counted apart; nothing of these pages is indexed."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        busy = too_many(request, "xem-y-kien", READS_PER_MINUTE)
        busy = busy or (request.method == "POST" and too_many(request, "gui-y-kien", SENDS_PER_MINUTE))
        answer = render(request, "awards/comment_busy.html", status=429) if busy else view(request, *args, **kwargs)
        if busy:
            answer["Retry-After"] = "60"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return wrapper


@public
@never_cache
@limited
@require_safe
def listings(request):
    page = Paginator(selectors.public_listings(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [line_of(one) for one in page.object_list]}
    return render(request, "awards/comment_list.html", context)


@public
@never_cache
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request, pk: int):
    """The names with the form below them; a sent objection answers with its code on a page of its own."""
    found = selectors.public_listings().filter(pk=pk).first()
    if found is None:
        raise Http404("Không tìm thấy danh sách lấy ý kiến này.")
    page = listing_page(found)
    rows = found.content["rows"] if page["line"].shows_names else []  # a late post is told why, and names nobody
    form = ObjectionForm(sent(request), rows=rows)
    if request.method == "POST" and fill(form, lambda: _send(request, found, form)):
        return redirect("public:comment-sent")
    status = 422 if form.errors else 200
    return render(request, "awards/comment_listing.html", page | {"form": form}, status=status)


def _send(request, found: PublicListing, form: ObjectionForm) -> None:
    chosen = form.cleaned_data["nominee"]
    nominee = found.round.nominees.filter(pk=chosen).first() if chosen else None
    request.session[CODE] = services.send_objection(found, nominee, **form.words)


@public
@never_cache
@limited
@require_safe
def comment_sent(request):
    """Shown once: the next person at this browser finds no code, and no address, log or history keeps it."""
    code = request.session.pop(CODE, "")
    if not code:
        messages.info(
            request,
            "Mã chỉ hiện một lần, ngay sau khi gửi. Đã ghi lại mã thì nhập ở đây; chưa ghi thì hỏi Phòng Nội vụ.",
        )
        return redirect("public:comment-look-up")
    return render(request, "awards/comment_sent.html", {"code": grouped(code)})


@public
@never_cache
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def comment_look_up(request):
    """The answer to one objection, asked for by a code that is posted."""
    posted = sent(request)
    form, found = LookUpForm(posted), None
    if posted is not None and form.is_valid():
        found = selectors.objection_by_code(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", "Không có ý kiến nào mang mã này. Đối chiếu lại từng nhóm ký tự rồi thử lần nữa.")
    context = {"form": form, "objection": found, "waiting": found and found.state == ObjectionState.OPEN}
    return render(request, "awards/comment_look_up.html", context, status=422 if form.errors else 200)

"""Words about a line: Phòng VH-TT asks or remarks on its desk, the unit's officer answers on the page of the report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.workflow import TransitionDenied
from reports import access
from reports.forms.comments import CommentForm
from reports.pages.own import report_page
from reports.pages.review import review_page
from reports.selectors import rows as selectors
from reports.services import comments as services
from units.access import roles
from units.enums import Role


@require_POST
@roles(Role.REVIEWER)
def entry_ask(request, year, code, indicator):
    report = access.get_report_or_404(request.user, year, code)
    entry, form = _entry_or_404(report, indicator), CommentForm(indicator, request.POST)
    asks = "remark" not in request.POST
    speak = services.ask_unit if asks else services.comment_on
    back = reverse("reports:report-review", args=[year, code]) + f"#dong-{indicator}"
    done = "Đã gửi câu hỏi cho đơn vị." if asks else "Đã gửi ý kiến cho đơn vị."

    def act(text: str):
        speak(entry, text, by=request.user, now=timezone.now())

    if answer := _spoken(request, form, act, done, back):
        return answer
    return render(request, "reports/report_review.html", review_page(report, request.user, wrong=form), status=422)


@require_POST
@roles(Role.OFFICER)
def thread_answer(request, year, code, indicator):
    report = access.get_own_report_or_404(request.user, year, code)
    entry, form = _entry_or_404(report, indicator), CommentForm(indicator, request.POST)
    back = reverse("reports:self-report-detail", args=[year, code]) + f"#trao-doi-{indicator}"

    def act(text: str):
        services.answer_office(entry, text, by=request.user)

    if answer := _spoken(request, form, act, "Đã gửi trả lời cho Phòng VH-TT.", back):
        return answer
    page = report_page(report, request.user, now=timezone.now(), wrong=form)
    return render(request, "reports/self_report_detail.html", page, status=422)


def _spoken(request, form: CommentForm, act, done: str, back: str):
    """The way back when it was said or may not be said; None when the form must be shown again."""
    if not form.is_valid():
        return None
    try:
        act(form.cleaned_data["text"])
    except ValidationError as wrong:
        form.add_error("text", wrong.messages)
        return None
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


def _entry_or_404(report, indicator: str):
    row = selectors.row_of(report, indicator)
    if row is None or row.entry is None:
        raise Http404("Báo cáo không có dòng này.")
    return row.entry

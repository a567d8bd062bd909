"""After the acceptance: a unit asks about a line, Phòng VH-TT answers; and the list of what was asked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core.workflow import TransitionDenied
from reports import access, reconsidering
from reports.enums import RequestKind
from reports.forms.reconsiderations import AnswerForm, AskForm
from reports.pages.reconsiderations import answer_initial, ask_page, detail_page
from reports.selectors import rows as selectors
from reports.services import reconsiderations as services
from units.access import roles
from units.enums import Role
from units.forms import attach, posted

READ = tuple(access.OWN | access.READERS)
PAGE = 50


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def appeal_ask(request, year, code, indicator):
    return _ask(request, year, code, indicator, RequestKind.APPEAL)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def official_ask(request, year, code, indicator):
    return _ask(request, year, code, indicator, RequestKind.OFFICIAL)


def _ask(request, year, code, indicator, kind: RequestKind):
    report = access.get_own_report_or_404(request.user, year, code)
    row = selectors.row_of(report, indicator)
    if row is None or row.entry is None:
        raise Http404("Báo cáo không có dòng này.")
    form = AskForm(row, kind, posted(request))
    refused = reconsidering.refusal(row.entry, kind, reconsidering.windows_of(report), now=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            ask = services.ask_reconsideration(
                row.entry,
                kind,
                text=form.cleaned_data["text"],
                figures=form.figures(),
                by=request.user,
                now=timezone.now(),
            )
        except TransitionDenied as denied:
            refused = str(denied)
            form.add_error(None, refused)
        except ValidationError as wrong:
            attach(form, wrong)
        else:
            messages.success(request, "Đã gửi Phòng VH-TT. Kết quả sẽ hiện ở trang này và trong thông báo.")
            return redirect("reports:reconsideration-detail", ask.pk)
    page = ask_page(report, row, kind, form, refused)
    return render(request, "reports/reconsideration_ask.html", page, status=422 if form.errors else 200)


@require_GET
@roles(*READ)
def reconsideration_list(request):
    state = "cho" if request.GET.get("trang_thai") == "cho" else ""
    year = _year(request.GET.get("nam", ""))
    asks = reconsidering.ask_list(access.visible_reconsiderations(request.user), state=state, year=year)
    context = {
        "page_obj": Paginator(asks, PAGE).get_page(request.GET.get("page")),
        "states": reconsidering.STATES,
        "state": state,
        "year": year,
        "years": selectors.years(),
        "own": not access.READERS & request.user.roles,
    }
    return render(request, "reports/reconsideration_list.html", context)


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


@require_GET
@roles(*READ)
def reconsideration_detail(request, pk):
    ask = access.get_reconsideration_or_404(request.user, pk)
    return render(request, "reports/reconsideration_detail.html", detail_page(ask, request.user))


@require_http_methods(["POST"])
@roles(Role.REVIEWER)
def reconsideration_answer(request, pk):
    ask = access.get_reconsideration_or_404(request.user, pk)
    page = detail_page(ask, request.user)
    form = AnswerForm(page["row"], request.POST, initial=answer_initial(page["row"], ask))
    if form.is_valid():
        try:
            services.answer_reconsideration(
                ask,
                form.cleaned_data["outcome"],
                answer=form.cleaned_data["answer"],
                figures=form.figures(),
                by=request.user,
                now=timezone.now(),
            )
        except TransitionDenied as denied:
            messages.error(request, str(denied))
            return redirect("reports:reconsideration-detail", pk)
        except ValidationError as wrong:
            attach(form, wrong)
        else:
            messages.success(request, "Đã trả lời. Đơn vị được thông báo; điểm được chấm lại nếu số liệu thay đổi.")
            return redirect("reports:reconsideration-detail", pk)
    return render(request, "reports/reconsideration_detail.html", page | {"form": form}, status=422)

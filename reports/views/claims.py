"""Taking up the review of a report, taking it over from a colleague, laying it back."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import access
from reports.services import claims as services
from reports.views.steps import take_step
from units.access import roles
from units.enums import Role


@require_POST
@roles(Role.REVIEWER)
def review_claim(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    done = "Anh/chị đã nhận thẩm định báo cáo này."
    return _step(request, report, done, lambda: services.claim_report(report, by=request.user, now=timezone.now()))


@require_POST
@roles(Role.REVIEWER)
def review_take_over(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    holder = request.POST.get("holder", "")
    done = "Anh/chị đã nhận thay. Người nhận trước được báo tin."
    return _step(
        request,
        report,
        done,
        lambda: services.take_over_report(report, holder=holder, by=request.user, now=timezone.now()),
    )


@require_POST
@roles(Role.REVIEWER)
def review_release(request, year, code):
    report = access.get_report_or_404(request.user, year, code)
    done = "Anh/chị đã thôi nhận. Các kết quả đã ghi vẫn được giữ."
    return _step(request, report, done, lambda: services.release_report(report, by=request.user))


def _step(request, report, done: str, act):
    return take_step(request, report, done, act, then="reports:report-review")

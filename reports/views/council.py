"""The council's points of one line, written by Phòng Nội vụ."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.workflow import TransitionDenied
from reports import access, scores
from reports.council import latest_points
from reports.explanations import explanations
from reports.forms.reconsiderations import CouncilForm
from reports.services import council_points as services
from units.access import roles
from units.enums import Role
from units.forms import attach, posted


@require_http_methods(["GET", "POST"])
@roles(Role.APPRAISER)
def council_points(request, year, code, standard):
    report = access.get_report_or_404(request.user, year, code)
    if services.standard_of(report, standard) is None:
        raise Http404("Phiếu điểm không có dòng này.")
    stands = latest_points(report).get(standard)
    initial = {"points": stands.points} if stands else {}
    form = CouncilForm(posted(request), initial=initial)
    refused = services.council_refusal(report, request.user.roles)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_council_points(report, standard, by=request.user, **form.cleaned_data)
        except TransitionDenied as denied:
            refused = str(denied)
            form.add_error(None, refused)
        except ValidationError as wrong:
            attach(form, wrong)
        else:
            messages.success(request, "Đã ghi điểm của Hội đồng. Phiếu điểm đang được chấm lại.")
            return redirect(reverse("reports:score-sheet", args=[year, code]) + f"#dong-{standard}")
    return render(
        request,
        "reports/council_points.html",
        _page(report, standard, form, refused),
        status=422 if form.errors else 200,
    )


def _page(report, standard: str, form: CouncilForm, refused: str) -> dict:
    sheet = scores.sheet_of(report)
    line = next((one for one in sheet.lines if one.code == standard), None)
    behind = explanations(report, sheet, whole=True)
    rule = services.standard_of(report, standard)
    return {
        "report": report,
        "rule": rule,
        "line": line,
        "behind": behind.get(standard),
        "form": form,
        "refused": refused,
    }

"""The published results: a page that is searched without marks, and the same list as a workbook."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.pages.results import result_rows, results_workbook
from awards.selectors import public as selectors
from awards.views.verify import limited
from units.access import public

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@public
@require_safe
def results(request):
    """Decisions of the year, lists that went on to another level, and who was awarded."""
    query = request.GET.get("q", "")[:100]
    years = selectors.years()
    year = selectors.chosen_year(request.GET.get("nam", ""), years)
    page = Paginator(result_rows(year, query), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "years": years,
        "year": year,
        "query": query,
        "page": page,
        "decisions": selectors.published(year),
        "forwarded": selectors.forwarded(year),
    }
    return render(request, "awards/results.html", context)


@public
@limited
@require_safe
def results_file(request, year: int):
    """Nothing of a session is in it, so anyone on the way may keep it for some minutes; the page itself greets a user."""
    if year not in selectors.years():
        raise Http404("Năm này chưa có kết quả khen thưởng.")
    answer = workbook_answer(results_workbook(year), f"ket-qua-khen-thuong-{year}.xlsx")
    answer["Cache-Control"] = "max-age=300, public"
    return answer

"""Files beside a line: sent one by one or together, used again, corrected, taken off, looked at page by page."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import preview
from core.workflow import TransitionDenied
from reports import access
from reports.pages.evidence import preview_page, upload_limits, with_senders
from reports.selectors import evidence as selectors_evidence
from reports.selectors import rows as selectors
from reports.services import evidence as services
from units.access import roles
from units.enums import Role

READ = tuple(access.OWN | access.READERS)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def evidence_line(request, year, code, indicator):
    """The files of one line on a page of their own; it works without script. A POST sends files."""
    report = access.get_own_report_or_404(request.user, year, code)
    row, section = _row_or_404(report, indicator)
    if request.method == "GET":
        return render(request, "reports/evidence_line.html", _line_context(request, report, row, section))
    reference, chosen = request.POST.get("reference", ""), request.FILES.getlist("file")
    if not chosen:
        return _answer(request, report, indicator, refused=["Anh/chị chưa chọn tệp nào."])
    if len(chosen) > services.MAX_FILES_PER_LINE:
        sentence = f"Mỗi lần gửi tối đa {services.MAX_FILES_PER_LINE} tệp; anh/chị chọn bớt tệp rồi gửi lại."
        return _answer(request, report, indicator, refused=[sentence])

    def send(upload) -> list[str]:
        return _tried(lambda: services.add_file(report, indicator, upload, reference=reference, by=request.user))

    refused = [sentence for upload in chosen for sentence in send(upload)]
    sent = len(chosen) - len(refused)
    return _answer(request, report, indicator, done=f"Đã gửi {sent} tệp." if sent else "", refused=refused)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def evidence_reuse(request, year, code, indicator):
    """GET: the files of this report to choose from. POST: lays one of them beside this line."""
    report = access.get_own_report_or_404(request.user, year, code)
    row, _ = _row_or_404(report, indicator)
    if request.method == "GET":
        return render(request, "reports/_evidence_reuse.html", {"report": report, "row": row, **_choices(report, row)})
    file_id, reference = _uuid(request.POST.get("file", "")), request.POST.get("reference", "")
    refused = _tried(lambda: services.reuse_file(report, indicator, file_id, reference=reference, by=request.user))
    return _answer(request, report, indicator, done="Đã thêm tệp vào dòng này.", refused=refused)


@require_POST
@roles(Role.OFFICER)
def evidence_remove(request, year, code, pk):
    report = access.get_own_report_or_404(request.user, year, code)
    item = access.get_evidence_of_report_or_404(report, pk)
    name, file_id, indicator, reference = item.file.name, item.file_id, item.entry.indicator.code, item.reference
    stays = (
        " Bản đã nộp trước đây vẫn giữ tệp này."
        if item.file.sha256 in selectors_evidence.frozen_digests(report)
        else ""
    )
    refused = _tried(lambda: services.remove_evidence(item, by=request.user))
    undo = {} if refused else {"file": str(file_id), "reference": reference}
    return _answer(request, report, indicator, done=f"Đã gỡ tệp “{name}”.{stays}", refused=refused, undo=undo)


@require_POST
@roles(Role.OFFICER)
def evidence_reference(request, year, code, pk):
    report = access.get_own_report_or_404(request.user, year, code)
    item = access.get_evidence_of_report_or_404(report, pk)
    indicator, reference = item.entry.indicator.code, request.POST.get("reference", "")
    refused = _tried(lambda: services.correct_reference(item, reference, by=request.user))
    return _answer(request, report, indicator, done="Đã ghi trang, mục cần xem.", refused=refused)


@require_GET
@roles(*READ)
def evidence_preview(request, file_id):
    """The file on the page: a fragment for the row it stands in, or a page of its own without script."""
    item = access.get_evidence_or_404(request.user, file_id)
    context = {"item": item, "report": item.entry.report, **preview_page(item.file, _number(request.GET.get("tu"), 1))}
    whole = not request.htmx or request.htmx.boosted
    answer = render(request, "reports/evidence_preview.html" if whole else "reports/_evidence_preview.html", context)
    if context.get("busy"):
        answer.status_code = 503 if whole else 200  # htmx lays no other fragment on the page
        answer["Retry-After"] = str(preview.BUSY_SECONDS)
    return answer


@require_GET
@roles(*READ)
def evidence_page(request, file_id, number):
    """One page as a picture, for exactly those who may open the file itself."""
    return preview.response(request, access.get_evidence_or_404(request.user, file_id).file, number)


def _row_or_404(report, code):
    for section in selectors.report_rows(report):
        for row in section.rows:
            if row.indicator.code == code:
                return row, section
    raise Http404("Báo cáo của đơn vị không có dòng này.")


def _line_context(request, report, row, section) -> dict:
    with_senders([row], selectors_evidence.senders_of(report))
    undo = request.session.pop("evidence_undo", None) or {}
    return {
        "report": report,
        "row": row,
        "section": section,
        "open": report.editable,
        "limits": upload_limits(report),
        "undo": undo if undo.get("line") == row.indicator.code else None,
        **_choices(report, row),
    }


def _choices(report, row) -> dict:
    here = {item.file.sha256 for item in row.evidence}
    return {"choices": [stored for stored in selectors_evidence.files_of(report) if stored.sha256 not in here]}


def _tried(act) -> list[str]:
    """Why it could not be done; empty when it was."""
    try:
        act()
    except ValidationError as wrong:
        return [" ".join(wrong.messages)]
    except TransitionDenied as denied:
        return [str(denied)]
    return []


def _answer(request, report, indicator, *, done: str = "", refused=(), undo=None) -> HttpResponse:
    """JSON with the files of the line as they are now for a script; for a plain form, the page of the line with a message."""
    if "application/json" in request.headers.get("Accept", ""):
        return _as_json(report, indicator, done, refused, undo)
    for sentence in refused:
        messages.error(request, sentence)
    if done and not refused:
        messages.success(request, done)
    if undo:
        request.session["evidence_undo"] = {"line": indicator, **undo}
    return redirect("reports:evidence-line", report.period.year, report.unit.code, indicator)


def _as_json(report, indicator, done, refused, undo) -> JsonResponse:
    row, _ = _row_or_404(report, indicator)
    with_senders([row], selectors_evidence.senders_of(report))
    context = {"row": row, "report": report, "edit": True}
    answer = {
        "sentence": " ".join(refused) or done,
        "list": render_to_string("reports/_evidence_view.html", context),
        "count": len(row.evidence),
        "used": upload_limits(report)["used"],
        "undo": undo or None,
    }
    response = JsonResponse(answer, status=422 if refused else 200)
    response["X-Sentence"] = quote(answer["sentence"])
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else otherwise

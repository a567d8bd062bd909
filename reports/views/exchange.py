"""A report by Excel or Word: take the form, send it back, see what it changes, take it over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import files
from core.workflow import TransitionDenied
from reports import access
from reports.enums import FormKind
from reports.forms.exchange import FormUpload
from reports.pages import exchange as pages
from reports.services import exchange as services
from units.access import roles
from units.enums import Role

RECENT = 5


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def exchange(request, year, code, kind):
    report, kind = access.get_own_report_or_404(request.user, year, code), _kind(kind)
    if not report.editable:
        messages.info(request, "Báo cáo đang không sửa được nên không nhận biểu. Anh/chị xem tình trạng ở trang này.")
        return redirect("reports:self-report-detail", year, code)
    sent = request.method == "POST"
    upload = FormUpload(request.POST if sent else None, request.FILES if sent else None, kind=kind)
    if sent and upload.is_valid():
        try:
            file = upload.cleaned_data["file"]
            form = services.receive_form(report, file, kind, by=request.user, now=timezone.now())
        except ValidationError as refused:
            upload.add_error("file", refused.messages)
        except TransitionDenied as refused:
            upload.add_error(None, str(refused))
        else:
            return redirect("reports:exchange-preview", year, code, form.pk)
    recent = report.filled_forms.filter(kind=kind, uploaded_by=request.user.get_username()).select_related("file")
    context = {"report": report, "kind": kind, "words": pages.WORDS[kind], "form": upload, "recent": recent[:RECENT]}
    return render(request, "reports/exchange.html", context, status=422 if upload.errors else 200)


def _kind(text: str) -> FormKind:
    if text not in FormKind.values:
        raise Http404("Không có loại biểu này.")
    return FormKind(text)


@require_GET
@roles(Role.OFFICER)
def exchange_download(request, year, code, kind):
    report, kind = access.get_own_report_or_404(request.user, year, code), _kind(kind)
    try:
        data = services.make_form(report, kind, by=request.user, now=timezone.now())
    except TransitionDenied as refused:
        messages.error(request, str(refused))
        return redirect("reports:self-report-detail", year, code)
    extension = services.EXTENSIONS[kind]
    name = f"{'bieu-bao-cao' if kind == FormKind.EXCEL else 'phan-loi'}-{year}-{code}.{extension}"
    return HttpResponse(
        data,
        content_type=files.CONTENT_TYPES[extension],
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_GET
@roles(Role.OFFICER)
def exchange_preview(request, year, code, pk):
    """What the file would change; nothing is written by looking."""
    report = access.get_own_report_or_404(request.user, year, code)
    form = access.get_filled_form_or_404(request.user, report, pk)
    if form.applied_at:
        context = {"report": report, "form": form, **pages.outcome(form, now=timezone.now())}
        return render(request, "reports/exchange_done.html", context)
    context = {"report": report, "form": form, "preview": pages.preview(form, now=timezone.now())}
    return render(request, "reports/exchange_preview.html", context)


@require_POST
@roles(Role.OFFICER)
def exchange_accept(request, year, code, pk):
    report = access.get_own_report_or_404(request.user, year, code)
    form = access.get_filled_form_or_404(request.user, report, pk)
    taken = pages.choices_of(request.POST, pages.preview(form, now=timezone.now()))
    try:
        form = services.accept_form(form, taken=taken, by=request.user, now=timezone.now())
    except TransitionDenied as refused:
        messages.error(request, str(refused))
    else:
        done = pages.outcome(form, now=timezone.now())
        unit = done["words"]["unit"]
        left = f" {done['left']} {unit} không nhận được, lý do ghi ở từng dòng." if done["left"] else ""
        tell = messages.warning if left else messages.success
        tell(
            request,
            f"Đã nhận {done['saved']} {unit} từ tệp.{left}"
            if done["saved"]
            else f"Không có {unit} nào thay đổi.{left}",
        )
    return redirect("reports:exchange-preview", year, code, pk)

"""Pages that bring units and accounts in from Excel and out to it: template, upload, preview, confirm."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from core import audit, office
from core.files import CONTENT_TYPES
from units.access import roles
from units.enums import Role
from units.forms import UploadForm, attach, posted_files
from units.models import ImportBatch, ImportKind
from units.services import imports
from units.workbook import sheet_of

SHOWN = 300  # rows of a preview; the rest is counted
HOME = {ImportKind.UNITS: "units:unit-list", ImportKind.PEOPLE: "units:person-list"}
FILES = {ImportKind.UNITS: "don-vi", ImportKind.PEOPLE: "tai-khoan"}


def _kind(kind: str) -> ImportKind:
    if kind not in ImportKind.values:
        raise Http404
    return ImportKind(kind)


def workbook(name: str, *sheets: office.Sheet) -> HttpResponse:
    """A small workbook as a download that no cache keeps."""
    answer = HttpResponse(office.write_xlsx(sheets), content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@roles(Role.ADMIN)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    kind = _kind(kind)
    return workbook(f"mau-nhap-{FILES[kind]}.xlsx", sheet_of(imports.RESOURCES[kind](), [], name=kind.label))


@require_POST
@roles(Role.ADMIN)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole list, as the import reads it back; who took it is in the log."""
    kind = _kind(kind)
    resource = imports.RESOURCES[kind]()
    rows = list(resource.export_queryset())
    audit.append(f"export.{kind}", request.user, by=request.user, data={"rows": len(rows)})
    day = timezone.localdate().strftime("%Y%m%d")
    return workbook(f"{FILES[kind]}-{day}.xlsx", sheet_of(resource, rows, name=kind.label))


@roles(Role.ADMIN)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    kind = _kind(kind)
    form = UploadForm(*posted_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            batch = imports.keep_upload(kind, form.cleaned_data["file"], by=request.user)
        except ValidationError as fault:
            attach(form, ValidationError({"file": fault.messages}))
        else:
            return redirect("units:import-preview", batch.pk)
    context = {"kind": kind, "form": form, "home": HOME[kind]}
    return render(request, "units/import_upload.html", context, status=422 if form.errors else 200)


@roles(Role.ADMIN)
def preview(request: HttpRequest, pk) -> HttpResponse:
    """What the file would do; nothing is written by looking."""
    batch = get_object_or_404(ImportBatch.objects.select_related("file"), pk=pk, created_by=request.user)
    context = {"batch": batch, "home": HOME[batch.kind], "kind": ImportKind(batch.kind)}
    if batch.applied_at is None:
        found = imports.preview(batch)
        rows = [row for row in found.rows if row.kind != "same" or row.warnings]
        rows.sort(key=lambda row: (row.kind != "error", row.number))
        context |= {"preview": found, "rows": rows[:SHOWN], "more": max(0, len(rows) - SHOWN)}
    return render(request, "units/import_preview.html", context)


@require_POST
@roles(Role.ADMIN)
@sensitive_variables("done", "password")
def confirm(request: HttpRequest, pk) -> HttpResponse:
    """Writes the file; when it made accounts, the answer is the only list of their temporary passwords."""
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user)
    try:
        done = imports.apply_batch(batch, by=request.user, seen=request.POST.get("seen", ""))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("units:import-preview", pk)
    messages.success(request, f"Đã ghi {done.new} dòng mới, {done.changed} dòng thay đổi.")
    if not done.passwords:
        return redirect(HOME[batch.kind])
    columns = tuple(office.Column(title, 28) for title in ("Tên đăng nhập", "Họ và tên", "Mật khẩu tạm"))
    rows = [(user.username, user.full_name, password) for user, password in done.passwords]
    day = timezone.localdate().strftime("%Y%m%d")
    return workbook(f"mat-khau-tam-{day}.xlsx", office.Sheet("Mật khẩu tạm", columns, rows))

"""The officer's pages: the dossier of the own unit, its nominees, its particulars, and submitting it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import access
from awards.enums import NomineeKind
from awards.forms.dossiers import CollectiveForm, DossierForm, PersonForm
from awards.pages import nominations
from awards.pages.nominees import known_of, sections, taken_over
from awards.services import dossiers as services
from awards.views.steps import fill, sent, take
from core import files
from core.workflow import TransitionDenied
from units.access import roles
from units.enums import Role

READ = tuple({Role.OFFICER} | access.READERS)
FORMS = {NomineeKind.COLLECTIVE: CollectiveForm, NomineeKind.INDIVIDUAL: PersonForm}
KINDS = {"tap-the": NomineeKind.COLLECTIVE, "ca-nhan": NomineeKind.INDIVIDUAL}


@require_POST
@roles(Role.OFFICER)
def dossier_create(request, pk):
    award_round = access.get_round_or_404(pk)
    unit = access.get_own_unit_or_404(request.user, _whole_number(request.POST.get("unit", "")))
    try:
        dossier = services.create_dossier(award_round, unit, by=request.user)
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:round-detail", pk)
    return redirect("awards:dossier-detail", dossier.pk)


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404("Không có đơn vị này.")
    return int(text)


@require_GET
@roles(*READ)
def dossier_detail(request, pk):
    dossier = access.get_dossier_or_404(request.user, pk)
    return render(request, "awards/dossier_detail.html", nominations.dossier_page(dossier, request.user))


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def dossier_edit(request, pk):
    dossier = access.get_own_dossier_or_404(request.user, pk)
    initial = {name: getattr(dossier, name) for name in DossierForm.base_fields}
    form = DossierForm(sent(request), initial=initial, required=dossier.round.papers_required)
    if request.method == "POST" and fill(
        form, lambda: services.update_dossier(dossier, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã lưu thông tin tờ trình, biên bản.")
        return redirect("awards:dossier-detail", pk)
    return render(
        request, "awards/dossier_form.html", {"form": form, "dossier": dossier}, status=422 if form.errors else 200
    )


@require_POST
@roles(Role.OFFICER)
def dossier_submit(request, pk):
    dossier = access.get_own_dossier_or_404(request.user, pk)
    return take(
        request,
        lambda: services.submit_dossier(dossier, by=request.user),
        "Đã nộp hồ sơ. Phòng Nội vụ sẽ thẩm định; kết quả hiện ở trang này.",
        redirect("awards:dossier-detail", pk),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def nominee_add(request, pk, kind):
    dossier = access.get_own_dossier_or_404(request.user, pk)
    if kind not in KINDS:
        raise Http404("Không có loại đối tượng này.")
    chosen = KINDS[kind]
    initial = {"name": dossier.unit.name} if chosen == NomineeKind.COLLECTIVE else {}
    form = FORMS[chosen](sent(request), initial=initial)
    if asks_for_known(request):
        form = _with_known(request, form, chosen, dossier.unit_id)
    elif request.method == "POST" and fill(
        form, lambda: services.add_nominee(dossier, by=request.user, kind=chosen, **form.cleaned_data)
    ):
        messages.success(request, f"Đã thêm “{form.cleaned_data['name']}” vào hồ sơ.")
        return redirect("awards:dossier-detail", pk)
    return _nominee_page(request, form, dossier, None, chosen)


@require_http_methods(["GET", "POST"])
@roles(Role.OFFICER)
def nominee_edit(request, pk):
    nominee = access.get_own_nominee_or_404(request.user, pk)
    form_class = FORMS[NomineeKind(nominee.kind)]
    form = form_class(sent(request), initial=form_class.initial_of(nominee))
    if asks_for_known(request):
        form = _with_known(request, form, nominee.kind, nominee.unit_id)
    elif request.method == "POST" and fill(
        form, lambda: services.update_nominee(nominee, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Đã lưu “{form.cleaned_data['name']}”. Giấy tờ có liên quan cần xác nhận lại.")
        return redirect("awards:dossier-detail", nominee.dossier_id)
    return _nominee_page(request, form, nominee.dossier, nominee, nominee.kind)


def asks_for_known(request) -> bool:
    """ "Lấy các khen thưởng cổng đã ghi" was pressed instead of saving."""
    return request.method == "POST" and "lay_khen" in request.POST


def _with_known(request, form, kind, unit_id):
    form, added = taken_over(form, kind, unit_id)
    if added:
        messages.success(request, f"Đã thêm {added} lần khen thưởng cổng đã ghi. Xem lại rồi lưu.")
    else:
        messages.info(request, "Cổng không ghi lần khen thưởng nào khác của tên này. Cần tên và năm sinh để tìm.")
    return form


def _nominee_page(request, form, dossier, nominee, kind):
    context = {"form": form, "dossier": dossier, "nominee": nominee, "kind": kind, "sections": sections(form)}
    if nominee:
        context |= known_of(nominee, request.user)
    return render(request, "awards/nominee_form.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@roles(Role.OFFICER)
def nominee_remove(request, pk):
    nominee = access.get_own_nominee_or_404(request.user, pk)
    return take(
        request,
        lambda: services.remove_nominee(nominee, by=request.user),
        f"Đã bỏ “{nominee}” khỏi hồ sơ.",
        redirect("awards:dossier-detail", nominee.dossier_id),
    )


@require_GET
@roles(*READ)
def scan_file(request, file_id):
    """The signed copy of a paper, to whoever may read its dossier."""
    return files.response(access.get_scan_or_404(request.user, file_id).file, inline="xem" in request.GET)

"""What the form of a report asks while somebody types in it: keep these cells, and what did others change."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.workflow import TransitionDenied
from reports import access
from reports.pages import cells
from units.access import roles
from units.enums import Role


@require_POST
@roles(Role.OFFICER)
def cells_save(request, year, code):
    report = access.get_typed_report_or_404(request.user, year, code)
    try:
        whose, typed = cells.read_body(request.body)
    except (ValueError, RecursionError):  # broken JSON is one too, and so is a mile of brackets
        return _refused(400, "Trình duyệt gửi dữ liệu không đúng. Anh/chị tải lại trang; những gì đã nhập vẫn còn.")
    if whose != request.user.get_username():
        return _refused(409, "Máy này đang đăng nhập bằng tài khoản khác nên chưa gửi.", other_user=True)
    try:
        return JsonResponse(cells.save_typed(report, typed, by=request.user))
    except TransitionDenied as denied:
        return _refused(409, str(denied), closed=True)


def _refused(status: int, sentence: str, **more: bool) -> JsonResponse:
    return JsonResponse({"sentence": sentence, **more}, status=status)


@require_GET
@never_cache
@roles(Role.OFFICER)
def cells_changes(request, year, code):
    report = access.get_typed_report_or_404(request.user, year, code)
    told = request.GET.get("tu", "")
    last = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
    answer = cells.changes_since(report, last, by=request.user)
    return JsonResponse({**answer, "user": request.user.get_username()})

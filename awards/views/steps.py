"""What every step of awards answers: the sentence of success or refusal, and back to the page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse

from core.workflow import TransitionDenied
from units.enums import Role


def office_only(request) -> None:
    """Readers may look at the page; only Phòng Nội vụ may send it."""
    if request.method == "POST" and Role.APPRAISER not in request.user.roles:
        raise PermissionDenied("Anh/chị chỉ xem được trang này. Việc ghi nhận là của Phòng Nội vụ.")


def sent(request):
    """What was posted, also when it is empty; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def take(request, act: Callable[[], object], done: str, answer: HttpResponse) -> HttpResponse:
    """Does `act`; a refusal becomes a message, never an error page."""
    try:
        act()
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return answer


def fill(form, act: Callable[[], object]) -> bool:
    """Does `act` if the form is right; a service's refusal goes to its field. True when it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except TransitionDenied as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.take(refusal)
    return not form.errors

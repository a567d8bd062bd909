"""Who may open a page: every view says its roles here, or says that it is public; a silent one fails a test."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from units.enums import Role

EVERYONE = frozenset(Role)


def roles(*allowed: Role):
    """Only people who hold one of these roles today; others get 403 with a sentence. None named = anyone signed in."""
    admitted = frozenset(allowed)

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if admitted and not admitted & request.user.roles:
                names = ", ".join(role.label for role in Role if role in admitted)
                raise PermissionDenied(f"Anh/chị không có quyền mở trang này. Trang dành cho: {names}.")
            return view(request, *args, **kwargs)

        wrapper.roles = admitted or EVERYONE
        return wrapper

    return decorator


def public(view):
    """Anyone may open it, signed in or not."""
    view = login_not_required(view)
    view.roles = None
    return view

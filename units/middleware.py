"""A temporary password opens one page only: the one where it is replaced."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse


class TemporaryPasswordMiddleware:
    """Whoever signed in with a temporary password is led to change it, whatever page was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.password_is_temporary and not self._lets_pass(request.path):
            messages.info(request, "Anh/chị đang dùng mật khẩu tạm. Hãy đặt mật khẩu của riêng mình để vào cổng.")
            return redirect("password_change")
        return self.get_response(request)

    @staticmethod
    def _lets_pass(path: str) -> bool:
        return path in (reverse("password_change"), reverse("logout")) or path.startswith(settings.STATIC_URL)

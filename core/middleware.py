"""Small middleware of the office."""

from django.utils.cache import add_never_cache_headers


class NoStoreMiddleware:
    """Pages of a signed-in person are never kept by a browser: office machines are shared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] += ", no-store" if "no-store" not in response["Cache-Control"] else ""
        return response

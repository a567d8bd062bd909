"""Public pages: check of a Giấy khen by its code, comparison of its file; results: public_results.py."""

from functools import wraps
from ipaddress import ip_address, ip_network
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards.enums import CertificateState
from awards.forms.verify import CodeForm, CompareForm, token_of
from awards.selectors import public as selectors
from awards.services.certificates import grouped, known_hashes, which_file, words_of
from awards.services.signing import signed_of
from units.access import public

CHECKS_PER_MINUTE = 120  # a hall of guests behind one address may all scan at once
COMPARES_PER_MINUTE = 20  # files sent up; a browser of today compares by itself


def visitor(request) -> str:
    """Who is counted as one: the address, of IPv6 its /64, which is what one subscriber holds.

    Behind a proxy of our own it is the last one that proxy wrote down; where it wrote none, the proxy itself, so that
    all are counted as one rather than nobody.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()[:64]
    address = (told if settings.SECURE_PROXY_SSL_HEADER else "") or request.META.get("REMOTE_ADDR", "")
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network((int(known), 64), strict=False))


def too_many(request, what: str, most: int) -> bool:
    """Counts one more of this kind from this address in the running minute."""
    key = f"{what}:{quote(visitor(request), safe='')}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two calls
        return False


def limited(view):
    """At most CHECKS_PER_MINUTE from one address; a code is too long to guess, this only keeps scrapers calm."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        busy = too_many(request, "kiem-tra", CHECKS_PER_MINUTE)
        busy = busy or (bool(request.FILES) and too_many(request, "so-tep", COMPARES_PER_MINUTE))
        answer = render(request, "awards/verify_busy.html", status=429) if busy else view(request, *args, **kwargs)
        if busy:
            answer["Retry-After"] = "60"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return wrapper


@public
@never_cache
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_check(request):
    """The form for a code read from the paper."""
    posted = request.method == "POST"
    form = CodeForm(request.POST) if posted else CodeForm()
    if posted and form.is_valid():
        return redirect("public:certificate", form.cleaned_data["code"] or "-")
    return render(request, "awards/verify_form.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request, token: str):
    """Status first, then every line of the paper; a posted PDF is compared and not kept."""
    found = selectors.certificate_by_token(token_of(token))
    if found is None:
        return render(request, "awards/verify_unknown.html", {"form": CodeForm(), "code": token[:64]}, status=404)
    posted = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if posted else CompareForm()
    same = None
    if posted and form.is_valid():
        same = which_file(found, form.cleaned_data["file"].chunks())
    decision = found.award.decision
    context = {
        "certificate": found,
        "newer": selectors.newer(found) if found.state == CertificateState.REPLACED else None,
        "decision": decision,
        "content": decision.content,
        "facts": words_of(decision, found),
        "code": grouped(found.token),
        "hashes": known_hashes(found),
        "form": form,
        "same": same,
        "signed": signed_of(found),
    }
    return render(request, "awards/verify_result.html", context, status=422 if form.errors else 200)

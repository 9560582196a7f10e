"""What stands before every view: sign-in, no caching of private pages, 404 for others' rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers

from palier.config.parking import park
from palier.config.refusals import mark_not_theirs
from palier.foundation.errors import NotYours

Answer = Callable[[HttpRequest], HttpResponse]

# The library's own views that must open before sign-in; ours carry ``@public``.
OPEN_LIBRARY_VIEWS = frozenset(
    {
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "account_reauthenticate",
    }
)


class SignInMiddleware:
    """Send whoever is not signed in to the sign-in page, unless the view is public."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated or getattr(view, "is_public", False):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN_LIBRARY_VIEWS:
            return None
        if "HX-Request" in request.headers:
            # Half a page cannot become the sign-in page: it stays as it is. Nor does its
            # answer take the cookie away, where what was just sent may be kept.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            return HttpResponse(status=204)
        page = park(request) if request.method == "POST" else request.get_full_path()
        return redirect_to_login(page, resolve_url(settings.LOGIN_URL))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotYours):
            mark_not_theirs(request)
            return render(request, "ui/errors/404.html", status=404)
        return None


class PrivatePagesMiddleware:
    """Keep private pages out of every cache, and give all pages a permissions policy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            # Nobody else's page may show, load or frame what is served here.
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            response.headers.setdefault(
                "Permissions-Policy",
                "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
            )
        return response

"""The languages tenants may read, and where a choice is kept before they sign in."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse


def offered(language: str) -> str:
    """Give ``language`` when it is one of the site's, French otherwise."""
    return language if language in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


def chosen_before_sign_in(cookies: Mapping[str, str]) -> str:
    """Give the language chosen in this browser; empty when nobody chose."""
    told = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return told if told in dict(settings.LANGUAGES) else ""


def keep_in_browser(response: HttpResponse, language: str) -> None:
    """Let this browser remember ``language``, for the pages before sign-in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        offered(language),
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

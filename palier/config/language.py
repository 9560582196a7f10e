"""In which language a page is read: French, unless the reader chose otherwise.

A choice is the reader's own (``User.language``) once they are signed in, their browser's
before. What the browser says of itself never changes the language, it only offers to
(``docs/decisions``).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from palier.config.context import PERSONAL
from palier.domain.accounts.languages import chosen_before_sign_in, offered
from palier.portal.security.look import works_here

Answer = Callable[[HttpRequest], HttpResponse]

# The agencies' desk, the machines' doors, and the sample's own pages.
FRENCH_ONLY = ("/agence/", "/api/", "/_galerie/", "/boite-aux-lettres/", "/banque-essai/")


class LanguageMiddleware:
    """Speak the reader's language for as long as the request lasts."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    """Give the language of the page asked for."""
    if request.path.startswith(FRENCH_ONLY):
        return settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        if request.path.startswith(PERSONAL) and works_here(request):
            return settings.LANGUAGE_CODE
        return offered(request.user.language)
    return chosen_before_sign_in(request.COOKIES) or settings.LANGUAGE_CODE

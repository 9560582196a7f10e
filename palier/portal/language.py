"""``/langue/``: the choice of a language, from any page, with or without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.domain.accounts.actions import choose_language
from palier.domain.accounts.languages import keep_in_browser
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sessions.store import session_of
from palier.foundation.doors import public
from palier.portal.frame import is_ours


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read the site in another language from now on, beginning with the page one comes from."""
    chosen, page = request.POST.get("language", ""), request.POST.get("next", "")
    response = redirect(page if is_ours(page) else "portal:home")
    if chosen in dict(settings.LANGUAGES):
        speak(request, response, chosen)
    return response


def speak(request: HttpRequest, response: HttpResponse, chosen: str) -> None:
    """Keep ``chosen`` with the person when they are signed in, and in their own browser."""
    if isinstance(request.user, User):
        choose_language(
            user=request.user, language=chosen, actor=actor_of(request.user), now=timezone.now()
        )
    if not session_of(request).is_shared:
        keep_in_browser(response, chosen)


urlpatterns = [path("", language, name="language")]

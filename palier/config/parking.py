"""What was being typed when a session ended is kept for its owner, and given back.

A POST that comes too late is never played again by itself. What was typed is put aside,
sealed, in the visitor's new session; after sign-in, and only for the same user, the page is
drawn with it, and its owner looks it over and sends it. Passwords and files are not kept.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from palier.domain.accounts.secrets import sealed, unsealed
from palier.ui.forms import giving_back

Answer = Callable[[HttpRequest], HttpResponse]

PARKED = "palier_parked"
KEPT_SECONDS = 30 * 60
LARGEST = 64 * 1024
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "credential", "code", "key", "next", "iban")


def park(request: HttpRequest) -> str:
    """Put aside what a late POST holds; give the page to come back to.

    Nothing is kept when no session of a known user has just ended: there would be nobody
    to give it back to.
    """
    page = _page_of(request)
    ended = getattr(request.session, "ended", None)
    if ended is None:
        return page
    typed = {
        name: values
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT and "password" not in name
    }
    kept = {
        "user": ended.user_id,
        "page": urlsplit(page).path,
        "posted_to": request.path,
        "typed": typed,
        "files": bool(request.FILES),
        "at": time.time(),
    }
    written = json.dumps(kept)
    if typed and len(written) <= LARGEST:
        request.session[PARKED] = sealed(written)
    return page


class GiveBackMiddleware:
    """Draw the page its owner was on with what they had typed, once signed in again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or PARKED not in request.session:
            return self.get_response(request)
        kept = _kept_for(request)
        if kept is None or (request.method == "POST" and request.path == kept["posted_to"]):
            del request.session[PARKED]
            return self.get_response(request)
        if request.method != "GET" or request.path != kept["page"]:
            return self.get_response(request)
        messages.info(request, _sentence(kept))
        with giving_back(_typed(kept)):
            return self.get_response(request)


def _page_of(request: HttpRequest) -> str:
    """Give the page of ours the form stood on; where it was posted when nobody says."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host() and referer.path:
        return f"{referer.path}?{referer.query}" if referer.query else referer.path
    return request.get_full_path()


def _kept_for(request: HttpRequest) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(unsealed(request.session[PARKED]))
    except (InvalidToken, ValueError):
        return None
    if kept["user"] != request.user.pk or time.time() - kept["at"] > KEPT_SECONDS:
        return None
    return kept


def _typed(kept: dict[str, Any]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed


def _sentence(kept: dict[str, Any]) -> str:
    if kept["files"]:
        return _(
            "Votre session s’était terminée : rien n’a été envoyé. Voici ce que vous aviez "
            "tapé. Choisissez de nouveau vos fichiers, relisez, puis envoyez."
        )
    return _(
        "Votre session s’était terminée : rien n’a été envoyé. Voici ce que vous aviez tapé. "
        "Relisez, puis envoyez."
    )

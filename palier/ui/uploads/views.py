"""The addresses of the upload script: one file at a time, for whoever is signed in.

They answer with the very markup that the page without JavaScript shows.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from palier.domain.accounts.models import User
from palier.domain.documents.intake import actions, queries
from palier.domain.documents.intake.queries import Tray
from palier.domain.documents.intake.refusals import Empty, NotNow, Refusal
from palier.ui.uploads.fields import KeptFile, keep_sent

PRIVATE = "private, no-store"
"""The picture of a private paper: a shared computer keeps nothing of it."""


def _reader(request: HttpRequest) -> User:
    """Give who is signed in; the sign-in middleware has seen to it."""
    assert isinstance(request.user, User)
    return request.user


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Keep one file; answer with its line of the list, or with the sentence that refuses it.

    ``retry`` tells the script whether the same file may pass later.
    """
    tray = Tray(_reader(request), request.POST.get("purpose", ""), request.POST.get("about", ""))
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise Empty("")
        draft = keep_sent(sent, tray=tray, now=timezone.now())
    except Refusal as refusal:
        refused = {"refused": refusal.sentence, "retry": isinstance(refusal, NotNow)}
        return JsonResponse(refused, status=422)
    context = {"file": KeptFile.of(draft), "name": request.POST.get("name", "files")}
    line = render(request, "ui/forms/kept_file.html", context).content.decode()
    return JsonResponse({"code": draft.code, "line": line})


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Remove one file of one's own."""
    actions.discard(drafts=[queries.draft_for(_reader(request), code)])
    return HttpResponse(status=204)


@require_GET
def image(request: HttpRequest, code: str) -> HttpResponse:
    """Show the small image of one's own file."""
    content = queries.thumbnail_of(queries.draft_for(_reader(request), code))
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": PRIVATE})


@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """Give a fresh form token, for a page left open while its reader signed in again."""
    return JsonResponse({"token": get_token(request)})

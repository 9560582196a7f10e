"""No room is left on the server: nothing was recorded, and what was typed comes back.

Files that are refused for want of room have their own sentence (``intake.refusals.NoRoom``).
This is for the rows: a database that cannot grow refuses the whole transaction, and nothing can
be put aside either, so the page itself carries what was typed, ready to be sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from palier.domain.documents.intake.shelf import FULL

Answer = Callable[[HttpRequest], HttpResponse]

NEVER_KEPT = ("csrfmiddlewaretoken", "password", "credential", "iban")
NO_ROOM_STATUS = 507
_DISK_FULL = "53100"
"""PostgreSQL, appendix A of its manual: class 53, insufficient resources."""


class FullDiskMiddleware:
    """Answer a request for which there was no room left, with what was typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        return no_room(request) if is_full(failure) else None


def is_full(failure: BaseException) -> bool:
    """Tell whether ``failure`` comes from a disk without room, whichever engine says so."""
    for cause in _causes(failure):
        if isinstance(cause, OSError) and cause.errno in FULL:
            return True
        if getattr(cause, "sqlstate", None) == _DISK_FULL:
            return True
        if isinstance(cause, DatabaseError) and "disk is full" in str(cause):
            return True
    return False


def no_room(request: HttpRequest) -> HttpResponse:
    """Draw the page that says so, with a form that sends again what was typed."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_KEPT)
        for value in values
    ]
    context = {
        "kept": kept,
        "has_files": bool(request.FILES),
        "again_url": request.get_full_path() if request.method == "POST" else "",
    }
    try:
        return render(request, "ui/errors/507.html", context, status=NO_ROOM_STATUS)
    except DatabaseError:
        return HttpResponse(render_to_string("ui/errors/507.html", {}), status=NO_ROOM_STATUS)


def _causes(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__

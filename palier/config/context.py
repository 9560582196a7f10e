"""What every template knows: the landlord, the reader and their session, and the sample."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from palier.domain.accounts.sessions.store import session_of
from palier.foundation.errors import NotYours
from palier.portal import frame
from palier.portal.security.look import works_here
from palier.ui.french import clock_time
from palier.ui.site import Visit

OFFICE = "/agence/"
# Pages about one's own sign-in, for tenants and staff alike.
PERSONAL = ("/mon-profil/securite/", "/mon-profil/appareils/", "/connexion/")
_OFFICE_FRAME = "palier.office.frame"


def site(request: HttpRequest) -> dict[str, Any]:
    """Give ``site`` and ``frame`` (see ``palier.ui``), each read when a page first uses it."""
    return {
        "site": SimpleLazyObject(lambda: _site(request)),
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "visit": SimpleLazyObject(lambda: _visit(request)),
        "sample": settings.SAMPLE,
    }


def _site(request: HttpRequest) -> Any:
    if _is_staff_page(request):
        return import_module(_OFFICE_FRAME).site_of(request)
    site = frame.site_of(request)
    # What goes wrong at the desk is said in the desk's one language.
    return replace(site, language=None) if request.path.startswith(OFFICE) else site


def _frame(request: HttpRequest) -> Any:
    if request.path.startswith(OFFICE) and find_spec(_OFFICE_FRAME):
        return import_module(_OFFICE_FRAME).frame_of(request)
    if _is_staff_page(request):
        return _desk_frame(request)
    return frame.frame_of(request)


def _is_staff_page(request: HttpRequest) -> bool:
    """Tell whether a page about the reader's own sign-in is drawn for a member of staff."""
    user = getattr(request, "user", None)
    return (
        request.path.startswith(PERSONAL)
        and user is not None
        and user.is_authenticated
        and bool(find_spec(_OFFICE_FRAME))
        and works_here(request)
    )


def _desk_frame(request: HttpRequest) -> Any:
    """Give the desk's frame, with its sections once the second factor is passed."""
    gate = import_module("palier.office.gate")
    with suppress(NotYours, gate.SecondFactorWanted):
        gate.desk_of(request)
    return import_module(_OFFICE_FRAME).frame_of(request)


def _visit(request: HttpRequest) -> Visit | None:
    user = getattr(request, "user", None)
    ends_at = getattr(request.session, "ends_at", None) if hasattr(request, "session") else None
    if user is None or not user.is_authenticated or ends_at is None:
        return None
    return Visit(
        seconds_left=max(1, int((ends_at - timezone.now()).total_seconds())),
        until=clock_time(ends_at),
        state_url=reverse("portal:session-left"),
        stay_url=reverse("portal:session-stay"),
        leave_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        is_shared=session_of(request).is_shared,
    )

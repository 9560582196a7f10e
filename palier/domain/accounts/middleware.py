"""Guards of signing in: the second factor of staff, and the life of every session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from palier.domain.accounts.models import User
from palier.domain.accounts.password_backend import at_hand
from palier.domain.accounts.queries import has_second_factor, is_staff
from palier.domain.accounts.sessions.actions import note_gesture
from palier.domain.accounts.sessions.rules.limits import SHARED, is_to_note
from palier.domain.accounts.sessions.store import session_of
from palier.domain.accounts.stages import passed_second_factor

Answer = Callable[[HttpRequest], HttpResponse]

_OFFICE = "/agence/"


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Say who is signed in from the row that came with their session: one question for both.

    The library judges it as ever: the session's seal against the password, the account active.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = cast(User, SimpleLazyObject(lambda: _signed_in(request)))


class StaffSecondFactorMiddleware:
    """Lead a staff member without a second factor to the page that sets one.

    CNIL, délibération 2025-019: a code by e-mail would not be one.
    The library asks for the factor at sign-in whenever there is one; what is left to do
    is to let nobody reach the desk who has none.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OFFICE) and self._lacks_one(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _lacks_one(request: HttpRequest) -> bool:
        user = request.user
        # The adapter lets no member of staff remove the last one: who passed it has it.
        if not user.is_authenticated or passed_second_factor(request, user):
            return False
        return is_staff(user) and not has_second_factor(user)


class SessionMiddleware:
    """Note what a person does, and leave nothing on a shared computer.

    What a page asks by itself is no gesture: a page left open must not hold the door.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = session_of(request)
        was_shared, to_note = False, ""
        if request.user.is_authenticated:
            was_shared = session.is_shared
            now = timezone.now()
            if session.code and is_gesture(request) and is_to_note(session.seen_at, now):
                session.seen_at, to_note = now, session.code
        response = self.get_response(request)
        if to_note and to_note == session.code and not session.modified:
            # A session that is saved anyway takes it along.
            note_gesture(code=to_note, now=now)
        if was_shared or session.is_shared:
            patch_cache_control(response, private=True, no_store=True)
        if was_shared and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        elif session.ended is not None and session.ended.kind == SHARED:
            # The cookie stays: it leads back to what was being typed, for its owner alone.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _signed_in(request: HttpRequest) -> Any:
    with at_hand(session_of(request).owner):
        return middleware.get_user(request)


def is_gesture(request: HttpRequest) -> bool:
    """Tell a person's act from what a page asks by itself, every two seconds or on loading."""
    by_itself = "HX-Request" in request.headers or "X-Requested-With" in request.headers
    return request.method == "POST" or not by_itself

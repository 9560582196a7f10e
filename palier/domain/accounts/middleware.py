"""Staff always have a true second factor (CNIL, délibération 2025-019): led to set one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from palier.domain.accounts.queries import has_second_factor, is_staff

Answer = Callable[[HttpRequest], HttpResponse]

_OFFICE = "/agence/"
_SEEN = "palier_second_factor"


class StaffSecondFactorMiddleware:
    """Lead a staff member without a second factor to the page that sets one.

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
        if not user.is_authenticated or request.session.get(_SEEN) == user.pk:
            return False
        if has_second_factor(user):
            # The adapter lets no member of staff remove the last one: looked up once.
            request.session[_SEEN] = user.pk
            return False
        return is_staff(user)

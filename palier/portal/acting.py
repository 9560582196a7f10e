"""Under which delegation a request is made: looked up at each one, so that an end is at once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.domain.access.queries.delegations import act_under
from palier.domain.accounts.models import User
from palier.domain.landlord.queries import today

ACTING_FOR = "acting_for"
"""In the session: the code of the delegation the reader has turned to."""

Answer = Callable[[HttpRequest], HttpResponse]
_OFFICE = "/agence/"


class ActingMiddleware:
    """Make the reader the delegate they have chosen to be, as long as that holds."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        code = request.session.get(ACTING_FOR, "")
        if (
            code
            and isinstance(user, User)
            and not request.path.startswith(_OFFICE)
            and act_under(user, code, today(timezone.now())) is None
        ):
            del request.session[ACTING_FOR]
            messages.info(request, _("Vous ne pouvez plus agir pour cette personne."))
        return self.get_response(request)

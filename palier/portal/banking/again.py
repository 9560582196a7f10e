"""The password typed again, before anything about a bank account moves."""

from __future__ import annotations

import datetime as dt

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from palier.domain.accounts.models import User
from palier.domain.banking.actions.errors import PROVEN_FOR


def proven_again_at(request: HttpRequest) -> dt.datetime | None:
    """Give when the reader last typed their password *again*; signing in does not count."""
    if not isinstance(request.user, User):
        return None
    instants = [
        float(record["at"])
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    return dt.datetime.fromtimestamp(max(instants), tz=dt.UTC) if instants else None


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Give the way to the password page, or ``None`` when it was typed a moment ago.

    What was posted is left behind on purpose: an IBAN is not to lie in a session.
    """
    proven_at = proven_again_at(request)
    if proven_at is not None and timezone.now() - proven_at <= PROVEN_FOR:
        return None
    again = reverse("account_reauthenticate")
    return HttpResponseRedirect(f"{again}?{urlencode({'next': request.get_full_path()})}")

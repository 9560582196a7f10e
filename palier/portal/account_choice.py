"""Which of a person's tenant accounts a page is about: ``?compte=CODE``, remembered.

The code is in the address only when a person changes accounts; the session remembers the
last one. Whatever is asked goes through ``access.queries``, every time.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from palier.domain.access.queries import (
    AccountView,
    tenant_account_for,
    tenant_accounts_for,
)
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import dwelling_leases_of

PARAMETER = "compte"
REMEMBERED = "tenant_account"
_READ = "_tenant_accounts"
_LEASES = "_dwelling_leases"


def accounts_of(request: HttpRequest) -> list[AccountView]:
    """Give the accounts the reader may see, read once a request; empty before proof."""
    known: list[AccountView] | None = getattr(request, _READ, None)
    if known is None:
        known = tenant_accounts_for(request.user, today_of(request))
        setattr(request, _READ, known)
    return known


def chosen_account(request: HttpRequest) -> AccountView | None:
    """Give the account the page is about, else None: the reader has none to see yet.

    Raises:
        palier.foundation.errors.NotYours: the address names an account that is not theirs.
    """
    views = accounts_of(request)
    asked = request.GET.get(PARAMETER, "")
    if asked:
        view = next((view for view in views if view.tenant_account.code == asked), None)
        if view is None:
            view = tenant_account_for(request.user, asked, today_of(request))
        remember(request, view)
        return view
    remembered = request.session.get(REMEMBERED)
    for view in views:
        if view.tenant_account.code == remembered:
            return view
    return views[0] if views else None


def dwelling_leases(request: HttpRequest) -> list[Lease]:
    """Give the leases of dwellings on the reader's accounts, read once a request."""
    known: list[Lease] | None = getattr(request, _LEASES, None)
    if known is None:
        known = dwelling_leases_of([view.tenant_account for view in accounts_of(request)])
        setattr(request, _LEASES, known)
    return known


def remember(request: HttpRequest, view: AccountView) -> None:
    """Make ``view`` the account of this page and of the next ones.

    Whoever has one account has nothing to choose, hence nothing to write.
    """
    if (
        len(accounts_of(request)) > 1
        and request.session.get(REMEMBERED) != view.tenant_account.code
    ):
        request.session[REMEMBERED] = view.tenant_account.code


def today_of(request: HttpRequest) -> dt.date:
    """Give the landlord's day at which the request came in."""
    del request
    return today(timezone.now())

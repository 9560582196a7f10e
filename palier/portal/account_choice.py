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
from palier.domain.access.queries.delegations import acting
from palier.domain.access.rules.delegating import Scope, allows
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import dwelling_leases_of
from palier.foundation.errors import NotYours

PARAMETER = "compte"
REMEMBERED = "tenant_account"
_READ = "_tenant_accounts"
_LEASES = "_dwelling_leases"


def accounts_of(request: HttpRequest, for_: Scope | None = None) -> list[AccountView]:
    """Give the accounts the reader may see, read once a request; empty before proof.

    ``for_``: what a delegate who acts for somebody needs; ``None`` shuts every delegate out.

    Raises:
        palier.foundation.errors.NotYours: a delegate asks for what their scopes do not open.
    """
    under = acting(request.user)
    if under is not None and not allows(under.scopes, for_):
        raise NotYours()
    known: list[AccountView] | None = getattr(request, _READ, None)
    if known is None:
        known = tenant_accounts_for(request.user, today_of(request), for_=for_)
        setattr(request, _READ, known)
    return known


def chosen_account(request: HttpRequest, for_: Scope | None = None) -> AccountView | None:
    """Give the account the page is about, else None: the reader has none to see yet.

    ``for_``: as for ``accounts_of``.

    Raises:
        palier.foundation.errors.NotYours: the address names an account that is not theirs, or
            a delegate asks for what their scopes do not open.
    """
    views = accounts_of(request, for_)
    asked = request.GET.get(PARAMETER, "")
    if asked:
        view = next((view for view in views if view.tenant_account.code == asked), None)
        if view is None:
            view = tenant_account_for(request.user, asked, today_of(request), for_=for_)
        remember(request, view, for_)
        return view
    remembered = request.session.get(REMEMBERED)
    for view in views:
        if view.tenant_account.code == remembered:
            return view
    return views[0] if views else None


def dwelling_leases(request: HttpRequest, for_: Scope | None = None) -> list[Lease]:
    """Give the leases of dwellings on the reader's accounts, read once a request."""
    known: list[Lease] | None = getattr(request, _LEASES, None)
    if known is None:
        known = dwelling_leases_of([view.tenant_account for view in accounts_of(request, for_)])
        setattr(request, _LEASES, known)
    return known


def remember(request: HttpRequest, view: AccountView, for_: Scope | None = None) -> None:
    """Make ``view`` the account of this page and of the next ones.

    Whoever has one account has nothing to choose, hence nothing to write.
    """
    if (
        len(accounts_of(request, for_)) > 1
        and request.session.get(REMEMBERED) != view.tenant_account.code
    ):
        request.session[REMEMBERED] = view.tenant_account.code


def today_of(request: HttpRequest) -> dt.date:
    """Give the landlord's day at which the request came in."""
    del request
    return today(timezone.now())

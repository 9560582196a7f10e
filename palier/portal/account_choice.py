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

PARAMETER = "compte"
REMEMBERED = "tenant_account"
_READ = "_tenant_accounts"


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

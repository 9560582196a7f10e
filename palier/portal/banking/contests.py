"""« Ce n’était pas moi » : by the link of the known mailbox, or signed in.

Opening a link does nothing: programs open links too. A button does.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.foundation.doors import public
from palier.foundation.errors import NotYours
from palier.portal.banking.words import account_items

PAGES = "portal/banking/"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Block an account on the word of whoever reads the known mailbox; ask for no sign-in."""
    now = timezone.now()
    try:
        account = queries.account_to_contest(token, now)
    except NotYours:
        return render(request, f"{PAGES}contest_dead.html", status=404)
    if request.method == "POST":
        actions.contest(account=account, now=now)
        return render(request, f"{PAGES}contested.html")
    return render(request, f"{PAGES}not_me.html")


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, code: str) -> HttpResponse:
    """Block one's own account, signed in."""
    user = request.user
    if not isinstance(user, User):
        raise NotYours()
    account = queries.account_for(user, code)
    if request.method == "POST":
        actions.contest_own(account=account, actor=actor_of(user), now=timezone.now())
        messages.success(
            request,
            _(
                "Ce compte est bloqué. Votre agence est prévenue et vous appelle demain au plus "
                "tard."
            ),
        )
        return redirect("portal:banking")
    context = {"items": account_items(account), "back_url": reverse("portal:banking")}
    return render(request, f"{PAGES}block.html", context)


urlpatterns = [
    path("pas-moi/<slug:token>/", not_me, name="banking-not-me"),
    path("<slug:code>/bloquer/", block, name="banking-block"),
]

"""``/agence/acces/CODE/appareils/``: sign a tenant out everywhere, after a theft or an oversight.

It opens nothing and shows no device: how many are signed in, and one button.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.access.queries import access_under
from palier.domain.accounts.queries import agencies_of
from palier.domain.accounts.rules.emails import masked_email
from palier.domain.accounts.sessions.actions import close_every_session
from palier.domain.accounts.sessions.queries import open_sessions_for
from palier.domain.audit.catalogue import Event
from palier.foundation.errors import NotYours
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.parts import Item


@at_desk(Permission.END_SESSIONS)
def sessions(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show how many devices of one access are signed in, and sign all of them out."""
    link = access_under(code, agencies_of(desk.staff))
    account = link.tenant_account
    if account is None:
        raise NotYours()
    if request.method == "POST":
        closed = close_every_session(
            user=link.user,
            tenant_account_id=account.pk,
            person_id=link.person_id,
            agency_id=account.agency.erp_id,
            actor=desk.actor,
            now=desk.now,
        )
        messages.success(request, _told(closed))
        return redirect("office:sessions", code=link.code)
    look(request, desk, Event.SESSIONS_SEEN, account=account, subject=link)
    signed_in = len(
        open_sessions_for(
            link.user, current_code="", minutes=settings.PALIER_SESSION_MINUTES, now=desk.now
        )
    )
    context = {
        "person": link.person.full_name,
        "items": (
            Item(_("Référence"), account.customer_reference),
            Item(_("Adresse de connexion"), masked_email(link.user.email)),
            Item(_("Appareils connectés"), str(signed_in)),
        ),
        "signed_in": signed_in,
        "tenant_url": reverse("office:tenant", args=[account.code]),
        "recovery_url": reverse("office:recovery", args=[link.code])
        if desk.may(Permission.CHECK_IDENTITY)
        else "",
    }
    return show(request, desk, "sessions/page.html", context)


def _told(closed: int) -> str:
    if not closed:
        return _("Aucun appareil n’était connecté.")
    return ngettext(
        "%(closed)s appareil déconnecté. La personne est prévenue par e-mail.",
        "%(closed)s appareils déconnectés. La personne est prévenue par e-mail.",
        closed,
    ) % {"closed": closed}


urlpatterns = [path("<slug:code>/appareils/", sessions, name="sessions")]

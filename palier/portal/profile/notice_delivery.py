"""``/mon-profil/avis/``: the avis on paper, or online only, with a dated agreement."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.billing.queries import last_billed_period
from palier.domain.contact_details.actions import choose_delivery
from palier.domain.contact_details.queries import NoticeDelivery, notice_delivery_of
from palier.domain.landlord.queries import today
from palier.foundation.periods import Period
from palier.portal.account_choice import chosen_account
from palier.portal.frame import settings_of
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Event

WORDING_VERSION = "2026-11"
"""Changes whenever ``wording`` does: the register says which text each person read."""


def notice_delivery(request: HttpRequest) -> HttpResponse:
    """Agree to avis without paper, or take it back; show the dated register."""
    view = chosen_account(request)
    if view is None or view.is_former or not isinstance(request.user, User):
        return redirect("portal:home")
    now = timezone.now()
    day = today(now)
    rule = str(settings_of(request)["paperless_agreement"])
    period = next_period_of(view, day)
    if request.method == "POST" and request.POST.get("avis") in ("en_ligne", "papier"):
        online = request.POST["avis"] == "en_ligne"
        choose_delivery(
            view=view,
            user=request.user,
            online=online,
            wording=wording(online=online, landlord=settings_of(request)["name"]),
            wording_version=WORDING_VERSION,
            first_period=period,
            actor=actor_of(request.user),
            now=now,
        )
        messages.success(request, _("Votre choix est enregistré."))
        return redirect("portal:profile-notices")
    known = notice_delivery_of(view, today=day, rule=rule)
    agreed = known.mine is not None and known.mine.online
    text, note = delivery_words(known)
    context = {
        "present": text,
        "note": note,
        "agreed": agreed,
        "wording": wording(online=not agreed, landlord=settings_of(request)["name"]),
        "first": period.label,
        "register": tuple(
            Event(
                title=_("Avis en ligne, sans papier") if row.online else _("Avis sur papier"),
                when=day_and_time(row.decided_at),
                text=row.wording,
                by=_("texte %(version)s, à partir de l’avis de %(month)s")
                % {"version": row.wording_version, "month": Period.of(row.first_period).label},
            )
            for row in known.register
        ),
    }
    return render(request, "portal/profile/notice_delivery.html", context)


urlpatterns = [path("avis/", notice_delivery, name="profile-notices")]


def next_period_of(view: AccountView, day: dt.date) -> Period:
    """Give the first month whose avis has not been made yet: what a choice made today is for."""
    last = last_billed_period(view.tenant_account)
    return last.next() if last else Period.of(day)


def delivery_words(known: NoticeDelivery) -> tuple[str, str]:
    """Say how the avis travels, and what is still missing."""
    if known.paperless:
        since = known.mine.decided_at if known.mine else None
        note = _("Accord du %(day)s.") % {"day": long_date(since)} if since else ""
        return _("En ligne, sans papier"), note
    if known.mine is not None and known.mine.online and known.waiting_for:
        names = ", ".join(known.waiting_for)
        return _("Sur papier, et en ligne"), _(
            "Vous avez accepté l’avis en ligne. Le papier s’arrêtera quand %(names)s aura accepté "
            "aussi."
        ) % {"names": names}
    return _("Sur papier, et en ligne"), ""


def wording(*, online: bool, landlord: str) -> str:
    """Give the sentence a person agrees to: a legal text, hence in French, kept as it was read."""
    with translation.override("fr"):
        if online:
            return _(
                "J’accepte de recevoir mes avis d’échéance de %(landlord)s uniquement en ligne, "
                "dans mon espace locataire, et non plus sur papier. Un e-mail me prévient à "
                "chaque avis. Je peux revenir au papier à tout moment, gratuitement."
            ) % {"landlord": landlord}
        return _(
            "Je souhaite recevoir mes avis d’échéance de %(landlord)s sur papier, par la poste. "
            "Ils restent aussi dans mon espace locataire."
        ) % {"landlord": landlord}

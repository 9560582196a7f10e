"""An e-mail change at the desk: the letter and its code, or two pairs of eyes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.accounts.rules.emails import masked_email
from palier.domain.audit.catalogue import Event
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import EmailChange
from palier.domain.contact_details.queries import email_change_at_desk
from palier.domain.landlord.queries import Settings
from palier.domain.tenancy.queries import file_of
from palier.office.contact_words import email_items
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.identities import PaperForm
from palier.office.letters import contact_words, envelope_of
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.french import long_date

REFUSALS = (actions.LinkDead, actions.SameEyes)


@at_desk(Permission.CHECK_IDENTITY)
def email_change(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show one change on its way; take what this member of staff may do about it."""
    change = email_change_at_desk(desk.staff, code)
    account = change.tenant_account
    look(request, desk, Event.CONTACT_SEEN, account=account, person_id=change.person_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    paper = PaperForm(request.POST if step == "check" else None)
    if step and _done(request, desk, change, step, paper):
        return redirect("office:contact-email", code=code)
    live = change.state in EmailChange.LIVE
    checked = change.checked_by_id
    context = {
        "person": change.person.full_name,
        "items": email_items(change),
        "is_live": live,
        "may_approve": live and checked not in (None, desk.staff.pk) and not change.approved_by_id,
        "is_mine": checked == desk.staff.pk and not change.approved_by_id,
        "may_print": change.state == EmailChange.State.CONFIRMED
        and change.proof == EmailChange.Proof.LETTER,
        "paper": paper,
        "letter_url": reverse("office:contact-email-letter", args=[code]),
        "tenant_url": reverse("office:tenant", args=[account.code]),
    }
    return show(request, desk, "contact_details/email.html", context)


@at_desk(Permission.CHECK_IDENTITY)
def letter(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Draw the code and show the letter to print, this once."""
    change = email_change_at_desk(desk.staff, code)
    look(
        request,
        desk,
        Event.CONTACT_SEEN,
        account=change.tenant_account,
        person_id=change.person_id,
    )
    envelope = envelope_of(change.person, file_of(change.tenant_account))
    back_url = reverse("office:contact-email", args=[code])
    if request.method != "POST" or not envelope:
        context = {
            "person": change.person.full_name,
            "address": envelope,
            "is_waiting": change.state == EmailChange.State.CONFIRMED,
            "back_url": back_url,
        }
        return show(request, desk, "contact_details/letter_confirm.html", context)
    try:
        row, secret = actions.print_code(change=change, staff=desk.staff, now=desk.now)
    except REFUSALS as refused:
        messages.warning(request, refused.sentence)
        return redirect(back_url)
    until = row.secret_expires_at or desk.now
    words = _words(change, envelope, secret, until, settings_of(request), desk)
    response = render(request, "office/letters/letter.html", {**words, "back_url": back_url})
    response.headers["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("e-mail/<slug:code>/", email_change, name="contact-email"),
    path("e-mail/<slug:code>/lettre/", letter, name="contact-email-letter"),
]


def _done(
    request: HttpRequest, desk: Desk, change: EmailChange, step: str, paper: PaperForm
) -> bool:
    """Do what was asked and say so; ``False`` when the form has to be shown again."""
    try:
        if step == "check":
            if not paper.is_valid():
                return False
            actions.check_identity(change=change, staff=desk.staff, now=desk.now)
            said = _("Identité notée. Un collègue doit maintenant approuver.")
        elif step == "approve":
            actions.approve(change=change, staff=desk.staff, now=desk.now)
            said = _("Approuvé. L’ancienne adresse garde son délai pour s’opposer.")
        elif step == "stop":
            actions.stop_email_change(
                change=change, why="agency", shut_out=False, actor=desk.actor, now=desk.now
            )
            said = _("Le changement est arrêté : l’adresse actuelle reste en service.")
        else:
            return False
    except REFUSALS as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, said)
    return True


def _words(
    change: EmailChange,
    envelope: list[str],
    secret: str,
    until: dt.datetime,
    settings: Settings,
    desk: Desk,
) -> dict[str, Any]:
    """Compose the letter in French, as a legal paper is."""
    account = change.tenant_account
    agency = account.agency
    with translation.override("fr"):
        site = str(settings["portal_address"]) or _("l’adresse du portail de votre bailleur")
        greeting = {"mme": _("Madame,"), "m": _("Monsieur,")}.get(
            change.person.title, _("Bonjour,")
        )
        return {
            "title": _("Votre code pour changer d’adresse e-mail"),
            "landlord": {"name": settings["name"]},
            "addressee": envelope,
            "sender": [agency.name, agency.address, f"{agency.postcode} {agency.town}"],
            "place_and_date": _("%(town)s, le %(day)s")
            % {"town": agency.town, "day": long_date(desk.today)},
            "reference": _("Référence client : %(reference)s")
            % {"reference": account.customer_reference},
            "greeting": greeting,
            "opening": _(
                "Vous avez demandé à changer l’adresse e-mail de votre espace locataire, et vous "
                "ne recevez plus les messages à l’ancienne. Voici votre code :"
            ),
            "secret": secret,
            "until": _("Il marche une seule fois, jusqu’au %(day)s.") % {"day": long_date(until)},
            "steps_title": _("Que faire de ce code ?"),
            "steps": [
                _("Allez sur %(site)s") % {"site": site},
                _("Connectez-vous comme d’habitude, puis ouvrez « Mon profil »."),
                _("À la ligne « Adresse e-mail », tapez le code, avec ou sans les tirets."),
            ],
            "then": _("La nouvelle adresse, %(email)s, remplacera alors l’ancienne.")
            % {"email": masked_email(change.new_email)},
            "warnings_title": _("À savoir"),
            "warnings": [
                _("Ne donnez ce code à personne : nous ne le demandons jamais."),
                _("Vous n’avez rien demandé ? N’utilisez pas ce code et appelez-nous."),
                _("Cette lettre ne demande aucun paiement."),
            ],
            "contact": contact_words(agency.phone, agency.hours),
            "signature": _("Votre agence"),
        }

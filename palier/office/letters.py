"""``/agence/identites/CODE/lettre/``: the activation letter, as a page to print and as a PDF.

The code exists in clear on this answer alone. The button that asks for the same letter as a
PDF carries it back, signed, for a quarter of an hour and for the same member of staff.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.access.actions import ProofNotOffered
from palier.domain.access.models import PersonLink
from palier.domain.accounts.rules.emails import masked_email
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import print_letter
from palier.domain.landlord.queries import Settings
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile, ended_on, file_of
from palier.foundation import pdf
from palier.foundation.errors import MoveRefused, NotYours
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.identities import account_of, claim_for
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.french import long_date, phone_number

TEMPLATE = Path(__file__).resolve().parent / "typst" / "activation_letter.typ"
SALT = "palier.office.activation-letter"
PDF_LASTS = dt.timedelta(minutes=15)


@at_desk(Permission.CHECK_IDENTITY)
def letter(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Ask once more, then draw the code and show the letter, this once."""
    claim = claim_for(desk, code)
    account = account_of(claim)
    look(
        request,
        desk,
        Event.IDENTITY_CHECK_SEEN,
        account=account,
        subject=claim,
        person_id=claim.person_id,
    )
    address = envelope_of(claim.person, file_of(account))
    if request.method != "POST" or not address:
        context = {
            "person": claim.person.full_name,
            "address": address,
            "is_waiting": claim.state == PersonLink.State.CLAIMED,
            "back_url": reverse("office:identity", args=[code]),
        }
        return show(request, desk, "letters/confirm.html", context)
    try:
        printed = print_letter(claim=claim, staff=desk.staff, now=desk.now)
    except (ProofNotOffered, MoveRefused) as refused:
        messages.warning(request, refused.sentence)
        return redirect("office:identity", code=code)
    expires = printed.proof.expires_at or desk.now
    words = _words(claim, address, printed.secret, expires, settings_of(request), desk)
    words["pdf_url"] = reverse("office:letter-pdf", args=[code])
    words["carried"] = signing.dumps(
        {
            "claim": code,
            "staff": desk.staff.pk,
            "secret": printed.secret,
            "until": expires.isoformat(),
        },
        salt=SALT,
    )
    words["back_url"] = reverse("office:identity", args=[code])
    response = render(request, "office/letters/letter.html", words)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@at_desk(Permission.CHECK_IDENTITY)
def letter_pdf(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the letter just shown as a tagged PDF."""
    if request.method != "POST":
        return redirect("office:letter", code=code)
    claim = claim_for(desk, code)
    try:
        carried = signing.loads(request.POST.get("carried", ""), salt=SALT, max_age=PDF_LASTS)
    except signing.BadSignature:
        messages.warning(
            request,
            _(
                "Cette lettre n’est plus à l’écran. Préparez-en une autre : l’ancien code sera "
                "annulé."
            ),
        )
        return redirect("office:letter", code=code)
    if carried["claim"] != code or carried["staff"] != desk.staff.pk:
        raise NotYours()
    look(
        request,
        desk,
        Event.IDENTITY_CHECK_SEEN,
        account=account_of(claim),
        subject=claim,
        person_id=claim.person_id,
    )
    address = envelope_of(claim.person, file_of(account_of(claim)))
    until = dt.datetime.fromisoformat(carried["until"])
    words = _words(claim, address, carried["secret"], until, settings_of(request), desk)
    content = pdf.render(TEMPLATE, words, stamped_at=desk.now)
    return download(content, file_name=_("lettre-activation.pdf"), media_type="application/pdf")


urlpatterns = [
    path("<slug:code>/lettre/", letter, name="letter"),
    path("<slug:code>/lettre.pdf", letter_pdf, name="letter-pdf"),
]


def envelope_of(person: Person, file: AccountFile) -> list[str]:
    """Give the lines of the envelope: the person, at the dwelling; empty without a dwelling."""
    for lease in file.leases:
        home = lease.dwelling
        if home is None or ended_on(lease) is not None:
            continue
        title = {"mme": "Mme", "m": "M."}.get(person.title, "")
        number = _("Logement %(number)s") % {"number": home.number} if home.number else ""
        lines = (
            f"{title} {person.full_name}".strip(),
            ", ".join(filter(None, (number, home.address_extra))),
            home.address,
            f"{home.postcode} {home.town}",
        )
        return [line for line in lines if line]
    return []


def _words(
    claim: PersonLink,
    address: list[str],
    secret: str,
    until: dt.datetime,
    settings: Settings,
    desk: Desk,
) -> dict[str, Any]:
    """Compose the letter once, for the page and for the PDF."""
    with translation.override("fr"):
        return {
            **sheet_with(secret, account_of(claim), claim.person, address, settings, desk),
            "title": _("Votre code pour ouvrir votre espace locataire"),
            "opening": _(
                "Vous avez ouvert un espace locataire. Pour protéger vos informations, nous "
                "voulons être sûrs que c’est bien vous. Voici votre code :"
            ),
            "until": _("Il marche une seule fois, jusqu’au %(day)s.") % {"day": long_date(until)},
            "steps": [
                _("Allez sur %(site)s") % {"site": site_words(settings)},
                _("Connectez-vous avec votre adresse e-mail %(email)s et votre mot de passe.")
                % {"email": masked_email(claim.user.email)},
                _("Tapez le code, avec ou sans les tirets."),
            ],
            "then": _(
                "Vous verrez alors votre compte de loyer, vos avis d’échéance et votre bail."
            ),
        }


def sheet_with(
    secret: str,
    account: TenantAccount,
    person: Person,
    address: list[str],
    settings: Settings,
    desk: Desk,
) -> dict[str, Any]:
    """Give what every paper with a code has; in French, as a legal paper is."""
    agency = account.agency
    greeting = {"mme": _("Madame,"), "m": _("Monsieur,")}.get(person.title, _("Bonjour,"))
    return {
        "landlord": {
            "name": settings["name"],
            "address_lines": settings["address_lines"],
            "colour": settings["colours"].get("accent", ""),
            "legal_line": settings["name"],
        },
        "addressee": address,
        "sender": [agency.name, agency.address, f"{agency.postcode} {agency.town}"],
        "place_and_date": _("%(town)s, le %(day)s")
        % {
            "town": agency.town.title() if agency.town.isupper() else agency.town,
            "day": long_date(desk.today),
        },
        "reference": _("Référence client : %(reference)s")
        % {"reference": account.customer_reference},
        "greeting": greeting,
        "secret": secret,
        "steps_title": _("Que faire de ce code ?"),
        "warnings_title": _("À savoir"),
        "warnings": [
            _(
                "Ne donnez ce code à personne, même à quelqu’un qui dit appeler de notre "
                "part : nous ne le demandons jamais."
            ),
            _("Vous n’avez rien demandé ? N’utilisez pas ce code et appelez-nous."),
            _("Cette lettre ne demande aucun paiement."),
        ],
        "contact": contact_words(agency.phone, agency.hours),
        "signature": _("Votre agence"),
    }


def site_words(settings: Settings) -> str:
    """Write the portal's address for somebody who will type it, without a final slash."""
    address = str(settings["portal_address"]).rstrip("/")
    return address or _("l’adresse du portail de votre bailleur")


def contact_words(phone: str, hours: str) -> str:
    if not phone:
        return ""
    words = {"phone": phone_number(phone), "hours": hours[:1].lower() + hours[1:]}
    if hours:
        return _("Une question ? Appelez-nous au %(phone)s (%(hours)s).") % words
    return _("Une question ? Appelez-nous au %(phone)s.") % words

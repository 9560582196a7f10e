"""The public pages about the site itself, and the landlord's colours."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.landlord.queries import Settings
from palier.foundation.doors import public
from palier.foundation.errors import NotYours
from palier.portal.account_choice import chosen_account
from palier.portal.frame import (
    accessibility_label,
    address,
    frame_of,
    landlord_contact,
    settings_of,
    theme_of,
)
from palier.ui import theme as themes
from palier.ui.parts import Item, Link, PhoneCard, Step

A_YEAR = 31_536_000


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer what people ask most."""
    context = {
        "contact": contact_card(request),
        "opening_url": address("portal:opening"),
        "sign_in_url": address("account_login"),
        "reset_url": address("account_reset_password"),
        "contact_url": address("portal:contact"),
        "hardship_url": address("portal:hardship"),
        "is_this_us_url": address("portal:is-this-us"),
        "suspicious_url": address("portal:suspicious"),
        "opening_steps": (
            Step(
                _("Prenez votre dernier avis d’échéance"),
                text=_("C’est la lettre qui annonce votre loyer. La référence client y figure."),
            ),
            Step(
                _("Donnez la référence, votre nom de famille et votre e-mail"),
                text=_("Seulement le nom de famille, sans le prénom."),
            ),
            Step(_("Choisissez un mot de passe que vous n’utilisez nulle part ailleurs")),
            Step(
                _("Confirmez que c’est bien vous"),
                text=_("Par un code reçu par e-mail ou par lettre, ou à votre agence."),
            ),
        ),
    }
    return render(request, "portal/site/help.html", context)


@public
def is_this_us(request: HttpRequest) -> HttpResponse:
    """Say how to tell the landlord's messages from a swindler's."""
    settings = settings_of(request)
    context = {
        "landlord": settings["name"],
        "addresses": _official_addresses(request, settings),
        "iban_end": settings["transfer_iban"].replace(" ", "")[-4:],
        "contact": contact_card(request),
        "suspicious_url": address("portal:suspicious"),
    }
    return render(request, "portal/site/is_this_us.html", context)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Give the accessibility statement (loi 2005-102, art. 47; model of the RGAA)."""
    settings = settings_of(request)
    context = {
        "landlord": settings["name"],
        "portal_address": settings["portal_address"] or request.build_absolute_uri("/"),
        "conformity": settings["accessibility_conformity"],
        "conformity_label": accessibility_label(settings),
        "audit": settings["accessibility_audit"],
        "email": settings["accessibility_email"] or settings["email"],
        "phone": settings["phone"],
        "contact_url": address("portal:contact"),
    }
    return render(request, "portal/site/accessibility.html", context)


@public
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Say who publishes and hosts the site, and what it does with personal data."""
    settings = settings_of(request)
    context = {
        "landlord": settings["name"],
        "publisher": _publisher(settings),
        "data_contact": settings["data_protection_contact"] or settings["email"],
        "source_address": settings["source_address"],
    }
    return render(request, "portal/site/legal_notice.html", context)


@public
def site_map(request: HttpRequest) -> HttpResponse:
    """List every page a reader may open."""
    frame = frame_of(request)
    entering = (
        (_("Accueil"), "portal:home"),
        (_("Ouvrir mon compte"), "portal:opening"),
        (_("Se connecter"), "account_login"),
        (_("Mot de passe oublié"), "account_reset_password"),
        (_("Écrire à mon agence sans compte"), "portal:contact"),
    )
    about = (
        (_("Aide"), "portal:help"),
        (_("Est-ce bien nous ?"), "portal:is-this-us"),
        (_("Accessibilité"), "portal:accessibility"),
        (_("Mentions légales"), "portal:legal-notice"),
    )
    context = {
        "sections": frame.nav if frame else (),
        "entering": () if request.user.is_authenticated else _reachable(entering),
        "about": _reachable(about),
    }
    return render(request, "portal/site/site_map.html", context)


@public
def theme(request: HttpRequest) -> HttpResponse:
    """Serve the landlord's colours; the address changes with them, so it is kept for long."""
    colours = theme_of(settings_of(request))
    if colours is None:
        raise Http404
    answer = HttpResponse(themes.css(colours), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


urlpatterns = [
    path("aide/", help_page, name="help"),
    path("est-ce-bien-nous/", is_this_us, name="is-this-us"),
    path("accessibilite/", accessibility, name="accessibility"),
    path("mentions-legales/", legal_notice, name="legal-notice"),
    path("plan-du-site/", site_map, name="site-map"),
    path("couleurs.css", theme, name="theme"),
]


def _reachable(pages: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    return tuple(Link(label, address(name)) for label, name in pages if address(name))


def contact_card(request: HttpRequest) -> PhoneCard:
    view = _account(request)
    if view is not None:
        agency = view.tenant_account.agency
        return PhoneCard(agency.name, agency.phone, agency.hours, agency.email)
    contact = landlord_contact(settings_of(request))
    return PhoneCard(contact.name, contact.phone, contact.hours, contact.email)


def _account(request: HttpRequest) -> AccountView | None:
    if not request.user.is_authenticated:
        return None
    try:
        return chosen_account(request, Scope.ANY)
    except NotYours:
        return None


def _publisher(settings: Settings) -> tuple[Item, ...]:
    lines: dict[str, Any] = {
        _("Éditeur"): ", ".join(filter(None, (settings["name"], settings["legal_form"]))),
        _("SIREN"): settings["registration"],
        _("Téléphone"): settings["phone"],
        _("E-mail"): settings["email"],
        _("Directeur de la publication"): settings["publication_director"],
        _("Hébergeur"): settings["host"],
    }
    items = [Item(term, text) for term, text in lines.items() if text]
    if settings["address_lines"]:
        items.insert(1, Item(_("Adresse"), lines=tuple(settings["address_lines"])))
    return tuple(items)


def _official_addresses(request: HttpRequest, settings: Settings) -> tuple[Item, ...]:
    portal = settings["portal_address"] or request.build_absolute_uri("/")
    note = _("Tapez-la vous-même, ou gardez-la dans vos favoris.")
    items = [Item(_("Cet espace locataire"), portal, note=note)]
    if settings["website"]:
        items.append(Item(_("Notre site public"), settings["website"]))
    if settings["sender_addresses"]:
        senders = tuple(settings["sender_addresses"])
        items.append(Item(_("Nos e-mails viennent de"), lines=senders))
    return tuple(items)

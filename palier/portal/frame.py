"""What stands around every page: the landlord's names, the sections, the account switch.

Read once a request, and only when a page is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import cast

from django.conf import settings as django_settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _

from palier.domain.access.models import Delegation
from palier.domain.access.queries import AccountView
from palier.domain.access.queries.delegations import acting, helps_somebody, may_act
from palier.domain.access.rules.delegating import Scope, allows
from palier.domain.accounts.languages import chosen_before_sign_in
from palier.domain.landlord.queries import Settings, settings_on
from palier.domain.messaging.queries import Inbox, inbox_of
from palier.domain.tenancy.queries import addresses_among
from palier.foundation.errors import NotYours
from palier.portal.account_choice import (
    PARAMETER,
    accounts_of,
    chosen_account,
    dwelling_leases,
    today_of,
)
from palier.ui.french import long_date
from palier.ui.parts import Link
from palier.ui.site import (
    AccountChoice,
    ActingFor,
    Contact,
    Frame,
    Language,
    LanguageChoice,
    NavItem,
    Site,
    SiteWarning,
)
from palier.ui.theme import Theme

_SETTINGS = "_landlord_settings"
_INBOX = "_inbox"
_HELPS = "_helps_others"

_SECTIONS = (
    # key, label, URL name, icon, in the bar under the thumb
    ("home", lambda: _("Accueil"), "portal:home", "home", True),
    ("rent", lambda: _("Mon loyer"), "portal:rent-account", "rent", True),
    ("payments", lambda: _("Paiements"), "portal:payments", "card", True),
    ("lease", lambda: _("Mon bail"), "portal:lease", "lease", True),
    ("messages", lambda: _("Mes messages"), "portal:messages", "message", False),
    ("insurance", lambda: _("Mon assurance"), "portal:insurance", "shield", False),
    ("notices", lambda: _("Mes avis d’échéance"), "portal:rent-notices", "document", False),
    ("documents", lambda: _("Mes documents"), "portal:documents", "document", False),
    ("household", lambda: _("Mon foyer"), "portal:household", "people", False),
    ("papers", lambda: _("Mes pièces justificatives"), "portal:papers", "check", False),
    ("profile", lambda: _("Mon profil"), "portal:profile", "person", False),
    ("activity", lambda: _("Mon activité"), "portal:activity", "history", False),
    ("help", lambda: _("Aide"), "portal:help", "help", False),
)
# What a delegate needs to be shown a section; one that is not here is never theirs.
SCOPE_OF: Mapping[str, Scope] = {
    "home": Scope.ANY,
    "rent": Scope.PAYMENT,
    "payments": Scope.PAYMENT,
    "lease": Scope.PAPERS,
    "messages": Scope.MESSAGES,
    "insurance": Scope.PAPERS,
    "notices": Scope.PAYMENT,
    "documents": Scope.PAPERS,
    "household": Scope.PAPERS,
    "papers": Scope.PAPERS,
    "help": Scope.ANY,
}
_FOOTER = (
    (lambda: _("Aide"), "portal:help"),
    (lambda: _("Est-ce bien nous ?"), "portal:is-this-us"),
    (lambda: _("Signaler un message suspect"), "portal:suspicious"),
    (lambda: _("Mentions légales"), "portal:legal-notice"),
    (lambda: _("Plan du site"), "portal:site-map"),
)
_SAMPLE = (
    (lambda: _("Boîte aux lettres de la démonstration"), "demo:mailbox"),
    (lambda: _("Qui peut se connecter"), "demo:accounts"),
)


def address(name: str, *args: object) -> str:
    """Give the address of a page; empty where this installation does not have it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def settings_of(request: HttpRequest) -> Settings:
    """Give the landlord's settings of today, read once a request."""
    known = cast("Settings | None", getattr(request, _SETTINGS, None))
    if known is None:
        known = settings_on(today_of(request))
        setattr(request, _SETTINGS, known)
    return known


def inbox(request: HttpRequest) -> Inbox:
    """Give the reader's latest threads and the count of unread ones, read once a request."""
    known: Inbox | None = getattr(request, _INBOX, None)
    if known is None:
        known = inbox_of(request.user, accounts_of(request, Scope.ANY))
        setattr(request, _INBOX, known)
    return known


def helps_others(request: HttpRequest) -> bool:
    """Tell whether the reader may act for somebody, read once a request."""
    known: bool | None = getattr(request, _HELPS, None)
    if known is None:
        views = accounts_of(request, Scope.ANY)
        # Their own accounts tell it; who has none is asked about alone.
        known = views[0].helps_others if views else helps_somebody(request.user, today_of(request))
        setattr(request, _HELPS, known)
    return known


def site_of(request: HttpRequest) -> Site:
    """Give the landlord's side of the frame; the reader's own agency answers the phone."""
    settings = settings_of(request)
    return Site(
        landlord_name=settings["short_name"] or settings["name"],
        contact=_agency_contact(request) or landlord_contact(settings),
        theme_url=_theme_url(settings),
        footer_links=(*_links(_FOOTER), *_accessibility_link(settings)),
        warning=SiteWarning.of(
            settings["site_warning"], today_of(request), report_url=address("portal:suspicious")
        ),
        language=_language_choice(request),
        sample_mode=django_settings.SAMPLE,
        sample_links=_links(_SAMPLE) if django_settings.SAMPLE else (),
    )


def frame_of(request: HttpRequest) -> Frame | None:
    """Give the reader's side of the frame: sections once an account is proven."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(sign_in_url=address("account_login"))
    views = accounts_of(request, Scope.ANY)
    under = acting(user)
    unread = inbox(request).unread_count if views and may_act(user, Scope.MESSAGES) else 0
    return Frame(
        person_name=str(user),
        nav=_sections(unread, under.scopes if under else None) if views else (),
        acting_for=_helped(under) if under else None,
        sign_out_url=address("account_logout"),
        # The profile is the helped person's; what is left to a delegate is their own sign-in.
        profile_url=address("portal:security" if under else "portal:profile"),
        account_choices=_account_choices(request, views),
        helping_url=address("portal:helping") if under is None and helps_others(request) else "",
    )


def landlord_contact(settings: Settings) -> Contact:
    """Give the landlord's own line, for those who have no agency yet."""
    return Contact(
        name=settings["short_name"] or settings["name"],
        phone=settings["phone"],
        hours=settings["phone_hours"],
        email=settings["email"],
    )


def theme_of(settings: Settings) -> Theme | None:
    """Give the landlord's colours, or ``None``: Palier's, also when they cannot be read."""
    colours = settings["colours"]
    if not colours.get("accent"):
        return None
    try:
        return Theme(brand=colours["accent"], accent=colours.get("highlight") or Theme().accent)
    except ValueError:
        return None


def accessibility_label(settings: Settings) -> str:
    """Say how far the site conforms, the words every page must carry (décret 2019-768, art. 5)."""
    return {
        "full": _("Accessibilité : totalement conforme"),
        "partial": _("Accessibilité : partiellement conforme"),
    }.get(settings["accessibility_conformity"], _("Accessibilité : non conforme"))


def is_ours(page: str) -> bool:
    """Tell whether ``page`` is an address of this site, given from its root."""
    return page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)


def _language_choice(request: HttpRequest) -> LanguageChoice | None:
    """Give the languages this page is not in; offer the browser's to who has not chosen."""
    url, now = address("portal:language"), get_language() or django_settings.LANGUAGE_CODE
    others = tuple(Language(*one) for one in django_settings.LANGUAGES if one[0] != now)
    if not url or not others:
        return None
    page = request.path
    if request.method == "GET" and is_ours(request.GET.get("next", page)):
        page = request.get_full_path()
    asked = ""
    user = getattr(request, "user", None)
    if not chosen_before_sign_in(request.COOKIES) and not getattr(user, "is_authenticated", False):
        asked = get_language_from_request(request)
    offer = next((one for one in others if one.code == asked), None)
    return LanguageChoice(url, page, others, offer)


def _helped(under: Delegation) -> ActingFor:
    """Say for whom a delegate acts, in the words of every page."""
    return ActingFor(
        sentence=_("Vous agissez pour %(name)s") % {"name": under.helped_name},
        note=_("jusqu’au %(day)s") % {"day": long_date(under.ends_on)},
        change_url=address("portal:helping"),
    )


def _sections(unread: int, granted: Collection[str] | None) -> tuple[NavItem, ...]:
    """Give the menu; of a delegate, what their scopes open (``granted``)."""
    counts = {"messages": unread}
    return tuple(
        NavItem(key, label(), address(name), icon, primary, counts.get(key, 0))
        for key, label, name, icon, primary in _SECTIONS
        if address(name) and (granted is None or allows(granted, SCOPE_OF.get(key)))
    )


def _links(pages: tuple[tuple[Callable[[], str], str], ...]) -> tuple[Link, ...]:
    return tuple(Link(label(), address(name)) for label, name in pages if address(name))


def _accessibility_link(settings: Settings) -> tuple[Link, ...]:
    return (Link(accessibility_label(settings), address("portal:accessibility")),)


def _theme_url(settings: Settings) -> str:
    theme = theme_of(settings)
    if theme is None:
        return ""
    version = f"{theme.brand}{theme.accent}".replace("#", "")
    return f"{address('portal:theme')}?v={version}"


def _account_choices(request: HttpRequest, views: list[AccountView]) -> tuple[AccountChoice, ...]:
    try:
        chosen = chosen_account(request, Scope.ANY)
    except NotYours:
        return ()
    if chosen is None:
        return ()
    addresses = addresses_among(dwelling_leases(request, Scope.ANY))
    return tuple(
        AccountChoice(
            label=addresses.get(view.tenant_account.pk) or view.tenant_account.customer_reference,
            hint=_hint(view),
            url=f"{address('portal:home')}?{PARAMETER}={view.tenant_account.code}",
            current=view is chosen or view.tenant_account.pk == chosen.tenant_account.pk,
        )
        for view in views
    )


def _hint(view: AccountView) -> str:
    words = {"reference": view.tenant_account.customer_reference}
    if view.is_former:
        return _("Ancien compte, référence %(reference)s") % words
    return _("Référence client %(reference)s") % words


def _agency_contact(request: HttpRequest) -> Contact | None:
    """Give the agency of the account the page is about."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    try:
        view = chosen_account(request, Scope.ANY)
    except (NotYours, DatabaseError):
        return None
    if view is None:
        return None
    agency = view.tenant_account.agency
    return Contact(agency.name, agency.phone, agency.hours, agency.email)

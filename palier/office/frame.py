"""What stands around each page of the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.domain.landlord.queries import Settings, settings_on, today
from palier.office.gate import Desk
from palier.office.permissions import Permission
from palier.ui.parts import Link
from palier.ui.site import Contact, Frame, NavItem, Site, SiteWarning

_SECTIONS = (
    ("queue", lambda: _("File de travail"), "office:queue", "desk", Permission.READ_CASES),
    ("tenants", lambda: _("Locataires"), "office:tenants", "people", Permission.SEE_TENANTS),
    ("identities", lambda: _("Identités"), "office:identities", "key", Permission.CHECK_IDENTITY),
    (
        "reconciliation",
        lambda: _("Rapprochement"),
        "office:reconciliation",
        "bank",
        Permission.RECONCILE,
    ),
    ("insurance", lambda: _("Assurance"), "office:insurance", "shield", Permission.SEE_HOUSEHOLD),
    ("figures", lambda: _("Chiffres"), "office:figures", "history", Permission.SEE_FIGURES),
    ("replies", lambda: _("Modèles"), "office:replies", "message", Permission.WORD_REPLIES),
    ("trail", lambda: _("Journal"), "office:trail", "history", Permission.SEE_TRAIL),
    ("warning", lambda: _("Alerte"), "office:warning", "warning", Permission.PUBLISH_WARNING),
    ("reasons", lambda: _("Motifs"), "office:reasons", "settings", Permission.WORD_REASONS),
)
_SAMPLE = (
    (lambda: _("Boîte aux lettres de la démonstration"), "demo:mailbox"),
    (lambda: _("Qui peut se connecter"), "demo:accounts"),
)


def show(
    request: HttpRequest,
    desk: Desk,
    template: str,
    context: dict[str, Any],
    *,
    waiting: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Draw ``office/<template>`` inside the desk's frame; ``waiting`` is shown in the menu."""
    around = {"site": site_of(request), "frame": _frame(desk, waiting), "desk": _rights(desk)}
    return render(request, f"office/{template}", {**around, **context}, status=status)


def frame_of(request: HttpRequest) -> Frame:
    """Give the frame of a page drawn outside ``show``: an error, or a page of the library."""
    desk: Desk | None = getattr(request, "desk", None)
    if desk is not None:
        return _frame(desk, 0)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(sign_in_url=_address("account_login"))
    return Frame(
        person_name=str(user),
        sign_out_url=_address("account_logout"),
        profile_url=_address("portal:security"),
    )


def settings_of(request: HttpRequest) -> Settings:
    """Give the landlord's settings of today, read once a request."""
    known: Settings | None = getattr(request, "landlord_settings", None)
    if known is None:
        known = settings_on(today(timezone.now()))
        request.landlord_settings = known  # type: ignore[attr-defined]
    return known


def site_of(request: HttpRequest) -> Site:
    """Give the landlord's side of the frame: at the desk, home is the queue."""
    settings = settings_of(request)
    return Site(
        landlord_name=settings["short_name"] or settings["name"],
        portal_name=_("Espace agence"),
        home_url=_address("office:queue") or "/",
        contact=Contact(settings["name"], settings["phone"], settings["phone_hours"], ""),
        footer_links=(),
        warning=SiteWarning.of(settings["site_warning"], today(timezone.now())),
        sample_mode=django_settings.SAMPLE,
        sample_links=tuple(
            Link(label(), _address(name)) for label, name in _SAMPLE if _address(name)
        )
        if django_settings.SAMPLE
        else (),
    )


def _frame(desk: Desk, waiting: int) -> Frame:
    return Frame(
        person_name=str(desk.staff.user),
        nav=tuple(
            NavItem(key, label(), _address(name), icon, count=waiting if key == "queue" else 0)
            for key, label, name, icon, wanted in _SECTIONS
            if desk.may(wanted) and _address(name)
        ),
        sign_out_url=_address("account_logout"),
        profile_url=_address("portal:security"),
        search_url=_address("office:tenants") if desk.may(Permission.SEE_TENANTS) else "",
        scope_label=_("Espace agence, %(role)s") % {"role": desk.staff.get_role_display()},
    )


def _rights(desk: Desk) -> dict[str, bool]:
    """Give the templates what the role allows: ``{% if desk.see_money %}``."""
    return {permission.value: desk.may(permission) for permission in Permission}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

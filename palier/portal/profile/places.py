"""The other pages of the profile, each a feature of its own: listed here, shown once it exists.

A place is an address, not a name: whatever feature answers it, the hub leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from palier.ui.parts import Link

HUB = "/mon-profil/"


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its address, and what to say of it."""

    address: str
    label: Callable[[], str]
    hint: Callable[[], str]


PLACES = (
    Place(
        f"{HUB}securite/mot-de-passe/",
        lambda: _("Mot de passe"),
        lambda: _("Le changer, sans passer par un e-mail."),
    ),
    Place(
        f"{HUB}securite/",
        lambda: _("Sécurité et appareils"),
        lambda: _("Renforcer la connexion, voir et déconnecter vos appareils."),
    ),
    Place(
        f"{HUB}coordonnees-bancaires/",
        lambda: _("Coordonnées bancaires et prélèvement"),
        lambda: _("Votre IBAN, votre mandat."),
    ),
    Place(
        f"{HUB}proches/",
        lambda: _("Les personnes qui m’aident"),
        lambda: _("Un proche, un travailleur social, un tuteur."),
    ),
    Place(
        "/activite/",
        lambda: _("Mon activité"),
        lambda: _("Qui a vu ou changé quoi dans votre dossier."),
    ),
    Place(
        f"{HUB}mes-donnees/",
        lambda: _("Mes données"),
        lambda: _("Les télécharger, fermer mon espace."),
    ),
)


def places() -> tuple[Link, ...]:
    """Give the pages that this installation has, in order."""
    return tuple(
        Link(place.label(), place.address, hint=place.hint())
        for place in PLACES
        if _exists(place.address)
    )


def _exists(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True

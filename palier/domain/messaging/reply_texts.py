"""Replies kept ready, as Palier words them. Between braces: what is filled in by itself.

An agency changes the words, adds texts or retires some (``models.ReplyText``). They are what a
tenant will read: « vous », short sentences, no blame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kept:
    """One reply text."""

    code: str
    topic: str
    title: str
    body: str
    agency_id: str = ""
    active: bool = True
    is_ours: bool = True
    is_changed: bool = False


# Each: its code, its topic, its title, its text.
CATALOGUE: tuple[tuple[str, str, Any, Any], ...] = (
    (
        "being-looked-at",
        "",
        _("Nous cherchons la réponse"),
        _(
            "Bonjour {prénom} {nom},\n\nNous avons bien lu votre message. Nous cherchons la "
            "réponse et revenons vers vous au plus tard le {date promise}.\n\n"
            "{conseiller}, {agence}"
        ),
    ),
    (
        "call-us",
        "",
        _("Appelez-nous"),
        _(
            "Bonjour {prénom} {nom},\n\nLe plus simple est d’en parler. Appelez-nous au "
            "{téléphone} ({horaires}), et donnez le numéro {numéro}.\n\n{conseiller}, {agence}"
        ),
    ),
    (
        "detail-wanted",
        "",
        _("Il nous manque une précision"),
        _(
            "Bonjour {prénom} {nom},\n\nPour vous répondre, il nous manque une précision :\n\n"
            "- \n\nRépondez ici, quand vous pourrez.\n\n{conseiller}, {agence}"
        ),
    ),
    (
        "account-explained",
        "rent",
        _("Explication du compte"),
        _(
            "Bonjour {prénom} {nom},\n\nNous avons regardé le compte {référence}. Voici ce que "
            "nous voyons :\n\n- \n\nVous retrouvez chaque ligne sur « Mon loyer ».\n\n"
            "{conseiller}, {agence}"
        ),
    ),
    (
        "technician-comes",
        "repairs",
        _("Un technicien passera"),
        _(
            "Bonjour {prénom} {nom},\n\nUn technicien passera au {adresse}. Il vous appellera "
            "avant pour convenir de l’heure.\n\n{conseiller}, {agence}"
        ),
    ),
    (
        "document-attached",
        "papers",
        _("Voici le document demandé"),
        _(
            "Bonjour {prénom} {nom},\n\nVous trouverez le document demandé en pièce jointe.\n\n"
            "{conseiller}, {agence}"
        ),
    ),
    (
        "site-steps",
        "portal",
        _("Aide pas à pas sur le site"),
        _(
            "Bonjour {prénom} {nom},\n\nVoici comment faire :\n\n1. \n2. \n3. \n\nSi cela bloque "
            "encore, répondez ici en disant ce qui s’affiche.\n\n{conseiller}"
        ),
    ),
)


def ours() -> list[Kept]:
    """Give the texts of this catalogue, in French: what is sent is adapted by its author."""
    with translation.override("fr"):
        return [Kept(code, topic, str(title), str(body)) for code, topic, title, body in CATALOGUE]

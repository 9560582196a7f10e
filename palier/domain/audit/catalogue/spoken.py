"""Coded facts as people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# Coded facts as people read them; a code that is not here is written as it is.
SPOKEN: dict[str, Any] = {
    "known_email": _("adresse e-mail connue du bailleur"),
    "email_code": _("code reçu par e-mail"),
    "letter_code": _("code reçu par lettre"),
    "advisor": _("identité vérifiée par un conseiller"),
    "answers": _("les réponses ne correspondent pas au dossier"),
    "call": _("appel téléphonique"),
    "visit": _("visite à l’agence"),
    "paper": _("la pièce d’identité ne correspond pas au dossier"),
    "by_tenant": _("par le locataire"),
    "by_agency": _("par un conseiller"),
    "old_address": _("depuis l’ancienne adresse"),
    "tenant": _("par le locataire"),
    "agency": _("par l’agence"),
    "taken": _("adresse déjà utilisée"),
    "somebody_else": _("une autre personne a demandé cet accès"),
}

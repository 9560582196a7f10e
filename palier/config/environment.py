"""Every environment variable Palier reads: its type, default and meaning.

``docs/exploitation/reglages.md`` is generated from this catalogue.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting of the installation. ``meaning`` is French: operators read it."""

    name: str
    kind: str
    """``text``, ``flag``, ``number``, ``list`` (comma-separated), ``path`` or ``secret``."""
    default: str
    meaning: str


CATALOGUE: tuple[Variable, ...] = (
    Variable("PALIER_MODE", "text", "sample", "« sample » (bailleur d’essai) ou « production »."),
    Variable("PALIER_HOME", "path", "var", "Dossier des données : base SQLite, fichiers, imports."),
    Variable("PORT", "number", "8000", "Port local du serveur."),
    Variable("PALIER_DEBUG", "flag", "no", "Pages d’erreur détaillées ; jamais en production."),
    Variable("PALIER_SECRET_KEY", "secret", "", "Clé secrète de Django, au moins 50 signes."),
    Variable(
        "PALIER_SECRET_KEY_PREVIOUS",
        "secret",
        "",
        "Clés secrètes précédentes, séparées par des virgules, le temps d’un changement "
        "(« palier keys reseal »).",
    ),
    Variable(
        "PALIER_LOG_FORMAT",
        "text",
        "text",
        "« text », ou « json » : un objet par ligne, pour un collecteur de journaux.",
    ),
    Variable("PALIER_HOSTS", "list", "", "Noms d’hôte servis, séparés par des virgules."),
    Variable(
        "PALIER_ADDRESS", "text", "", "Adresse publique, par exemple https://compte.exemple.fr."
    ),
    Variable(
        "PALIER_DATABASE_URL", "secret", "", "Vide : SQLite dans PALIER_HOME ; sinon postgres://…"
    ),
    Variable(
        "PALIER_ANCHOR_FOLDER",
        "text",
        "",
        "Dossier, hors du serveur si possible, où le sceau du journal est écrit chaque jour.",
    ),
    Variable(
        "PALIER_OUTGOING",
        "list",
        "",
        "Autres destinations permises, hôte:port (celles des réglages le sont déjà ; "
        "« palier doctor --egress »).",
    ),
    Variable("PALIER_MACHINES", "number", "1", "Nombre de machines qui servent le portail."),
    Variable("PALIER_BIND", "list", "127.0.0.1:8000", "Adresses d’écoute du serveur de pages."),
    Variable("PALIER_WEB_PROCESSES", "number", "2", "Processus qui servent les pages."),
    Variable("PALIER_WEB_THREADS", "number", "4", "Fils d’exécution de chacun d’eux."),
    Variable("PALIER_TRUSTED_PROXIES", "number", "0", "Nombre de relais (nginx…) devant Palier."),
    Variable("PALIER_SESSION_IDLE", "number", "60", "Locataires : minutes sans action."),
    Variable("PALIER_SESSION_LONGEST", "number", "720", "Locataires : durée d’une session."),
    Variable("PALIER_STAFF_SESSION_IDLE", "number", "30", "Agents : minutes sans action."),
    Variable("PALIER_STAFF_SESSION_LONGEST", "number", "600", "Agents : durée d’une session."),
    Variable(
        "PALIER_SHARED_SESSION_IDLE", "number", "10", "Ordinateur partagé : minutes sans action."
    ),
    Variable(
        "PALIER_SHARED_SESSION_LONGEST", "number", "60", "Ordinateur partagé : durée, en minutes."
    ),
    Variable(
        "PALIER_SSO_ISSUER",
        "text",
        "",
        "Annuaire OpenID Connect des agents : son adresse (issuer) ; vide : aucun.",
    ),
    Variable("PALIER_SSO_CLIENT_ID", "text", "", "Identifiant de Palier dans l’annuaire."),
    Variable("PALIER_SSO_CLIENT_SECRET", "secret", "", "Secret de Palier dans l’annuaire."),
    Variable("PALIER_SSO_NAME", "text", "compte professionnel", "Nom du compte, sur le bouton."),
    Variable(
        "PALIER_SSO_IDENTIFIER",
        "text",
        "sub",
        "Information (claim) qui désigne un agent de façon stable : sub, employee_id…",
    ),
    Variable(
        "PALIER_SSO_EMAIL",
        "flag",
        "no",
        "Reconnaître un agent sans identifiant par son adresse vérifiée, la première fois.",
    ),
    Variable(
        "PALIER_SSO_SECOND_FACTOR",
        "list",
        "",
        "Preuves qui valent second facteur : amr:mfa, amr:hwk, acr:… ; vide : aucune.",
    ),
    Variable(
        "PALIER_STAFF_LOCAL_SIGN_IN",
        "flag",
        "yes",
        "Les agents peuvent aussi se connecter sans l’annuaire.",
    ),
    Variable("PALIER_TIME_ZONE", "text", "Europe/Paris", "Fuseau du bailleur."),
    Variable(
        "PALIER_FILES_URL", "secret", "", "Vide : disque ; sinon s3://seau?endpoint=…&region=…"
    ),
    Variable(
        "PALIER_CLAMD",
        "text",
        "",
        "Antivirus clamd : hôte:port, ou chemin d’un socket Unix ; vide : pas d’antivirus.",
    ),
    Variable("PALIER_SMTP_URL", "secret", "", "smtp://utilisateur:motdepasse@hôte:587 (e-mails)."),
    Variable("PALIER_MAIL_FROM", "text", "", "Adresse d’expédition des e-mails."),
    Variable(
        "PALIER_PAYMENT_GATEWAY", "text", "systempay", "« systempay », « payfip » ou « none »."
    ),
    Variable("PALIER_SYSTEMPAY_SITE_ID", "text", "", "Identifiant de boutique SystemPay/PayZen."),
    Variable("PALIER_SYSTEMPAY_KEY", "secret", "", "Clé HMAC-SHA-256 de la boutique."),
    Variable("PALIER_SYSTEMPAY_MODE", "text", "TEST", "« TEST » ou « PRODUCTION »."),
    Variable("PALIER_SYSTEMPAY_URL", "text", "", "Adresse de la page de paiement de la banque."),
    Variable("PALIER_SYSTEMPAY_REST_URL", "text", "", "Adresse de l’API REST de la banque."),
    Variable("PALIER_SYSTEMPAY_REST_PASSWORD", "secret", "", "Mot de passe de l’API REST."),
    Variable(
        "PALIER_BANK_KEYS",
        "secret",
        "",
        "Clés qui scellent les IBAN, « nom:clé », la première sert, les autres ouvrent encore "
        "(« palier keys new »).",
    ),
    Variable("PALIER_PAYFIP_WSDL", "text", "", "Adresse du WSDL PayFiP."),
    Variable("PALIER_PAYFIP_NUMCLI", "text", "", "Numéro client PayFiP."),
    Variable("PALIER_PAYFIP_MODE", "text", "T", "« T » essai, « X » activation, « W » production."),
)

_BY_NAME = {variable.name: variable for variable in CATALOGUE}
_TRUE = {"1", "yes", "true", "on", "oui"}


def text(name: str) -> str:
    """Read a variable as text, or its documented default."""
    return os.environ.get(name, _BY_NAME[name].default)


def flag(name: str) -> bool:
    """Read ``yes``/``no``, ``1``/``0``, ``oui``/``non``."""
    return text(name).strip().lower() in _TRUE


def number(name: str) -> int:
    """Read a whole number.

    Raises:
        ImproperlyConfigured: the value is not one.
    """
    written = text(name)
    try:
        return int(written)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"✗ {name} vaut « {written} », qui n’est pas un nombre entier.\n"
            f"  → Corrigez-la ou retirez-la ; sans elle, la valeur est {_BY_NAME[name].default}."
        ) from error


def listed(name: str) -> list[str]:
    """Read a comma-separated list, blanks removed."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def path(name: str, base: Path) -> Path:
    """Read a folder; a relative one starts at ``base``."""
    return (base / text(name)).resolve()


def documented() -> list[dict[str, Any]]:
    """Give the catalogue as rows, for the generated guide and the checks."""
    return [
        {"name": v.name, "kind": v.kind, "default": v.default, "meaning": v.meaning}
        for v in CATALOGUE
    ]

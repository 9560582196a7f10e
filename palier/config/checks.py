"""System checks: each mistake of an installation is a sentence with its remedy.

Serving is refused while there is an error (``palier.foundation.readiness``); ``palier doctor``
prints them all. They are deployment checks, so that ``migrate`` and its like run before all is
well. Sample and production never mix: whatever belongs to the sample is an error
in production.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver

from palier.config import environment as env
from palier.domain.banking.sealing import KeysUnfit, check_keys
from palier.foundation.readiness import TAG, migrations_behind

MODES = ("sample", "production")
SHORTEST_KEY = 50
SAMPLE_ROOMS = ("palier.demo", "palier.ui.gallery")
# Read by the tests and by the make targets, not by Palier itself.
OTHER_VARIABLES = ("PALIER_TEST_", "PALIER_SOAK_", "PALIER_CHROMIUM", "PALIER_VENV")
SAMPLE_ENDINGS = (".example", ".invalid", ".test", "@example.org", "@example.com", "@example.net")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

Faults = Iterator[CheckMessage]


def in_production(check: Callable[[], Faults]) -> Callable[..., list[CheckMessage]]:
    """Register a check that has nothing to say in sample mode."""

    def run(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
        return list(check()) if settings.PALIER_MODE == "production" else []

    register(run, TAG, deploy=True)
    return run


def _backend(alias: str) -> str:
    storages: dict[str, Any] = settings.STORAGES
    return str(storages[alias]["BACKEND"])


@register(TAG, deploy=True)
def check_environment(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The variables are known, and the mode is one of the two."""
    faults: list[CheckMessage] = []
    if settings.PALIER_MODE not in MODES:
        faults.append(
            Error(
                f"PALIER_MODE vaut « {settings.PALIER_MODE} », qui n’existe pas.",
                hint="Écrivez PALIER_MODE=sample ou PALIER_MODE=production.",
                id="palier.E001",
            )
        )
    known = {variable.name for variable in env.CATALOGUE}
    for name in sorted(os.environ):
        if not name.startswith("PALIER_") or name in known or name.startswith(OTHER_VARIABLES):
            continue
        near = difflib.get_close_matches(name, known, n=1)
        meant = f"Vouliez-vous écrire {near[0]} ? " if near else ""
        faults.append(
            Warning(
                f"La variable {name} n’est lue par rien.",
                hint=f"{meant}Les réglages sont dans docs/exploitation/reglages.md.",
                id="palier.W001",
            )
        )
    if not os.access(settings.PALIER_HOME, os.W_OK):
        faults.append(
            Error(
                f"Le dossier des données {settings.PALIER_HOME} ne peut pas être écrit.",
                hint="Donnez-le à l’utilisateur de Palier (chown), ou changez PALIER_HOME.",
                id="palier.E002",
            )
        )
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if "Manifest" in _backend("staticfiles") and not manifest.exists():
        faults.append(
            Error(
                "Les styles ne sont pas rassemblés : les pages ne s’afficheraient pas.",
                hint="Lancez « palier manage collectstatic --no-input ».",
                id="palier.E003",
            )
        )
    return faults


@in_production
def check_secrets() -> Faults:
    """No secret of the sample, none that can be guessed, no open error pages."""
    if settings.DEBUG:
        yield Error(
            "PALIER_DEBUG montre à tous le détail des erreurs.",
            hint="Retirez PALIER_DEBUG.",
            id="palier.E010",
        )
    key = settings.SECRET_KEY
    if key == settings.SAMPLE_SECRET_KEY or len(key) < SHORTEST_KEY:
        yield Error(
            "PALIER_SECRET_KEY est absente, trop courte, ou celle du bailleur d’essai.",
            hint='Tirez-en une : python3 -c "import secrets; print(secrets.token_urlsafe(64))"',
            id="palier.E011",
        )


@in_production
def check_bank_keys() -> Faults:
    """IBANs are sealed under keys of the installation's own."""
    try:
        check_keys(settings.PALIER_BANK_KEYS)
    except KeysUnfit as unfit:
        yield Error(
            f"PALIER_BANK_KEYS ne peut pas servir : {unfit}.",
            hint="Tirez une clé par « palier keys new » et gardez-en une copie hors du serveur.",
            id="palier.E016",
        )
        return
    if set(settings.PALIER_BANK_KEYS) & set(settings.SAMPLE_BANK_KEYS):
        yield Error(
            "PALIER_BANK_KEYS est celle du bailleur d’essai : tout le monde la connaît.",
            hint="Tirez une clé par « palier keys new » et gardez-en une copie hors du serveur.",
            id="palier.E017",
        )


@in_production
def check_address() -> Faults:
    """People reach the portal by one name, over TLS."""
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "PALIER_HOSTS ne dit pas quels noms d’hôte servir.",
            hint="Écrivez par exemple PALIER_HOSTS=compte.exemple.fr.",
            id="palier.E012",
        )
    address = urlsplit(settings.PALIER_ADDRESS)
    if address.scheme != "https" or not address.netloc:
        yield Error(
            "PALIER_ADDRESS n’est pas une adresse https : rien ne protégerait les mots de passe.",
            hint="Écrivez par exemple PALIER_ADDRESS=https://compte.exemple.fr.",
            id="palier.E013",
        )
    elif address.hostname not in settings.ALLOWED_HOSTS:
        yield Error(
            f"L’hôte de PALIER_ADDRESS ({address.hostname}) n’est pas dans PALIER_HOSTS.",
            hint="Ajoutez-le à PALIER_HOSTS.",
            id="palier.E014",
        )
    if settings.PALIER_TRUSTED_PROXIES < 1:
        yield Error(
            "PALIER_TRUSTED_PROXIES vaut 0 : Palier ne saurait pas que les pages arrivent par TLS.",
            hint="Placez nginx devant (deploy/nginx.conf) et écrivez PALIER_TRUSTED_PROXIES=1.",
            id="palier.E015",
        )


@in_production
def check_machines() -> Faults:
    """Several machines share one database and one store of files."""
    if settings.PALIER_MACHINES < 2:
        return
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Error(
            "SQLite ne peut pas être partagé entre plusieurs machines.",
            hint="Donnez PALIER_DATABASE_URL=postgres://… ou PALIER_MACHINES=1.",
            id="palier.E020",
        )
    if _backend("default").endswith("FileSystemStorage"):
        yield Error(
            "Les fichiers d’une machine ne seraient pas vus des autres.",
            hint="Donnez PALIER_FILES_URL=s3://… ou PALIER_MACHINES=1.",
            id="palier.E021",
        )


@in_production
def check_mail() -> Faults:
    """Letters leave for real, from an address of the landlord."""
    if not settings.PALIER_SMTP_URL:
        yield Error(
            "PALIER_SMTP_URL est vide : aucun e-mail ne partirait.",
            hint="Écrivez PALIER_SMTP_URL=smtp+tls://utilisateur:motdepasse@hôte:587.",
            id="palier.E030",
        )
    sender = settings.DEFAULT_FROM_EMAIL
    if "@" not in sender or sender.rstrip(">").endswith(".invalid"):
        yield Error(
            "PALIER_MAIL_FROM ne dit pas de quelle adresse partent les e-mails.",
            hint="Écrivez PALIER_MAIL_FROM=ne-pas-repondre@exemple.fr.",
            id="palier.E031",
        )


@in_production
def check_sign_in() -> Faults:
    """Sessions end, and the landlord's directory is reached over TLS, or is none."""
    for kind, (idle, longest) in settings.PALIER_SESSION_MINUTES.items():
        if not 0 < idle <= longest:
            yield Error(
                f"Les durées de session « {kind} » ne vont pas : {idle} puis {longest} minutes.",
                hint="La durée sans action est positive et ne dépasse pas la durée totale.",
                id="palier.E070",
            )
    told = settings.PALIER_SSO
    if not told["issuer"]:
        if not settings.PALIER_STAFF_LOCAL_SIGN_IN:
            yield Error(
                "Les agents ne peuvent se connecter d’aucune façon.",
                hint="Réglez PALIER_SSO_ISSUER, ou PALIER_STAFF_LOCAL_SIGN_IN=yes.",
                id="palier.E071",
            )
        return
    where = urlsplit(told["issuer"])
    if where.scheme != "https" or where.hostname in LOCAL_HOSTS:
        yield Error(
            "PALIER_SSO_ISSUER n’est pas l’adresse https d’un vrai annuaire.",
            hint="Copiez l’issuer que donne l’annuaire, au caractère près.",
            id="palier.E072",
        )
    if not told["client_id"] or not told["client_secret"]:
        yield Error(
            "L’annuaire des agents est réglé à moitié.",
            hint="Donnez PALIER_SSO_CLIENT_ID et PALIER_SSO_CLIENT_SECRET.",
            id="palier.E073",
        )
    odd = [one for one in told["second_factor"] if not one.startswith(("amr:", "acr:"))]
    if odd:
        yield Error(
            f"PALIER_SSO_SECOND_FACTOR contient « {odd[0]} », qui n’est ni amr: ni acr:.",
            hint="Écrivez par exemple PALIER_SSO_SECOND_FACTOR=amr:mfa.",
            id="palier.E074",
        )


@in_production
def check_payment() -> Faults:
    """The bank is the landlord's, never the local one."""
    gateway = settings.PALIER_PAYMENT_GATEWAY
    if gateway == "systempay":
        yield from _check_systempay(settings.PALIER_SYSTEMPAY)
    elif gateway == "payfip":
        yield from _check_payfip(settings.PALIER_PAYFIP)
    elif gateway != "none":
        yield Error(
            f"PALIER_PAYMENT_GATEWAY vaut « {gateway} », qui n’existe pas.",
            hint="Écrivez systempay, payfip ou none.",
            id="palier.E040",
        )


def _check_systempay(bank: dict[str, str]) -> Faults:
    missing = [
        name for name in ("site_id", "key", "url", "rest_url", "rest_password") if not bank[name]
    ]
    if missing:
        names = ", ".join(f"PALIER_SYSTEMPAY_{name.upper()}" for name in missing)
        yield Error(
            f"Le paiement par carte n’est pas réglé : il manque {names}.",
            hint="Elles sont dans le Back Office de la banque ; sinon PALIER_PAYMENT_GATEWAY=none.",
            id="palier.E041",
        )
    for name in ("url", "rest_url"):
        where = urlsplit(bank[name])
        if bank[name] and (where.scheme != "https" or where.hostname in LOCAL_HOSTS):
            yield Error(
                f"PALIER_SYSTEMPAY_{name.upper()} n’est pas l’adresse https d’une vraie banque.",
                hint="Copiez l’adresse https donnée par la banque.",
                id="palier.E042",
            )
    if bank["mode"] != "PRODUCTION":
        yield Warning(
            "Le paiement par carte est en mode TEST : personne ne serait débité.",
            hint="Après les essais de la banque : PALIER_SYSTEMPAY_MODE=PRODUCTION.",
            id="palier.W040",
        )


def _check_payfip(treasury: dict[str, str]) -> Faults:
    if not treasury["wsdl"] or not treasury["numcli"]:
        yield Error(
            "PayFiP n’est pas réglé : il manque PALIER_PAYFIP_WSDL ou PALIER_PAYFIP_NUMCLI.",
            hint="Le numéro client est attribué par la DGFiP ; sinon PALIER_PAYMENT_GATEWAY=none.",
            id="palier.E043",
        )
    if treasury["mode"] != "W":
        yield Warning(
            "PayFiP est en mode d’essai ou d’activation : personne ne serait débité.",
            hint="Après l’activation : PALIER_PAYFIP_MODE=W.",
            id="palier.W041",
        )


@in_production
def check_sample_pages() -> Faults:
    """The local bank, the local mailbox and the gallery are not served."""
    served = sorted({room for room in _rooms_served(get_resolver().url_patterns) if room})
    for room in served:
        yield Error(
            f"Des pages du bailleur d’essai seraient servies ({room}).",
            hint="Elles n’existent qu’avec PALIER_MODE=sample ; vérifiez palier/config/urls.py.",
            id="palier.E050",
        )


def _rooms_served(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _rooms_served(pattern.url_patterns)
        else:
            module = pattern.callback.__module__
            yield next((room for room in SAMPLE_ROOMS if module.startswith(room)), "")


@register(TAG, deploy=True)
def check_database(
    app_configs: Any = None, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """The database answers, is up to date, and holds no sample people in production."""
    if not databases:
        return []
    try:
        behind = migrations_behind()
        if not behind:
            return list(_check_sample_people())
    except DatabaseError as failure:
        said = str(failure).splitlines()[0]
        return [
            Error(
                f"La base de données ne répond pas : {said}.",
                hint="Vérifiez PALIER_DATABASE_URL et que le serveur est en marche.",
                id="palier.E060",
            )
        ]
    return [
        Error(
            f"La base a {behind} migration(s) de retard.",
            hint="Sauvegardez-la, puis lancez « palier manage migrate ».",
            id="palier.E062",
        )
    ]


def _check_sample_people() -> Faults:
    """Nobody signs in with a password printed in this repository.

    Sample addresses end in names that no real person can have (RFC 2606).
    """
    if settings.PALIER_MODE != "production":
        return
    from palier.domain.accounts.models import User

    reserved = Q()
    for ending in SAMPLE_ENDINGS:
        reserved |= Q(email__iendswith=ending)
    count = User.objects.filter(reserved, is_active=True).count()
    if count:
        yield Error(
            f"{count} connexion(s) du bailleur d’essai existent dans cette base.",
            hint="Repartez d’une base neuve : les données d’essai ne se mêlent jamais aux vraies.",
            id="palier.E061",
        )

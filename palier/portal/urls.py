"""The portal's site map: each feature module exposes its own ``urlpatterns``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "portal"

_FEATURES = (
    ("", "home"),
    ("", "site"),
    ("langue/", "language"),
    ("ouvrir-mon-compte/", "opening"),
    ("mot-de-passe-oublie/", "recovery"),
    ("ecrire-a-mon-agence/", "contact"),
    ("signaler-un-message/", "suspicious"),
    ("mon-profil/proches/", "delegates"),
    ("aider/", "helping"),
    ("mon-profil/", "profile"),
    ("mon-profil/", "rights"),
    ("mes-informations/", "profile.former_address"),
    ("mon-profil/securite/", "security.page"),
    ("mon-profil/appareils/", "devices"),
    ("mon-profil/coordonnees-bancaires/", "banking.details"),
    ("prelevement/", "banking.debits"),
    ("mon-bail/", "lease"),
    ("documents/", "documents"),
    ("mon-loyer/avis/", "rent_notices"),
    ("mon-loyer/quittances/", "rent_receipts"),
    ("mon-loyer/regularisations/", "settlements"),
    ("mon-loyer/", "rent_account"),
    ("paiements/", "payments"),
    ("je-ne-peux-pas-payer/", "hardship"),
    ("assurance/", "insurance"),
    ("mon-foyer/", "household"),
    ("pieces/", "papers"),
    ("accuses/", "acknowledgements"),
    ("messages/", "messages"),
    ("mes-demandes/", "casework"),
    ("activite/", "activity"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(import_module(f"palier.portal.{feature}").urlpatterns))
    for prefix, feature in _FEATURES
    if find_spec(f"palier.portal.{feature}")
]

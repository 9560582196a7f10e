"""The desk's site map: each feature module exposes its own ``urlpatterns``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "office"

_FEATURES = (
    ("", "queue"),
    ("", "warning"),
    ("demandes/", "reviewing.pages"),
    ("demandes/", "receipts"),
    ("demandes/", "cases"),
    ("locataires/", "tenants"),
    ("locataires/", "tenant_file"),
    ("identites/", "identities"),
    ("identites/", "letters"),
    ("acces/", "recovery_figures"),
    ("acces/", "sessions"),
    ("acces/", "recoveries"),
    ("locataires/", "counter"),
    ("messages/", "messages"),
    ("motifs/", "reasons"),
    ("journal/", "trail"),
    ("chiffres/", "figures"),
    ("rapprochement/", "reconciliation"),
    ("assurance/", "insurance_counter"),
    ("assurance/", "insurance"),
    ("foyer/", "household_counter"),
    ("foyer/", "household"),
    ("pieces/", "papers_counter"),
    ("pieces/", "papers"),
    ("coordonnees/", "contact_counter"),
    ("coordonnees/", "contact_email"),
    ("coordonnees/", "contact_details"),
    ("accuses/", "acknowledgements"),
    ("proches/", "delegations"),
    ("connexion/", "single_sign_on"),
    ("banque/", "banking"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(import_module(f"palier.office.{feature}").urlpatterns))
    for prefix, feature in _FEATURES
    if find_spec(f"palier.office.{feature}")
]

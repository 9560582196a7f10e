"""``/ouvrir-mon-compte/``: from the paper avis to an open account.

``steps``     what is typed: reference and name, e-mail address, password; one thing a page
``mailbox``   the letter asked for, the link followed
``identity``  the second proof, before anything personal shows
"""

from __future__ import annotations

from django.urls import path

from palier.portal.opening import identity, mailbox, steps

urlpatterns = [
    path("", steps.who, name="opening"),
    path("adresse/", steps.address, name="opening-address"),
    path("mot-de-passe/", steps.password, name="opening-password"),
    path("mot-de-passe/avis/", steps.password_opinion, name="opening-password-opinion"),
    path("e-mail/", mailbox.sent, name="opening-sent"),
    path("confirmer/<slug:code>/<slug:token>/", mailbox.confirm, name="opening-confirm"),
    path("prenom/", identity.first_name, name="opening-first-name"),
    path("identite/", identity.prove, name="opening-identity"),
    path("identite/e-mail/", identity.send_code, name="opening-identity-email"),
    path("identite/lettre/", identity.ask_letter, name="opening-identity-letter"),
    path("identite/agence/", identity.ask_advisor, name="opening-identity-advisor"),
]

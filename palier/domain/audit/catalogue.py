"""Every event Palier records, with the sentence a tenant reads; add yours here.

The sentence is a gettext msgid with named placeholders taken from the recorded facts.
An empty tenant sentence keeps the event for the staff alone.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """The catalogue. Value: a stable name, ``room.past_tense``. Label: the sentence."""

    ACCOUNT_OPENED = "access.account_opened", _("L’espace locataire a été ouvert.")
    SIGNED_IN = "accounts.signed_in", _("Connexion à l’espace locataire.")
    SIGNED_OUT = "accounts.signed_out", _("Déconnexion.")
    TENANT_FILE_SEEN = "office.tenant_file_seen", _("Un conseiller a consulté le dossier.")
    DOCUMENT_ADDED = "documents.added", _("Le document « %(title)s » a été ajouté.")
    ENTRY_POSTED = "ledger.entry_posted", _("Une opération a été inscrite au compte de loyer.")
    ENTRY_REVERSED = "ledger.entry_reversed", _("Une opération du compte de loyer a été annulée.")
    PERIOD_PUBLISHED = "billing.period_published", _("Les avis d’échéance ont été publiés.")

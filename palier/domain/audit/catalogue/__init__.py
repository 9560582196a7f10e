"""Every event Palier records, with the sentences people read; add yours here.

    events.py           NAME = "room.past_tense"
    about_people.py     accounts, access, tenancy, household, office, exchange, audit, rights
    about_requests.py   casework, messaging, documents, insurance, papers
    about_money.py      payments, ledger, billing
                        "room.past_tense": (tenant sentence[, staff sentence])
    spoken.py           coded facts, in words

A sentence is a gettext msgid with named placeholders taken from the recorded facts, written
as people read them: ``%(amount)s`` for the fact ``amount_cents``, ``%(promised_on)s`` for a
date given as ISO text. Without a staff sentence, staff read the tenant's. An empty tenant
sentence keeps the event for the staff alone.
"""

from palier.domain.audit.catalogue.events import Event
from palier.domain.audit.catalogue.spoken import SPOKEN

__all__ = ["SPOKEN", "Event"]

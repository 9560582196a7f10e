"""What the home page says of messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from palier.domain.casework.queries import ToDo
from palier.domain.landlord.queries import today
from palier.domain.messaging.queries import ThreadSummary
from palier.portal.frame import address
from palier.ui.french import long_date
from palier.ui.parts import Event, Status, Task

INSURANCE_ROWS = frozenset({"insurance.certificate", "tenancy.lease"})
"""What notices of insurance are about; a formal demand stays a message of its own."""


def message_tasks(
    threads: Sequence[ThreadSummary], waiting: Sequence[ToDo], *, insurance: bool
) -> tuple[Task, ...]:
    """Give the threads that hold something unread, as things to do.

    But for those that only announce what the page lists already: ``waiting``, and with
    ``insurance`` a certificate to file.
    """
    listed = {code for one in waiting for code in (one.code, *one.decided)}
    return tuple(
        Task(
            thread.title,
            Status(_("Nouveau message"), "info"),
            address("portal:thread", thread.code),
            _("Votre agence vous a écrit."),
        )
        for thread in threads
        if thread.is_unread and not _is_listed(thread, listed, insurance)
    )


def _is_listed(thread: ThreadSummary, listed: Collection[str], insurance: bool) -> bool:
    about_insurance = insurance and thread.subject_kind in INSURANCE_ROWS
    return thread.is_only_told and (about_insurance or thread.subject_reference in listed)


def message_news(threads: Sequence[ThreadSummary], since: dt.date) -> list[tuple[dt.date, Event]]:
    """Give the threads that wait for an answer of the agency, dated."""
    found = []
    for thread in threads:
        day = today(thread.last_at)
        if thread.is_unread or not thread.is_waiting or day < since or not thread.promised_on:
            continue
        title = _("Votre message est arrivé à l’agence : %(title)s") % {"title": thread.title}
        text = _("Réponse promise au plus tard le %(day)s.") % {
            "day": long_date(thread.promised_on)
        }
        url = address("portal:thread", thread.code)
        found.append((day, Event(title, long_date(day), text, url=url)))
    return found

"""The bar that lets an advisor take back, for a short while, what they have just decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.casework.models import Case
from palier.domain.casework.queries import decisions_to_undo
from palier.office.gate import Desk


@dataclass(frozen=True, slots=True)
class Undoable:
    """One decision in the bar; without a script the page says how long is left."""

    sentence: str
    left: str
    seconds: int
    url: str


def undoable(desk: Desk, *, besides: Case | None = None) -> tuple[Undoable, ...]:
    """Give what the reader may still take back, but for the case the page is about."""
    found = decisions_to_undo(desk.staff, desk.now)
    return tuple(
        Undoable(
            sentence=(_("Accepté : %(what)s") if row.is_accepted else _("Refusé : %(what)s"))
            % {"what": row.case.subject},
            left=time_left(row.undo_until, desk.now),
            seconds=seconds_left(row.undo_until, desk.now),
            url=reverse("office:case-undo", args=[row.case.code]),
        )
        for row in found
        if besides is None or row.case_id != besides.pk
    )


def seconds_left(until: dt.datetime, now: dt.datetime) -> int:
    """Give the whole seconds before ``until``, one at least."""
    return max(1, int((until - now).total_seconds()))


def time_left(until: dt.datetime, now: dt.datetime) -> str:
    """Say how long a decision can still be taken back."""
    seconds = seconds_left(until, now)
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return ngettext("%(n)s seconde", "%(n)s secondes", rest) % {"n": rest}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}

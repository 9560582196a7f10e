"""Reads of the room: the copy and the closing of one user."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from palier.domain.accounts.models import User
from palier.domain.rights.models import Closing, DataCopy
from palier.foundation.errors import NotYours

COPIES = "copies"


def place_of(copy: DataCopy) -> str:
    """Give where the file of a copy lies in the private storage."""
    return f"{COPIES}/{copy.code}.zip"


def live_copy_of(user: User) -> DataCopy | None:
    """Give the copy of ``user`` that is being prepared or ready, if there is one."""
    live = (DataCopy.State.ASKED, DataCopy.State.READY)
    return DataCopy.objects.filter(user=user, state__in=live).first()


def closing_of(user: User) -> Closing | None:
    """Give the closing of ``user`` that waits for its day, if there is one."""
    return Closing.objects.filter(user=user, state=Closing.State.ASKED).first()


def cancel_token(closing: Closing) -> str:
    """Give the secret part of the link that takes a closing back: made from what only we know."""
    message = f"{closing.code}:{closing.user_id}:{closing.asked_at.isoformat()}"
    return salted_hmac("palier.rights.closing", message, algorithm="sha256").hexdigest()[:32]


def closing_under(code: str, token: str) -> Closing:
    """Find the closing that a link leads to.

    Raises:
        NotYours: there is none, or the link is not the one that was sent.
    """
    closing = Closing.objects.select_related("user").filter(code=code).first()
    if closing is None or not constant_time_compare(cancel_token(closing), token):
        raise NotYours()
    return closing

"""How often one may try. Failures count, by address and by reference, in the database."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from palier.domain.access.rules import reference_key
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.throttling import Limit

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

# A whole building, an agency’s hall or a telephone operator may share one address.
_BY_ADDRESS = Limit("opening.address", tries=100, window=HOUR)
_BY_REFERENCE = Limit("opening.reference", tries=8, window=HOUR)
_BY_REFERENCE_A_DAY = Limit("opening.reference.day", tries=25, window=DAY)
_LETTERS = Limit("opening.letters", tries=200, window=HOUR)
_OPINIONS = Limit("opening.opinions", tries=300, window=HOUR)


def of_names(request: HttpRequest, reference: str) -> list[tuple[Limit, str]]:
    """Give the limits on wrong references and names, and the keys they are counted under."""
    key = reference_key(reference)
    return [
        (_BY_ADDRESS, client_address(request)),
        (_BY_REFERENCE, key),
        (_BY_REFERENCE_A_DAY, key),
    ]


def of_letters(request: HttpRequest) -> list[tuple[Limit, str]]:
    """Give the limit on letters that one address may have sent."""
    return [(_LETTERS, client_address(request))]


def of_opinions(request: HttpRequest) -> list[tuple[Limit, str]]:
    """Give the limit on passwords judged while they are typed."""
    return [(_OPINIONS, client_address(request))]

"""How often one may try. Failures count, by address and by reference, in the database.

The tries on one reference are shared by everybody, so that names are not guessed from many
addresses. A stranger who knows a reference can use them up: then each network still has a few
tries of its own, which nobody elsewhere can use up, and the true tenant gets in. Whoever owns
many networks gains those few tries in each, on a name that the paper avis shows beside the
reference, and that opens nothing without the second proof. What is counted is what was typed,
known or not: no wait tells whether a reference exists.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from palier.domain.access.rules import reference_key
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.sign_in_limits import network_of
from palier.domain.accounts.throttling import Limit, Reserved, reserve_shared_or_own

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

# A whole building, an agency’s hall or a telephone operator may share one address.
_BY_ADDRESS = Limit("opening.address", tries=100, window=HOUR)
_BY_REFERENCE = Limit("opening.reference", tries=8, window=HOUR)
_BY_REFERENCE_A_DAY = Limit("opening.reference.day", tries=25, window=DAY)
_OF_OWN = Limit("opening.reference.own", tries=3, window=DAY)
_LETTERS = Limit("opening.letters", tries=200, window=HOUR)
_OPINIONS = Limit("opening.opinions", tries=300, window=HOUR)


def reserve_names(request: HttpRequest, reference: str, now: dt.datetime) -> Reserved:
    """Reserve one try at a reference and a name, before it is known to be right or wrong."""
    key, address = reference_key(reference), client_address(request)
    return reserve_shared_or_own(
        always=[(_BY_ADDRESS, address)],
        shared=[(_BY_REFERENCE, key), (_BY_REFERENCE_A_DAY, key)],
        own=[(_OF_OWN, f"{key}:{network_of(address)}")],
        now=now,
    )


def of_letters(request: HttpRequest) -> list[tuple[Limit, str]]:
    """Give the limit on letters that one address may have sent."""
    return [(_LETTERS, client_address(request))]


def of_opinions(request: HttpRequest) -> list[tuple[Limit, str]]:
    """Give the limit on passwords judged while they are typed."""
    return [(_OPINIONS, client_address(request))]

"""How often one may try to sign in, and under which key each try counts.

Strangers share the allowance of the account they try and that of the address they come
from. A device that signed in before, and whoever is signed in and shows the password
again, have one of their own: strangers never use it up, so they never keep an owner out.

Under ten tries an hour for one account, from however many addresses: proved in
``tests/domain/accounts/test_sign_in_limits.py``.
"""

from __future__ import annotations

import datetime as dt
import ipaddress

from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.throttling import Limit, Reserved, reserve_shared_or_own

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_GROWING = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))

ACCOUNT = Limit("sign_in.account", tries=5, window=DAY, delays=_GROWING)
ACCOUNT_AN_HOUR = Limit("sign_in.account.hour", tries=9, window=HOUR)
# A tenants’ hall or a telephone operator shares one address: generous, then slower and slower.
ADDRESS = Limit(
    "sign_in.address",
    tries=60,
    window=HOUR,
    delays=tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15)),
)

# A wave of tries goes on as long as no day passes without a try turned away.
WAVE = Limit("sign_in.wave", tries=1, window=DAY)
# Letters about waves, whatever happens: one a day.
WAVE_LETTERS = Limit("sign_in.wave.letters", tries=1, window=DAY)

# Links, codes and addresses asked for from one place, whoever they are about.
ASKING = Limit("recovery.asking", tries=100, window=HOUR)
# Demands that an advisor has to read.
ASKING_AGENCY = Limit("recovery.agency", tries=20, window=HOUR)
CODES = Limit("recovery.codes", tries=5, window=DAY, delays=_GROWING)
CODES_AN_HOUR = Limit("recovery.codes.hour", tries=9, window=HOUR)
CODES_OF_OWN = Limit("recovery.codes.own", tries=3, window=DAY)
CODES_OF_ADDRESS = Limit("recovery.codes.address", tries=30, window=HOUR, delays=_GROWING)
# Letters to one mailbox: beyond these the links already sent still serve.
RESET_LETTERS = Limit("recovery.letters", tries=5, window=HOUR)


def limits_of(
    *, email: str, address: str, device: str = "", session: str = ""
) -> list[tuple[Limit, str]]:
    """Give the limits on a try to sign in as ``email``, and the keys they are counted under.

    ``device`` is a device this person signed in from before, ``session`` the key of the user
    who is signed in and shows the password again; both empty for a stranger.
    """
    typed = folded_email(email)
    own = f"session:{session}" if session else f"device:{device}" if device else ""
    if own:
        return [(ACCOUNT, f"{own}:{typed}"), (ACCOUNT_AN_HOUR, f"{own}:{typed}")]
    return [*strangers_limits_of(email), (ADDRESS, address)]


def strangers_limits_of(email: str) -> list[tuple[Limit, str]]:
    """Give the limits that all the strangers who try ``email`` share."""
    typed = folded_email(email)
    return [(ACCOUNT, typed), (ACCOUNT_AN_HOUR, typed)]


def network_of(address: str) -> str:
    """Give the network that ``address`` belongs to: a stranger who has one address has many.

    256 addresses of IPv4; of IPv6, what a provider gives to one of its customers at most.
    Whatever is no address is a network by itself.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    bits = 24 if known.version == 4 else 48
    return str(ipaddress.ip_network((known, bits), strict=False))


def reserve_code(*, reference: str, address: str, now: dt.datetime) -> Reserved:
    """Reserve one try at the code of a letter for a customer reference, from one address.

    The code is far too long to be guessed; a stranger who knows the reference could only keep
    its owner waiting, so each network has tries of its own.
    """
    return reserve_shared_or_own(
        always=[(CODES_OF_ADDRESS, address)],
        shared=[(CODES, reference), (CODES_AN_HOUR, reference)],
        own=[(CODES_OF_OWN, f"{reference}:{network_of(address)}")],
        now=now,
    )

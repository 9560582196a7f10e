"""What a person may be told when bank details or a mandate cannot change.

DomainError
├── ChangeRefused        bank details, or a mandate, may not change now
│   ├── AskAgain             the password was not typed again, or too long ago
│   ├── TooSoonAfterReset    the password or the address changed within seven days
│   ├── TooManyTries         enough for one day
│   ├── AlreadyYours         this is the account known already
│   ├── StillDebited         a mandate debits this account: it goes first
│   ├── LinkTooOld           the link to confirm has served, or is too old
│   └── NoMandateHere        a mandate cannot be signed for this account, now
├── IbanRefused          what was typed is not a usable IBAN
├── WrongSigningCode     wrong, expired, used, or tried too often
└── SameEyes             the second of two must be somebody else
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from palier.domain.landlord.queries import today
from palier.foundation.dates import long_date
from palier.foundation.errors import DomainError

PROVEN_FOR = dt.timedelta(minutes=10)
"""How long a password typed again is worth, for bank details."""


class ChangeRefused(DomainError):
    """Bank details, or a mandate, may not change now."""


class AskAgain(ChangeRefused):
    """The password has to be typed again first."""


class TooSoonAfterReset(ChangeRefused):
    """The password or the address of sign-in changed within seven days."""


class TooManyTries(ChangeRefused):
    """Enough accounts were given, or codes sent, for one day."""


class AlreadyYours(ChangeRefused):
    """This is the account that is known already."""


class StillDebited(ChangeRefused):
    """A mandate debits this account: it has to be stopped first."""


class LinkTooOld(ChangeRefused):
    """The link to confirm has served, or is too old."""


class NoMandateHere(ChangeRefused):
    """A mandate cannot be signed for this account, now."""


class IbanRefused(DomainError):
    """What was typed is not an IBAN that can be used."""


class WrongSigningCode(DomainError):
    """The code typed does not sign anything now."""


class SameEyes(DomainError):
    """Two of the staff look: the second one must be somebody else."""


def check_proven(proven_at: dt.datetime | None, now: dt.datetime) -> None:
    """Check that the person typed their password again a moment ago.

    Raises:
        AskAgain: they did not, or more than ten minutes ago.
    """
    if proven_at is None or not dt.timedelta(0) <= now - proven_at <= PROVEN_FOR:
        raise AskAgain(_("Tapez d’abord votre mot de passe, encore une fois."))


def check_quiet(until: dt.datetime | None) -> None:
    """Check that nothing of the sign-in changed lately; ``until`` is when it is old enough.

    Raises:
        TooSoonAfterReset: the sentence says from which day it works.
    """
    if until is not None:
        raise TooSoonAfterReset(
            _(
                "Votre mot de passe ou votre adresse e-mail vient de changer. Pour vous protéger, "
                "vos coordonnées bancaires ne peuvent pas changer avant le %(day)s. C’est urgent ? "
                "Appelez votre agence."
            )
            % {"day": long_date(today(until) + dt.timedelta(days=1))}
        )

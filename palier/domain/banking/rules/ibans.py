"""Read an IBAN as people type it; say in one sentence what is wrong with it.

Sources: ISO 13616 (structure and check digits), the EPC list of SEPA scheme countries
(EPC409-09), and for France the RIB key of the account itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from schwifty import IBAN
from schwifty.exceptions import (
    InvalidBBANChecksum,
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    SchwiftyException,
)

_SPACING = re.compile(r"[\s\u00a0\u202f.\-_/]+")
_LABEL = re.compile(r"^IBAN:?", re.IGNORECASE)
LONGEST = 34
FRENCH_LENGTH = 27


class IbanFault(StrEnum):
    """What is wrong, one sentence each (``sentence_of``)."""

    EMPTY = "empty"
    NOT_AN_IBAN = "not_an_iban"
    RIB = "rib"
    CARD = "card"
    COUNTRY = "country"
    LENGTH = "length"
    CHECK = "check"
    OUTSIDE_SEPA = "outside_sepa"
    STRUCTURE = "structure"


class IbanUnreadable(ValueError):
    """The IBAN cannot be used; ``fault`` says why."""

    def __init__(self, fault: IbanFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """A usable IBAN; ``bic`` and ``bank`` are empty when the bank is not in the registry."""

    iban: str
    country: str
    bic: str
    bank: str

    @property
    def masked(self) -> str:
        return masked(self.iban)


def read_iban(typed: str) -> Read:
    """Read an IBAN typed with any spaces and letters of either case.

    Raises:
        IbanUnreadable: it is none, has a mistake, or its country is outside SEPA.
    """
    bare = _LABEL.sub("", _SPACING.sub("", typed.strip())).upper()
    if not bare:
        raise IbanUnreadable(IbanFault.EMPTY)
    if not bare.isascii() or not bare.isalnum():
        raise IbanUnreadable(IbanFault.NOT_AN_IBAN)
    if bare.isdigit() and len(bare) == 16:
        raise IbanUnreadable(IbanFault.CARD)
    if bare[:5].isdigit() and len(bare) == 23:
        raise IbanUnreadable(IbanFault.RIB)
    if len(bare) < 5 or not bare[:2].isalpha() or not bare[2:4].isdigit():
        raise IbanUnreadable(IbanFault.NOT_AN_IBAN)
    try:
        iban = IBAN(bare, validate_bban=True)
    except InvalidCountryCode:
        raise IbanUnreadable(IbanFault.COUNTRY) from None
    except InvalidLength:
        raise IbanUnreadable(IbanFault.LENGTH) from None
    except (InvalidChecksumDigits, InvalidBBANChecksum):
        raise IbanUnreadable(IbanFault.CHECK) from None
    except SchwiftyException:
        raise IbanUnreadable(IbanFault.STRUCTURE) from None
    if not iban.in_sepa_zone:
        raise IbanUnreadable(IbanFault.OUTSIDE_SEPA)
    return Read(
        iban=str(iban.compact),
        country=str(iban.country_code),
        bic=str(iban.bic or ""),
        bank=str(iban.bank_name or "")[:80],
    )


def masked(iban: str) -> str:
    """Write an IBAN so that its owner knows it again and nobody can use it."""
    return f"{iban[:4]}\u00a0••••\u00a0…\u00a0{iban[-4:]}"


def sentence_of(fault: IbanFault) -> str:
    """Say what is wrong and what to do, in plain words."""
    return {
        IbanFault.EMPTY: _("Tapez votre IBAN. Il commence par FR et se lit sur votre RIB."),
        IbanFault.NOT_AN_IBAN: _(
            "Ce n’est pas un IBAN. Un IBAN français commence par FR, suivi de 25 chiffres ou "
            "lettres."
        ),
        IbanFault.RIB: _(
            "C’est l’ancien numéro de RIB. Sur le même papier, cherchez la ligne « IBAN », qui "
            "commence par FR."
        ),
        IbanFault.CARD: _(
            "C’est un numéro de carte : ne l’écrivez jamais ici. L’IBAN se lit sur votre RIB et "
            "commence par FR."
        ),
        IbanFault.COUNTRY: _(
            "Les deux premières lettres ne sont pas celles d’un pays. Un IBAN français commence "
            "par FR."
        ),
        IbanFault.LENGTH: _(
            "Il y a trop de caractères, ou il en manque. Un IBAN français en compte 27, sans les "
            "espaces."
        ),
        IbanFault.CHECK: _(
            "Un chiffre ou une lettre est faux : la clé de contrôle ne va pas. Comparez avec votre "
            "RIB, signe par signe."
        ),
        IbanFault.OUTSIDE_SEPA: _(
            "Cette banque est hors de la zone SEPA : nous ne pouvons pas utiliser ce compte."
        ),
        IbanFault.STRUCTURE: _(
            "Un caractère n’est pas à sa place pour ce pays. Comparez avec votre RIB, signe par "
            "signe."
        ),
    }[fault]

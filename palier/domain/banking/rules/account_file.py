"""The file that takes bank accounts to the ERP: where the landlord may give money back.

A mandate brings its own account along; this file is about every account a person gave, with a
mandate or without. What it says of an account is its *standing*, told anew when it changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from palier.foundation.tables import Answer, harmless, read_answers, write_table

DELIVERY_HEADER = (
    "remise",
    "ligne",
    "compte_bancaire",
    "situation",
    "compte",
    "reference_client",
    "personne",
    "titulaire_du_compte_bancaire",
    "iban",
    "bic",
    "donne_le",
    "sert_a_partir_du",
)


class AccountStanding(StrEnum):
    """What the ERP may do with an account."""

    SERVES = "serves"
    """Money may be given back on it."""
    BLOCKED = "blocked"
    """Contested: nothing, until it is said to serve again."""
    OVER = "over"
    """Taken back, refused, or followed by another account."""


SITUATIONS = {
    AccountStanding.SERVES: "en_service",
    AccountStanding.BLOCKED: "bloque",
    AccountStanding.OVER: "retire",
}


def to_tell(
    standing: AccountStanding | None, told: AccountStanding | None, *, named: bool
) -> AccountStanding | None:
    """Give what is to be told of an account now, ``None`` when nothing is new.

    An account is told first when it may serve: one that never did is no matter of the ERP's,
    unless a mandate handed over before has named it (``named``) and it is not to be debited.
    """
    first = told is None and not named and standing is not AccountStanding.SERVES
    return None if first or standing is told else standing


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeliveredAccount:
    """One account as the ERP receives it."""

    account: str
    standing: AccountStanding
    tenant_account: str
    customer_reference: str
    person: str
    owner_name: str
    iban: str
    bic: str
    given_on: dt.date
    usable_on: dt.date | None


def write_accounts(number: int, accounts: Iterable[DeliveredAccount]) -> bytes:
    """Write delivery ``number``; the same accounts give the same bytes."""
    rows = (
        [
            number,
            line,
            row.account,
            SITUATIONS[row.standing],
            row.tenant_account,
            row.customer_reference,
            row.person,
            harmless(row.owner_name),
            row.iban,
            row.bic,
            row.given_on.isoformat(),
            row.usable_on.isoformat() if row.usable_on else "",
        ]
        for line, row in enumerate(accounts, start=1)
    )
    return write_table(DELIVERY_HEADER, rows)


def read_accounts_acknowledgement(content: bytes) -> list[Answer]:
    """Read what the ERP answered to deliveries of accounts.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    return read_answers(content, reference="compte_bancaire")

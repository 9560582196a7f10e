"""The steps that acts on bank details and mandates are made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking import sealing
from palier.domain.banking.models import BankAccount, Mandate
from palier.domain.mail.actions import queue_mail
from palier.foundation.locking import lock_one


def locked_account(key: int) -> BankAccount:
    """Lock one bank account and read it again."""
    return lock_one(
        BankAccount.objects.filter(pk=key).select_related(
            "person", "user", "tenant_account__agency"
        )
    )


def locked_mandate(key: int) -> Mandate:
    """Lock one mandate and read it again."""
    return lock_one(
        Mandate.objects.filter(pk=key).select_related(
            "person", "user", "tenant_account__agency", "bank_account"
        )
    )


def moved_account(
    account: BankAccount, to: str, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    """Move a bank account and tell its person alone; the IBAN is told by its mask."""
    move(
        account,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=account.tenant_account_id,
        person_id=account.person_id,
        agency_id=account.tenant_account.agency.erp_id,
        masked=account.masked,
        **facts,
    )


def moved_mandate(
    mandate: Mandate, to: str, event: Event | None, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    """Move a mandate; every holder reads of it, for it pays the rent of all."""
    move(
        mandate,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=mandate.tenant_account_id,
        agency_id=mandate.tenant_account.agency.erp_id,
        rum=mandate.rum,
        **facts,
    )


def record_about(
    mandate: Mandate, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    """Record something about a mandate without moving it; every holder reads of it."""
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=mandate.tenant_account_id,
        agency_id=mandate.tenant_account.agency.erp_id,
        subject=mandate,
        rum=mandate.rum,
        **facts,
    )


def told_about(
    account: BankAccount, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    """Record something about a bank account without moving it."""
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=account.tenant_account_id,
        person_id=account.person_id,
        agency_id=account.tenant_account.agency.erp_id,
        subject=account,
        masked=account.masked,
        **facts,
    )


def addresses_of(account: BankAccount) -> list[str]:
    """Give every mailbox known for the owner: of the sign-in, and of the landlord's file."""
    known = {address.casefold(): address for address in (account.person.email, account.user.email)}
    return [address for address in known.values() if address]


def tell(account: BankAccount, template: str, now: dt.datetime, **context: Any) -> None:
    """Write to every known mailbox of the owner."""
    for address in addresses_of(account):
        queue_mail(
            to=address,
            template=f"mail/{template}",
            context={"masked": account.masked, **context},
            now=now,
            language=account.user.language,
        )


def iban_of(account: BankAccount) -> str:
    """Open the IBAN of a bank account, for the bank's file and the ERP's alone.

    Raises:
        palier.domain.banking.sealing.SealBroken: its key is gone, or the row was altered.
    """
    return opened(account)["iban"]


def opened(account: BankAccount) -> dict[str, str]:
    """Open what a bank account seals: the IBAN and the salt of its commitment."""
    iban, _, salt = (
        sealing.unsealed(account.sealed, place=place_of(account)).decode().partition("|")
    )
    return {"iban": iban, "salt": salt}


def place_of(account: BankAccount) -> str:
    """Name the row to which a seal is bound."""
    return f"bank_account:{account.code}"

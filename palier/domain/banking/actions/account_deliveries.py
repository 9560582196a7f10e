"""Take bank accounts to the ERP in a numbered file, and read what it answers.

Refunds go by the ERP: it must know which account serves, and above all which one serves no more.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import answered
from palier.domain.banking.actions.deliveries import seal_file
from palier.domain.banking.actions.steps import iban_of
from palier.domain.banking.models import AccountDelivery, AccountDeliveryLine, BankAccount
from palier.domain.banking.queries.account_deliveries import accounts_to_tell
from palier.domain.banking.rules.account_file import (
    AccountStanding,
    DeliveredAccount,
    read_accounts_acknowledgement,
    write_accounts,
)
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.foundation.deliveries import answers_in, counted, one_at_a_time, refuse_unknown
from palier.foundation.locking import lock
from palier.foundation.numbered import next_number


def deliver_accounts(*, actor: Actor, now: dt.datetime) -> AccountDelivery | None:
    """Put every account whose standing is new to the ERP into one numbered file, if any.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
        palier.domain.banking.sealing.SealBroken: an IBAN does not open; nothing is delivered.
    """
    with one_at_a_time():
        return _deliver(actor=actor, now=now)


@transaction.atomic
def acknowledge_accounts(*, content: bytes, actor: Actor, now: dt.datetime) -> tuple[int, int]:
    """Write down what the ERP answered; give how many accounts it accepted and refused.

    What it refuses goes to the queue of the agency. Reading the same file again changes nothing.

    Raises:
        AcknowledgementRefused: unreadable, or about what was never delivered.
    """
    answers = answers_in(content, read_accounts_acknowledgement)
    rows = AccountDeliveryLine.objects.filter(bank_account__code__in=[code for _n, code in answers])
    lines = {
        (line.delivery.number, line.bank_account.code): line
        for line in lock(
            rows.select_related(
                "delivery", "bank_account__tenant_account__agency", "bank_account__person"
            )
        )
    }
    refuse_unknown(
        answers,
        lines,
        lambda number, code: (
            _("La remise n° %(number)s n’a pas de compte bancaire %(code)s.")
            % {"number": number, "code": code}
        ),
    )
    for key, answer in answers.items():
        _settle(lines[key], answer.accepted, answer.message, actor, now)
    accepted, refused = counted(answers)
    record(
        event=Event.ACCOUNTS_ACKNOWLEDGED,
        actor=actor,
        now=now,
        accepted=accepted,
        refused=refused,
    )
    return accepted, refused


@transaction.atomic
def _deliver(*, actor: Actor, now: dt.datetime) -> AccountDelivery | None:
    found = list(accounts_to_tell(now))
    if not found:
        return None
    number = next_number(AccountDelivery)
    content = write_accounts(number, [_as_delivered(*one) for one in found])
    delivery = AccountDelivery.objects.create(
        number=number,
        file=seal_file(content, place=f"account_delivery:{number}", now=now),
        line_count=len(found),
        made_at=now,
    )
    AccountDeliveryLine.objects.bulk_create(
        AccountDeliveryLine(
            delivery=delivery,
            position=position,
            bank_account=account,
            told=standing.value,
            moved_at=now,
        )
        for position, (account, standing) in enumerate(found, start=1)
    )
    record(
        event=Event.ACCOUNTS_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=number,
        lines=len(found),
    )
    return delivery


def _as_delivered(account: BankAccount, standing: AccountStanding) -> DeliveredAccount:
    return DeliveredAccount(
        account=account.code,
        standing=standing,
        tenant_account=account.tenant_account.erp_id or "",
        customer_reference=account.tenant_account.customer_reference,
        person=account.person.erp_id or "",
        owner_name=account.owner_name,
        iban=iban_of(account),
        bic=account.bic,
        given_on=today(account.given_at),
        usable_on=today(account.usable_from) if account.usable_from else None,
    )


def _settle(
    line: AccountDeliveryLine, accepted: bool, message: str, actor: Actor, now: dt.datetime
) -> None:
    if not answered(line, accepted=accepted, message=message, actor=actor, now=now) or accepted:
        return
    account = line.bank_account
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=_("Compte bancaire %(masked)s refusé par le progiciel")
        % {"masked": account.masked},
        body=message,
        tenant_account=account.tenant_account,
        person=account.person,
        live_key=f"bank-account:{line.delivery.number}:{account.code}",
        actor=actor,
        now=now,
    )

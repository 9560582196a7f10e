"""Change the account of a signed mandate: the same reference, a paper of its own to sign.

The amendment (*avenant*) is signed as the mandate was. Its account must be the person's own,
confirmed; until the collection from which it counts, the account known before is debited.
Source: EPC016-06, SEPA Direct Debit Core Rulebook, 4.6.3 (amendment of a mandate).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking import evidence
from palier.domain.banking.actions.codes import code_typed, drop_codes, send_code
from palier.domain.banking.actions.errors import NoMandateHere, WrongSigningCode, check_proven
from palier.domain.banking.actions.papers import (
    check_confirmed,
    check_to_sign,
    freeze_paper,
    offer_for,
)
from palier.domain.banking.actions.steps import addresses_of, locked_mandate
from palier.domain.banking.models import (
    Amendment,
    BankAccount,
    Mandate,
    MandateChange,
    SigningCode,
)
from palier.domain.banking.queries.mandates import (
    account_debited_from,
    changes_of,
    terms_on,
)
from palier.domain.banking.rules.schedule import ChangeKind
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one


@transaction.atomic
def start_amendment(
    *, view: AccountView, bank_account: BankAccount, actor: Actor, now: dt.datetime
) -> Amendment:
    """Prepare an amendment of the reader's live mandate, to be read and signed.

    One left unsigned is abandoned.

    Raises:
        NoMandateHere: no mandate of the reader debits, or this account already does.
        NotYours: the bank account is another person's, or they have left.
    """
    lock_one(TenantAccount.objects.filter(pk=view.tenant_account.pk))
    if view.is_former or bank_account.person_id != view.person.pk:
        raise NotYours()
    live = offer_for(view, now).live
    if live is None:
        raise NoMandateHere(_("Aucun mandat ne prélève votre loyer. Signez d’abord un mandat."))
    check_confirmed(bank_account)
    mandate = locked_mandate(live.pk)
    if mandate.bank_account_id == bank_account.pk:
        raise NoMandateHere(_("Votre loyer est déjà prélevé sur ce compte."))
    assert mandate.signed_at is not None, "a live mandate is signed"
    abandon_amendments(Amendment.objects.filter(mandate=mandate), actor, now)
    amendment = Amendment.objects.create(
        mandate=mandate,
        bank_account=bank_account,
        moved_at=now,
        started_at=now,
        facts=evidence.to_sign(
            rum=mandate.rum,
            debit_day=changes_of([mandate.pk])[mandate.pk][-1].debit_day,
            debtor=mandate.person.full_name,
            reference=mandate.tenant_account.customer_reference,
            owner_name=bank_account.owner_name,
            masked=bank_account.masked,
            bank=bank_account.bank,
            bic=bank_account.bic,
            settings=settings_on(today(now)),
            amends=evidence.Amended(
                signed_on=today(mandate.signed_at),
                masked=mandate.bank_account.masked,
                creditor_name=mandate.creditor_name,
                creditor_id=mandate.creditor_id,
            ),
        ),
    )
    record(
        event=Event.AMENDMENT_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=mandate.tenant_account_id,
        person_id=mandate.person_id,
        subject=mandate,
    )
    return amendment


@transaction.atomic
def send_amendment_code(
    *, amendment: Amendment, proven_at: dt.datetime | None, actor: Actor, now: dt.datetime
) -> SigningCode:
    """Send six digits to the known mailbox; an earlier code stops working.

    Raises:
        AskAgain, TooSoonAfterReset, TooManyTries
        NoMandateHere: it is not to be signed any more.
    """
    mandate = locked_mandate(amendment.mandate_id)
    locked = _locked(amendment.pk)
    check_proven(proven_at, now)
    check_to_sign(mandate, locked, now)
    return send_code(mandate=mandate, amendment=locked, actor=actor, now=now)


def sign_amendment(
    *,
    amendment: Amendment,
    view: AccountView,
    typed: str,
    proven_at: dt.datetime | None,
    network_address: str,
    actor: Actor,
    now: dt.datetime,
) -> Amendment:
    """Sign with the code typed; keep the evidence, and debit the new account when it counts.

    Every known mailbox of the person is told.

    Raises:
        WrongSigningCode: a failed try is counted, and kept.
        AskAgain, TooSoonAfterReset, NoMandateHere
    """
    with transaction.atomic():
        lock_one(TenantAccount.objects.filter(pk=amendment.mandate.tenant_account_id))
        mandate, locked = locked_mandate(amendment.mandate_id), _locked(amendment.pk)
        check_proven(proven_at, now)
        offer_for(view, now)
        check_to_sign(mandate, locked, now)
        code = code_typed(mandate=mandate, amendment=locked, typed=typed, actor=actor, now=now)
        if not isinstance(code, str):
            assert proven_at is not None
            freeze_paper(
                locked,
                mandate,
                code,
                proven_at=proven_at,
                network_address=network_address,
                actor=actor,
                now=now,
            )
            _let_count(mandate, locked, actor, now)
            return locked
    raise WrongSigningCode(code)


def abandon_amendments(waiting: QuerySet[Amendment], actor: Actor, now: dt.datetime) -> None:
    """Abandon those of ``waiting`` that are still to be signed, and their codes."""
    left = lock(waiting.filter(state=Amendment.State.SIGNING).select_related("mandate"))
    drop_codes([one.mandate for one in left], actor, now)
    for one in left:
        move(one, Amendment.State.ABANDONED, actor=actor, now=now)


def _let_count(mandate: Mandate, amendment: Amendment, actor: Actor, now: dt.datetime) -> None:
    before = mandate.bank_account.masked
    day, changes = today(now), changes_of([mandate.pk])[mandate.pk]
    terms = terms_on(settings_on(day))
    effective_on = account_debited_from(changes, amendment.bank_account, day, terms)
    MandateChange.objects.create(
        mandate=mandate,
        kind=ChangeKind.ACCOUNT.value,
        debit_day=changes[-1].debit_day,
        bank_account=amendment.bank_account,
        amendment=amendment,
        effective_on=effective_on,
        asked_at=now,
    )
    mandate.bank_account = amendment.bank_account
    mandate.save(update_fields=["bank_account"])
    move(
        amendment,
        Amendment.State.SIGNED,
        actor=actor,
        now=now,
        event=Event.MANDATE_AMENDED,
        tenant_account_id=mandate.tenant_account_id,
        agency_id=mandate.tenant_account.agency.erp_id,
        rum=mandate.rum,
        effective_on=effective_on.isoformat(),
    )
    for address in addresses_of(amendment.bank_account):
        queue_mail(
            to=address,
            template="mail/mandate_amended",
            context={
                "rum": mandate.rum,
                "before": before,
                "masked": amendment.bank_account.masked,
                "effective_on": effective_on,
            },
            now=now,
            language=mandate.user.language,
        )


def _locked(key: int) -> Amendment:
    return lock_one(
        Amendment.objects.filter(pk=key).select_related(
            "bank_account__person", "bank_account__user"
        )
    )

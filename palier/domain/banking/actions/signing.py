"""Sign a mandate online: the password typed again, then a code from the known mailbox."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking import evidence
from palier.domain.banking.actions.codes import code_typed, send_code
from palier.domain.banking.actions.errors import NoMandateHere, WrongSigningCode, check_proven
from palier.domain.banking.actions.papers import (
    check_confirmed,
    check_to_sign,
    freeze_paper,
    offer_for,
)
from palier.domain.banking.actions.steps import locked_mandate, moved_mandate
from palier.domain.banking.models import BankAccount, Mandate, MandateChange, SigningCode
from palier.domain.banking.queries.mandates import Offer, first_debit_of, terms_on
from palier.domain.banking.rules.references import new_rum
from palier.domain.banking.rules.schedule import ChangeKind
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one


@transaction.atomic
def start_mandate(
    *,
    view: AccountView,
    user: User,
    bank_account: BankAccount,
    debit_day: int,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """Prepare a mandate on a confirmed account of the reader, to be read and signed.

    One that the same person left unsigned is abandoned.

    Raises:
        NoMandateHere: not offered, debited already, or by another holder's mandate.
        NotYours: the bank account is another person's, or they have left.
    """
    account = lock_one(TenantAccount.objects.filter(pk=view.tenant_account.pk))
    settings = settings_on(today(now))
    if view.is_former or bank_account.person_id != view.person.pk:
        raise NotYours()
    _check_new(offer_for(view, now))
    check_confirmed(bank_account)
    for left in lock(
        Mandate.objects.filter(
            tenant_account=account, person=view.person, state=Mandate.State.SIGNING
        )
    ):
        move(left, Mandate.State.ABANDONED, actor=actor, now=now)
    mandate = Mandate.objects.create(
        rum=new_rum(account.customer_reference),
        tenant_account=account,
        person=view.person,
        user=user,
        bank_account=bank_account,
        creditor_name=settings["name"][:70],
        creditor_id=settings["creditor_identifier"],
        debit_day=debit_day,
        moved_at=now,
        started_at=now,
    )
    mandate.facts = evidence.to_sign(
        rum=mandate.rum,
        debit_day=debit_day,
        debtor=view.person.full_name,
        reference=account.customer_reference,
        owner_name=bank_account.owner_name,
        masked=bank_account.masked,
        bank=bank_account.bank,
        bic=bank_account.bic,
        settings=settings,
    )
    mandate.save(update_fields=["facts"])
    record(
        event=Event.MANDATE_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        person_id=view.person.pk,
        subject=mandate,
    )
    return mandate


@transaction.atomic
def send_signing_code(
    *, mandate: Mandate, proven_at: dt.datetime | None, actor: Actor, now: dt.datetime
) -> SigningCode:
    """Send six digits to the known mailbox; an earlier code stops working.

    Raises:
        AskAgain, TooSoonAfterReset, TooManyTries
        NoMandateHere: it is not to be signed any more.
    """
    locked = locked_mandate(mandate.pk)
    check_proven(proven_at, now)
    check_to_sign(locked, None, now)
    return send_code(mandate=locked, amendment=None, actor=actor, now=now)


def sign_mandate(
    *,
    mandate: Mandate,
    view: AccountView,
    typed: str,
    proven_at: dt.datetime | None,
    network_address: str,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """Sign with the code typed; keep the evidence, and say from when the rent is debited.

    Raises:
        WrongSigningCode: a failed try is counted, and kept.
        AskAgain, TooSoonAfterReset, NoMandateHere
    """
    with transaction.atomic():
        lock_one(TenantAccount.objects.filter(pk=mandate.tenant_account_id))
        locked = locked_mandate(mandate.pk)
        check_proven(proven_at, now)
        _check_new(offer_for(view, now))
        check_to_sign(locked, None, now)
        code = code_typed(mandate=locked, amendment=None, typed=typed, actor=actor, now=now)
        if not isinstance(code, str):
            assert proven_at is not None
            freeze_paper(
                locked,
                locked,
                code,
                proven_at=proven_at,
                network_address=network_address,
                actor=actor,
                now=now,
            )
            return _begin(locked, actor, now)
    raise WrongSigningCode(code)


def _begin(mandate: Mandate, actor: Actor, now: dt.datetime) -> Mandate:
    """Let the signed mandate debit from its first day, and send its terms."""
    day = today(now)
    first_on = first_debit_of(
        mandate.tenant_account,
        mandate.bank_account,
        mandate.debit_day,
        day,
        terms_on(settings_on(day)),
    )
    MandateChange.objects.create(
        mandate=mandate,
        kind=ChangeKind.SIGNED.value,
        debit_day=mandate.debit_day,
        bank_account=mandate.bank_account,
        effective_on=first_on,
        asked_at=now,
    )
    moved_mandate(
        mandate,
        Mandate.State.ACTIVE,
        Event.MANDATE_SIGNED,
        actor,
        now,
        first_on=first_on.isoformat(),
    )
    queue_mail(
        to=mandate.user.email,
        template="mail/mandate_signed",
        context={
            "rum": mandate.rum,
            "creditor_id": mandate.creditor_id,
            "creditor": mandate.creditor_name,
            "masked": mandate.bank_account.masked,
            "day": mandate.debit_day,
            "first_on": first_on,
        },
        now=now,
        language=mandate.user.language,
    )
    return mandate


def _check_new(offer: Offer) -> None:
    """Check that no mandate debits already: the account of one that does is amended."""
    if offer.live is not None:
        raise NoMandateHere(
            _("Votre loyer est déjà prélevé. Pour changer de compte, signez un avenant.")
        )

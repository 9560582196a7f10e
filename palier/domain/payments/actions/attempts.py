from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import settings_on, today
from palier.domain.payments import gateway
from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.concerns import Concern, concerns_about
from palier.domain.payments.rules.amounts import next_question_at
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.background import enqueue
from palier.foundation.codes import new_code
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one
from palier.foundation.money import euros
from palier.foundation.periods import Period

ASK_BANK = "payments.ask_bank"
SOON = dt.timedelta(seconds=5)
"""How long a notification has to arrive once the person is back, before we ask."""


class PaymentsClosed(DomainError):
    """The landlord takes no card payment."""


class AmountRefused(DomainError):
    """Below or above what may be paid at once."""


class SecondPayment(DomainError):
    """Something the person must know, and confirm, before paying (once more).

    ``concerns`` names each of them; confirming means sending their references back.
    """

    def __init__(self, concerns: tuple[Concern, ...]) -> None:
        self.concerns = concerns
        super().__init__(_("Avant de payer, regardez ce qui est déjà en cours sur ce compte."))


class FormReused(DomainError):
    """The same form was sent for another account or amount."""


class AttemptOver(DomainError):
    """The bank's page of this attempt cannot be opened any more."""


@transaction.atomic
def start_payment(
    *,
    view: AccountView,
    user: User,
    amount_cents: int,
    period: Period,
    idempotency_key: str,
    confirmed: Collection[str],
    actor: Actor,
    now: dt.datetime,
) -> Attempt:
    """Begin an attempt; the same form sent twice gives the same attempt.

    ``confirmed``: references of the concerns that the person saw and confirmed. The account
    is locked first, so that of two co-tenants at once the second is told of the first.

    Raises:
        PaymentsClosed, AmountRefused, FormReused
        SecondPayment: something is under way that was not confirmed by its reference.
    """
    if settings.PALIER_PAYMENT_GATEWAY == "none":
        raise PaymentsClosed(_("Le paiement par carte n’est pas ouvert chez votre bailleur."))
    account = lock_one(TenantAccount.objects.filter(pk=view.tenant_account.pk))
    known = Attempt.objects.filter(idempotency_key=idempotency_key).first()
    if known is not None:
        if (known.tenant_account_id, known.amount_cents) != (account.pk, amount_cents):
            raise FormReused(
                _("Ce formulaire a déjà servi. Recommencez depuis la page « Payer mon loyer ».")
            )
        return known
    _check_amount(amount_cents, now)
    concerns = concerns_about(account, period=period, now=now, view=view)
    if {concern.reference for concern in concerns} - set(confirmed):
        raise SecondPayment(concerns)
    connector = gateway.current()
    code = new_code()
    expected = connector.expected(order=code, trans_id="", amount_cents=amount_cents)
    attempt = Attempt.objects.create(
        code=code,
        tenant_account=account,
        person=view.person,
        user=user,
        amount_cents=amount_cents,
        period=period.first_day,
        idempotency_key=idempotency_key,
        after=sorted(concern.reference for concern in concerns),
        gateway=connector.name,
        shop=expected.shop,
        mode=expected.mode,
        trans_id=_unused_trans_id(connector.name, expected.shop, now),
        trans_on=now.astimezone(dt.UTC).date(),
        started_at=now,
        moved_at=now,
        ask_at=next_question_at(started_at=now, asked_at=None),
    )
    record(
        event=Event.PAYMENT_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        subject=attempt,
        gateway=connector.name,
        after=attempt.after,
    )
    return attempt


def open_bank_page(
    *,
    attempt: Attempt,
    return_url: str,
    notification_url: str,
    actor: Actor,
    now: dt.datetime,
) -> gateway.BankPage:
    """Give the bank's page of ``attempt``; call it outside any transaction.

    Opening twice gives the same page: SystemPay's form is a function of the attempt, and
    PayFiP's first operation is kept.

    Raises:
        AttemptOver: it has a result already.
        BankUnreachable: PayFiP does not answer; the attempt is noted as never begun.
    """
    if attempt.state not in (Attempt.State.OPENING, Attempt.State.OPEN):
        raise AttemptOver(_("Ce paiement est terminé : il ne peut pas être rouvert."))
    connector = gateway.named(attempt.gateway)
    order = gateway.Order(
        code=attempt.code,
        trans_id=attempt.trans_id,
        amount_cents=attempt.amount_cents,
        started_at=attempt.started_at,
        email=attempt.user.email,
        label=_("Loyer %(reference)s") % {"reference": attempt.tenant_account.customer_reference},
        return_url=return_url,
        notification_url=notification_url,
        bank_reference=attempt.bank_reference,
    )
    try:
        page = connector.open(order)
    except gateway.BankUnreachable:
        _note_failure(attempt, actor=actor, now=now)
        raise
    return _note_opening(attempt, page, actor=actor, now=now)


@transaction.atomic
def note_return(*, attempt: Attempt, now: dt.datetime) -> None:
    """Note that the person is back; a notification that is late is then asked for.

    Nothing the browser says is believed: only the bank is asked, by a job.
    """
    if attempt.state in (Attempt.State.OPENING, Attempt.State.OPEN):
        enqueue(ASK_BANK, key=f"ask:{attempt.code}", run_at=now + SOON, code=attempt.code)


def _check_amount(amount_cents: int, now: dt.datetime) -> None:
    known = settings_on(today(now))
    least, most = known["payment_minimum_cents"], known["payment_maximum_cents"]
    if not least <= amount_cents <= most:
        raise AmountRefused(
            _("Le montant doit être compris entre %(least)s et %(most)s.")
            % {"least": euros(least), "most": euros(most)}
        )


def _unused_trans_id(name: str, shop: str, now: dt.datetime) -> str:
    """Draw six signs not used today; those that begin with 9 belong to the bank."""
    day = now.astimezone(dt.UTC).date()
    while True:
        drawn = new_code(6)
        taken = Attempt.objects.filter(gateway=name, shop=shop, trans_on=day, trans_id=drawn)
        if not drawn.startswith("9") and not taken.exists():
            return drawn


@transaction.atomic
def _note_opening(
    attempt: Attempt, page: gateway.BankPage, *, actor: Actor, now: dt.datetime
) -> gateway.BankPage:
    lock_one(TenantAccount.objects.filter(pk=attempt.tenant_account_id))
    current = lock_one(Attempt.objects.filter(pk=attempt.pk))
    if current.bank_reference and current.bank_reference != page.bank_reference:
        # Two clicks asked PayFiP twice: the first operation is the one that counts.
        page = gateway.BankPage(
            url=gateway.payfip_page(current.bank_reference),
            fields={},
            bank_reference=current.bank_reference,
        )
    elif page.bank_reference and not current.bank_reference:
        current.bank_reference = page.bank_reference
        current.save(update_fields=["bank_reference"])
    if current.state == Attempt.State.OPENING:
        move(current, Attempt.State.OPEN, actor=actor, now=now)
    return page


@transaction.atomic
def _note_failure(attempt: Attempt, *, actor: Actor, now: dt.datetime) -> None:
    current = lock_one(Attempt.objects.filter(pk=attempt.pk))
    if current.state == Attempt.State.OPENING:
        current.ask_at = None
        current.save(update_fields=["ask_at"])
        move(
            current,
            Attempt.State.FAILED,
            actor=actor,
            now=now,
            event=Event.PAYMENT_NOT_OPENED,
            tenant_account_id=current.tenant_account_id,
        )

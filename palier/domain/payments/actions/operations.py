from __future__ import annotations

import datetime as dt

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.queries import delivered
from palier.domain.ledger import actions as ledger
from palier.domain.ledger.models import Entry
from palier.domain.payments.models import Attempt, Operation
from palier.domain.payments.rules.settlement import SIGN, OperationKind
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_code
from palier.foundation.locking import lock_one

_ENTRY_KIND = {
    OperationKind.CAPTURE: Entry.Kind.PAYMENT,
    OperationKind.CANCELLATION: Entry.Kind.REJECTED,
    OperationKind.REFUND: Entry.Kind.REFUND,
    OperationKind.REFUND_CANCELLATION: Entry.Kind.PAYMENT,
    OperationKind.CHARGEBACK: Entry.Kind.REJECTED,
}
_EVENT = {
    OperationKind.CAPTURE: Event.PAYMENT_RECEIVED,
    OperationKind.CANCELLATION: Event.PAYMENT_CANCELLED,
    OperationKind.REFUND: Event.PAYMENT_REFUNDED,
    OperationKind.REFUND_CANCELLATION: Event.PAYMENT_REFUND_CANCELLED,
    OperationKind.CHARGEBACK: Event.PAYMENT_CHARGED_BACK,
}


def lock_account(tenant_account_id: int) -> TenantAccount:
    """Lock the account, or the one that took its place after a merger."""
    account = lock_one(TenantAccount.objects.filter(pk=tenant_account_id))
    while account.replaced_by_id is not None:
        account = lock_one(TenantAccount.objects.filter(pk=account.replaced_by_id))
    return account


def post_operation(
    *,
    kind: OperationKind,
    gateway: str,
    transaction: str,
    account: TenantAccount,
    amount_cents: int,
    happened_on: dt.date,
    actor: Actor,
    now: dt.datetime,
    attempt: Attempt | None = None,
    authorisation: str = "",
    undoes: Operation | None = None,
) -> Operation:
    """Write one movement of money with its one provisional entry; called under the lock.

    What takes money back has an entry of its own rather than reversing the capture's: the
    ERP will replace each of the two by a line of its own, whichever comes first. The entry
    names no month: that would be the tenant's own choice of what to settle (Code civil,
    art. 1342-10), and the attempt's month only serves to warn of a second payment.
    """
    code = new_code()
    entry = ledger.post(
        tenant_account=account,
        kind=_ENTRY_KIND[kind],
        amount_cents=SIGN[kind] * amount_cents,
        effective_on=happened_on,
        label=_label(kind),
        source_reference=f"portal:{code}",
        actor=actor,
        now=now,
        rail=Entry.Rail.CARD,
        portal_payment_reference=code,
    )
    after = Entry.objects.filter(delivered(), tenant_account=account)
    operation = Operation.objects.create(
        code=code,
        kind=kind.value,
        gateway=gateway,
        transaction=transaction,
        attempt=attempt,
        tenant_account=account,
        amount_cents=amount_cents,
        happened_on=happened_on,
        recorded_at=now,
        authorisation=authorisation,
        undoes=undoes,
        entry=entry,
        balance_after_cents=after.aggregate(total=Sum("amount_cents"))["total"] or 0,
    )
    record(
        event=_EVENT[kind],
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        subject=operation,
        attempt=attempt.code if attempt else "",
    )
    return operation


def _label(kind: OperationKind) -> str:
    """Name the entry on the account, in the language of the books."""
    with override("fr"):
        return {
            OperationKind.CAPTURE: _("Paiement par carte bancaire"),
            OperationKind.CANCELLATION: _("Annulation d’un paiement par carte"),
            OperationKind.REFUND: _("Remboursement sur votre carte"),
            OperationKind.REFUND_CANCELLATION: _("Annulation d’un remboursement sur carte"),
            OperationKind.CHARGEBACK: _("Paiement par carte revenu impayé"),
        }[kind]

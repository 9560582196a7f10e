from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.documents.actions import keep_file
from palier.domain.payments.models import DeliveryLine, Operation, PaymentDelivery
from palier.domain.payments.rules.delivery_file import (
    DeliveredOperation,
    read_acknowledgement,
    write_delivery,
)
from palier.domain.payments.rules.settlement import SIGN, OperationKind
from palier.foundation.deliveries import answers_in, counted, one_at_a_time, refuse_unknown
from palier.foundation.locking import lock
from palier.foundation.numbered import next_number


def deliver_operations(*, actor: Actor, now: dt.datetime) -> PaymentDelivery | None:
    """Put every operation not delivered yet into one numbered file; ``None`` when there is none.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
    """
    with one_at_a_time():
        return _deliver(actor=actor, now=now)


@transaction.atomic
def _deliver(*, actor: Actor, now: dt.datetime) -> PaymentDelivery | None:
    waiting = (
        Operation.objects.filter(delivery_line=None)
        .select_related("tenant_account", "attempt", "undoes")
        .order_by("pk")
    )
    operations = list(waiting)
    if not operations:
        return None
    number = next_number(PaymentDelivery)
    rows = [_as_delivered(operation) for operation in operations]
    content = write_delivery(number, rows)
    delivery = PaymentDelivery.objects.create(
        number=number,
        file=keep_file(content=content, media_type="text/csv", now=now),
        line_count=len(rows),
        total_cents=sum(row.signed_cents for row in rows),
        made_at=now,
    )
    DeliveryLine.objects.bulk_create(
        DeliveryLine(delivery=delivery, position=position, operation=operation, moved_at=now)
        for position, operation in enumerate(operations, start=1)
    )
    record(
        event=Event.PAYMENTS_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=delivery.number,
        lines=delivery.line_count,
    )
    return delivery


@transaction.atomic
def acknowledge(*, content: bytes, actor: Actor, now: dt.datetime) -> tuple[int, int]:
    """Write down what the ERP answered; give how many lines it accepted and refused.

    Reading the same acknowledgement again changes nothing. The entries themselves are
    replaced when the ERP's own lines come in, with the next import.

    Raises:
        AcknowledgementRefused: unreadable, or about lines that were never delivered.
    """
    answers = answers_in(content, read_acknowledgement)
    rows = lock(
        DeliveryLine.objects.filter(
            operation__code__in=[ref for _n, ref in answers]
        ).select_related("operation", "delivery")
    )
    lines = {(row.delivery.number, row.operation.code): row for row in rows}
    refuse_unknown(
        answers,
        lines,
        lambda number, reference: (
            _("La remise n° %(number)s n’a pas de ligne %(reference)s.")
            % {"number": number, "reference": reference}
        ),
    )
    accepted, refused = counted(answers)
    for key, answer in answers.items():
        line = lines[key]
        target = DeliveryLine.State.ACCEPTED if answer.accepted else DeliveryLine.State.REFUSED
        if line.state in (target, DeliveryLine.State.ACCEPTED):
            continue
        line.erp_reference, line.message = answer.erp_reference, answer.message
        line.save(update_fields=["erp_reference", "message"])
        move(line, target, actor=actor, now=now)
    record(
        event=Event.PAYMENTS_ACKNOWLEDGED,
        actor=actor,
        now=now,
        accepted=accepted,
        refused=refused,
    )
    return accepted, refused


def _as_delivered(operation: Operation) -> DeliveredOperation:
    return DeliveredOperation(
        reference=operation.code,
        kind=operation.kind,
        undoes=operation.undoes.code if operation.undoes else "",
        tenant_account=operation.tenant_account.erp_id,
        customer_reference=operation.tenant_account.customer_reference,
        signed_cents=SIGN[OperationKind(operation.kind)] * operation.amount_cents,
        occurred_on=operation.happened_on,
        bank=operation.gateway,
        bank_transaction=operation.transaction,
        authorisation=operation.authorisation,
        attempt=operation.attempt.code if operation.attempt else "",
    )

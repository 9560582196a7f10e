"""Take changes to the ERP in a numbered file, and read what it answers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import answered
from palier.domain.contact_details.actions.steps import moved
from palier.domain.contact_details.letters import tell_refused
from palier.domain.contact_details.models import Change, ContactDelivery, ContactDeliveryLine
from palier.domain.contact_details.queries.deliveries import changes_to_deliver
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.domain.contact_details.rules.delivery_file import (
    DeliveredChange,
    read_acknowledgement,
    write_delivery,
)
from palier.domain.documents.actions import keep_file
from palier.foundation.deliveries import answers_in, counted, one_at_a_time, refuse_unknown
from palier.foundation.locking import lock
from palier.foundation.numbered import next_number


def deliver_changes(*, actor: Actor, now: dt.datetime) -> ContactDelivery | None:
    """Put what was recorded into one numbered file; ``None`` when there is nothing new.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
    """
    with one_at_a_time():
        return _deliver(actor=actor, now=now)


@transaction.atomic
def acknowledge(*, content: bytes, actor: Actor, now: dt.datetime) -> tuple[int, int]:
    """Write down what the ERP answered; give how many it accepted and refused.

    Reading the same acknowledgement again changes nothing.

    Raises:
        AcknowledgementRefused: unreadable, or about what was never delivered.
    """
    answers = answers_in(content, read_acknowledgement)
    rows = ContactDeliveryLine.objects.filter(change__code__in=[code for _n, code in answers])
    lines = {
        (line.delivery.number, line.change.code): line
        for line in lock(rows.select_related("delivery", "change"))
    }
    refuse_unknown(
        answers,
        lines,
        lambda number, code: (
            _("La remise n° %(number)s n’a pas de changement %(code)s.")
            % {"number": number, "code": code}
        ),
    )
    for key, answer in answers.items():
        _settle(lines[key], answer.accepted, answer.message, actor, now)
    accepted, refused = counted(answers)
    record(
        event=Event.CONTACT_ACKNOWLEDGED, actor=actor, now=now, accepted=accepted, refused=refused
    )
    return accepted, refused


@transaction.atomic
def _deliver(*, actor: Actor, now: dt.datetime) -> ContactDelivery | None:
    changes = lock(changes_to_deliver())
    if not changes:
        return None
    number = next_number(ContactDelivery)
    content = write_delivery(number, [_as_delivered(change) for change in changes])
    delivery = ContactDelivery.objects.create(
        number=number,
        file=keep_file(content=content, media_type="text/csv", now=now),
        line_count=len(changes),
        made_at=now,
    )
    ContactDeliveryLine.objects.bulk_create(
        ContactDeliveryLine(delivery=delivery, position=position, change=change, moved_at=now)
        for position, change in enumerate(changes, start=1)
    )
    for change in changes:
        moved(change, Change.State.SENT, Event.CONTACT_SENT, actor, now)
    record(
        event=Event.CONTACT_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=number,
        lines=len(changes),
    )
    return delivery


def _as_delivered(change: Change) -> DeliveredChange:
    is_address = change.field == Field.ADDRESS
    about_account = change.field == Field.NOTICES
    return DeliveredChange(
        change=change.code,
        person="" if about_account else change.person.erp_id or "",
        tenant_account=change.tenant_account.erp_id or "",
        customer_reference=change.tenant_account.customer_reference,
        field=change.field,
        value="" if is_address else str(change.value),
        address=Address.from_json(change.value if is_address else None),
        first_period=change.first_period,
        recorded_on=change.recorded_on,
        by_agency=change.filed_by_id is not None,
    )


def _settle(
    line: ContactDeliveryLine, accepted: bool, message: str, actor: Actor, now: dt.datetime
) -> None:
    # A line first refused may be accepted later; the change it refused is over all the same.
    if not answered(line, accepted=accepted, message=message, actor=actor, now=now):
        return
    (change,) = lock(Change.objects.filter(pk=line.change_id).select_related("person", "user"))
    if change.state not in (Change.State.SENT, Change.State.DISPUTED):
        return
    if accepted:
        moved(change, Change.State.TAKEN, Event.CONTACT_TAKEN, actor, now)
        return
    change.erp_message = message
    change.save(update_fields=["erp_message"])
    moved(change, Change.State.REFUSED, Event.CONTACT_REFUSED, actor, now)
    tell_refused(change, now=now)

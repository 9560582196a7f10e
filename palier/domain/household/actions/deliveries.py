"""Take accepted declarations to the ERP in a numbered file, and read what it answers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import answered
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.documents.actions import keep_file
from palier.domain.household.actions.declaring import moved
from palier.domain.household.models import (
    Declaration,
    HouseholdDelivery,
    HouseholdDeliveryLine,
)
from palier.domain.household.rules.changes import LeaseMeaning, meaning_for
from palier.domain.household.rules.delivery_file import (
    DeliveredDeclaration,
    read_acknowledgement,
    write_delivery,
)
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.deliveries import answers_in, counted, one_at_a_time, refuse_unknown
from palier.foundation.locking import lock
from palier.foundation.numbered import next_number


def deliver_declarations(*, actor: Actor, now: dt.datetime) -> HouseholdDelivery | None:
    """Put what was accepted for good into one numbered file; ``None`` when there is nothing.

    A decision that can still be taken back waits for the next delivery.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
    """
    with one_at_a_time():
        return _deliver(actor=actor, now=now)


@transaction.atomic
def acknowledge(*, content: bytes, actor: Actor, now: dt.datetime) -> tuple[int, int]:
    """Write down what the ERP answered; give how many it accepted and refused.

    What it accepts is recorded; what it refuses goes back to the agency as something to check.
    Reading the same acknowledgement again changes nothing.

    Raises:
        AcknowledgementRefused: unreadable, or about what was never delivered.
    """
    answers = answers_in(content, read_acknowledgement)
    rows = HouseholdDeliveryLine.objects.filter(
        declaration__code__in=[code for _n, code in answers]
    )
    lines = {
        (line.delivery.number, line.declaration.code): line
        for line in lock(rows.select_related("delivery", "declaration__tenant_account__agency"))
    }
    refuse_unknown(
        answers,
        lines,
        lambda number, code: (
            _("La remise n° %(number)s n’a pas de déclaration %(code)s.")
            % {"number": number, "code": code}
        ),
    )
    for key, answer in answers.items():
        _settle(lines[key], answer.accepted, answer.message, actor, now)
    accepted, refused = counted(answers)
    record(
        event=Event.HOUSEHOLD_ACKNOWLEDGED,
        actor=actor,
        now=now,
        accepted=accepted,
        refused=refused,
    )
    return accepted, refused


@transaction.atomic
def _deliver(*, actor: Actor, now: dt.datetime) -> HouseholdDelivery | None:
    delay = dt.timedelta(seconds=int(settings_on(today(now))["decision_undo_seconds"]))
    waiting = Declaration.objects.filter(
        state=Declaration.State.ACCEPTED, moved_at__lte=now - delay, delivery_line=None
    ).select_related("tenant_account", "lease")
    declarations = list(waiting.order_by("pk"))
    if not declarations:
        return None
    number = next_number(HouseholdDelivery)
    content = write_delivery(number, [_as_delivered(one) for one in declarations])
    delivery = HouseholdDelivery.objects.create(
        number=number,
        file=keep_file(content=content, media_type="text/csv", now=now),
        line_count=len(declarations),
        made_at=now,
    )
    HouseholdDeliveryLine.objects.bulk_create(
        HouseholdDeliveryLine(
            delivery=delivery, position=position, declaration=declaration, moved_at=now
        )
        for position, declaration in enumerate(declarations, start=1)
    )
    record(
        event=Event.HOUSEHOLD_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=number,
        lines=len(declarations),
    )
    return delivery


def _as_delivered(one: Declaration) -> DeliveredDeclaration:
    meaning = meaning_for(one.change, about_holder=one.about_holder)
    return DeliveredDeclaration(
        declaration=one.code,
        change=one.change,
        tenant_account=one.tenant_account.erp_id or "",
        customer_reference=one.tenant_account.customer_reference,
        lease=one.lease.erp_id or "",
        member=one.member,
        family_name=one.family_name,
        given_names=one.given_names,
        birth_date=one.birth_date,
        relation=one.relation,
        effective_on=one.accepted_from or one.effective_on,
        declared_on=one.declared_on,
        accepted_on=today(one.moved_at),
        touches_lease=meaning is not LeaseMeaning.NONE,
    )


def _settle(
    line: HouseholdDeliveryLine, accepted: bool, message: str, actor: Actor, now: dt.datetime
) -> None:
    if not answered(line, accepted=accepted, message=message, actor=actor, now=now):
        return
    (declaration,) = lock(Declaration.objects.filter(pk=line.declaration_id))
    if declaration.state == Declaration.State.RECORDED:
        return
    if accepted:
        moved(declaration, Declaration.State.RECORDED, Event.HOUSEHOLD_RECORDED, actor, now)
        return
    declaration.erp_message = message
    declaration.save(update_fields=["erp_message"])
    moved(declaration, Declaration.State.NOT_RECORDED, Event.HOUSEHOLD_NOT_RECORDED, actor, now)
    account = line.declaration.tenant_account
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=_("Foyer : changement refusé par le progiciel"),
        body=message,
        agency_id=account.agency.erp_id,
        tenant_account=account,
        person=declaration.person,
        live_key=f"household:{declaration.code}",
        facts={"declaration": declaration.code},
        actor=actor,
        now=now,
    )

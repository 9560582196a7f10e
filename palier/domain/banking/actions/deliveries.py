"""Take mandates and their changes to the ERP in a numbered file, and read what it answers."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import answered
from palier.domain.banking import sealing
from palier.domain.banking.actions.steps import iban_of
from palier.domain.banking.models import (
    MandateChange,
    MandateDelivery,
    MandateDeliveryLine,
    SealedFile,
)
from palier.domain.banking.queries.deliveries import Evidence, evidence_by
from palier.domain.banking.rules.mandate_file import (
    DeliveredChange,
    read_acknowledgement,
    write_delivery,
)
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.deliveries import answers_in, counted, one_at_a_time, refuse_unknown
from palier.foundation.locking import lock
from palier.foundation.numbered import next_number


def deliver_mandates(*, actor: Actor, now: dt.datetime) -> MandateDelivery | None:
    """Put every change not delivered yet into one numbered file; ``None`` when there is none.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
        palier.domain.banking.sealing.SealBroken: an IBAN does not open; nothing is delivered.
    """
    with one_at_a_time():
        return _deliver(actor=actor, now=now)


@transaction.atomic
def acknowledge(*, content: bytes, actor: Actor, now: dt.datetime) -> tuple[int, int]:
    """Write down what the ERP answered; give how many changes it accepted and refused.

    What it refuses goes to the queue of the agency. Reading the same file again changes nothing.

    Raises:
        AcknowledgementRefused: unreadable, or about what was never delivered.
    """
    answers = answers_in(content, read_acknowledgement)
    rows = MandateDeliveryLine.objects.filter(change__code__in=[code for _n, code in answers])
    lines = {
        (line.delivery.number, line.change.code): line
        for line in lock(
            rows.select_related(
                "delivery", "change__mandate__tenant_account__agency", "change__mandate__person"
            )
        )
    }
    refuse_unknown(
        answers,
        lines,
        lambda number, code: (
            _("La remise n° %(number)s n’a pas d’instruction %(code)s.")
            % {"number": number, "code": code}
        ),
    )
    for key, answer in answers.items():
        _settle(lines[key], answer.accepted, answer.message, actor, now)
    accepted, refused = counted(answers)
    record(
        event=Event.MANDATES_ACKNOWLEDGED,
        actor=actor,
        now=now,
        accepted=accepted,
        refused=refused,
    )
    return accepted, refused


def seal_file(content: bytes, *, place: str, now: dt.datetime) -> SealedFile:
    """Keep the bytes of a delivery under seal, compressed, in the caller's transaction."""
    return SealedFile.objects.create(
        place=place,
        sealed=sealing.sealed(zlib.compress(content, 9), place=place),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=now,
    )


@transaction.atomic
def _deliver(*, actor: Actor, now: dt.datetime) -> MandateDelivery | None:
    waiting = MandateChange.objects.filter(delivery_line=None).select_related(
        "mandate__tenant_account", "mandate__person", "bank_account"
    )
    changes = list(waiting.order_by("asked_at", "pk"))
    if not changes:
        return None
    papers = evidence_by([one.mandate_id for one in changes])
    debited_by = settings_on(today(now))["direct_debit_origin"]
    number = next_number(MandateDelivery)
    content = write_delivery(number, [_as_delivered(one, debited_by, papers) for one in changes])
    delivery = MandateDelivery.objects.create(
        number=number,
        file=seal_file(content, place=f"mandate_delivery:{number}", now=now),
        line_count=len(changes),
        made_at=now,
    )
    MandateDeliveryLine.objects.bulk_create(
        MandateDeliveryLine(delivery=delivery, position=position, change=change, moved_at=now)
        for position, change in enumerate(changes, start=1)
    )
    record(
        event=Event.MANDATES_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=number,
        lines=len(changes),
    )
    return delivery


def _as_delivered(change: MandateChange, debited_by: str, papers: Evidence) -> DeliveredChange:
    mandate = change.mandate
    assert mandate.signed_at is not None, "only a signed mandate changes"
    return DeliveredChange(
        change=change.code,
        kind=change.kind,
        rum=mandate.rum,
        tenant_account=mandate.tenant_account.erp_id or "",
        customer_reference=mandate.tenant_account.customer_reference,
        person=mandate.person.erp_id or "",
        owner_name=change.bank_account.owner_name,
        iban=iban_of(change.bank_account),
        bic=change.bank_account.bic,
        creditor_id=mandate.creditor_id,
        debit_day=change.debit_day,
        signed_on=today(mandate.signed_at),
        effective_on=change.effective_on,
        asked_on=today(change.asked_at),
        debited_by=debited_by,
        evidence_sha256=papers.get((mandate.pk, change.bank_account_id), ""),
    )


def _settle(
    line: MandateDeliveryLine, accepted: bool, message: str, actor: Actor, now: dt.datetime
) -> None:
    if not answered(line, accepted=accepted, message=message, actor=actor, now=now) or accepted:
        return
    mandate = line.change.mandate
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=_("Mandat %(rum)s refusé par le progiciel") % {"rum": mandate.rum},
        body=message,
        tenant_account=mandate.tenant_account,
        person=mandate.person,
        live_key=f"mandate:{line.change.code}",
        actor=actor,
        now=now,
    )

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.documents.actions import keep_file
from palier.domain.mail.actions import queue_mail
from palier.domain.payments.actions.alerts import open_review
from palier.domain.payments.actions.operations import lock_account, post_operation
from palier.domain.payments.models import Operation, SettlementFile, SettlementLine
from palier.domain.payments.rules.delivery_file import read_settlement
from palier.domain.payments.rules.guards import Doubt
from palier.domain.payments.rules.settlement import OperationKind
from palier.foundation.errors import DomainError
from palier.foundation.tables import FileRefused


class SettlementRefused(DomainError):
    """The bank's file cannot be read; nothing was taken from it."""


class SettlementKnown(DomainError):
    """This file, or a line of it, came in before."""


def import_settlement(
    *, content: bytes, name: str, actor: Actor, now: dt.datetime
) -> SettlementFile:
    """Take the bank's settlement file: its lines are compared, its chargebacks are posted.

    Raises:
        SettlementRefused, SettlementKnown
    """
    try:
        lines = read_settlement(content)
    except FileRefused as refused:
        raise SettlementRefused("\n".join(refused.problems)) from None
    if not lines:
        raise SettlementRefused(_("Le fichier ne contient aucune ligne."))
    try:
        with transaction.atomic():
            stored = SettlementFile.objects.create(
                number=(SettlementFile.objects.aggregate(n=Max("number"))["n"] or 0) + 1,
                name=name[:200],
                file=keep_file(content=content, media_type="text/csv", now=now),
                imported_at=now,
                imported_by=actor.name,
            )
            rows = SettlementLine.objects.bulk_create(
                SettlementLine(
                    file=stored,
                    position=position,
                    kind=line.kind,
                    settled_on=line.settled_on,
                    transaction=line.transaction,
                    order=line.order,
                    amount_cents=line.amount_cents,
                )
                for position, line in enumerate(lines, start=1)
            )
            for row in rows:
                if row.kind == SettlementLine.Kind.CHARGEBACK:
                    _charge_back(row, actor=actor, now=now)
            record(
                event=Event.SETTLEMENT_IMPORTED,
                actor=actor,
                now=now,
                subject=stored,
                number=stored.number,
                lines=len(rows),
            )
    except IntegrityError:
        raise SettlementKnown(
            _("Ce relevé, ou l’une de ses lignes, a déjà été lu : rien n’a été ajouté.")
        ) from None
    return stored


def _charge_back(line: SettlementLine, *, actor: Actor, now: dt.datetime) -> None:
    """Post the chargeback of a known capture; put an unknown one before the accountant."""
    capture = (
        Operation.objects.filter(kind=OperationKind.CAPTURE.value, transaction=line.transaction)
        .select_related("attempt__user")
        .first()
    )
    if capture is None or line.amount_cents > capture.amount_cents:
        open_review(
            doubt=Doubt.SETTLEMENT_UNKNOWN,
            order=line.order,
            transaction=line.transaction,
            amount_cents=-line.amount_cents,
            attempt=capture.attempt if capture else None,
            answer=None,
            settlement_line=line,
            actor=actor,
            now=now,
        )
        return
    account = lock_account(capture.tenant_account_id)
    post_operation(
        kind=OperationKind.CHARGEBACK,
        gateway=capture.gateway,
        transaction=line.transaction,
        account=account,
        amount_cents=line.amount_cents,
        happened_on=line.settled_on,
        actor=actor,
        now=now,
        attempt=capture.attempt,
        undoes=capture,
    )
    if capture.attempt is not None:
        queue_mail(
            to=capture.attempt.user.email,
            template="mail/payment_charged_back",
            context={"reference": capture.attempt.code},
            now=now,
            language=capture.attempt.user.language,
        )

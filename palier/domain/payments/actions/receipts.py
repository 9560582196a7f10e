from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_noop

from palier.domain.audit.actor import Actor
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import settings_on
from palier.domain.payments.actions.operations import lock_account
from palier.domain.payments.queries.history import Receipt
from palier.domain.payments.receipt import receipt_pdf
from palier.foundation.sentences import Sentence

TITLE = Sentence(gettext_noop("Reçu de paiement %(reference)s"))


def keep_receipt(*, receipt: Receipt, actor: Actor, now: dt.datetime) -> Document:
    """Give the PDF of ``receipt`` from the vault, drawn at the first request.

    Once the payment has been undone the receipt is another document, marked void; the first
    one stays where it is.
    """
    reference = f"{receipt.attempt.code}{'-A' if receipt.undone else ''}"
    known = _kept(reference)
    if known is not None:
        return known
    content = receipt_pdf(receipt, settings_on(receipt.capture.happened_on))
    return _keep(receipt, reference, content, actor=actor, now=now)


@transaction.atomic
def _keep(
    receipt: Receipt, reference: str, content: bytes, *, actor: Actor, now: dt.datetime
) -> Document:
    account = lock_account(receipt.capture.tenant_account_id)
    known = _kept(reference)
    if known is not None:
        return known
    return add_document(
        content=content,
        media_type="application/pdf",
        kind=Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
        title=TITLE.in_french(reference=reference),
        visibility=Document.Visibility.HOLDERS,
        origin=Document.Origin.PORTAL,
        issued_on=receipt.capture.happened_on,
        tenant_account=account,
        reference=reference,
        actor=actor,
        now=now,
    )


def _kept(reference: str) -> Document | None:
    return (
        Document.objects.filter(
            kind=Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
            reference=reference,
            origin=Document.Origin.PORTAL,
        )
        .select_related("file")
        .first()
    )

"""The PDF of receipts, drawn once and kept; no page draws a batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.audit.actor import Actor
from palier.domain.billing.receipts import queries
from palier.domain.billing.receipts.models import Receipt, Voiding
from palier.domain.billing.receipts.page import title_of
from palier.domain.billing.receipts.rendering import receipt_pdf
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.foundation.background import enqueue_many
from palier.foundation.locking import lock_one

DRAW = "receipts.draw_pdf"


def ask_for_pdfs(*, receipts: Collection[Receipt]) -> int:
    """Queue the drawing of each receipt that has no PDF yet; give how many are missing.

    One statement, and none when nothing is missing.
    """
    missing = [receipt.code for receipt in receipts if kept_pdf(receipt) is None]
    if missing:
        enqueue_many(
            DRAW,
            [{"code": code} for code in missing],
            keys=[f"receipts.draw:{code}" for code in missing],
            in_bulk=False,
        )
    return len(missing)


def kept_pdf(receipt: Receipt) -> Document | None:
    """Give the PDF that is in the vault: of a void receipt, the one that says so."""
    voiding = queries.voiding_of(receipt)
    return voiding.document if voiding is not None else receipt.document


def keep_pdf(*, receipt: Receipt, actor: Actor, now: dt.datetime) -> Document:
    """Give the PDF of a receipt, drawn and put into the vault the first time.

    Once the receipt is void it is another document, which says so; the first stays.
    """
    known = kept_pdf(receipt)
    if known is not None:
        return known
    voiding = queries.voiding_of(receipt)
    content = receipt_pdf(
        queries.facts_of(receipt),
        stamped_at=voiding.voided_at if voiding else receipt.issued_at,
        void_reason=voiding.reason if voiding else "",
        void_facts=voiding.facts if voiding else None,
    )
    return _keep(receipt, voiding, content, actor=actor, now=now)


@transaction.atomic
def _keep(
    receipt: Receipt, voiding: Voiding | None, content: bytes, *, actor: Actor, now: dt.datetime
) -> Document:
    lock_one(Receipt.objects.filter(pk=receipt.pk))
    target: Receipt | Voiding
    if voiding is not None:
        target = Voiding.objects.select_related("document__file").get(pk=voiding.pk)
    else:
        target = Receipt.objects.select_related("document__file").get(pk=receipt.pk)
    if target.document is not None:
        return target.document
    with translation.override("fr"):
        title = title_of(receipt.kind, receipt.subject, receipt.dated_on)
        if receipt.version > 1:
            title = _("%(title)s (version %(version)d)") % {
                "title": title,
                "version": receipt.version,
            }
        if voiding is not None:
            title = _("%(title)s, annulation") % {"title": title}
    quittance = receipt.kind == Receipt.Kind.QUITTANCE
    document = add_document(
        content=content,
        media_type="application/pdf",
        kind=Document.Kind.RENT_RECEIPT if quittance else Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
        title=title,
        visibility=Document.Visibility.HOLDERS,
        origin=Document.Origin.PORTAL,
        issued_on=receipt.dated_on,
        period=receipt.period,
        reference=receipt.code,
        tenant_account=receipt.tenant_account,
        actor=actor,
        now=now,
    )
    target.document = document
    target.save(update_fields=["document"])
    return document

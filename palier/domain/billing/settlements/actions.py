"""The PDF of décomptes, drawn once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.audit.actor import Actor
from palier.domain.billing.settlements import queries
from palier.domain.billing.settlements.models import Settlement
from palier.domain.billing.settlements.page import page_of, title_of
from palier.domain.billing.settlements.rendering import settlement_pdf
from palier.domain.billing.settlements.rules import papers_window
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import settings_on
from palier.foundation.background import enqueue_many
from palier.foundation.locking import lock_one

DRAW = "settlements.draw_pdf"
NOON = dt.time(12, tzinfo=dt.UTC)


def ask_for_pdfs(*, settlements: Collection[Settlement]) -> int:
    """Queue the drawing of each décompte that has no PDF yet; give how many are missing.

    One statement, and none when nothing is missing.
    """
    missing = [settlement.code for settlement in settlements if settlement.document is None]
    if missing:
        enqueue_many(
            DRAW,
            [{"code": code} for code in missing],
            keys=[f"settlements.draw:{code}" for code in missing],
            in_bulk=False,
        )
    return len(missing)


def keep_pdf(*, settlement: Settlement, actor: Actor, now: dt.datetime) -> Document:
    """Give the PDF of a décompte, drawn in French and put into the vault the first time.

    It is written as of the day it was sent: its countdown is a date, and the landlord's name
    and settings are those of that day.
    """
    if settlement.document is not None:
        return settlement.document
    settings = settings_on(settlement.issue_on)
    with translation.override("fr"):
        to, neighbours = queries.around(settlement, settings)
        page = page_of(
            settlement,
            queries.lines_of(settlement),
            neighbours.around(to),
            papers_window(
                settlement.issue_on, settings["settlement_papers_months"], settlement.issue_on
            ),
            spread_months=settings["late_settlement_months"],
            counts_days=False,
        )
    stamp = dt.datetime.combine(settlement.issue_on, NOON)
    return _keep(settlement, settlement_pdf(page, stamped_at=stamp), actor=actor, now=now)


@transaction.atomic
def _keep(settlement: Settlement, content: bytes, *, actor: Actor, now: dt.datetime) -> Document:
    locked = lock_one(Settlement.objects.filter(pk=settlement.pk))
    if locked.document is not None:
        return locked.document
    with translation.override("fr"):
        title = title_of(settlement.ends_on.year)
        if settlement.version > 1:
            title = _("%(title)s (version %(version)d)") % {
                "title": title,
                "version": settlement.version,
            }
    document = add_document(
        content=content,
        media_type="application/pdf",
        kind=Document.Kind.SETTLEMENT,
        title=title,
        visibility=Document.Visibility.HOLDERS,
        origin=Document.Origin.PORTAL,
        issued_on=settlement.issue_on,
        reference=settlement.number,
        tenant_account=settlement.tenant_account,
        actor=actor,
        now=now,
    )
    locked.document = document
    locked.save(update_fields=["document"])
    return document

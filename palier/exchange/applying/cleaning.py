"""What an abandoned delivery left behind is taken away, in slices; nobody ever saw it."""

from __future__ import annotations

import datetime as dt
import time

from django.db import connection, models, transaction

from palier.domain.billing.bulk import forget_unseen_lines
from palier.domain.billing.models import NoticeHeader
from palier.domain.billing.settlements.bulk import forget_unseen_settlement_lines
from palier.domain.billing.settlements.models import Settlement
from palier.domain.documents.models import Document
from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.landlord.bulk import forget_unseen, move_delivery, unseen_span
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number
from palier.domain.ledger.models import Entry, StatedBalance
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.exchange.applying.slices import SQLITE_PAUSE

CHILDREN_FIRST: tuple[type[models.Model], ...] = (
    NoticeHeader,
    Settlement,
    StatedBalance,
    Entry,
    Document,
    HouseholdMember,
    LeaseRole,
    AccountHolder,
    Lease,
    TenantAccount,
    Person,
    Annex,
    Dwelling,
    Residence,
    Agency,
)
KEYS_AT_ONCE = 5_000


def abandon(delivery: Delivery, *, now: dt.datetime) -> None:
    """Take away the unseen rows of ``delivery`` and close it.

    One whose rows are already seen is closed as being in force instead.
    """
    if delivery.number <= current_delivery_number():
        is_current = delivery.number == current_delivery_number()
        state = Delivery.State.CURRENT if is_current else Delivery.State.SUPERSEDED
        move_delivery(delivery=delivery, to=state, now=now)
        return
    # Before it is applied, a delivery has rows on its workbench alone.
    touched = CHILDREN_FIRST if delivery.state == Delivery.State.APPLYING else ()
    for model in touched:
        span = unseen_span(model, delivery.number)
        if span is None:
            continue
        for first in range(span[0], span[1] + 1, KEYS_AT_ONCE):
            last = first + KEYS_AT_ONCE - 1
            with transaction.atomic():
                if model is NoticeHeader:
                    forget_unseen_lines(delivery.number, first, last)
                if model is Settlement:
                    forget_unseen_settlement_lines(delivery.number, first, last)
                forget_unseen(model, delivery.number, first, last)
            if connection.vendor == "sqlite":
                time.sleep(SQLITE_PAUSE)
    move_delivery(delivery=delivery, to=Delivery.State.ABANDONED, now=now)

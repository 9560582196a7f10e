"""The ERP's lines in sets: posted, reversed, and put in the place of the portal's own.

An entry never changes. Under one ``source_reference``: version 1 posted, version 2 its
reversal, version 3 posted again with another content, and so on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from palier.domain.ledger.actions import ACCOUNT_MOVED
from palier.domain.ledger.models import Entry, StatedBalance
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.background import enqueue_many
from palier.foundation.sets import (
    IN_ONE_QUESTION,
    Row,
    insert_rows,
    stored_instant,
    table_of,
    update_rows,
)

POSTED = (
    "source_reference",
    "version",
    "fingerprint",
    "tenant_account",
    "kind",
    "rail",
    "amount_cents",
    "effective_on",
    "period",
    "label",
    "portal_payment_reference",
    "lettrage",
)
"""What the caller gives of a line of the ERP, in this order."""


def post_lines(rows: Iterable[Row], *, delivery_no: int, now: dt.datetime) -> None:
    """Post lines of the ERP, unseen until the switch to ``delivery_no``."""
    posted_at = stored_instant(now)
    insert_rows(
        Entry,
        (*POSTED, "source", "delivery_no", "posted_at"),
        ((*row, Entry.Source.ERP.value, delivery_no, posted_at) for row in rows),
    )


def reverse_lines(pairs: Sequence[tuple[int, int]], *, delivery_no: int, now: dt.datetime) -> None:
    """Reverse lines of the ERP: each pair is the entry's key and the version to take.

    The reversal keeps the day of what it cancels: the past then reads as the ERP has it.
    """
    versions = dict(pairs)
    keys = list(versions)
    for start in range(0, len(keys), IN_ONE_QUESTION):
        entries = Entry.objects.filter(pk__in=keys[start : start + IN_ONE_QUESTION])
        _post_reversals(
            (
                (entry.source_reference, versions[entry.pk], entry, Entry.Source.ERP)
                for entry in entries
            ),
            delivery_no=delivery_no,
            now=now,
        )


# Written for ``entries_of_payment``, the partial index of the few entries with a payment
# reference: its condition is repeated as it is, and the plus keeps the planner from the index
# of ``reverses``, which is empty for nearly every one of millions of rows.
_ANSWERED = """
    SELECT p.id FROM {entry} p
    WHERE NOT (p.portal_payment_reference = '') AND p.source = %s AND +p.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM {entry} r WHERE r.reverses_id = p.id)
    AND EXISTS (
        SELECT 1 FROM {entry} e
        WHERE NOT (e.portal_payment_reference = '')
        AND e.portal_payment_reference = p.portal_payment_reference
        AND e.kind = p.kind AND e.source = %s AND +e.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM {entry} r WHERE r.reverses_id = e.id)
    )
"""


def replace_provisional(*, delivery_no: int, now: dt.datetime) -> int:
    """Reverse the portal's own entries that lines of the ERP record; give how many.

    A line answers to the entry of its kind that carries the same payment reference, even one
    that the bank announced after the ERP had it. Belongs in the transaction that makes the
    lines visible: no instant counts a payment twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ANSWERED.format(entry=table_of(Entry)),
            (Entry.Source.PORTAL.value, Entry.Source.ERP.value),
        )
        keys = [key for (key,) in cursor.fetchall()]
    for start in range(0, len(keys), IN_ONE_QUESTION):
        entries = list(Entry.objects.filter(pk__in=keys[start : start + IN_ONE_QUESTION]))
        _post_reversals(
            (
                (entry.source_reference, entry.version + 1, entry, Entry.Source.PORTAL)
                for entry in entries
            ),
            delivery_no=delivery_no,
            now=now,
        )
    return len(keys)


def post_provisional(
    payments: Sequence[tuple[TenantAccount, str, int]],
    *,
    label: str,
    effective_on: dt.date,
    now: dt.datetime,
) -> None:
    """Post direct debits handed to the bank: account, payment reference, signed cents.

    Provisional as a payment by card is: the ERP's line of the same reference replaces each.
    """
    day, posted_at = effective_on.isoformat(), stored_instant(now)
    insert_rows(
        Entry,
        (*POSTED, "source", "delivery_no", "posted_at"),
        (
            (
                f"portal:{reference}",
                1,
                None,
                account.pk,
                Entry.Kind.PAYMENT.value,
                Entry.Rail.DIRECT_DEBIT.value,
                cents,
                day,
                None,
                label,
                reference,
                "",
                Entry.Source.PORTAL.value,
                0,
                posted_at,
            )
            for account, reference, cents in payments
        ),
    )
    enqueue_many(
        ACCOUNT_MOVED,
        [{"account": account.code} for account, _reference, _cents in payments],
        keys=[f"moved:{account.code}" for account, _reference, _cents in payments],
    )


def _post_reversals(
    reversals: Iterable[tuple[str, int, Entry, Entry.Source]],
    *,
    delivery_no: int,
    now: dt.datetime,
) -> None:
    label, posted_at = _("Annulation"), stored_instant(now)
    insert_rows(
        Entry,
        (
            "source_reference",
            "version",
            "tenant_account",
            "kind",
            "rail",
            "amount_cents",
            "effective_on",
            "period",
            "label",
            "portal_payment_reference",
            "lettrage",
            "source",
            "reverses",
            "delivery_no",
            "posted_at",
        ),
        (
            (
                reference,
                version,
                entry.tenant_account_id,
                Entry.Kind.REVERSAL.value,
                entry.rail,
                -entry.amount_cents,
                entry.effective_on.isoformat(),
                entry.period.isoformat() if entry.period else None,
                f"{label} : {entry.label}"[:160],
                entry.portal_payment_reference,
                "",
                source.value,
                entry.pk,
                delivery_no,
                posted_at,
            )
            for reference, version, entry, source in reversals
        ),
    )


def letter(pairs: Iterable[tuple[int, str]]) -> None:
    """Write the ERP's later lettrage on entries: each pair is a key and a code."""
    update_rows(Entry, ("lettrage",), pairs)


def refingerprint(pairs: Iterable[tuple[int, int]]) -> None:
    """Write fingerprints anew for entries whose account was only renumbered."""
    update_rows(Entry, ("fingerprint",), pairs)


def state_balances(rows: Iterable[Row], *, delivery_no: int) -> None:
    """Keep the balances that the ERP states: account key, ISO date, cents."""
    insert_rows(
        StatedBalance,
        ("tenant_account", "as_of", "amount_cents", "delivery_no"),
        ((*row, delivery_no) for row in rows),
    )

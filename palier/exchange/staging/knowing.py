"""What the main database knows already, brought to the workbench by short reads.

Everything is read in pages by key: no transaction lasts, on either engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, Q, Sum

from palier.domain.billing.models import NoticeHeader
from palier.domain.documents.models import Document
from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.landlord.models import Delivered
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
from palier.exchange.staging.workbench import Workbench
from palier.foundation.sets import IN_ONE_QUESTION

PAGE = 20_000

DELIVERED: dict[str, tuple[type[Delivered], ...]] = {
    "agencies": (Agency,),
    "residences": (Residence,),
    "dwellings": (Dwelling,),
    "annexes": (Annex,),
    "persons": (Person,),
    "tenant_accounts": (TenantAccount,),
    "leases": (Lease,),
    "roles": (AccountHolder, LeaseRole),
    "household_members": (HouseholdMember,),
}
"""The tables of each kind; a role stands on an account or on a lease (``place`` 0 or 1)."""

OPENING = "opening:"
"""Before an account's identifier, the ``source_reference`` of its opening entry."""


def know_delivered(bench: Workbench) -> None:
    """Fill ``known_k`` for every kind whose rows carry an ERP identifier and a hash."""
    for name, models in DELIVERED.items():
        bench.execute(
            f"CREATE TABLE known_{name} (erp_id TEXT, pk INTEGER, place INTEGER, "
            "hash TEXT, absent INTEGER, PRIMARY KEY (erp_id, place))"
        )
        for place, model in enumerate(models):
            bench.fill(
                f"INSERT OR REPLACE INTO known_{name} VALUES (?, ?, ?, ?, ?)",
                (
                    (erp_id, pk, place, hashed, int(absent is not None))
                    for pk, erp_id, hashed, absent in pages(
                        model, "erp_id", "content_hash", "absent_since"
                    )
                ),
            )
        bench.execute(f"CREATE INDEX known_{name}_pk ON known_{name} (pk)")


def know_documents(bench: Workbench) -> None:
    bench.execute("CREATE TABLE known_documents (erp_id TEXT PRIMARY KEY, pk INTEGER, hash TEXT)")
    bench.fill(
        "INSERT INTO known_documents VALUES (?, ?, ?)",
        (
            (erp_id, pk, hashed)
            for pk, erp_id, hashed in pages(
                Document, "erp_id", "content_hash", where=Q(erp_id__isnull=False)
            )
        ),
    )


_ENTRY = (
    "source_reference",
    "version",
    "fingerprint",
    "tenant_account_id",
    "effective_on",
    "amount_cents",
    "lettrage",
    "reverses_id",
)


def know_entries(bench: Workbench, *, every: bool) -> None:
    """Fill ``known_ledger_lines`` and ``known_opening_balances`` with the latest versions.

    A reference whose latest version is a reversal stands for nothing: it is not ``live``.
    With ``every``, all entries of the ERP; else only those of the references and accounts
    that the delivery names.
    """
    for table in ("known_ledger_lines", "known_opening_balances"):
        bench.execute(
            f"CREATE TABLE {table} (reference TEXT PRIMARY KEY, pk INTEGER, version INTEGER, "
            "hash INTEGER, account_pk INTEGER, effective_on TEXT, amount_cents INTEGER, "
            "lettrage TEXT, live INTEGER)"
        )
    kept = Q(source=Entry.Source.ERP)
    if every:
        rows = pages(Entry, *_ENTRY, where=kept)
    else:
        asked = _references_named(bench)
        rows = batches(Entry, "source_reference", asked, *_ENTRY, where=kept)
    lines, openings = "known_ledger_lines", "known_opening_balances"
    while page := list(islice(rows, PAGE)):
        for table, mine in ((lines, False), (openings, True)):
            bench.fill(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (reference) DO UPDATE SET pk = excluded.pk, "
                "version = excluded.version, hash = excluded.hash, live = excluded.live, "
                "account_pk = excluded.account_pk, effective_on = excluded.effective_on, "
                "amount_cents = excluded.amount_cents, lettrage = excluded.lettrage "
                "WHERE excluded.version > version",
                (
                    (
                        row[1].removeprefix(OPENING),
                        row[0],
                        *row[2:5],
                        row[5].isoformat(),
                        *row[6:8],
                        int(row[8] is None),
                    )
                    for row in page
                    if row[1].startswith(OPENING) == mine
                ),
            )


def _references_named(bench: Workbench) -> list[str]:
    asked = {name for (name,) in bench.stream("SELECT reference FROM ledger_lines")}
    for table in ("opening_balances", "ledger_lines", "closing_balances"):
        accounts = bench.stream(f"SELECT DISTINCT tenant_account FROM {table}")
        asked.update(OPENING + account for (account,) in accounts)
    return sorted(asked)


def know_notices(bench: Workbench) -> None:
    """Fill ``known_rent_notices`` with the latest version of the avis that are delivered."""
    bench.execute(
        "CREATE TABLE known_rent_notices (number TEXT PRIMARY KEY, pk INTEGER, version INTEGER, "
        "hash INTEGER)"
    )
    numbers = [number for (number,) in bench.stream("SELECT number FROM rent_notices")]
    fields = ("number", "version", "fingerprint")
    rows = (
        pages(NoticeHeader, *fields)
        if len(numbers) > PAGE
        else batches(NoticeHeader, "number", numbers, *fields)
    )
    bench.fill(
        "INSERT INTO known_rent_notices (pk, number, version, hash) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (number) DO UPDATE SET pk = excluded.pk, version = excluded.version, "
        "hash = excluded.hash WHERE excluded.version > version",
        rows,
    )


def know_stated(bench: Workbench) -> None:
    """Fill ``known_closing_balances`` with the balance stated last for each account."""
    bench.execute(
        "CREATE TABLE known_closing_balances (account_pk INTEGER PRIMARY KEY, as_of TEXT, "
        "amount_cents INTEGER)"
    )
    bench.fill(
        "INSERT OR REPLACE INTO known_closing_balances VALUES (?, ?, ?)",
        (
            (account, as_of.isoformat(), cents)
            for _, account, as_of, cents in pages(
                StatedBalance, "tenant_account_id", "as_of", "amount_cents"
            )
        ),
    )


def know_sums(bench: Workbench, table: str, wanted: str, *, before: bool) -> None:
    """Fill ``table`` with what the ERP's entries of an account sum up to at a date.

    ``wanted`` is a query of (account key, ISO date); the day itself counts unless ``before``.
    """
    bench.execute(f"CREATE TABLE {table} (account_pk INTEGER PRIMARY KEY, amount_cents INTEGER)")
    by_date: dict[str, list[int]] = {}
    for account, day in bench.stream(wanted):
        by_date.setdefault(day, []).append(account)
    current = current_delivery_number()
    for day, accounts in by_date.items():
        until = Q(effective_on__lt=day) if before else Q(effective_on__lte=day)
        for start in range(0, len(accounts), IN_ONE_QUESTION):
            sums = (
                Entry.objects.filter(
                    until,
                    source=Entry.Source.ERP,
                    delivery_no__lte=current,
                    tenant_account__in=accounts[start : start + IN_ONE_QUESTION],
                )
                .values_list("tenant_account")
                .annotate(Sum("amount_cents"))
                .order_by()
            )
            bench.fill(f"INSERT INTO {table} VALUES (?, ?)", list(sums))


def pages(
    model: type[Model], *names: str, where: Q | None = None, page: int = PAGE
) -> Iterator[tuple[Any, ...]]:
    """Walk the visible rows of ``model`` by key, one short read a page."""
    rows = model._default_manager.filter(where or Q(), delivery_no__lte=current_delivery_number())
    last = 0
    while True:
        found = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *names)[:page])
        if not found:
            return
        yield from found
        last = found[-1][0]


def batches(
    model: type[Model], by: str, values: Sequence[str], *names: str, where: Q | None = None
) -> Iterator[tuple[Any, ...]]:
    """Walk the visible rows of ``model`` whose field ``by`` is one of ``values``."""
    rows = model._default_manager.filter(where or Q(), delivery_no__lte=current_delivery_number())
    for start in range(0, len(values), IN_ONE_QUESTION):
        asked = values[start : start + IN_ONE_QUESTION]
        yield from rows.filter(**{f"{by}__in": asked}).order_by("pk").values_list("pk", *names)

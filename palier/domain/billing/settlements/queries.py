"""Décomptes as their reader may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from palier.domain.access.queries import AccountView
from palier.domain.billing.settlements.models import Settlement, SettlementLine
from palier.domain.billing.surroundings import Neighbourhood, neighbourhood
from palier.domain.documents.models import Document
from palier.domain.documents.queries import landlord_answers
from palier.domain.landlord.queries import Settings, delivered
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class SettlementSummary:
    """One décompte in a list."""

    code: str
    number: str
    version: int
    starts_on: dt.date
    ends_on: dt.date
    issue_on: dt.date
    difference_cents: int
    replaced: bool
    size: int | None
    """Bytes of its PDF, once drawn."""

    @property
    def year(self) -> int:
        return self.ends_on.year


def settlements_of(view: AccountView) -> list[SettlementSummary]:
    """Give the décomptes of one account that its reader may see, the newest first."""
    rows = (
        Settlement.objects.filter(delivered(), tenant_account=view.tenant_account)
        .order_by("-ends_on", "number", "-version")
        .values_list(
            "code",
            "number",
            "version",
            "starts_on",
            "ends_on",
            "issue_on",
            "difference_cents",
            "document__file__size",
        )
    )
    seen: set[str] = set()
    found = []
    for code, number, version, starts_on, ends_on, issue_on, cents, size in rows:
        if _concerns(view, starts_on, ends_on):
            replaced = number in seen
            found.append(
                SettlementSummary(
                    code, number, version, starts_on, ends_on, issue_on, cents, replaced, size
                )
            )
        seen.add(number)
    return found


def _concerns(view: AccountView, starts_on: dt.date, ends_on: dt.date) -> bool:
    """A décompte often comes after a departure: the days it settles decide, not its own."""
    return (view.since is None or view.since <= ends_on) and (
        view.until is None or starts_on <= view.until
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One décompte, the version in force of it, and the account it is read through."""

    settlement: Settlement
    newest: Settlement
    view: AccountView


def settlement_among(views: Iterable[AccountView], code: str) -> Found:
    """Give the décompte of public code ``code`` if one of a reader's own ``views`` holds it.

    Raises:
        NotYours: there is none, or none of the views covers it.
    """
    asked = Settlement.objects.filter(code=code)
    versions = list(
        _loaded()
        .filter(
            number__in=asked.values("number"), tenant_account__in=asked.values("tenant_account")
        )
        .order_by("-version")
    )
    settlement = next((one for one in versions if one.code == code), None)
    if settlement is not None:
        for view in views:
            mine = view.tenant_account.pk == settlement.tenant_account_id
            if mine and _concerns(view, settlement.starts_on, settlement.ends_on):
                return Found(settlement, versions[0], view)
    raise NotYours()


def settlements_in(codes: Collection[str]) -> list[Settlement]:
    """Give décomptes that ``settlements_of`` has named, each with its document."""
    return list(_loaded().filter(code__in=codes).order_by("-ends_on", "pk"))


def settlement_coded(code: str) -> Settlement:
    """Give a décompte to a machine that asks for it by its code; authorises nobody.

    Raises:
        Settlement.DoesNotExist: there is none.
    """
    return _loaded().get(code=code)


def lines_of(settlement: Settlement) -> list[SettlementLine]:
    """Give the natures of charge of a décompte, in their order."""
    return list(SettlementLine.objects.filter(settlement=settlement).order_by("position"))


@dataclass(frozen=True, slots=True)
class Papers:
    """What the landlord delivered with a décompte: its own PDF, invoices and readings."""

    own: Document | None
    invoices: tuple[Document, ...]


def papers_of(found: Found) -> Papers:
    """Give the papers of a décompte, as the reader may see them, in one query."""
    kinds = (Document.Kind.SETTLEMENT, Document.Kind.CHARGE_PAPER)
    rows = landlord_answers(found.view, kinds, found.settlement.number)
    return Papers(
        own=next((one for one in rows if one.kind == Document.Kind.SETTLEMENT), None),
        invoices=tuple(one for one in rows if one.kind == Document.Kind.CHARGE_PAPER),
    )


@dataclass(frozen=True, slots=True)
class _To:
    tenant_account_id: int
    due_on: dt.date


def around(settlement: Settlement, settings: Settings) -> tuple[_To, Neighbourhood]:
    """Read to whom a décompte was sent: the holders at the end of what it settles."""
    to = _To(settlement.tenant_account_id, settlement.issue_on)
    account = settlement.tenant_account  # read with the décompte
    period = Period.of(settlement.ends_on)
    known = {account.pk: account}
    return to, neighbourhood([to], period, settings, accounts=known, with_annexes=False)


def _loaded() -> QuerySet[Settlement]:
    return Settlement.objects.filter(delivered()).select_related(
        "tenant_account__agency", "document__file"
    )

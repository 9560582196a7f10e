"""What to issue and what to void, once the entries of an account have been read. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from palier.domain.billing.receipts.rules import Payment, Reading, Term
from palier.foundation.periods import Period


class Kind(StrEnum):
    QUITTANCE = "quittance"
    RECU = "recu"


class Reason(StrEnum):
    RETURNED = "returned"
    REOPENED = "reopened"
    CHANGED = "changed"
    OCCUPATION = "occupation"


@dataclass(frozen=True, slots=True)
class Issued:
    """One version of a receipt that exists already."""

    key: int
    kind: Kind
    subject: str
    version: int
    basis: str
    voided: bool
    payments: tuple[str, ...]
    """References of the payments it names."""


@dataclass(frozen=True, slots=True)
class LeaseSpan:
    """When a lease ran, and the day a judge ended it."""

    starts_on: dt.date
    ended_on: dt.date | None
    judged_on: dt.date | None

    def occupies(self, period: Period) -> bool:
        """Tell whether the month is one of occupation without a lease, even in part."""
        return (
            self.judged_on is not None
            and self.judged_on <= period.last_day
            and self.starts_on <= period.last_day
            and (self.ended_on is None or self.ended_on >= period.first_day)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One receipt to issue, under its next version."""

    kind: Kind
    subject: str
    version: int
    about: Term | Payment


@dataclass(frozen=True, slots=True)
class Void:
    key: int
    reason: Reason
    returned_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    issue: tuple[Wanted, ...]
    void: tuple[Void, ...]


def plan(
    reading: Reading,
    issued: Sequence[Issued],
    *,
    electronic: bool,
    leases: Collection[LeaseSpan] = (),
    issuing: bool = True,
) -> Plan:
    """Compare what the account says with the receipts that exist.

    ``electronic``: somebody who holds the account agreed. A month under a judged lease, even
    in part, has no quittance: its money is an indemnité d'occupation. Without ``issuing`` (the
    landlord makes its own) receipts are only voided. Read twice, nothing more is planned.
    """
    occupied = {
        term.period
        for term in reading.terms
        if term.occupation or any(lease.occupies(term.period) for lease in leases)
    }
    versions: dict[tuple[Kind, str], int] = {}
    for one in issued:
        key = (one.kind, one.subject)
        versions[key] = max(one.version, versions.get(key, 0))
    live = [one for one in issued if not one.voided]
    voids: list[Void] = []
    wanted: list[Wanted] = []

    terms = {str(term.period): term for term in reading.terms}
    kept = set()
    for one in (one for one in live if one.kind is Kind.QUITTANCE):
        reason = _against_quittance(one, terms.get(one.subject), occupied, reading)
        if reason is None:
            kept.add(one.subject)
        else:
            voids.append(_void(one, reason, reading))
    receipted = {terms[subject].period for subject in kept}
    for subject, term in terms.items():
        if term.open_cents or term.period in occupied or subject in kept or not electronic:
            continue
        version = versions.get((Kind.QUITTANCE, subject), 0) + 1
        wanted.append(Wanted(Kind.QUITTANCE, subject, version, term))
        receipted.add(term.period)

    payments = {one.reference: one for one in reading.payments if not one.from_portal}
    kept = set()
    for one in (one for one in live if one.kind is Kind.RECU):
        payment = payments.get(one.subject)
        if payment is not None and payment.basis == one.basis:
            kept.add(one.subject)
        else:
            reason = Reason.RETURNED if one.subject in reading.returned else Reason.CHANGED
            voids.append(_void(one, reason, reading))
    for subject, payment in payments.items():
        if subject not in kept and payment.beyond(receipted) > 0:
            version = versions.get((Kind.RECU, subject), 0) + 1
            wanted.append(Wanted(Kind.RECU, subject, version, payment))
    return Plan(tuple(wanted) if issuing else (), tuple(voids))


def _against_quittance(
    one: Issued, term: Term | None, occupied: Collection[Period], reading: Reading
) -> Reason | None:
    if term is None:
        return Reason.CHANGED
    if term.period in occupied:
        return Reason.OCCUPATION
    if term.open_cents:
        came_back = any(reference in reading.returned for reference in one.payments)
        return Reason.RETURNED if came_back else Reason.REOPENED
    return None if term.basis == one.basis else Reason.CHANGED


def _void(one: Issued, reason: Reason, reading: Reading) -> Void:
    if reason is not Reason.RETURNED:
        return Void(one.key, reason)
    references = one.payments if one.kind is Kind.QUITTANCE else (one.subject,)
    days = [reading.returned[each] for each in references if each in reading.returned]
    return Void(one.key, reason, max(days, default=None))

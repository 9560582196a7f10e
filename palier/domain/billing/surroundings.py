"""Who and where each avis of a slice is for, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from palier.domain.billing.facts import AgencyContact, DebitToCome, Payment, Sender
from palier.domain.billing.rules import Surroundings
from palier.domain.estate.models import Agency, Annex, Dwelling
from palier.domain.landlord.queries import Settings, delivered
from palier.domain.tenancy.models import AccountHolder, Lease, TenantAccount
from palier.foundation.periods import Period


class Addressed(Protocol):
    """What is sent to the holders of an account: an avis, a receipt, a settlement."""

    @property
    def tenant_account_id(self) -> int: ...

    @property
    def due_on(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Everything read for one slice of headers, by tenant account."""

    accounts: dict[int, TenantAccount]
    holders: dict[int, list[AccountHolder]]
    leases: dict[int, list[Lease]]
    settings: Settings

    def around(self, header: Addressed, debit: DebitToCome | None = None) -> Surroundings:
        """Give what the avis of ``header`` prints besides money; ``debit`` is announced by it."""
        account = self.accounts[header.tenant_account_id]
        names = tuple(_name(holder) for holder in self.holders[account.pk])
        leases = self.leases[account.pk]
        dwelling = next((lease.dwelling for lease in leases if lease.dwelling), None)
        address = address_of(dwelling) if dwelling else ()
        return Surroundings(
            customer_reference=account.customer_reference,
            holders=names,
            addressee_lines=(*names, *address),
            dwelling=_dwelling(dwelling) if dwelling else "",
            dwelling_address_lines=address,
            annexes=tuple(_annexes(leases, dwelling)),
            landlord=sender_of(self.settings),
            agency=contact_of(account.agency),
            payment=_payment(account, header.due_on, self.settings, debit),
            messages=tuple(self.settings["notice_messages"]),
        )


def neighbourhood(
    headers: Sequence[Addressed],
    period: Period,
    settings: Settings,
    *,
    accounts: dict[int, TenantAccount] | None = None,
    with_annexes: bool = True,
) -> Neighbourhood:
    """Read accounts, holders and leases of ``headers`` as they stood in ``period``.

    ``accounts``: those of ``headers`` with their agency, by key, where they are at hand.
    ``with_annexes``: false where nothing names the cellar and the parking place.
    """
    keys = {header.tenant_account_id for header in headers}
    if accounts is None:
        accounts = TenantAccount.objects.filter(pk__in=keys).select_related("agency").in_bulk()
    holders: dict[int, list[AccountHolder]] = defaultdict(list)
    for holder in (
        AccountHolder.objects.filter(delivered(), tenant_account__in=keys)
        .filter(_during("ends_on", period), _during("absent_since", period))
        .filter(starts_on__lte=period.last_day)
        .select_related("person")
        .order_by("-role", "pk")
    ):
        holders[holder.tenant_account_id].append(holder)
    leases: dict[int, list[Lease]] = defaultdict(list)
    attached = Annex.objects.filter(delivered()) if with_annexes else Annex.objects.none()
    annexes = Prefetch("dwelling__annexes", queryset=attached.order_by("pk"))
    for lease in (
        Lease.objects.filter(delivered(), tenant_account__in=keys)
        .filter(_during("terminated_on", period), _during("absent_since", period))
        .filter(starts_on__lte=period.last_day)
        .select_related("dwelling", "annex")
        .prefetch_related(annexes)
        .order_by("starts_on", "pk")
    ):
        leases[lease.tenant_account_id].append(lease)
    return Neighbourhood(accounts, holders, leases, settings)


def sender_of(settings: Settings) -> Sender:
    """Give the landlord as documents print it."""
    form = f", {settings['legal_form']}" if settings["legal_form"] else ""
    siren = f" – SIREN {settings['registration']}" if settings["registration"] else ""
    return Sender(
        name=settings["name"],
        address_lines=tuple(line for line in settings["address_lines"] if line != settings["name"]),
        legal_line=f"{settings['name']}{form}{siren}",
        website=settings["portal_address"].removeprefix("https://").rstrip("/"),
        colour=settings["colours"].get("accent", ""),
    )


def contact_of(agency: Agency) -> AgencyContact:
    """Give the agency as documents print it."""
    return AgencyContact(
        name=agency.name,
        address_lines=tuple(
            part for part in (agency.address, f"{agency.postcode} {agency.town}".strip()) if part
        ),
        phone=agency.phone,
        email=agency.email,
        hours=agency.hours,
    )


def address_of(dwelling: Dwelling) -> tuple[str, ...]:
    """Give a dwelling's postal address, line by line."""
    lines = (dwelling.address_extra, dwelling.address, f"{dwelling.postcode} {dwelling.town}")
    return tuple(line.strip() for line in lines if line.strip())


def _during(field: str, period: Period) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": period.first_day})


def _name(holder: AccountHolder) -> str:
    person = holder.person
    title = person.get_title_display()
    return f"{title} {person.full_name}".strip()


def _dwelling(dwelling: Dwelling) -> str:
    kind = _capital(dwelling.get_kind_display())
    return _numbered(kind, dwelling.number)


def _annexes(leases: Sequence[Lease], dwelling: Dwelling | None) -> list[str]:
    own = [lease.annex for lease in leases if lease.annex]
    attached = list(dwelling.annexes.all()) if dwelling else []
    seen: dict[int, str] = {}
    for annex in (*own, *attached):
        seen.setdefault(annex.pk, _numbered(_capital(annex.get_kind_display()), annex.number))
    return list(seen.values())


def _numbered(kind: str, number: str) -> str:
    return _("%(kind)s n° %(number)s") % {"kind": kind, "number": number} if number else kind


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _payment(
    account: TenantAccount, due_on: dt.date, settings: Settings, debit: DebitToCome | None
) -> Payment:
    if debit is not None:
        return Payment(
            means="direct_debit",
            debit_on=debit.on,
            mandate_reference=debit.mandate_reference,
            creditor_id=debit.creditor_id,
        )
    if account.payment_means == TenantAccount.PaymentMeans.DIRECT_DEBIT:
        return Payment(means="direct_debit", debit_on=_debit_day(account.debit_day, due_on))
    holder = settings["transfer_account_holder"] or settings["name"]
    return Payment(
        means=account.payment_means,
        iban=settings["transfer_iban"],
        bic=settings["transfer_bic"],
        account_holder=holder if settings["transfer_iban"] else "",
        transfer_reference=account.customer_reference if settings["transfer_iban"] else "",
        cheque_payee=settings["cheque_payee"],
        cash_place=settings["cash_place"],
    )


def _debit_day(day: int | None, due_on: dt.date) -> dt.date:
    """Give the day of the debit, in the month in which the avis falls due."""
    if day is None:
        return due_on
    month = Period.of(due_on)
    return min(month.first_day.replace(day=min(day, 28)), month.last_day)

"""Reads of the room: the state at a glance, the history, what is to remind, who is not insured."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from palier.domain.access.models import PersonLink
from palier.domain.access.queries import AccountView, leases_of
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.documents.models import StoredFile
from palier.domain.insurance.models import Certificate, FormalDemand, Reading, Reminder
from palier.domain.insurance.rules.cover import Cover, Filed, cover_of
from palier.domain.insurance.rules.reading import Found, Home, Name
from palier.domain.landlord.queries import Settings, delivered
from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import ended_on, holders_of
from palier.foundation.errors import NotYours
from palier.foundation.paging import Key, Page, paged

CERTIFICATE = "insurance.certificate"
"""How the trail and the desk name a certificate."""
A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Known:
    """What a certificate should say, according to the landlord."""

    holders: tuple[Name, ...]
    home: Home | None


@dataclass(frozen=True, slots=True)
class Insurance:
    """The insurance of one dwelling as a tenant sees it; certificates the newest first."""

    lease: Lease
    cover: Cover
    certificates: tuple[Certificate, ...]
    demand: FormalDemand | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A certificate with the others of its lease, the newest first.

    ``is_demanded``: a formal demand is in force on the lease.
    """

    certificate: Certificate
    others: tuple[Certificate, ...]
    is_demanded: bool


def is_to_insure(lease: Lease, today: dt.date) -> bool:
    """Tell whether the tenant owes proof: a dwelling, and a lease that runs."""
    over = ended_on(lease)
    return lease.kind == Lease.Kind.DWELLING and (over is None or over >= today)


def insurances_of(view: AccountView, today: dt.date, settings: Settings) -> list[Insurance]:
    """Give the insurance of each dwelling that the reader's account rents today.

    For a former holder, of each that they rented, with the deposits of their own time.
    """
    leases = [
        lease
        for lease in leases_of([view])
        if lease.kind == Lease.Kind.DWELLING and (view.is_former or is_to_insure(lease, today))
    ]
    return _insurances(leases, today, settings, view)


def insurance_of_lease(lease: Lease, today: dt.date, settings: Settings) -> Insurance:
    """Give the whole insurance of a lease that the caller was allowed to fetch."""
    return _insurances([lease], today, settings, None)[0]


def cover_at_a_glance(
    view: AccountView, leases: Sequence[Lease], today: dt.date, settings: Settings
) -> Cover | None:
    """Give the cover to show on the home page, the most worrying first; ``None``: nothing owed.

    ``leases`` are the account's, whatever else is among them; in one query.
    """
    if view.is_former:
        return None
    mine = view.tenant_account.pk
    found = [
        lease.pk
        for lease in leases
        if lease.tenant_account_id == mine and is_to_insure(lease, today)
    ]
    if not found:
        return None
    covers = _covers(found, today, settings)
    return min(covers.values(), key=lambda cover: (cover.is_insured, cover.until or dt.date.min))


def certificate_for(view: AccountView, code: str) -> Certificate:
    """Give one certificate of an account, with its file, reading and people.

    Raises:
        NotYours: there is none, or it is not in what the reader may see.
    """
    rows = _loaded().filter(view.within("deposited_on"), tenant_account=view.tenant_account)
    found = rows.filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def demand_for(view: AccountView, code: str) -> FormalDemand:
    """Give one formal demand of an account.

    Raises:
        NotYours: there is none, or it is not in what the reader may see.
    """
    rows = FormalDemand.objects.filter(
        view.within("issued_on"), tenant_account=view.tenant_account, code=code
    )
    found = rows.select_related("document__file").first()
    if found is None:
        raise NotYours()
    return found


def certificate_reviewed(code: str) -> Reviewed:
    """Give the certificate a case is about, in one query; the desk has authorised its reader.

    Raises:
        NotYours: there is none.
    """
    of_lease = Certificate.objects.filter(code=code).values("lease")
    demands = FormalDemand.objects.filter(lease=OuterRef("lease"), state=FormalDemand.State.ISSUED)
    rows = list(
        _loaded()
        .select_related("lease__dwelling", "lease__tenant_account")
        .filter(lease__in=of_lease)
        .annotate(is_demanded=Exists(demands))
        .order_by("-deposited_at", "-pk")
    )
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise NotYours()
    return Reviewed(found, tuple(row for row in rows if row is not found), found.is_demanded)


def lease_at_desk(staff: StaffMember, code: str) -> Lease:
    """Give one dwelling's lease of the agencies of ``staff``, loaded.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    found = _at_desk(staff).filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def demand_at_desk(staff: StaffMember, code: str) -> FormalDemand:
    """Give one formal demand of the agencies of ``staff``.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    scope = agencies_of(staff).within("tenant_account__agency__erp_id")
    found = (
        FormalDemand.objects.filter(scope, code=code)
        .select_related("document__file", "lease", "issued_by__user", "tenant_account__agency")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def uninsured_for(staff: StaffMember, today: dt.date, *, cursor: str = "") -> Page[Lease]:
    """Give the dwellings of the reader's agencies that nothing insures and nothing awaits."""
    certificates = Certificate.objects.filter(lease=OuterRef("pk"))
    rows = (
        _at_desk(staff)
        .filter(_running(today))
        .exclude(Exists(certificates.filter(state=Certificate.State.UNDER_REVIEW)))
        .exclude(Exists(certificates.filter(_accepted_on(today), state=Certificate.State.ACCEPTED)))
    )

    def further(key: Key) -> Q:
        return Q(pk__gt=int(key[0]))

    return paged(
        rows.order_by("pk"), cursor=cursor, beyond=further, key=lambda row: (row.pk,), size=A_PAGE
    )


def demands_of(leases: Collection[Lease]) -> dict[int, FormalDemand]:
    """Give the formal demand in force on each lease, by its key."""
    rows = FormalDemand.objects.filter(lease__in=leases, state=FormalDemand.State.ISSUED)
    return {row.lease_id: row for row in rows.select_related("document__file")}


def demand_in_force(lease: Lease) -> FormalDemand | None:
    """Give the formal demand in force on a lease."""
    return demands_of([lease]).get(lease.pk)


def demands_history(lease: Lease) -> list[FormalDemand]:
    """Give every formal demand of a lease, the newest first."""
    rows = FormalDemand.objects.filter(lease=lease).select_related("issued_by__user")
    return list(rows.order_by("-issued_at", "-pk"))


def filed_of(lease: Lease) -> list[Filed]:
    """Give the certificates of a lease as the rules read them, the newest first."""
    return _filed([lease.pk])[lease.pk]


def awaits_review(lease: Lease) -> bool:
    """Tell whether the agency owes an answer to a deposit."""
    waiting = Certificate.objects.filter(lease=lease, state=Certificate.State.UNDER_REVIEW)
    return waiting.exists()


def cover_on(lease: Lease, today: dt.date, settings: Settings) -> Cover:
    """Give the cover of one lease on ``today``."""
    return _covers([lease.pk], today, settings)[lease.pk]


def covers_on(leases: Sequence[Lease], today: dt.date, settings: Settings) -> dict[int, Cover]:
    """Give the cover of each lease by its key, in one query."""
    return _covers([lease.pk for lease in leases], today, settings)


def same_file_before(lease: Lease, sources: Collection[str]) -> bool:
    """Tell whether a file of those hashes was deposited for this lease already."""
    files = StoredFile.objects.filter(sha256__in=sources)
    live = (Certificate.State.ACCEPTED, Certificate.State.UNDER_REVIEW, Certificate.State.REFUSED)
    rows = Certificate.objects.filter(lease=lease, state__in=live)
    return rows.filter(document__file__in=files).exists()


def found_in(reading: Reading | None) -> Found:
    """Give what a reading found; empty while it waits."""
    return Found.of_plain(reading.found) if reading is not None else Found()


def reading_for(lease: Lease, reading_id: int) -> Reading | None:
    """Give a reading of a lease that the caller was allowed to fetch."""
    return Reading.objects.filter(lease=lease, pk=reading_id).first()


def known_about(lease: Lease) -> Known:
    """Give who holds a lease and where it is, to compare a certificate with."""
    rows = holders_of([lease.tenant_account])[lease.tenant_account_id]
    holders = tuple(
        Name(
            row.person.given_names,
            tuple(filter(None, (row.person.usage_name, row.person.birth_name))),
        )
        for row in rows
        if row.ends_on is None and row.absent_since is None
    )
    home = lease.dwelling
    return Known(holders, Home(home.address, home.postcode, home.town) if home else None)


def leases_ending_between(first: dt.date, last: dt.date, today: dt.date) -> list[int]:
    """Give the keys of running leases with an accepted certificate that ends in these days."""
    certificates = Certificate.objects.filter(lease=OuterRef("pk"))
    ending = certificates.filter(
        state=Certificate.State.ACCEPTED, accepted_to__gte=first, accepted_to__lte=last
    )
    rows = _dwellings(today).filter(Exists(ending))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def leases_without_certificate(opened_before: dt.datetime, today: dt.date) -> list[int]:
    """Give the keys of running leases that have no deposit at all, were never told so, and
    whose holder opened the portal before that instant."""
    certificates = Certificate.objects.filter(lease=OuterRef("pk"))
    told = Reminder.objects.filter(lease=OuterRef("pk"), key=Reminder.MISSING)
    opened = PersonLink.objects.filter(
        state=PersonLink.State.PROVEN,
        moved_at__lte=opened_before,
        person__holdings__tenant_account=OuterRef("tenant_account"),
    )
    rows = _dwellings(today).exclude(Exists(certificates)).exclude(Exists(told))
    return list(rows.filter(Exists(opened)).order_by("pk").values_list("pk", flat=True))


def leases_to_remind(keys: Sequence[int], today: dt.date) -> list[Lease]:
    """Give the leases of ``keys`` that still run, with their dwelling and their agency."""
    rows = _dwellings(today).filter(pk__in=keys)
    return list(rows.select_related("dwelling", "tenant_account__agency").order_by("pk"))


def _insurances(
    leases: Sequence[Lease], today: dt.date, settings: Settings, view: AccountView | None
) -> list[Insurance]:
    kept = Q() if view is None else view.within("deposited_on")
    certificates: dict[int, list[Certificate]] = defaultdict(list)
    rows = _loaded().filter(kept, lease__in=leases)
    for row in rows.order_by("-deposited_at", "-pk"):
        certificates[row.lease_id].append(row)
    demands = demands_of(leases)
    days = int(settings["insurance_renewal_days"])
    return [
        Insurance(
            lease,
            cover_of([_as_filed(row) for row in certificates[lease.pk]], today, renewal_days=days),
            tuple(certificates[lease.pk]),
            demands.get(lease.pk),
        )
        for lease in leases
    ]


def _covers(keys: Sequence[int], today: dt.date, settings: Settings) -> dict[int, Cover]:
    days = int(settings["insurance_renewal_days"])
    return {key: cover_of(filed, today, renewal_days=days) for key, filed in _filed(keys).items()}


def _filed(keys: Sequence[int]) -> dict[int, list[Filed]]:
    found: dict[int, list[Filed]] = {key: [] for key in keys}
    rows = Certificate.objects.filter(lease__in=keys).order_by("-deposited_at", "-pk")
    for row in rows:
        found[row.lease_id].append(_as_filed(row))
    return found


def _as_filed(row: Certificate) -> Filed:
    return Filed(row.state, row.covers_from, row.covers_to)


def _accepted_on(today: dt.date) -> Q:
    begun = Q(accepted_from=None) | Q(accepted_from__lte=today)
    return begun & Q(accepted_to__gte=today)


def _running(today: dt.date) -> Q:
    return Q(terminated_on=None, absent_since=None) | Q(terminated_on__gte=today, absent_since=None)


def _dwellings(today: dt.date) -> QuerySet[Lease]:
    return Lease.objects.filter(
        delivered(), _running(today), kind=Lease.Kind.DWELLING, tenant_account__replaced_by=None
    )


def _at_desk(staff: StaffMember) -> QuerySet[Lease]:
    scope = agencies_of(staff).within("tenant_account__agency__erp_id")
    return Lease.objects.filter(
        delivered(), scope, kind=Lease.Kind.DWELLING, tenant_account__replaced_by=None
    ).select_related("tenant_account__agency", "dwelling")


def _loaded() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "document__file", "reading", "person", "lease", "filed_by__user", "user"
    )

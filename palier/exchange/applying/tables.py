"""From the workbench's rows to the values of a room's table, keys resolved by joins."""

from __future__ import annotations

from dataclasses import dataclass

from palier.domain.estate import bulk as estate
from palier.domain.landlord.bulk import DeliveredTable
from palier.domain.tenancy import bulk as tenancy

HASH = "printf('%016x', d.hash)"


@dataclass(frozen=True)
class Target:
    """Where the rows of ``kind`` go: ``values`` is SQL for the fields of ``table``.

    ``joins`` resolve references (``ids_k`` holds ERP identifier → key); ``only`` keeps the
    rows meant for this table when a kind feeds two (``place``).
    """

    kind: str
    table: DeliveredTable
    values: str
    joins: str = ""
    only: str = "1"
    place: int = 0

    @property
    def select(self) -> str:
        return f"d.erp_id, {HASH}, {self.values}"

    @property
    def step(self) -> str:
        return f"{self.kind}.{self.place}"


def _join(kind: str, attribute: str, alias: str, *, optional: bool = False) -> str:
    side = "LEFT JOIN" if optional else "JOIN"
    return f" {side} ids_{kind} {alias} ON {alias}.erp_id = d.{attribute}"


TARGETS: tuple[Target, ...] = (
    Target(
        "agencies",
        estate.AGENCIES,
        "d.name, d.address, d.postcode, d.town, d.phone, d.email, d.hours",
    ),
    Target(
        "residences",
        estate.RESIDENCES,
        "a.pk, d.name, d.caretaker_name, d.caretaker_phone, d.caretaker_hours, d.caretaker_place",
        _join("agencies", "agency", "a"),
    ),
    Target(
        "dwellings",
        estate.DWELLINGS,
        "r.pk, d.kind, d.number, d.address, d.address_extra, d.postcode, d.town, d.rooms, "
        "d.surface_dm2, d.floor, d.built_in, d.energy_class, d.energy_assessed_on",
        _join("residences", "residence", "r"),
    ),
    Target(
        "annexes",
        estate.ANNEXES,
        "r.pk, w.pk, d.kind, d.number, d.place",
        _join("residences", "residence", "r") + _join("dwellings", "dwelling", "w", optional=True),
    ),
    Target(
        "persons",
        tenancy.PERSONS,
        "d.title, d.birth_name, d.usage_name, d.given_names, d.birth_date, d.email, d.mobile, "
        "d.phone, CASE d.language WHEN '' THEN 'fr' ELSE d.language END, d.post_street, "
        "d.post_extra, d.post_postcode, d.post_town, d.post_country",
    ),
    Target(
        "tenant_accounts",
        tenancy.TENANT_ACCOUNTS,
        "d.customer_reference, reference_key(d.customer_reference), a.pk, d.payment_means, "
        "d.debit_day, d.opened_on, d.ended_on",
        _join("agencies", "agency", "a"),
    ),
    Target(
        "leases",
        tenancy.LEASES,
        "t.pk, d.kind, d.term, w.pk, x.pk, d.signed_on, d.starts_on, d.ends_on, "
        "d.tacit_period_ends_on, d.terminated_on, d.judicial_termination_on, "
        "d.special_conditions, d.deposit_cents",
        _join("tenant_accounts", "tenant_account", "t")
        + _join("dwellings", "dwelling", "w", optional=True)
        + _join("annexes", "annex", "x", optional=True),
    ),
    Target(
        "roles",
        tenancy.ACCOUNT_HOLDERS,
        "t.pk, p.pk, CASE d.role WHEN 'titulaire' THEN 'holder' ELSE 'co_holder' END, "
        "d.starts_on, d.ends_on",
        _join("tenant_accounts", "tenant_account", "t") + _join("persons", "person", "p"),
        only="d.lease = ''",
    ),
    Target(
        "roles",
        tenancy.LEASE_ROLES,
        "l.pk, p.pk, CASE d.role WHEN 'titulaire' THEN 'tenant' WHEN 'cotitulaire' "
        "THEN 'co_tenant' WHEN 'occupant' THEN 'occupant' ELSE 'guarantor' END, "
        "d.starts_on, d.ends_on",
        _join("leases", "lease", "l") + _join("persons", "person", "p"),
        only="d.lease <> ''",
        place=1,
    ),
    Target(
        "household_members",
        tenancy.HOUSEHOLD_MEMBERS,
        "l.pk, p.pk, d.family_name, d.given_names, d.birth_date, d.relation, d.starts_on, "
        "d.ends_on",
        _join("leases", "lease", "l") + _join("persons", "person", "p", optional=True),
    ),
)

OPENING_VALUES = (
    "'opening:' || d.tenant_account, n.version, d.hash, t.pk, 'opening', '', d.amount_cents, "
    "d.as_of, NULL, 'Solde de départ', '', ''"
)
LINE_VALUES = (
    "d.reference, n.version, d.hash, t.pk, d.kind, d.rail, d.amount_cents, d.effective_on, "
    "d.period, d.label, d.portal_payment_reference, d.lettrage"
)
ACCOUNT_JOIN = _join("tenant_accounts", "tenant_account", "t")
NOTICE_VALUES = (
    "d.number, n.version, n.fingerprint, t.pk, d.period, d.issue_on, d.due_on, d.term_type, "
    "d.previous_balance_cents, d.net_cents"
)
BILLING_VALUES = (
    "h.pk, d.position, CASE WHEN d.debit_cents IS NULL THEN 'credit' ELSE 'debit' END, d.nature, "
    "d.label, d.concerned_period, coalesce(d.debit_cents, d.credit_cents), d.origin"
)
DOCUMENT_VALUES = (
    f"d.erp_id, {HASH}, f.sha256, f.size, d.file_name, d.kind, d.title, d.issued_on, t.pk, l.pk, "
    "p.pk, CASE d.visibility WHEN '' THEN 'holders' ELSE d.visibility END, d.period, d.reference, "
    "d.valid_from, d.valid_to"
)
DOCUMENT_JOINS = (
    " JOIN papers f ON f.line = d.line"
    + ACCOUNT_JOIN
    + _join("leases", "lease", "l", optional=True)
    + _join("persons", "person", "p", optional=True)
)

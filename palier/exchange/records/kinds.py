"""The list of kinds, and what the rest of the exchange asks of one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from palier.exchange.records import accounting, estate, papers, settlements, tenancy
from palier.exchange.records.columns import Column


@dataclass(frozen=True)
class Kind:
    """One sort of file: ``record`` is its dataclass, ``key`` what makes a row unique.

    Columns named in ``annotations`` may change without changing the content: they are left
    out of the hash by which a delivery finds what changed.
    """

    name: str
    title: str
    record: type[Any]
    key: tuple[str, ...]
    annotations: tuple[str, ...] = ()

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.record))

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Give the columns by attribute, in the order of the file."""
        return {field.name: field.metadata["column"] for field in fields(self.record)}

    @cached_property
    def hashed(self) -> tuple[int, ...]:
        """Give the places of the columns that make the content of a row."""
        return tuple(
            place for place, name in enumerate(self.attributes) if name not in self.annotations
        )

    @cached_property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns.values())

    @cached_property
    def meaning(self) -> str:
        return (self.record.__doc__ or "").strip()

    def header_of(self, attribute: str) -> str:
        return self.columns[attribute].header


KINDS: tuple[Kind, ...] = (
    Kind("agencies", "Agences", estate.AgencyRecord, ("erp_id",)),
    Kind("residences", "Résidences", estate.ResidenceRecord, ("erp_id",)),
    Kind("dwellings", "Logements", estate.DwellingRecord, ("erp_id",)),
    Kind("annexes", "Annexes", estate.AnnexRecord, ("erp_id",)),
    Kind("persons", "Personnes", tenancy.PersonRecord, ("erp_id",), ("replaces",)),
    Kind(
        "tenant_accounts",
        "Comptes locataires",
        tenancy.TenantAccountRecord,
        ("erp_id",),
        ("replaces",),
    ),
    Kind("leases", "Baux", tenancy.LeaseRecord, ("erp_id",)),
    Kind("roles", "Rôles datés", tenancy.RoleRecord, ("erp_id",)),
    Kind("household_members", "Membres du foyer", tenancy.HouseholdMemberRecord, ("erp_id",)),
    Kind(
        "opening_balances", "Soldes de départ", accounting.OpeningBalanceRecord, ("tenant_account",)
    ),
    Kind(
        "ledger_lines",
        "Lignes du compte",
        accounting.LedgerLineRecord,
        ("reference",),
        ("lettrage",),
    ),
    Kind(
        "closing_balances", "Soldes annoncés", accounting.ClosingBalanceRecord, ("tenant_account",)
    ),
    Kind("rent_notices", "Avis d’échéance", accounting.RentNoticeRecord, ("number",)),
    Kind("billing_lines", "Lignes des avis", accounting.BillingLineRecord, ("notice", "position")),
    Kind(
        "charge_settlements",
        "Régularisations de charges",
        settlements.ChargeSettlementRecord,
        ("number",),
    ),
    Kind(
        "charge_settlement_lines",
        "Lignes des régularisations",
        settlements.ChargeSettlementLineRecord,
        ("settlement", "position"),
    ),
    Kind("documents", "Documents PDF", papers.DocumentRecord, ("erp_id",)),
)

_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(name: str) -> Kind:
    """Find a kind by its name in the manifest.

    Raises:
        KeyError: there is no such kind.
    """
    return _BY_NAME[name]

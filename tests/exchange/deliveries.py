"""A small delivery that adds up, to be bent by each test.

P1 Awa Diallo and P2 Yanis N’Guessan share account C1 (dwelling and parking);
P3 Jeanne d’Artagnan (born Le Guen) holds account C2.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from palier.exchange.manifest import Manifest
from palier.exchange.records import KINDS, kind_of
from palier.exchange.records.accounting import (
    BillingLineRecord,
    ClosingBalanceRecord,
    LedgerLineRecord,
    OpeningBalanceRecord,
    RentNoticeRecord,
)
from palier.exchange.records.estate import (
    AgencyRecord,
    AnnexRecord,
    DwellingRecord,
    ResidenceRecord,
)
from palier.exchange.records.tenancy import (
    HouseholdMemberRecord,
    LeaseRecord,
    PersonRecord,
    RoleRecord,
    TenantAccountRecord,
)
from palier.exchange.writing import write_delivery

Records = dict[str, list[Any]]


def line(reference: str, account: str, cents: int, **more: Any) -> LedgerLineRecord:
    values: dict[str, Any] = {
        "effective_on": "2026-11-01",
        "period": "2026-10-01",
        "kind": "payment" if cents < 0 else "rent",
        "rail": "transfer" if cents < 0 else "",
        "label": "Virement" if cents < 0 else "Loyer principal",
    }
    return LedgerLineRecord(
        reference=reference, tenant_account=account, amount_cents=cents, **(values | more)
    )


def small() -> Records:
    """Give the records of the small delivery, by kind; change them before writing."""
    address = {"postcode": "93990", "town": "Saint-Ouvrin"}
    return {
        "agencies": [
            AgencyRecord(erp_id="AG1", name="Agence du Canal", address="4 quai", **address)
        ],
        "residences": [ResidenceRecord(erp_id="R1", agency="AG1", name="Les Tilleuls")],
        "dwellings": [
            DwellingRecord(
                erp_id=f"L{n}",
                residence="R1",
                kind="flat",
                address=f"{n} rue de l’Abreuvoir",
                surface_dm2=6450,
                floor=n,
                **address,
            )
            for n in (1, 2)
        ],
        "annexes": [AnnexRecord(erp_id="X1", residence="R1", kind="parking", number="12")],
        "persons": [
            PersonRecord(erp_id="P1", title="mme", birth_name="Diallo", given_names="Awa"),
            PersonRecord(erp_id="P2", title="m", birth_name="N’Guessan", given_names="Yanis"),
            PersonRecord(
                erp_id="P3", birth_name="Le Guen", usage_name="d’Artagnan", given_names="Jeanne"
            ),
        ],
        "tenant_accounts": [
            TenantAccountRecord(
                erp_id=f"C{n}",
                customer_reference=f"L/00{n}0417",
                agency="AG1",
                payment_means="transfer",
            )
            for n in (1, 2)
        ],
        "leases": [
            _lease("B1", "C1", dwelling="L1"),
            _lease("B2", "C2", dwelling="L2"),
            _lease("B3", "C1", kind="parking", annex="X1"),
        ],
        "roles": [
            _role("T1", "P1", "titulaire", tenant_account="C1"),
            _role("T2", "P2", "cotitulaire", tenant_account="C1"),
            _role("T3", "P3", "titulaire", tenant_account="C2"),
            _role("T4", "P1", "titulaire", lease="B1"),
        ],
        "household_members": [
            HouseholdMemberRecord(erp_id="F1", lease="B1", person="P1", relation="holder"),
            HouseholdMemberRecord(
                erp_id="F2",
                lease="B1",
                family_name="Diallo",
                given_names="Ismaël",
                relation="child",
            ),
        ],
        "opening_balances": [
            OpeningBalanceRecord(tenant_account="C1", as_of="2026-10-01", amount_cents=1_000),
            OpeningBalanceRecord(tenant_account="C2", as_of="2026-10-01", amount_cents=0),
        ],
        "ledger_lines": [
            line("E1", "C1", 41_237),
            line("E2", "C1", -20_000, effective_on="2026-11-05", lettrage="A"),
            line("E3", "C2", 39_999),
        ],
        "closing_balances": [
            ClosingBalanceRecord(tenant_account="C1", as_of="2026-11-20", amount_cents=22_237),
            ClosingBalanceRecord(tenant_account="C2", as_of="2026-11-20", amount_cents=39_999),
        ],
        "rent_notices": [
            RentNoticeRecord(
                number="AV1",
                tenant_account="C1",
                period="2026-10-01",
                issue_on="2026-11-01",
                due_on="2026-11-05",
                term_type="arrears",
                previous_balance_cents=1_000,
                net_cents=22_237,
            )
        ],
        "billing_lines": [
            _billed(1, "rent", "Loyer principal", debit=41_237),
            _billed(2, "apl", "Aide personnalisée au logement", credit=20_000),
        ],
    }


def _lease(erp_id: str, account: str, **more: Any) -> LeaseRecord:
    values = {"kind": "dwelling", "term": "open_ended", "starts_on": "2019-06-01"} | more
    return LeaseRecord(erp_id=erp_id, tenant_account=account, **values)


def _role(erp_id: str, person: str, role: str, **place: str) -> RoleRecord:
    return RoleRecord(erp_id=erp_id, person=person, role=role, starts_on="2019-06-01", **place)


def _billed(
    position: int, nature: str, label: str, *, debit: int | None = None, credit: int | None = None
) -> BillingLineRecord:
    return BillingLineRecord(
        notice="AV1",
        position=position,
        nature=nature,
        label=label,
        debit_cents=debit,
        credit_cents=credit,
    )


def changed(records: Records, kind: str, key: str, **values: Any) -> None:
    """Replace fields of the one record of ``kind`` whose key is ``key``."""
    name = kind_of(kind).key[0]
    records[kind] = [
        replace(record, **values) if getattr(record, name) == key else record
        for record in records[kind]
    ]


def without(records: Records, kind: str, *keys: str) -> None:
    """Leave out the records of ``kind`` whose key is one of ``keys``."""
    name = kind_of(kind).key[0]
    records[kind] = [record for record in records[kind] if getattr(record, name) not in keys]


def write(
    folder: Path,
    records: Records,
    *,
    delta: Iterable[str] = (),
    produced_at: str = "2026-11-20T04:00:00+01:00",
) -> Manifest:
    """Write the records as a delivery folder, *full* but for the kinds in ``delta``."""
    return write_delivery(
        folder,
        {kind: records[kind.name] for kind in KINDS if kind.name in records},
        landlord="Bailleur d’essai",
        delivery=folder.name,
        produced_at=produced_at,
        modes=dict.fromkeys(delta, "delta"),
    )


def announce(folder: Path, *, sha256: str | None = None, **facts: str) -> None:
    """Change facts of the manifest, and the hash of every file when ``sha256`` is given."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | facts
    if sha256 is not None:
        for described in manifest["kinds"].values():
            described["sha256"] = sha256
    path.write_text(json.dumps(manifest), encoding="utf-8")

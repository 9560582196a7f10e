"""Write a landlord of any size as a delivery folder, the same for the same seed.

Every file is written account by account; nothing is kept in memory but the homes being let.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from palier.demo.addresses import Home, invented_homes
from palier.demo.cast import Role, cast
from palier.demo.history import euros_text, write_history
from palier.demo.papers import RANKS_WITH_PAPERS, write_papers
from palier.demo.plans import PersonPlan, Plan, invented_plan
from palier.demo.rpls import declared_homes
from palier.exchange.manifest import Manifest
from palier.exchange.records import kind_of
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
from palier.exchange.writing import DeliveryWriter
from palier.foundation.periods import Period

LANDLORD = "Rives d’Ourcq Habitat"
DWELLINGS_AN_AGENCY = 4_000
CAST_HOMES = 13
SMALL, SPREAD = 1_000, 11
"""Below so many leases, one home in so many is let: more addresses to look at."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What to write: ``leases`` accounts, billed from ``first`` to ``last``.

    ``as_of`` is the day the files are of: after the last avis is issued. ``with_cast`` puts
    the sample's people first. ``rpls`` houses everyone in a real declaration's dwellings.
    """

    leases: int
    first: Period
    last: Period
    as_of: dt.date
    seed: int = 93
    rpls: Path | None = None
    with_cast: bool = False

    @property
    def months(self) -> int:
        return len(list(self.first.until(self.last)))


def customer_reference(rank: int) -> str:
    """Give the reference printed on the avis of the account of this rank."""
    return f"L/{1_000_000 + (rank * 7_919 + 20_417) % 9_000_000:07d}"


def homes_of(order: Order) -> list[Home]:
    """Choose the homes to let: declared ones, or invented ones spread over the towns."""
    if order.rpls is not None:
        return list(islice(declared_homes(order.rpls), order.leases))
    step = SPREAD if order.leases < SMALL else 1
    return list(islice(invented_homes(order.seed), 0, order.leases * step, step))


def plans_of(order: Order, homes: list[Home]) -> Iterator[tuple[int, Plan]]:
    """Walk through the accounts by rank, the cast first when it is asked for."""
    roles: list[Role] = cast(homes[:CAST_HOMES], order.last) if order.with_cast else []
    for rank, home in enumerate(homes, start=1):
        if rank <= len(roles):
            yield rank, roles[rank - 1].plan
        else:
            yield rank, invented_plan(rank, home, order.first, order.seed)


def generate(folder: Path, order: Order, progress: Progress = lambda done, total: None) -> Manifest:
    """Write the delivery into ``folder`` and give its manifest.

    Raises:
        NotADeclaration: the RPLS file is not one.
    """
    homes = homes_of(order)
    produced = f"{order.as_of.isoformat()}T04:30:00+01:00"
    with DeliveryWriter(
        folder, landlord=LANDLORD, delivery=order.as_of.isoformat(), produced_at=produced
    ) as out:
        pen = _Pen(out, order, homes)
        for rank, plan in plans_of(order, homes):
            pen.write(rank, plan)
            if rank % 500 == 0 or rank == len(homes):
                progress(rank, len(homes))
        pen.finish()
    return out.manifest


class _Pen:
    """Write accounts one after the other, giving each thing its identifier."""

    def __init__(self, out: DeliveryWriter, order: Order, homes: list[Home]) -> None:
        self.out, self.order = out, order
        self.agencies = _agencies(out, homes, seed=order.seed)
        self.residences: dict[tuple[str, str, int], str] = {}
        self.roles = self.members = self.people = 0

    def write(self, rank: int, plan: Plan) -> None:
        agency = self.agencies[plan.home.town] if plan.agency is None else plan.agency
        residence = self._residence(plan.home, agency)
        dwelling, account, lease = f"LGT{rank:06d}", f"CPT{rank:06d}", f"BAIL{rank:06d}"
        self._dwelling(dwelling, residence, plan.home)
        for person in (*plan.holders, *plan.children):
            self._person(person)
        self._account(account, rank, plan, agency)
        self._leases(lease, account, dwelling, residence, rank, plan)
        self._household(lease, plan)
        self._money(account, rank, plan)
        if self.order.with_cast and rank <= RANKS_WITH_PAPERS:
            settled = self.order.as_of.year - (1 if self.order.as_of.month >= 9 else 2)
            for record in write_papers(
                self.out.folder, LANDLORD, rank, plan, account, lease, settled
            ):
                self.out.file(kind_of("documents")).write(record)

    def finish(self) -> None:
        """Begin the files that nothing was written into, so that every kind is delivered."""
        for name in (
            "annexes",
            "household_members",
            "rent_notices",
            "billing_lines",
            "charge_settlements",
            "charge_settlement_lines",
        ):
            self.out.file(kind_of(name))

    def _residence(self, home: Home, agency: int) -> str:
        key = (home.town, home.residence, agency)
        if key not in self.residences:
            self.residences[key] = erp_id = f"RES{len(self.residences) + 1:05d}"
            draw = Random(f"{self.order.seed}/{erp_id}")
            self.out.file(kind_of("residences")).write(
                ResidenceRecord(
                    erp_id=erp_id,
                    agency=_agency_id(agency),
                    name=home.residence,
                    caretaker_name=draw.choice(_CARETAKERS),
                    caretaker_phone=f"01 99 00 {draw.randrange(20, 99)} {draw.randrange(10, 99)}",
                    caretaker_hours="Du lundi au vendredi, de 8 h à 12 h",
                    caretaker_place="Loge du hall A",
                )
            )
        return self.residences[key]

    def _dwelling(self, erp_id: str, residence: str, home: Home) -> None:
        self.out.file(kind_of("dwellings")).write(
            DwellingRecord(
                erp_id=erp_id,
                residence=residence,
                kind=home.kind,
                number=home.number,
                address=home.address,
                address_extra=home.address_extra,
                postcode=home.postcode,
                town=home.town,
                rooms=home.rooms,
                surface_dm2=home.surface_dm2,
                floor=home.floor,
                built_in=home.built_in,
                energy_class=home.energy_class,
                energy_assessed_on=home.energy_assessed_on,
            )
        )

    def _person(self, person: PersonPlan) -> None:
        self.people += 1
        person.erp_id = f"P{self.people:07d}"
        self.out.file(kind_of("persons")).write(
            PersonRecord(
                erp_id=person.erp_id,
                title=person.title,
                birth_name=person.birth_name,
                usage_name=person.usage_name,
                given_names=person.given_names,
                birth_date=person.birth_date,
                email=person.email,
                mobile=person.mobile,
                language=person.language,
            )
        )

    def _account(self, account: str, rank: int, plan: Plan, agency: int) -> None:
        debited = plan.rail == "prelevement"
        means = {"prelevement": "direct_debit", "virement": "transfer", "carte": "card"}
        means |= {"cheque": "cheque", "especes": "cash"}
        self.out.file(kind_of("tenant_accounts")).write(
            TenantAccountRecord(
                erp_id=account,
                customer_reference=customer_reference(rank),
                agency=_agency_id(agency),
                payment_means=means[plan.rail],
                debit_day=plan.debit_day if debited else None,
                opened_on=plan.starts_on.isoformat(),
                ended_on=plan.left_on.isoformat() if plan.left_on else None,
            )
        )
        for order, person in enumerate(plan.holders):
            self._role(person, "titulaire" if order == 0 else "cotitulaire", plan, account=account)

    def _leases(
        self, lease: str, account: str, dwelling: str, residence: str, rank: int, plan: Plan
    ) -> None:
        left = plan.left_on.isoformat() if plan.left_on else None
        starts = plan.starts_on
        signed = (starts - dt.timedelta(days=9 + rank % 14)).isoformat()
        file = self.out.file(kind_of("leases"))
        file.write(
            LeaseRecord(
                erp_id=lease,
                tenant_account=account,
                kind="dwelling",
                term="fixed" if plan.fixed_until else "open_ended",
                dwelling=dwelling,
                signed_on=signed,
                starts_on=starts.isoformat(),
                ends_on=plan.fixed_until.isoformat() if plan.fixed_until else None,
                terminated_on=left,
                special_conditions=plan.special_conditions,
                deposit_cents=plan.terms.rent * 9 // 10,
            )
        )
        self._annex(f"ANX{rank:06d}C", residence, "cellar", f"C{rank % 400 + 1}", dwelling)
        for order, person in enumerate(plan.holders):
            self._role(person, "titulaire" if order == 0 else "cotitulaire", plan, lease=lease)
        if plan.parking:
            self._annex(f"ANX{rank:06d}P", residence, "parking", plan.parking, "")
            file.write(
                LeaseRecord(
                    erp_id=f"{lease}P",
                    tenant_account=account,
                    kind="parking",
                    term="open_ended",
                    annex=f"ANX{rank:06d}P",
                    signed_on=signed,
                    starts_on=starts.isoformat(),
                    terminated_on=left,
                    deposit_cents=plan.terms.annex_rent,
                )
            )
            self._role(plan.holders[0], "titulaire", plan, lease=f"{lease}P")

    def _annex(self, erp_id: str, residence: str, kind: str, number: str, dwelling: str) -> None:
        self.out.file(kind_of("annexes")).write(
            AnnexRecord(
                erp_id=erp_id,
                residence=residence,
                dwelling=dwelling,
                kind=kind,
                number=number,
                place="Sous-sol" if kind == "parking" else "Sous-sol, rangée A",
            )
        )

    def _role(
        self, person: PersonPlan, role: str, plan: Plan, *, account: str = "", lease: str = ""
    ) -> None:
        self.roles += 1
        self.out.file(kind_of("roles")).write(
            RoleRecord(
                erp_id=f"R{self.roles:07d}",
                person=person.erp_id,
                tenant_account=account,
                lease=lease,
                role=role,
                starts_on=plan.starts_on.isoformat(),
                ends_on=plan.left_on.isoformat() if plan.left_on else None,
            )
        )

    def _household(self, lease: str, plan: Plan) -> None:
        file = self.out.file(kind_of("household_members"))
        left = plan.left_on.isoformat() if plan.left_on else None
        for order, person in enumerate((*plan.holders, *plan.children)):
            self.members += 1
            holder = order < len(plan.holders)
            born = person.birth_date or plan.starts_on.isoformat()
            relation = ("holder" if order == 0 else "spouse") if holder else "child"
            file.write(
                HouseholdMemberRecord(
                    erp_id=f"F{self.members:07d}",
                    lease=lease,
                    person=person.erp_id,
                    relation=relation,
                    starts_on=max(plan.starts_on.isoformat(), born),
                    ends_on=left,
                )
            )

    def _money(self, account: str, rank: int, plan: Plan) -> None:
        order = self.order
        begins = order.first.next().first_day.isoformat()
        written = write_history(
            plan, account, rank, order.first, order.last, order.as_of, order.seed
        )
        opening, closing = euros_text(plan.opening_cents), euros_text(written.balance)
        for name, lines in (
            ("opening_balances", [f"{account};{begins};{opening}\n"]),
            ("ledger_lines", written.ledger),
            ("closing_balances", [f"{account};{order.as_of.isoformat()};{closing}\n"]),
            ("rent_notices", written.notices),
            ("billing_lines", written.billing),
            ("charge_settlements", written.settlements),
            ("charge_settlement_lines", written.settlement_lines),
        ):
            self.out.file(kind_of(name)).write_lines(lines)


def _agency_id(rank: int) -> str:
    return f"AG{rank + 1:02d}"


def _agencies(out: DeliveryWriter, homes: list[Home], *, seed: int) -> dict[str, int]:
    """Write the agencies and give the one of each town; two at least."""
    towns: dict[str, int] = {}
    for home in homes:
        towns[home.town] = towns.get(home.town, 0) + 1
    count = max(2, min(len(_AGENCIES), len(homes) // DWELLINGS_AN_AGENCY + 1))
    loads = [0] * count
    where: dict[str, int] = {}
    for town, size in sorted(towns.items(), key=lambda item: (-item[1], item[0])):
        where[town] = loads.index(min(loads))
        loads[where[town]] += size
    for rank in range(count):
        name, address, postcode, town, mailbox = _AGENCIES[rank]
        out.file(kind_of("agencies")).write(
            AgencyRecord(
                erp_id=_agency_id(rank),
                name=name,
                address=address,
                postcode=postcode,
                town=town,
                phone=f"01 99 00 93 {10 + rank}",
                email=f"{mailbox}@rives-ourcq.example",
                hours="Du lundi au vendredi, de 9 h à 12 h 30 et de 13 h 30 à 17 h",
            )
        )
    return where


_AGENCIES = (
    ("Agence du Canal", "4 quai de l’Écluse", "93991", "Saint-Ouvrin", "canal"),
    ("Agence de la Plaine", "27 avenue Louise-Michel", "93995", "La Plaine-Saint-Rémi", "plaine"),
    ("Agence des Coteaux", "2 place de la République", "93996", "Montfleuret", "coteaux"),
    ("Agence du Parc", "18 allée des Tilleuls", "93992", "Les Aulnettes", "parc"),
    ("Agence des Écoles", "9 rue de l’Étoile", "93994", "Villemarne", "ecoles"),
    ("Agence du Moulin", "1 rue du Moulin-Neuf", "93993", "Bourg-l’Ourcq", "moulin"),
    ("Agence du Vieux-Port", "6 quai de l’Écluse", "93997", "Noisel-le-Canal", "vieux-port"),
    ("Agence du Belvédère", "30 rue Édouard-Vaillant", "93998", "Le Clos-Bénard", "belvedere"),
)
_CARETAKERS = (
    "Mme Gaëlle Le Goff",
    "M. Sékou Camara",
    "M. António Magalhães",
    "Mme Naïma Touati",
    "M. Thibault Dupré",
    "Mme Nadège Toussaint",
    "M. Idir Aït Ahmed",
    "Mme Hélène Maréchal",
)

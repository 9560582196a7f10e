"""Who can sign in to the sample, and who still has to open an account.

Everyone is made through the actions a tenant or an administrator goes through. Passwords
and TOTP secrets are public: sample mode alone accepts this module (``load``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from palier.demo.addresses import Home
from palier.demo.cast import CANAL, PLAINE, Role, cast
from palier.demo.generating import CAST_HOMES, customer_reference
from palier.demo.plans import PersonPlan
from palier.domain.access.actions import open_proven_account
from palier.domain.accounts.actions import create_staff
from palier.domain.audit.actor import Actor
from palier.foundation.periods import Period

AGENCIES = {CANAL: "Agence du Canal", PLAINE: "Agence de la Plaine"}
AGENCY_IDS = {CANAL: "AG01", PLAINE: "AG02"}
TENANT_PASSWORD = "quatre-saisons-sur-le-palier"  # noqa: S105
STAFF_PASSWORD = "sept-clefs-pour-la-grande-maison"  # noqa: S105


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of ``palier demo accounts``. Empty means: does not apply, or unknown."""

    role: str
    situation: str
    email: str = ""
    password: str = ""
    totp_secret: str = ""
    customer_reference: str = ""
    family_name: str = ""
    birth_name: str = ""
    given_names: str = ""
    agency: str = ""
    known_email: str = ""
    known_mobile: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class _Staff:
    role: str
    situation: str
    email: str
    name: str
    totp_secret: str
    agency: int | None


@dataclass(frozen=True, slots=True)
class _Helper:
    name: str
    organisation: str
    email: str


DELEGATE = _Helper(
    "Maud Kerbrat", "Maison des solidarités de l’Ourcq", "maud.kerbrat@solidarites-ourcq.example"
)
"""A social worker who helps the first holder (``demo.delegates``)."""

_STAFF = (
    _Staff(
        "advisor",
        "conseillère de l’agence du Canal",
        "camille.roussel@rives-ourcq.example",
        "Camille Roussel",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA",
        CANAL,
    ),
    _Staff(
        "advisor",
        "conseiller de l’agence du Canal",
        "ibrahim.sacko@rives-ourcq.example",
        "Ibrahim Sacko",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXB",
        CANAL,
    ),
    _Staff(
        "advisor",
        "conseillère de l’agence de la Plaine",
        "ines.vasseur@rives-ourcq.example",
        "Inès Vasseur",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXC",
        PLAINE,
    ),
    _Staff(
        "advisor",
        "conseiller de l’agence de la Plaine",
        "younes.gharbi@rives-ourcq.example",
        "Younès Gharbi",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXD",
        PLAINE,
    ),
    _Staff(
        "manager",
        "responsable de l’agence du Canal",
        "helene.marechal@rives-ourcq.example",
        "Hélène Maréchal",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXE",
        CANAL,
    ),
    _Staff(
        "rent_accountant",
        "comptable des loyers, toutes les agences",
        "patrice.desir@rives-ourcq.example",
        "Patrice Désir",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXF",
        None,
    ),
    _Staff(
        "technical_support",
        "assistance technique, toutes les agences",
        "mei.zhang@rives-ourcq.example",
        "Mei Zhang",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXG",
        None,
    ),
    _Staff(
        "administrator",
        "administratrice, toutes les agences",
        "odile.berenger@rives-ourcq.example",
        "Odile Bérenger",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXH",
        None,
    ),
)

_SITUATIONS = {
    "couple": "couple sur le même bail",
    "two_leases": "deux baux : logement et stationnement",
    "fixed_term": "bail étudiant, bientôt à son terme",
    "in_credit": "compte créditeur",
    "in_arrears": "quatre mois d’impayés",
    "direct_debit": "prélèvement le 10 du mois",
    "former_tenant": "ancien locataire, parti il y a quelques mois",
}


def _roles() -> list[Role]:
    """Give the cast without its homes: names and references do not depend on them."""
    nowhere = Home("", "flat", "", "", "", "", "", None, None, None, None)
    return cast([nowhere] * CAST_HOMES, Period(2026, 10))


def sign_ins() -> list[SignIn]:
    """List everyone who can sign in, then those who have no account yet."""
    return [*_tenants(), _delegate(), *_staff(), *_unregistered()]


def _delegate() -> SignIn:
    helped = next(_tenants())
    return SignIn(
        role="delegate",
        situation=f"travailleuse sociale : aide {helped.given_names} {helped.family_name} "
        "(pièces et paiement)",
        email=DELEGATE.email,
        password=TENANT_PASSWORD,
        family_name=DELEGATE.name.rpartition(" ")[2],
        given_names=DELEGATE.name.partition(" ")[0],
        agency=helped.agency,
    )


def _tenants() -> Iterator[SignIn]:
    for rank, role in enumerate(_roles(), start=1):
        if role.part == "unregistered":
            continue
        for order, person in enumerate(role.plan.holders):
            yield SignIn(
                role="former_tenant"
                if role.part == "former_tenant"
                else ("holder" if order == 0 else "co_holder"),
                situation=_SITUATIONS[role.part],
                email=person.email,
                password=TENANT_PASSWORD,
                agency=AGENCIES[role.plan.agency or 0],
                **_person_facts(rank, person),
            )


def _unregistered() -> Iterator[SignIn]:
    for rank, role in enumerate(_roles(), start=1):
        if role.part != "unregistered":
            continue
        for person in role.plan.holders:
            yield SignIn(
                role="unregistered",
                situation=_reachable(person),
                agency=AGENCIES[role.plan.agency or 0],
                **_person_facts(rank, person),
            )


def _person_facts(rank: int, person: PersonPlan) -> dict[str, str]:
    return {
        "customer_reference": customer_reference(rank),
        "family_name": person.family_name,
        "birth_name": person.birth_name,
        "given_names": person.given_names,
        "known_email": person.email,
        "known_mobile": person.mobile,
    }


def _reachable(person: PersonPlan) -> str:
    if person.email:
        return "sans compte ; le bailleur connaît son adresse électronique"
    if person.mobile:
        return "sans compte ; le bailleur ne connaît que son mobile"
    return "sans compte ; le bailleur ne connaît ni adresse électronique ni mobile"


def _staff() -> Iterator[SignIn]:
    for one in _STAFF:
        yield SignIn(
            role=one.role,
            situation=one.situation,
            email=one.email,
            password=STAFF_PASSWORD,
            totp_secret=one.totp_secret,
            family_name=one.name.rpartition(" ")[2],
            given_names=one.name.partition(" ")[0],
            agency=AGENCIES[one.agency] if one.agency is not None else "toutes",
        )


def create_sign_ins(*, now: dt.datetime) -> None:
    """Open the tenants' accounts and create the staff, through the actions."""
    for person in _tenants():
        open_proven_account(
            reference=person.customer_reference,
            family_name=person.family_name,
            given_name=person.given_names,
            email=person.email,
            password=person.password,
            actor=Actor.visitor(),
            now=now,
        )
    for member in _STAFF:
        create_staff(
            email=member.email,
            display_name=member.name,
            role=member.role,
            password=STAFF_PASSWORD,
            agency_ids=[] if member.agency is None else [AGENCY_IDS[member.agency]],
            every_agency=member.agency is None,
            totp_secret=member.totp_secret,
            actor=Actor.system(),
            now=now,
        )

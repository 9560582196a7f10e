"""The fixed cast of the tests: the same few people everywhere, made the way a delivery makes them.

Rows of the landlord's stock and tenancies come from ERP files, so the cast writes them as a
delivery's ``bulk`` would (visible, delivery number 1); everything a person *does* goes
through the actions.

    Awa Diallo          holder, with Yanis N'Guessan as co-holder, account 1 (agency North)
    Jeanne d'Artagnan   (birth name Le Guen) holder of account 2, in arrears (agency South)
    Rémi Lefèvre        former holder of account 3, left a year ago (agency North)
    a stranger          a user linked to nobody
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import StaffMember, StaffScope, User
from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.domain.tenancy.search_keys import person_search_key

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
PASSWORD = "quatre-saisons-et-un-palier"


@dataclass
class Cast:
    """Everybody, by name."""

    north: Agency
    south: Agency
    account: TenantAccount
    arrears_account: TenantAccount
    former_account: TenantAccount
    lease: Lease
    parking_lease: Lease
    arrears_lease: Lease
    former_lease: Lease
    awa: Person
    yanis: Person
    jeanne: Person
    remi: Person
    awa_user: User
    yanis_user: User
    jeanne_user: User
    remi_user: User
    stranger_user: User
    north_advisor: StaffMember
    south_advisor: StaffMember
    accountant: StaffMember
    administrator: StaffMember


def make_user(email: str, name: str) -> User:
    user = User(
        email=email, display_name=name, created_at=NOW, password_changed_at=NOW, is_active=True
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def make_staff(email: str, name: str, role: str, *agencies: Agency) -> StaffMember:
    member = StaffMember.objects.create(
        user=make_user(email, name), role=role, every_agency=not agencies
    )
    for agency in agencies:
        StaffScope.objects.create(member=member, agency_id=agency.erp_id)
    return member


def make_person(erp_id: str, given: str, birth: str, **more: object) -> Person:
    usage = str(more.get("usage_name", ""))
    return Person.objects.create(
        erp_id=erp_id,
        given_names=given,
        birth_name=birth,
        search_key=person_search_key(usage_name=usage, birth_name=birth, given_names=given),
        delivery_no=1,
        **more,
    )


def make_account(erp_id: str, reference: str, agency: Agency, **more: object) -> TenantAccount:
    from palier.domain.access.rules import reference_key

    return TenantAccount.objects.create(
        erp_id=erp_id,
        customer_reference=reference,
        reference_key=reference_key(reference),
        agency=agency,
        opened_on=dt.date(2019, 3, 1),
        delivery_no=1,
        **more,
    )


def link(user: User, person: Person, account: TenantAccount | None = None) -> PersonLink:
    return PersonLink.objects.create(
        user=user,
        person=person,
        tenant_account=account,
        state=PersonLink.State.PROVEN,
        proof="known_email",
        opened_at=NOW,
        moved_at=NOW,
    )


def assemble() -> Cast:
    """Make everybody, in the order the foreign keys ask for."""
    CurrentDelivery.objects.update_or_create(pk=1, defaults={"number": 1, "switched_at": NOW})
    north, south = (
        Agency.objects.create(
            erp_id=f"AG{index}",
            name=f"Agence {name}",
            address="12 place du Marché",
            postcode="93200",
            town="Saint-Denis",
            phone="01 99 00 10 0" + str(index),
            email=f"{slug}@plaine.example",
            hours="du lundi au vendredi, de 9 h à 12 h 30 et de 14 h à 17 h",
            delivery_no=1,
        )
        for index, (name, slug) in enumerate([("du Nord", "nord"), ("du Sud", "sud")], start=1)
    )
    homes = []
    for index, agency in enumerate((north, south, north), start=1):
        residence = Residence.objects.create(
            erp_id=f"R{index}",
            agency=agency,
            name=f"Résidence des Tilleuls {index}",
            caretaker_name="Mme Keïta",
            caretaker_phone="06 39 98 00 01",
            delivery_no=1,
        )
        homes.append(
            Dwelling.objects.create(
                erp_id=f"D{index}",
                residence=residence,
                kind=Dwelling.Kind.FLAT,
                number=f"00{index}",
                address=f"{index} allée des Tilleuls",
                postcode="93200",
                town="Saint-Denis",
                rooms=3,
                surface_dm2=6850,
                floor=index,
                energy_class="D",
                search_key=f"{index} allee des tilleuls saint denis",
                delivery_no=1,
            )
        )
    awa = make_person(
        "P1", "Awa", "Diallo", title="mme", email="awa@exemple.fr", mobile="+33639980011"
    )
    yanis = make_person("P2", "Yanis", "N’Guessan", title="m", email="yanis@exemple.fr")
    jeanne = make_person("P3", "Jeanne", "Le Guen", title="mme", usage_name="d’Artagnan")
    remi = make_person("P4", "Rémi", "Lefèvre", title="m", email="remi@exemple.fr")
    account = make_account("C1", "L/0012345", north, payment_means="card")
    arrears = make_account("C2", "L/0054321", south, payment_means="transfer")
    former = make_account("C3", "L/0077777", north, ended_on=dt.date(2025, 10, 31))
    parking = Annex.objects.create(
        erp_id="A1",
        residence=homes[0].residence,
        kind=Annex.Kind.PARKING,
        number="P12",
        delivery_no=1,
    )
    leases = [
        Lease.objects.create(
            erp_id=f"B{index}",
            tenant_account=tenant_account,
            kind=Lease.Kind.DWELLING,
            term=Lease.Term.OPEN_ENDED,
            dwelling=home,
            signed_on=dt.date(2019, 2, 20),
            starts_on=dt.date(2019, 3, 1),
            terminated_on=ended,
            deposit_cents=42_150,
            delivery_no=1,
        )
        for index, (tenant_account, home, ended) in enumerate(
            [
                (account, homes[0], None),
                (arrears, homes[1], None),
                (former, homes[2], dt.date(2025, 10, 31)),
            ],
            start=1,
        )
    ]
    parking_lease = Lease.objects.create(
        erp_id="B4",
        tenant_account=account,
        kind=Lease.Kind.PARKING,
        term=Lease.Term.FIXED,
        annex=parking,
        signed_on=dt.date(2024, 1, 5),
        starts_on=dt.date(2024, 1, 15),
        ends_on=dt.date(2027, 1, 14),
        delivery_no=1,
    )
    roles = [
        (account, leases[0], awa, "holder", None),
        (account, leases[0], yanis, "co_holder", None),
        (arrears, leases[1], jeanne, "holder", None),
        (former, leases[2], remi, "holder", dt.date(2025, 10, 31)),
    ]
    for index, (tenant_account, lease, person, role, ended) in enumerate(roles, start=1):
        AccountHolder.objects.create(
            erp_id=f"H{index}",
            tenant_account=tenant_account,
            person=person,
            role=role,
            starts_on=dt.date(2019, 3, 1),
            ends_on=ended,
            delivery_no=1,
        )
        LeaseRole.objects.create(
            erp_id=f"LR{index}",
            lease=lease,
            person=person,
            role="tenant" if role == "holder" else "co_tenant",
            starts_on=dt.date(2019, 3, 1),
            ends_on=ended,
            delivery_no=1,
        )
        HouseholdMember.objects.create(
            erp_id=f"M{index}",
            lease=lease,
            person=person,
            relation="holder",
            given_names=person.given_names,
            family_name=person.family_name,
            delivery_no=1,
        )
    users = {
        name: make_user(email, label)
        for name, email, label in [
            ("awa", "awa@exemple.fr", "Awa Diallo"),
            ("yanis", "yanis@exemple.fr", "Yanis N’Guessan"),
            ("jeanne", "jeanne@exemple.fr", "Jeanne d’Artagnan"),
            ("remi", "remi@exemple.fr", "Rémi Lefèvre"),
            ("stranger", "inconnu@exemple.fr", "Camille Personne"),
        ]
    }
    for name, person, its_account in [
        ("awa", awa, account),
        ("yanis", yanis, account),
        ("jeanne", jeanne, arrears),
        ("remi", remi, former),
    ]:
        link(users[name], person, its_account)
    return Cast(
        north=north,
        south=south,
        account=account,
        arrears_account=arrears,
        former_account=former,
        lease=leases[0],
        parking_lease=parking_lease,
        arrears_lease=leases[1],
        former_lease=leases[2],
        awa=awa,
        yanis=yanis,
        jeanne=jeanne,
        remi=remi,
        awa_user=users["awa"],
        yanis_user=users["yanis"],
        jeanne_user=users["jeanne"],
        remi_user=users["remi"],
        stranger_user=users["stranger"],
        north_advisor=make_staff("nora@plaine.example", "Nora Benali", "advisor", north),
        south_advisor=make_staff("sacha@plaine.example", "Sacha Morel", "advisor", south),
        accountant=make_staff("compta@plaine.example", "Claire Petit", "rent_accountant"),
        administrator=make_staff("admin@plaine.example", "Adama Touré", "administrator"),
    )

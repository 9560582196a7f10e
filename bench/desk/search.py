"""How long the desk's searches take on a large stock, on both engines.

python -m bench.desk.search [LEASES]             SQLite
PALIER_TEST_DATABASE=postgresql python -m bench.desk.search [LEASES]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.rig.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.domain.access.rules import reference_key
from palier.domain.accounts.models import StaffMember, StaffScope, User
from palier.domain.estate.models import Agency, Dwelling, Residence
from palier.domain.estate.rules import dwelling_search_key
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import AccountHolder, Lease, Person, TenantAccount
from palier.domain.tenancy.search_keys import person_search_key

START = dt.date(2015, 1, 1)
STREETS = ["RUE DE LA REPUBLIQUE", "AV JEAN JAURES", "ALL DES TILLEULS", "BD LENINE", "PL DU 8 MAI"]
TOWNS = ["SAINT-DENIS", "BOBIGNY", "AUBERVILLIERS", "EPINAY-SUR-SEINE", "PANTIN", "STAINS"]
FIRST = Path("palier/domain/access/rules/words/first_names.txt").read_text().split()


def main(leases: int) -> None:
    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    started = time.perf_counter()
    fill(leases, chance)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{connection.vendor}: {leases} leases written in {time.perf_counter() - started:.0f} s")
    everywhere = StaffMember.objects.get(every_agency=True)
    north = StaffMember.objects.get(every_agency=False)
    named = Person.objects.order_by("pk")[leases // 3]
    searches: dict[str, Callable[[StaffMember], object]] = {
        "a usual name": lambda who: queries.holders_named_for(who, "mamadou"),
        "given name, family name": lambda who: queries.holders_named_for(
            who, f"{named.given_names} {named.birth_name[:5]}"
        ),
        "nobody": lambda who: queries.holders_named_for(who, "zzyx"),
        "address": lambda who: queries.leases_at_for(who, "12 allée des tilleuls"),
        "a whole town": lambda who: queries.leases_at_for(who, "saint denis"),
        "dwelling number": lambda who: queries.leases_at_for(who, "0123-04-0567"),
        "reference": lambda who: queries.accounts_with_reference_for(
            who, reference_key("L/0012345")
        ),
        "e-mail": lambda who: queries.holders_with_email_for(who, "personne77@exemple.fr"),
    }
    for label, search in searches.items():
        for who, scope in ((everywhere, "all agencies"), (north, "one agency")):
            search(who)
            spent = []
            for _ in range(9):
                began = time.perf_counter()
                search(who)
                spent.append((time.perf_counter() - began) * 1000)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                search(who)
            print(
                f"  {label:26} {scope:13} {statistics.median(spent):7.1f} ms {len(asked)} queries"
            )


def fill(leases: int, chance: random.Random) -> None:
    CurrentDelivery.objects.update_or_create(pk=1, defaults={"number": 1})
    agencies = [
        Agency.objects.create(erp_id=f"AG{i}", name=f"Agence {i}", delivery_no=1) for i in range(12)
    ]
    residences = [
        Residence.objects.create(
            erp_id=f"R{i}", agency=agencies[i % 12], name=f"R{i}", delivery_no=1
        )
        for i in range(400)
    ]
    for index, every in ((1, True), (2, False)):
        user = User.objects.create(email=f"s{index}@x.fr", created_at=dt.datetime.now(dt.UTC))
        member = StaffMember.objects.create(user=user, role="advisor", every_agency=every)
    StaffScope.objects.create(member=member, agency_id="AG3")
    homes, people, accounts, contracts, holders = [], [], [], [], []
    for i in range(leases):
        residence = residences[i % 400]
        place = {
            "number": f"{i % 400:04d}-{i // 400 % 20:02d}-{i // 7:04d}",
            "address": f"{chance.randint(1, 90)} {chance.choice(STREETS)}",
            "address_extra": f"BAT {chance.choice('ABCD')}",
            "postcode": f"93{chance.randint(100, 900)}",
            "town": chance.choice(TOWNS),
        }
        homes.append(
            Dwelling(
                erp_id=f"D{i}",
                residence=residence,
                kind="flat",
                delivery_no=1,
                search_key=dwelling_search_key(**place),
                **place,
            )
        )
        accounts.append(
            TenantAccount(
                erp_id=f"C{i}",
                customer_reference=f"L/{i:07d}",
                reference_key=reference_key(f"L/{i:07d}"),
                agency=residence.agency,
                delivery_no=1,
            )
        )
    for i in range(leases + leases // 3):
        names = {
            "given_names": chance.choice(FIRST).capitalize(),
            "birth_name": "".join(
                chance.choice(["ba", "di", "lo", "mar", "tin", "ne"]) for _ in "abc"
            ),
            "usage_name": "",
        }
        people.append(
            Person(
                erp_id=f"P{i}",
                email=f"personne{i}@exemple.fr",
                delivery_no=1,
                search_key=person_search_key(**names),
                **names,
            )
        )
    size = 500
    Dwelling.objects.bulk_create(homes, batch_size=size)
    TenantAccount.objects.bulk_create(accounts, batch_size=size)
    Person.objects.bulk_create(people, batch_size=size)
    for i, account in enumerate(accounts):
        contracts.append(
            Lease(
                erp_id=f"B{i}",
                tenant_account=account,
                kind="dwelling",
                term="open_ended",
                dwelling=homes[i],
                starts_on=START,
                delivery_no=1,
            )
        )
    for i, person in enumerate(people):
        holders.append(
            AccountHolder(
                erp_id=f"H{i}",
                tenant_account=accounts[i % leases],
                person=person,
                role="holder" if i < leases else "co_holder",
                starts_on=START,
                delivery_no=1,
            )
        )
    Lease.objects.bulk_create(contracts, batch_size=size)
    AccountHolder.objects.bulk_create(holders, batch_size=size)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32_000)

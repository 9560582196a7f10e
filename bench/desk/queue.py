"""How long the desk's queue takes with many cases behind it, on both engines.

python -m bench.desk.queue [CASES] [LEASES]
PALIER_TEST_DATABASE=postgresql python -m bench.desk.queue [CASES] [LEASES]
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from bench.desk.search import fill  # sets Django up
from palier.domain.accounts.models import StaffMember
from palier.domain.casework import queries
from palier.domain.casework.models import Case
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_public_code

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
WAITING = 0.05


def main(cases: int, leases: int) -> None:
    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    fill(leases, chance)
    accounts = list(TenantAccount.objects.select_related("agency"))
    Case.objects.bulk_create(
        [_case(account, chance) for account in chance.choices(accounts, k=cases)], batch_size=1_000
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{connection.vendor}: {cases} cases, {WAITING:.0%} of them waiting")
    everywhere = StaffMember.objects.get(every_agency=True)
    north = StaffMember.objects.get(every_agency=False)
    account = accounts[leases // 2]
    reads: dict[str, Callable[[StaffMember], object]] = {
        "queue": lambda who: queries.queue_for(who, queries.QueueFilter()),
        "queue, one kind": lambda who: queries.queue_for(who, queries.QueueFilter(kind="contact")),
        "everything, even closed": lambda who: queries.queue_for(
            who, queries.QueueFilter(state=queries.EVERY_STATE)
        ),
        "counts": lambda who: queries.counts_for(who, today=NOW.date()),
        "cases of a file": lambda who: queries.cases_of_account_for(who, account),
    }
    for label, read in reads.items():
        for who, scope in ((everywhere, "all agencies"), (north, "one agency")):
            read(who)
            spent = []
            for _ in range(9):
                began = time.perf_counter()
                read(who)
                spent.append((time.perf_counter() - began) * 1000)
            print(f"  {label:26} {scope:13} {statistics.median(spent):7.1f} ms")


def _case(account: TenantAccount, chance: random.Random) -> Case:
    opened = NOW - dt.timedelta(days=chance.randint(0, 700))
    waits = chance.random() < WAITING
    return Case(
        code=new_public_code(),
        kind=chance.choice(["hardship", "contact", "second_proof"]),
        state="open" if waits else "closed",
        agency_id=account.agency.erp_id,
        tenant_account=account,
        subject="Une demande",
        opened_at=opened,
        moved_at=opened,
        promised_on=(opened + dt.timedelta(days=10)).date(),
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 32_000,
    )

"""The desk's pages with 32,000 leases and 100,000 cases: queries and time, on both engines.

python -m bench.desk.queue [LEASES] [CASES]      SQLite
PALIER_TEST_DATABASE=postgresql python -m bench.desk.queue [LEASES] [CASES]
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.desk.search import fill
from palier.domain.accounts.models import StaffMember
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.tenancy.models import AccountHolder
from tests.office.desks import at_desk

WAITING_SHARE = 0.08
KINDS = ("certificate", "certificate", "certificate", "declaration", "paper", "hardship", "message")
TRACES_A_CASE = 3


def main(leases: int, cases: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    began = time.perf_counter()
    fill(leases, chance)
    file_cases(cases, chance)
    gather_statistics()
    spent = time.perf_counter() - began
    print(f"{connection.vendor}: {leases} leases, {cases} cases written in {spent:.0f} s")
    StaffMember.objects.filter(every_agency=True).update(role="manager")
    everywhere = at_desk(StaffMember.objects.get(every_agency=True))
    one = at_desk(StaffMember.objects.get(every_agency=False))
    waiting = Case.objects.filter(state="open", kind="hardship", agency_id="AG3").first()
    assert waiting is not None
    assert waiting.tenant_account is not None
    pages = {
        "the queue": "/agence/",
        "late certificates": "/agence/?vue=retard&type=certificate",
        "nobody's": "/agence/?vue=libre",
        "everything, finished too": "/agence/?etat=every",
        "closed papers of one agency": "/agence/?etat=closed&type=paper&agence=AG3",
        "one case": f"/agence/demandes/{waiting.code}/?vue=libre&type=hardship",
        "the tenant file": f"/agence/locataires/{waiting.tenant_account.code}/",
        "figures of a month": "/agence/chiffres/",
        "figures of a year": "/agence/chiffres/?jours=365",
    }
    for label, address in pages.items():
        for client, scope in ((everywhere, "all agencies"), (one, "one agency")):
            measure(client, address, f"{label:28} {scope:13}")


def gather_statistics() -> None:
    """Let the planner know the tables, as a night of maintenance does."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def measure(client: Client, address: str, label: str) -> None:
    if client.get(address).status_code == 404:
        return
    spent = []
    for _turn in range(5):
        began = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    print(f"  {label} {statistics.median(spent):7.1f} ms {len(asked):3} queries")


def file_cases(count: int, chance: random.Random) -> None:
    """Write cases as the actions leave them: a share waits, the rest was answered."""
    holders = list(AccountHolder.objects.select_related("tenant_account__agency")[:32_000])
    now = timezone.now()
    cases = []
    for i in range(count):
        holder = chance.choice(holders)
        opened = now - dt.timedelta(minutes=chance.randint(0, 525_600))
        waits = chance.random() < WAITING_SHARE
        answered = None if waits else opened + dt.timedelta(hours=chance.randint(1, 400))
        cases.append(
            Case(
                kind=chance.choice(KINDS),
                state=chance.choice(("open", "open", "taken")) if waits else "closed",
                agency_id=holder.tenant_account.agency.erp_id,
                tenant_account=holder.tenant_account,
                person_id=holder.person_id,
                subject=f"Demande {i}",
                opened_at=opened,
                moved_at=answered or opened,
                promised_on=(opened + dt.timedelta(days=10)).date(),
                answered_at=answered,
                closed_reason="" if waits else "answered",
            )
        )
    Case.objects.bulk_create(cases, batch_size=500)
    CaseMessage.objects.bulk_create(
        (
            CaseMessage(case=case, from_agency=True, channel="portal", text="…", sent_at=now)
            for case in cases
            if case.answered_at
        ),
        batch_size=500,
    )
    Trace.objects.bulk_create(
        (
            Trace(
                occurred_at=case.opened_at,
                event=Event.CASE_OPENED.value,
                actor_kind="system",
                tenant_account_id=case.tenant_account_id,
                subject_kind="casework.case",
                subject_reference=case.code,
                facts={"revision": 1},
            )
            for case in cases
            for _turn in range(TRACES_A_CASE)
        ),
        batch_size=500,
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 32_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 100_000,
    )

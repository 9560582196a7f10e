"""The list of uninsured dwellings and the reminders of a night, on 32,000 leases, both engines.

python -m bench.desk.insurance [LEASES]          SQLite
PALIER_TEST_DATABASE=postgresql python -m bench.desk.insurance [LEASES]

The floor of a night is the same letters put into the outbox alone, slice by slice.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.desk.queue import gather_statistics, measure
from bench.desk.search import fill  # first: it sets Django up
from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import Document, StoredFile
from palier.domain.insurance.actions.reminders import SLICE, remind_of_insurance
from palier.domain.insurance.models import Certificate, Reminder
from palier.domain.landlord.queries import today
from palier.domain.mail.models import Letter
from palier.domain.papers.actions import remind_of_papers
from palier.domain.papers.models import PaperRequest
from palier.domain.tenancy.models import AccountHolder, Lease
from tests.office.desks import at_desk

INSURED, UNDER_REVIEW, ENDING_EACH_DAY = 0.85, 0.02, 1 / 365
OPENED_THE_PORTAL = 0.6
ASKED_FOR = 0.05


def main(leases: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    now = timezone.now()
    fill(leases, chance)
    insure(chance, now)
    ask_for_papers(chance, now)
    gather_statistics()
    print(f"{connection.vendor}: {leases} leases, {Certificate.objects.count()} certificates")
    StaffMember.objects.filter(every_agency=True).update(role="manager")
    for every, scope in ((True, "all agencies"), (False, "one agency")):
        client = at_desk(StaffMember.objects.get(every_agency=every))
        measure(client, "/agence/", f"{'the queue, empty':28} {scope:13}")
        measure(client, "/agence/assurance/", f"{'uninsured dwellings':28} {scope:13}")
    for label, work in (("insurance", remind_of_insurance), ("papers", remind_of_papers)):
        night(label, work, now)
        night(f"{label}, again", work, now)
    floor(Letter.objects.count())


def night(label: str, work: object, now: dt.datetime) -> None:
    assert callable(work)
    asked = 0

    def count(execute: Any, *statement: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*statement)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        letters = work(now=now)
        spent = time.perf_counter() - began
    told = f"{spent:7.2f} s {letters:6} letters {asked:6} statements"
    if letters:
        told += f", {asked / letters:.1f} and {spent / letters * 1000:.2f} ms a letter"
    print(f"  reminders of {label:20} {told}")


def floor(letters: int) -> None:
    """Write as many rows into the outbox, nothing else, in slices of the same size."""
    model = Letter.objects.first()
    assert model is not None
    began = time.perf_counter()
    for start in range(0, letters, SLICE):
        with transaction.atomic():
            for _letter in range(start, min(start + SLICE, letters)):
                model.pk = None
                model.save(force_insert=True)
    spent = time.perf_counter() - began
    print(
        f"  floor: {letters} bare letters {spent:.2f} s, {spent / letters * 1000:.2f} ms a letter"
    )


def insure(chance: random.Random, now: dt.datetime) -> None:
    """Write what a year of deposits leaves: most insured, some late, some under review."""
    day = today(now)
    paper = StoredFile.objects.create(
        sha256="0" * 64, size=1, media_type="application/pdf", stored_at=now
    )
    holders = list(
        AccountHolder.objects.filter(role="holder").select_related("person", "tenant_account")
    )
    leases = {lease.tenant_account_id: lease for lease in Lease.objects.all()}
    users = [
        User(email=f"u{holder.pk}@x.fr", created_at=now)
        for holder in holders
        if chance.random() < OPENED_THE_PORTAL
    ]
    User.objects.bulk_create(users, batch_size=500)
    by_email = {user.email: user for user in users}
    links, documents, certificates = [], [], []
    for holder in holders:
        user = by_email.get(f"u{holder.pk}@x.fr")
        if user is not None:
            long_ago = now - dt.timedelta(days=400)
            links.append(
                PersonLink(
                    user=user,
                    person=holder.person,
                    tenant_account=holder.tenant_account,
                    state=PersonLink.State.PROVEN,
                    opened_at=long_ago,
                    moved_at=long_ago,
                )
            )
        for one in _deposits(chance, day):
            document = Document(
                file=paper,
                kind=Document.Kind.INSURANCE_CERTIFICATE,
                title="Attestation",
                file_name="attestation.pdf",
                visibility=Document.Visibility.HOLDERS,
                origin=Document.Origin.TENANT,
                tenant_account=holder.tenant_account,
                added_at=now,
                issued_on=day,
            )
            documents.append(document)
            certificates.append(
                Certificate(
                    tenant_account=holder.tenant_account,
                    lease=leases[holder.tenant_account_id],
                    person=holder.person,
                    kind=Certificate.Kind.RENEWAL,
                    answers_for=day.year,
                    document=document,
                    deposited_at=now - dt.timedelta(days=30),
                    deposited_on=day - dt.timedelta(days=30),
                    moved_at=now - dt.timedelta(days=29),
                    **one,
                )
            )
    PersonLink.objects.bulk_create(links, batch_size=500)
    Document.objects.bulk_create(documents, batch_size=500)
    Certificate.objects.bulk_create(certificates, batch_size=500)
    # Who never filed anything was told long ago, but for a few.
    silent = Lease.objects.exclude(pk__in=[one.lease_id for one in certificates])
    Reminder.objects.bulk_create(
        (
            Reminder(lease=lease, key=Reminder.MISSING, reminded_at=now)
            for lease in silent
            if chance.random() > ENDING_EACH_DAY
        ),
        batch_size=500,
    )


def _deposits(chance: random.Random, day: dt.date) -> Iterator[dict[str, object]]:
    """Give the certificates of one lease: renewed or not, at a day drawn in the year."""
    turn = chance.random()
    if turn < INSURED:
        ends_on = day + dt.timedelta(days=chance.randint(-10, 355))
        yield {
            "state": Certificate.State.ACCEPTED,
            "accepted_from": ends_on - dt.timedelta(days=365),
            "accepted_to": ends_on,
        }
    elif turn < INSURED + UNDER_REVIEW:
        yield {"state": Certificate.State.UNDER_REVIEW}
    elif turn < 1 - (1 - INSURED) / 2:
        yield {"state": Certificate.State.REFUSED}


def ask_for_papers(chance: random.Random, now: dt.datetime) -> None:
    """Ask a share of the holders for a paper, due on a day drawn around today."""
    day = today(now)
    staff = StaffMember.objects.get(every_agency=True)
    PaperRequest.objects.bulk_create(
        (
            PaperRequest(
                tenant_account=holder.tenant_account,
                person=holder.person,
                kind="caf",
                title="Attestation CAF",
                reason_code="other",
                reason="Pour votre dossier.",
                due_on=day + dt.timedelta(days=chance.randint(-20, 40)),
                asked_by=staff,
                asked_at=now - dt.timedelta(days=60),
                moved_at=now - dt.timedelta(days=60),
            )
            for holder in AccountHolder.objects.filter(role="holder").select_related(
                "person", "tenant_account"
            )
            if chance.random() < ASKED_FOR
        ),
        batch_size=500,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32_000)

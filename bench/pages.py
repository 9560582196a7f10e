"""The tenants' main pages on a landlord that is in: questions, weight, and time beside a floor.

    python bench/import_landlord.py --rpls declaration.csv.gz --home FOLDER
    python bench/pages.py FOLDER --publish 2026-10 --accounts 40

For accounts drawn at random: the most questions a page asks the database, its compressed
size, and its median time as a multiple of the sign-in page's (the same frame, no account).
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

PAGES = (
    "/", "/mon-bail/", "/mon-loyer/", "/mon-loyer/avis/", "/mon-loyer/quittances/",
    "/mon-loyer/regularisations/", "/paiements/", "/paiements/payer/", "/documents/",
    "/assurance/", "/mon-foyer/", "/pieces/", "/messages/", "/activite/",
)  # fmt: skip
FLOOR = "/connexion/"


def main() -> None:
    options = parsed()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "palier.config.settings",
        "PALIER_HOME": str(options.home),
        "PALIER_DATABASE_URL": options.database,
    }
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    if options.publish:
        publish(options.publish)
    readers = [reader(holder) for holder in holders(options.accounts)]
    visitor = Client()
    floor = statistics.median(timed(visitor, FLOOR)[0] for _turn in range(30))
    print(f"{'page':32} {'questions':>9} {'kB gz':>7} {'times the floor':>16}")
    print(f"{FLOOR + ' (floor)':32} {'':>9} {timed(visitor, FLOOR)[2]:7.1f} {1:16.1f}")
    for page in PAGES:
        seen = [timed(one, page) for one in readers]
        spent = statistics.median(found[0] for found in seen)
        most = max(found[1] for found in seen)
        print(f"{page:32} {most:9} {max(f[2] for f in seen):7.1f} {spent / floor:16.1f}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--accounts", type=int, default=40)
    parser.add_argument("--publish", default="", help="publish this billed period first")
    parser.add_argument("--database", default="")
    return parser.parse_args()


def publish(period: str) -> None:
    from django.utils import timezone

    from palier.domain.audit.actor import Actor
    from palier.domain.billing.actions import publish_period
    from palier.foundation.periods import Period

    began = time.perf_counter()
    outcome = publish_period(period=Period.parse(period), actor=Actor.system(), now=timezone.now())
    print(f"published {period} in {time.perf_counter() - began:.0f} s: {outcome}")


def holders(wanted: int) -> list[Any]:
    """Draw holders of current accounts, the same ones each time."""
    from palier.domain.landlord.queries import delivered
    from palier.domain.tenancy.models import AccountHolder

    rows = AccountHolder.objects.filter(delivered(), role="holder", ends_on=None)
    keys = sorted(rows.values_list("pk", flat=True))
    drawn = random.Random(93).sample(keys, wanted)
    return list(rows.filter(pk__in=drawn).select_related("person"))


def reader(holding: Any) -> Any:
    """Give a browser in which the holder is signed in."""
    from django.test import Client
    from django.utils import timezone

    from palier.domain.access.models import PersonLink
    from palier.domain.accounts.models import User

    now = timezone.now()
    email = f"bench{holding.pk}@example.org"
    user, _new = User.objects.get_or_create(email=email, defaults={"created_at": now})
    PersonLink.objects.get_or_create(
        user=user,
        person=holding.person,
        defaults={"state": "proven", "proof": "known_email", "opened_at": now, "moved_at": now},
    )
    client = Client()
    client.force_login(user)
    client.get("/")
    return client


def timed(client: Any, page: str) -> tuple[float, int, float]:
    """Give the milliseconds, the questions and the compressed kilobytes of one answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page)
    questions = len(asked)
    assert answer.status_code in {200, 302}, f"{page}: {answer.status_code}"
    began = time.perf_counter()
    answer = client.get(page)
    spent = (time.perf_counter() - began) * 1000
    return spent, questions, len(gzip.compress(answer.content)) / 1000


if __name__ == "__main__":
    main()

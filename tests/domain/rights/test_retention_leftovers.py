"""What machines leave behind is over one day too: the bank's words, imports, failed work."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from palier.domain.access.actions import delegations
from palier.domain.access.models import Delegation
from palier.domain.accounts.queries import actor_of
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.workshop import workshop
from palier.domain.payments.models import BankAnswer, Review
from palier.foundation.models import Job
from tests.cast import Cast
from tests.domain.access.test_delegations import helping
from tests.domain.rights.test_retention import approve, run

DAY = dt.timedelta(days=1)


def answer(now: dt.datetime, number: int = 1, **more: Any) -> BankAnswer:
    said = {
        "gateway": "systempay",
        "channel": "notification",
        "received_at": now,
        "fingerprint": f"{number:064d}",
        "status": "CAPTURED",
        "amount_cents": 41_237,
        "authorisation_code": "123456",
        "raw": {"vads_card_number": "497010XXXXXX0055", "vads_card_brand": "CB"},
    }
    return BankAnswer.objects.create(**(said | more))


@pytest.mark.django_db
def test_the_bank_s_words_go_after_fifteen_months_and_the_figures_stay(now: dt.datetime) -> None:
    row = answer(now)
    assert run("bank_words", now + 450 * DAY) == 0
    assert run("bank_words", now + 460 * DAY) == 1
    row.refresh_from_db()
    assert row.raw == {}
    assert (row.status, row.amount_cents, row.authorisation_code) == ("CAPTURED", 41_237, "123456")
    assert run("bank_words", now + 460 * DAY) == 0


@pytest.mark.django_db
def test_words_that_somebody_still_has_to_look_at_stay(now: dt.datetime) -> None:
    row = answer(now)
    review = Review.objects.create(
        key="k", doubt="unknown_order", state="open", answer=row, opened_at=now, moved_at=now
    )
    assert run("bank_words", now + 900 * DAY) == 0
    Review.objects.filter(pk=review.pk).update(state="closed")
    assert run("bank_words", now + 900 * DAY) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"raw": {"vads_amount": "1"}}, {"amount_cents": 1}])
def test_the_bank_s_words_are_emptied_and_never_rewritten(
    now: dt.datetime, change: dict[str, Any]
) -> None:
    row = answer(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankAnswer.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankAnswer.objects.filter(pk=row.pk).update(**({"raw": {}} | {"amount_cents": 1}))
    BankAnswer.objects.filter(pk=row.pk).update(raw={})


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.PALIER_HOME = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_a_stopped_import_and_the_mistakes_of_a_refused_one_go(
    now: dt.datetime, home: Path
) -> None:
    refused = {"number": 1, "folder": "x", "fingerprint": "f", "state": "refused"}
    row = Delivery.objects.create(
        **refused, started_at=now, report={"errors": 2, "lines": ["persons.csv : « Diallo »"]}
    )
    bench = workshop() / "delivery.sqlite3"
    bench.write_bytes(b"rows of everybody")
    (workshop() / "lock").touch()
    os.utime(bench, (now.timestamp(), now.timestamp()))
    assert run("deliveries", now + 6 * DAY) == 0
    assert bench.exists()
    assert run("deliveries", now + 8 * DAY) == 1
    assert not bench.exists()
    assert (workshop() / "lock").exists()
    assert run("deliveries", now + 40 * DAY) == 1
    row.refresh_from_db()
    assert row.report == {"errors": 2}
    assert run("deliveries", now + 40 * DAY) == 0


@pytest.mark.django_db
def test_who_helped_is_named_five_years_and_no_longer(cast: Cast, now: dt.datetime) -> None:
    row, _lucie = helping(cast, now)
    delegations.end_delegation(
        delegation=row, ending="withdrawn", actor=actor_of(cast.awa_user), now=now
    )
    assert run("helpers", now + 6 * 365 * DAY) == 0
    approve("helpers", now=now)
    assert run("helpers", now + 4 * 365 * DAY) == 0
    assert run("helpers", now + 6 * 365 * DAY) == 1
    kept = Delegation.objects.get()
    assert (kept.name, kept.organisation, kept.email) == ("", "", "")
    assert (str(kept), kept.ending) == ("Nom effacé", "withdrawn")
    assert run("helpers", now + 6 * 365 * DAY) == 0


@pytest.mark.django_db
def test_somebody_who_still_helps_stays_named(cast: Cast, now: dt.datetime) -> None:
    helping(cast, now)
    approve("helpers", now=now)
    assert run("helpers", now + 9 * 365 * DAY) == 0


@pytest.mark.django_db
def test_work_that_failed_for_good_goes_and_work_that_waits_stays(now: dt.datetime) -> None:
    Job.objects.create(name="accounts.x", arguments={"email": "awa@exemple.fr"}, given_up_at=now)
    Job.objects.create(name="accounts.y")
    assert run("failed_work", now + 80 * DAY) == 0
    assert run("failed_work", now + 100 * DAY) == 1
    assert Job.objects.get(name="accounts.y")

"""Receipts in step with the account: issued, voided, never twice, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, transaction

from palier.domain.access.queries import tenant_accounts_for
from palier.domain.audit.actor import Actor
from palier.domain.billing.receipts import actions, queries
from palier.domain.billing.receipts.facts import ReceiptFacts
from palier.domain.billing.receipts.models import Agreement, Following, Receipt, Voiding
from palier.domain.documents.models import Document
from palier.domain.ledger.actions import post
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import Lease
from palier.foundation.background import enqueue
from palier.foundation.models import Job
from palier.foundation.periods import Period
from tests.cast import TODAY, Cast
from tests.domain.ledger.delivery import MONTH_CENTS, deliver_entry, deliver_months

SYSTEM = Actor.system()
OCTOBER, SEPTEMBER = Period(2026, 10), Period(2026, 9)
AtMost = Callable[[int], AbstractContextManager[object]]


def agree(cast: Cast, now: dt.datetime, *, agreed: bool = True) -> Agreement:
    view = tenant_accounts_for(cast.awa_user, TODAY)[0]
    write = actions.agree if agreed else actions.decline
    return write(view=view, user=cast.awa_user, wording="Oui.", actor=SYSTEM, now=now)


def follow(cast: Cast, now: dt.datetime) -> None:
    actions.follow(code=cast.account.code, now=now)


def good(kind: str = "quittance") -> list[str]:
    rows = Receipt.objects.filter(kind=kind, voiding=None).order_by("subject")
    return list(rows.values_list("subject", flat=True))


def test_paid_months_have_their_quittance_once_somebody_agreed(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int]
) -> None:
    deliver_months(cast.account, SEPTEMBER, OCTOBER)
    follow(cast, now)
    assert good() == []
    assert len(good("recu")) == 2
    agree(cast, now)
    run_jobs(now)
    assert good() == ["2026-09", "2026-10"]
    receipt = Receipt.objects.filter(kind="quittance").latest("period")
    facts = queries.facts_of(receipt)
    assert ReceiptFacts.from_json(facts.as_json()) == facts
    assert facts.holders == ("Mme Awa Diallo", "M. Yanis N’Guessan")
    assert facts.received_cents == receipt.amount_cents == MONTH_CENTS
    assert (facts.share_cents("rent"), facts.share_cents("charges")) == (42_962, 14_741)
    assert receipt.number == "Q2026-10-L0012345"


def test_followed_again_nothing_is_added(cast: Cast, now: dt.datetime) -> None:
    deliver_months(cast.account, SEPTEMBER, OCTOBER)
    agree(cast, now)
    follow(cast, now)
    Following.objects.update(fingerprint="")
    follow(cast, now)
    assert Receipt.objects.count() == 2
    assert Voiding.objects.count() == 0


def test_a_direct_debit_that_comes_back_voids_visibly_and_is_told(
    cast: Cast, now: dt.datetime
) -> None:
    deliver_months(cast.account, SEPTEMBER, OCTOBER, lettered=True)
    agree(cast, now)
    follow(cast, now)
    deliver_entry(cast.account, "rejected", MONTH_CENTS, dt.date(2026, 11, 12), rail="transfer")
    follow(cast, now)
    assert good() == ["2026-09"]
    voiding = Voiding.objects.get()
    assert (voiding.reason, voiding.facts) == ("returned", {"returned_on": "2026-11-12"})
    assert Receipt.objects.filter(kind="quittance").count() == 2
    letters = Job.objects.count()
    assert letters  # the holders are told by e-mail
    deliver_entry(cast.account, "payment", -MONTH_CENTS, dt.date(2026, 11, 20), rail="card")
    follow(cast, now)
    assert good() == ["2026-09", "2026-10"]
    assert Receipt.objects.filter(subject="2026-10").order_by("version").last().version == 2  # type: ignore[union-attr]


def test_the_portals_own_move_of_an_account_is_followed(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int]
) -> None:
    deliver_months(cast.account, OCTOBER, OCTOBER, unpaid=[OCTOBER])
    agree(cast, now)
    run_jobs(now)
    assert good() == []
    post(
        tenant_account=cast.account, kind=Entry.Kind.PAYMENT, amount_cents=-MONTH_CENTS,
        effective_on=TODAY, label="Carte", source_reference="portal:1", rail="card",
        portal_payment_reference="1", actor=SYSTEM, now=now,
    )  # fmt: skip
    run_jobs(now)
    assert good() == ["2026-10"]
    post(
        tenant_account=cast.account, kind=Entry.Kind.REJECTED, amount_cents=MONTH_CENTS,
        effective_on=TODAY, label="Impayé", source_reference="portal:2", rail="card",
        portal_payment_reference="2", actor=SYSTEM, now=now,
    )  # fmt: skip
    run_jobs(now)
    assert good() == []


def test_the_erps_later_lettrage_is_seen(cast: Cast, now: dt.datetime) -> None:
    deliver_months(cast.account, SEPTEMBER, OCTOBER, unpaid=[SEPTEMBER])
    agree(cast, now)
    follow(cast, now)
    assert good() == ["2026-09"]  # the oldest first, as long as the ERP says nothing
    october = Entry.objects.filter(tenant_account=cast.account, period=OCTOBER.first_day)
    october.update(lettrage="A")
    Entry.objects.filter(tenant_account=cast.account, kind="payment").update(lettrage="A")
    follow(cast, now)
    assert good() == ["2026-10"]
    assert Voiding.objects.get().reason == "reopened"


def test_taking_the_agreement_back_stops_new_quittances_and_keeps_the_old(
    cast: Cast, now: dt.datetime
) -> None:
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    agree(cast, now)
    follow(cast, now)
    agree(cast, now, agreed=False)
    deliver_months(cast.account, OCTOBER, OCTOBER)
    follow(cast, now)
    assert good() == ["2026-09"]
    assert len(good("recu")) == 1
    assert list(Agreement.objects.values_list("agreed", flat=True)) == [True, False]


def test_agreeing_twice_writes_once(cast: Cast, now: dt.datetime) -> None:
    assert agree(cast, now) == agree(cast, now)


def test_a_judged_lease_gives_recus_that_say_so(cast: Cast, now: dt.datetime) -> None:
    Lease.objects.filter(pk=cast.lease.pk).update(judicial_termination_on=dt.date(2026, 10, 2))
    deliver_months(cast.account, SEPTEMBER, OCTOBER)
    agree(cast, now)
    follow(cast, now)
    assert good() == ["2026-09"]
    recu = Receipt.objects.get(kind="recu")
    assert queries.facts_of(recu).occupation


@pytest.mark.parametrize("model", [Agreement, Receipt, Voiding])
def test_the_database_refuses_to_rewrite_them(
    cast: Cast, now: dt.datetime, model: type[Receipt]
) -> None:
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    agree(cast, now)
    follow(cast, now)
    deliver_entry(cast.account, "rejected", MONTH_CENTS, dt.date(2026, 11, 12), rail="transfer")
    follow(cast, now)
    row = model.objects.first()
    assert row is not None
    when = {Agreement: "decided_at", Receipt: "issued_at", Voiding: "voided_at"}[model]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{when: now + dt.timedelta(days=1)})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


def test_all_accounts_are_followed_in_slices_that_can_be_cut(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("palier.domain.billing.receipts.actions.following.SLICE", 1)
    for account in (cast.account, cast.arrears_account, cast.former_account):
        deliver_months(account, SEPTEMBER, SEPTEMBER)
    with transaction.atomic():
        enqueue(actions.FOLLOW_ALL, key=actions.FOLLOW_ALL, in_bulk=True)
    run_jobs(now)
    assert Following.objects.count() == 3
    assert Receipt.objects.count() == 3


def test_a_slice_costs_the_same_queries_whatever_it_holds(
    cast: Cast, now: dt.datetime, at_most_queries: AtMost
) -> None:
    for account in (cast.account, cast.arrears_account, cast.former_account):
        deliver_months(account, Period(2025, 9), OCTOBER)
    actions.follow_all(after=0, now=now)
    with at_most_queries(10):
        actions.follow_all(after=0, now=now)


def test_the_pdf_is_kept_and_the_void_one_is_another(cast: Cast, now: dt.datetime) -> None:
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    agree(cast, now)
    follow(cast, now)
    code = Receipt.objects.get().code
    first = actions.keep_pdf(receipt=queries.receipt_coded(code), actor=SYSTEM, now=now)
    again = actions.keep_pdf(receipt=queries.receipt_coded(code), actor=SYSTEM, now=now)
    assert first == again
    deliver_entry(cast.account, "rejected", MONTH_CENTS, dt.date(2026, 11, 12), rail="transfer")
    follow(cast, now)
    void = actions.keep_pdf(receipt=queries.receipt_coded(code), actor=SYSTEM, now=now)
    assert void != first
    assert void.file.sha256 != first.file.sha256
    assert Document.objects.filter(kind="rent_receipt").count() == 2

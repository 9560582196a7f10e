"""Balance and statement as each reader may see them; entries that nothing changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from palier.domain.access.queries import tenant_accounts_for
from palier.domain.audit.actor import Actor
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.ledger import actions, exports, queries
from palier.domain.ledger.models import Entry
from palier.domain.ledger.rules import AllocationOrder
from palier.domain.ledger.statement import statement_for
from palier.foundation.periods import Period
from tests.cast import TODAY, Cast
from tests.domain.ledger.delivery import MONTH_CENTS, deliver_entry, deliver_months

OLDEST = AllocationOrder.OLDEST_FIRST
SYSTEM = Actor.system()


def pay_by_card(cast: Cast, now: dt.datetime, cents: int = 10_000) -> Entry:
    return actions.post(
        tenant_account=cast.account,
        kind=Entry.Kind.PAYMENT,
        amount_cents=-cents,
        effective_on=TODAY,
        label="Paiement par carte",
        source_reference="portal:R1",
        portal_payment_reference="R1",
        rail="card",
        actor=SYSTEM,
        now=now,
    )


def test_balance_is_the_sum_of_visible_entries(cast: Cast) -> None:
    deliver_months(cast.account, Period(2026, 1), Period(2026, 10), unpaid=[Period(2026, 10)])
    deliver_entry(cast.account, "rent", 99_999, TODAY, delivery_no=2)
    assert queries.balance_of(cast.account.pk) == MONTH_CENTS
    CurrentDelivery.objects.update(number=2)
    assert queries.balance_of(cast.account.pk) == MONTH_CENTS + 99_999


def test_balances_of_several_accounts_never_mix(cast: Cast) -> None:
    deliver_entry(cast.account, "rent", 100, TODAY)
    keys = [cast.account.pk, cast.arrears_account.pk]
    assert queries.balances_of(keys) == {cast.account.pk: 100, cast.arrears_account.pk: 0}


def test_a_card_payment_counts_at_once_and_says_it_is_provisional(
    cast: Cast, now: dt.datetime
) -> None:
    deliver_entry(cast.account, "rent", 30_000, TODAY)
    pay_by_card(cast, now)
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    balance = queries.balance_for(view)
    assert (balance.cents, balance.provisional_cents) == (20_000, 10_000)


def test_posting_the_same_reference_twice_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    assert pay_by_card(cast, now).pk == pay_by_card(cast, now).pk
    with pytest.raises(actions.ReferenceReused):
        pay_by_card(cast, now, cents=1)


def test_the_erps_line_replaces_a_provisional_payment_without_counting_twice(
    cast: Cast, now: dt.datetime
) -> None:
    held = pay_by_card(cast, now)
    actions.reverse(entry=held, label="Remplacé", effective_on=TODAY, actor=SYSTEM, now=now)
    deliver_entry(
        cast.account, "payment", -10_000, TODAY, portal_payment_reference="R1", rail="card"
    )
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    read = statement_for(view, first=Period(2026, 11), last=Period(2026, 11), order=OLDEST)
    assert queries.balance_for(view).provisional_cents == 0
    assert [line.credit_cents for line in read.lines] == [10_000]
    assert read.closing_cents == -10_000


def test_an_entry_is_reversed_once(cast: Cast, now: dt.datetime) -> None:
    held = pay_by_card(cast, now)
    actions.reverse(entry=held, label="x", effective_on=TODAY, actor=SYSTEM, now=now)
    with pytest.raises(actions.AlreadyReversed):
        actions.reverse(entry=held, label="x", effective_on=TODAY, actor=SYSTEM, now=now)


def test_the_database_refuses_to_change_or_delete_an_entry(cast: Cast) -> None:
    deliver_entry(cast.account, "rent", 100, TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(amount_cents=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.update(lettrage="A") == 1


def test_rows_of_a_delivery_nobody_saw_may_be_taken_away(cast: Cast) -> None:
    deliver_entry(cast.account, "rent", 100, TODAY, delivery_no=2)
    assert Entry.objects.filter(delivery_no=2).delete()[0] == 1


def test_each_month_opens_where_the_one_before_closed(cast: Cast) -> None:
    deliver_months(cast.account, Period(2025, 1), Period(2026, 10), unpaid=[Period(2026, 9)])
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    read = statement_for(view, first=Period(2025, 12), last=Period(2026, 11), order=OLDEST)
    carried = read.opening_cents
    for month in reversed(read.months):
        assert month.opening_cents == carried
        moved = sum(line.debit_cents - line.credit_cents for line in month.lines)
        assert month.closing_cents == month.opening_cents + moved
        carried = month.closing_cents
    assert carried == read.closing_cents == queries.balance_of(cast.account.pk)
    assert [flow.closing_cents for flow in read.flows][-1] == carried


def test_facts_by_month_name_what_is_left(cast: Cast) -> None:
    deliver_months(
        cast.account, Period(2026, 1), Period(2026, 10), unpaid=[Period(2026, 7)], lettered=True
    )
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    (owed,) = queries.months_owed(view, OLDEST)
    assert (owed.period, owed.open_cents, owed.charged_cents) == (
        Period(2026, 7),
        MONTH_CENTS,
        MONTH_CENTS,
    )


def test_a_former_holder_sees_the_past_of_his_own_period(cast: Cast) -> None:
    deliver_months(cast.former_account, Period(2025, 6), Period(2025, 9))
    (view,) = tenant_accounts_for(cast.remi_user, TODAY)
    read = statement_for(view, first=Period(2025, 1), last=Period(2025, 12), order=OLDEST)
    assert len(read.lines) == 24
    assert read.years == (2025,)


def test_a_holder_who_left_a_shared_account_does_not_see_what_came_after(cast: Cast) -> None:
    cast.account.holders.filter(person=cast.yanis).update(ends_on=dt.date(2026, 6, 30))
    deliver_months(cast.account, Period(2026, 5), Period(2026, 8))
    (view,) = tenant_accounts_for(cast.yanis_user, TODAY)
    read = statement_for(view, first=Period(2026, 1), last=Period(2026, 12), order=OLDEST)
    assert max(line.day for line in read.lines) <= dt.date(2026, 6, 30)
    assert queries.balance_for(view).up_to == dt.date(2026, 6, 30)
    assert queries.balance_for(view).cents == MONTH_CENTS


@pytest.mark.parametrize("label", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\r=1"])
def test_a_label_never_runs_as_a_formula(cast: Cast, label: str) -> None:
    deliver_entry(cast.account, "rent", 100, TODAY, label=label)
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    read = statement_for(view, first=Period(2026, 11), last=Period(2026, 11), order=OLDEST)
    written = exports.statement_csv(read).decode("utf-8-sig")
    assert f"'{label}" in written


def test_the_csv_opens_as_it_is_in_a_french_spreadsheet(cast: Cast) -> None:
    deliver_entry(cast.account, "rent", 123_456, TODAY, label="Loyer ; n° 1")
    (view,) = tenant_accounts_for(cast.awa_user, TODAY)
    read = statement_for(view, first=Period(2026, 11), last=Period(2026, 11), order=OLDEST)
    content = exports.statement_csv(read)
    assert content.startswith(b"\xef\xbb\xbfDate;Nature;")
    line = content.decode("utf-8-sig").splitlines()[1]
    assert line.startswith('2026-11-24;Loyer;"Loyer ; n° 1";;1234,56;;1234,56;À payer.')

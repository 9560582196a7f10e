"""Starting a payment: one form is one attempt, and no debt is paid twice unseen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings

from palier.domain.audit.models import Trace
from palier.domain.ledger.models import Entry
from palier.domain.payments import gateway
from palier.domain.payments.actions.attempts import (
    AmountRefused,
    AttemptOver,
    FormReused,
    PaymentsClosed,
    SecondPayment,
    note_return,
    open_bank_page,
)
from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.concerns import ConcernKind, concerns_about
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.models import Job
from tests.cast import Cast
from tests.domain.payments import bank

State = Attempt.State


def test_start_makes_an_attempt_that_waits_for_the_bank(cast: Cast, now: dt.datetime) -> None:
    attempt = bank.start(cast.awa_user, cast.account, now)
    assert attempt.state == State.OPENING
    assert attempt.person == cast.awa
    assert attempt.gateway == "systempay"
    assert attempt.ask_at == now + dt.timedelta(minutes=15)
    assert len(attempt.trans_id) == 6
    assert Trace.objects.filter(event="payments.started").count() == 1
    assert bank.balance(cast.account) == 0


def test_same_form_sent_twice_is_one_attempt(cast: Cast, now: dt.datetime) -> None:
    first = bank.start(cast.awa_user, cast.account, now, key="form-1")
    again = bank.start(cast.awa_user, cast.account, now, key="form-1")
    assert first == again
    assert Attempt.objects.count() == 1


def test_same_form_with_another_amount_is_refused(cast: Cast, now: dt.datetime) -> None:
    bank.start(cast.awa_user, cast.account, now, key="form-1")
    with pytest.raises(FormReused):
        bank.start(cast.awa_user, cast.account, now, key="form-1", cents=500)


def test_second_tab_is_told_of_the_first_by_name(cast: Cast, now: dt.datetime) -> None:
    first = bank.start(cast.awa_user, cast.account, now)
    with pytest.raises(SecondPayment) as caught:
        bank.start(cast.awa_user, cast.account, now)
    (concern,) = caught.value.concerns
    assert concern.kind is ConcernKind.UNDER_WAY
    assert concern.amount_cents == 41237
    assert first.code in concern.reference


def test_co_tenant_is_told_who_is_paying(cast: Cast, now: dt.datetime) -> None:
    bank.start(cast.awa_user, cast.account, now)
    with pytest.raises(SecondPayment) as caught:
        bank.start(cast.yanis_user, cast.account, now)
    assert caught.value.concerns[0].who == cast.awa.full_name


def test_second_payment_goes_on_once_the_first_is_confirmed_by_name(
    cast: Cast, now: dt.datetime
) -> None:
    bank.start(cast.awa_user, cast.account, now)
    (concern,) = concerns_about(cast.account, period=bank.OCTOBER, now=now)
    second = bank.start(cast.awa_user, cast.account, now, confirmed=[concern.reference])
    assert second.after == [concern.reference]


def test_confirmation_of_an_older_state_does_not_count(cast: Cast, now: dt.datetime) -> None:
    """Between the warning and the click the first payment was accepted: that is news."""
    first = bank.to_the_bank(cast.awa_user, cast.account, now)
    (concern,) = concerns_about(cast.account, period=bank.OCTOBER, now=now)
    bank.say(first, "AUTHORISED", now)
    with pytest.raises(SecondPayment) as caught:
        bank.start(cast.yanis_user, cast.account, now, confirmed=[concern.reference])
    assert caught.value.concerns[0].kind is ConcernKind.PAID


def test_paid_month_warns_and_another_month_does_not(cast: Cast, now: dt.datetime) -> None:
    bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), "AUTHORISED", now)
    with pytest.raises(SecondPayment):
        bank.start(cast.awa_user, cast.account, now)
    bank.start(cast.awa_user, cast.account, now, period=bank.OCTOBER.next())


@pytest.mark.parametrize("status", ["REFUSED", "ABANDONED", "CANCELLED"])
def test_payment_that_failed_does_not_warn(cast: Cast, now: dt.datetime, status: str) -> None:
    bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), status, now)
    bank.start(cast.awa_user, cast.account, now)


def test_direct_debit_warns(cast: Cast, now: dt.datetime) -> None:
    cast.account.payment_means = TenantAccount.PaymentMeans.DIRECT_DEBIT
    cast.account.debit_day = 5
    cast.account.save()
    (concern,) = concerns_about(cast.account, period=bank.OCTOBER, now=now)
    assert concern.kind is ConcernKind.DIRECT_DEBIT
    assert concern.on == dt.date(2026, 12, 7)


def test_transfer_booked_these_days_warns(cast: Cast, now: dt.datetime) -> None:
    Entry.objects.create(
        tenant_account=cast.account,
        kind=Entry.Kind.PAYMENT,
        rail=Entry.Rail.TRANSFER,
        amount_cents=-41237,
        effective_on=dt.date(2026, 11, 20),
        label="Virement",
        source=Entry.Source.ERP,
        source_reference="V1",
        posted_at=now,
        delivery_no=1,
    )
    (concern,) = concerns_about(cast.account, period=bank.OCTOBER, now=now)
    assert concern.kind is ConcernKind.BOOKED
    assert concern.amount_cents == 41237


@pytest.mark.parametrize("cents", [1, 99, 10_000_000])
def test_amount_out_of_bounds_is_refused(cast: Cast, now: dt.datetime, cents: int) -> None:
    with pytest.raises(AmountRefused):
        bank.start(cast.awa_user, cast.account, now, cents=cents)


@override_settings(PALIER_PAYMENT_GATEWAY="none")
def test_landlord_without_card_payment_takes_none(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(PaymentsClosed):
        bank.start(cast.awa_user, cast.account, now)


def test_bank_page_is_the_same_when_opened_twice(cast: Cast, now: dt.datetime) -> None:
    attempt = bank.start(cast.awa_user, cast.account, now)
    pages = [
        open_bank_page(
            attempt=attempt,
            return_url="https://c.example/r/",
            notification_url="https://c.example/n/",
            actor=bank.tenant(cast.awa_user),
            now=now + dt.timedelta(seconds=second),
        )
        for second in range(2)
    ]
    assert pages[0] == pages[1]
    attempt.refresh_from_db()
    assert attempt.state == State.OPEN


def test_bank_page_of_a_finished_attempt_does_not_open(cast: Cast, now: dt.datetime) -> None:
    attempt = bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), "AUTHORISED", now)
    with pytest.raises(AttemptOver):
        open_bank_page(
            attempt=attempt,
            return_url="",
            notification_url="",
            actor=bank.tenant(cast.awa_user),
            now=now,
        )


@override_settings(
    PALIER_PAYMENT_GATEWAY="payfip",
    PALIER_PAYFIP={"numcli": "012345", "mode": "T", "wsdl": "file:///nowhere.wsdl"},
)
def test_bank_that_does_not_answer_leaves_nothing_open(cast: Cast, now: dt.datetime) -> None:
    attempt = bank.start(cast.awa_user, cast.account, now)
    with pytest.raises(gateway.BankUnreachable):
        open_bank_page(
            attempt=attempt,
            return_url="https://c.example/r/",
            notification_url="https://c.example/n/",
            actor=bank.tenant(cast.awa_user),
            now=now,
        )
    attempt.refresh_from_db()
    assert attempt.state == State.FAILED
    assert attempt.ask_at is None
    assert concerns_about(cast.account, period=bank.OCTOBER, now=now) == ()


def test_return_asks_the_bank_soon_and_believes_nothing(cast: Cast, now: dt.datetime) -> None:
    attempt = bank.to_the_bank(cast.awa_user, cast.account, now)
    note_return(attempt=attempt, now=now)
    note_return(attempt=attempt, now=now)
    (job,) = Job.objects.filter(name="payments.ask_bank")
    assert job.arguments == {"code": attempt.code}
    attempt.refresh_from_db()
    assert attempt.state == State.OPEN

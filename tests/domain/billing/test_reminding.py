"""Reminding before the due date: once, only of what is owed, never of an amount."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.actor import Actor
from palier.domain.billing.actions import publish_period, remind_before_due
from palier.domain.landlord.actions import decide
from palier.domain.ledger.models import Entry
from palier.domain.mail.models import Letter
from palier.domain.tenancy.models import TenantAccount
from tests.cast import Cast
from tests.domain.billing.delivery import deliver_notice
from tests.domain.billing.sample_facts import NOVEMBER

THREE_DAYS_BEFORE = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
REMINDERS = Letter.objects.filter(template="mail/rent_due_soon")


def owe(account: TenantAccount, cents: int) -> None:
    Entry.objects.create(
        tenant_account=account,
        kind=Entry.Kind.RENT,
        amount_cents=cents,
        effective_on=dt.date(2026, 11, 30),
        label="Loyer",
        source=Entry.Source.ERP,
        source_reference=f"L-{account.erp_id}",
        delivery_no=1,
        posted_at=THREE_DAYS_BEFORE,
    )


def publish(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=Actor.system(), now=now)


def test_each_holder_is_reminded_once_a_few_days_before(cast: Cast, now: dt.datetime) -> None:
    publish(cast, now)
    owe(cast.account, 48_000)
    assert remind_before_due(now=now) == 0  # eleven days before: too early
    assert remind_before_due(now=THREE_DAYS_BEFORE) == 2
    assert remind_before_due(now=THREE_DAYS_BEFORE + dt.timedelta(days=1)) == 0
    assert set(REMINDERS.values_list("to", flat=True)) == {"awa@exemple.fr", "yanis@exemple.fr"}


def test_a_missed_day_is_made_up_until_the_date_has_passed(cast: Cast, now: dt.datetime) -> None:
    publish(cast, now)
    owe(cast.account, 48_000)
    assert remind_before_due(now=THREE_DAYS_BEFORE + dt.timedelta(days=3)) == 2
    assert remind_before_due(now=THREE_DAYS_BEFORE + dt.timedelta(days=4)) == 0


def test_nobody_is_reminded_who_owes_nothing(cast: Cast, now: dt.datetime) -> None:
    publish(cast, now)
    owe(cast.account, -1_000)
    assert remind_before_due(now=THREE_DAYS_BEFORE) == 0


def test_direct_debit_is_not_reminded(cast: Cast, now: dt.datetime) -> None:
    cast.account.payment_means = TenantAccount.PaymentMeans.DIRECT_DEBIT
    cast.account.save()
    publish(cast, now)
    owe(cast.account, 48_000)
    assert remind_before_due(now=THREE_DAYS_BEFORE) == 0


def test_a_reminder_holds_the_date_but_no_amount(cast: Cast, now: dt.datetime) -> None:
    publish(cast, now)
    owe(cast.account, 48_000)
    remind_before_due(now=THREE_DAYS_BEFORE)
    letter = REMINDERS.first()
    assert letter is not None
    assert letter.subject == "Votre loyer est attendu avant le 5\u00a0décembre\u00a02026"
    assert "€" not in letter.text
    assert "480" not in letter.text
    assert "paiements" not in letter.text


def test_a_landlord_may_send_none(cast: Cast, now: dt.datetime) -> None:
    decide(values={"reminder_days_before_due": 0}, valid_from=dt.date(2026, 1, 1))
    publish(cast, now)
    owe(cast.account, 48_000)
    assert remind_before_due(now=THREE_DAYS_BEFORE) == 0

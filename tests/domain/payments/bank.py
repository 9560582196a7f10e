"""A tenant who pays and a bank that speaks, as plain calls on the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from palier.domain.access.queries import AccountView, tenant_account_for
from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.landlord.queries import today
from palier.domain.ledger.queries import balance_of
from palier.domain.payments.actions.answers import record_answer
from palier.domain.payments.actions.attempts import open_bank_page, start_payment
from palier.domain.payments.models import Attempt, BankAnswer
from palier.domain.payments.rules.guards import BankReport
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_code
from palier.foundation.periods import Period

OCTOBER = Period(2026, 10)


def tenant(user: User) -> Actor:
    return Actor(kind=ActorKind.TENANT, reference=str(user.pk), name=str(user))


def view_of(user: User, account: TenantAccount, now: dt.datetime) -> AccountView:
    return tenant_account_for(user, account.code, today(now))


def start(
    user: User,
    account: TenantAccount,
    now: dt.datetime,
    *,
    cents: int = 41237,
    key: str = "",
    confirmed: Collection[str] = (),
    period: Period = OCTOBER,
) -> Attempt:
    return start_payment(
        view=view_of(user, account, now),
        user=user,
        amount_cents=cents,
        period=period,
        idempotency_key=key or new_code(20),
        confirmed=confirmed,
        actor=tenant(user),
        now=now,
    )


def to_the_bank(user: User, account: TenantAccount, now: dt.datetime, **more: object) -> Attempt:
    """Start, and open the bank's page."""
    attempt = start(user, account, now, **more)  # type: ignore[arg-type]
    open_bank_page(
        attempt=attempt,
        return_url="https://compte.example/retour/",
        notification_url="https://compte.example/api/banque/",
        actor=tenant(user),
        now=now,
    )
    attempt.refresh_from_db()
    return attempt


def report(attempt: Attempt, status: str = "AUTHORISED", **changed: object) -> BankReport:
    values: dict[str, object] = {
        "gateway": attempt.gateway,
        "order": attempt.code,
        "transaction": "a" * 32,
        "kind": "DEBIT",
        "status": status,
        "amount_cents": attempt.amount_cents,
        "currency": "978",
        "shop": attempt.shop,
        "mode": attempt.mode,
        "trans_id": attempt.trans_id,
        "happened_at": attempt.started_at + dt.timedelta(minutes=2),
        "authorisation": "3fd205",
        "authorisation_code": "00",
        "raw": {"vads_trans_status": status},
    }
    return BankReport(**values | changed)  # type: ignore[arg-type]


def say(
    attempt: Attempt,
    status: str,
    now: dt.datetime,
    *,
    channel: BankAnswer.Channel = BankAnswer.Channel.NOTIFICATION,
    **changed: object,
) -> Attempt:
    """Let the bank announce something; give the attempt as it stands afterwards."""
    record_answer(
        report=report(attempt, status, **changed), channel=channel, actor=Actor.bank(), now=now
    )
    attempt.refresh_from_db()
    return attempt


def balance(account: TenantAccount) -> int:
    return balance_of(account.pk)

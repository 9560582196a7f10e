"""Turning keys: everything is sealed again, nothing is lost, twice is once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from palier.domain.audit.actor import Actor
from palier.domain.banking import actions, sealing
from palier.domain.banking.actions.steps import iban_of
from palier.domain.banking.models import BankAccount
from palier.domain.banking.queries.keys import rows_by_key
from tests.cast import Cast
from tests.domain.banking import making

OLD, NEW = sealing.new_key("old"), sealing.new_key("new")


@pytest.fixture
def account(cast: Cast, now: dt.datetime, settings: Any) -> BankAccount:
    settings.PALIER_BANK_KEYS = [OLD]
    return making.confirmed(cast.awa_user, now)


def test_rotation_seals_again_and_the_old_key_may_go(
    account: BankAccount, now: dt.datetime, settings: Any
) -> None:
    settings.PALIER_BANK_KEYS = [NEW, OLD]
    assert actions.rotate_keys(actor=Actor.system(), now=now) == 1
    assert rows_by_key() == {"new": 1}
    settings.PALIER_BANK_KEYS = [NEW]
    account.refresh_from_db()
    assert iban_of(account) == making.AWA_IBAN
    assert account.mark == sealing.mark_of(making.AWA_IBAN)


def test_rotation_run_again_changes_nothing(
    account: BankAccount, now: dt.datetime, settings: Any
) -> None:
    settings.PALIER_BANK_KEYS = [NEW, OLD]
    actions.rotate_keys(actor=Actor.system(), now=now)
    before = bytes(BankAccount.objects.get().sealed)
    assert actions.rotate_keys(actor=Actor.system(), now=now) == 0
    assert bytes(BankAccount.objects.get().sealed) == before


def test_equality_holds_between_keys(
    account: BankAccount, cast: Cast, now: dt.datetime, settings: Any
) -> None:
    settings.PALIER_BANK_KEYS = [NEW, OLD]
    with pytest.raises(actions.AlreadyYours):
        making.proposed(cast.awa_user, now + dt.timedelta(hours=1))


def test_rotation_stops_at_a_row_that_does_not_open(
    account: BankAccount, now: dt.datetime, settings: Any
) -> None:
    settings.PALIER_BANK_KEYS = [NEW]
    with pytest.raises(sealing.SealBroken):
        actions.rotate_keys(actor=Actor.system(), now=now)
    assert rows_by_key() == {"old": 1}

"""Pause, resume, change the day, stop: from a day that is said, never for a file already made."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.models import Mandate, MandateChange
from palier.foundation.errors import MoveRefused
from tests.cast import Cast
from tests.domain.banking import making

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def mandate(cast: Cast, now: dt.datetime) -> Mandate:
    """Signed in September: debits on the 5th since October."""
    making.landlord_debits()
    return making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))


def by(mandate: Mandate, now: dt.datetime) -> dict[str, object]:
    return {"mandate": mandate, "actor": actor_of(mandate.user), "now": now}


def test_a_pause_says_from_which_debit(mandate: Mandate, now: dt.datetime) -> None:
    change = actions.pause_debits(**by(mandate, now))
    assert change.effective_on == dt.date(2026, 12, 7)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.PAUSED
    (letter,) = making.letters("mandate_changed")
    assert "suspendu" in letter.subject
    assert "7\u00a0décembre\u00a02026" in letter.text


def test_after_the_cut_off_the_next_debit_still_goes(mandate: Mandate) -> None:
    late = dt.datetime(2026, 12, 3, 9, tzinfo=dt.UTC)
    assert actions.pause_debits(**by(mandate, late)).effective_on == dt.date(2027, 1, 5)


def test_it_resumes(mandate: Mandate, now: dt.datetime) -> None:
    actions.pause_debits(**by(mandate, now))
    actions.resume_debits(**by(mandate, now))
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.ACTIVE
    account = mandate.tenant_account
    assert queries.debits_of(account, now.date()).planned == dt.date(2026, 12, 7)


def test_the_day_changes_once_it_can_be_announced(mandate: Mandate, now: dt.datetime) -> None:
    change = actions.change_debit_day(debit_day=10, **by(mandate, now))
    assert change.effective_on == dt.date(2026, 12, 10)
    with pytest.raises(actions.ChangeRefused):
        actions.change_debit_day(debit_day=10, **by(mandate, now))


def test_a_stopped_mandate_is_over(mandate: Mandate, now: dt.datetime) -> None:
    actions.stop_debits(**by(mandate, now))
    assert queries.live_mandate_of(mandate.tenant_account) is None
    for act in (actions.pause_debits, actions.resume_debits, actions.stop_debits):
        with pytest.raises(MoveRefused):
            act(**by(mandate, now))
    assert MandateChange.objects.filter(mandate=mandate).count() == 2


def test_a_mandate_unused_for_36_months_is_void(mandate: Mandate) -> None:
    actions.follow(now=dt.datetime(2029, 9, 20, 9, tzinfo=dt.UTC))
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.EXPIRED


def test_an_account_that_is_debited_is_not_withdrawn(mandate: Mandate, now: dt.datetime) -> None:
    with pytest.raises(actions.StillDebited):
        actions.withdraw_account(
            account=mandate.bank_account, actor=actor_of(mandate.user), now=now
        )
